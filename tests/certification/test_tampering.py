"""Whatever is done to a certificate that was issued, verification sees it.

The certificate is really made and signed. With the registry the hash of the file tells at once; so
the certifier's certificate alone must tell too, and the record alone against the registry.
"""

import copy
import importlib.util
import io
import json
import re
import sys
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pvfootprint.certification.verification.given import given_file, read_record
from pvfootprint.certification.verification.steps import GENUINE, STATUS_UNKNOWN
from pvfootprint.certification.verification.verifying import verify
from pvfootprint.documents.certificate.writing import certificate_pdf
from pvfootprint.documents.signatures.ranges import uncovered_bytes
from pvfootprint.model.canonical import canonical
from pvfootprint.model.certificate_record import CertificateRecord


def _module(path):
    name = path.stem
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


signed = _module(Path(__file__).with_name("signed.py"))
records = _module(Path(__file__).parents[1] / "certificate_records.py")

HOLD = {GENUINE, STATUS_UNKNOWN}
FIXTURES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def press():
    """Give the certifier's key."""
    return signed.Press()


@pytest.fixture(scope="module")
def stranger():
    """Give the key of somebody else, under another authority that says TEST."""
    return signed.Press()


@pytest.fixture
def number(house, case_at, press):
    """Give the number of a certificate that was issued."""
    return signed.issue(house, case_at("issue"), press)


@pytest.fixture
def paper(house, number):
    """Give the certificate as it was issued."""
    with house.reading() as snapshot:
        return snapshot.file(house.certificate(number).issued.files[f"{number}.pdf"])


@pytest.fixture
def record(paper):
    """Give the bytes of its record."""
    return given_file("", paper).records[0]


@pytest.fixture
def verdicts(house, scheme, press):
    """Give a function that returns the verdict with the registry, and that offline."""

    def both(content, name="certificate.pdf"):
        what = given_file(name, content)
        known = {"now": house.clock(), "schemes": [scheme]}
        with house.reading() as snapshot:
            online = verify(what, snapshot=snapshot, **known)
        offline = verify(what, trusted=[press.certificate], **known)
        return online.verdict, offline.verdict

    return both


def leaves(data, path=()):
    """Yield the path to every value of JSON that holds no others."""
    if isinstance(data, dict):
        for key in data:
            yield from leaves(data[key], (*path, key))
    elif isinstance(data, list) and data:
        for i in range(len(data)):
            yield from leaves(data[i], (*path, i))
    else:
        yield path


def changed(data, path):
    """Return JSON with another value of the same kind at a path."""
    other = copy.deepcopy(data)
    inner = other
    for key in path[:-1]:
        inner = inner[key]
    value = inner[path[-1]]
    inner[path[-1]] = _other(value)
    return other


def _other(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, list):
        return ["more"]
    if re.fullmatch("[0-9a-f]{64}", value):
        return ("1" if value[0] == "0" else "0") + value[1:]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return f"{int(value[:4]) + 1}{value[4:]}"
    return value + " x"


RECORD = signed.written(records.record())
"""A record with something in every field."""

ALL_LEAVES = list(leaves(json.loads(RECORD)))


def test_as_it_was_issued(paper, record, verdicts):
    assert verdicts(paper) == ("genuine", "status-unknown")
    assert verdicts(record, "certificate.json") == ("genuine", "unknown")


# ------------------------------------------------------------------------------------- bytes


@cache
def covered(paper):
    """Return the positions of all bytes that the signature covers."""
    pieces = uncovered_bytes(paper)
    return [*range(pieces[0].start), *range(pieces[-1].end, len(paper))]


def flipped(paper, position, bits=1):
    return paper[:position] + bytes([paper[position] ^ bits]) + paper[position + 1 :]


@FIXTURES
@given(data=st.data())
def test_any_byte_that_is_covered(paper, verdicts, data):
    positions = covered(paper)
    position = positions[data.draw(st.integers(0, len(positions) - 1))]
    bits = data.draw(st.integers(1, 255))
    assert verdicts(flipped(paper, position, bits)) == ("altered", "altered")


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_bytes_all_over_the_file(paper, verdicts):
    """Every fiftieth, each with another bit changed; the signature's own tests take them all."""
    for i, position in enumerate(covered(paper)[::50]):
        assert verdicts(flipped(paper, position, 1 << i % 8)) == ("altered", "altered"), position


@FIXTURES
@given(data=st.data())
def test_any_byte_that_no_signature_covers(paper, verdicts, data):
    """The hash of the file tells; offline only what signing does not make."""
    pieces = uncovered_bytes(paper)
    position = data.draw(st.integers(pieces[0].start, pieces[-1].end - 1))
    online, offline = verdicts(flipped(paper, position, data.draw(st.integers(1, 255))))
    assert online in {"altered", "not-issued"}
    assert offline == "altered"


@FIXTURES
@given(end=st.integers(0, 10_000), more=st.binary(min_size=1, max_size=50))
def test_cut_off_or_appended(paper, verdicts, end, more):
    for content in (paper[: len(paper) - 1 - end], paper + more):
        online, offline = verdicts(content)
        # Without its whole signature it is a certificate that nobody signed.
        assert online in {"altered", "not-issued"}
        assert offline in {"altered", "unknown"}


@settings(FIXTURES, max_examples=300)
@given(
    content=st.binary(max_size=2000), head=st.sampled_from([b"", b"%PDF-1.7\n", b"{", b"\x89PNG"])
)
def test_any_bytes_at_all(verdicts, content, head):
    assert verdicts(head + content) == ("unknown", "unknown")


@settings(FIXTURES, max_examples=200)
@given(data=st.data())
def test_any_piece_of_a_certificate_replaced(paper, verdicts, data):
    start = data.draw(st.integers(0, len(paper) - 1))
    end = data.draw(st.integers(start, min(len(paper), start + 500)))
    piece = data.draw(st.binary(max_size=500))
    content = paper[:start] + piece + paper[end:]
    if content != paper:
        assert not HOLD & set(verdicts(content))


# ------------------------------------------------------------------------------------- fields


def test_the_list_of_fields_is_whole(record):
    """The record of these tests has every field that an issued one has."""
    there = {".".join(map(str, path)) for path in ALL_LEAVES}
    assert {".".join(map(str, path)) for path in leaves(json.loads(record))} - there == {"upstream"}
    assert len(there) > 100


@pytest.fixture(scope="module")
def whole(press):
    """Give a signed certificate with something in every field."""
    return press.pdf(records.record())


@pytest.mark.parametrize("path", ALL_LEAVES, ids=lambda path: ".".join(map(str, path)))
def test_any_field_of_the_record(whole, press, path):
    """Changed in the bytes of the PDF, to something else that a certificate could say."""
    content = canonical(changed(json.loads(RECORD), path))
    if path in {("format",), ("version",)}:
        assert read_record(content).code == "VER-005"
    else:
        assert CertificateRecord.model_validate_json(content)
    assert whole.count(RECORD) == 1
    what = given_file("certificate.pdf", whole.replace(RECORD, content))
    found = verify(what, now=signed.NOW, trusted=[press.certificate])
    assert found.verdict == "altered"


@pytest.mark.parametrize(
    "change",
    [
        {"footprint": {"shown": "300.0"}},
        {"expires": "2030-03-01"},
        {"client": {"name": "另一家公司"}},
        {"product": {"models": ("OTHER",)}},
        {"replaces": "YC-1"},
        {"test": False},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_record_that_was_changed_against_the_registry(record, verdicts, change):
    data = json.loads(record)
    for name, value in change.items():
        data[name] = {**data[name], **value} if isinstance(value, dict) else value
    online, offline = verdicts(canonical(data), "certificate.json")
    assert (online, offline) == ("altered", "unknown")


def test_another_number_in_the_record(house, case_at, press, record, verdicts):
    """The number of another certificate that is valid too."""
    other = signed.issue(house, case_at("issue"), press)
    data = {**json.loads(record), "number": other}
    assert verdicts(canonical(data), "certificate.json") == ("altered", "unknown")


# ---------------------------------------------------------------------------------- attachments


def rewritten(paper, change):
    """Return a PDF that a program has written anew, with a change."""
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        change(pdf)
        made = io.BytesIO()
        pdf.save(made)
    return made.getvalue()


def attach(content):
    def change(pdf):
        name = "certificate.json"
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)

    return change


def test_saved_anew_by_another_program(paper, verdicts):
    assert verdicts(rewritten(paper, lambda pdf: None)) == ("altered", "altered")


def test_its_attachment_replaced(paper, record, verdicts):
    better = record.replace(b'"shown":"382.7"', b'"shown":"300.0"')
    assert verdicts(rewritten(paper, attach(better))) == ("altered", "altered")
    assert verdicts(rewritten(paper, attach(b"{}"))) == ("altered", "altered")


def test_the_record_of_another_certificate_inside(house, case_at, press, paper, verdicts):
    other = signed.issue(house, case_at("issue"), press)
    with house.reading() as snapshot:
        theirs = snapshot.file(house.certificate(other).allotment.record)
    assert verdicts(rewritten(paper, attach(theirs))) == ("altered", "altered")


def test_pages_replaced(paper, verdicts, certificate_records):
    other = certificate_pdf(certificate_records.record(footprint={"shown": "300.0"}))

    def change(pdf):
        with pikepdf.open(io.BytesIO(other)) as source:
            pdf.pages[0] = source.pages[0]

    assert verdicts(rewritten(paper, change)) == ("altered", "altered")


def test_an_appended_revision(paper, verdicts):
    """Another catalogue behind the file: what a reader shows is what was added."""
    more = (
        b"\n1 0 obj\n<< /Type /Catalog /Pages 900 0 R >>\nendobj\nxref\n1 1\n0000000000 00000 n \n"
        b"trailer\n<< /Root 1 0 R /Size 2 /Prev 0 >>\nstartxref\n0\n%%EOF\n"
    )
    assert verdicts(paper + more) == ("altered", "altered")


def test_the_attached_record_in_front_of_the_file(paper, record, verdicts):
    """A second record, so that one is shown and the other is checked."""
    better = record.replace(b'"shown":"382.7"', b'"shown":"300.0"')
    more = b"\n9 0 obj\n<< /Type /EmbeddedFile /Length %d >>\nstream\n%s\nendstream\nendobj\n"
    for content in (paper + more % (len(better), better), more % (len(better), better) + paper):
        assert verdicts(content) == ("altered", "altered")


# ---------------------------------------------------------------------------------- signatures


def test_signed_by_a_stranger(paper, record, stranger, verdicts):
    """The same words, signed by somebody else: offline nobody knows who that is."""
    same = stranger.pdf(CertificateRecord.model_validate_json(record))
    assert verdicts(same) == ("not-issued", "unknown")


def test_a_better_value_signed_by_a_stranger(record, stranger, verdicts):
    data = json.loads(record)
    data["footprint"]["shown"] = "300.0"
    better = stranger.pdf(CertificateRecord.model_validate_json(canonical(data)))
    assert verdicts(better) == ("altered", "unknown")


def test_a_number_of_ones_own_signed_by_a_stranger(record, stranger, verdicts):
    data = {**json.loads(record), "number": "YC-PCF-2026-09999-X"}
    own = stranger.pdf(CertificateRecord.model_validate_json(canonical(data)))
    assert verdicts(own) == ("unknown", "unknown")


def test_the_signature_of_another_certificate(house, case_at, press, paper, verdicts):
    """Cut out of one file and put into another."""
    other = signed.issue(house, case_at("issue"), press)
    with house.reading() as snapshot:
        theirs = snapshot.file(house.certificate(other).issued.files[f"{other}.pdf"])
    mine, its = uncovered_bytes(paper), uncovered_bytes(theirs)
    place = slice(mine[0].start, mine[-1].end)
    signature = theirs[its[0].start : its[-1].end]
    assert len(signature) == mine[-1].end - mine[0].start
    content = paper[: place.start] + signature + paper[place.stop :]
    online, offline = verdicts(content)
    assert online == "altered"
    assert offline == "altered"


def test_the_signature_taken_away(paper, record, verdicts):
    """What is left of the file without its update is a certificate that nobody signed."""
    unsigned = certificate_pdf(CertificateRecord.model_validate_json(record))
    assert paper.startswith(unsigned)
    assert verdicts(unsigned) == ("not-issued", "unknown")


def test_under_a_password(paper, verdicts):
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        made = io.BytesIO()
        pdf.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert not HOLD & set(verdicts(made.getvalue()))
