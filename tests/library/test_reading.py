import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.library.reading import (
    LARGEST_FILE,
    Report,
    Row,
    choice,
    labelled,
    number,
    read_rows,
    read_table,
)


@pytest.fixture
def report():
    return Report("a.csv")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "a.csv"


def codes(report):
    return [finding.code for finding in report.findings]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_number_is_read_exactly(value):
    report = Report("a.csv")
    assert number(repr(value), report, 1, "amount") == value
    assert report.findings == []


@given(st.text(max_size=12) | st.from_regex(r"[-+]?[0-9_.,]{1,6}(e[-+]?[0-9]{1,4})?"))
def test_a_cell_is_a_finite_number_or_a_finding(text):
    report = Report("a.csv")
    value = number(text, report, 1, "amount")
    if value is None:
        assert codes(report) == ["LIB-004" if text else "LIB-002"]
    else:
        assert math.isfinite(value)
        assert value == float(text)
        assert report.findings == []


@pytest.mark.parametrize(
    "text", ["nan", "NaN", "-nan", "inf", "-inf", "Infinity", "1e999", "-1e999", "1_000", "1_0.5"]
)
def test_what_float_takes_but_is_not_a_finite_number_is_refused(text, report):
    float(text)
    assert number(text, report, 3, "amount") is None
    (finding,) = report.findings
    assert (finding.code, finding.file, finding.line) == ("LIB-004", "a.csv", 3)
    assert (finding.column, finding.found) == ("amount", text)


@pytest.mark.parametrize("text", ["1,5", "1.000,5", "0x10", "1e", "one", "1 000", "--1", "5%"])
def test_what_is_no_number_is_refused(text, report):
    assert number(text, report, 3, "amount") is None
    assert codes(report) == ["LIB-004"]


def test_an_empty_cell_is_not_zero(report):
    assert number("", report, 3, "amount") is None
    assert codes(report) == ["LIB-002"]


def test_a_value_of_a_list_must_be_in_the_list(report):
    assert choice("kg", ("kg", "MJ"), report, 3, "unit")
    assert not choice("KG", ("kg", "MJ"), report, 3, "unit")
    (finding,) = report.findings
    assert (finding.code, finding.found, finding.expected) == ("LIB-003", "KG", "kg, MJ")


def test_rows_know_the_line_on_which_they_end(file, report):
    file.write_text('a,"two\nlines"\n\nb , c\n', encoding="utf-8")
    rows = read_rows(file, report)
    assert [(row.line, row.cells) for row in rows] == [
        (2, ("a", "two\nlines")),
        (3, ()),
        (4, ("b", "c")),
    ]
    assert [row.blank for row in rows] == [False, True, False]


@pytest.mark.parametrize(
    "content",
    [b"a,b\n1,2\n", b"\xef\xbb\xbfa,b\n1,2\n", b"a,b\r\n1,2\r\n", b"a,b\r1,2", b"a,b\n1,2"],
)
def test_byte_order_marks_and_line_ends_make_no_difference(content, file, report):
    file.write_bytes(content)
    assert [row.cells for row in read_rows(file, report)] == [("a", "b"), ("1", "2")]
    assert report.findings == []


def test_a_missing_file_is_a_finding(file, report):
    assert read_rows(file, report) == []
    assert codes(report) == ["LIB-014"]


def test_a_folder_in_place_of_the_file_is_a_finding(tmp_path, report):
    assert read_rows(tmp_path, report) == []
    assert codes(report) == ["LIB-014"]


def test_a_file_in_another_encoding_is_a_finding(file, report):
    file.write_bytes("硅片".encode("gb18030"))
    assert read_rows(file, report) == []
    (finding,) = report.findings
    assert (finding.code, finding.expected) == ("LIB-014", "a text file in UTF-8")


def test_a_file_too_large_is_not_read(file, report):
    with file.open("wb") as opened:
        opened.truncate(LARGEST_FILE + 1)
    assert read_rows(file, report) == []
    assert codes(report) == ["LIB-014"]


def test_a_quotation_mark_left_open_is_a_finding(file, report):
    file.write_text('a,b\n"c,d\n', encoding="utf-8")
    read_rows(file, report)
    (finding,) = report.findings
    assert (finding.code, finding.line) == ("LIB-001", 2)


def test_cells_go_by_the_heading_whatever_its_order(report):
    rows = [Row(2, ("1", "2")), Row(3, ("", "")), Row(4, ("3",))]
    found = labelled(rows, Row(1, ("b", "a")), ("a", "b"), report)
    assert found == [(2, {"b": "1", "a": "2"}), (4, {"b": "3", "a": ""})]
    assert report.findings == []


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        (("a",), "missing: b"),
        (("a", "b", "c"), "unknown: c"),
        (("a", "c"), "missing: b; unknown: c"),
        (("a", "b", "b"), "a column stands twice"),
    ],
)
def test_a_heading_with_other_columns_is_a_finding(heading, found, report):
    assert labelled([Row(2, ("1", "2"))], Row(1, heading), ("a", "b"), report) == []
    (finding,) = report.findings
    assert (finding.code, finding.line, finding.found) == ("LIB-001", 1, found)
    assert finding.expected == "a, b"


def test_a_row_with_more_cells_than_the_heading_is_a_finding(report):
    rows = [Row(2, ("1", "2", "", "x")), Row(3, ("3", "4", ""))]
    found = labelled(rows, Row(1, ("a", "b")), ("a", "b"), report)
    assert found == [(3, {"a": "3", "b": "4"})]
    (finding,) = report.findings
    assert (finding.code, finding.line, finding.found) == ("LIB-001", 2, "4 cells")


@pytest.mark.parametrize("content", ["", "\n\n", ",,\n"])
def test_an_empty_table_is_a_finding(content, file, report):
    file.write_text(content, encoding="utf-8")
    assert read_table(file, ("a", "b"), report) == []
    assert codes(report) == ["LIB-014"]
