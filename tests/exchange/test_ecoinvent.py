"""The background out of a Brightway project, against numbers worked out by hand."""

import csv
import importlib.util
import json
import re
import sqlite3
import sys
from pathlib import Path

import pytest

from pvfootprint.exchange.ecoinvent import asking, project
from pvfootprint.exchange.ecoinvent.rules import WASTE, activity_rules, flow_rules
from pvfootprint.model.findings import InstallError

bw2data = pytest.importorskip("bw2data")

ASK = asking._ask
FLOAT32 = 1e-6
"""Amounts go through Brightway's database in single precision."""


@pytest.fixture(scope="module")
def synthetic(request):
    """Make the invented project in the Brightway folder of the tests; give its module."""
    path = request.config.rootpath / "tests/ecoinvent_project.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    before = bw2data.projects.current
    module.main()
    yield module
    bw2data.projects.read_only = False
    bw2data.projects.set_current(before)


@pytest.fixture(scope="module")
def in_this_process(tmp_path_factory):
    """Read in this process, which has loaded Brightway already."""
    tmp_path = tmp_path_factory.mktemp("asking")

    def ask(request):
        asked, answered = tmp_path / "request.json", tmp_path / "answer.json"
        asked.write_text(json.dumps(request), encoding="utf-8")
        project.main(asked, answered)
        return json.loads(answered.read_bytes())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking, "_ask", ask)
        yield


@pytest.fixture(scope="module")
def read(synthetic, in_this_process):
    """Give a function that reads the background."""

    def read(name=synthetic.PROJECT, database=synthetic.DATABASE, method=None):
        return asking.read_background(name, database, method)

    return read


@pytest.fixture(scope="module")
def background(read):
    """Give what is read."""
    return read()


@pytest.fixture
def refused(read):
    """Give a function that returns the finding for which it is not read."""

    def refused(*names, **settings):
        with pytest.raises(InstallError) as error:
            read(*names, **settings)
        (finding,) = error.value.findings
        return finding

    return refused


def test_what_stands_behind_a_unit(background):
    found = {one.dataset: one for one in background.found}
    co2 = "carbon-dioxide-fossil-air-unspecified"
    assert found["copper"].flows == {co2: pytest.approx(8 / 3, rel=FLOAT32)}
    assert found["copper"].activity == "market for copper", "by its second rule"
    assert found["incineration-hazardous"].flows == {co2: 2.0}, "treating it emits"
    silver = found["silver"]
    assert silver.flows == {
        "carbon-dioxide-fossil-aircraft-air-lower-stratosphere-upper-troposphere": 0.25,
        "methane-fossil-air-unspecified": 1.0,
        "methane-tetrafluoro-cf-14-air-unspecified": 0.125,
    }
    assert silver.rest == pytest.approx(0.5 * 1960)
    assert silver.score == pytest.approx(0.25 + 29.8 + 0.125 * 7380 + 0.5 * 1960 + 0.25 * 4)
    assert silver.biogenic == pytest.approx(1.5 - 2.0)


def test_the_plain_method_of_the_database_is_taken(read, background, synthetic):
    assert background.method == " | ".join(synthetic.METHOD)
    assert background.counted_by_method == ("Methane, chlorodifluoro-, HCFC-22",)
    named = list(synthetic.method_data())[1]
    assert {one.dataset: one for one in read(method=named).found}["silver"].rest == 0.5 * 9


def test_the_precision_is_said(background):
    assert background.precision == "float32"


def test_what_is_not_found_stays_and_is_said_with_near_names(background):
    said = {finding.message.split()[0]: finding for finding in background.findings}
    assert {code: finding.code for code, finding in said.items()} == {
        "lead": "INS-024",
        "tap-water": "INS-025",
        "tin": "INS-024",
        "wastewater-treatment": "INS-025",
        "zinc": "INS-024",
    }
    assert "market for tin metal" in said["tin"].expected
    assert "US" in said["zinc"].expected
    assert "lead metal" in said["lead"].expected
    assert "cubic meter" in said["tap-water"].expected
    assert all(finding.severity == "warning" for finding in said.values())


def test_the_same_database_gives_the_same_hash(read, background):
    again = read()
    assert again.sha256 == background.sha256
    assert bw2data.databases["changed"]["dirty"], "nothing is written to the user's project"


def test_no_such_project(refused, synthetic):
    finding = refused("licenced")
    assert finding.code == "INS-020"
    assert synthetic.PROJECT in finding.expected
    assert "licenced" not in bw2data.projects, "none is made"


def test_no_such_database(refused, synthetic):
    finding = refused(database="apos")
    assert finding.code == "INS-021"
    assert synthetic.DATABASE in finding.expected


@pytest.mark.parametrize("name", ["ecoinvent-3.11-apos", "ei_Consequential"])
def test_another_system_model_is_told_by_its_name(name):
    (finding,) = asking._system_model(name)
    assert (finding.code, finding.severity) == ("INS-029", "warning")
    assert asking._system_model("ecoinvent-3.11-cutoff") == []


def test_a_database_that_is_not_processed_is_refused(refused):
    finding = refused(database="changed")
    assert (finding.code, finding.found) == ("INS-023", "changed")


def test_a_project_of_brightway_2(refused, synthetic, monkeypatch):
    bw2data.projects.set_current(synthetic.PROJECT, writable=False)
    monkeypatch.setattr(type(bw2data.projects), "set_current", lambda *_, **__: None)
    monkeypatch.setitem(bw2data.projects.dataset.data, "25", False)
    assert refused().code == "INS-023"


def test_no_such_method(refused, synthetic):
    finding = refused(method=["IPCC 2021", "GWP20"])
    assert finding.code == "INS-027"
    assert " | ".join(synthetic.METHOD) in finding.expected


def test_another_database_than_ecoinvent(refused):
    finding = refused(database="small")
    assert finding.code == "INS-028"
    assert "1 of" in finding.found


def test_a_project_that_another_program_writes_to(refused, monkeypatch):
    def locked(*_):
        msg = "database is locked"
        raise sqlite3.OperationalError(msg)

    monkeypatch.setattr(project, "_choose", locked)
    assert refused().code == "INS-023"


def test_gases_left_out_are_said(read, synthetic, monkeypatch):
    monkeypatch.setattr(project, "_climate", lambda _: False)
    background = read()
    (finding,) = [one for one in background.findings if one.code == "INS-026"]
    assert finding.found == "Methane, chlorodifluoro-, HCFC-22"
    assert {one.dataset: one for one in background.found}["silver"].rest == 0


def test_amounts_that_are_not_finite(refused, monkeypatch):
    import numpy as np
    from bw2calc import LCA

    def nowhere(self):
        return np.full(self.technosphere_matrix.shape[1], np.nan)

    monkeypatch.setattr(LCA, "solve_linear_system", nowhere)
    assert refused().code == "INS-030"


def test_a_process_of_its_own_that_fails_is_heard(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(InstallError) as error:
        ASK({})
    assert error.value.findings[0].code == "INS-022"


def test_the_rules_fit_the_library(library):
    rules = activity_rules()
    assert len({(rule.dataset, rule.activity, rule.product) for rule in rules}) == len(rules)
    for rule in rules:
        ours = library.inventories[rule.dataset]
        assert ours.unit == rule.unit
        assert not ours.biomass, "carbon of biomass is balanced by the library's own datasets"
        assert not ours.capital_goods
        assert rule.kind in {"good", WASTE}
        assert rule.locations
    for rule in flow_rules():
        assert rule.flow == "" or library.flows[rule.flow].greenhouse_gas


def test_the_rules_hold_names_and_no_amounts():
    for path in Path(asking.__file__).parent.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if re.fullmatch(r"-?[0-9.]+([eE][-+]?[0-9]+)?", cell)]
