"""The processes above the cut-off: as much leaves each as enters it, loops included."""

import math
from dataclasses import replace

import pytest

from pvfootprint.analysis.hotspots.folding import fold
from pvfootprint.engine.solving import solve


def folded(system, factors, cutoff=0.0):
    return fold(system, solve(system, factors), cutoff)


def assert_balanced(network, total):
    small = 1e-11 * max(abs(total), *(abs(node.value) for node in network.nodes))
    for node in network.nodes:
        enters = math.fsum(band.value for band in network.bands if band.target == node.code)
        leaves = math.fsum(band.value for band in network.bands if band.source == node.code)
        product = node is network.nodes[-1]
        enters += node.own + node.folded + node.returned
        leaves += node.returned + (total if product else 0.0)
        assert enters == pytest.approx(node.value, rel=1e-11, abs=small)
        assert leaves == pytest.approx(node.value, rel=1e-11, abs=small)


def test_loop_by_hand(loop, ar6):
    # 3.75 kg of material are made for 3 kg: 0.75 kg go to the recycler, who makes 1.875 kg. The
    # smaller of the two bands closes the loop.
    network = folded(loop, ar6)
    values = {node.code: node.value for node in network.nodes}
    assert values == pytest.approx({"stuff": 3.75, "scrap": 1.125, "module": 3.0})
    bands = {(b.source, b.target): (b.value, b.closes_loop) for b in network.bands}
    assert bands == {
        ("stuff", "module"): (pytest.approx(3.0), False),
        ("scrap", "stuff"): (pytest.approx(1.125), False),
        ("stuff", "scrap"): (pytest.approx(0.75), True),
    }
    assert_balanced(network, 3.0)


def test_folded_loop_returns_to_its_process(loop, ar6):
    # The recycler (1.125 of 3) is below the cut-off: the material takes 0.75 back by way of it,
    # and 1.875 x 0.2 = 0.375 of its emissions.
    network = folded(loop, ar6, cutoff=0.5)
    assert [node.code for node in network.nodes] == ["stuff", "module"]
    stuff = network.nodes[0]
    assert (stuff.value, stuff.own) == pytest.approx((3.75, 2.625))
    assert (stuff.folded, stuff.returned) == pytest.approx((0.375, 0.75))
    assert_balanced(network, 3.0)


@pytest.mark.parametrize("cutoff", [0.0, 0.01, 0.1])
def test_chain_is_balanced_and_ends_with_the_product(chain, cutoff):
    total = solve(chain.system, chain.factors).score
    network = folded(chain.system, chain.factors, cutoff)
    assert_balanced(network, total)
    assert network.nodes[-1].code == chain.system.product.code
    emitted = math.fsum(node.own + node.folded for node in network.nodes)
    assert emitted == pytest.approx(total, rel=1e-11)
    place = {node.code: i for i, node in enumerate(network.nodes)}
    assert all(place[b.source] < place[b.target] for b in network.bands if not b.closes_loop)


def test_box_is_worth_what_goes_away_with_its_process(chain):
    """Where no loop is, the footprint falls by a box's value if its process is silent."""
    system = chain.system
    total = solve(system, chain.factors).score
    network = folded(system, chain.factors, cutoff=0.05)
    assert len(network.nodes) > 4
    for node in network.nodes[:-1]:
        silent = tuple(
            replace(
                one,
                exchanges=tuple(
                    e if e.type == "production" else replace(e, amount=0.0, scale=None)
                    for e in one.exchanges
                ),
            )
            if one.code == node.code
            else one
            for one in system.inventories
        )
        without = solve(replace(system, inventories=silent), chain.factors).score
        assert total - without == pytest.approx(node.value, rel=1e-9)


def test_what_only_passes_on_is_left_out(small, ar6):
    module = small.process("m", small.takes("supply", 1.0), stage="module")
    supply = small.process("supply", small.takes("mine", 2.0))
    made = small.system(module, supply, small.process("mine", small.emits(small.co2, 1.0)))
    network = folded(made, ar6)
    assert [node.code for node in network.nodes] == ["mine", "m"]
    assert [(b.source, b.target, b.value) for b in network.bands] == [("mine", "m", 2.0)]


def test_electricity_of_a_company_is_led_to_the_grid(chain):
    shown = {node.code for node in folded(chain.system, chain.factors).nodes}
    assert not any(code.endswith(":electricity") for code in shown)
    assert not any(code.startswith("electricity-grid-supply") for code in shown)
