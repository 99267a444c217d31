"""Analyses as functions: what they take, and that they are those of their rooms."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import pvfootprint
from pvfootprint.analysis.scenarios import apply, read_changes
from pvfootprint.engine.computing import compute
from pvfootprint.interface.analyses import (
    changed,
    compare,
    footprint,
    hotspots,
    reduce,
    scenarios,
    sensitivity,
    uncertainty,
)
from pvfootprint.interface.frames import frames
from pvfootprint.interface.subjects import open_subject
from pvfootprint.model.findings import AnalysisError
from pvfootprint.model.scenario import ElectricityChange, Scenario

PILOT = Path(__file__).parents[2] / "examples" / "pilot"
PRODUCT = "module:topcon:CN"
GREEN = {"kind": "electricity", "to": "CN-green-wind", "stage": "cell"}
CHANGES = {"power": GREEN, "wafer": {"kind": "wafer", "thickness_um": 120.0}}


@pytest.fixture(scope="module")
def subject():
    """Give a product of the library."""
    return open_subject(PRODUCT)


def summed(table, column="value"):
    return float(table[column].sum())


def test_a_product_is_its_name_or_what_is_open(subject):
    value = footprint(subject).total.value
    assert footprint(PRODUCT).total.value == pytest.approx(value, rel=1e-12)
    assert footprint(PRODUCT, per="m2").total.unit == "kgCO2e/m2"
    assert hotspots(PRODUCT).total == pytest.approx(value, rel=1e-12)


def test_a_product_may_be_files():
    found = footprint(str(PILOT), per="m2")
    assert found.total.unit == "kgCO2e/m2"
    assert found.suppliers


def test_tables_of_a_footprint_sum_to_it(subject):
    found = footprint(subject)
    tables = frames(found)
    for name in ("stages", "categories", "gases", "processes"):
        assert summed(tables[name]) == pytest.approx(found.total.value, rel=1e-12)
    groups = tables["stages"][["direct", "electricity", "heat", "materials", "transport", "waste"]]
    assert groups.sum(axis=1).tolist() == pytest.approx(tables["stages"]["value"].tolist())


def test_tables_of_hot_spots_sum_to_the_footprint(subject):
    found = hotspots(subject, cutoff=0.02, top=3)
    tables = frames(found)
    for name in ("stage", "supplier", "process", "flow", "gas"):
        assert summed(tables[name]) == pytest.approx(found.total, rel=1e-12)
    assert float(tables["stage-gas"].to_numpy().sum()) == pytest.approx(found.total, rel=1e-12)
    assert len(tables["spots"]) == 3
    assert set(tables["bands"]["target"]) <= set(tables["nodes"]["code"])


def test_draws_stand_in_pairs(subject):
    found = uncertainty(subject, "module:perc:CN", draws=500, seed=3)
    tables = frames(found)
    assert tables["draws"].shape == (500, 2)
    summary = tables["summary"]
    assert summary["mean"].tolist() == pytest.approx(tables["draws"].mean().tolist(), rel=1e-12)
    assert summary["product"].tolist() == [
        found.result.product,
        found.result.comparison.other,
    ]
    alone = frames(uncertainty(subject, draws=500, seed=3))
    assert alone["draws"]["product 1"].tolist() == tables["draws"]["product 1"].tolist()


def test_data_points_are_ranked(subject):
    tables = frames(sensitivity(subject, top=2, draws=500, seed=1))
    ranked = tables["points"]["narrower"].dropna()
    assert len(ranked) >= 2
    assert ranked.iloc[0] == ranked.max()
    assert (tables["unstated"]["scale"] == 0).all()


def test_levers_are_offered(subject):
    found = reduce(subject, levers=["thinner-wafer", "thinner-glass"])
    tables = frames(found)
    assert set(tables["levers"]["key"]) == {"thinner-wafer", "thinner-glass"}
    assert len(frames(reduce(subject, leave_out=["thinner-wafer"]))["levers"]) > 2
    steps = tables["sequence"]
    assert found.footprint - steps["saving"].sum() == pytest.approx(steps["footprint"].iloc[-1])


def test_products_side_by_side(subject):
    found = compare([subject, "module:perc:CN"], draws=200)
    tables = frames(found)
    difference = found.products[1].total - found.products[0].total
    assert summed(tables["causes"], "difference") == pytest.approx(difference, rel=1e-9)
    stages = tables["parts"][tables["parts"]["kind"] == "stage"]
    totals = [product.total for product in found.products]
    assert stages[["A", "B"]].sum().tolist() == pytest.approx(totals, rel=1e-12)
    assert len(tables["paired"]) == 1
    assert frames(compare([subject, "module:perc:CN"]))["paired"].empty


def test_other_things_have_no_tables():
    with pytest.raises(TypeError, match="str is no result"):
        frames("footprint")


def test_variants_are_those_of_the_plain_engine(subject):
    table = pd.DataFrame(
        {"power.share": [0.0, 0.5, 1.0], "wafer.thickness_um": [130.0, 120.0, 100.0]},
        index=["as it is", "half", "all"],
    )
    found = scenarios(subject, CHANGES, table)
    assert found.index.tolist() == table.index.tolist()
    for name, row in table.iterrows():
        written = {
            "power": {**GREEN, "share": row["power.share"]},
            "wafer": {"kind": "wafer", "thickness_um": row["wafer.thickness_um"]},
        }
        changes, findings = read_changes(written)
        assert findings == []
        same = apply(subject, changes, strict=False)
        plain = compute(same.system, same.factors)
        assert found["value"][name] == pytest.approx(plain.total.value, rel=1e-10)
        for stage in plain.stages:
            assert found[stage.stage][name] == pytest.approx(stage.value, rel=1e-10)
        primary = plain.primary_data_share
        assert found["primary_data_share"][name] == pytest.approx(primary, abs=1e-12)


def test_without_variants_a_scenario_is_one_row(subject, tmp_path):
    (value,) = scenarios(subject, {"power": GREEN})["value"]
    model = ElectricityChange(**GREEN)
    scenario = Scenario(key="green", en="green", zh="绿", source="", changes={"power": model})
    file = tmp_path / "green.toml"
    file.write_text(
        '[scenario]\nkey = "green"\nen = "green"\nzh = "绿电"\nsource = "made up"\n'
        '[change.power]\nkind = "electricity"\nstage = "cell"\nto = "CN-green-wind"\n'
    )
    for written in ({"power": model}, scenario, file, str(file)):
        assert scenarios(subject, written)["value"].tolist() == [value]
        plain = footprint(changed(subject, written)).total.value
        assert plain == pytest.approx(value, rel=1e-10)


def test_variants_may_be_many(subject):
    share = np.linspace(0, 1, 20_000)
    found = scenarios(subject, {"power": GREEN}, {"power.share": share})
    values = found["value"].to_numpy()
    assert len(values) == 20_000
    stages = found[["mg-silicon", "polysilicon", "ingot", "wafer", "cell", "module"]]
    assert stages.sum(axis=1).to_numpy() == pytest.approx(values, rel=1e-12)
    assert (np.diff(values) <= 0).all()


def test_wrong_changes_and_columns_are_refused(subject):
    with pytest.raises(AnalysisError, match="SCN-002"):
        scenarios(subject, {"power": {"kind": "electricity"}})
    with pytest.raises(AnalysisError, match="SCN-0"):
        scenarios(subject, {"power": GREEN}, {"power.shere": [1.0]})


def test_the_package_offers_them(subject):
    assert pvfootprint.hotspots is hotspots
    assert isinstance(subject, pvfootprint.Subject)
