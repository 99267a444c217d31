"""Which datasets may be used, and what for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.database.acts import CONSENTS
from pvfootprint.database.datasets import ALLOWED_BY, usable

PURPOSES = tuple(ALLOWED_BY)


@pytest.mark.parametrize(
    ("consent", "purposes"),
    [
        ("closed", ()),
        ("statistics", ("statistics", "average")),
        ("open", ("statistics", "average", "package")),
    ],
)
def test_consent(base_datasets, consent, purposes):
    one = base_datasets.dataset(consent=consent)
    assert tuple(purpose for purpose in PURPOSES if usable([one], purpose)) == purposes


def test_each_consent_includes_those_before_it():
    allowed = [{p for p in PURPOSES if consent in ALLOWED_BY[p]} for consent in CONSENTS]
    assert allowed[0] < allowed[1] < allowed[2]


@pytest.mark.parametrize("state", ["unverified", "refused"])
def test_only_what_is_verified(base_datasets, state):
    assert usable([base_datasets.dataset(state=state)], "average") == []


@pytest.mark.parametrize(
    ("status", "used"),
    [
        ("valid", True),
        ("superseded", True),
        ("suspended", False),
        ("withdrawn", False),
        ("cancelled", False),
        ("not issued", False),
    ],
)
def test_state_of_the_certificate(base_datasets, status, used):
    one = base_datasets.dataset(certificate_status=status)
    assert bool(usable([one], "package")) is used


def test_the_newest_of_a_year_counts_whatever_its_consent(base_datasets):
    old = base_datasets.dataset(1)
    new = base_datasets.dataset(
        1, key="data/00002", entered="2026-04-01T00:00:00.000000Z", consent="closed"
    )
    assert usable([old, new], "average") == []
    unverified = base_datasets.dataset(
        1, key="data/00003", entered="2026-05-01T00:00:00.000000Z", state="unverified"
    )
    assert usable([old, unverified], "average") == [old]


def test_each_year_of_a_product_counts(base_datasets):
    years = [
        base_datasets.dataset(1, key=f"data/{year}", start=f"{year}-01-01", end=f"{year}-12-31")
        for year in (2024, 2025)
    ]
    assert usable(years, "statistics") == years
    assert [one.year for one in years] == [2024, 2025]


@pytest.mark.parametrize(
    ("start", "end", "year"),
    [
        ("2025-01-01", "2025-12-31", 2025),
        ("2024-07-01", "2025-06-30", 2024),
        ("2024-08-01", "2025-07-31", 2025),
        ("2025-12-31", "2025-12-31", 2025),
    ],
)
def test_the_year_is_that_of_the_middle_day(base_datasets, start, end, year):
    assert base_datasets.dataset(start=start, end=end).year == year


def test_products_of_two_companies_do_not_supersede_each_other(base_datasets):
    both = [base_datasets.dataset(1), base_datasets.dataset(2)]
    assert usable(both, "average") == both


def test_per_unit_of_the_product(base_datasets):
    process = base_datasets.unit_process(
        declared_unit="piece", reference_flow=0.02, footprint=1.0, own_footprint=0.4
    )
    assert process.footprint_per_unit == pytest.approx(50.0)
    assert process.own_footprint_per_unit == pytest.approx(20.0)
    assert process.electricity == 12.0


STATUSES = ("valid", "suspended", "withdrawn", "cancelled", "superseded")

facts = st.fixed_dictionaries(
    {
        "number": st.integers(1, 4),
        "end": st.sampled_from(["2024-12-31", "2025-12-31"]),
        "consent": st.sampled_from(CONSENTS),
        "state": st.sampled_from(["unverified", "verified", "refused"]),
        "certificate_status": st.sampled_from(STATUSES),
    }
)


@given(drawn=st.lists(facts, max_size=12), purpose=st.sampled_from(PURPOSES))
def test_whatever_there_is(base_datasets, drawn, purpose):
    every = [
        base_datasets.dataset(key=f"data/{place:05d}", start=f"{one['end'][:4]}-01-01", **one)
        for place, one in enumerate(drawn, start=1)
    ]
    used = usable(every, purpose)
    assert used == [one for one in every if one in used]
    assert len({(one.product, one.year) for one in used}) == len(used)
    for one in used:
        assert (one.state, one.consent == "closed") == ("verified", False)
        assert one.certificate_status in {"valid", "superseded"}
    assert set(map(id, usable(every, "package"))) <= set(map(id, usable(every, "statistics")))
