import io
import json
import re
import shutil
import subprocess
import unicodedata
from html.parser import HTMLParser

import openpyxl
import pikepdf
import pytest

from pvfootprint.documents.blocks import Facts, Table
from pvfootprint.documents.pdf_structure import check_structure
from pvfootprint.documents.report.composing import compose
from pvfootprint.documents.report.writing import write_report
from pvfootprint.documents.webpage import webpage
from pvfootprint.documents.workbook_tables import tables_workbook
from pvfootprint.language.texts import text
from pvfootprint.model.findings import OutputError

VALIDATION = text("PDF/A structure checked, not independently validated.")
MARGIN = 42.0
"""Of a page of A4: 15 mm are 42.5 [pt]."""

WORD = re.compile(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)"')


class Page(HTMLParser):
    """Collects what a browser would run or fetch, and the text."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.outside, self.said = set(), [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            if name in {"src", "href", "srcset", "data"} or name.startswith("on"):
                self.outside += [] if (value or "").startswith("#") else [value]

    def handle_data(self, data):
        self.said.append(data)


def squeezed(said):
    """Leave out white space, and say ligatures and signs as poppler does."""
    plain = unicodedata.normalize("NFKC", said.replace("\u00ad", ""))
    return "".join(plain.split())


def test_three_files_are_written(written):
    assert sorted(written) == ["html", "pdf", "xlsx"]
    assert {path.name for path in written.values()} == {"report.html", "report.pdf", "report.xlsx"}


def test_the_pdf_is_sound_and_holds_workbook_and_json(study, written):
    content = written["pdf"].read_bytes()
    check_structure(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert set(pdf.attachments) == {"report.xlsx", "footprint.json"}
        assert pdf.attachments["report.xlsx"].get_file().read_bytes() == (
            written["xlsx"].read_bytes()
        )
        data = json.loads(pdf.attachments["footprint.json"].get_file().read_bytes())
        relations = {str(one.UF): str(one.AFRelationship) for one in pdf.Root.AF}
    assert data == json.loads(json.dumps(study.footprint.to_dict()))
    assert relations == {"report.xlsx": "/Supplement", "footprint.json": "/Data"}


def test_the_page_refers_to_nothing_outside(written):
    page = Page(written["html"].read_text(encoding="utf-8"))
    assert page.outside == []
    assert not page.tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}


def test_the_page_holds_every_cell(document, written):
    said = squeezed("".join(Page(written["html"].read_text(encoding="utf-8")).said))
    for table in document.tables():
        for row in table.shown():
            for cell in row:
                if not table.only_workbook:
                    assert squeezed(cell.en) in said


def test_hostile_names_hurt_neither_page_nor_workbook(hostile):
    document = compose(hostile, VALIDATION)
    page = Page(webpage(document, "report"))
    assert not page.tags & {"script", "b", "img"}
    assert page.outside == []
    said = "".join(page.said)
    assert "<script>alert(1)</script>{{ 7 * 7 }}&nbsp;[U+202E]gnp.exe" in said
    book = openpyxl.load_workbook(io.BytesIO(tables_workbook(document)))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type in {"s", "n"} for cell in row)


def test_out_001_a_file_in_the_way_leaves_nothing_behind(one_stage, tmp_path):
    (tmp_path / "report").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        write_report(one_stage, tmp_path / "report")
    assert {finding.code for finding in caught.value.findings} == {"OUT-001"}
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


@pytest.mark.long
def test_the_same_study_gives_the_same_bytes(study, written, tmp_path):
    again = write_report(study, tmp_path)
    for path in again:
        assert path.read_bytes() == written[path.suffix[1:]].read_bytes()


def read_back(path, *options):
    if not shutil.which("pdftotext"):
        pytest.skip("poppler is not installed")
    command = ["pdftotext", *options, str(path), "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Illegal" not in done.stderr
    return done.stdout


def pages(path):
    """Return the text of a PDF without the heads and feet of its pages."""
    return read_back(path, "-x", "0", "-y", "60", "-W", "596", "-H", "730", "-raw")


@pytest.mark.heavy
def test_poppler_reads_every_number_of_the_report(document, written):
    said = squeezed(pages(written["pdf"]))
    shown = [
        cell.en
        for table in document.tables()
        if not table.only_workbook
        for row, values in zip(table.shown(), table.rows, strict=True)
        for cell, value in zip(row, values, strict=True)
        if isinstance(value, float | int)
    ]
    assert len(shown) > 350
    missing = [number for number in shown if squeezed(number) not in said]
    assert missing == []


@pytest.mark.heavy
def test_poppler_reads_each_row_as_the_report_says_it(document, written):
    said = squeezed(read_back(written["pdf"], "-layout"))
    for table in document.tables():
        numbers = [i for i, column in enumerate(table.columns) if column.is_number]
        if table.only_workbook or len(numbers) < 2:
            continue
        for row in table.shown():
            line = squeezed("".join(row[i].en for i in numbers if row[i].en != "–"))
            if numbers == list(range(numbers[0], numbers[-1] + 1)):
                assert line in said, (table.key, line)


@pytest.mark.heavy
def test_poppler_reads_the_headline_and_the_running_text(study, document, written):
    said = squeezed(pages(written["pdf"]))
    assert squeezed(document.headline.shown().en + "kgCO2e/kWp") in said
    for block in document.all_blocks():
        if isinstance(block, Facts):
            assert all(squeezed(fact.shown().zh) in said for fact in block.facts)
        if isinstance(block, Table) and not block.only_workbook:
            assert squeezed(block.columns[0].heading.zh) in said


@pytest.mark.heavy
@pytest.mark.parametrize(
    "name",
    ["study", *(pytest.param(name, marks=pytest.mark.long) for name in ("one_stage", "hostile"))],
)
def test_no_word_leaves_the_page(request, written, tmp_path, name):
    path = written["pdf"]
    if name != "study":
        path, *_ = write_report(request.getfixturevalue(name), tmp_path)
    words = WORD.findall(read_back(path, "-bbox"))
    assert len(words) > 3000
    assert all(float(left) > MARGIN for left, _, _ in words)
    assert all(float(right) < 595.3 - MARGIN for _, right, _ in words)
    assert all(float(bottom) < 841.9 - 14 for _, _, bottom in words)


@pytest.mark.heavy
def test_every_page_has_its_number(written):
    found = read_back(written["pdf"], "-layout").split("\f")[:-1]
    for i, page in enumerate(found, 1):
        assert f"{i} / {len(found)}" in page
