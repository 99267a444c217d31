"""``analyse reduce`` as people type it; what it finds is tested beside its parts."""

import json

import pytest
from click.testing import CliRunner

from pvfootprint.commands.analyse_reduce import command
from pvfootprint.model.findings import PvfootprintError

PRODUCT = "module:topcon:CN@2024"
FEW = ("--levers", "frame-recycled,thinner-wafer", "--levers", "green-wind-cell")


@pytest.fixture
def run(data_folder, library):
    """Type the command; the session's cache holds the library."""

    def typed(*arguments):
        return CliRunner().invoke(command, [PRODUCT, *arguments])

    return typed


def test_the_tables(run):
    result = run(*FEW, "--language", "en")
    assert result.exit_code == 0
    for said in ("frame of recycled aluminium (75 %)", "In sequence", "8 sets of levers computed"):
        assert said in result.output


def test_in_chinese(run):
    result = run(*FEW, "--target", "300", "--language", "zh")
    assert result.exit_code in {0, 1}
    assert "再生铝边框" in result.output
    assert "单项措施" in result.output


def test_a_target_that_is_reached_ends_with_0_and_one_that_is_not_with_1(run):
    data = json.loads(run(*FEW, "--json").stdout)
    assert data["format"] == "pvfootprint reduction 1"
    assert data["verdict"] == "no target"
    assert data["sets_computed"] == 8
    lowest, present = data["lowest"]["footprint"], data["footprint"]
    reached = run(*FEW, "--target", str((lowest + present) / 2), "--language", "en")
    assert reached.exit_code == 0
    assert "Fewest levers for" in reached.output
    missed = run(*FEW, "--target", "1", "--json")
    assert missed.exit_code == 1
    assert json.loads(missed.stdout)["verdict"] == "unreachable"
    assert "No set of these levers" in run(*FEW, "--target", "1", "--language", "en").output
    assert "met already" in run(*FEW, "--target", "9999", "--language", "en").output


def test_levers_left_out(run):
    data = json.loads(run(*FEW, "--without", "thinner-wafer", "--json").stdout)
    assert [one["key"] for one in data["levers"]] == ["frame-recycled", "green-wind-cell"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--target", "-1"), "LEV-006"),
        (("--target", "nan"), "LEV-006"),
        (("--levers", "frame-steel,frame-recycled"), "LEV-005"),
        (("--levers", "frame-stel"), "LEV-004"),
        (("--without", "nothing"), "LEV-004"),
        (("--levers", "missing.toml"), "LEV-001"),
    ],
)
def test_what_is_wrong_is_told(run, arguments, code):
    result = run(*arguments)
    assert isinstance(result.exception, PvfootprintError)
    assert code in {finding.code for finding in result.exception.findings}


def test_wrong_usage(run):
    assert run("--target", "low").exit_code == 2
    assert CliRunner().invoke(command, []).exit_code == 2


def test_nothing_is_written_where_the_input_is_wrong(run, tmp_path):
    run(*FEW, "--target", "-1", "-o", str(tmp_path / "advice"))
    assert not (tmp_path / "advice").exists()
