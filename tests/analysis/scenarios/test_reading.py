"""Scenario files, good and bad."""

import pytest

from pvfootprint.analysis.scenarios import apply_file, read_changes, read_scenario, scenario_hash
from pvfootprint.model.findings import AnalysisError
from pvfootprint.model.scenario import ElectricityChange, FlowChange, SupplyChange

GOOD = """\
[scenario]
key = "less"
en = "Less of everything"
zh = "全面减量"
source = "made up"

[change.green]
kind = "electricity"
stage = "module"
to = "CN-green-wind"
share = 0.5

[change.granular]
kind = "supply"
stage = "wafer"
shares = { "polysilicon:fbr:CN" = 1 }

[change.steel]
kind = "flow"
flow = "steel"
factor = 0.5
"""


@pytest.fixture
def write(tmp_path):
    """Write a scenario file."""

    def write_file(content):
        path = tmp_path / "scenario.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


def found_in(path):
    with pytest.raises(AnalysisError) as caught:
        read_scenario(path)
    assert {f.file for f in caught.value.findings} == {str(path)}
    return [(f.code, f.line, f.column, f.message) for f in caught.value.findings]


def test_a_scenario_with_its_changes_in_their_order(write):
    scenario = read_scenario(write(GOOD))

    assert (scenario.key, scenario.en, scenario.zh) == ("less", "Less of everything", "全面减量")
    assert scenario.changes == {
        "green": ElectricityChange(stage="module", to="CN-green-wind", share=0.5),
        "granular": SupplyChange(stage="wafer", shares={"polysilicon:fbr:CN": 1.0}),
        "steel": FlowChange(flow="steel", factor=0.5),
    }
    assert list(scenario.changes) == ["green", "granular", "steel"]


def test_the_hash_knows_values_and_order():
    a, b = FlowChange(flow="steel", factor=0.5), FlowChange(flow="lorry", factor=0.5)
    hashes = {
        scenario_hash({"a": a, "b": b}),
        scenario_hash({"b": b, "a": a}),
        scenario_hash({"a": a, "b": b.model_copy(update={"factor": 0.4})}),
    }

    assert len(hashes) == 3
    assert scenario_hash({"a": a}, upon="another scenario") != scenario_hash({"a": a})
    assert scenario_hash({"a": a}) == scenario_hash({"a": FlowChange(flow="steel", factor=0.5)})


def test_a_file_made_of_a_subject_names_it(hand, score, write):
    made = apply_file(hand, write(GOOD))

    assert made.system.name.endswith("scenario: Less of everything")
    assert "情景：全面减量" in made.system.name
    assert score(made) == pytest.approx(5 * (19.5 - 5 * 0.5 * 0.9 - 4 - 3))


@pytest.mark.parametrize(
    ("content", "line"),
    [("[scenario\nkey = 1", 1), (b"\xff\xfe", None), ("[scenario]\nen = \nkey = 1", 2)],
)
def test_scn_001_no_toml(write, content, line):
    ((code, at, _, message),) = found_in(write(content))

    assert (code, at, message) == ("SCN-001", line, "the scenario's file cannot be read")


def test_scn_001_no_file(tmp_path):
    ((code, *_),) = found_in(tmp_path / "nothing.toml")

    assert code == "SCN-001"


BAD = """\
[scenario]
key = "x"
en = 1
titel = "X"

[change.a]
kind = "elektricity"

[change.b]
kind = "yield"
stage = "cell"
old = -0.5
new = 1.2

[change.c]
kind = "flow"
flows = "silver"
factor = "two"

[change."d e"]
kind = "yield"

[change.f]
kind = "supply"
shares = { a = nan, b = 2 }

[change.g]
stage = "cell"

[change]
h = 3

[chance.i]
"""
UNKNOWN, VALUE, MISSING = (
    "the key is not known",
    "the value is not possible here",
    "a key is missing",
)


def test_scn_002_everything_that_is_wrong_at_once_with_its_line(write):
    assert found_in(write(BAD)) == [
        ("SCN-002", 33, "chance", UNKNOWN),
        ("SCN-002", 7, "change.a.kind", "there is no kind 'elektricity' of change"),
        ("SCN-002", 12, "change.b.old", VALUE),
        ("SCN-002", 13, "change.b.new", VALUE),
        ("SCN-002", 15, "change.c.flow", MISSING),
        ("SCN-002", 18, "change.c.factor", VALUE),
        ("SCN-002", 17, "change.c.flows", UNKNOWN),
        (
            "SCN-002",
            20,
            "change.d e",
            "a change is named without spaces, points and colons",
        ),
        ("SCN-002", 25, "change.f.shares.a", VALUE),
        ("SCN-002", 25, "change.f.shares.b", VALUE),
        ("SCN-002", 27, "change.g.kind", "a change says its kind"),
        ("SCN-002", 31, "change.h", "a table is needed here"),
        ("SCN-002", 3, "scenario.en", VALUE),
        ("SCN-002", 1, "scenario.zh", MISSING),
        ("SCN-002", 4, "scenario.titel", UNKNOWN),
    ]


def test_scn_002_nearest_names_are_offered(write):
    with pytest.raises(AnalysisError) as caught:
        read_scenario(write(BAD))
    hints = {f.column: f.hint for f in caught.value.findings}

    assert hints["change.a.kind"] == "did you mean electricity?"
    assert hints["change.c.flows"] == "did you mean flow?"
    assert hints["chance"] == "did you mean change?"


@pytest.mark.parametrize("content", ['scenario = "x"', "change = 1", ""])
def test_scn_002_tables_that_are_none(write, content):
    assert {code for code, *_ in found_in(write(content))} == {"SCN-002"}


def test_changes_of_other_files_are_read_likewise():
    changes, findings = read_changes(
        {"a": {"kind": "yield", "stage": "cell", "old": 0.9, "new": 0.95}, "b": {"kind": "no"}},
        "lever.x.change",
    )

    assert list(changes) == ["a"]
    assert [(f.code, f.column, f.file) for f in findings] == [
        ("SCN-002", "lever.x.change.b.kind", "")
    ]
