"""Products side by side, against footprints of each and against changes made by hand."""

import math
from dataclasses import replace

import pytest

from pvfootprint.analysis.comparing.comparing import compare
from pvfootprint.engine.computing import compute
from pvfootprint.model.findings import AnalysisError


def codes_of(caught):
    return [finding.code for finding in caught.value.findings]


@pytest.fixture(scope="module")
def averaged(of_library):
    return of_library("module:topcon:CN", per="m2")


@pytest.fixture(scope="module")
def pair(chain, averaged):
    return compare([chain, averaged], ["chain", "module:topcon:CN"])


def test_totals_and_shares_are_those_of_the_footprints(pair, chain, averaged):
    for product, subject in zip(pair.products, (chain, averaged), strict=True):
        result = compute(subject.system, subject.factors)
        assert product.total == result.total.value
        assert product.primary_share == result.primary_data_share
        assert product.proxy_share == result.proxy_share
    first, other = pair.products
    assert (first.letter, other.letter) == ("A", "B")
    assert first.difference == 0.0
    assert other.ratio == pytest.approx(other.total / first.total - 1)


def test_parts_of_every_kind_sum_to_the_totals(pair):
    for kind in ("stage", "group", "stage-group", "gas"):
        for i, product in enumerate(pair.products):
            whole = math.fsum(row.values[i] for row in pair.rows(kind))
            assert whole == pytest.approx(product.total, rel=1e-12), kind


def test_causes_sum_to_the_difference(pair):
    (found,) = pair.differences
    assert found.difference == pytest.approx(pair.products[1].difference, rel=1e-9)
    for row in found.causes:
        whole = math.fsum((row.quantity, row.factor, row.one_only))
        assert whole == pytest.approx(row.difference, abs=1e-10)
        assert row.other - row.first == pytest.approx(row.difference, abs=1e-10)


def test_product_with_itself_has_no_difference(topcon):
    found = compare([topcon, topcon])
    assert found.products[1].difference == 0.0
    assert "equal" in found.message
    assert all(row.difference == 0.0 for row in found.differences[0].causes)
    assert not any(row.differs for row in found.methods)


def test_more_of_one_flow_is_another_amount(topcon, changed):
    more = changed(lambda e: 1.5 if e.group == "electricity" else 1.0)
    found = compare([topcon, more])
    largest = found.differences[0].causes[0]
    assert (largest.stage, largest.flow) == ("module", "electricity")
    assert largest.difference == pytest.approx(found.products[1].difference, rel=1e-9)
    assert largest.quantity == pytest.approx(largest.difference, rel=1e-12)
    assert largest.difference == pytest.approx(0.5 * largest.first, rel=1e-9)


def test_other_electricity_is_another_factor(of_library):
    grid = of_library("wafer:mono:CN@2018", per="m2")
    wind = of_library("wafer:mono:CN@2018", per="m2", electricity=["wafer=CN-green-wind"])
    found = compare([grid, wind])
    (largest, *_) = found.differences[0].causes
    assert (largest.stage, largest.flow) == ("wafer", "electricity")
    assert largest.factor == pytest.approx(found.products[1].difference, rel=1e-9)
    assert abs(largest.quantity) < 1e-12
    assert "electricity data" in [str(row.name) for row in found.methods if row.differs]


def test_all_stages_stand_apart_where_all_products_show_them(topcon):
    found = compare([topcon, topcon])
    stages = [row.key for row in found.rows("stage")]
    assert stages == ["mg-silicon", "polysilicon", "ingot", "wafer", "cell", "module"]
    assert not any("stand together" in limit for limit in found.limits)


def test_stage_that_one_product_hides_stands_with_the_next(of_library):
    """A wafer of the library of 2018 beside one from which the ingot was folded into the wafer."""
    wafer = of_library("wafer:mono:CN@2018", per="m2")
    inventories = tuple(
        replace(one, stage="wafer") if one.stage == "ingot" else one
        for one in wafer.system.inventories
    )
    folded = replace(wafer, system=replace(wafer.system, inventories=inventories))
    found = compare([wafer, folded])
    assert [row.key for row in found.rows("stage")] == ["mg-silicon", "polysilicon", "wafer"]
    row = found.rows("stage")[-1]
    assert row.name == "ingot + wafer"
    assert row.values[0] == pytest.approx(row.values[1], rel=1e-12)
    assert any("ingot + wafer stand together" in limit for limit in found.limits)
    assert all(abs(one.difference) < 1e-12 for one in found.differences[0].causes)


def test_limits_are_said_first(pair):
    assert "over its life" in pair.limits[0]
    assert "不得" in pair.limits[0].zh
    assert any("averages of the library" in limit for limit in pair.limits)


def test_pieces_of_other_sizes_are_told(of_library):
    wafers = [of_library(f"wafer:{kind}:CN", per="piece") for kind in ("mono-n", "mono-p")]
    alike = compare(wafers)
    sizes = {one.reference_flow for one in alike.products}
    told = any("A piece of one" in limit for limit in alike.limits)
    assert told == (len(sizes) > 1)


def test_different_units_are_refused_with_both_named(of_library, topcon):
    with pytest.raises(AnalysisError) as caught:
        compare([topcon, of_library("module:perc:CN", per="m2")], ["one", "two"])
    (finding,) = caught.value.findings
    assert finding.code == "ANA-004"
    assert finding.found == "one: kWp; two: m2"
    assert "--per kWp" in finding.hint


def test_different_stages_are_refused_with_both_named(of_library, topcon):
    with pytest.raises(AnalysisError) as caught:
        compare([topcon, of_library("wafer:mono:CN@2018")], ["one", "two"])
    (finding,) = caught.value.findings
    assert (finding.code, finding.found) == ("ANA-005", "one: module; two: wafer")


def test_one_product_is_no_comparison(topcon):
    with pytest.raises(AnalysisError) as caught:
        compare([topcon], cutoff=-1)
    assert codes_of(caught) == ["ANA-001", "ANA-006"]


def test_json_holds_both_languages(pair):
    data = pair.to_dict()
    assert data["format"] == "pvfootprint comparison 1"
    assert data["message_zh"] == pair.message.zh
    assert data["products"][1]["difference"] == pair.products[1].difference
    assert data["limits"][0] == str(pair.limits[0])


def test_products_drawn_together(of_library):
    from pvfootprint.analysis.comparing.drawing import with_draws

    old, new = (of_library(f"mg-silicon:arc-furnace:CN@{year}") for year in (2018, 2024))
    subjects = [old, new, old]
    found, findings = with_draws(compare(subjects), subjects, draws=200, seed=1)
    higher, same = found.paired
    assert (higher.letter, higher.draws, higher.seed) == ("B", 200, 1)
    assert higher.low < higher.median < higher.high
    assert 0.0 <= higher.lower <= 1.0
    assert (same.lower, same.low, same.high) == (0.0, 0.0, 0.0)
    assert len(found.limits) == len(compare(subjects).limits) + len(findings)
