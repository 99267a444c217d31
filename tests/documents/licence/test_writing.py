import io
import shutil
import subprocess
import unicodedata

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from pvfootprint.documents.licence.writing import licence_pdf
from pvfootprint.documents.pdf_structure import check_structure
from pvfootprint.language.texts import Text, in_both
from pvfootprint.model.certification import Ground, Term
from pvfootprint.model.findings import OutputError

OWN = Ground(certainty="own", basis=(), what=Text(""), note=Text(""))
TERMS = tuple(
    Term(
        key=f"t{i}",
        title=in_both(f"Term {i}", f"条款{i}"),
        said=in_both(f"What term {i} says. " * 9, f"条款{i}的内容。" * 9),
        ground=OWN,
    )
    for i in range(12)
)


@pytest.fixture(scope="module")
def wording(certificate_records):
    return certificate_records.wording()


@pytest.fixture(scope="module")
def written(certificate_records, wording):
    records = {
        "example": certificate_records.record(),
        "earnest": certificate_records.record(test=False),
        "extreme": certificate_records.extreme(),
    }
    return {name: licence_pdf(record, TERMS, wording) for name, record in records.items()}


def squeezed(said):
    return "".join(unicodedata.normalize("NFKC", said).split())


def read_back(tmp_path, content):
    if not shutil.which("pdftotext"):
        pytest.skip("poppler is not installed")
    path = tmp_path / "licence.pdf"
    path.write_bytes(content)
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.split("\f")[:-1]


@pytest.mark.parametrize("name", ["example", "earnest", "extreme"])
def test_the_structure_is_sound(written, name):
    check_structure(written[name])


def test_the_same_record_gives_the_same_bytes(certificate_records, wording, written):
    assert licence_pdf(certificate_records.record(), TERMS, wording) == written["example"]


def test_its_title_says_whose_it_is(written):
    with pikepdf.open(io.BytesIO(written["earnest"])) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == ("标识使用许可 Licence to use the label YC-PCF-2026-00004-P")


@pytest.mark.heavy
def test_it_says_who_may_use_the_label_how_and_until_when(tmp_path, written):
    found = squeezed("".join(read_back(tmp_path, written["earnest"])))
    wanted = (
        *("示例认证中心", "被许可人", "示例组件有限公司", "TOPCon双玻组件", "M144T-580"),
        *("YC-PCF-2026-00004-P", "2026-03-02至2028-03-01（含当日）", "to the end of 2028-03-01"),
        *("宽度不小于30mm", "at least 30 mm wide", "in one colour", "0.25 mm", "禁止行为"),
        *("What is not permitted", "签发人A", "https://pcf.example.org/c/YC-PCF-2026-00004-P"),
    )
    assert [one for one in wanted if squeezed(one) not in found] == []
    for i, term in enumerate(TERMS, 1):
        assert squeezed(f"{i}. {term.title.zh}") in found
        assert squeezed(f"{i}. {term.title.en}") in found
        assert found.count(squeezed(f"What term {i - 1} says.")) == 9


@pytest.mark.heavy
def test_a_test_says_so_on_every_page_and_permits_nothing(tmp_path, written):
    pages = read_back(tmp_path, written["example"])
    assert all("It certifies nothing" in page for page in pages)
    assert "标识不得用于任何产品或文件" in squeezed(pages[0])
    earnest = "".join(read_back(tmp_path, written["earnest"]))
    assert "TEST" not in earnest.replace("TEST-0000", "")


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["example", pytest.param("extreme", marks=pytest.mark.long)])
def test_the_labels_are_shown_in_their_true_size(tmp_path, certificate_records, written, name):
    if not shutil.which("pdftoppm"):
        pytest.skip("poppler is not installed")
    path = tmp_path / "licence.pdf"
    path.write_bytes(written[name])
    subprocess.run(["pdftoppm", "-r", "300", "-png", str(path), str(path)], check=True)
    found = []
    for picture in sorted(tmp_path.glob("*.png")):
        with Image.open(picture) as page:
            found += zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)
    make = {"example": certificate_records.record, "extreme": certificate_records.extreme}[name]
    assert [one.text for one in found] == [make().status_address] * 3
    # Without its quiet zone, 33 of 41 modules of 41 and of 61 points.
    sides = sorted(one.position.top_right.x - one.position.top_left.x for one in found)
    wide = [41 * 33 / 41 / 72 * 300] * 2 + [61 * 33 / 41 / 72 * 300]
    assert sides == pytest.approx(wide, abs=3)


def test_out_006_a_label_that_cannot_be_drawn_is_refused(certificate_records, wording):
    one = certificate_records.record(status_address="https://example.org/" + "x" * 200)
    with pytest.raises(OutputError) as caught:
        licence_pdf(one, TERMS, wording)
    assert [finding.code for finding in caught.value.findings] == ["OUT-006"]
