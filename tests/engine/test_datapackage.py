"""What the datapackage hands to Brightway: amounts in 64 bits, signs, spreads."""

from dataclasses import replace

import bw2calc
import numpy as np
import pytest

from pvfootprint.engine.computing import compute
from pvfootprint.engine.datapackage import build_datapackage

MODULE = "module:perc:glass-backsheet-framed:CN@2018"


@pytest.fixture(scope="module")
def module(newest):
    """Give the product system of the module."""
    return newest[MODULE]


@pytest.fixture(scope="module")
def package(module, gwp):
    """Give its datapackage."""
    return build_datapackage(module, gwp("ar6"))


def of_type(system, kinds):
    """Exchanges of a kind, with the code of their process, in the order of the datapackage."""
    return [(i.code, e) for i in system.inventories for e in i.exchanges if e.type in kinds]


def array(package, name):
    resource, _ = package.datapackage.get_resource(name)
    return resource


def test_every_row_stands_with_its_amount_and_sign(module, package):
    rows = of_type(module, {"production", "technosphere"})
    assert array(package, "technosphere_matrix.data").dtype == np.float64
    assert array(package, "technosphere_matrix.data").tolist() == [e.amount for _, e in rows]
    flips = [e.type == "technosphere" for _, e in rows]
    assert array(package, "technosphere_matrix.flip").tolist() == flips
    indices = [(package.process_ids[e.target], package.process_ids[code]) for code, e in rows]
    assert array(package, "technosphere_matrix.indices").tolist() == indices


def test_processes_and_flows_have_different_integers(package, module):
    ids = [*package.process_ids.values(), *package.flow_ids.values()]
    assert len(set(ids)) == len(ids) == len(module.inventories) + len(module.flows)


@pytest.mark.parametrize(
    ("matrix", "kinds"),
    [
        ("technosphere_matrix", {"production", "technosphere"}),
        ("biosphere_matrix", {"biosphere"}),
    ],
)
def test_spread_of_every_row_is_lognormal_around_its_amount(module, package, matrix, kinds):
    rows = of_type(module, kinds)
    spreads = array(package, f"{matrix}.distributions")
    assert len(spreads) == len(rows)
    assert any(e.scale for _, e in rows)
    for (code, e), spread in zip(rows, spreads, strict=True):
        if e.scale:
            assert spread["uncertainty_type"] == 2, code
            assert spread["loc"] == pytest.approx(np.log(abs(e.amount)), rel=1e-6), code
            assert spread["scale"] == pytest.approx(e.scale, rel=1e-6), code
            assert spread["negative"] == (e.amount < 0), code
        else:
            assert spread["uncertainty_type"] == 0, code
            assert spread["loc"] == pytest.approx(e.amount, rel=1e-6), code


def test_system_without_spreads_has_no_distributions(small, gwp):
    product = small.process("p", small.emits(small.co2, 1), stage="module")
    package = build_datapackage(small.system(product), gwp("ar6"))
    names = [resource["name"] for resource in package.datapackage.resources]
    assert names
    assert [name for name in names if "distributions" in name] == []


@pytest.fixture(scope="module")
def draw(module, package):
    """Draw footprints of the module with a seed."""

    def draws(seed, count):
        demand = {package.process_ids[module.product.code]: module.declared_unit.reference_flow}
        lca = bw2calc.LCA(
            demand, data_objs=[package.datapackage], use_distributions=True, seed_override=seed
        )
        lca.lci()
        lca.lcia()
        return [lca.score, *(lca.score for _ in zip(range(count - 1), lca, strict=False))]

    return draws


def test_median_of_the_draws_is_near_the_footprint(module, draw, gwp):
    footprint = compute(module, gwp("ar6")).total.value
    drawn = draw(1, 200)
    assert np.median(drawn) == pytest.approx(footprint, rel=0.03)
    assert 0.03 < np.std(np.log(drawn)) < 0.3


def test_equal_seeds_draw_equal_footprints(draw):
    assert draw(7, 5) == draw(7, 5)
    assert draw(7, 5) != draw(8, 5)


def test_footprint_itself_does_not_depend_on_the_spreads(small, gwp):
    certain = small.takes("a", 2.0)
    supplier = small.process("a", small.emits(small.co2, 3))

    def total(row):
        system = small.system(small.process("p", row, stage="module"), supplier)
        return compute(system, gwp("ar6")).total.value

    assert total(certain) == total(replace(certain, scale=0.5)) == 6
