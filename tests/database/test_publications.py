import datetime

import pytest

from pvfootprint.database.averaging.dataset import blank, supplier
from pvfootprint.database.choosing import Product
from pvfootprint.database.contributors import contributors, yearly_output
from pvfootprint.database.objecting import objections
from pvfootprint.database.publication_acts import (
    AVERAGE,
    AVERAGE_FILES,
    STATISTICS,
    STATISTICS_FILES,
    PublishAverage,
    PublishStatistics,
    average_key,
)
from pvfootprint.database.publications import past_workings
from pvfootprint.model.findings import DatabaseError


def kept(transaction, names, content=b"{}"):
    return {name: transaction.keep(content) for name in sorted(names)}


def objected(publisher, act, subject, body):
    """Write an entry past the commands; return the codes of what stands against it."""
    with publisher.registry.writing() as transaction:
        people = transaction.people()
        entry = transaction.append(act, subject, body.model_dump(mode="json"), publisher.actor)
    return [finding.code for finding in objections(people, {}, entry)]


def test_workings_that_are_not_understood(publisher):
    with publisher.registry.writing() as transaction:
        body = PublishStatistics(files=kept(transaction, STATISTICS_FILES), year=2025)
        transaction.append(STATISTICS, body.subject, body.model_dump(mode="json"), publisher.actor)
    with publisher.registry.reading() as snapshot, pytest.raises(DatabaseError) as caught:
        past_workings(snapshot, "wafer", "mono-n", 2025)
    assert [finding.code for finding in caught.value.findings] == ["DAT-020"]


@pytest.mark.parametrize(
    ("subject", "year", "codes"),
    [
        ("statistics/2025", 2025, []),
        ("statistics/2024", 2025, ["DAT-001"]),
        ("statistics/2026", 2026, ["DAT-021"]),
    ],
)
def test_check_of_the_registry_sees_odd_publications(publisher, subject, year, codes):
    with publisher.registry.writing() as transaction:
        files = kept(transaction, STATISTICS_FILES)
    body = PublishStatistics(files=files, year=year)
    assert objected(publisher, STATISTICS, subject, body) == codes


def test_an_average_without_its_files_is_none(publisher):
    with publisher.registry.writing() as transaction:
        files = kept(transaction, AVERAGE_FILES)
    files.pop("workings.json")
    body = PublishAverage(
        files=files, stage="wafer", technology="mono-n", design="", year=2025, replaces=""
    )
    assert objected(publisher, AVERAGE, body.subject, body) == ["DAT-001"]


def test_keys():
    assert average_key("cell", "topcon", "pecvd") == "cell-topcon-pecvd"
    assert average_key("wafer", "mono-n", "") == "wafer-mono-n"


def test_contributors_are_company_and_design(base_datasets):
    owner = base_datasets.dataset(1).standing.owner
    found = contributors(
        base_datasets.dataset(i, owner=owner, design=design) for i, design in enumerate("aab", 1)
    )
    assert {key: len(one.datasets) for key, one in found.items()} == {"code1|a": 2, "code1|b": 1}


def test_production_is_that_of_a_year(base_datasets):
    half = base_datasets.dataset(1, start="2025-01-01", end="2025-06-30", output=5e5)
    days = (datetime.date(2025, 6, 30) - datetime.date(2025, 1, 1)).days + 1
    assert yearly_output(half) == pytest.approx(5e5 * 365.25 / days)


def test_a_library_without_the_stage_has_nothing_for_a_supply(tiny_library):
    user = blank(Product("wafer", "mono", 2025), "CN")
    assert supplier(tiny_library, user, "ingot").code == "ingot-CN-2018"
    with pytest.raises(DatabaseError) as caught:
        supplier(tiny_library, user, "polysilicon")
    assert [finding.code for finding in caught.value.findings] == ["DAT-028"]
