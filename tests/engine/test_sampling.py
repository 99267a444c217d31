"""Draws of uncertain amounts: what they depend on, and their distribution."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from pvfootprint.engine.sampling import BLOCK, draw, normals, uncertain_exchanges
from pvfootprint.model.findings import AnalysisError

UNLIKELY = 1e-3
"""Share of seeds with which a sound test of a distribution fails; the seeds are fixed."""


@pytest.fixture
def system(small):
    """A process that takes something and emits twice."""
    return small.system(
        small.process(
            "a", small.takes("b", 0.5), small.emits(small.co2, 2.0), small.emits(small.co2, -3.0)
        ),
        small.process("b", small.emits(small.co2, 1.0)),
    )


def test_exchanges_with_a_spread_are_found(small):
    certain, uncertain = small.emits(small.co2, 2.0), small.emits(small.methane, 3.0)
    process = small.process("a", certain, replace(uncertain, scale=0.1))
    found = uncertain_exchanges(small.system(process))
    assert found.positions == (2,)
    assert (found.medians.tolist(), found.scales.tolist()) == ([3.0], [0.1])


def test_given_spreads_replace_those_of_the_exchanges(system):
    uncertain = uncertain_exchanges(system, {1: 0.2, 3: 0.3, 4: 0.0})
    assert uncertain.positions == (1, 3)
    assert uncertain.scales.tolist() == [0.2, 0.3]
    co2 = "Carbon dioxide, fossil"
    assert uncertain.keys == ("a\ntechnosphere\nb\n0", f"a\nbiosphere\n{co2}\n1")


def test_exchanges_of_nothing_have_no_spread(small):
    system = small.system(small.process("a", small.emits(small.co2, 0.0)))
    assert uncertain_exchanges(system, {1: 0.2}).positions == ()


@pytest.mark.parametrize("scale", [-0.1, np.inf, np.nan])
def test_spreads_that_are_none_are_refused_together(system, scale):
    with pytest.raises(AnalysisError) as error:
        uncertain_exchanges(system, {1: scale, 2: scale, 3: 0.1})
    assert [finding.code for finding in error.value.findings] == ["UNC-020", "UNC-020"]
    assert error.value.findings[0].found == f"a: b: {scale:g}"


def test_amounts_are_medians_times_powers_of_the_normals(system):
    uncertain = uncertain_exchanges(system, {1: 0.2, 3: 0.5})
    z = normals(uncertain.keys, 7, 100)
    expected = np.array([[0.5], [-3.0]]) * np.exp(np.array([[0.2], [0.5]]) * z)
    assert draw(uncertain, 7, 100) == pytest.approx(expected, rel=1e-15)


def test_draws_are_numbered(system):
    keys = ("one", "two")
    whole = normals(keys, 7, 2 * BLOCK + 100)
    for first, last in ((0, 10), (5, 17), (BLOCK - 3, BLOCK + 3), (BLOCK, 2 * BLOCK + 100)):
        assert (normals(keys, 7, last - first, first) == whole[:, first:last]).all()


def test_draws_depend_on_seed_and_key_only():
    one, two = normals(("one", "two"), 7, 1000)
    assert (normals(("two", "three", "one", "two"), 7, 1000)[[2, 0, 3]] == [one, two, two]).all()
    assert not (normals(("one",), 8, 1000)[0] == one).any()
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.1


def test_draws_are_those_that_they_were():
    # Other draws for the same seed would change results that were reported with it.
    found = normals(("a\ntechnosphere\nb\n0",), 2024, 2, first=BLOCK - 1)
    assert found.tolist() == [[1.4500312787093779, 0.7693538540593051]]


def test_normals_are_standard_and_independent_between_keys_blocks_and_seeds():
    count = 4 * BLOCK
    keys = [str(i) for i in range(10)]
    found = np.concatenate([normals(keys, seed, count) for seed in (1, 2)])
    for row in found:
        assert stats.kstest(row, "norm").pvalue > UNLIKELY / len(found)
    blocks = found.reshape(-1, BLOCK)
    correlations = np.corrcoef(blocks)[np.triu_indices(len(blocks), 1)] * np.sqrt(BLOCK)
    assert stats.kstest(correlations, "norm").pvalue > UNLIKELY
    assert abs(correlations).max() < 6
