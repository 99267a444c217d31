import io
from dataclasses import replace
from zipfile import ZipFile

import openpyxl
import pytest

from pvfootprint.documents.blocks import (
    Column,
    Document,
    Fact,
    Facts,
    Paragraph,
    Section,
    Table,
    Words,
    words,
)
from pvfootprint.documents.workbook_tables import tables_workbook

HOSTILE = [
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "http://evil.example",
    "a\x01b",
    "x" * 40_000,
]


def document(*rows, columns=None):
    columns = columns or (
        Column(heading=Words("name", "名称")),
        Column(heading=words("value"), unit="kg", form="aligned"),
        Column(heading=words("share"), unit="%", form="percent"),
    )
    table = Table(key="t:[x]'/", title=Words("Table", "表"), columns=columns, rows=rows, totals=1)
    facts = Facts(key="title", title=words("t"), facts=(Fact(label=words("a"), value=1.25),))
    return Document(
        title=words("Report"),
        subtitle=words("partial"),
        subject=words(HOSTILE[0]),
        owner=words("@owner"),
        headline=Fact(label=words("footprint"), value=379.43524811750590, unit="kgCO2e/kWp"),
        status=Paragraph(words("good")),
        facts=facts,
        sections=(Section(key="s", title=words("S"), blocks=(table,)),),
        annexes=(),
    )


def opened(found):
    return openpyxl.load_workbook(io.BytesIO(tables_workbook(found)))


ROW = (words("a"), 206.82955154109385, 0.5450984128839859)


def test_values_have_sixteen_digits_and_are_shown_as_in_the_report():
    sheet = opened(document(ROW, ROW)).worksheets[1]
    assert sheet["B4"].value == pytest.approx(206.82955154109385, rel=1e-15)
    assert sheet["B4"].number_format == "0.0"
    assert sheet["C4"].value == pytest.approx(0.5450984128839859, rel=1e-15)
    assert sheet["C4"].number_format == "0.0%"


def test_the_headline_stands_there_with_all_digits():
    sheet = opened(document(ROW)).worksheets[0]
    assert sheet["B4"].value == pytest.approx(379.43524811750590, rel=1e-15)


def test_headings_are_in_both_languages_with_their_unit():
    sheet = opened(document(ROW)).worksheets[1]
    assert sheet["A3"].value == "名称\nname"
    assert sheet["B3"].value == "value\nkg"
    assert sheet["C3"].value == "share"


@pytest.mark.parametrize("said", HOSTILE, ids=lambda said: repr(said[:12]))
def test_a_text_stays_a_text(said):
    found = opened(document((words(said), 1.0, 0.1)))
    for sheet in found.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type in {"s", "n"} for cell in row)
    cell = found.worksheets[1]["A4"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert len(cell.value) <= 32_767
    if said.startswith(("=", "+", "-", "@", "\t")):
        assert cell.quotePrefix


def test_no_part_leads_outside():
    with ZipFile(io.BytesIO(tables_workbook(document(ROW)))) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
        assert not any("externalLink" in name for name in archive.namelist())
    assert b"evil.example" not in content.replace(
        b"HYPERLINK(&quot;http://evil.example", b""
    ).replace(b'HYPERLINK("http://evil.example', b"")
    assert b'TargetMode="External"' not in content


def test_the_same_document_gives_the_same_bytes():
    assert tables_workbook(document(ROW)) == tables_workbook(document(ROW))


def test_a_sum_is_bold():
    sheet = opened(document(ROW, ROW)).worksheets[1]
    assert [sheet[f"B{row}"].font.bold for row in (4, 5)] == [False, True]


def test_what_is_not_known_is_an_empty_cell():
    sheet = opened(document((words("a"), None, 0.1))).worksheets[1]
    assert sheet["B4"].value is None


def test_every_sheet_prints_one_page_wide():
    for sheet in opened(document(ROW)).worksheets:
        # Where no width stands in the file, it is 1 (ECMA-376 part 1, 18.3.1.63).
        assert sheet.page_setup.fitToWidth in {None, 1}, sheet.title
        assert sheet.page_setup.fitToHeight == 0, sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_row_of_the_first_sheet_is_as_high_as_its_lines():
    fact = Fact(label=words("a"), value=words("碳" * 37))
    found = replace(document(ROW), facts=Facts(key="title", title=words("t"), facts=(fact,)))
    assert opened(found).worksheets[0].row_dimensions[7].height == 30
