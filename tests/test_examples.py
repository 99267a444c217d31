"""The example chain: its files are what its script makes, and its commands work."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
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


@pytest.mark.long
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


def certified(data_folder, out, registry, *stages):
    """Certify the example, and return what the certificates say but hashes and times."""
    programs = Path(sys.executable).parent
    done = subprocess.run(
        [data_folder / EXAMPLE / "certify.sh", out, registry, *stages],
        env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    genuine = done.stdout.count("VERDICT: GENUINE AND VALID")
    assert genuine == len(stages)
    assert "the log holds what head.json says" in done.stdout
    assert "identical to the last bit" in done.stdout
    found = []
    for path in sorted(out.glob("certificates/*/*[!e].pdf")):
        if "label" in path.name:
            continue
        with pikepdf.open(path) as pdf:
            (attached,) = pdf.attachments.values()
            record = json.loads(attached.get_file().read_bytes())
        upstream = [(one["number"], one["shown"]) for one in record["upstream"]]
        found.append((record["number"], record["footprint"], record["product"], upstream))
    return found


STAGES = ("polysilicon", "wafer", "cell", "module")


@pytest.mark.heavy
@pytest.mark.long  # so that it runs with the heavy tests, but not with all others
@pytest.mark.timeout(900)
def test_a_certificate_is_the_same_on_both_databases(data_folder, tmp_path, postgresql):
    on_file = certified(data_folder, tmp_path / "file", "registry.db", STAGES[0])
    on_server = certified(data_folder, tmp_path / "server", postgresql.database(), STAGES[0])
    assert on_file == on_server
    assert [one[1]["shown"] for one in on_file] == ["50.3"]


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_four_companies_are_certified_up_the_chain(data_folder, tmp_path, postgresql, dead_links):
    on_file = certified(data_folder, tmp_path / "file", "registry.db", *STAGES)
    on_server = certified(data_folder, tmp_path / "server", postgresql.database(), *STAGES)
    assert on_file == on_server
    assert [one[1]["shown"] for one in on_file] == ["50.3", "0.975", "1.39", "383"]
    assert [len(one[3]) for one in on_file] == [0, 1, 2, 3]
    registered(data_folder, tmp_path / "register", tmp_path / "file", dead_links)
    in_the_base_database(data_folder, tmp_path / "database", tmp_path / "file")


def registered(data_folder, out, certification, dead_links):
    """Publish the example's register; the wafer's certificate is withdrawn in it."""
    programs = Path(sys.executable).parent
    done = subprocess.run(
        [data_folder / EXAMPLE / "register.sh", out, certification],
        env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    verdicts = [line for line in done.stdout.splitlines() if line.startswith("VERDICT")]
    assert verdicts == [
        "VERDICT: GENUINE AND VALID",
        "VERDICT: WITHDRAWN",
        "VERDICT: GENUINE, BUT IT STANDS ON A CERTIFICATE THAT DOES NOT HOLD",
    ]
    shard = json.loads((out / "site" / "index" / "001.json").read_bytes())
    states = [one["status"] for one in shard["certificates"]]
    assert states == ["valid", "withdrawn", "valid", "valid"]
    assert dead_links(out / "site", "https://register.certifier.example") == []


def in_the_base_database(data_folder, out, certification):
    """Take the example's certificates into the base database; the cell's owner closes its data."""
    programs = Path(sys.executable).parent
    done = subprocess.run(
        [data_folder / EXAMPLE / "database.sh", out, certification],
        env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert done.stdout.count("verified: data/") == len(STAGES)
    assert "consent for data/00003 from now on: closed to all use" in done.stdout
    assert "with superseded factors: 4" in done.stdout
    assert "pilot-2025.zip: open datasets: 1, averages: 0" in done.stdout
    assert "nobody has changed the past of this registry" in done.stdout


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
