"""Stages of many variants at once, against the plain engine for each."""

from dataclasses import replace

import numpy as np
import pytest

from pvfootprint.chain.assembling import assemble
from pvfootprint.chain.declaring import declare
from pvfootprint.chain.selecting import select
from pvfootprint.engine.attributing import attribute
from pvfootprint.engine.chain_footprint import chain_system
from pvfootprint.engine.contributing import by_stage
from pvfootprint.engine.solving import solve
from pvfootprint.engine.stage_links import Link, make_links
from pvfootprint.engine.stage_planning import make_stage_plan
from pvfootprint.library.gwp import read_set
from pvfootprint.model.terms import GROUPS, STAGES

CLOSE = 1e-10


@pytest.fixture(scope="module")
def factors(library, data_folder):
    return read_set(data_folder, "ar6", library)


@pytest.fixture(scope="module")
def of_library(library):
    product = select(library, "module:topcon:CN").product
    return assemble(library, product, declare(product))


@pytest.fixture(scope="module")
def of_companies(library, suppliers_chain):
    sites = list(suppliers_chain.values())
    return chain_system(library, sites[-1], sites[:-1])[0]


def with_amounts(system, changing, amounts, flow):
    """Return the system of one variant."""
    new = dict(zip(changing, amounts.tolist(), strict=True))
    inventories, position = [], 0
    for inventory in system.inventories:
        exchanges = [
            replace(e, amount=new.get(position + i, e.amount))
            for i, e in enumerate(inventory.exchanges)
        ]
        position += len(exchanges)
        inventories.append(replace(inventory, exchanges=tuple(exchanges)))
    product = next(i for i in inventories if i.code == system.product.code)
    unit = replace(system.declared_unit, reference_flow=float(flow))
    return replace(system, inventories=tuple(inventories), product=product, declared_unit=unit)


def assert_equal(system, factors, changing, amounts, flows) -> None:
    plan = make_stage_plan(system, factors, changing, solve(system, factors))
    found = plan.evaluate(amounts, flows)
    stages, groups = list(STAGES), list(GROUPS)
    for i in range(amounts.shape[1]):
        variant = with_amounts(system, changing, amounts[:, i], flows[i])
        solution = solve(variant, factors)
        assert found.score[i] == pytest.approx(solution.score, rel=CLOSE)
        primary = attribute(variant, solution).primary_share
        assert found.primary_share[i] == pytest.approx(primary, abs=CLOSE)
        there = set()
        for part in by_stage(variant, solution):
            row = found.parts[stages.index(part.stage), :, i]
            there.add(part.stage)
            wanted = [part.groups[group] for group in groups]
            np.testing.assert_allclose(row, wanted, rtol=CLOSE, atol=CLOSE * solution.score)
        rest = [stages.index(stage) for stage in STAGES if stage not in there]
        assert np.isnan(found.parts[rest, :, i]).all()
    assert not found.doubtful.any()


@pytest.mark.parametrize("which", ["of_library", "of_companies"])
@pytest.mark.parametrize("scope", ["chain", "everything"])
def test_score_stages_groups_and_primary_share(request, factors, which, scope) -> None:
    system = request.getfixturevalue(which)
    rng = np.random.default_rng(7)
    owned = [(i.code, e) for i in system.inventories for e in i.exchanges]
    allowed = [
        position
        for position, (code, e) in enumerate(owned)
        if e.type != "production" and (scope == "everything" or code in system.stage_codes)
    ]
    changing = tuple(sorted(rng.choice(allowed, 60, replace=False).tolist()))
    base = np.array([owned[position][1].amount for position in changing])
    amounts = base[:, None] * rng.uniform(0.5, 1.5, (60, 8))
    flows = system.declared_unit.reference_flow * rng.uniform(0.9, 1.1, 8)
    assert_equal(system, factors, changing, amounts, flows)


def test_nothing_changes_but_the_reference_flow(of_library, factors) -> None:
    assert_equal(of_library, factors, (), np.empty((0, 3)), np.array([1.0, 2.0, 5.0]))


def test_a_variant_that_may_run_backwards_is_doubtful(of_library, factors) -> None:
    owned = [e for i in of_library.inventories for e in i.exchanges]
    taken = [p for p, e in enumerate(owned) if e.target == "hydrogen-fluoride-CN"]
    taken = [p for p in taken if owned[p].amount > 0 and owned[p].type == "technosphere"]
    plan = make_stage_plan(of_library, factors, taken, solve(of_library, factors))
    base = np.array([owned[p].amount for p in taken])
    amounts = np.stack([base, -base], axis=1)
    assert plan.evaluate(amounts, 1.0).doubtful.tolist() == [False, True]


def test_a_loop_of_stages_by_hand() -> None:
    # Each unit of 0 takes 0.5 of 1, each unit of 1 takes a of 0: x0 = 1 + a x1, x1 = 0.5 x0.
    links = make_links(
        0, 2, [Link(0, 0, 1.0), Link(1, 1, 1.0), Link(0, 1, -0.5), Link(1, 0, -1.0, 0)]
    )
    found = links.supplies(np.array([[0.0, 0.4, 2.0]]))
    np.testing.assert_allclose(found[:, :2], [[1.0, 1.25], [0.5, 0.625]])
    assert np.isnan(found[:, 2]).all()


def test_stages_in_order_by_hand() -> None:
    # 0 takes 2 of 1 and 1 of 2; 1 takes a of 2.
    links = make_links(
        0,
        3,
        [
            *(Link(i, i, 1.0) for i in range(3)),
            Link(0, 1, -2.0),
            Link(0, 2, -1.0),
            Link(1, 2, -1.0, 0),
        ],
    )
    found = links.supplies(np.array([[0.0, 3.0]]))
    np.testing.assert_allclose(found, [[1, 1], [2, 2], [1, 7]])
