"""Numbers, months and days in every way in which people type them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.workbook.reader.dates import parse_day, parse_month
from pvfootprint.workbook.reader.numbers import factor_between, parse_number, plain

amounts = st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False).map(float)
FULL_WIDTH = str.maketrans(
    "0123456789.,", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff0e\uff0c"
)


def ways(value):
    """Print a number in every way that is accepted."""
    text = f"{value:.3f}"
    grouped = f"{value:,.3f}"
    yield from (
        text,
        grouped,
        f"+{text}",
        f" {text} ",
        f"{text}\u00a0",
        text.replace(".", "\uff0e"),
    )
    yield grouped.replace(",", " ")
    yield grouped.translate(FULL_WIDTH)
    yield from (f"{text}e0", f"{text} kWh", f"{grouped}kWh", f"{text} 千瓦时", f"{text}度")


@given(amounts)
def test_a_number_reads_back_however_it_is_typed(value):
    for typed in ways(value):
        number = parse_number(typed)
        assert number.value == pytest.approx(value, abs=1e-9), typed
        assert number.unit in {"", "kWh"}


@given(amounts)
def test_the_sign_and_the_chinese_multiples_are_kept(value):
    for sign in "-−\uff0d":
        assert parse_number(f"{sign}{value:.3f}").value == pytest.approx(-value, abs=1e-9)
    for word, factor in (("万", 1e4), ("亿", 1e8), ("百万", 1e6)):
        assert parse_number(f"{value:.3f}{word}").value == pytest.approx(value * factor)
        assert parse_number(f"{value:.3f} {word}吨").unit == "t"


@given(st.integers(1, 999), st.integers(0, 99))
def test_a_comma_before_less_than_three_digits_is_asked_about(whole, part):
    number = parse_number(f"{whole},{part:02}")
    assert number.value is None
    assert f"{whole}.{part:02}" in number.readings


@given(st.text(max_size=30))
def test_any_text_gives_a_number_or_none(typed):
    number = parse_number(typed)
    assert number.value is None or isinstance(number.value, float)
    parse_month(typed)
    parse_day(typed)


@pytest.mark.parametrize(
    ("typed", "value", "unit"),
    [
        ("1,234.5", 1234.5, ""),
        ("\uff11\uff12\uff13\uff14\uff0e\uff15", 1234.5, ""),
        ("1.5万", 15000, ""),
        ("3.2 GWh", 3.2, "GWh"),
        ("2万千瓦时", 20000, "kWh"),
        ("1.2亿度", 1.2e8, "kWh"),
        ("35%", 35, "%"),
        ("35\uff05", 35, "%"),
        ("5㎡", 5, "m2"),
        ("3 m²", 3, "m2"),
        ("12公斤", 12, "kg"),
        (".5", 0.5, ""),
        ("5e3", 5000, ""),
    ],
)
def test_forms_that_are_understood(typed, value, unit):
    number = parse_number(typed)
    assert (number.value, number.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize("typed", ["1,23", "1.234,5", "12,34,567", "1.234.567", "0,125"])
def test_forms_with_several_readings(typed):
    number = parse_number(typed)
    assert number.value is None
    assert number.readings


@pytest.mark.parametrize("typed", ["", "abc", "10³", "½", "①", "10-20", "约5", "5 lbs", "٣", "--1"])
def test_forms_that_are_no_number(typed):
    assert parse_number(typed).value is None


@given(st.integers(1990, 2100), st.integers(1, 12))
def test_a_month_reads_back_however_it_is_typed(year, month):
    day = datetime.date(year, month, 1)
    forms = (
        f"{year}-{month:02}",
        f"{year}/{month}",
        f"{year}.{month:02}",
        f"{year}年{month}月",
        f"{year}{month:02}",
        int(f"{year}{month:02}"),
        f"{day:%b} {year}",
        f"{day:%B}-{year}",
        f"{year} {day:%b}",
        datetime.datetime(year, month, 15),
        f"{year}-{month:02}-01 00:00:00",
    )
    for typed in forms:
        assert parse_month(typed).value == f"{year}-{month:02}", typed
    for typed in (year, str(year), f"{year}年", float(year)):
        assert parse_month(typed).value == str(year)


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)))
def test_a_day_reads_back_however_it_is_typed(day):
    forms = (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        int(f"{day:%Y%m%d}"),
        f"{day.day} {day:%b} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
        datetime.datetime.combine(day, datetime.time()),
    )
    for typed in forms:
        assert parse_day(typed).value == day.isoformat(), typed


@pytest.mark.parametrize("typed", ["01/02/2025", 45658, "2/1/2025"])
def test_days_with_several_readings(typed):
    day = parse_day(typed)
    assert day.value == ""
    assert day.readings


def test_a_number_without_end_is_not_read():
    assert parse_number("1" + ",111" * 90).value is None


def test_a_decimal_month_may_be_january_or_october():
    assert parse_month(2025.1).readings == ("2025-01", "2025-10")


@pytest.mark.parametrize(
    ("symbol", "wanted", "factor"),
    [
        ("GWh", "kWh", 1e6),
        ("MJ", "kWh", 1 / 3.6),
        ("t", "kg", 1000),
        ("L", "m3", 1e-3),
        ("mm", "um", 1000),
        ("kW", "W", 1000),
        ("kg", "kWh", None),
        ("piece", "kg", None),
    ],
)
def test_factors_between_units(symbol, wanted, factor):
    found = factor_between(symbol, wanted)
    assert found == (pytest.approx(factor) if factor else None)


def test_numbers_for_people():
    values = (0.0, 1e-9, 0.012345678, 3.2e6, 123.456, -5.5)
    assert [plain(v) for v in values] == ["0", "1e-09", "0.0123457", "3,200,000", "123.456", "-5.5"]
