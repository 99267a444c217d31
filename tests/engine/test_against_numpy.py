"""The engine against ``numpy.linalg.solve`` on matrices that the tests write themselves."""

import numpy as np
import pytest

import pvfootprint
from pvfootprint.chain.selecting import name_of, products
from pvfootprint.engine.computing import compute

SAME = 1e-12


LONG = pytest.mark.long


@pytest.mark.parametrize(
    ("key", "year"),
    [
        ("ar6", None),
        pytest.param("ar5", 2023, marks=LONG),
        pytest.param("ar5", None, marks=LONG),
        pytest.param("ar6", 2023, marks=LONG),
        pytest.param("ar6", 2024, marks=LONG),
        pytest.param("ar5", 2024, marks=LONG),
    ],
)
def test_every_product_has_the_footprint_of_a_dense_solve(
    systems, gwp, solve_densely, electricity_of, key, year
):
    factors = gwp(key)
    amounts = {name: factor.amount for name, factor in factors.factors.items()}
    processes = electricity_of(year)
    computed = {name: system for (name, of), system in systems.items() if of == year}
    assert computed
    for name, system in computed.items():
        amount = system.declared_unit.reference_flow
        expected = solve_densely(processes, system.product.code, amount, amounts)
        result = compute(system, factors)
        assert result.total.value == pytest.approx(expected.score, rel=SAME, abs=0), name
        supply = {part.code: part.supply for part in result.processes}
        # A supply far below the largest carries the rounding of the largest, in either solver.
        paper = np.array([expected.supply[code] for code in supply])
        found = np.array(list(supply.values()))
        np.testing.assert_allclose(found, paper, rtol=1e-10, atol=0, err_msg=name)
        np.testing.assert_allclose(found, paper, rtol=0, atol=SAME * paper.max(), err_msg=name)
        left_out = [v for c, v in expected.supply.items() if c not in supply]
        np.testing.assert_allclose(left_out, 0, rtol=0, atol=SAME, err_msg=name)


def test_every_product_of_the_library_is_among_them(library, systems):
    assert {name for name, _ in systems} == {str(name_of(i)) for i in products(library)}


@pytest.mark.parametrize("year", [2023, 2024])
def test_public_function_takes_the_electricity_of_the_year(
    gwp, solve_densely, electricity_of, year
):
    amounts = {name: factor.amount for name, factor in gwp("ar5").factors.items()}
    result = pvfootprint.footprint(
        "module:perc:CN@2018", per="m2", gwp="ar5", electricity_year=year
    )
    expected = solve_densely(electricity_of(year), "module-perc-framed-CN-2018", 1, amounts)
    assert result.total.value == pytest.approx(expected.score, rel=SAME, abs=0)


def test_kilowatt_peak_is_the_area_that_delivers_it():
    """1 kWp is 1 / (0.184 x 1 kW/m2) square metres."""
    per_kwp = pvfootprint.footprint("module:perc:CN@2018", per="kWp").total.value
    per_m2 = pvfootprint.footprint("module:perc:CN@2018", per="m2").total.value
    assert per_kwp == pytest.approx(per_m2 / 0.184, rel=SAME, abs=0)


def test_two_rows_of_one_supplier_add_up(library, systems, gwp):
    """The European polysilicon takes 21.723 and 6.4057 kWh of one grid."""
    system = systems["polysilicon:siemens:RER@2018", None]
    rows = [e.amount for e in system.product.inputs if e.target == "electricity-grid-supply-DE"]
    assert sorted(rows) == [6.4057, 21.723]
    grid = next(i for i in system.inventories if i.code == "electricity-grid-supply-DE")
    others = [i.code for i in system.inventories if i is not system.product]
    supply = {part.code: part.supply for part in compute(system, gwp("ar6")).processes}
    elsewhere = sum(
        supply[code] * e.amount
        for code in others
        for e in library.inventories[code].inputs
        if e.target == grid.code
    )
    assert supply[grid.code] - elsewhere == pytest.approx(28.1287, rel=SAME, abs=0)
