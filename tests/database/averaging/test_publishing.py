import csv
import io
from dataclasses import replace

import pytest

from pvfootprint.database.averaging.publishing import prepare, publish, published_averages
from pvfootprint.database.choosing import Product
from pvfootprint.database.publication_acts import AVERAGE_FILE, WORKINGS_FILE
from pvfootprint.database.statistics.publishing import publish as publish_statistics
from pvfootprint.engine.backgrounds import make_background
from pvfootprint.library.gwp import read_set
from pvfootprint.library.layout import read_inventories
from pvfootprint.library.linking import link
from pvfootprint.library.reading import Report
from pvfootprint.model.findings import DatabaseError

WAFER = Product("wafer", "mono-n", 2025)


def codes(caught):
    return [finding.code for finding in caught.value.findings]


def refusal(publisher, values, product=WAFER):
    with pytest.raises(DatabaseError) as caught:
        publish(publisher.registry, publisher.actor, product, values, "测试认证机构")
    return caught


def published(publisher, values, product=WAFER):
    return publish(publisher.registry, publisher.actor, product, values, "测试认证机构")


def test_the_dataset_links_to_the_library(publisher, populations, values, tmp_path, data_folder):
    publisher.holds(populations.population(12))
    made = published(publisher, values)
    path = tmp_path / AVERAGE_FILE
    path.write_bytes(made.csv)
    report = Report(AVERAGE_FILE)
    (inventory,) = read_inventories(path, report)
    assert report.findings == []
    library, findings = values.library, []
    linked = link([*library.inventories.values(), inventory], library.flows.values(), findings)
    assert findings == []
    targets = {one.target for one in linked[inventory.code].inputs}
    assert {"argon-liquid", "electricity-grid-supply-CN", "transport-lorry"} < targets
    complete = replace(library, inventories=linked)
    background = make_background(complete, read_set(data_folder, "ar6", library))
    caused = dict(zip(background.place, background.upstream, strict=True))
    summed = sum(e.amount * caused[e.target] for e in linked[inventory.code].inputs)
    assert caused[inventory.code] == pytest.approx(summed)
    assert inventory.code == "pilot-average-wafer-mono-n-2025"
    assert (inventory.location, inventory.vintage) == ("CN", 2025)


def test_what_is_said_of_it(publisher, populations, values):
    publisher.holds(populations.population(12))
    made = published(publisher, values)
    assert made.subject == "average/wafer-mono-n/2025"
    assert made.facts.companies_from == 12
    assert made.facts.withheld_footprint == 0
    assert "12 to 29 companies" in made.facts.said.en
    assert "试点" in made.facts.said.zh
    with publisher.registry.reading() as snapshot:
        assert published_averages(snapshot) == [made]


def test_amounts_are_the_weighted_means(publisher, base_datasets, values):
    outputs = {1: 1e6, 2: 1e6, 3: 2e6}
    publisher.holds([base_datasets.dataset(i, output=v) for i, v in outputs.items()])
    rows = list(csv.reader(io.StringIO(published(publisher, values).csv.decode())))
    amounts = {row[0]: row[5] for row in rows if len(row) > 8}
    assert amounts["electricity, grid supply"] == "12.0"
    assert amounts[values.library.inventories["argon-liquid"].name] == "0.7"


def test_silver_of_two_companies_is_withheld_and_said(publisher, populations, values):
    publisher.holds(populations.population(12, rare=(1, 2)))
    made = published(publisher, values)
    assert b"silver" not in made.csv
    assert 0 < made.facts.withheld_footprint <= 0.03


def test_is_not_published_when_too_much_is_withheld(publisher, base_datasets, populations, values):
    silver = populations.flow("silver", "kilogram", "materials", 0.1)
    datasets = populations.population(4)
    datasets.append(base_datasets.dataset(5, inputs=(silver,), consent="statistics"))
    publisher.holds(datasets)
    caught = refusal(publisher, values)
    assert codes(caught) == ["DAT-025"]
    assert "silver" not in str(caught.value)


def test_what_the_library_does_not_know_is_withheld(publisher, populations, values):
    unknown = populations.flow("flow-of-another-library", "kilogram", "materials", 0.1)
    publisher.holds(populations.population(5, inputs=(unknown,)))
    assert codes(refusal(publisher, values)) == ["DAT-025"]


@pytest.mark.parametrize("companies", [0, 1, 2])
def test_two_companies_are_too_few(publisher, populations, values, companies):
    publisher.holds(populations.population(companies))
    caught = refusal(publisher, values)
    assert codes(caught) == ["DAT-023"]
    assert "at least 3 companies" in str(caught.value)
    assert "CODE" not in str(caught.value)


def test_more_than_sixty_per_cent_is_refused_without_saying_whose(publisher, base_datasets, values):
    outputs = {1: 62.0, 2: 20.0, 3: 18.0}
    publisher.holds([base_datasets.dataset(i, output=v) for i, v in outputs.items()])
    caught = refusal(publisher, values)
    assert codes(caught) == ["DAT-023"]
    assert "60 %" in str(caught.value)
    for told in ("62", "CODE", "示例公司"):
        assert told not in str(caught.value)


def test_next_year_takes_its_place(publisher, populations, values):
    publisher.holds(populations.population(6, output=1e6))
    first = published(publisher, values)
    assert codes(refusal(publisher, values)) == ["DAT-022"]
    publisher.in_year(2026)
    publisher.holds(populations.population(6, year=2026, output=1e6))
    second = published(publisher, values, Product("wafer", "mono-n", 2026))
    assert second.facts.replaces == first.subject
    with publisher.registry.reading() as snapshot:
        assert [one.replaced_by for one in published_averages(snapshot)] == [second.subject, ""]


def test_year_must_be_over(publisher, populations, values):
    publisher.holds(populations.population(6, year=2026))
    assert codes(refusal(publisher, values, Product("wafer", "mono-n", 2026))) == ["DAT-021"]


def test_a_design_beside_all_designs_tells_nobody(publisher, base_datasets, values):
    """Five companies of design A and one of B: after the average of all, that of A would tell B."""
    datasets = [
        base_datasets.dataset(i, design="b" if i == 6 else "a", consent="statistics")
        for i in range(1, 7)
    ]
    publisher.holds(datasets)
    published(publisher, values)
    made = published(publisher, values, Product("wafer", "mono-n", 2025, "a"))
    with publisher.registry.reading() as snapshot:
        workings = snapshot.entries(made.subject, act="data-publish")
        content = snapshot.file(next(workings).data["files"][WORKINGS_FILE])
    assert content.count(b'"element"') == 3


def test_a_company_that_closed_its_data_is_not_told_by_the_next_average(
    publisher, populations, values
):
    everybody = populations.population(4, output=1e6)
    publisher.holds(everybody)
    published(publisher, values)
    publisher.in_year(2026)
    publisher.holds(populations.population(3, year=2026, output=1e6))
    caught = refusal(publisher, values, Product("wafer", "mono-n", 2026))
    assert codes(caught) == ["DAT-024"]


def test_closed_inventories_appear_in_nothing(publisher, populations, base_datasets, values):
    """Names and values that stand nowhere else are in no file, whatever is published."""
    marker = populations.flow("silver", "kilogram", "materials", 0.0123454321)
    secret = base_datasets.dataset(
        77,
        consent="closed",
        product="MARKER-PRODUCT",
        code="site:MARKER:s1:wafer:p1",
        footprint=31.7771777,
        output=7654321.0,
        inputs=(marker,),
    )
    publisher.holds([*populations.population(12), secret])
    published(publisher, values)
    publish_statistics(publisher.registry, publisher.actor, 2025)
    with_it = publisher.files()
    everything = b"\n".join(with_it.values())
    for told in ("MARKER", "CODE77", "示例公司77", "0.01234", "31.777", "7654321", "silver"):
        assert told.encode() not in everything
    publisher.holds(populations.population(12))
    with publisher.registry.reading() as snapshot:
        entries = [*snapshot.entries(act="data-publish"), *snapshot.entries(act="data-statistics")]
        workings = [snapshot.file(one.data["files"][WORKINGS_FILE]) for one in entries]
    assert all(b"MARKER" not in one and b"code77" not in one for one in workings)


def test_what_is_published_names_no_company(publisher, populations, values):
    publisher.holds(populations.population(12))
    published(publisher, values)
    publish_statistics(publisher.registry, publisher.actor, 2025)
    everything = b"\n".join(publisher.files().values())
    for told in ("CODE", "code1", "示例公司", "site:", "data/"):
        assert told.encode() not in everything


def test_preparing_writes_nothing(publisher, populations, values):
    publisher.holds(populations.population(12))
    with publisher.registry.reading() as snapshot:
        size = snapshot.size()
        prepare(snapshot, WAFER, values)
        assert snapshot.size() == size
    assert publisher.files() == {}
