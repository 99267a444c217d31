import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding

from pvfootprint.documents.signatures.signer import (
    LONGEST_CHAIN,
    chain_of,
    signer_from_pkcs12,
    signing_with,
)
from pvfootprint.model.findings import SignatureError


def refused(content, passphrase, now):
    with pytest.raises(SignatureError) as caught:
        signer_from_pkcs12(content, passphrase, now=now, file="key.p12")
    assert all(finding.file == "key.p12" for finding in caught.value.findings)
    return [finding.code for finding in caught.value.findings]


def test_a_file_is_opened_and_signs(signers, demo):
    data = b"some bytes"
    ecdsa, rsa = signers["ecdsa"], signers["rsa"]
    ecdsa.certificate.public_key().verify(ecdsa.sign(data), data, ec.ECDSA(hashes.SHA256()))
    signature = rsa.sign(data)
    rsa.certificate.public_key().verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    assert ecdsa.certificate == demo["ecdsa"].certificate


@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_the_same_bytes_have_the_same_signature(signers, kind):
    assert signers[kind].sign(b"x") == signers[kind].sign(b"x")


@pytest.mark.parametrize("content", [b"", b"nothing", b"0" * 1000, b"\x30\x03\x02\x01\x03"])
def test_sig_001_no_pkcs_12(content, tools):
    assert refused(content, tools.PASSPHRASE, tools.NOW) == ["SIG-001"]


def test_sig_001_a_file_that_was_cut_off_or_is_too_large(demo, tools):
    content = demo["ecdsa"].pkcs12
    assert refused(content[:-10], tools.PASSPHRASE, tools.NOW) == ["SIG-001"]
    assert refused(content + b"\0" * 2**16, tools.PASSPHRASE, tools.NOW) == ["SIG-001"]


@pytest.mark.parametrize("passphrase", [b"", b"wrong", b"\xff\xfe"])
def test_sig_002_a_wrong_passphrase(demo, tools, passphrase):
    assert refused(demo["ecdsa"].pkcs12, passphrase, tools.NOW) == ["SIG-002"]


def test_the_passphrase_does_not_stand_in_the_finding(demo, tools):
    with pytest.raises(SignatureError) as caught:
        signer_from_pkcs12(demo["ecdsa"].pkcs12, b"tell-nobody", now=tools.NOW)
    assert "tell-nobody" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_sig_003_a_key_on_another_curve(tools):
    issued = tools.issue("one", key=tools.key_of("P-384"))
    assert refused(issued.packed(), tools.PASSPHRASE, tools.NOW) == ["SIG-003"]


def test_sig_003_a_key_that_is_neither():
    with pytest.raises(SignatureError, match="SIG-003"):
        signing_with(ed25519.Ed25519PrivateKey.generate())


def test_sig_004_a_short_key(tools):
    issued = tools.issue("one", key=tools.key_of(2048))
    assert refused(issued.packed(), tools.PASSPHRASE, tools.NOW) == ["SIG-004"]


def test_sig_005_a_certificate_out_of_its_time(tools):
    content = tools.issue("one").packed()
    assert refused(content, tools.PASSPHRASE, tools.NOW + 2 * tools.YEAR) == ["SIG-005"]
    assert refused(content, tools.PASSPHRASE, tools.NOW - 2 * tools.YEAR) == ["SIG-005"]


def test_sig_006_the_key_of_another_certificate(tools):
    content = tools.pack(tools.key_of("P-256", "another"), None, [tools.issue("one").certificate])
    assert refused(content, tools.PASSPHRASE, tools.NOW) == ["SIG-006"]


@pytest.mark.parametrize("missing", ["key", "certificate"])
def test_sig_006_key_or_certificate_missing(tools, missing):
    issued = tools.issue("one")
    content = tools.pack(
        None if missing == "key" else issued.key,
        None if missing == "certificate" else issued.certificate,
    )
    assert refused(content, tools.PASSPHRASE, tools.NOW) == ["SIG-006"]


def test_sig_007_a_certificate_for_something_else(tools):
    content = tools.issue("one", usage={"key_agreement": True}).packed()
    assert refused(content, tools.PASSPHRASE, tools.NOW) == ["SIG-007"]


def test_all_that_is_wrong_is_said_at_once(tools):
    issued = tools.issue("one", key=tools.key_of(2048), usage={"key_agreement": True})
    found = refused(issued.packed(), tools.PASSPHRASE, tools.NOW + 2 * tools.YEAR)
    assert found == ["SIG-004", "SIG-007", "SIG-005"]


def test_the_certificate_of_the_key_is_found_among_the_others(tools):
    root = tools.issue("root", ca=True)
    issued = tools.issue("one", root)
    content = tools.pack(issued.key, None, [root.certificate, issued.certificate])
    signer = signer_from_pkcs12(content, tools.PASSPHRASE, now=tools.NOW)
    assert signer.certificate == issued.certificate


def test_the_chain_goes_with_it_without_root_and_without_strangers(tools):
    root = tools.issue("root", ca=True)
    upper = tools.issue("upper", root, ca=True)
    lower = tools.issue("lower", upper, ca=True)
    issued = tools.issue("one", lower)
    stranger = tools.issue("stranger", tools.issue("elsewhere", ca=True), ca=True)
    others = [root.certificate, stranger.certificate, upper.certificate, lower.certificate]
    content = issued.packed(others=others)
    signer = signer_from_pkcs12(content, tools.PASSPHRASE, now=tools.NOW)
    assert signer.others == (lower.certificate, upper.certificate)


def test_a_chain_that_bites_its_tail_ends(tools):
    first, second = tools.issue("first", ca=True), tools.issue("second", ca=True)
    crossed = [tools.issue("first", second, ca=True), tools.issue("second", first, ca=True)]
    issued = tools.issue("one", first)
    chain = chain_of(issued.certificate, [one.certificate for one in crossed])
    assert len(chain) == 2 <= LONGEST_CHAIN
