"""Where the boxes of a network lie."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pvfootprint.documents.hotspots.layout import Place, arrange, columns_of

GAP = 5.0


def test_columns_lead_to_the_product():
    links = [("grid", "cell", 2.0), ("cell", "module", 3.0), ("glass", "module", 1.0)]
    columns = columns_of(["grid", "cell", "glass", "module"], links)
    assert columns == {"grid": 0, "cell": 1, "glass": 1, "module": 2}


def test_band_crosses_a_column_in_a_slot_of_its_own():
    links = [("a", "b", 1.0), ("b", "c", 2.0), ("a", "c", 3.0)]
    places = {key: Place(key, i, 4.0, least=20.0) for i, key in enumerate("abc")}
    ways = arrange(places, links, height=200.0, gap=GAP)
    (long,) = (way for way in ways if len(way.places) == 3)
    between = long.places[1]
    assert (between.key, between.column) == ("", 1)
    above, below = sorted((between, places["b"]), key=lambda place: place.top)
    assert above.top + above.height + GAP <= below.top + 1e-9


link = st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(0.01, 100.0))


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(count=st.integers(1, 8), drawn=st.lists(link, max_size=16))
def test_nothing_in_a_column_overlaps(count, drawn):
    keys = [str(i) for i in range(count)]
    found = {(i % count, j % count): value for i, j, value in drawn if i % count < j % count}
    links = [(str(i), str(j), value) for (i, j), value in found.items()]
    columns = columns_of(keys, links)
    places = {key: Place(key, columns[key], 1.0 + int(key), least=30.0) for key in keys}
    ways = arrange(places, links, height=300.0, gap=GAP)
    inner = [place for way in ways for place in way.places[1:-1]]
    for column in set(columns.values()):
        there = sorted(
            (p for p in (*places.values(), *inner) if p.column == column), key=lambda p: p.top
        )
        assert all(place.height >= place.least for place in there)
        for upper, lower in pairwise(there):
            assert upper.top + upper.height + GAP <= lower.top + 1e-6
    assert all(columns[s] < columns[t] for s, t, _ in links)
