import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.documents.measuring import NOT_FIRST, readable, shortened, width, wrap

LETTERS = st.text(alphabet="ab -/示例有限公司（），。", max_size=60)


def test_latin_figures_are_equally_wide():
    assert len({width(figure, 10) for figure in "0123456789"}) == 1


def test_bold_is_wider():
    assert width("Module", 7, bold=True) > width("Module", 7)


@given(LETTERS, st.floats(min_value=12, max_value=90))
def test_every_line_fits_and_nothing_is_lost(said, room):
    lines = wrap(said, 6, room)
    assert all(width(line, 6) <= room for line in lines if len(line) > 1)
    assert "".join("".join(lines).split()) == "".join(said.split())


def test_a_word_that_is_too_wide_is_parted():
    assert len(wrap("x" * 60, 7, 50)) > 3


def test_no_line_begins_with_a_closing_mark():
    lines = wrap("示例组件有限公司，盐城基地。（第三）", 7, 7 * 8.3)
    assert len(lines) > 1
    assert not {line[0] for line in lines} & NOT_FIRST


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("组件 module", "组件 module"),
        ("a\u202eb", "a[U+202E]b"),
        ("😀", "[U+1F600]"),
        ("a\x07b", "a[U+0007]b"),
        ("one\ntwo", "one\ntwo"),
    ],
)
def test_what_cannot_be_shown_or_misleads_stands_with_its_code_point(said, shown):
    assert readable(said) == shown


def test_a_running_head_that_is_too_long_ends_with_an_ellipsis():
    line = shortened("很长" * 60, 7, 200)
    assert line.endswith("…")
    assert width(line, 7) <= 200
    assert shortened("short", 7, 200) == "short"
