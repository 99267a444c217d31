"""Publishing and looking at what was published, as people type it."""

import json

import pytest

from pvfootprint.database import datasets as reading
from pvfootprint.database import grouping
from pvfootprint.database.averaging import publishing as averages
from pvfootprint.database.statistics import publishing as statistics

AVERAGE = ("data", "publish", "--stage", "wafer", "--technology", "mono-n", "--year", "2025")
STATISTICS = ("data", "publish", "--statistics", "--year", "2025")


@pytest.fixture
def many(entered, monkeypatch, populations):
    """Give a house whose base database holds twelve companies' wafers."""
    found = populations.population(12)
    for module in (averages, statistics, reading):
        monkeypatch.setattr(module, "all_datasets", lambda _: found)
    return entered


def test_one_company_is_refused_politely(entered, run):
    stage = ("data", "publish", "--stage", "polysilicon", "--technology", "siemens")
    refused = run(*stage, "--year", "2025", by="steward-a")
    assert refused.code == 1
    assert "DAT-023" in refused.err
    refused = run(*STATISTICS, by="steward-a")
    assert refused.code == 1
    assert "DAT-026" in refused.err
    assert run("data", "statistics").out.strip() == "no statistics were published yet"


def test_average_from_trial_to_file(many, run, tmp_path):
    tried = run(*AVERAGE, "--dry-run", by="steward-a")
    assert tried.code == 0, tried.err
    assert "nothing was published" in tried.out
    made = run(*AVERAGE, "-o", tmp_path / "out", by="steward-a")
    assert made.code == 0, made.err
    assert "12 to 29 companies" in made.out
    assert b"pilot-average-wafer-mono-n-2025" in (tmp_path / "out" / "average.csv").read_bytes()
    again = run(*AVERAGE, by="steward-a")
    assert "DAT-022" in again.err
    assert run("registry", "check").code == 0


def test_statistics_are_published_and_shown(many, run):
    made = run(*STATISTICS, by="steward-a")
    assert made.code == 0, made.err
    shown = run("data", "statistics")
    assert "kgCO2e/m2" in shown.out
    assert "12 to 29" in shown.out
    assert "P50" in shown.out
    data = run("data", "statistics", "--json").json
    (cell,) = data["years"][0]["cells"]
    assert (cell["stage"], cell["companies_from"]) == ("wafer", 12)
    assert run("data", "statistics", "--stage", "cell", "--json").json["years"][0]["cells"] == []


def test_an_owner_is_told_where_a_product_stands(many, run):
    run(*STATISTICS, by="steward-a")
    told = run("data", "statistics", "--certificate", "TEST-00001")
    assert told.code == 0, told.err
    assert "For the owner of the certificate and nobody else" in told.out
    data = run("data", "statistics", "--certificate", "TEST-00001", "--json").json
    assert data["places"][0]["stands_zh"]
    assert "示例公司" not in json.dumps(data, ensure_ascii=False)


def test_nothing_stands_in_what_was_not_published(many, run):
    assert "DAT-027" in run("data", "statistics", "--certificate", "TEST-00001").err
    assert "DAT-029" in run("data", "statistics", "--certificate", "NO-SUCH").err


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--stage", "wafer"),
        ("--technology", "mono-n"),
        ("--statistics", "--stage", "wafer", "--technology", "mono-n"),
    ],
)
def test_half_a_question_is_wrong_usage(base, run, options):
    assert run("data", "publish", "--year", "2025", *options, by="steward-a").code == 2


def test_companies_of_one_owner_are_declared(entered, run, monkeypatch, base_datasets):
    alone = run("data", "group", "nobody", by="steward-a")
    assert alone.code == 1
    assert alone.err.count("DAT-030") == 2
    found = {str(i): base_datasets.dataset(i).standing for i in (1, 2)}
    monkeypatch.setattr(grouping, "read_standings", lambda _: found)
    declared = run("data", "group", "CODE1", "CODE2", "--json", by="steward-a")
    assert declared.json["companies"] == ["code1", "code2"]
    assert run("registry", "check").code == 0
