"""The tree of a footprint: parts sum, loops count once."""

import math
from dataclasses import replace

import pytest

from pvfootprint.analysis.hotspots import branching
from pvfootprint.analysis.hotspots.branching import amplifications, grow
from pvfootprint.engine.solving import solve


def grown(system, factors, **options):
    return grow(system, solve(system, factors), **{"cutoff": 0.0, **options})


def parts_of(tree, node):
    return [part for part in tree if part.parent == node.number]


def assert_sums(tree):
    for node in tree:
        parts = parts_of(tree, node)
        if parts:
            near = pytest.approx(node.value, rel=1e-12, abs=1e-12 * abs(tree[0].value))
            assert math.fsum(part.value for part in parts) == near
    ends = [node.value for node in tree if not parts_of(tree, node)]
    assert math.fsum(ends) == pytest.approx(tree[0].value, rel=1e-12)


def test_two_processes_by_hand(two, ar6):
    tree = grown(two, ar6)
    assert [(n.depth, n.kind, n.code) for n in tree] == [
        (0, "process", "module"),
        (1, "own", ""),
        (1, "process", "stuff"),
        (2, "own", ""),
        (2, "loop", "stuff"),
    ]
    assert [n.value for n in tree] == pytest.approx([5.98, 3.98, 2.0, 1.8, 0.2], rel=1e-14)
    assert [n.amount for n in tree] == [1.0, None, 2.0, None, pytest.approx(0.2)]
    assert_sums(tree)


def test_loop_comes_back_once_and_is_amplified(loop, ar6):
    tree = grown(loop, ar6)
    found = [(n.depth, n.kind, n.code, n.value) for n in tree]
    expected = [
        (0, "process", "module", 3.0),
        (1, "process", "stuff", 3.0),
        (2, "own", "", 2.1),
        (2, "process", "scrap", 0.9),
        (3, "loop", "stuff", 0.6),
        (3, "own", "", 0.3),
    ]
    assert [line[:3] for line in found] == [line[:3] for line in expected]
    assert [line[3] for line in found] == pytest.approx([line[3] for line in expected], rel=1e-14)
    assert [n.amplification for n in tree] == pytest.approx([1, 1.25, 1, 1.25, 1.25, 1])
    assert_sums(tree)


def test_process_that_takes_its_own_product_is_amplified(two, ar6):
    # The net output of 1 kg of stuff is 0.9 of what is made: 1 / 0.9 is made for each.
    solution = solve(two, ar6)
    assert amplifications(two, solution) == {1: pytest.approx(1 / 0.9)}


def test_no_loop_amplifies_nothing(small, ar6):
    module = small.process("m", small.takes("a", 1.0), stage="module")
    made = small.system(module, small.process("a", small.emits(small.co2, 1.0)))
    assert amplifications(made, solve(made, ar6)) == {}


def test_node_is_worth_what_goes_away_without_it(chain):
    """Where no loop is, the footprint falls by a node's value if its exchange is taken out."""
    system, factors = chain.system, chain.factors
    tree = grown(system, factors, cutoff=0.02, depth=1)
    total = solve(system, factors).score
    inputs = [node for node in tree if node.parent == 0 and node.code]
    assert len(inputs) > 3
    for node in inputs:
        product = replace(
            system.product,
            exchanges=tuple(e for e in system.product.exchanges if e.target != node.code),
        )
        without = replace(
            system,
            product=product,
            inventories=tuple(
                product if one.code == product.code else one for one in system.inventories
            ),
        )
        assert total - solve(without, factors).score == pytest.approx(node.value, rel=1e-9)


def test_what_is_below_the_cutoff_stands_as_one_node(chain):
    tree = grown(chain.system, chain.factors, cutoff=0.05)
    assert_sums(tree)
    for node in tree:
        if node.kind == "rest":
            assert node.count > 1
        elif node.kind == "process":
            assert abs(node.share) >= 0.05


def test_depth_ends_the_tree(chain):
    tree = grown(chain.system, chain.factors, cutoff=0.01, depth=2)
    assert max(node.depth for node in tree) == 2
    assert any(node.kind == "closed" for node in tree)
    assert_sums(tree)


def test_tree_that_would_grow_too_large_ends_with_its_largest_opened(chain, monkeypatch):
    monkeypatch.setattr(branching, "MOST_NODES", 50)
    tree = grown(chain.system, chain.factors)
    assert_sums(tree)
    opened = [abs(node.value) for node in tree if node.kind == "process" and parts_of(tree, node)]
    waiting = [abs(node.value) for node in tree if node.kind == "closed"]
    assert waiting
    assert max(waiting) <= min(opened)
