"""Sealed parts: what was signed, what was sealed, and who can open it."""

import subprocess
from dataclasses import replace

import pytest

from pvfootprint.model.canonical import digest
from pvfootprint.model.findings import SubmissionError
from pvfootprint.submission.archives import pack, unpack
from pvfootprint.submission.keys import fingerprint
from pvfootprint.submission.parts import (
    INVENTORY,
    SIGNATURE,
    STATEMENT,
    open_inventory,
    public_bytes,
    read_part,
    seal_inventory,
    sign,
)
from pvfootprint.submission.statements import GasValue, SealedInventory, StageValue

from .conftest import WORKBOOK, statement_of, summary_of


def codes(call, *arguments):
    with pytest.raises(SubmissionError) as caught:
        call(*arguments)
    return {finding.code for finding in caught.value.findings}


def members_of(part):
    return unpack(part, "a.pvfs").members


def test_the_summary_comes_back_with_its_file(part):
    read = read_part(part, "a.pvfs")
    sealed = read.statement.sealed.sha256
    assert read.summary == summary_of(sealed, source="a.pvfs", source_hash=digest(part))
    assert read.findings == []


def test_the_fingerprint_is_that_of_the_suppliers_key(part, supplier_key):
    assert read_part(part, "a.pvfs").signer == fingerprint(supplier_key.public_key())


def test_the_certifier_opens_it(part, certifier):
    opened = open_inventory(read_part(part, "a.pvfs"), *certifier)
    assert opened.workbooks == {"mine.xlsx": WORKBOOK}
    assert opened.own == "mine.xlsx"


def test_nothing_of_the_workbook_stands_in_it(part):
    assert WORKBOOK not in part
    assert b"mine.xlsx" not in part


def test_openssl_opens_and_verifies_it(part, tmp_path, key_folder):
    for name, content in members_of(part).items():
        (tmp_path / name).write_bytes(content)
    key = key_folder / "certifier.pem"
    decrypt = ["openssl", "cms", "-decrypt", "-inform", "DER", "-in", tmp_path / INVENTORY]
    decrypt += ["-inkey", key, "-recip", key, "-passin", "stdin", "-out", tmp_path / "opened"]
    subprocess.run(decrypt, input=b"correct horse battery\n", check=True)
    assert unpack((tmp_path / "opened").read_bytes(), "a").members["mine.xlsx"] == WORKBOOK
    verify = ["openssl", "pkeyutl", "-verify", "-rawin", "-in", tmp_path / STATEMENT]
    verify += ["-pubin", "-inkey", key_folder / "supplier.pem", "-sigfile", tmp_path / SIGNATURE]
    done = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert "Verified Successfully" in done.stdout, done.stderr


def test_it_is_encrypted_with_aes_256(part, tmp_path):
    path = tmp_path / INVENTORY
    path.write_bytes(members_of(part)[INVENTORY])
    show = ["openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", path]
    done = subprocess.run(show, capture_output=True, text=True, check=True)
    assert "aes-256-cbc" in done.stdout


@pytest.mark.parametrize("name", [STATEMENT, SIGNATURE, INVENTORY])
def test_any_flipped_byte_is_found(part, name):
    members = members_of(part)
    places = range(0, len(members[name]), 1 if name == SIGNATURE else 17)
    for place in places:
        damaged = bytearray(members[name])
        damaged[place] ^= 1
        found = codes(read_part, pack({**members, name: bytes(damaged)}), "a.pvfs")
        assert found <= {"SUB-004", "SUB-005", "SUB-007", "SUB-015"}


def test_a_summary_that_was_improved_is_found(part):
    members = members_of(part)
    better = members[STATEMENT].replace(b'"total":20.5', b'"total":10.5')
    assert better != members[STATEMENT]
    assert codes(read_part, pack({**members, STATEMENT: better}), "a.pvfs") == {"SUB-015"}


def test_another_signature_under_the_same_key_is_found(make_part, part):
    other = members_of(make_part())
    mixed = {**members_of(part), SIGNATURE: other[SIGNATURE]}
    assert codes(read_part, pack(mixed), "a.pvfs") == {"SUB-015"}


def test_a_summary_exchanged_between_parts_is_found(make_part, part):
    other = members_of(make_part(footprint=20.5, proxy_share=0.0))
    mixed = {**other, INVENTORY: members_of(part)[INVENTORY]}
    assert codes(read_part, pack(mixed), "a.pvfs") == {"SUB-007"}


def test_an_inventory_of_another_signer_is_found(part, rival_key, certifier):
    """Whoever signs another's sealed inventory as their own is found when it is opened."""
    stolen = members_of(part)[INVENTORY]
    sealed = read_part(part, "a.pvfs").statement.sealed
    statement = statement_of(public_bytes(rival_key), sealed)
    read = read_part(sign(statement, rival_key, stolen), "a.pvfs")
    assert codes(open_inventory, read, *certifier) == {"SUB-016"}


def test_another_workbook_than_the_statement_names_is_found(make_part, certifier):
    read = read_part(make_part(workbook=b"something else"), "a.pvfs")
    assert codes(open_inventory, read, *certifier) == {"SUB-016"}


def test_another_key_does_not_open_it(part, key_folder, certifier):
    from pvfootprint.submission.keys import read_sealing_key

    other = read_sealing_key(key_folder / "other.pem", b"correct horse battery")
    assert codes(open_inventory, read_part(part, "a.pvfs"), *other) == {"SUB-023"}


def test_what_is_sealed_to_one_and_says_another_is_not_opened(
    supplier_key, key_folder, certificate, certifier
):
    from pvfootprint.submission.keys import certificate_path, read_certificate

    other = read_certificate(certificate_path(key_folder / "other.pem"))
    signer = public_bytes(supplier_key)
    sealed = seal_inventory({"mine.xlsx": WORKBOOK}, "mine.xlsx", signer, other)
    mine = fingerprint(certificate.public_key())
    named = SealedInventory(sha256=digest(sealed), size=len(sealed), certifier=mine)
    read = read_part(sign(statement_of(signer, named), supplier_key, sealed), "a.pvfs")
    assert codes(open_inventory, read, *certifier) == {"SUB-023"}


@pytest.mark.parametrize("content", [b"\0" * 100, b"0\x80", b"\x30\x84\xff\xff\xff\xff"])
def test_an_inventory_that_is_no_envelope_is_not_opened(
    supplier_key, certificate, certifier, content
):
    signer, mine = public_bytes(supplier_key), fingerprint(certificate.public_key())
    named = SealedInventory(sha256=digest(content), size=len(content), certifier=mine)
    read = read_part(sign(statement_of(signer, named), supplier_key, content), "a.pvfs")
    assert codes(open_inventory, read, *certifier) == {"SUB-023"}


@pytest.mark.parametrize(
    "changes",
    [
        {"stages": (StageValue(stage="wafer", value=19.5, share=1.0),)},
        {"gases": (GasValue(gas="CO2", mass=1.0, value=1.0),)},
        {"stages": (), "gases": ()},
        {"summary": summary_of("f" * 64)},
    ],
)
def test_a_statement_that_contradicts_itself_is_refused(make_part, changes):
    assert codes(read_part, make_part(**changes), "a.pvfs") == {"SUB-016"}


@pytest.mark.parametrize(
    ("ratings", "refused"),
    [((1.0, 5.1, 1.0), True), ((0.9, 2.0, 1.0), True), ((1.0, 2.5, 5.0), False), (None, False)],
)
def test_ratings_are_from_1_to_5(supplier_key, ratings, refused):
    summary = replace(summary_of(""), ratings=ratings)
    statement = statement_of(public_bytes(supplier_key)).model_copy(update={"summary": summary})
    content = sign(statement, supplier_key, b"")
    if refused:
        assert codes(read_part, content, "a.pvfs") == {"SUB-016"}
    else:
        assert read_part(content, "a.pvfs").summary.ratings == ratings


def test_a_part_without_inventory_says_so(supplier_key):
    content = sign(statement_of(public_bytes(supplier_key)), supplier_key, b"")
    read = read_part(content, "a.pvfs")
    assert read.summary.sealed_hash == ""
    (finding,) = read.findings
    assert (finding.code, finding.severity) == ("SUB-017", "warning")


def test_what_was_not_sealed_cannot_be_opened(supplier_key, certifier):
    content = sign(statement_of(public_bytes(supplier_key)), supplier_key, b"")
    assert codes(open_inventory, read_part(content, "a.pvfs"), *certifier) == {"SUB-017"}


def test_an_inventory_that_was_taken_away_is_missed(part):
    members = members_of(part)
    del members[INVENTORY]
    assert codes(read_part, pack(members), "a.pvfs") == {"SUB-006"}


def test_an_inventory_that_nobody_signed_is_refused(supplier_key):
    content = sign(statement_of(public_bytes(supplier_key)), supplier_key, b"")
    added = pack({**members_of(content), INVENTORY: b"something"})
    assert codes(read_part, added, "a.pvfs") == {"SUB-008"}


def test_missing_and_foreign_members_are_all_told(part):
    members = members_of(part)
    del members[SIGNATURE]
    damaged = pack({**members, "note.txt": b"hello"})
    assert codes(read_part, damaged, "a.pvfs") == {"SUB-006", "SUB-008"}


@pytest.mark.parametrize("signer", ["", "zz", "00" * 31, "ff" * 32])
def test_a_signer_that_is_no_key_is_refused(supplier_key, signer):
    content = sign(statement_of(signer), supplier_key, b"")
    assert codes(read_part, content, "a.pvfs") == {"SUB-015"}


@pytest.mark.parametrize("name", ["a\x1b[2Jb", "a\nb", "a\u202eb", "a\u2028b", "a\x9bb"])
def test_a_text_that_plays_tricks_on_a_terminal_is_refused(supplier_key, name):
    summary = summary_of(product_name=name)
    content = sign(statement_of(public_bytes(supplier_key), summary=summary), supplier_key, b"")
    with pytest.raises(SubmissionError) as caught:
        read_part(content, "a.pvfs")
    assert {finding.code for finding in caught.value.findings} == {"SUB-003"}
    assert name not in str(caught.value)
