"""What holds for every product system, tried on random ones with loops."""

import math
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pvfootprint.analysis.hotspots.finding import find_hotspots
from pvfootprint.engine.computing import compute

SAME = 1e-12
many = settings(max_examples=60, deadline=None, derandomize=True, database=None)
cutoffs = st.sampled_from([0.0, 0.01, 0.1, 0.6])


@many
@given(data=st.data(), cutoff=cutoffs)
def test_tables_tree_and_network_sum_to_the_footprint(random_system, ar6, data, cutoff):
    system = data.draw(random_system)
    subject = SimpleNamespace(system=system, factors=ar6, unit="kgCO2e/kg")
    found = find_hotspots(subject, cutoff=cutoff)
    near = pytest.approx(found.total, rel=SAME)
    for split in found.splits:
        assert math.fsum(row.value for row in split.rows) == near
    for cross in found.crosses:
        assert math.fsum(value for line in cross.values for value in line) == near
    parents = {node.parent for node in found.tree}
    assert math.fsum(n.value for n in found.tree if n.number not in parents) == near
    assert math.fsum(node.own + node.folded for node in found.network.nodes) == near
    for node in found.network.nodes:
        enters = math.fsum(b.value for b in found.network.bands if b.target == node.code)
        whole = enters + node.own + node.folded + node.returned
        assert whole == pytest.approx(node.value, rel=1e-10, abs=SAME * found.total)
    result = compute(system, ar6)
    assert found.proxy_share == pytest.approx(result.proxy_share, rel=1e-10, abs=SAME)
