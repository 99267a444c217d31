"""The promise itself: taking one company away, at the threshold, changes nothing identifiable.

Populations are at and near the thresholds: 3 to 6 companies, the largest at 50 to 70 % of the
weight. Whoever sees what was published with all of them, and afterwards without one, knows of the
one who left no more than a stated bound: nothing at all from averages, its band from statistics.
"""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from pvfootprint.database.contributors import contributors
from pvfootprint.database.disclosure.bands import NARROWEST, band_of
from pvfootprint.database.disclosure.comparing import admit
from pvfootprint.database.disclosure.rules import LARGEST_SHARE, MIN_COMPANIES
from pvfootprint.database.statistics.computing import cell_of

NEAR_THE_EDGE = st.tuples(
    st.floats(0.5, 0.7), st.lists(st.floats(0.2, 1), min_size=2, max_size=5)
).map(lambda drawn: outputs(*drawn))


def outputs(largest, others):
    """Productions of which the first is the share `largest` of all."""
    return [sum(others) * largest / (1 - largest), *others]


def made_by(base_datasets, productions, footprints):
    """Contributors of these productions and footprints; nobody's data are open."""
    pairs = zip(productions, footprints, strict=True)
    return contributors(
        base_datasets.dataset(i, output=1e6 * made, footprint=value, consent="statistics")
        for i, (made, value) in enumerate(pairs)
    )


def published(found, history=()):
    """Return who is published, as members by element."""
    members = {element: one.member(str) for element, one in found.items()}
    return {one.element: one for one in admit(members, history).included}


@given(productions=NEAR_THE_EDGE, data=st.data())
@settings(max_examples=60)
def test_with_and_without_one_company(base_datasets, productions, data):
    footprints = [30.0] * len(productions)
    found = made_by(base_datasets, productions, footprints)
    before = published(found)
    if before:
        assert len(before) >= MIN_COMPANIES
        weights = [one.weight for one in before.values()]
        assert max(weights) <= LARGEST_SHARE * math.fsum(weights) * (1 + 1e-6)
    gone = data.draw(st.sampled_from(sorted(found)))
    left = {element: one for element, one in found.items() if element != gone}
    history = [before] if before else []
    after = published(left, history)
    assert gone not in after
    if before and after:
        told = set(before) ^ set(after)
        assert len(told) >= MIN_COMPANIES
        whole = math.fsum(before[element].weight for element in told)
        assert before[gone].weight <= LARGEST_SHARE * whole * (1 + 1e-6)


@given(
    productions=NEAR_THE_EDGE,
    values=st.lists(st.floats(15, 60), min_size=6, max_size=6),
    data=st.data(),
)
@settings(max_examples=60)
def test_statistics_with_and_without_bound_the_value_by_its_band(
    base_datasets, productions, values, data
):
    """Both tables in hand, and all other values too: every value of the band remains possible."""
    values = values[: len(productions)]
    i = data.draw(st.integers(0, len(productions) - 1))
    band = band_of(values[i])
    assert band.high / band.low >= NARROWEST * (1 - 1e-12)
    seen = []
    for value in (values[i], band.low, math.nextafter(band.high, 0)):
        found = made_by(base_datasets, productions, [*values[:i], value, *values[i + 1 :]])
        without = {element: one for element, one in found.items() if element != f"code{i}|"}
        assert len(without) == len(found) - 1
        cells = []
        for world in (found, without):
            included = [world[element] for element in published(world)]
            cells.append(cell_of("wafer", "mono-n", included, str) if included else None)
        seen.append(cells)
    assert seen[0] == seen[1] == seen[2]


def test_three_equal_companies_and_two(base_datasets):
    found = made_by(base_datasets, [1, 1, 1], [20, 30, 40])
    assert len(published(found)) == 3
    for gone in found:
        left = {element: one for element, one in found.items() if element != gone}
        assert published(left) == {}
        assert published(left, [published(found)]) == {}
