"""``pvfootprint cert evaluate|reproduce``: what people type, what they read and get."""

import json

import pytest


@pytest.fixture
def house(evaluated_registry, tmp_path, house_of):
    """Give a certifier with one application that was evaluated."""
    made = house_of(evaluated_registry, tmp_path / "registry.db")
    yield made
    made.registry.close()


@pytest.fixture
def number(house):
    return house.entries(act="apply")[0].subject


def test_points_are_shown_and_papers_written(run, number, tmp_path, quick_papers):
    given = ("--system-since", "2025-11-01", "--remark-zh", "无")
    ended = run("cert", "evaluate", number, *given, by="evaluator-b")
    assert ended.code == 0, ended.err
    rows = {line.split()[0]: line.split()[1] for line in ended.out.splitlines() if "es " in line}
    assert rows["documents"] == rows["recomputation"] == "passes"
    assert "CUT-001" not in ended.out, "rules that pass are shown when asked for"
    assert f"evaluated, and it can go on: {number}" in ended.out
    assert f"next for {number}: audit plan, by: auditor" in ended.out
    names = {path.name for path in (tmp_path / number).iterdir()}
    assert names == {"evaluate.pdf", "footprint.json", "study-report.pdf"}
    footprint = json.loads((tmp_path / number / "footprint.json").read_bytes())
    assert footprint["total"]["unit"] == "kgCO2e/kg"
    ended = run("--language", "zh", "cert", "evaluate", number, *given, "--all", by="evaluator-b")
    assert "CUT-001" in ended.out
    assert f"评审完成，可以继续：{number}" in ended.out


def test_what_cannot_go_on_says_so(run, number, quick_papers):
    given = ("--system-since", "2026-02-01")
    ended = run("cert", "evaluate", number, *given, by="evaluator-b")
    assert ended.code == 0, "the evaluation was done; what it says is bad for the client"
    assert f"evaluated, and it cannot go on as it is: {number}" in ended.out
    assert f"next for {number}: evaluation of the documents, by: evaluator" in ended.out
    ended = run("cert", "evaluate", number, "--not-satisfied", by="evaluator-b")
    assert (ended.code, ended.err[:7]) == (1, "CRT-018")


def test_a_day_that_is_none_is_wrong_usage(run, number):
    given = ("--system-since", "2025-02-30")
    assert run("cert", "evaluate", number, *given, by="evaluator-b").code == 2


def test_somebody_else_is_refused_before_anything_is_computed(run, number, monkeypatch):
    monkeypatch.setattr("pvfootprint.certification.evaluation.evaluating.kept_of", None)
    ended = run("cert", "evaluate", number, by="reviewer-a")
    assert (ended.code, ended.err[:7]) == (1, "STF-004")


def test_the_value_is_reproduced(run, number):
    ended = run("cert", "reproduce", number)
    assert ended.code == 0
    assert ended.out.splitlines()[-1] == f"{number}: identical to the last bit"
    told = run("cert", "reproduce", number, "--json").json
    assert (told["holds"], told["verdict"], told["difference"]) == (True, "identical", 0.0)
    assert told["stated"] == told["found"]
    ended = run("cert", "reproduce", "X")
    assert (ended.code, ended.err[:7]) == (1, "CRT-060")


@pytest.mark.long
def test_the_real_papers(run, house, number, tmp_path):
    """With the evaluation report and the study report as PDF."""
    ended = run("cert", "evaluate", number, "--system-since", "2025-11-01", by="evaluator-a")
    assert ended.code == 0, ended.err
    names = ["evaluation-report.pdf", "footprint.json", "study-report.pdf"]
    assert sorted(path.name for path in (tmp_path / number).iterdir()) == names
    files = house.case(number).last("evaluate").body.files
    with house.reading() as snapshot:
        for name in names:
            assert snapshot.file(files[name]) == (tmp_path / number / name).read_bytes()
    report = (tmp_path / number / "study-report.pdf").read_bytes()
    assert report.startswith(b"%PDF-1.7")
