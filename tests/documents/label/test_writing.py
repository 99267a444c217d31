import io
import itertools
import shutil
import subprocess

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from pvfootprint.documents.label.layout import draw_label
from pvfootprint.documents.label.writing import label_pdf, label_png, label_svg
from pvfootprint.documents.pdf_structure import check_structure
from pvfootprint.documents.sheets.faces import advance
from pvfootprint.documents.sheets.sheet import MM, Words
from pvfootprint.model.findings import OutputError

LANGUAGES = ("zh", "en", "both")
KINDS = [
    pytest.param(
        size, language, one_colour, id=f"{size}-{language}-{('colour', 'black')[one_colour]}"
    )
    for size, language, one_colour in itertools.product((30, 50), LANGUAGES, (False, True))
]


@pytest.fixture(scope="module")
def record(certificate_records):
    return certificate_records.record()


@pytest.fixture(scope="module")
def wording(certificate_records):
    return certificate_records.wording()


@pytest.fixture(scope="module")
def earnest(certificate_records):
    return certificate_records.record(test=False)


def texts(record, wording, size, language, *, one_colour=False):
    sheet = draw_label(record, wording, size, language, one_colour=one_colour)
    return [item for item in sheet.ordered() if isinstance(item, Words)]


def said(record, wording, size, language):
    return [item.said for item in texts(record, wording, size, language)]


def read_code(picture):
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return found.text


@pytest.mark.parametrize(("size", "language", "one_colour"), KINDS)
@pytest.mark.parametrize("path", ["", "a-rather-long-path-of-a-register/"])
def test_the_address_stands_below_the_code(record, size, language, one_colour, path, wording):
    address = f"register.certifier.example/c/{path}{record.number}"
    named = record.model_copy(update={"status_address": f"https://{address}"})
    found = texts(named, wording, size, language, one_colour=one_colour)
    assert address in "".join(item.said for item in found)


@pytest.mark.parametrize("dpi", [300, 600])
@pytest.mark.parametrize(("size", "language", "one_colour"), KINDS)
def test_the_code_is_read_from_the_picture(record, size, language, one_colour, dpi, wording):
    picture = Image.open(
        io.BytesIO(label_png(record, wording, size, language, one_colour=one_colour, dpi=dpi))
    )
    assert read_code(picture) == record.status_address
    assert picture.width == round(size / 25.4 * dpi)


@pytest.mark.heavy
@pytest.mark.parametrize("dpi", [300, 600])
@pytest.mark.parametrize(("size", "language", "one_colour"), KINDS)
def test_the_code_is_read_from_the_printed_pdf(
    tmp_path, record, size, language, one_colour, dpi, wording
):
    if not shutil.which("pdftoppm"):
        pytest.skip("poppler is not installed")
    path = tmp_path / "label.pdf"
    path.write_bytes(label_pdf(record, wording, size, language, one_colour=one_colour))
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "-singlefile", str(path), str(tmp_path / "label")],
        check=True,
    )
    with Image.open(tmp_path / "label.png") as picture:
        assert read_code(picture) == record.status_address


@pytest.mark.parametrize(("size", "language", "one_colour"), KINDS)
def test_the_pdf_is_sound_and_as_large_as_the_label(record, size, language, one_colour, wording):
    content = label_pdf(record, wording, size, language, one_colour=one_colour)
    check_structure(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (page,) = pdf.pages
        assert float(page.mediabox[2]) == pytest.approx(size * MM, abs=0.01)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_smallest_label_says_what_it_must(earnest, language, wording):
    words = " ".join(said(earnest, wording, 30, language))
    wanted = ["382.7", "kgCO2e/kWp", "YC-PCF-2026-00004-P", "2028-03-01"]
    if language != "en":
        wanted += ["部分碳足迹（从摇篮到大门）", "有效期至", "证书编号"]
    if language != "zh":
        wanted += ["partial footprint, cradle to gate", "Valid until", "Certificate no."]
    assert [one for one in wanted if one not in words] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_larger_label_says_more(earnest, language, wording):
    words = " ".join(said(earnest, wording, 50, language))
    wanted = ["382.7", "TOPCon双玻组件 TOPCon bifacial module", "2025-01-01 – 2025-12-31"]
    if language != "en":
        wanted += ["组件", "示例认证中心", "盐城试点：光伏产品碳足迹核算规则 2025.1", "数据期间"]
    if language != "zh":
        wanted += ["module", "Example Certification Centre", "photovoltaic products 2025.1"]
    assert [one for one in wanted if one not in words] == []
    assert set(said(earnest, wording, 30, language)) <= set(
        said(earnest, wording, 50, language)
    ) | {
        # Parted only where the label is narrow.
        "partial footprint,",
        "cradle to gate",
        "有效期至",
        "Valid until",
        "扫码查询状态",
        "Scan for status",
        "pcf.example.org/c/",
    }


def test_a_chinese_label_has_no_english_of_ours_and_the_other_way_round(earnest, wording):
    english = "".join(said(earnest, wording, 50, "en")).replace("TOPCon双玻组件", "")
    assert english.isascii() or set(english) - set(map(chr, range(128))) == {"–"}
    assert not any("Valid" in one or "partial" in one for one in said(earnest, wording, 50, "zh"))


@pytest.mark.parametrize(("size", "language", "one_colour"), KINDS)
@pytest.mark.parametrize("make", ["record", "extreme"])
def test_no_type_is_smaller_than_5_points(
    certificate_records, make, size, language, one_colour, wording
):
    one = getattr(certificate_records, make)()
    sizes = [item.size for item in texts(one, wording, size, language, one_colour=one_colour)]
    assert min(sizes) >= 5 - 1e-9


@pytest.mark.parametrize(("size", "language", "one_colour"), KINDS)
@pytest.mark.parametrize("make", ["record", "extreme"])
def test_every_text_lies_within_the_border(
    certificate_records, make, size, language, one_colour, wording
):
    sheet = draw_label(
        getattr(certificate_records, make)(), wording, size, language, one_colour=one_colour
    )
    for item in sheet.items:
        if isinstance(item, Words):
            assert item.x >= 3
            assert item.y + 0.25 * item.size <= sheet.height - 1
            last = list(item.parts())[-1]
            reach = last.x + advance(last.said, last.size, bold=last.bold)
            assert reach <= sheet.width - 3


@pytest.mark.parametrize(("size", "language", "one_colour"), KINDS)
def test_a_test_says_so_on_the_label(record, earnest, size, language, one_colour, wording):
    marked = [item.said for item in texts(record, wording, size, language, one_colour=one_colour)]
    assert "TEST 测试" in marked
    assert any("不具认证效力" in one or "certifies nothing" in one for one in marked)
    plain = texts(earnest, wording, size, language, one_colour=one_colour)
    assert not any("TEST" in item.said for item in plain)


@pytest.mark.parametrize("size", [30, 50])
def test_one_colour_is_black_and_prints_no_ground(record, size, wording):
    sheet = draw_label(record, wording, size, "both", one_colour=True)
    colours = {i.colour if isinstance(i, Words) else i.fill for i in sheet.items}
    assert colours == {"#000000"}
    assert label_svg(record, wording, size, "both", one_colour=True).count("<g fill=") == 1


@pytest.mark.parametrize(("size", "design"), [(30, 30), (49.9, 30), (50, 50), (80, 50), (140, 50)])
def test_any_size_is_a_design_enlarged(earnest, size, design, wording):
    small, large = (
        draw_label(earnest, wording, one, "both", one_colour=False) for one in (design, size)
    )
    assert large.width == pytest.approx(size * MM)
    assert large.height / small.height == pytest.approx(size / design)
    assert len(large.items) == len(small.items)


def test_the_same_record_gives_the_same_bytes(record, wording):
    for write in (label_svg, label_png, label_pdf):
        assert write(record, wording, 30, "both") == write(record, wording, 30, "both")


def test_the_drawing_says_what_it_shows(record, wording):
    drawing = label_svg(record, wording, 30, "both")
    assert (
        "<title>TEST 测试 不具认证效力 certifies nothing: 产品碳足迹 Product carbon footprint "
        in drawing
    )
    assert record.number in drawing
    assert "382.7 kgCO2e/kWp, 部分碳足迹（从摇篮到大门） partial footprint" in drawing


def test_names_of_companies_hurt_no_drawing(certificate_records, wording):
    import xml.etree.ElementTree as ET

    one = certificate_records.record(
        certifier={"name": '<script>"&</script>\u202e', "name_en": "</svg><g>"},
        status_address='https://example.org/?a=1&b="><script>',
    )
    drawing = ET.fromstring(label_svg(one, wording, 50, "both"))  # noqa: S314  (made by this package)
    assert {e.tag.split("}")[1] for e in drawing.iter()} == {"svg", "title", "desc", "g", "path"}
    words = said(one, wording, 50, "both")
    assert '<script>"&</script>[U+202E] </svg><g>' in words


@pytest.mark.parametrize("size", [29.9, 0, -30, float("nan"), float("inf")])
def test_out_004_too_small_a_label_is_refused(record, size, wording):
    for write in (label_svg, label_png, label_pdf):
        with pytest.raises(OutputError) as caught:
            write(record, wording, size, "both")
        (finding,) = caught.value.findings
        assert finding.code == "OUT-004"
        assert finding.expected == "a width of 30 mm or more"


@pytest.mark.parametrize(("size", "dpi"), [(2000, 600), (30, 100_000), (30, 0)])
def test_out_004_a_picture_without_bounds_is_refused(record, size, dpi, wording):
    with pytest.raises(OutputError) as caught:
        label_png(record, wording, size, "both", dpi=dpi)
    assert [finding.code for finding in caught.value.findings] == ["OUT-004"]
    assert label_svg(record, wording, size, "both")


def test_out_005_a_name_that_no_type_can_hold_is_refused(certificate_records, wording):
    one = certificate_records.record(product={"name": "很长的名称" * 40})
    assert label_svg(one, wording, 30, "zh")
    with pytest.raises(OutputError) as caught:
        label_svg(one, wording, 50, "zh")
    (finding,) = caught.value.findings
    assert finding.code == "OUT-005"
    assert finding.found == one.product.name
    assert finding.expected == "what fits into 6 lines of 46 mm in type of 5 pt"


def test_out_006_a_code_too_fine_for_a_printer_is_refused(certificate_records, wording):
    one = certificate_records.record(status_address="https://example.org/" + "x" * 150)
    with pytest.raises(OutputError) as caught:
        label_svg(one, wording, 30, "zh")
    (finding,) = caught.value.findings
    assert finding.code == "OUT-006"
    assert finding.found == "modules of 0.237 mm for 170 characters"
    assert finding.expected == "modules of 0.254 mm or more"
    # The same code on a larger label has larger modules.
    assert label_svg(one, wording, 40, "zh")
