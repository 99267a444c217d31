import pytest

from pvfootprint.documents.blocks import Column, Table, words
from pvfootprint.documents.columns import PADDING, ROOM, SIZE, column_widths
from pvfootprint.documents.measuring import width


def table(columns, *rows):
    return Table(key="t", title=words("t"), columns=columns, rows=rows)


NAME = Column(heading=words("name"), width=2)
VALUE = Column(heading=words("value"), unit="kgCO2e/kWp", form="aligned")


def test_the_widths_fill_the_page():
    assert sum(column_widths(table((NAME, VALUE), (words("a"), 1.0)))) == pytest.approx(100)


def test_a_number_and_a_unit_have_room():
    found = table((NAME, *[VALUE] * 5), (words("a"), *[123456.7] * 5))
    for share in column_widths(found)[1:]:
        assert share * ROOM / 100 >= width("123456.7", SIZE) + PADDING
        assert share * ROOM / 100 >= width("kgCO2e/kWp", SIZE) + PADDING


def test_long_text_takes_no_room_from_numbers():
    found = table((NAME, VALUE), (words("x" * 500), 1234.5))
    name, value = column_widths(found)
    assert name > value
    assert value * ROOM / 100 >= width("1234.5", SIZE) + PADDING


def test_more_columns_than_the_page_holds_shrink_together():
    found = table((VALUE,) * 20, (1234.5,) * 20)
    assert column_widths(found) == pytest.approx((5.0,) * 20)
