import datetime
import hashlib

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from pvfootprint.documents.signatures import certificates
from pvfootprint.model.findings import SignatureError


def codes(findings):
    return [finding.code for finding in findings]


def test_a_fingerprint_is_the_sha_256_of_the_der_in_groups_of_four(tools):
    certificate = tools.issue("one").certificate
    said = certificates.fingerprint(certificate)
    assert len(said.split()) == 16
    der = certificate.public_bytes(Encoding.DER)
    assert said.replace(" ", "") == hashlib.sha256(der).hexdigest()


def test_names_that_would_do_something_to_a_terminal_are_shown_without_it():
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a\x1b[2J认证")])
    assert certificates.common_name(name) == "a?[2J认证"
    assert "\x1b" not in certificates.full_name(name)


def test_a_name_without_common_name_is_given_in_full():
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "认证机构")])
    assert certificates.common_name(name) == "O=认证机构"


def test_what_the_test_authority_issues_is_known_as_a_test(demo, tools):
    for made in demo.values():
        assert certificates.is_test(made.authority)
        assert certificates.is_test(made.certificate)
    assert not certificates.is_test(tools.issue("TEST").certificate)


def test_certificates_are_read_from_pem(demo):
    made = demo["ecdsa"]
    both = made.authority.public_bytes(Encoding.PEM) + made.certificate.public_bytes(Encoding.PEM)
    assert certificates.read_certificates(both) == (made.authority, made.certificate)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nothing",
        b"\0" * 100,
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        b"x" * (certificates.LARGEST_FILE + 1),
    ],
)
def test_sig_022_what_holds_no_certificate(content):
    with pytest.raises(SignatureError) as caught:
        certificates.read_certificates(content, "a.pem")
    (finding,) = caught.value.findings
    assert (finding.code, finding.file) == ("SIG-022", "a.pem")


@pytest.mark.parametrize("kind", ["P-256", 3072, 4096])
def test_keys_that_sign_documents(tools, kind):
    assert certificates.unsuited(tools.issue("one", key=tools.key_of(kind)).certificate) == []


def test_sig_003_another_curve(tools):
    (finding,) = certificates.unsuited(tools.issue("one", key=tools.key_of("P-384")).certificate)
    assert (finding.code, finding.found) == ("SIG-003", "ECDSA secp384r1")


def test_sig_004_a_short_rsa_key(tools):
    (finding,) = certificates.unsuited(tools.issue("one", key=tools.key_of(2048)).certificate)
    assert (finding.code, finding.found) == ("SIG-004", "2048 bit")


@pytest.mark.parametrize("usage", [{"digital_signature": True}, {"content_commitment": True}])
def test_one_of_both_key_usages_is_enough(tools, usage):
    assert certificates.unsuited(tools.issue("one", usage=usage).certificate) == []


@pytest.mark.parametrize(
    "purposes",
    [(), (ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.CLIENT_AUTH)],
)
def test_purposes_with_which_documents_may_be_signed(tools, purposes):
    assert certificates.unsuited(tools.issue("one", purposes=purposes).certificate) == []


def test_sig_007_a_key_usage_without_signatures(tools):
    certificate = tools.issue("one", usage={"key_agreement": True}).certificate
    assert codes(certificates.unsuited(certificate)) == ["SIG-007"]


def test_sig_007_the_certificate_of_a_web_server(tools):
    certificate = tools.issue("one", purposes=(ExtendedKeyUsageOID.SERVER_AUTH,)).certificate
    assert codes(certificates.unsuited(certificate)) == ["SIG-007"]


def test_sig_005_before_and_after_its_time(tools):
    certificate = tools.issue("one").certificate
    second = datetime.timedelta(seconds=1)
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    assert certificates.not_valid_at(certificate, start) == []
    assert certificates.not_valid_at(certificate, end) == []
    (early,) = certificates.not_valid_at(certificate, start - second)
    (late,) = certificates.not_valid_at(certificate, end + second)
    assert early.code == late.code == "SIG-005"
    assert "not valid yet" in early.message
    assert "expired" in late.message
