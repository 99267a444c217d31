"""The engine against a Brightway project of the same library, solved by ``bw2calc.LCA``."""

import bw2calc
import bw2data
import pytest

from pvfootprint.engine.computing import compute
from pvfootprint.exchange.brightway import DATABASE, project_data, project_methods

SAME = 1e-6
"""Brightway stores amounts in 32 bits."""


@pytest.fixture(scope="module")
def methods(library, gwp) -> dict[str, tuple[str, ...]]:
    """Write the project; give its methods by the key of the GWP set."""
    bw2data.projects.set_current("engine")
    database = bw2data.Database(DATABASE)
    database.register()
    database.write({(DATABASE, d["code"]): _linked(d) for d in project_data(library)})
    sets = {key: gwp(key) for key in ("ar6", "ar5")}
    written = project_methods(library, list(sets.values()))
    for method in written:
        target = bw2data.Method(tuple(method["name"]))
        target.register(unit="kgCO2e")
        target.write([((DATABASE, code), amount) for code, amount in method["factors"]])
    return dict(zip(sets, (tuple(method["name"]) for method in written), strict=True))


def _linked(dataset):
    exchanges = [{**e, "input": (DATABASE, e["input"])} for e in dataset["exchanges"]]
    return {**dataset, "exchanges": exchanges}


@pytest.mark.parametrize("key", ["ar6", "ar5"])
def test_every_product_has_the_footprint_of_the_project(methods, newest, gwp, key):
    factors = gwp(key)
    lca = None
    for name, system in newest.items():
        node = bw2data.get_node(database=DATABASE, code=system.product.code)
        demand = {node.id: system.declared_unit.reference_flow}
        if lca is None:
            lca = bw2calc.LCA(demand, methods[key])
        lca.lci(demand)
        lca.lcia()
        footprint = compute(system, factors).total.value
        assert footprint == pytest.approx(lca.score, rel=SAME, abs=0), name
