import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.database.disclosure.bands import NARROWEST, STEPS, Band, band_of, rounded


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [(1, 1, 1.25), (1.2499, 1, 1.25), (1.25, 1.25, 1.6), (9.99, 8, 10), (467, 400, 500)],
)
def test_lies_between_preferred_numbers(value, low, high):
    assert band_of(value) == Band(low, high)


@given(st.floats(1e-12, 1e12))
def test_every_value_lies_in_its_band_and_no_band_is_narrow(value):
    band = band_of(value)
    assert band.low <= value < band.high
    assert band.high / band.low >= NARROWEST * (1 - 1e-12)
    assert band.low < band.middle < band.high
    assert band_of(band.low) == band_of(band.middle) == band


@pytest.mark.parametrize("decade", range(-9, 10))
def test_neighbours_share_their_end(decade):
    ends = [float(f"{step}e{decade}") for step in STEPS]
    for low, high in itertools.pairwise(ends):
        assert band_of(low) == Band(low, high)
        assert band_of(math.nextafter(low, 0)).high == low


@pytest.mark.parametrize("value", [0, -1, math.inf, math.nan])
def test_refuses_what_lies_in_no_band(value):
    with pytest.raises(ValueError, match="lies in no band"):
        band_of(value)


def test_rounds_to_figures():
    assert rounded(0.41234, 3) == 0.412
    assert rounded(467.3, 2) == 470
    assert rounded(0, 3) == 0
