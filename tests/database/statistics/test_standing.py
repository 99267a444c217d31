import pytest

from pvfootprint.database.contributors import contributors
from pvfootprint.database.statistics.computing import cell_of
from pvfootprint.database.statistics.figures import Between, Measure, Statistics
from pvfootprint.database.statistics.standing import place_of, places


def measure(**percentiles):
    bands = {key[1:]: Between(low=low, high=high) for key, (low, high) in percentiles.items()}
    return Measure(measure="footprint", unit="kgCO2e/m2", mean=28, percentiles=bands)


QUARTILES = measure(p25=(20, 25), p50=(31.5, 40), p75=(50, 63))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (10, "among the quarter with the lowest values"),
        (22, "at the border of the quarter with the lowest values"),
        (28, "in the lower half"),
        (33, "in the middle"),
        (45, "in the upper half"),
        (50, "at the border of the quarter with the highest values"),
        (63, "among the quarter with the highest values"),
    ],
)
def test_place_among_quartiles(value, said):
    assert place_of(value, QUARTILES) == said


@pytest.mark.parametrize(
    ("value", "said"), [(25, "below the mean"), (26, "about the mean"), (31, "above the mean")]
)
def test_place_beside_a_mean_alone(value, said):
    assert place_of(value, measure()) == said


@pytest.mark.parametrize(
    ("value", "said"), [(24, "in the lower half"), (26, "in the middle"), (40, "in the upper half")]
)
def test_place_beside_a_median(value, said):
    assert place_of(value, measure(p50=(25, 31.5))) == said


def test_all_in_one_band_is_the_middle():
    same = {f"p{p}": (25, 31.5) for p in (25, 50, 75)}
    assert place_of(26, measure(**same)) == "in the middle"


def test_a_product_stands_in_the_statistics_of_its_year(populations, base_datasets):
    included = tuple(contributors(populations.population(12)).values())
    cell = cell_of("wafer", "mono-n", included, str)
    published = [Statistics(year=year, cells=(cell,)) for year in (2024, 2025)]
    found = places(base_datasets.dataset(1, footprint=90.0), published)
    assert [(one.year, one.measure.measure) for one in found] == [
        (2025, "footprint"),
        (2025, "electricity"),
    ]
    assert found[0].said == "among the quarter with the highest values"
    assert places(base_datasets.dataset(1, technology="mono-p"), published) == []
