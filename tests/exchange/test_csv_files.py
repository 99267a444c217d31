"""The files of ``inventories/`` in Brightway with nothing but bw2io, as their README says."""

import re

import bw2data
import bw2io
import pytest

pytestmark = [
    # bw2io 0.9 under bw2data 4.6.
    pytest.mark.filterwarnings("ignore:`kind` is deprecated:DeprecationWarning"),
]

FLOWS = "pvfootprint elementary flows"
SAME = 1e-6
"""Brightway stores amounts in 32 bits."""


@pytest.fixture(scope="module")
def order(data_folder) -> list[str]:
    """Give the files in the order of the README's numbered list."""
    text = (data_folder / "inventories" / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^\d+\. `([^`]+)`$", text, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def unlinked(data_folder, order) -> dict[str, list[dict]]:
    """Import the files into an empty project; give each file's exchanges that link nowhere."""
    bw2data.projects.set_current("csv files")
    assert list(bw2data.databases) == []
    found: dict[str, list[dict]] = {}
    for file in order:
        importer = bw2io.CSVImporter(data_folder / "inventories" / file)
        importer.apply_strategies(verbose=False)
        for earlier in list(bw2data.databases):
            fields = ("name", "unit", "location", "reference product")
            if earlier == FLOWS:
                fields = ("name", "unit", "categories")
            importer.match_database(earlier, fields=fields)
        exchanges = [e for dataset in importer.data for e in dataset.get("exchanges", [])]
        found[file] = [e for e in exchanges if "input" not in e]
        importer.write_database()
    return found


def test_readme_lists_every_file_once(data_folder, order):
    root = data_folder / "inventories"
    files = [path for folder in ("background", "foreground") for path in root.glob(f"{folder}/*")]
    there = ["elementary_flows.csv", *(path.relative_to(root).as_posix() for path in files)]
    assert sorted(order) == sorted(there)


def test_every_exchange_links(unlinked, order):
    assert unlinked == {file: [] for file in order}


def test_every_dataset_arrives(unlinked, library):
    arrived = {(node["database"], node["code"]) for name in bw2data.databases for node in _of(name)}
    expected = {(i.database, i.code) for i in library.inventories.values()}
    assert arrived == expected | {(FLOWS, code) for code in library.flows}


def _of(database):
    return bw2data.Database(database)


@pytest.mark.long
def test_brightway_reaches_the_same_footprints(
    unlinked, library, demands, footprints, solve_in_brightway, write_method
):
    nodes = {code: (library.inventories[code].database, code) for code in demands}
    for key, expected in footprints.items():
        method = write_method(key, _of(FLOWS))
        assert solve_in_brightway(nodes, demands, method) == pytest.approx(
            expected, rel=SAME, abs=0
        )
