"""Numbers of certificates, against sets of the numbers themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.model.certificates import LARGEST, ends_of, numbers_between


def read(written, form=""):
    """Read a number or a range."""
    return numbers_between(ends_of(written), form)


def listed(numbers):
    """Give every number of a range."""
    return [numbers.number(place) for place in range(numbers.count)]


@pytest.mark.parametrize("separator", ["~", "\uff5e", "-", "--", " - ", "至", " to ", "–"])
def test_a_range_is_written_in_many_ways(separator):
    numbers = read(f"gec 0098{separator}GEC0103")
    assert listed(numbers) == [f"GEC0{n:03}" for n in range(98, 104)]


def test_a_single_number_is_one():
    assert listed(read("\uff27\uff25\uff23\uff10\uff11")) == ["GEC01"]
    assert read("GEC01~GEC01").count == 1


@pytest.mark.parametrize(
    "written",
    [
        "GEC1~GEC10",
        "GEC02~GEC01",
        "GEC01~HEC02",
        "GEC0A~GEC0B",
        "GEC01~GEC02~GEC03",
        "0" * 32 + "~" + "9" * 32,
    ],
)
def test_what_does_not_follow_is_no_range(written):
    assert read(written) is None


def test_a_range_has_less_than_the_largest():
    assert read(f"A{0:010}~A{LARGEST - 1:010}").count == LARGEST
    assert read(f"A{1:010}~A{LARGEST + 2:010}") is None


def test_equal_digits_at_the_end_are_no_running_number():
    """The class of electricity and trade, 11, follows the running number: 8, 9, ... 12."""
    assert listed(read("GEC000811~GEC001211")) == [
        "GEC000811",
        "GEC000911",
        "GEC001011",
        "GEC001111",
        "GEC001211",
    ]


def test_a_form_can_say_where_the_running_number_stands():
    form = "GEC(?P<running>[0-9]{4})11"
    assert read("GEC000111~GEC001111", form).count == 11
    assert read("GEC000111~GEC001111").count == 2
    assert read("GEC000111~GEC000112", form) is None


@st.composite
def short_numbers(draw):
    """Draw a number or a range of five characters, with or without a class at its end."""
    first = draw(st.integers(0, 999))
    last = draw(st.integers(first, 999)) if draw(st.booleans()) else first
    tail = draw(st.sampled_from(["", "0", "1", "00", "11"]))
    width = 4 - len(tail)
    first, last = sorted((first % 10**width, last % 10**width))
    return read(f"A{first:0{width}}{tail}~A{last:0{width}}{tail}")


@given(short_numbers(), short_numbers())
def test_shared_numbers_are_those_of_both(one, other):
    shared = {one.number(place) for place in one.shared_with(other)}
    assert shared == set(listed(one)) & set(listed(other))
    assert len(listed(one)) == len(set(listed(one))) == one.count


def test_numbers_of_another_length_are_others():
    assert not read("GEC0001").shared_with(read("GEC00001"))
    assert not read("GEC1~GEC9").shared_with(read("GE01"))
