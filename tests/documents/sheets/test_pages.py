import pytest

from pvfootprint.documents.sheets.pages import (
    BOTTOM,
    HEIGHT,
    LEFT,
    ROOM,
    Column,
    Pages,
    listed,
)
from pvfootprint.documents.sheets.sheet import Shape, Words
from pvfootprint.language.texts import Text, in_both


@pytest.fixture
def pages():
    def head(sheet):
        sheet.words(LEFT, 30, "head", 8)
        return 50.0

    return Pages(head)


COLUMNS = (
    Column(in_both("name", "名称"), 0.4),
    Column(in_both("value", "数值"), 0.3, is_number=True),
    Column(Text(""), 0.3, is_bar=True),
)


def said(sheet):
    return [item.said for item in sheet.items if isinstance(item, Words)]


def test_the_head_stands_on_every_page(pages):
    pages.new_page()
    assert [said(sheet) for sheet in pages.sheets] == [["head"], ["head"]]


def test_both_languages_begin_at_the_same_height(pages):
    pages.pair(in_both("english " * 30, "中文" * 10))
    words = [item for item in pages.sheet.items if isinstance(item, Words)][1:]
    left = [item for item in words if item.x == LEFT]
    right = [item for item in words if item.x > LEFT + ROOM / 2]
    assert len(left) + len(right) == len(words)
    assert left[0].y == right[0].y
    assert len(right) > len(left) == 1


def test_a_text_longer_than_a_page_goes_on_and_loses_nothing(pages, boxes_of):
    pages.pair(in_both("word " * 3000, "字" * 100))
    assert len(pages.sheets) > 2
    assert sum(one.count("word") for sheet in pages.sheets for one in said(sheet)) == 3000
    for sheet in pages.sheets:
        assert max(bottom for *_, bottom in boxes_of(sheet)) <= HEIGHT - BOTTOM + 1


def test_a_table_repeats_its_head_and_keeps_rows_whole(pages, overlaps):
    rows = [(f"row {i} " * 12, f"{i}", "0.5") for i in range(80)]
    pages.table(COLUMNS, rows, total=True)
    assert len(pages.sheets) > 2
    for sheet in pages.sheets:
        assert said(sheet).count("Name") == 1
        assert overlaps(sheet) == []
    assert sum(one == "79" for sheet in pages.sheets for one in said(sheet)) == 1


def test_a_bar_is_as_long_as_its_share(pages):
    pages.table(COLUMNS, [("a", "1", "0.25"), ("b", "2", "0.5"), ("c", "3", "0")])
    widths = [
        max(x for x, _ in item.points) - min(x for x, _ in item.points)
        for item in pages.sheet.items
        if isinstance(item, Shape) and item.points[0][0] == LEFT + 0.7 * ROOM + 4
    ]
    assert widths == pytest.approx([0.25 * (0.3 * ROOM - 8), 0.5 * (0.3 * ROOM - 8), 0])


def test_a_heading_is_not_left_alone_at_the_foot(pages):
    pages.y = HEIGHT - BOTTOM - 40
    pages.heading(in_both("Heading", "标题"))
    assert len(pages.sheets) == 2
    assert "标题" in said(pages.sheet)


def test_a_list_breaks_between_its_parts_only():
    models = [f"EXM-N182-144HC-{i}" for i in range(40)]
    lines = listed(models)
    assert ", ".join(models) == " ".join(lines)
    assert len(lines) > 3
    assert all(line.endswith(",") for line in lines[:-1])
    assert listed([]) == []
