import json

import pytest

from pvfootprint.database.datasets import usable
from pvfootprint.database.publication_acts import GROUP, WORKINGS_FILE, DeclareGroup
from pvfootprint.database.publications import holders
from pvfootprint.database.statistics.publishing import prepare, publish, published_statistics
from pvfootprint.model.findings import CertificationError, DatabaseError
from pvfootprint.registry.entries import Actor


def codes(caught):
    return [finding.code for finding in caught.value.findings]


def statistics(publisher):
    with publisher.registry.reading() as snapshot:
        return published_statistics(snapshot)


def test_publishes_what_is_safe_and_nothing_else(publisher, populations, base_datasets):
    wafers = populations.population(12)
    cells = [base_datasets.dataset(900 + i, stage="cell", technology="topcon") for i in range(2)]
    publisher.holds([*wafers, *cells])
    prepared = publish(publisher.registry, publisher.actor, 2025)
    assert [(one.stage, one.technology) for one in prepared.statistics.cells] == [
        ("wafer", "mono-n")
    ]
    assert [finding.code for finding in prepared.findings] == ["DAT-023"]
    assert statistics(publisher) == [prepared.statistics]


def test_is_published_once(publisher, populations):
    publisher.holds(populations.population(5))
    publish(publisher.registry, publisher.actor, 2025)
    publisher.holds(populations.population(9))
    with pytest.raises(DatabaseError) as caught:
        publish(publisher.registry, publisher.actor, 2025)
    assert codes(caught) == ["DAT-022"]


def test_waits_until_the_year_is_over(publisher, populations):
    publisher.holds(populations.population(5, year=2026))
    with pytest.raises(DatabaseError) as caught:
        publish(publisher.registry, publisher.actor, 2026)
    assert codes(caught) == ["DAT-021"]


def test_needs_a_data_steward(publisher, populations, registries):
    publisher.holds(populations.population(5))
    with pytest.raises(DatabaseError) as caught:
        publish(publisher.registry, registries.actor("auditor-a"), 2025)
    assert codes(caught) == ["STF-004"]
    stranger = Actor("steward-a", registries.key_of("stranger"))
    with pytest.raises(CertificationError) as caught:
        publish(publisher.registry, stranger, 2025)
    assert codes(caught) == ["STF-001"]


@pytest.mark.parametrize("companies", [0, 1, 2])
def test_too_few_companies_are_refused_without_saying_whose(publisher, populations, companies):
    publisher.holds(populations.population(companies))
    with pytest.raises(DatabaseError) as caught:
        publish(publisher.registry, publisher.actor, 2025)
    assert codes(caught) == ["DAT-026", *["DAT-023"] * bool(companies)]
    assert "CODE" not in str(caught.value)
    assert "示例公司" not in str(caught.value)


@pytest.mark.parametrize(("largest", "published"), [(3.0, True), (3.001, False)])
def test_at_the_edge_of_sixty_per_cent(publisher, base_datasets, largest, published):
    outputs = {1: largest, 2: 1.0, 3: 1.0}
    publisher.holds(
        [base_datasets.dataset(i, output=v * 1e6, consent="statistics") for i, v in outputs.items()]
    )
    with publisher.registry.reading() as snapshot:
        prepared = prepare(snapshot, 2025)
    assert bool(prepared.statistics.cells) is published
    assert bool(prepared.findings) is not published


def test_companies_of_one_owner_count_once(publisher, populations):
    publisher.holds(populations.population(3))
    body = DeclareGroup(companies=("code1", "code2"))
    with publisher.registry.writing() as transaction:
        transaction.append(GROUP, body.subject, body.model_dump(mode="json"), publisher.actor)
        holder = holders(transaction)
    assert holder("code2") == holder("code1") == "code1"
    assert holder("code3") == "code3"
    with pytest.raises(DatabaseError) as caught:
        publish(publisher.registry, publisher.actor, 2025)
    assert codes(caught) == ["DAT-026", "DAT-023"]


def test_groups_that_share_a_company_are_one(publisher):
    for companies in (("b", "c"), ("a", "b"), ("d", "e")):
        body = DeclareGroup(companies=companies)
        with publisher.registry.writing() as transaction:
            transaction.append(GROUP, body.subject, body.model_dump(mode="json"), publisher.actor)
    with publisher.registry.reading() as snapshot:
        assert [holders(snapshot)(name) for name in "abcdef"] == ["a", "a", "a", "d", "d", "f"]


def test_one_who_comes_or_leaves_changes_nothing_identifiable(publisher, populations):
    """Between two years, either nothing is published or three companies more or fewer are in."""
    for year, companies in enumerate([6, 7, 5, 9], start=2025):
        publisher.in_year(year)
        publisher.holds(populations.population(companies, year=year, output=1e6))
        publish(publisher.registry, publisher.actor, year)
    with publisher.registry.reading() as snapshot:
        entries = list(snapshot.entries(act="data-statistics"))
        workings = [json.loads(snapshot.file(e.data["files"][WORKINGS_FILE])) for e in entries]
    included = [{part["owner"] for part in one["cells"][0]["parts"]} for one in workings]
    assert [len(one) for one in included] == [6, 6, 3, 9]
    for one in included:
        for other in included:
            assert len(one - other) not in {1, 2}


def test_is_held_where_it_would_tell_who_left(publisher, populations):
    publisher.holds(populations.population(4, output=1e6))
    publish(publisher.registry, publisher.actor, 2025)
    publisher.in_year(2026)
    publisher.holds(populations.population(3, year=2026, output=1e6))
    with pytest.raises(DatabaseError) as caught:
        publish(publisher.registry, publisher.actor, 2026)
    assert codes(caught) == ["DAT-026", "DAT-024"]


def test_closing_a_dataset_takes_it_out_of_what_follows(publisher, populations):
    datasets = populations.population(7)
    closed = populations.made.dataset(8, consent="closed", technology="closed-tech", footprint=7e9)
    publisher.holds([*datasets, closed])
    assert closed not in usable([*datasets, closed], "statistics")
    publish(publisher.registry, publisher.actor, 2025)
    for content in publisher.files().values():
        assert b"closed-tech" not in content
        assert b"CODE" not in content
        assert "示例公司".encode() not in content
        assert "e9" not in content.decode()
