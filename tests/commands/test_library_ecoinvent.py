"""``pvfootprint library install ecoinvent``, from an invented Brightway project."""

import os
import subprocess
import sys

import pytest

pytest.importorskip("bw2data")


@pytest.fixture(scope="module")
def projects(request, tmp_path_factory):
    """Make the invented project in a Brightway folder of its own."""
    folder = tmp_path_factory.mktemp("brightway")
    script = request.config.rootpath / "tests/ecoinvent_project.py"
    done = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "BRIGHTWAY2_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.long
def test_from_a_project_to_a_footprint(run, projects, monkeypatch):
    monkeypatch.setenv("BRIGHTWAY2_DIR", str(projects))
    words = ("--project", "licensed", "--database", "cutoff-3.x", "--accept-licence", "--json")
    ended = run("library", "install", "ecoinvent", *words)
    assert ended.code == 0, ended.err
    assert ended.err.count("INS-024") == 3
    found = {one["dataset"]: one for one in ended.json["datasets"]}
    assert found["silver"]["kgco2e"] == pytest.approx(1932.55)
    assert found["copper"]["kgco2e"] == pytest.approx(8 / 3, rel=1e-6)
    shown = run("footprint", "module:perc:CN@2018@ecoinvent", "--json")
    assert shown.code == 0, shown.err
    assert "installed-set" in shown.out


def test_without_a_licence_accepted_nothing_is_read(run):
    ended = run("library", "install", "ecoinvent", "--project", "a", "--database", "b")
    assert ended.code == 1
    assert "INS-006" in ended.err


def test_project_and_database_must_be_named(run):
    ended = run("library", "install", "ecoinvent", "--accept-licence", "--project", "a")
    assert ended.code == 2
    assert "--database" in ended.err
