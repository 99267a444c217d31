import math

import pytest

from pvfootprint.documents.sheets.faces import advance
from pvfootprint.documents.sheets.sheet import GROUND, LOW, MARK, Sheet, Words, width_of


def test_figures_of_formulas_stand_low_and_small():
    words = Words(x=10, y=20, said="5 kgCO2e/m2", size=10)
    first, low, rest = words.parts()
    assert [part.said for part in (first, low, rest)] == ["5 kgCO", "2", "e/m2"]
    assert low.y > first.y == rest.y
    assert low.size == LOW * 10
    assert rest.x == pytest.approx(10 + advance("5 kgCO", 10) + advance("2", 7))


def test_only_figures_of_gases_are_low():
    for said in ("M144T-575", "HFC-134a", "CO2100", "GB/T 24067-2024", "91000000EXAMPLE041"):
        assert [part.said for part in Words(x=0, y=0, said=said, size=8).parts()] == [said]


def test_a_turned_line_goes_up():
    first, low, _ = Words(x=0, y=0, said="CO2e", size=10, angle=90).parts()
    assert (first.x, first.y) == (0, 0)
    assert low.y == pytest.approx(-advance("CO", 10))
    assert low.x == pytest.approx(0.1 * 10)


@pytest.mark.parametrize(("anchor", "back"), [("start", 0), ("middle", 0.5), ("end", 1)])
def test_a_line_is_anchored(anchor, back):
    sheet = Sheet(100, 100)
    sheet.words(50, 50, "CH4 甲烷", 9, anchor=anchor)
    (words,) = sheet.items
    assert words.x == pytest.approx(50 - back * width_of("CH4 甲烷", 9))


def test_what_cannot_be_shown_stands_with_its_code_point():
    sheet = Sheet(100, 100)
    sheet.words(0, 9, "a\u202eb😀", 9)
    assert sheet.items[0].said == "a[U+202E]b[U+1F600]"


def test_layers_lie_in_their_order_whenever_they_are_drawn(sheet):
    layers = [item.layer for item in sheet.ordered()]
    assert layers == sorted(layers)
    assert layers[:2] == [GROUND, MARK]


def test_a_frame_lies_inside_its_box():
    sheet = Sheet(100, 100)
    sheet.frame(10, 10, 40, 20, 2, "#000000")
    (shape,) = sheet.items
    xs, ys = zip(*shape.points, strict=True)
    assert (min(xs), max(xs), min(ys), max(ys)) == (10, 50, 10, 30)


def test_a_sheet_in_a_sheet_is_moved_and_scaled(sheet):
    outer = Sheet(400, 400)
    outer.place(sheet, 100, 50, 0.5)
    assert len(outer.items) == len(sheet.items)
    words = next(item for item in outer.items if isinstance(item, Words) and item.bold)
    assert (words.x, words.y, words.size) == (105, 65, 6)
    for item in outer.items:
        if not isinstance(item, Words):
            assert all(100 <= x <= 200 and 50 <= y <= 100 for x, y in item.points)
    assert math.isclose(outer.width, 400)
