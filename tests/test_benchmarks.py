"""The benchmarks run and say what they measured."""

import json
import subprocess
import sys

import pytest


@pytest.fixture
def run(data_folder):
    """Run the benchmarks in their fastest mode."""

    def run(*options):
        done = subprocess.run(
            [sys.executable, "-W", "error", data_folder / "benchmarks" / "run.py", *options],
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run


def test_quick_run_measures_the_solve_against_brightway(run):
    code, out, err = run("--quick", "--json")
    assert code == 0, err
    (result,) = json.loads(out)
    assert result["rival"] == "bw2calc.LCA, lci and lcia"
    assert result["unit"] == "ms"
    assert result["ratio"] == result["own_values"][0] / result["rival_values"][0] > 0


def test_quick_run_prints_a_table(run):
    code, out, err = run("--quick")
    assert code == 0, err
    assert "bw2calc.LCA, lci and lcia" in out
    assert "target" in out


def test_no_repetitions_are_refused(run):
    code, out, err = run("--repetitions", "0")
    assert (code, out) == (2, "")
    assert "--repetitions must be at least 1" in err


@pytest.mark.long
def test_simulation_is_measured_against_brightway_and_numpy(data_folder):
    script = data_folder / "benchmarks" / "monte_carlo.py"
    command = [sys.executable, "-W", "error", script, "--quick", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    rivals = {result["rival"] for result in results}
    assert {"bw2calc.LCA, next()", "Generator.lognormal alone"} < rivals
    assert all(result["ratio"] > 0 for result in results)


@pytest.mark.long
def test_publication_is_measured_whole_and_after_ten_changes(data_folder):
    script = data_folder / "benchmarks" / "publishing.py"
    command = [sys.executable, "-W", "error", script, "--certificates", "40", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (result,) = json.loads(done.stdout)
    assert (result["whole"]["certificates"], result["whole"]["looked_at"]) == (40, 40)
    assert result["changed"]["certificates"] == 44
    assert 10 <= result["changed"]["looked_at"] < 30
    assert result["changed"]["peak_memory"] > 0
