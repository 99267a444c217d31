"""Simulation against bw2calc: the same distribution, and the same values for the same samples."""

from dataclasses import replace

import bw2calc
import bw_processing as bwp
import numpy as np
import pytest
from scipy import stats

from pvfootprint.engine.datapackage import build_datapackage
from pvfootprint.engine.monte_carlo import simulate
from pvfootprint.engine.plans import make_plan
from pvfootprint.engine.positions import flat_exchanges
from pvfootprint.engine.sampling import draw, uncertain_exchanges

UNLIKELY = 0.01
"""Least probability of so large a difference between samples of one distribution."""


@pytest.fixture(scope="session")
def ar6(gwp):
    """Give the default GWP set."""
    return gwp("ar6")


@pytest.fixture(scope="session")
def uncertain_loop(small):
    """Two processes that take from each other, with spreads on all but what they make."""
    system = small.system(
        small.process("a", small.takes("b", 0.5), small.emits(small.co2, 1.0)),
        small.process(
            "b",
            small.takes("a", 0.4),
            small.takes("c", 2.0),
            small.emits(small.methane, 0.1),
            small.emits(small.co2, -0.3),
        ),
        small.process("c", small.emits(small.co2, 0.5)),
        amount=2.0,
    )
    inventories = [
        replace(
            inventory,
            exchanges=tuple(
                replace(e, scale=None if e.type == "production" else 0.1 + i / 20)
                for i, e in enumerate(inventory.exchanges)
            ),
        )
        for inventory in system.inventories
    ]
    return replace(system, inventories=tuple(inventories), product=inventories[0])


def brightway(system, package, draws, **options):
    """Let bw2calc draw from a datapackage; it makes the first draw when it loads the matrices."""
    demand = {package.process_ids[system.product.code]: system.declared_unit.reference_flow}
    lca = bw2calc.LCA(demand, data_objs=[package.datapackage], **options)
    lca.lci()
    lca.lcia()
    found = [lca.score]
    for _ in range(draws - 1):
        next(lca)
        found.append(lca.score)
    return np.array(found)


def with_arrays(system, factors, amounts):
    """Write a datapackage in which column i holds the amounts of draw i."""
    package = build_datapackage(system, factors)
    written = package.datapackage
    exchanges = flat_exchanges(system)
    again = bwp.create_datapackage(sum_intra_duplicates=True, sequential=True)
    for matrix, kinds in (
        ("technosphere_matrix", {"production", "technosphere"}),
        ("biosphere_matrix", {"biosphere"}),
    ):
        rows = [i for i, (_, e) in enumerate(exchanges) if e.type in kinds]
        again.add_persistent_array(
            matrix=matrix,
            name=matrix,
            data_array=amounts[rows],
            indices_array=written.get_resource(f"{matrix}.indices")[0],
            flip_array=np.array([exchanges[i][1].type == "technosphere" for i in rows]),
        )
    name = "characterization_matrix"
    again.add_persistent_vector(
        matrix=name,
        name=name,
        data_array=written.get_resource(f"{name}.data")[0],
        indices_array=written.get_resource(f"{name}.indices")[0],
    )
    return replace(package, datapackage=again)


def check_distribution(system, factors, draws):
    (own,) = simulate([system], factors, draws=10 * draws, seed=5)
    package = build_datapackage(system, factors)
    theirs = brightway(system, package, draws, use_distributions=True, seed_override=5)
    assert stats.ks_2samp(own, theirs).pvalue > UNLIKELY
    assert np.std(np.log(own)) == pytest.approx(np.std(np.log(theirs)), rel=0.1)


def check_values(system, factors, draws):
    uncertain = uncertain_exchanges(system)
    amounts = np.array([[e.amount] * draws for _, e in flat_exchanges(system)])
    amounts[list(uncertain.positions)] = draw(uncertain, 6, draws)
    package = with_arrays(system, factors, amounts)
    theirs = brightway(system, package, draws, use_arrays=True)
    (own,) = simulate([system], factors, draws=draws, seed=6)
    assert own == pytest.approx(theirs, rel=1e-10, abs=0)
    plan = make_plan(system, factors, range(len(amounts)))
    again = plan.upstream(amounts)[0] * system.declared_unit.reference_flow
    assert again == pytest.approx(theirs, rel=1e-10, abs=0)


def test_draws_of_a_loop_have_the_distribution_of_bw2calc(uncertain_loop, ar6):
    check_distribution(uncertain_loop, ar6, 1000)


def test_draws_of_a_loop_have_the_values_of_bw2calc(uncertain_loop, ar6):
    check_values(uncertain_loop, ar6, 200)


@pytest.mark.long
def test_draws_of_the_example_chain_have_the_distribution_of_bw2calc(pilot):
    check_distribution(pilot.system, pilot.factors, 5000)


def test_draws_of_the_example_chain_have_the_values_of_bw2calc(pilot):
    check_values(pilot.system, pilot.factors, 200)
