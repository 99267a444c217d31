"""What the tests of the exchange share: the footprints to reach, and Brightway to reach them."""

import csv
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from pvfootprint.chain.assembling import assemble
from pvfootprint.chain.declaring import declare
from pvfootprint.chain.selecting import products
from pvfootprint.engine.computing import compute
from pvfootprint.library.gwp import available_sets, read_set
from pvfootprint.model.inventory import CharacterizationSet, Library

PROGRAM = Path(sys.executable).with_name("pvfootprint")

Key = tuple[str, str]
Demands = dict[str, float]
Scores = dict[str, float]


@pytest.fixture(scope="session")
def run(session_cache: Path) -> Callable[..., subprocess.CompletedProcess]:
    """Run the command line."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess:
        cache = {"PVFOOTPRINT_CACHE": str(session_cache)}
        return subprocess.run(
            [PROGRAM, *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | cache | environment,
        )

    return run


@pytest.fixture(scope="session")
def sets(data_folder: Path, library: Library) -> dict[str, CharacterizationSet]:
    """Give every GWP set."""
    return {key: read_set(data_folder, key, library) for key in available_sets(data_folder)}


@pytest.fixture(scope="session")
def demands(library: Library) -> Demands:
    """Give the reference flow of every product's declared unit, by code."""
    return {i.code: declare(i).reference_flow for i in products(library)}


@pytest.fixture(scope="session")
def footprints(library: Library, sets: dict[str, CharacterizationSet]) -> dict[str, Scores]:
    """Give the footprint of every product, by GWP set and code."""
    systems = [assemble(library, i, declare(i)) for i in products(library)]
    return {
        key: {system.product.code: compute(system, factors).total.value for system in systems}
        for key, factors in sets.items()
    }


@pytest.fixture(scope="session")
def solve_in_brightway() -> Callable[..., Scores]:
    """Solve every product in the current Brightway project with a method."""
    import bw2calc
    import bw2data

    def solve(nodes: dict[str, Key], demands: Demands, method: tuple[str, ...]) -> Scores:
        scores = {}
        lca = None
        for code, amount in demands.items():
            database, own_code = nodes[code]
            demand = {bw2data.get_node(database=database, code=own_code).id: amount}
            lca = lca or bw2calc.LCA(demand, method)
            lca.lci(demand, factorize=not scores)
            lca.lcia()
            scores[code] = lca.score
        return scores

    return solve


@pytest.fixture(scope="session")
def write_method(data_folder: Path) -> Callable[..., tuple[str, ...]]:
    """Write a GWP set of ``methods/`` into the current project, over a database's flows."""
    import bw2data

    def write(key: str, flows: Iterable[bw2data.backends.Activity]) -> tuple[str, ...]:
        with (data_folder / "methods" / "gwp" / f"{key}.csv").open(encoding="utf-8") as file:
            factors = {row["name"]: float(row["amount"]) for row in csv.DictReader(file)}
        method = bw2data.Method(("tests", key))
        method.register(unit="kgCO2e")
        method.write([(f.key, factors[f["name"]]) for f in flows if f["name"] in factors])
        return ("tests", key)

    return write
