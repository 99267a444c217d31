import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.language.texts import Text, in_both, joined, said, text

WAFER = text("wafer")
NEEDED = text("the area of one {stage}", stage=WAFER)


def test_a_text_is_its_english_string():
    assert WAFER == "wafer"
    assert hash(WAFER) == hash("wafer")
    assert {"wafer": 1}[WAFER] == 1
    assert json.dumps({WAFER: NEEDED}) == '{"wafer": "the area of one wafer"}'


def test_a_text_knows_its_chinese():
    assert (WAFER.en, WAFER.zh) == ("wafer", "硅片")
    assert type(WAFER.en) is type(WAFER.zh) is str


def test_texts_inside_a_text_are_translated_too():
    whole = text("{what} is needed and the library has no sourced value", what=NEEDED)
    assert whole == "the area of one wafer is needed and the library has no sourced value"
    assert whole.zh == "需要单件硅片的面积，而数据库中没有有来源的数值"


def test_strings_inside_a_text_stay_as_they_are():
    assert text("from {place}", place="wafer").zh == "数据来自 wafer"


def test_both_languages_stand_side_by_side():
    assert WAFER.said("both") == "硅片 wafer"
    assert NEEDED.said("both") == "单件硅片的面积 the area of one wafer"


def test_both_languages_are_said_once_where_they_are_the_same():
    assert text("loc {loc!r}", loc=-3.5).said("both") == "loc -3.5"


def test_values_are_formatted_in_both_languages():
    gap = text("a gap of at most {gap:.1%} of the silicon that comes in", gap=0.001)
    assert gap == "a gap of at most 0.1% of the silicon that comes in"
    assert gap.zh == "差额不超过投入硅量的 0.1%"
    unknown = text("{cell!r} is not allowed here", cell="a\tb")
    assert unknown.zh == r"此处不允许 'a\tb'"


def test_a_text_that_is_not_in_the_catalogue_stays_english():
    assert Text("made up for this test").zh == "made up for this test"
    assert Text("").zh == ""


@given(st.text())
def test_braces_of_a_name_from_data_are_no_places_for_values(name):
    assert Text(name) == name


@given(st.text(), st.text())
def test_braces_of_a_value_stay(one, other):
    whole = text("{low} to {high}", low=one, high=other)
    assert (whole.en, whole.zh) == (f"{one} to {other}", f"{one}～{other}")


@pytest.mark.parametrize(
    ("separator", "english", "chinese"),
    [
        (", ", "wafer, x, cell", "硅片、x、电池片"),
        ("; ", "wafer; x; cell", "硅片；x；电池片"),
        (" or ", "wafer or x or cell", "硅片或x或电池片"),
        (" | ", "wafer | x | cell", "硅片 | x | 电池片"),
    ],
)
def test_joined_texts_are_each_translated(separator, english, chinese):
    whole = joined(separator, [WAFER, "x", "", text("cell")])
    assert (whole.en, whole.zh) == (english, chinese)


def test_nothing_joined_is_an_empty_text():
    nothing = joined(", ", [])
    assert not nothing
    assert nothing.said("both") == ""


def sent(message):
    """Give what another process receives."""
    return pickle.loads(pickle.dumps(message))  # noqa: S301


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, sent])
def test_a_copy_in_another_process_knows_its_chinese(again):
    other = again(NEEDED)
    assert other == NEEDED
    assert other.zh == NEEDED.zh == "单件硅片的面积"


def test_anything_can_be_said():
    assert said(WAFER, "zh") == "硅片"
    assert said("wafer", "zh") == "wafer"
    assert said(1.5, "zh") == 1.5


def test_a_text_of_a_data_file_brings_its_own_chinese():
    grade = in_both("Grade {1}", "{1} 级")
    assert (grade, grade.en, grade.zh) == ("Grade {1}", "Grade {1}", "{1} 级")
    assert grade.said("both") == "{1} 级 Grade {1}"
    assert in_both("EPEAT", "EPEAT").said("both") == "EPEAT"
    assert joined(", ", [grade, grade]).zh == "{1} 级、{1} 级"
    assert sent(grade).zh == "{1} 级"
