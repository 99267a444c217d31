"""The official grid factor of a new year: which certificates it concerns, and their values.

The factor of the new year is invented. What the value must become is reckoned from the footprint
that was kept with the evaluation: kilowatt hours times the difference of both factors.
"""

import contextlib
import dataclasses
import json

import numpy as np
import pytest

from pvfootprint.certification.intake.submitted import open_submitted
from pvfootprint.certification.overview.gathering import overview
from pvfootprint.database.monitoring import computing
from pvfootprint.database.monitoring.factors import superseded, with_newest
from pvfootprint.database.monitoring.report import monitor
from pvfootprint.database.monitoring.superseding import find_superseded
from pvfootprint.library.caching import open_library
from pvfootprint.rules.accounting import make_accounting
from pvfootprint.rules.reading import read_rules
from pvfootprint.submission.manifest import Options

OLD, NEW = 0.5777, 0.5401
NODE = "electricity-national-average-CN-2024"


@pytest.fixture(scope="module")
def newer(new_year):
    return open_library(new_year)[0]


def look(house, library, told=None):
    with house.reading() as snapshot:
        seen = overview(snapshot, house.clock.day)
    return find_superseded(house.registry, seen, library, told)


def kilowatt_hours(house, number):
    """Return how much national grid electricity the kept footprint counts."""
    case = house.case(house.certificate(number).allotment.application)
    with house.reading() as snapshot:
        kept = json.loads(snapshot.file(case.evaluation.files["footprint.json"]))
    return next(p["supply"] for p in kept["processes"] if p["code"] == NODE)


def test_new_year_lists_the_certificate_with_its_recomputed_value(certified, newer):
    found = look(certified, newer)
    (one,) = found.affected
    before = one.record.footprint.value
    expected = before + kilowatt_hours(certified, one.record.number) * (NEW - OLD)
    assert one.value == pytest.approx(expected, rel=1e-12)
    assert one.change == pytest.approx(expected / before - 1)
    assert one.again.then == before
    (change,) = one.factors
    assert change.factor.years == (2024, 2025)
    assert (change.old, change.new) == pytest.approx((OLD, NEW))
    assert change.effect == pytest.approx(one.value - before)
    assert one.shows_otherwise
    assert [one.crosses(t) for t in (None, 0.01, 0.5)] == [None, True, False]
    assert found.findings == ()


def test_nothing_is_computed_where_no_factor_is_newer(certified, library, monkeypatch):
    monkeypatch.setattr(computing, "solve", pytest.fail)
    assert look(certified, library).affected == ()


def test_nothing_is_computed_for_a_value_without_the_factor(certified, newer, monkeypatch):
    monkeypatch.setattr(computing, "solve", pytest.fail)
    monkeypatch.setattr(
        "pvfootprint.database.monitoring.superseding._supplies", lambda *_: {"another": 1.0}
    )
    assert look(certified, newer).affected == ()


def test_a_submission_is_computed_once(certified, newer, monkeypatch):
    first = next(iter(certified.entries(act="evaluate"))).subject
    record = look(certified, newer).affected[0].record.model_dump()
    shared = {key: record[key] for key in ("footprint", "recomputing", "product", "rules")}
    certified.issue(first, **shared)
    solved, told = [], []
    plain = computing.solve
    monkeypatch.setattr(computing, "solve", lambda *a: solved.append(1) or plain(*a))
    found = look(certified, newer, lambda *at: told.append(at))
    assert len(found.affected) == 2
    assert len(solved) == 2, "once with the factors of then, and once with the newest"
    assert told == [(1, 2), (2, 2)]


def test_certificates_that_ended_are_left_out(certified, newer):
    number = look(certified, newer).affected[0].record.number
    certified.clock.set("2029-01-01")
    assert certified.certificate(number).status(certified.clock.day) == "expired"
    assert look(certified, newer).looked_at == 0


def test_year_that_the_submission_asks_for_counts(certified, newer, monkeypatch):
    plain = computing.open_submitted

    def asked(*arguments, **settings):
        submitted = plain(*arguments, **settings)
        return dataclasses.replace(submitted, options=Options(electricity_year=2024))

    monkeypatch.setattr(computing, "open_submitted", asked)
    (one,) = look(certified, newer).affected
    assert one.again.fixed_year == 2024
    assert one.value == one.record.footprint.value
    assert one.change == 0


def test_other_changes_of_the_library_do_not_count(library, newer):
    steel = next(code for code in newer.inventories if code.startswith("steel"))
    changed = dataclasses.replace(newer.inventories[steel], exchanges=())
    other = dataclasses.replace(newer, inventories={**newer.inventories, steel: changed})
    merged = with_newest(library, other)
    assert merged.inventories[steel] == library.inventories[steel]
    added = set(merged.inventories) - set(library.inventories)
    assert added == {"electricity-national-average-CN-2025"}
    assert {one.old.code for one in superseded(library, other).values()} == {
        "electricity-national-average-CN-2023",
        "electricity-national-average-CN-2024",
    }


def test_older_library_supersedes_nothing(library, newer):
    assert superseded(newer, library) == {}


def test_what_cannot_be_computed_is_named(certified, newer):
    certified.issue(next(iter(certified.entries(act="evaluate"))).subject)
    found = look(certified, newer)
    assert len(found.affected) == 1
    assert [finding.code for finding in found.findings] == ["DAT-040", "REG-003"]


def test_value_that_does_not_come_out_again_is_named(certified, newer, monkeypatch):
    monkeypatch.setattr(computing.Again, "comes_out", lambda *_: False)
    found = look(certified, newer)
    assert [finding.code for finding in found.findings] == ["DAT-041"]


def test_whole_monitoring_is_json(certified, newer):
    found = monitor(certified.registry, newer, certified.clock.day, tolerance=0.02)
    written = json.loads(json.dumps(found.to_dict()))
    (one,) = written["superseded"]
    assert one["beyond_tolerance"] is True
    assert one["factors"][0]["kgCO2e_per_kWh_new"] == pytest.approx(NEW)
    assert written["upstream"] == written["datasets"] == []


class KeptFiles:
    """A registry of which only the files are asked for."""

    def __init__(self, content):
        self.content = content

    @contextlib.contextmanager
    def reading(self):
        yield self

    def file(self, _):
        return self.content


def test_whole_chain_with_wind_power_changes_by_its_grid_electricity_alone(
    submission_of, certificate_records, library, newer, data_folder
):
    """Module, cell, wafer and silicon of four companies, solved here as one dense matrix."""
    record = certificate_records.record()
    merged, known = with_newest(library, newer), superseded(library, newer)
    then = computing.Then(data_folder, library, merged, known)
    path = submission_of("module")
    again = then.compute(KeptFiles(path.read_bytes()), record, path.name)
    submitted = open_submitted(path.read_bytes(), path.name, library, data_folder)
    accounting = make_accounting(read_rules(record.rules.key, data_folder))
    system = submitted.system(library, accounting)
    place = {inventory.code: i for i, inventory in enumerate(system.inventories)}
    technosphere = np.eye(len(place))
    for user in system.inventories:
        for exchange in user.inputs:
            technosphere[place[exchange.target], place[user.code]] -= exchange.amount
    demand = np.zeros(len(place))
    demand[place[system.product.code]] = system.declared_unit.reference_flow
    supply = np.linalg.solve(technosphere, demand)
    expected = again.then + supply[place[NODE]] * (NEW - OLD)
    assert again.now == pytest.approx(expected, rel=1e-12)
    assert again.stated == ()
    assert any(use.tier == "green power" for use in system.electricity_uses)
