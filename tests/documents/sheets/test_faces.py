import pytest

from pvfootprint.documents.measuring import SPARE, width
from pvfootprint.documents.sheets.faces import CLOSE, MOVE, advance, charstring, glyph


def test_a_chinese_character_is_one_em_wide():
    assert glyph("组").advance == 1000
    assert advance("组件", 9.0) == 18.0


def test_widths_are_those_with_which_texts_are_measured():
    said = "Certificate 证书 382.7"
    for bold in (False, True):
        measured = width(said, 8, bold=bold) / SPARE
        assert advance(said, 8, bold=bold) == pytest.approx(measured)


def test_every_outline_is_closed():
    drawn = glyph("品", bold=True)
    codes = drawn.codes.tolist()
    assert codes[0] == MOVE
    assert codes[-1] == CLOSE
    assert codes.count(MOVE) == codes.count(CLOSE) == 6
    assert len(drawn.points) == len(codes)


def test_a_character_stays_within_its_em():
    points = glyph("门").points
    assert 0 <= points[:, 0].min() < points[:, 0].max() <= 1000
    assert -200 < points[:, 1].min() < points[:, 1].max() < 900


def test_a_space_is_wide_and_empty():
    assert glyph(" ").advance > 0
    assert len(glyph(" ").points) == 0


def test_a_character_that_the_font_does_not_hold_is_an_error():
    with pytest.raises(KeyError):
        glyph("😀")


def test_a_charstring_holds_its_width_first():
    from fontTools.misc.psCharStrings import T2CharString

    drawn = T2CharString(bytecode=charstring("A", bold=True))
    drawn.decompile()
    assert drawn.program[0] == glyph("A", bold=True).advance
    assert drawn.program[-1] == "endchar"
