import itertools
import re

import pytest

from pvfootprint.documents.signatures import ranges
from pvfootprint.documents.signatures.ranges import (
    LARGEST_CONTENTS,
    LARGEST_PDF,
    Signed,
    count_signatures,
    der_length,
    find_signature,
    uncovered_bytes,
)


def code(found):
    (finding,) = found
    return finding.code


@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_the_signature_is_found_where_it_lies(signed, kind):
    pdf = signed[kind]
    found = find_signature(pdf)
    assert pdf[found.start : found.start + 1] == b"<"
    assert pdf[found.end - 1 : found.end] == b">"
    assert found.signature[:1] == b"\x30"
    assert set(found.filling) == {0}
    assert found.signature + found.filling == found.contents
    assert b"/SubFilter" in found.dictionary


def test_what_is_not_covered_is_the_signature_s_place_and_nothing_else(signed):
    pdf = signed["ecdsa"]
    found = find_signature(pdf)
    pieces = uncovered_bytes(pdf)
    assert [pdf[p.start : p.end][:1] for p in pieces] == [b"<", b"3", b"0", b">"]
    assert pieces[0].start == found.start
    assert pieces[-1].end == found.end
    assert all(one.end == other.start for one, other in itertools.pairwise(pieces))
    stated = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", pdf)
    assert [int(number) for number in stated.groups()] == [
        pieces[0].start,
        pieces[-1].end,
        len(pdf) - pieces[-1].end,
    ]


def test_a_file_without_one_good_signature_has_no_uncovered_bytes(small_pdf, signed):
    assert uncovered_bytes(small_pdf) == ()
    assert uncovered_bytes(signed["ecdsa"] + b"\n") == ()
    assert uncovered_bytes(b"") == ()


def test_sig_011_no_pdf_and_no_signature(small_pdf):
    for content in (b"", b"nothing", small_pdf, b"\n" + small_pdf):
        assert code(find_signature(content)) == "SIG-011"


def test_sig_012_more_than_one(signed):
    pdf = signed["ecdsa"] + b"% /ByteRange\n"
    assert count_signatures(pdf) == 2
    assert code(find_signature(pdf)) == "SIG-012"


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf: pdf + b"\n",
        lambda pdf: pdf + b"1 0 obj\n<<>>\nendobj\n",
        lambda pdf: pdf[:-1],
        lambda pdf: re.sub(rb"/ByteRange \[0 ", b"/ByteRange [1 ", pdf),
        lambda pdf: re.sub(rb"/ByteRange \[0 (\d+)", b"/ByteRange [0 -1", pdf),
        lambda pdf: re.sub(rb"/ByteRange \[0 (\d+) ", rb"/ByteRange [0 \1 \1 ", pdf),
        lambda pdf: re.sub(rb"/ByteRange \[0 \d+", b"/ByteRange [0 99999999999999999999", pdf),
        lambda pdf: re.sub(rb"/ByteRange \[[^]]*\]", b"/ByteRange []", pdf),
        lambda pdf: pdf.replace(b"/Contents <", b"/Kontents <"),
        lambda pdf: pdf.replace(b"/ByteRange [0 ", b"/ByteRange [0 0"),
    ],
)
def test_sig_013_what_does_not_cover_the_whole_file(signed, change):
    changed = change(signed["ecdsa"])
    assert changed != signed["ecdsa"]
    assert code(find_signature(changed)) == "SIG-013"


def test_sig_013_the_gap_of_another_object(signed):
    """The range must be stated by the signature whose place the gap is."""
    pdf = signed["ecdsa"]
    stated = re.search(rb"/ByteRange \[[^]]*\]", pdf)[0]
    elsewhere = pdf.replace(stated, b" " * len(stated))
    spare = b"9 0 obj\n<<" + stated + b">>\nendobj\n"
    at = elsewhere.index(b"startxref", elsewhere.index(b"/Contents <"))
    moved = elsewhere[:at] + spare + elsewhere[at:]
    rest = len(moved) - find_signature(pdf).end
    moved = re.sub(rb"(/ByteRange \[0 \d+ \d+) \d+\]", rb"\1 %d]" % rest, moved)
    assert code(find_signature(moved)) == "SIG-013"


@pytest.mark.parametrize("put", [b"a", b" ", b"g", b"%", b">", b"\0"])
@pytest.mark.parametrize("place", ["signature", "filling"])
def test_sig_018_something_else_than_digits(signed, put, place):
    pdf = signed["ecdsa"]
    found = find_signature(pdf)
    at = found.start + 1 + (0 if place == "signature" else 2 * found.length)
    assert code(find_signature(pdf[:at] + put + pdf[at + 1 :])) == "SIG-018"


def test_sig_018_marks_that_are_none(signed):
    pdf = signed["ecdsa"]
    found = find_signature(pdf)
    for at in (found.start, found.end - 1):
        assert code(find_signature(pdf[:at] + b"(" + pdf[at + 1 :])) == "SIG-018"


def test_sig_018_a_place_that_is_too_large():
    before = b"%PDF-1.7\n1 0 obj\n<</Contents "
    gap = b"<" + b"00" * (LARGEST_CONTENTS + 1) + b">"
    start, end = len(before), len(before) + len(gap)
    after = b"/ByteRange [0 %d %d %d]>>\nendobj\n"
    rest = len(after % (start, end, 100))
    pdf = before + gap + after % (start, end, rest + (len(str(rest)) - 3))
    assert code(find_signature(pdf)) == "SIG-018"


def test_sig_023_a_file_that_is_too_large(monkeypatch):
    assert LARGEST_PDF == 64 * 2**20
    monkeypatch.setattr(ranges, "LARGEST_PDF", 1000)
    assert code(find_signature(b"x" * 1001)) == "SIG-023"


@pytest.mark.parametrize(
    ("content", "length"),
    [
        (b"\x05\0", 2),
        (b"\x05\0rest", 2),
        (b"\x30\x02\x05\0\0\0", 4),
        (b"\x04\x81\x80" + b"x" * 128, 131),
        # Cut off, a length in too many digits (X.690, 10.1), of no end, a tag of several bytes.
        (b"", 0),
        (b"\x05", 0),
        (b"\x04\x05xxxx", 0),
        (b"\x04\x81\x7f" + b"x" * 127, 0),
        (b"\x04\x82\0\x80" + b"x" * 128, 0),
        (b"\x30\x80\0\0", 0),
        (b"\x30\x03\x04\x80x", 0),
        (b"\x1f\x81\x01\0", 0),
        (b"\x30\x03\x05\0\x05", 0),
        (b"\x04\x84\xff\xff\xff\xff", 0),
        (b"\x30\x04\x05\0\0\0", 0),
        (b"\0\0", 0),
    ],
)
def test_der_has_one_length_for_each_value(content, length):
    assert der_length(content) == length


def test_what_is_found_can_be_compared(signed):
    assert isinstance(find_signature(signed["rsa"]), Signed)
    assert find_signature(signed["rsa"]) == find_signature(signed["rsa"])
