import io
import shutil
import subprocess

import pikepdf
import pytest

from pvfootprint.documents.pdf import Attached
from pvfootprint.documents.pdf_structure import check_structure
from pvfootprint.documents.sheets.as_pdf import pdf_of
from pvfootprint.documents.sheets.sheet import Sheet

FILE = Attached(
    name="data.json", description="data 数据", content=b'{"a": 1}\n', relationship="Data"
)


def opened(content):
    return pikepdf.open(io.BytesIO(content))


@pytest.fixture
def pdf(sheet):
    return pdf_of([sheet, sheet], "题 Title", [FILE])


def test_the_structure_is_sound(pdf):
    check_structure(pdf)


def test_the_same_sheets_give_the_same_bytes(sheet, pdf):
    assert pdf_of([sheet, sheet], "题 Title", [FILE]) == pdf


def test_other_sheets_have_another_identifier(sheet, pdf):
    def identifier(content):
        with opened(content) as found:
            return bytes(found.trailer["/ID"][0])

    assert identifier(pdf) != identifier(pdf_of([sheet], "题 Title", [FILE]))


def test_it_is_pdf_a_3u_with_a_title_and_no_time(pdf):
    with opened(pdf) as found, found.open_metadata() as metadata:
        assert metadata.pdfa_status == "3U"
        assert metadata["dc:title"] == "题 Title"
        assert found.pdf_version == "1.7"
        assert "/CreationDate" not in found.trailer.get("/Info", {})


def test_its_metadata_can_be_read_without_unpacking(pdf):
    with opened(pdf) as found:
        assert "/Filter" not in found.Root.Metadata
    assert b"pdfaid:conformance" in pdf


def test_the_attachment_comes_back_whole_with_its_relationship(pdf):
    with opened(pdf) as found:
        assert found.attachments["data.json"].get_file().read_bytes() == FILE.content
        (association,) = found.Root.AF
        assert association.AFRelationship == "/Data"
        assert association.EF.F.Subtype == "/application/json"


def test_pages_have_the_sheets_size(pdf):
    with opened(pdf) as found:
        assert [[float(side) for side in page.mediabox] for page in found.pages] == [
            [0, 0, 200, 100]
        ] * 2


def test_widths_in_the_file_are_those_of_its_font_programs(pdf):
    from fontTools.cffLib import CFFFontSet

    with opened(pdf) as found:
        for font in found.pages[0].Resources.Font.values():
            descendant = font.DescendantFonts[0]
            program = descendant.FontDescriptor.FontFile3.read_bytes()
            outlines = CFFFontSet()
            outlines.decompile(io.BytesIO(program), None)
            drawn = outlines[0].CharStrings
            widths = [int(width) for width in descendant.W[1]]
            assert len(drawn) == len(widths) + 1
            for code, width in enumerate(widths, 1):
                one = drawn[f"c{code:05d}"]
                one.decompile()
                assert one.program[0] == width


def test_a_long_table_of_characters_is_parted():
    sheet = Sheet(900, 50)
    said = "".join(chr(0x4E00 + i) for i in range(230))
    sheet.words(0, 20, said, 3)
    content = pdf_of([sheet], "t")
    check_structure(content)
    with opened(content) as found:
        table = found.pages[0].Resources.Font["/F0"].ToUnicode.read_bytes()
    assert [line for line in table.split(b"\n") if line.endswith(b"beginbfchar")] == [
        b"100 beginbfchar",
        b"100 beginbfchar",
        b"30 beginbfchar",
    ]


@pytest.mark.heavy
def test_poppler_reads_its_texts(tmp_path, pdf):
    if not shutil.which("pdftotext"):
        pytest.skip("poppler is not installed")
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "示例组件 382.7 kgCO2e/kWp" in done.stdout
    assert "partial, from cradle to gate <&>" in done.stdout
