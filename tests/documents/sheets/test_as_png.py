import io

from PIL import Image

from pvfootprint.documents.sheets.as_png import png
from pvfootprint.documents.sheets.sheet import Sheet


def opened(content):
    return Image.open(io.BytesIO(content))


def test_the_same_sheet_gives_the_same_bytes(sheet):
    assert png(sheet, 300) == png(sheet, 300)


def test_it_knows_its_size_on_paper(sheet):
    picture = opened(png(sheet, 600))
    assert picture.size == (1667, 833)
    assert round(picture.info["dpi"][0]) == 600


def test_boxes_lie_where_they_were_drawn():
    sheet = Sheet(72, 72)
    sheet.rects([(18, 9, 9, 36)], "#b3401c")
    picture = opened(png(sheet, 100))
    assert picture.getpixel((24, 12)) == (255, 255, 255)
    assert picture.getpixel((25, 13)) == picture.getpixel((36, 61)) == (0xB3, 0x40, 0x1C)
    assert picture.getpixel((38, 40)) == (255, 255, 255)
    # Sharp: no dot lies between box and paper.
    assert len(picture.getcolors()) == 2


def test_text_is_upright_and_dark_on_light():
    sheet = Sheet(40, 40)
    sheet.words(5, 35, "门", 30, bold=True)
    picture = opened(png(sheet, 144)).convert("L")
    ink = picture.point(lambda dot: 255 * (dot < 128)).getbbox()
    assert ink is not None
    left, top, right, bottom = (dot / 2 for dot in ink)
    assert 5 < left < 10
    assert 8 < top < 14
    assert 30 < right < 36
    assert 34 < bottom < 39


def test_grey_has_no_colour(sheet):
    assert opened(png(sheet, 100, grey=True)).mode == "L"
