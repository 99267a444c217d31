"""The documentation's scenarios give what it says, and the commands take them."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from pvfootprint.analysis.scenarios import apply, apply_file, read_changes
from pvfootprint.analysis.studying import study_of
from pvfootprint.documents.report.composing import compose
from pvfootprint.interface.subjects import open_subject
from pvfootprint.language.texts import Text
from pvfootprint.model.scenario import FlowChange

PILOT = Path(__file__).parents[3] / "examples" / "pilot"
PAGE = (PILOT.parents[1] / "docs" / "scenarios.md").read_text(encoding="utf-8")
ABOUT_KINDS = PAGE[PAGE.index("## Kinds of change") :]
KINDS = re.findall(
    r"```toml\n(.*?)```\n\nResult: ([\d.]+) kgCO2e/kWp", ABOUT_KINDS, flags=re.DOTALL
)
FILES = re.findall(r"^\| `(\S+\.toml)` \|.*\| ([\d.]+) \|$", PAGE, flags=re.MULTILINE)
CODE = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.fixture(scope="module")
def example(library):
    """Give the module of the example chain."""
    return open_subject(str(PILOT), library=library)


def test_every_kind_of_change_and_every_file_is_documented():
    assert len(KINDS) == 10
    assert sorted(name for name, _ in FILES) == sorted(
        path.name for path in (PILOT / "scenarios").glob("*.toml")
    )


def test_the_kinds_give_what_the_page_says(example, score):
    for written, value in KINDS:
        changes, findings = read_changes(tomllib.loads(written)["change"])
        assert findings == []
        assert f"{score(apply(example, changes)):.1f}" == value, written


def test_the_files_give_what_the_page_says(example, score):
    for name, value in FILES:
        made = apply_file(example, PILOT / "scenarios" / name)
        assert f"{score(made):.1f}" == value, name


def test_the_python_of_the_page_runs(example, monkeypatch):
    monkeypatch.chdir(PILOT.parents[1])
    monkeypatch.setattr("pvfootprint.interface.subjects.open_subject", lambda _: example)
    found = {}

    for written in CODE:
        exec(written, found)  # noqa: S102  (our own page)

    assert [f"{value:.1f}" for value in found["values"]] == ["383.0", "372.4", "383.0"]


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    """Write a scenario for a wafer."""
    path = tmp_path_factory.mktemp("scenarios") / "thin.toml"
    path.write_text(
        '[scenario]\nkey = "thin"\nen = "Thin wafer"\nzh = "薄硅片"\n'
        '[change.thin]\nkind = "wafer"\nthickness_um = 110\n',
        encoding="utf-8",
    )
    return path


def test_footprint_takes_a_scenario(run, scenario):
    done = run("footprint", "wafer:mono-n:CN", "--scenario", str(scenario))
    as_set = run("footprint", "wafer:mono-n:CN", "--set", "wafer.thickness_um=110", "--json")
    as_json = run("footprint", "wafer:mono-n:CN", "--scenario", str(scenario), "--json")

    assert done.code == as_json.code == 0
    assert "情景：薄硅片 scenario: Thin wafer" in done.out
    assert "not a declaration" in done.out
    found = json.loads(as_json.out)
    assert len(found["hashes"]["scenario"]) == 64
    value = json.loads(as_set.out)["total"]["value"]
    assert found["total"]["value"] == pytest.approx(value, rel=1e-12)


def test_a_study_takes_a_scenario_and_says_so(run, scenario):
    done = run("rules", "check", "wafer:mono-n:CN", "--scenario", str(scenario))

    assert "SCN-016" in done.err


@pytest.mark.parametrize("command", [("footprint",), ("rules", "check")])
def test_a_wrong_scenario_ends_with_1_and_its_line(run, tmp_path, command):
    path = tmp_path / "wrong.toml"
    path.write_text('[scenario]\nkey = "x"\n[change.a]\nkind = "yeld"\n', encoding="utf-8")

    done = run(*command, "wafer:mono-n:CN", "--scenario", str(path))

    assert done.code == 1
    assert f"{path}:4, change.a.kind" in done.err
    assert "did you mean yield?" in done.err
    assert "Traceback" not in done.err


def test_the_report_of_a_scenario_says_so_on_its_title_page(chain):
    made = apply(chain, {"less": FlowChange(stage="module", flow="solar-glass", factor=0.5)})
    study, _ = study_of(made)

    document = compose(study, Text("unchecked"))

    assert document.title.en == "Carbon footprint scenario, not a declaration"
    assert "must not be declared, certified or submitted" in document.status.said.en
    assert any("SCN-016" in caution.code for caution in study.footprint.warnings)
