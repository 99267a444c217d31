import re
import xml.etree.ElementTree as ET

from pvfootprint.documents.sheets.as_svg import svg

NUMBER = re.compile(r"-?\d+,-?\d+")


def parsed(said):
    return ET.fromstring(said.encode())  # noqa: S314  (made by this package)


def test_the_same_sheet_gives_the_same_text(sheet):
    assert svg(sheet, "t", "d") == svg(sheet, "t", "d")


def test_it_has_the_sheets_size_and_says_what_it_shows(sheet):
    drawing = parsed(svg(sheet, "A & B", "<what>"))
    space = "{http://www.w3.org/2000/svg}"
    assert drawing.get("width") == "70.56mm"
    assert drawing.get("height") == "35.28mm"
    assert drawing.get("viewBox") == "0 0 20000 10000"
    assert drawing.find(f"{space}title").text == "A & B"
    assert drawing.find(f"{space}desc").text == "<what>"


def test_it_needs_no_font_and_refers_to_nothing(sheet):
    tags = {one.tag.split("}")[1] for one in parsed(svg(sheet, "t", "d")).iter()}
    assert tags == {"svg", "title", "desc", "g", "path"}


def test_everything_lies_on_the_sheet(sheet):
    drawing = parsed(svg(sheet, "t", "d"))
    points = [
        tuple(map(int, point.split(",")))
        for path in drawing.iter("{http://www.w3.org/2000/svg}path")
        for point in NUMBER.findall(path.get("d"))
    ]
    assert len(points) > 1000
    assert all(0 <= x <= 20000 and 0 <= y <= 10000 for x, y in points)
