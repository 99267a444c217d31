"""Verification: every step, every verdict, with a registry and without."""

import contextlib
import datetime
import importlib.util
import json
import sqlite3
import sys
from pathlib import Path

import pytest

from pvfootprint.certification.upkeep import holding
from pvfootprint.certification.verification.given import Given, given_file, read_file, read_record
from pvfootprint.certification.verification.steps import MEANINGS, STEPS, VERDICTS
from pvfootprint.certification.verification.verifying import verify
from pvfootprint.model.certificate_record import Said
from pvfootprint.model.findings import CertificationError, Finding


def _beside(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


signed = _beside("signed")

WHY = Said(en="why", zh="原因")


@pytest.fixture(scope="module")
def press():
    """Give the certifier's key, and what it makes."""
    return signed.Press()


@pytest.fixture(scope="module")
def stranger():
    """Give the key of somebody else, under another test authority."""
    return signed.Press()


@pytest.fixture(scope="module")
def paper(press, certificate_records):
    """Give a signed certificate that no registry has."""
    return press.pdf(certificate_records.record())


@pytest.fixture
def issued(house, case_at, press):
    """Give the number of a certificate that is really signed and issued."""
    return signed.issue(house, case_at("issue"), press)


@pytest.fixture
def file_of(house):
    """Give a function that returns a file that was handed out."""

    def read(number, ending=".pdf"):
        files = house.certificate(number).issued.files
        with house.reading() as snapshot:
            return snapshot.file(files[f"{number}{ending}"])

    return read


@pytest.fixture
def check(house, scheme):
    """Give a function that verifies bytes, or a number, against the house's registry."""

    def run(what, *, on=None, trusted=(), name="certificate.pdf"):
        given = given_file(name, what) if isinstance(what, bytes) else number_given(what)
        with house.reading() as snapshot:
            return verify(
                given,
                now=house.clock(),
                day=datetime.date.fromisoformat(on) if on else None,
                snapshot=snapshot,
                trusted=trusted,
                schemes=[scheme],
            )

    return run


@pytest.fixture
def check_offline(scheme):
    """Give a function that verifies without a registry."""

    def run(what, *, on="2026-03-02", trusted=(), name="certificate.pdf"):
        given = given_file(name, what) if isinstance(what, bytes) else number_given(what)
        day = datetime.date.fromisoformat(on)
        return verify(given, now=signed.NOW, day=day, trusted=trusted, schemes=[scheme])

    return run


def number_given(number):
    return Given(name=number, kind="number")


def outcomes(found):
    return {step.key: step.outcome for step in found.steps}


def codes(found):
    return [finding.code for step in found.steps for finding in step.findings]


ALL_PASSED = dict.fromkeys([key for key in STEPS if key != "register"], "passed")


def test_every_verdict_has_its_meaning_in_both_languages():
    assert set(VERDICTS) == set(MEANINGS)
    for words in (*VERDICTS.values(), *MEANINGS.values(), *STEPS.values()):
        assert words.zh != words.en


# ------------------------------------------------------------------------------- with a registry


def test_what_was_issued_is_genuine_and_valid(issued, file_of, check):
    found = check(file_of(issued))
    assert outcomes(found) == ALL_PASSED
    assert found.verdict == "genuine"
    assert found.holds
    assert found.number == issued
    assert found.record.number == issued
    assert found.remarks == ()


def test_with_the_issuer_too(issued, file_of, check, press, stranger):
    assert check(file_of(issued), trusted=[press.certificate]).holds
    found = check(file_of(issued), trusted=[stranger.certificate])
    assert outcomes(found)["issuer"] == "failed"
    assert not found.holds


@pytest.mark.parametrize(
    ("act", "verdict"),
    [("suspend", "suspended"), ("withdraw", "withdrawn"), ("cancel", "cancelled")],
)
def test_its_status(house, issued, file_of, check, act, verdict):
    given = [datetime.date(2026, 6, 1)] if act == "suspend" else []
    getattr(holding, act)(house.registry, house.actor("decider-a"), issued, WHY, *given)
    found = check(file_of(issued))
    assert found.verdict == verdict
    assert codes(found) == ["VER-012"]


def test_superseded(house, issued, file_of, check):
    house.write("supersede", issued, {"by": "another", "files": {}}, "signatory-a")
    assert check(file_of(issued)).verdict == "superseded"


def test_expired(house, issued, file_of, check):
    house.clock.set("2028-03-02")
    found = check(file_of(issued))
    assert found.verdict == "expired"
    assert codes(found) == ["VER-011", "VER-012"]
    assert check(file_of(issued), on="2028-03-01").holds


def test_on_a_day_before_it_was_issued(issued, file_of, check):
    found = check(file_of(issued), on="2026-03-01")
    assert found.verdict == "not-yet-valid"
    assert set(codes(found)) == {"VER-017"}


def test_on_a_day_before_it_was_withdrawn(house, issued, file_of, check):
    house.clock.set("2026-05-01")
    holding.withdraw(house.registry, house.actor("decider-a"), issued, WHY)
    found = check(file_of(issued), on="2026-04-30")
    assert found.holds
    assert found.remarks == ("Its status today is another one: withdrawn since 2026-05-01.",)
    assert check(file_of(issued)).remarks == ()


def test_an_unknown_number(press, check, certificate_records):
    found = check(press.pdf(certificate_records.record()))
    assert found.verdict == "unknown"
    assert codes(found) == ["VER-007"]


def test_the_same_signed_once_more(house, issued, file_of, check, press):
    """Signed by the certifier, with the same record, but not the file that was handed out."""
    record = read_record(given_file("", file_of(issued)).records[0])
    again = press.pdf(record, signed.NOW + datetime.timedelta(minutes=1))
    found = check(again)
    assert found.verdict == "not-issued"
    assert codes(found) == ["VER-009"]


def test_not_signed(issued, file_of, check, check_offline, press):
    from pvfootprint.documents.certificate.writing import certificate_pdf

    unsigned = certificate_pdf(read_record(given_file("", file_of(issued)).records[0]))
    found = check(unsigned)
    assert found.verdict == "not-issued"
    assert codes(found) == ["VER-019", "VER-009"]
    assert check_offline(unsigned, trusted=[press.certificate]).verdict == "unknown"


def test_the_record_alone(issued, file_of, check):
    content = given_file("", file_of(issued)).records[0]
    found = check(content, name="certificate.json")
    assert found.holds
    assert outcomes(found)["signature"] == "unchecked"
    assert outcomes(found)["file"] == "unchecked"


def test_a_record_that_was_changed(issued, file_of, check):
    content = given_file("", file_of(issued)).records[0]
    changed = content.replace(b'"shown":"382.7"', b'"shown":"300.0"')
    found = check(changed, name="certificate.json")
    assert found.verdict == "altered"
    (finding,) = [f for step in found.steps for f in step.findings]
    assert finding.code == "VER-008"
    assert finding.found == 'footprint.shown: "300.0"'
    assert finding.expected == 'footprint.shown: "382.7"'


@pytest.mark.parametrize("ending", ["-label-50mm-both.svg", "-label-50mm-both.png", "-licence.pdf"])
def test_labels_and_licences_are_known_by_their_hash(house, issued, file_of, check, ending):
    content = file_of(issued, ending)
    found = check(content, name="something")
    assert found.holds
    assert found.number == issued
    assert ending in found.steps[0].said
    assert check(content + b" ").verdict == "unknown"
    assert codes(check(content + b" ")) == ["VER-003", "VER-016"]
    holding.withdraw(house.registry, house.actor("decider-a"), issued, WHY)
    assert check(content).verdict == "withdrawn"


@pytest.mark.parametrize("typed", ["{}", " {} ", "ycpcf{plain}", "{small}"])
def test_a_number(issued, check, typed):
    plain = issued.replace("-", "")[5:]
    found = check(typed.format(issued, plain=plain, small=issued.lower()))
    assert found.holds
    assert found.number == issued
    assert set(outcomes(found)) == {"number", "log", "validity", "status", "upstream"}


def test_a_number_with_a_typing_slip(issued, check):
    wrong = issued[:-1] + ("A" if issued[-1] != "A" else "B")
    found = check(wrong)
    assert found.verdict == "unknown"
    assert codes(found) == ["VER-006"]
    assert "typing slip" in found.steps[0].said


def test_numbers_of_nobody(certificate_records, check, check_offline):
    assert codes(check(certificate_records.number_of(99))) == ["VER-007"]
    assert codes(check("hello")) == ["VER-006"]
    assert codes(check_offline(certificate_records.number_of(99))) == ["VER-018"]


def test_allotted_and_not_handed_out(house, issued, file_of, check):
    content = file_of(issued)
    tamper(house, "DELETE FROM entries WHERE act = 'issue'")
    found = check(content)
    assert found.verdict == "not-issued"
    assert "VER-015" in codes(found)


# -------------------------------------------------------------------------------- up the chain


@pytest.fixture
def chain(house, case_at, press, certificate_records):
    """Give two certificates, the second of which stands on the first."""
    first = signed.issue(house, case_at("issue"))
    record = house.certificate(first).allotment.record
    line = {**certificate_records.module()["upstream"][0], "number": first, "record": record}
    return first, signed.issue(house, case_at("issue"), press, upstream=(line,))


def test_a_sound_chain(chain, file_of, check):
    found = check(file_of(chain[1]))
    assert found.holds
    assert chain[0] in found.steps[-1].said


@pytest.mark.parametrize("act", ["suspend", "withdraw", "cancel"])
def test_a_chain_that_broke(house, chain, file_of, check, act):
    given = [datetime.date(2026, 6, 1)] if act == "suspend" else []
    getattr(holding, act)(house.registry, house.actor("decider-a"), chain[0], WHY, *given)
    found = check(file_of(chain[1]))
    assert found.verdict == "upstream"
    assert codes(found) == ["VER-013"]


def test_a_certificate_upstream_that_was_replaced(house, chain, file_of, check):
    house.write("supersede", chain[0], {"by": "another", "files": {}}, "signatory-a")
    found = check(file_of(chain[1]))
    assert found.holds
    assert "superseded since 2026-03-02" in found.steps[-1].said


@pytest.mark.parametrize("wrong", [{"number": "YC-0"}, {"record": "0" * 64}])
def test_a_chain_that_is_not_the_registrys(
    house, case_at, chain, check, certificate_records, wrong
):
    record = house.certificate(chain[0]).allotment.record
    made = certificate_records.module()["upstream"][0]
    line = {**made, "number": chain[0], "record": record, **wrong}
    found = check(signed.issue(house, case_at("issue"), upstream=(line,)))
    assert found.verdict == "upstream"
    assert codes(found) == ["VER-013"]


# --------------------------------------------------------------------------------- the registry


def tamper(house, statement, *values):
    """Change the house's database behind its back, as its administrator could."""
    house.registry.close()
    with contextlib.closing(sqlite3.connect(house.address)) as connection, connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in list(names):
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement, values)


@pytest.mark.parametrize("column", ["body", "signature", "time", "person", "hash", "previous"])
def test_an_entry_that_was_changed(house, issued, check, column):
    changed = {
        "body": '{"files":{}}',
        "signature": "0" * 128,
        "time": "2026-03-02T09:00:00.000001Z",
        "person": "signatory-b",
        "hash": "0" * 64,
        "previous": "0" * 64,
    }[column]
    change = "UPDATE entries SET {} = ? WHERE subject = ? AND act = 'issue'"
    tamper(house, change.format(column), changed, issued)
    found = check(issued)
    assert found.verdict == "unknown"
    assert "VER-014" in codes(found)


@pytest.mark.parametrize("body", ["", "[]", "{", '{"files":3}'])
@pytest.mark.parametrize("act", ["issue", "allot", "apply", "add-person"])
def test_a_body_that_is_none(house, issued, file_of, check, act, body):
    content = file_of(issued)
    tamper(house, "UPDATE entries SET body = ? WHERE act = ?", body, act)
    for found in (check(issued), check(content)):
        assert not found.holds
        assert found.verdict in {"unknown", "not-issued"}


def test_a_log_that_the_certificate_does_not_remember(house, case_at, press, check):
    head = {"size": 5, "root": "0" * 64}
    number = signed.issue(house, case_at("issue"), log=head)
    assert codes(check(number)) == ["VER-014"]
    head = {"size": 5000, "root": "0" * 64}
    number = signed.issue(house, case_at("issue"), log=head)
    assert codes(check(number)) == ["VER-014"]


def test_a_tree_that_was_cut(house, issued, check):
    tamper(house, "DELETE FROM nodes")
    assert "VER-014" in codes(check(issued))


# ------------------------------------------------------------------------------------- offline


def test_offline_with_the_certifiers_certificate(paper, press, check_offline):
    for trusted in ([press.certificate], [press.authority]):
        found = check_offline(paper, trusted=trusted)
        assert found.verdict == "status-unknown"
        assert outcomes(found) == {
            "format": "passed",
            "signature": "passed",
            "issuer": "passed",
            "file": "unchecked",
            "number": "unchecked",
            "validity": "passed",
            "status": "unchecked",
            "upstream": "unchecked",
        }


def test_offline_says_what_is_not_proven(paper, press, check_offline):
    found = check_offline(paper, trusted=[press.certificate])
    said = " ".join(found.not_proven)
    assert "suppliers are true" in said
    assert found.record.status_address in said
    # The place of the signature: two marks, and twice its length in digits and zeros.
    from pvfootprint.documents.signatures.ranges import uncovered_bytes

    count = sum(piece.end - piece.start for piece in uncovered_bytes(paper))
    assert f"{count} bytes" in said


def test_offline_without_a_certificate_to_trust(paper, check_offline):
    found = check_offline(paper)
    assert found.verdict == "unknown"
    assert outcomes(found)["signature"] == "passed"
    assert outcomes(found)["issuer"] == "unchecked"
    assert found.signer["fingerprint"] in found.steps[2].said
    assert found.not_proven == ()


def test_offline_from_a_stranger(paper, stranger, check_offline):
    for trusted in ([stranger.certificate], [stranger.authority]):
        found = check_offline(paper, trusted=trusted)
        assert found.verdict == "unknown"
        assert codes(found) == ["SIG-016"]


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        ("2026-03-01", "not-yet-valid"),
        ("2026-03-02", "status-unknown"),
        ("2028-03-01", "status-unknown"),
        ("2028-03-02", "expired"),
    ],
)
def test_offline_dates(paper, press, check_offline, day, verdict):
    assert check_offline(paper, trusted=[press.certificate], on=day).verdict == verdict


def test_offline_the_record_alone(certificate_records, check_offline, press):
    content = signed.written(certificate_records.record())
    found = check_offline(content, trusted=[press.certificate], name="certificate.json")
    assert found.verdict == "unknown"
    assert outcomes(found)["signature"] == "unchecked"


def test_offline_check_characters(
    house, issued, file_of, check_offline, press, certificate_records
):
    found = check_offline(file_of(issued), trusted=[press.certificate])
    assert outcomes(found)["number"] == "passed"
    scheme = {"sha256": house.scheme.content_hash}
    record = house.records.record(number="YC-PCF-2026-00004-0", scheme=scheme)
    found = check_offline(press.pdf(record), trusted=[press.certificate])
    assert found.verdict == "unknown"
    assert codes(found) == ["VER-006"]


def test_a_test_key_signs_no_real_certificate(press, check_offline, certificate_records):
    found = check_offline(
        press.pdf(certificate_records.record(test=False)), trusted=[press.certificate]
    )
    assert found.verdict == "unknown"
    assert codes(found) == ["VER-010"]


def test_another_key_than_that_of_the_issued_file(issued, file_of, check, stranger):
    record = read_record(given_file("", file_of(issued)).records[0])
    found = check(stranger.pdf(record))
    assert found.verdict == "not-issued"
    assert codes(found) == ["VER-010", "VER-009"]


# ------------------------------------------------------------------------------- hostile files


def test_two_records_in_one_file(paper, press, check_offline, certificate_records):
    import io

    import pikepdf

    from pvfootprint.documents.certificate.writing import certificate_pdf

    with pikepdf.open(io.BytesIO(certificate_pdf(certificate_records.record()))) as pdf:
        other = signed.written(certificate_records.record(start="2024-01-01"))
        pdf.attachments["other.json"] = pikepdf.AttachedFileSpec(pdf, other, filename="other.json")
        made = io.BytesIO()
        pdf.save(made)
    found = check_offline(press.sign(made.getvalue()), trusted=[press.certificate])
    assert found.verdict == "unknown"
    assert codes(found) == ["VER-004"]


def test_a_bomb_for_a_record():
    """200 MiB of spaces in 200 kB: no more is unpacked than a record may have."""
    import resource
    import zlib

    packer = zlib.compressobj(1)
    packed = packer.compress(b'{"format":"pvfootprint certificate",')
    for _ in range(200):
        packed += packer.compress(b" " * 2**20)
    packed += packer.flush()
    assert len(packed) < 2**20
    head = b"%%PDF-1.7\n<< /Type /EmbeddedFile /Length %d >>\nstream\n" % len(packed)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (record,) = given_file("bomb.pdf", head + packed + b"\nendstream").records
    assert len(record) == 2**20 + 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024
    assert read_record(record).code == "VER-005"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[1]",
        b"{" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"number":"\\ud800"}',
        b"\xff\xfe{",
        b'{"format":"pvfootprint certificate","version":1e999}',
        b"null",
    ],
)
def test_no_record(content):
    assert isinstance(read_record(content), Finding)


def test_a_record_has_one_spelling(certificate_records):
    content = signed.written(certificate_records.record())
    assert read_record(content).number == certificate_records.number_of(4)
    spaced = json.dumps(json.loads(content), ensure_ascii=False).encode()
    twice = content.replace(b'"version":1', b'"version":1,"version":1')
    for other in (
        spaced,
        content + b"\n",
        twice,
        content.replace(b'"test":true', b'"test":true,"a":1'),
    ):
        assert read_record(other).code == "VER-005"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"PK\x03\x04",
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7 /EmbeddedFile",
        b"%PDF-1.7 /EmbeddedFile stream\n",
        b"%PDF-1.7 /EmbeddedFile /Length 99999999 >>\nstream\nxyz",
        b"/ByteRange [0 1 2 3]",
        b"<svg></svg>",
        b"\x89PNG\r\n",
        b"%PDF-1.7 " + b"/EmbeddedFile stream\n{" * 500,
    ],
)
def test_files_that_are_no_certificates(content, check, check_offline):
    for found in (check(content), check_offline(content)):
        assert found.verdict == "unknown"
        assert "VER-003" in codes(found)
        assert found.not_proven == ()


def test_a_file_that_cannot_be_read(tmp_path, monkeypatch):
    from pvfootprint.certification.verification import given

    def codes_of(path):
        with pytest.raises(CertificationError) as error:
            read_file(path)
        return [finding.code for finding in error.value.findings]

    assert codes_of(tmp_path / "nothing.pdf") == ["VER-001"]
    assert codes_of(tmp_path) == ["VER-001"]
    monkeypatch.setattr(given, "LARGEST_FILE", 10)
    (tmp_path / "large.pdf").write_bytes(b"x" * 11)
    assert codes_of(tmp_path / "large.pdf") == ["VER-002"]
    (tmp_path / "small.pdf").write_bytes(b"x" * 10)
    assert read_file(tmp_path / "small.pdf").kind == "other"
