import subprocess
import sys

import pytest

from pvfootprint.library.units import SYMBOLS, symbols_of, to_library_unit, unit_of
from pvfootprint.model.terms import UNITS


@pytest.mark.parametrize(
    ("amount", "symbol", "unit", "expected"),
    [
        (2, "t", "kilogram", 2000),
        (500, "g", "kilogram", 0.5),
        (1.5, "MWh", "kilowatt hour", 1500),
        (2, "GWh", "kilowatt hour", 2e6),
        (36, "MJ", "kilowatt hour", 10),
        (1, "kWh", "megajoule", 3.6),
        (0.5, "GJ", "megajoule", 500),
        (3, "tkm", "ton kilometer", 3),
        (4, "m²", "square meter", 4),
        (250, "L", "cubic meter", 0.25),
        (7, " piece ", "unit", 7),
    ],
)
def test_amounts_are_converted(amount, symbol, unit, expected):
    assert to_library_unit(amount, symbol, unit) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("symbol", "unit"),
    [
        ("T", "kilogram"),
        ("kg", "square meter"),
        ("", "kilogram"),
        ("kwh", "kilowatt hour"),
        ("m3", "kilogram"),
    ],
)
def test_a_symbol_of_another_kind_is_not_converted(symbol, unit):
    assert to_library_unit(1.0, symbol, unit) is None


def test_the_librarys_own_symbol_changes_nothing():
    for unit in UNITS:
        assert to_library_unit(0.1 / 3, symbols_of(unit)[0], unit) == 0.1 / 3


def test_every_unit_of_the_library_has_symbols():
    assert set(SYMBOLS) == set(UNITS)
    assert {unit: symbols_of(unit)[0] for unit in UNITS} == {**UNITS, "unit": "piece"}


@pytest.mark.parametrize(
    ("symbol", "unit"), [("t", "kilogram"), ("m³", "cubic meter"), ("piece", "unit"), ("?", "")]
)
def test_the_unit_of_a_symbol(symbol, unit):
    assert unit_of(symbol) == unit


def test_pint_is_not_imported_before_something_is_converted():
    code = (
        "import sys; from pvfootprint.library.units import to_library_unit as to; "
        "to(1, 'kg', 'kilogram'); assert 'pint' not in sys.modules; "
        "to(1, 't', 'kilogram'); assert 'pint' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
