from pvfootprint.documents.sheets.furniture import draw_head, draw_test, number_pages
from pvfootprint.documents.sheets.sheet import MARK, Sheet, Words
from pvfootprint.language.texts import in_both


def words(sheet):
    return [item for item in sheet.items if isinstance(item, Words)]


def test_a_test_is_marked_in_a_line_and_across_the_page():
    sheet = Sheet(595, 842)
    draw_test(sheet, 20)
    line, across = words(sheet)
    assert (
        line.said
        == "TEST 测试 · 本文件仅供测试，无证明效力。 This is a test. It certifies nothing."
    )
    assert across.said == "TEST 测试"
    assert across.layer == MARK
    assert across.size > 100


def test_the_text_begins_below_the_head():
    for test in (False, True):
        sheet = Sheet(595, 842)
        top = draw_head(sheet, in_both("Annex", "附件"), "N-1", test=test)
        assert [w.said for w in words(sheet) if w.layer != MARK][-2:] == ["附件 Annex", "N-1"]
        assert all(w.y < top for w in words(sheet) if w.layer != MARK)
        assert ("TEST 测试" in [w.said for w in words(sheet)]) == test


def test_pages_are_numbered_and_long_names_made_smaller(overlaps):
    sheets = [Sheet(595, 842), Sheet(595, 842)]
    number_pages(sheets, in_both("x" * 160, "证书"))
    assert [words(sheet)[1].said for sheet in sheets] == [
        "第 1 页，共 2 页 page 1 of 2",
        "第 2 页，共 2 页 page 2 of 2",
    ]
    assert overlaps(sheets[0]) == []
