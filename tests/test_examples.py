"""The example chain: its files are what its script makes, and its commands work."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pvfootprint.engine.chain_footprint import chain_footprint
from pvfootprint.model.accounting import BASES, Accounting
from pvfootprint.workbook.reading import read_workbook

EXAMPLE = Path("examples", "pilot")


@pytest.fixture(scope="module")
def made(request, tmp_path_factory):
    """Run the script into an empty folder."""
    script = request.config.rootpath / EXAMPLE / "make.py"
    spec = importlib.util.spec_from_file_location("example_pilot", script)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    folder = tmp_path_factory.mktemp("pilot")
    module.make(folder)
    return folder


def test_the_files_are_what_the_script_makes(made, data_folder):
    kept = data_folder / EXAMPLE
    names = sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file())
    there = sorted(
        path.relative_to(kept)
        for path in kept.rglob("*")
        if path.suffix in {".xlsx", ".txt"} and path.is_file()
    )
    assert names == there
    differing = [n for n in names if (made / n).read_bytes() != (kept / n).read_bytes()]
    assert differing == [], "run examples/pilot/make.py"


def test_the_way_from_the_first_workbook_to_the_certifier(data_folder, tmp_path):
    programs = Path(sys.executable).parent
    done = subprocess.run(
        [data_folder / EXAMPLE / "run.sh", tmp_path / "out"],
        env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "4 of 4 workbooks without errors" in done.stdout
    assert "383.0 kgCO2e/kWp" in done.stdout
    assert "it holds" in done.stdout
    assert "the summary is what the inventory gives" in done.stdout


def test_the_example_by_market_and_by_location(data_folder, library):
    """The cells claim 120 GWh of wind for 8.4e8 pieces; a module takes 0.925 m2 of them per m2.

    Wind delivered 0.0651, grid 0.5777 kgCO2e/kWh; a piece is 0.033124 m2, a kWp 1 / 0.224519 m2.
    """
    stages = ("module", "cell", "wafer", "polysilicon")
    paths = [data_folder / EXAMPLE / f"{stage}.xlsx" for stage in stages]
    leader, *suppliers = (read_workbook(path, library)[0] for path in paths)
    values = {}
    for basis in BASES:
        accounting = Accounting(electricity_basis=basis)
        found, findings = chain_footprint(
            leader, suppliers, accounting=accounting, root=data_folder, library=library
        )
        values[basis] = found.total.value
        assert [finding.code for finding in findings] == ["ELC-013"] * (basis == "market")
    assert values["market"] == pytest.approx(383.0, abs=0.05)
    claimed = 120e6 / (8.4e8 * 0.033124) * 0.925 / (0.575 / 2.5833)
    assert values["location"] - values["market"] == pytest.approx(
        claimed * (0.5777 - 0.0651), rel=1e-5
    )


def test_a_folder_of_something_else_is_left_alone(data_folder, tmp_path):
    (tmp_path / "mine").write_text("mine")
    done = subprocess.run(
        [data_folder / EXAMPLE / "run.sh", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert (tmp_path / "mine").read_text() == "mine"
