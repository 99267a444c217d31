import io
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.commands.printing import aligned, console, figures, print_json, table


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (706.146, "706.1"),
        (0.012345, "0.01235"),
        (-2.5, "-2.500"),
        (383.0108, "383.0"),
        (-1.2e-10, "-1.20E-10"),
        (123456, "123456"),
        (1e6, "1000000"),
    ],
)
def test_a_number_for_people_has_four_digits(value, text):
    assert figures(value) == text


@given(st.floats(1e-12, 1e12), st.booleans())
def test_a_number_for_people_is_near_the_number(size, negative):
    value = -size if negative else size
    assert float(figures(value)) == pytest.approx(value, rel=0.01)


@pytest.mark.parametrize(
    ("value", "largest", "text"),
    [(76.84, 706.1, "76.8"), (0.04, 706.1, "<0.1"), (1.5, 4.398, "1.500"), (0, 0, "0")],
)
def test_numbers_of_a_table_have_the_same_decimals(value, largest, text):
    assert aligned(value, largest) == text


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_json_holds_no_words_for_numbers(value):
    with pytest.raises(ValueError, match="JSON"):
        print_json({"value": value})


def test_json_holds_chinese_as_it_is(capsys):
    print_json({"stage": "硅片"})
    assert "硅片" in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gb18030"])
def test_json_escapes_chinese_where_the_output_is_not_utf_8(encoding, monkeypatch):
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr("sys.stdout", out)
    print_json({"stage": "硅片"})
    out.flush()
    written = out.buffer.getvalue()
    assert written.isascii()
    assert json.loads(written) == {"stage": "硅片"}


def test_output_that_goes_to_no_terminal_is_wide_enough(capsys):
    console().print("x" * 160)
    assert capsys.readouterr().out == "x" * 160 + "\n"


def test_square_brackets_are_text_and_no_markup(capsys):
    console().print("[bold]mass [kg][/bold]")
    assert capsys.readouterr().out == "[bold]mass [kg][/bold]\n"


def test_a_table_has_its_headings(capsys):
    lines = table("stage\n阶段", "value", title="made up")
    lines.add_row("wafer", "1.5")
    console().print(lines)
    out = capsys.readouterr().out
    assert all(word in out for word in ("made up", "stage", "阶段", "value", "wafer", "1.5"))
