"""Contributions and elasticities of every exchange, against differences of the plain engine."""

from dataclasses import replace

import numpy as np
import pytest

from pvfootprint.engine.exchange_values import exchange_values
from pvfootprint.engine.plans import make_plan
from pvfootprint.engine.positions import flat_exchanges, with_amounts
from pvfootprint.engine.solving import solve

STEP = 1e-4


@pytest.fixture(scope="session")
def ar6(gwp):
    """Give the default GWP set."""
    return gwp("ar6")


def test_values_by_hand(small, ar6):
    # 2 kg of a; each takes 0.5 kg of b and emits 1 kg of CO2; b emits 4 kg: 2 x (1 + 2) = 6.
    system = small.system(
        small.process("a", small.takes("b", 0.5), small.emits(small.co2, 1.0)),
        small.process("b", small.emits(small.co2, 4.0), small.emits(small.heat, 9.0)),
        amount=2.0,
    )
    found = exchange_values(system, ar6)
    expected = [-6.0, 4.0, 2.0, -4.0, 4.0, 0.0]
    assert found.value == pytest.approx(expected, rel=1e-15)
    assert found.elasticity == pytest.approx(np.array(expected) / 6, rel=1e-15)


def test_a_footprint_of_nothing_has_no_elasticities(small, ar6):
    found = exchange_values(small.system(small.process("a", small.emits(small.heat, 1.0))), ar6)
    assert found.value.tolist() == [0.0, 0.0]
    assert np.isnan(found.elasticity).all()


def test_elasticities_are_differences_of_the_plain_engine(small, ar6):
    # A loop, own use, something taken back, and a product that another process makes too.
    byproduct = replace(small.takes("c", 0.1), type="production")
    system = small.system(
        small.process(
            "a", small.takes("b", 0.5), small.takes("a", 0.1), small.emits(small.co2, 1.0)
        ),
        small.process(
            "b",
            byproduct,
            small.takes("a", 0.4),
            small.takes("c", 2.0),
            small.takes("d", -0.2),
            small.emits(small.methane, 0.1),
        ),
        small.process("c", small.takes("d", 1.0), small.emits(small.co2, 0.5)),
        small.process("d", small.emits(small.co2, 0.25)),
    )
    check_differences(system, ar6)


def check_differences(system, factors):
    amounts = np.array([exchange.amount for _, exchange in flat_exchanges(system)])
    score = solve(system, factors).score
    differences = []
    for i in range(len(amounts)):
        changed = np.array([amounts, amounts])
        changed[:, i] *= 1 + STEP, 1 - STEP
        more, less = (
            solve(with_amounts(system, range(len(one)), one), factors).score for one in changed
        )
        differences.append((more - less) / (2 * STEP * score))
    assert exchange_values(system, factors).elasticity == pytest.approx(differences, abs=1e-7)


def test_elasticities_of_the_example_chain_are_differences(pilot):
    system, factors = pilot.system, pilot.factors
    amounts = np.array([exchange.amount for _, exchange in flat_exchanges(system)])
    count = len(amounts)
    changed = np.repeat(amounts[:, None], 2 * count, axis=1)
    changed[range(count), range(count)] *= 1 + STEP
    changed[range(count), range(count, 2 * count)] *= 1 - STEP
    (found,) = make_plan(system, factors, range(count)).upstream(changed)
    middle = solve(system, factors).score / system.declared_unit.reference_flow
    differences = (found[:count] - found[count:]) / (2 * STEP * middle)
    values = exchange_values(system, factors)
    assert values.elasticity == pytest.approx(differences, abs=1e-7)


def test_values_of_the_example_chain_sum(pilot):
    solution = solve(pilot.system, pilot.factors)
    values = exchange_values(pilot.system, pilot.factors, solution).value
    exchanges = flat_exchanges(pilot.system)
    emitted = [v for v, (_, e) in zip(values, exchanges, strict=True) if e.type == "biosphere"]
    assert sum(emitted) == pytest.approx(solution.score, rel=1e-12)
    first = 0
    for inventory in pilot.system.inventories:
        last = first + len(inventory.exchanges)
        assert abs(values[first:last].sum()) < 1e-12 * solution.score
        first = last
