import pytest

from pvfootprint.documents.blocks import NONE, Column, Fact, Table, Words, words
from pvfootprint.language.texts import in_both, text


def table(*rows, totals=0, forms=("words", "aligned", "aligned")):
    units = ("", "kg", "kg")
    columns = tuple(
        Column(heading=words("x"), unit=unit, form=form)
        for form, unit in zip(forms, units, strict=True)
    )
    return Table(key="t", title=words("t"), columns=columns, rows=rows, totals=totals)


def shown(found):
    return [[cell.en for cell in row] for row in found.shown()]


def test_words_know_both_languages():
    assert words(text("module")) == Words("module", "组件")
    assert words(in_both("a", "甲")) == Words("a", "甲")
    assert words("示例").one


def test_columns_of_one_unit_share_the_decimals_of_their_largest_value():
    found = table((words("a"), 206.83, 0.5), (words("b"), 1.26, 0.02))
    assert shown(found) == [["a", "206.8", "0.5"], ["b", "1.3", "<0.1"]]


def test_what_is_not_known_is_a_dash_but_in_a_row_of_sums_nothing():
    found = table((words("a"), 1.0, None), (words("total"), 1.0, None), totals=1)
    assert shown(found) == [["a", "1.000", NONE], ["total", "1.000", ""]]


@pytest.mark.parametrize(
    ("form", "value", "said"),
    [("percent", 0.126, "12.6"), ("count", 12345.4, "12\xa0345"), ("plain", 2024.0, "2024"),
     ("figures", 0.00012346, "0.0001235")],
)  # fmt: skip
def test_each_form_shows_its_way(form, value, said):
    found = table((words("a"), value, None), forms=("words", form, "aligned"))
    assert shown(found)[0][1] == said


def test_a_fact_shows_a_number_with_its_digits():
    assert Fact(label=words("x"), value=379.4352).shown().en == "379.4"
