"""What monitoring says of datasets: age, drift, outliers, certificates."""

import datetime
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.database.monitoring.limits import AGEING, FAR, OLD
from pvfootprint.database.monitoring.watching import (
    ages,
    drifts,
    modified_scores,
    not_held,
    older_factors,
    outliers,
    stage_drifts,
    watch,
)
from pvfootprint.database.processes import Grid
from pvfootprint.model.inventory import PublishedRange
from pvfootprint.rules.reading import read_rules

DAY = datetime.date(2026, 11, 21)


def of_year(make, number, year, **changes):
    return make(number, start=f"{year}-01-01", end=f"{year}-12-31", **changes)


def test_first_limit_of_age_is_that_of_the_pilots_rules(data_folder):
    assert read_rules("yancheng-pilot", data_folder).number("age.primary") == AGEING
    assert OLD > AGEING


@pytest.mark.parametrize(
    ("end", "words"),
    [("2024-11-22", None), ("2024-11-20", "ask for newer ones"), ("2021-11-20", "are old")],
)
def test_age_is_told_from_the_last_day_of_the_data(base_datasets, end, words):
    one = base_datasets.dataset(1, start="2021-01-01", end=end)
    found = list(ages([one], DAY))
    assert [words in remark.said.en for remark in found] == ([True] if words else [])


def test_a_product_that_takes_a_fifth_less_than_last_year_has_drifted(base_datasets):
    before = of_year(base_datasets.dataset, 1, 2024, own_footprint=10.0, superseded_by="data/00002")
    now = of_year(base_datasets.dataset, 2, 2025, own_footprint=8.0, code=before.process.code)
    owner = base_datasets.dataset(1).owner
    now = base_datasets.dataset(2, process=now.process, owner=owner)
    (found,) = drifts([before, now], [now])
    assert found.measure == pytest.approx(-0.2)
    assert found.subject == now.key


def test_drift_of_a_stage_is_that_of_medians(base_datasets):
    before = [of_year(base_datasets.dataset, n, 2024, own_footprint=10.0) for n in (1, 2, 3)]
    now = [
        of_year(base_datasets.dataset, n, 2025, own_footprint=x)
        for n, x in ((4, 8.0), (5, 8.5), (6, 99.0))
    ]
    (found,) = stage_drifts([*before, *now])
    assert found.measure == pytest.approx(-0.15)
    assert found.subject == "wafer:mono-n"


def test_outlier_is_found_among_five_and_not_among_four(base_datasets):
    values = (10.0, 10.2, 9.9, 10.1, 14.0)
    made = [base_datasets.dataset(n, own_footprint=x) for n, x in enumerate(values, 1)]
    (found,) = outliers(made)
    # By hand: the median is 10.1, the distances 0.1 0.1 0.2 0 3.9, their median 0.1.
    assert found.measure == pytest.approx(0.6745 * 3.9 / 0.1)
    assert found.subject == "data/00005"
    assert list(outliers(made[1:])) == []


def test_outlier_among_equal_peers_is_found():
    scores = modified_scores([10.0] * 9 + [11.0])
    assert scores[:9] == [0.0] * 9
    assert scores[9] > FAR


@given(st.lists(st.floats(0.1, 1e3), min_size=5, max_size=30), st.floats(0.01, 100))
def test_scores_do_not_depend_on_the_unit(values, factor):
    scaled = modified_scores([value * factor for value in values])
    for one, other in zip(modified_scores(values), scaled, strict=True):
        assert one == pytest.approx(other, rel=1e-6, abs=1e-6)


@given(st.lists(st.floats(0.1, 1e3), min_size=1, max_size=30))
def test_half_of_the_scores_are_not_above_zero(values):
    assert statistics.median(modified_scores(values)) == pytest.approx(0, abs=1e-9)


def test_footprint_beyond_the_published_range_is_told_for_a_single_dataset(base_datasets, library):
    one = base_datasets.dataset(1, stage="polysilicon", technology="siemens", footprint=60.0)
    (known,) = [r for r in library.ranges if (r.stage, r.vintage) == ("polysilicon", 2024)]
    assert isinstance(known, PublishedRange)
    (found,) = [r for r in watch([one], library, DAY) if r.kind == "outlier"]
    assert found.measure == pytest.approx(60.0 / known.high - 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"certificate_status": "withdrawn"}, "no longer valid: withdrawn"),
        ({"expires": datetime.date(2026, 11, 20)}, "expired after 2026-11-20"),
        ({"expires": datetime.date(2027, 2, 19)}, "expires after 2027-02-19"),
        ({"expires": datetime.date(2027, 2, 20)}, None),
    ],
)
def test_certificates_that_do_not_hold_are_told(base_datasets, changes, words):
    found = list(not_held([base_datasets.dataset(1, **changes)], DAY))
    assert [words in remark.said.en for remark in found] == ([True] if words else [])


def test_older_factor_behind_a_dataset_is_told(base_datasets, library):
    nodes = ("electricity-national-average-CN-2023", "electricity-national-average-CN-2024", "gone")
    grids = tuple(Grid(location="CN", year=2023, dataset=node) for node in nodes)
    (found,) = older_factors([base_datasets.dataset(1, grids=grids)], library)
    assert found.measure == 1
    assert "of CN of 2023; there is one of 2024" in found.said.en


def test_only_verified_datasets_that_nothing_superseded_are_looked_at(base_datasets, library):
    old = {"start": "2019-01-01", "end": "2019-12-31"}
    refused = base_datasets.dataset(1, state="refused", **old)
    superseded = base_datasets.dataset(2, superseded_by="data/00003", **old)
    assert watch([refused, superseded], library, DAY) == ()
