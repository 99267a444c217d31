import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pvfootprint.database.contributors import contributors, yearly_output
from pvfootprint.database.disclosure.bands import band_of
from pvfootprint.database.processes import Quantity
from pvfootprint.database.statistics.computing import cell_of, count_class, percentiles_for


def cell(datasets, holders=str):
    """Return the statistics of datasets, all of which may be in."""
    return cell_of("wafer", "mono-n", tuple(contributors(datasets).values()), holders)


def footprints(base_datasets, *values, **changes):
    return [base_datasets.dataset(i, footprint=v, **changes) for i, v in enumerate(values, 1)]


def test_three_equal_companies_by_hand(base_datasets):
    """Each lies in 25 to 31.5 kgCO2e/m2, whose middle is 6.5 / ln(31.5 / 25) = 28.1."""
    found = cell(footprints(base_datasets, 26, 28, 30))
    assert (found.companies_from, found.companies_to) == (3, 5)
    footprint = found.measure("footprint")
    assert footprint.mean == 28
    assert footprint.unit == "kgCO2e/m2"
    assert footprint.percentiles == {}
    assert found.measure("electricity").unit == "kWh/m2"


def test_production_is_said_in_a_band(base_datasets):
    found = cell(footprints(base_datasets, 26, 28, 30, output=1e6))
    assert (found.production.low, found.production.high) == (3e6, 3.75e6)
    assert found.production_unit == "m2"


def test_percentiles_of_forty_companies(populations):
    datasets = populations.population(40)
    footprint = cell(datasets).measure("footprint")
    assert list(footprint.percentiles) == ["10", "25", "50", "75", "90"]
    lows = [band.low for band in footprint.percentiles.values()]
    assert lows == sorted(lows)
    weights = [yearly_output(one) for one in datasets]
    pairs = zip(weights, datasets, strict=True)
    mean = math.fsum(w * d.process.footprint for w, d in pairs) / math.fsum(weights)
    assert footprint.mean == pytest.approx(mean, rel=0.06)


def test_sites_of_one_company_are_one_company(base_datasets):
    datasets = footprints(base_datasets, 20, 20, 20, 20, 20, 90)
    assert cell(datasets).companies_from == 6
    same = {"code1": "group", "code2": "group"}
    assert cell(datasets, lambda owner: same.get(owner, owner)).companies_to == 5


def test_modules_are_said_by_kilowatt(base_datasets):
    def module(number, efficiency):
        quantities = (Quantity(name="efficiency", amount=efficiency, unit="kW/m2"),)
        return base_datasets.dataset(number, stage="module", footprint=90.0, quantities=quantities)

    known = [module(1, 0.22), module(2, 0.22), module(3, 0.22)]
    assert cell(known).measure("footprint").unit == "kgCO2e/kWp"
    assert cell(known).measure("footprint").mean == pytest.approx(410, rel=0.12)
    assert cell([*known, module(4, 0.0)]).measure("footprint").unit == "kgCO2e/m2"


def test_a_measure_that_somebody_has_none_of_is_left_out(base_datasets):
    datasets = footprints(base_datasets, 26, 28, 30)
    datasets.append(base_datasets.dataset(4, energy=()))
    assert cell(datasets).measure("electricity") is None
    assert cell(datasets).measure("footprint") is not None


@pytest.mark.parametrize(
    ("companies", "said", "percentiles"),
    [
        (3, (3, 5), ()),
        (5, (3, 5), ()),
        (6, (6, 11), (50,)),
        (11, (6, 11), (50,)),
        (12, (12, 29), (25, 50, 75)),
        (29, (12, 29), (25, 50, 75)),
        (30, (30, None), (10, 25, 50, 75, 90)),
    ],
)
def test_how_many_are_said_as_coarsely_as_percentiles_are(companies, said, percentiles):
    assert count_class(companies) == said
    assert percentiles_for(companies) == percentiles


def test_too_few_are_no_class():
    with pytest.raises(ValueError, match="too few"):
        count_class(2)


VALUES = st.lists(st.floats(1, 1000), min_size=3, max_size=31)


@given(values=VALUES, data=st.data())
@settings(max_examples=40)
def test_statistics_tell_nothing_but_the_band_of_a_value(base_datasets, values, data):
    """Whoever knows all other values, and everything published, cannot tell values of one band."""
    i = data.draw(st.integers(0, len(values) - 1))
    band = band_of(values[i])
    other = data.draw(st.floats(band.low, math.nextafter(band.high, 0)))
    changed = [*values[:i], other, *values[i + 1 :]]
    assert cell(footprints(base_datasets, *changed)) == cell(footprints(base_datasets, *values))


@given(outputs=VALUES, data=st.data())
@settings(max_examples=40)
def test_statistics_tell_nothing_but_the_band_of_a_production(base_datasets, outputs, data):
    def of(found):
        return [base_datasets.dataset(i, output=v, footprint=20.0 + i) for i, v in enumerate(found)]

    i = data.draw(st.integers(0, len(outputs) - 1))
    band = band_of(yearly_output(of(outputs)[i]))
    share = data.draw(st.floats(0, 0.999))
    yearly = band.low + share * (band.high - band.low)
    other = yearly * outputs[i] / yearly_output(of(outputs)[i])
    if band_of(yearly_output(of([other])[0])) == band:
        changed = [*outputs[:i], other, *outputs[i + 1 :]]
        assert cell(of(changed)) == cell(of(outputs))
