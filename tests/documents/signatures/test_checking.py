"""Signed files that somebody changed, and what checking says of each."""

import datetime
import io
import random
import re
import zlib
from dataclasses import replace

import pikepdf
import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding

from pvfootprint.documents.signatures import signing, words
from pvfootprint.documents.signatures.checking import SignatureState, check_signature
from pvfootprint.documents.signatures.ranges import der_length, find_signature
from pvfootprint.documents.signatures.signer import Signer


@pytest.fixture(scope="module")
def check(demo, tools):
    """Check a file with both test authorities trusted, at the time of signing."""
    authorities = [made.authority for made in demo.values()]

    def check_with(pdf, trusted=authorities, now=tools.NOW, **settings):
        return check_signature(pdf, trusted, now=now, **settings)

    return check_with


def codes(state):
    return [finding.code for finding in state.problems]


def refilled(pdf, contents):
    """Put other contents into the signature's place."""
    found = find_signature(pdf)
    digits = contents.hex().upper().encode().ljust(found.end - found.start - 2, b"0")
    return pdf[: found.start + 1] + digits + pdf[found.end - 1 :]


def remade(pdf, change):
    """Change the syntax of the signature without its key."""
    message = cms.ContentInfo.load(find_signature(pdf).signature)
    change(message["content"])
    return refilled(pdf, message.dump(force=True))


@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_each_question_has_its_answer(check, signed, demo, tools, kind):
    state = check(signed[kind])
    certificate = demo[kind].certificate
    assert (state.signatures, state.covers_all, state.intact, state.valid) == (1, True, True, True)
    assert (state.trusted_by, state.valid_then, state.unsuspicious) == ("authority", True, True)
    assert state.certificate == certificate
    assert state.subject == certificate.subject.rfc4514_string()
    assert state.issuer == demo[kind].authority.subject.rfc4514_string()
    assert state.name == "TEST certifier 测试认证机构"
    assert state.test
    assert state.algorithm == {"ecdsa": "ECDSA P-256, SHA-256", "rsa": "RSA 3072, SHA-256"}[kind]
    assert (state.claimed, state.stamped) == (tools.NOW, None)
    said = {"reason": state.reason, "location": state.location, "name": state.signatory}
    assert said == tools.WORDS
    assert state.holds


def test_a_field_that_says_no_is_enough(check, signed):
    state = check(signed["ecdsa"])
    for field in ("covers_all", "intact", "valid", "valid_then", "unsuspicious"):
        assert not replace(state, **{field: False}).holds
    assert not replace(state, trusted_by="").holds
    assert not replace(state, signatures=2).holds
    assert not SignatureState().holds


def test_the_certifier_s_own_certificate_can_be_trusted(check, signed, demo):
    state = check(signed["ecdsa"], [demo["ecdsa"].certificate])
    assert (state.holds, state.trusted_by) == (True, "certificate")


def test_the_time_of_signing_is_read_in_utc(check, sign, tools):
    zone = datetime.timezone(datetime.timedelta(hours=8))
    state = check(sign(time=tools.NOW.astimezone(zone)))
    assert state.claimed == tools.NOW
    assert state.claimed.utcoffset() == datetime.timedelta(0)


@pytest.mark.parametrize("trusted", ["none", "the other authority", "a stranger"])
def test_sig_016_nobody_else_makes_it_trusted(check, signed, demo, tools, trusted):
    known = {
        "none": [],
        "the other authority": [demo["rsa"].authority],
        "a stranger": [tools.issue("stranger", ca=True).certificate],
    }[trusted]
    state = check(signed["ecdsa"], known)
    assert (state.intact, state.valid, state.trusted_by, state.valid_then) == (
        True,
        True,
        "",
        False,
    )
    assert codes(state) == ["SIG-016"]


def test_sig_016_signed_by_a_stranger_who_bears_the_same_names(check, sign, demo, tools):
    real = demo["ecdsa"]
    root = tools.issue(tools.AUTHORITY, ca=True)
    pretended = tools.issue(tools.CERTIFIER, root)
    named = tools.issue_named(real.certificate.subject, real.authority.subject)
    for stranger in (pretended, named):
        state = check(sign(stranger.signer))
        assert (state.intact, state.valid, state.trusted_by) == (True, True, "")
        assert codes(state) == ["SIG-016"]
    assert state.subject == real.certificate.subject.rfc4514_string()


def test_sig_017_signed_when_the_certificate_was_not_valid(check, sign, tools, monkeypatch):
    root = tools.issue("root", ca=True, end=tools.NOW + 9 * tools.YEAR)
    issued = tools.issue("one", root)
    monkeypatch.setattr(signing, "refuse_unsuited", lambda *_: None)
    later = tools.NOW + 2 * tools.YEAR
    for time in (later, tools.NOW - 2 * tools.YEAR):
        state = check(sign(issued.signer, time=time), [root.certificate], now=later)
        assert (state.trusted_by, state.valid_then) == ("authority", False)
        assert codes(state) == ["SIG-017"]
        own = check(sign(issued.signer, time=time), [issued.certificate], now=later)
        assert codes(own) == ["SIG-017"]


def test_sig_017_the_authority_was_not_valid_any_more(check, sign, tools):
    root = tools.issue("root", ca=True, end=tools.NOW - tools.DAY)
    state = check(sign(tools.issue("one", root).signer), [root.certificate])
    assert codes(state) == ["SIG-017"]


def test_a_certificate_that_expired_since_does_not_matter(check, signed, tools):
    assert check(signed["ecdsa"], now=tools.NOW + 20 * tools.YEAR).holds


def test_an_authority_that_may_not_issue_makes_nothing_trusted(check, sign, tools):
    no_authority = tools.issue("no authority")
    state = check(sign(tools.issue("one", no_authority).signer), [no_authority.certificate])
    assert codes(state) == ["SIG-016"]


def test_sig_007_a_certificate_for_something_else(check, sign, tools, monkeypatch):
    root = tools.issue("root", ca=True)
    issued = tools.issue("one", root, usage={"key_agreement": True})
    monkeypatch.setattr(signing, "refuse_unsuited", lambda *_: None)
    assert codes(check(sign(issued.signer), [root.certificate])) == ["SIG-007"]


@pytest.mark.parametrize("kind", ["P-384", 2048])
def test_sig_019_a_key_that_is_not_accepted(check, sign, tools, monkeypatch, kind):
    root = tools.issue("root", ca=True)
    issued = tools.issue("one", root, key=tools.key_of(kind))
    monkeypatch.setattr(signing, "refuse_unsuited", lambda *_: None)
    state = check(sign(issued.signer), [root.certificate])
    assert codes(state) == ["SIG-019"]
    assert not state.holds


def test_sig_019_another_hash(check, sign, tools, monkeypatch):
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    issued = tools.issue("one")
    other = Signer(
        certificate=issued.certificate,
        sign=lambda data: issued.key.sign(data, ec.ECDSA(hashes.SHA384())),
    )
    monkeypatch.setattr(signing, "HASH", "sha384")
    state = check(sign(other), [issued.certificate])
    assert state.valid
    assert not state.holds
    assert "SIG-019" in codes(state)


def test_sig_020_a_time_that_is_missing_or_lies_in_the_future(check, sign, tools, monkeypatch):
    state = check(sign(time=tools.NOW + tools.DAY))
    assert codes(state) == ["SIG-020"]
    assert check(sign(time=tools.NOW + datetime.timedelta(minutes=4))).holds
    monkeypatch.setattr(words, "read", lambda _: words.Words())
    assert codes(check(sign())) == ["SIG-020"]


def test_sig_011_the_signature_removed(check, small_pdf, sign):
    assert codes(check(small_pdf)) == ["SIG-011"]
    # Saved anew: no byte range is left, or one that fits nothing.
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sign())) as pdf:
        del pdf.Root["/AcroForm"]
        del pdf.Root["/Perms"]
        del pdf.pages[0]["/Annots"]
        pdf.save(out)
    assert codes(check(out.getvalue())) == ["SIG-011"]


def test_saved_anew_it_holds_no_longer(check, sign):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sign())) as pdf:
        pdf.save(out)
    assert not check(out.getvalue()).holds


def appended(pdf):
    """Add a page's content in an update behind the signature, as an attacker does."""
    from pyhanko.pdf_utils.generic import StreamObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    stream = writer.add_object(StreamObject(stream_data=b"0 0 50 50 re f"))
    writer.add_stream_to_page(0, stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_sig_013_content_appended_after_signing(check, sign):
    pdf = sign()
    changed = appended(pdf)
    assert changed.startswith(pdf)
    state = check(changed)
    assert (state.covers_all, codes(state)) == (False, ["SIG-013"])


def test_sig_014_content_appended_and_the_range_adapted(check, sign):
    changed = appended(sign())
    stated = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\](\s*)", changed)
    start, end = int(stated[1]), int(stated[2])
    text = b"/ByteRange [0 %d %d %d]" % (start, end, len(changed) - end)
    changed = changed.replace(stated[0], text.ljust(len(stated[0])))
    state = check(changed)
    assert (state.covers_all, state.intact, state.valid) == (True, False, True)
    assert codes(state) == ["SIG-014"]


def test_sig_012_a_second_signature(check, sign, signers, monkeypatch):
    pdf = sign()
    monkeypatch.setattr(signing, "KEY", b"nothing")
    monkeypatch.setattr(signing, "FIELD", "Another")
    monkeypatch.setattr(signing, "find_signature", lambda _: None)
    state = check(sign(signers["rsa"], pdf))
    assert (state.signatures, codes(state)) == (2, ["SIG-012"])


def test_sig_015_the_signature_of_another_file(check, signed, sign):
    other = find_signature(sign(reason="another"))
    state = check(refilled(signed["ecdsa"], other.contents))
    assert (state.intact, state.valid) == (False, True)
    assert codes(state) == ["SIG-014"]


def test_sig_015_signed_attributes_that_were_changed(check, signed):
    def change(data):
        attributes = data["signer_infos"][0]["signed_attrs"]
        digest = next(a for a in attributes if a["type"].native == "message_digest")
        digest["values"] = [bytes(32)]

    state = check(remade(signed["ecdsa"], change))
    assert (state.intact, state.valid) == (False, False)
    assert codes(state) == ["SIG-014", "SIG-015"]


@pytest.mark.parametrize("contents", [b"", b"\0", b"\x30\0", b"\x05\0", b"\xff" * 50, b"\x30\x80"])
def test_sig_015_a_signature_that_is_none(check, signed, contents):
    state = check(refilled(signed["ecdsa"], contents))
    assert (state.covers_all, state.intact, state.valid) == (True, False, False)
    assert codes(state) == ["SIG-015"]


def test_sig_015_a_certificate_of_another_kind_of_key(check, sign, tools):
    key = ed25519.Ed25519PrivateKey.generate()
    certificate = tools.issue("one", tools.issue("root", ca=True), key=key).certificate
    pdf = sign()

    def change(data):
        from asn1crypto import x509

        data["certificates"] = [x509.Certificate.load(certificate.public_bytes(Encoding.DER))]

    assert codes(check(remade(pdf, change))) == ["SIG-015"]


def filled_behind(pdf):
    found = find_signature(pdf)
    return refilled(pdf, found.signature + b"\0" * 8 + b"hidden")


def with_version(number):
    def change(data):
        data["version"] = number

    return lambda pdf: remade(pdf, change)


def with_unsigned_attribute(pdf):
    def change(data):
        attribute = cms.CMSAttribute({"type": "content_type", "values": ["data"]})
        data["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([attribute])

    return remade(pdf, change)


def with_two_digests(pdf):
    def change(data):
        data["digest_algorithms"] = [{"algorithm": "sha256"}, {"algorithm": "sha512"}]

    return remade(pdf, change)


def with_a_revocation_list(pdf):
    def change(data):
        data["crls"] = []

    return remade(pdf, change)


def with_the_issuer_in_other_letters(pdf):
    """Names are compared without regard to case, so nobody else would notice."""
    signature = find_signature(pdf).signature
    # Behind issuer and subject of the certificate: which certificate is the signer's.
    places = [match.start() for match in re.finditer(b"certifies", signature)]
    return refilled(pdf, signature[: places[2]] + b"CERTIFIES" + signature[places[2] + 9 :])


@pytest.mark.parametrize(
    "change",
    [
        filled_behind,
        with_the_issuer_in_other_letters,
        with_version("v3"),
        with_unsigned_attribute,
        with_two_digests,
        with_a_revocation_list,
    ],
)
def test_sig_018_what_the_signature_does_not_cover_is_looked_at(check, signed, change):
    """All of these keep the signature valid: nothing but these bytes is different."""
    state = check(change(signed["ecdsa"]))
    assert (state.intact, state.valid, state.trusted_by) == (True, True, "authority")
    assert (state.unsuspicious, codes(state)) == (False, ["SIG-018"])
    assert not state.holds


def test_sig_018_a_certificate_that_has_nothing_to_do_with_it(check, signed, tools):
    from asn1crypto import x509

    stranger = tools.issue("stranger").certificate.public_bytes(Encoding.DER)

    def change(data):
        held = [one.chosen for one in data["certificates"]]
        data["certificates"] = [*held, x509.Certificate.load(stranger)]

    assert codes(check(remade(signed["ecdsa"], change))) == ["SIG-018"]


def test_sig_018_the_certificates_in_another_order(check, sign, tools):
    root = tools.issue("root", ca=True)
    middle = tools.issue("middle", root, ca=True)
    issued = tools.issue("one", middle)
    signer = Signer(
        certificate=issued.certificate, others=(middle.certificate,), sign=issued.signer.sign
    )
    pdf = sign(signer)
    assert check(pdf, [root.certificate]).holds
    signature = find_signature(pdf).signature
    ders = [one.certificate.public_bytes(Encoding.DER) for one in (issued, middle)]
    first, second = sorted(ders, key=signature.index)
    swapped = signature.replace(first + second, second + first)
    assert swapped != signature
    assert codes(check(refilled(pdf, swapped), [root.certificate])) == ["SIG-018"]


def flipped(pdf, position, bit):
    return pdf[:position] + bytes([pdf[position] ^ 1 << bit]) + pdf[position + 1 :]


def covered(pdf):
    found = find_signature(pdf)
    return [*range(found.start), *range(found.end, len(pdf))]


def test_a_byte_flipped_inside_the_range_is_detected(check, signed):
    draw = random.Random(1)
    for kind in ("ecdsa", "rsa"):
        positions = covered(signed[kind])
        for position in draw.sample(positions, 60):
            state = check(flipped(signed[kind], position, draw.randrange(8)))
            assert not state.holds, position
            assert state.problems


def test_a_byte_flipped_outside_the_range_is_detected(check, signed):
    draw = random.Random(2)
    for kind in ("ecdsa", "rsa"):
        found = find_signature(signed[kind])
        for position in draw.sample(range(found.start, found.start + 2 * found.length), 40):
            assert not check(flipped(signed[kind], position, draw.randrange(8))).holds, position


@pytest.mark.long
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_every_byte_flipped_inside_the_range_is_detected(check, signed, kind):
    pdf = signed[kind]
    for position in covered(pdf):
        for bit in (position % 8, (position + 3) % 8):
            assert not check(flipped(pdf, position, bit)).holds, (position, bit)


@pytest.mark.long
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_every_byte_flipped_outside_the_range_is_detected(check, signed, kind):
    """Every bit of the signature itself, and every fifth byte of what fills up its place."""
    pdf = signed[kind]
    found = find_signature(pdf)
    filling = found.start + 1 + 2 * found.length
    for position in range(found.start, filling):
        for bit in range(8):
            assert not check(flipped(pdf, position, bit)).holds, (position, bit)
    for position in range(filling, found.end, 5):
        assert not check(flipped(pdf, position, position % 4)).holds, position


def test_the_other_signature_that_ecdsa_allows_is_the_same_content(check, signed):
    """What an outsider can change unseen: s and n - s are as good (SEC 1, 4.1.4)."""
    from cryptography.hazmat.primitives.asymmetric import utils

    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

    def change(data):
        r, s = utils.decode_dss_signature(data["signer_infos"][0]["signature"].native)
        data["signer_infos"][0]["signature"] = utils.encode_dss_signature(r, order - s)

    pdf = signed["ecdsa"]
    other = remade(pdf, change)
    found = find_signature(pdf)
    assert other != pdf
    assert other[: found.start] == pdf[: found.start]
    assert other[found.end :] == pdf[found.end :]
    assert check(other).holds


def test_a_bomb_is_not_opened(check, sign, tools):
    """An object stream of 100 MiB: nothing of it is unpacked."""
    packing = zlib.compressobj(9)
    million = bytes(2**20)
    bomb = b"".join(packing.compress(million) for _ in range(100)) + packing.flush()
    head = b"%%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n"
    pdf = head % len(bomb) + bomb + b"\nendstream\nendobj\n"
    tail = sign()[9:]
    started = datetime.datetime.now(datetime.UTC)
    for content in (pdf, pdf + tail):
        assert not check(content).holds
    assert datetime.datetime.now(datetime.UTC) - started < datetime.timedelta(seconds=2)


def test_a_maze_of_issuers_is_left_soon(check, sign, tools):
    """Authorities that all bear the trusted one's name and issued each other."""
    root = tools.issue("root", ca=True)
    name = root.certificate.subject
    keys = [tools.key_of("P-256", number) for number in range(4)]
    others = [
        tools.issue_named(name, name, key=key, signing=keys[number - 1], ca=True)
        for number, key in enumerate(keys)
    ]
    issued = tools.issue("one", others[0])
    signer = Signer(
        certificate=issued.certificate,
        others=tuple(one.certificate for one in others),
        sign=issued.signer.sign,
    )
    started = datetime.datetime.now(datetime.UTC)
    state = check(sign(signer), [root.certificate])
    assert state.trusted_by == ""
    assert datetime.datetime.now(datetime.UTC) - started < datetime.timedelta(seconds=5)


def test_more_certificates_than_any_signer_has_are_refused(check, sign, tools):
    issued = tools.issue("one")
    crowd = tuple(tools.issue(f"authority {n}", ca=True).certificate for n in range(5))
    signer = Signer(certificate=issued.certificate, others=crowd, sign=issued.signer.sign)
    assert codes(check(sign(signer), [issued.certificate])) == ["SIG-015"]


def test_the_signature_is_in_der(signed):
    for pdf in signed.values():
        signature = find_signature(pdf).signature
        assert der_length(signature) == len(signature)
        assert cms.ContentInfo.load(signature).dump(force=True) == signature
