"""The library as a Brightway project: its data, and the archive that holds it."""

import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from pvfootprint.exchange.brightway import DATABASE, project_data, project_methods

SAME = 1e-6
"""Brightway stores amounts in 32 bits."""

RESTORE = """
import json, sys
import bw2calc, bw2data, bw2io

archive, demands, answer = sys.argv[1:]
bw2data.projects.set_current(bw2io.restore_project_directory(archive))
found = {}
for method in bw2data.methods:
    scores = found[" | ".join(method)] = {}
    lca = None
    for code, amount in json.loads(demands).items():
        demand = {bw2data.get_node(database="pvfootprint", code=code).id: amount}
        lca = lca or bw2calc.LCA(demand, method)
        lca.lci(demand, factorize=not scores)
        lca.lcia()
        scores[code] = lca.score
databases = {name: len(bw2data.Database(name)) for name in bw2data.databases}
with open(answer, "w") as file:
    json.dump({"databases": databases, "scores": found}, file)
"""


@pytest.fixture(scope="module")
def export(run, tmp_path_factory):
    """Export the project; give the archive, and what lies in the user's own folders after it."""
    folder = tmp_path_factory.mktemp("archive")
    own, home = folder / "own projects", folder / "home"
    for path in (own, home):
        path.mkdir()
    (own / "projects.db").write_text("the user's own", encoding="utf-8")
    archive = folder / "library.tar.gz"
    done = run(
        *("library", "export", "--format", "brightway-project", archive),
        BRIGHTWAY2_DIR=str(own),
        HOME=str(home),
    )
    assert (done.returncode, done.stderr) == (0, "")
    return archive, own, home


@pytest.fixture(scope="module")
def restored(export, demands, tmp_path_factory):
    """Restore the archive where Brightway has never been, and compute there."""
    folder = tmp_path_factory.mktemp("restored")
    answer = folder / "answer.json"
    (folder / "projects").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", RESTORE, str(export[0]), json.dumps(demands), str(answer)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "BRIGHTWAY2_DIR": str(folder / "projects")},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(answer.read_text(encoding="utf-8"))


def test_restored_project_holds_one_database(restored, library):
    count = len(library.inventories) + len(library.flows)
    assert restored["databases"] == {DATABASE: count}


def test_restored_methods_reach_the_same_footprints(restored, footprints, sets):
    assert len(restored["scores"]) == len(sets) == 2
    for key, expected in footprints.items():
        found = restored["scores"][f"{DATABASE} | {sets[key].title}"]
        assert found == pytest.approx(expected, rel=SAME, abs=0)


def test_export_leaves_the_users_own_projects_alone(export):
    archive, own, home = export
    assert [path.name for path in own.rglob("*")] == ["projects.db"]
    assert (own / "projects.db").read_text(encoding="utf-8") == "the user's own"
    assert list(home.rglob("*")) == []
    assert sorted(path.name for path in archive.parent.iterdir()) == sorted(
        [archive.name, own.name, home.name]
    )


def test_project_data_holds_every_dataset_once(library):
    codes = [dataset["code"] for dataset in project_data(library)]
    assert Counter(codes) == Counter([*library.inventories, *library.flows])


def test_project_data_holds_every_exchange(library):
    data = {dataset["code"]: dataset for dataset in project_data(library)}
    for code, inventory in library.inventories.items():
        written = [(e["type"], e["input"], e["amount"]) for e in data[code]["exchanges"]]
        assert written == [(e.type, e.target, e.amount) for e in inventory.exchanges], code


def test_project_data_holds_every_spread(library):
    data = {dataset["code"]: dataset for dataset in project_data(library)}
    for code, inventory in library.inventories.items():
        scales = [e.get("scale") for e in data[code]["exchanges"]]
        assert scales == [e.scale for e in inventory.exchanges], code
        negative = [e["amount"] < 0 for e in data[code]["exchanges"] if "scale" in e]
        assert negative == [e["negative"] for e in data[code]["exchanges"] if "scale" in e]


def test_project_methods_hold_a_factor_for_every_greenhouse_gas(library, sets):
    gases = {flow.code for flow in library.flows.values() if flow.greenhouse_gas}
    for method in project_methods(library, list(sets.values())):
        assert {code for code, _ in method["factors"]} == gases
