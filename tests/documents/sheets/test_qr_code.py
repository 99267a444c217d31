import pytest
import zxingcpp
from PIL import Image, ImageDraw

from pvfootprint.documents.sheets.qr_code import LEAST_MODULE, QUIET, readable_code
from pvfootprint.model.findings import OutputError

ADDRESS = "https://pcf.example.org/c/YC-PCF-2026-00004-P"


def drawn(code, module):
    picture = Image.new("L", (code.modules * module,) * 2, 255)
    draw = ImageDraw.Draw(picture)
    for x, y, w, h in code.boxes(0, 0, code.modules * module):
        draw.rectangle((x, y, x + w - 1, y + h - 1), fill=0)
    return picture


@pytest.mark.parametrize("said", [ADDRESS, "A", "https://例.example/证书/" + "9" * 60])
def test_it_says_what_it_was_told(said):
    (found,) = zxingcpp.read_barcodes(drawn(readable_code(said, 100), 4))
    assert found.text == said
    assert found.format == zxingcpp.BarcodeFormat.QRCode


def test_it_has_a_quiet_zone_of_four_modules():
    code = readable_code(ADDRESS, 14)
    assert QUIET == 4
    assert min(column for column, _, _ in code.bars) == QUIET
    assert max(column + length for column, _, length in code.bars) == code.modules - QUIET
    assert min(row for _, row, _ in code.bars) == QUIET


def test_an_address_of_fifty_characters_takes_33_modules():
    # Version 4: 4 x 4 + 17.
    assert readable_code(ADDRESS, 14).modules == 33 + 2 * QUIET


@pytest.mark.parametrize(("side", "fine"), [(41 * LEAST_MODULE * 1.001, True), (10.4, False)])
def test_out_006_its_modules_are_three_dots_of_a_printer(side, fine):
    if fine:
        assert readable_code(ADDRESS, side).modules == 41
        return
    with pytest.raises(OutputError) as caught:
        readable_code(ADDRESS, side)
    assert caught.value.findings[0].found == "modules of 0.254 mm for 45 characters"


def test_out_006_what_no_code_can_hold_is_refused():
    with pytest.raises(OutputError) as caught:
        readable_code("x" * 3000, 1000)
    assert [finding.code for finding in caught.value.findings] == ["OUT-006"]
