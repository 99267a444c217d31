"""Systems solved on a library that is factorised once, against the plain engine."""

from dataclasses import replace

import numpy as np
import pytest

from pvfootprint.chain.assembling import assemble
from pvfootprint.chain.declaring import declare
from pvfootprint.chain.electricity import ElectricityOptions, parse_electricity
from pvfootprint.chain.selecting import select
from pvfootprint.engine.backgrounds import make_background, solve_on
from pvfootprint.engine.chain_footprint import chain_system
from pvfootprint.engine.solving import solve
from pvfootprint.library.gwp import read_set
from pvfootprint.model.findings import CalculationError

CLOSE = 1e-12


@pytest.fixture(scope="module")
def factors(library, data_folder):
    return read_set(data_folder, "ar6", library)


@pytest.fixture(scope="module")
def background(library, factors):
    return make_background(library, factors)


def product_system(library, name, *electricity):
    product = select(library, name).product
    options = ElectricityOptions(tuple(parse_electricity(one) for one in electricity))
    return assemble(library, product, declare(product), electricity=options)


def assert_equal(found, expected) -> None:
    assert found.score == pytest.approx(expected.score, rel=CLOSE)
    for name in ("supply", "upstream", "own", "weights"):
        values, wanted = getattr(found, name), getattr(expected, name)
        np.testing.assert_allclose(values, wanted, rtol=1e-10, atol=CLOSE * np.abs(wanted).max())
    assert abs(found.technosphere - expected.technosphere).max() < CLOSE * 1e3
    assert abs(found.emissions - expected.emissions).max() == 0


@pytest.mark.parametrize(
    "asked",
    [
        ("module:perc:CN@2018",),
        ("polysilicon:fbr:CN",),
        ("module:topcon:CN", "CN-Yunnan"),
        ("module:topcon:CN", "cell=CN-green-wind", "wafer=CN-Jiangsu"),
    ],
)
def test_products_of_the_library(library, factors, background, asked) -> None:
    system = product_system(library, *asked)
    assert_equal(solve_on(background, system, factors), solve(system, factors))


def test_a_chain_of_companies(library, factors, background, suppliers_chain) -> None:
    sites = list(suppliers_chain.values())
    system, _ = chain_system(library, sites[-1], sites[:-1])
    assert_equal(solve_on(background, system, factors), solve(system, factors))


def test_another_year_of_electricity(library, factors, suppliers_chain) -> None:
    sites = list(suppliers_chain.values())
    options = ElectricityOptions(year=2023)
    system, _ = chain_system(library, sites[-1], sites[:-1], options=options)
    background = make_background(library, factors, 2023)
    assert_equal(solve_on(background, system, factors), solve(system, factors))


def test_what_the_system_links_otherwise_counts_as_its_own(library, factors, background) -> None:
    system = product_system(library, "module:perc:CN@2018")
    glass = next(i for i in system.inventories if "glass" in i.code and i.emissions)
    e = glass.emissions[0]
    changed = replace(e, amount=2 * e.amount)
    other = replace(glass, exchanges=tuple(changed if x is e else x for x in glass.exchanges))
    system = replace(
        system, inventories=tuple(other if i is glass else i for i in system.inventories)
    )
    assert_equal(solve_on(background, system, factors), solve(system, factors))


def test_a_system_without_a_solution(library, factors, background) -> None:
    system = product_system(library, "wafer:mono:CN@2018")
    product = system.product
    itself = replace(
        next(e for e in product.exchanges if e.type == "production"), type="technosphere"
    )
    looped = replace(product, exchanges=(*product.exchanges, itself))
    inventories = tuple(looped if i is product else i for i in system.inventories)
    system = replace(system, product=looped, inventories=inventories)
    with pytest.raises(CalculationError, match="CAL-001"):
        solve_on(background, system, factors)
