"""Plain elimination: an independent way to the value, held against hand-checked numbers."""

import pytest

from pvfootprint.certification.evaluation.eliminating import plain_value
from pvfootprint.chain.selecting import select
from pvfootprint.engine.computing import build_system, compute
from pvfootprint.library.gwp import read_set


@pytest.mark.parametrize(
    ("product", "gwp", "value"),
    [("ingot", "ar6", 3.0), ("wafer", "ar6", 4.398), ("wafer", "ar5", 4.4)],
)
def test_the_tiny_library_by_hand(tiny_root, tiny_library, product, gwp, value):
    """The numbers are worked out in the docstring of tests/conftest.py."""
    code = next(code for code in tiny_library.inventories if code.startswith(product))
    inventory = tiny_library.inventories[code]
    written = f"{inventory.stage}:{inventory.technology}:{inventory.location}"
    unit = "kg" if product == "ingot" else "m2"
    system = build_system(tiny_library, select(tiny_library, written), unit)
    factors = read_set(tiny_root, gwp, tiny_library)
    assert plain_value(system, factors) == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize("product", ["module:perc:glass-backsheet-framed:CN@2018", "wafer:mono:CN"])
def test_the_engine_gives_the_same(library, data_folder, product):
    system = build_system(library, select(library, product), None)
    factors = read_set(data_folder, "ar6", library)
    found = compute(system, factors).total.value
    assert plain_value(system, factors) == pytest.approx(found, rel=1e-12)
