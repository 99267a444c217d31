"""Ratings of data, against the example of ``docs/data-quality.md`` worked out on paper."""

import datetime
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.chain.assembling import assemble
from pvfootprint.chain.sites import member_of, product_code
from pvfootprint.engine.chain_footprint import chain_system
from pvfootprint.engine.computing import compute
from pvfootprint.engine.contributing import by_stage
from pvfootprint.engine.rating import rate
from pvfootprint.engine.solving import solve
from pvfootprint.engine.stage_inputs import stage_inputs, without_removals
from pvfootprint.model.inventory import (
    CharacterizationFactor,
    CharacterizationSet,
    ElementaryFlow,
    Library,
)
from pvfootprint.model.site import DataQuality
from pvfootprint.model.system import DeclaredUnit

SAME = 1e-12
FLOWS = ("CO2", "uptake")
FACTORS = CharacterizationSet(
    "test",
    "test",
    {
        "CO2": CharacterizationFactor("CO2", "kilogram", 1.0, "CO2", "fossil", ""),
        "uptake": CharacterizationFactor("uptake", "kilogram", -1.0, "CO2", "biogenic removal", ""),
    },
    "",
)


@pytest.fixture(scope="module")
def system_of():
    """Link processes to the system of the first of them, with CO2 and its uptake."""

    def link(*processes):
        flows = {name: ElementaryFlow(name, name, "air", "kilogram", "", True) for name in FLOWS}
        library = Library({p.code: p for p in processes}, flows, {}, (), {}, (), "")
        return assemble(library, processes[0], DeclaredUnit("kg", 1.0, "kilogram"))

    return link


@pytest.fixture(scope="module")
def maker(site_inventories):
    """Give a wafer maker of Jiangsu in 2025 that scores energy and materials, and no emissions."""
    product = site_inventories.SiteProduct(
        key="P1",
        name="wafer",
        technology="mono",
        declared_unit="kg",
        output=1.0,
        output_unit="kg",
        share=1.0,
    )
    company = site_inventories.company(
        "Maker",
        "CN-Jiangsu",
        start=datetime.date(2025, 1, 1),
        end=datetime.date(2025, 12, 31),
    )
    scores = (
        DataQuality(subject="energy", technological=1, geographical=1, temporal=1),
        DataQuality(subject="materials", technological=1, geographical=1, temporal=2),
    )
    return site_inventories.SiteInventory(
        stage="wafer", company=company, products=(product,), quality=scores
    )


@pytest.fixture(scope="module")
def example(small, system_of, maker):
    """Give the example of the documentation.

    =====================================================  =====  ====  ====  ====  ====
    input                                                  value  tech  geog  temp  year
    =====================================================  =====  ====  ====  ====  ====
    wafer: 4 kWh x 0.5 (official, CN, 2024)                2.0    2     2     1     2024
    wafer: 0.2 kg of a chemical x 2 (literature, DE,       0.4    3     5     4     2015
    2015), estimated
    wafer: 0.1 kg CO2, not scored                          0.1    5     5     1     2025
    ingot (library, CN, 2018): 0.5 x 0.3 kg CO2,           0.15   2     1     4     2018
    pedigree (2,2,4,1,1,3)
    ingot: 0.5 x 2 kWh x 0.5                               0.5    2     1     3     2018
    =====================================================  =====  ====  ====  ====  ====
    """
    code = product_code(maker, maker.products[0])
    grid = small.process("grid", small.emits("CO2", 0.5), data_class="official", year=2024)
    acid = small.process("acid", small.emits("CO2", 2.0), data_class="literature", year=2015)
    ingot = small.process(
        "ingot",
        replace(small.emits("CO2", 0.3), pedigree="(2,2,4,1,1,3)"),
        small.takes("grid", 2.0, "electricity"),
        year=2018,
        stage="ingot",
        technology="cz",
    )
    wafer = small.process(
        code,
        small.emits("CO2", 0.1),
        small.takes("grid", 4.0, "electricity"),
        replace(small.takes("acid", 0.2), method="estimated"),
        small.takes("ingot", 0.5),
        year=2025,
        stage="wafer",
        technology="mono",
        data_class="primary",
    )
    wafer = replace(wafer, location="CN-Jiangsu")
    system = system_of(wafer, ingot, grid, replace(acid, location="DE"))
    return replace(system, members=(member_of(maker, maker.products[0]),))


def rated(system, sites, end_year=None):
    return rate(system, solve(system, FACTORS), sites, end_year)


def test_the_example_of_the_documentation_by_hand(example, maker):
    total = rated(example, (maker,)).total
    assert total.value == pytest.approx(3.15)
    assert total.technological == pytest.approx((2 * 2 + 0.4 * 3 + 0.5 + 0.15 * 2 + 0.5 * 2) / 3.15)
    assert total.technological == pytest.approx(2.2222, abs=5e-5)
    assert total.geographical == pytest.approx((2 * 2 + 0.4 * 5 + 0.5 + 0.15 + 0.5) / 3.15)
    assert total.geographical == pytest.approx(2.2698, abs=5e-5)
    assert total.temporal == pytest.approx((2 + 0.4 * 4 + 0.1 + 0.15 * 4 + 0.5 * 3) / 3.15)
    assert total.temporal == pytest.approx(1.8413, abs=5e-5)
    assert total.overall == pytest.approx(2.1111, abs=5e-5)
    assert total.scored_share == pytest.approx((3.15 - 0.1) / 3.15)
    assert total.primary_share == pytest.approx(2.1 / 3.15)
    assert total.oldest == 2015
    assert total.age == pytest.approx((2 + 4 + 0.15 * 7 + 0.5 * 7) / 3.15)


def test_the_stages_of_the_example_by_hand(example, maker):
    ingot, wafer = rated(example, (maker,)).stages
    assert (ingot.stage, wafer.stage) == ("ingot", "wafer")
    assert (ingot.value, wafer.value) == (pytest.approx(0.65), pytest.approx(2.5))
    assert (ingot.primary_share, wafer.primary_share) == (0, pytest.approx(2.1 / 2.5))
    assert (ingot.technological, ingot.geographical) == (pytest.approx(2), pytest.approx(1))
    assert ingot.temporal == pytest.approx((0.15 * 4 + 0.5 * 3) / 0.65)
    assert ingot.scored_share == pytest.approx(1)
    assert (ingot.oldest, wafer.oldest) == (2018, 2015)


def test_the_inputs_of_the_example_by_hand(example, maker):
    inputs = rated(example, (maker,)).inputs
    scores = [(i.value, i.technological, i.geographical, i.temporal, i.year) for i in inputs]
    assert scores == [
        (pytest.approx(2.0), 2, 2, 1, 2024),
        (pytest.approx(0.5), 2, 1, 3, 2018),
        (pytest.approx(0.4), 3, 5, 4, 2015),
        (pytest.approx(0.15), 2, 1, 4, 2018),
        (pytest.approx(0.1), 5, 5, 1, 2025),
    ]
    assert inputs[0].basis == (
        "amount: electricity, as scored by the company; factor: official, CN, 2024"
    )
    assert inputs[3].basis == "inventory, CN, 2018, pedigree (2,2,4,1,1,3)"
    assert inputs[4].basis == "direct emissions, not scored by the company"
    assert all(i.basis_zh and i.basis_zh != i.basis for i in inputs)


def test_what_a_company_leaves_blank_counts_as_the_worst(example, maker):
    blank = replace(maker, quality=(DataQuality(subject="energy", technological=1),))
    electricity = rated(example, (blank,)).inputs[0]
    assert electricity.name == "grid"
    found = (electricity.technological, electricity.geographical, electricity.temporal)
    assert found == (2, 5, 1)
    assert "not all scored" in electricity.basis
    total = rated(example, (blank,)).total
    assert total.scored_share == pytest.approx(0.65 / 3.15)


def summary_alone(example, **fields):
    """Give a product system that is one summary, of the first company of the example."""
    (member,) = example.members
    place = [i.code for i in example.inventories].index(member.code)
    summary = replace(example.inventories[place], data_class="summary")
    summary = replace(summary, exchanges=summary.exchanges[:2])
    return replace(
        example,
        inventories=(summary,),
        stage_codes=(member.code,),
        product=summary,
        members=(replace(member, source="summary", **fields),),
    )


def test_a_summary_that_nobody_can_check_holds_no_scores(example, maker):
    """Its period is known and nothing else: all its gases count as 5, 5 and 1."""
    quality = rated(summary_alone(example, primary_share=0.5), ())
    (gas,) = quality.inputs
    assert (gas.technological, gas.geographical, gas.temporal) == (5, 5, 1)
    assert gas.basis == "a summary whose data quality nobody can check"
    assert (quality.total.scored_share, quality.total.primary_share) == (0, pytest.approx(0.5))


def test_a_sealed_summary_counts_as_its_supplier_rated_it(example, maker):
    total = rated(summary_alone(example, ratings=(2.5, 3.25, 1.75)), ()).total
    assert (total.technological, total.geographical, total.temporal) == (2.5, 3.25, 1.75)
    assert (total.overall, total.scored_share) == (2.5, 1)


def test_old_data_of_a_company_do_not_score_as_new(example, maker):
    """A supplier's workbook of the year 2025 for a period that ends in 2032: 7 years."""
    electricity = rated(example, (maker,), 2032).inputs[0]
    assert electricity.temporal == 3
    assert rated(example, (maker,), 2032).total.age == pytest.approx(10.55 / 3.15 + 7)


def test_data_of_a_later_year_are_not_old(example, maker):
    assert rated(example, (maker,), 2010).total.age == 0


def test_an_uptake_weighs_nothing(small, system_of, maker):
    """1 kg CO2 emitted, 3 kg taken up: the rating is that of the emission alone."""
    wood = small.process(
        "wood",
        small.emits("CO2", 1.0),
        small.emits("uptake", 3.0),
        stage="mg-silicon",
        technology="arc-furnace",
        year=2018,
    )
    system = system_of(wood)
    assert solve(system, FACTORS).score == pytest.approx(-2.0)
    quality = rated(system, (), 2018)
    assert quality.total.value == pytest.approx(1.0)
    (only,) = quality.inputs
    assert (only.name, only.value) == ("CO2", pytest.approx(1.0))


def test_a_credit_keeps_the_rating_in_the_scale(small, system_of):
    """2 kgCO2e of score 2 and a credit of 1 of score 5: (2 x 2 + 1 x 5) / 3."""
    credit = replace(small.emits("CO2", -1.0), pedigree="(1,1,5,5,5)")
    wafer = small.process(
        "wafer", small.emits("CO2", 2.0), credit, stage="wafer", technology="mono", year=2020
    )
    total = rated(system_of(wafer), ()).total
    assert total.value == pytest.approx(1.0)
    assert total.technological == pytest.approx((2 * 2 + 1 * 5) / 3)


def test_a_product_without_emissions_has_no_good_rating(small, system_of):
    nothing = small.process("p", stage="wafer", technology="mono", year=2020)
    total = rated(system_of(nothing), ()).total
    assert (total.overall, total.scored_share, total.primary_share) == (5, 0, 0)
    assert (total.oldest, total.age) == (None, None)


def test_the_parts_of_every_product_sum_to_its_footprint(newest, gwp):
    factors = gwp("ar6")
    for name, system in newest.items():
        solution = solve(system, factors)
        for counted in (solution, without_removals(solution)):
            parts = stage_inputs(system, counted)
            value = math.fsum(part.value for part in parts)
            assert value == pytest.approx(counted.score, rel=1e-10), name
        stages = {part.stage: part.value for part in by_stage(system, solution)}
        for stage, value in stages.items():
            parts = [p.value for p in stage_inputs(system, solution) if p.process.stage == stage]
            assert math.fsum(parts) == pytest.approx(value, rel=1e-10, abs=1e-12), (name, stage)


def test_only_biogenic_removals_have_a_negative_factor(gwp):
    for key in ("ar6", "ar5"):
        for factor in gwp(key).factors.values():
            assert (factor.amount < 0) == (factor.category == "biogenic removal"), factor.name


def test_ratings_of_every_product_are_means_of_their_stages(newest, gwp):
    factors = gwp("ar6")
    for name, system in newest.items():
        quality = rate(system, solve(system, factors), ())
        total = quality.total
        assert total.value == pytest.approx(math.fsum(s.value for s in quality.stages), rel=1e-10)
        for score in ("technological", "geographical", "temporal", "overall", "scored_share"):
            mean = math.fsum(getattr(s, score) * s.value for s in quality.stages) / total.value
            assert getattr(total, score) == pytest.approx(mean, rel=1e-9), (name, score)
        for rating in (total, *quality.stages):
            for score in (rating.technological, rating.geographical, rating.temporal):
                assert 1 <= score <= 5
            assert 0 <= rating.scored_share <= 1 + SAME
            assert rating.primary_share == 0
        for one in quality.inputs:
            assert one.basis
            assert {one.technological, one.geographical, one.temporal} <= set(range(1, 6))


def test_a_chain_of_companies_looks_through_their_electricity(suppliers_chain, library, gwp):
    """The site's mix is no dataset of its own: the grid behind it is what is scored."""
    leader, *suppliers = suppliers_chain.values()
    system, _ = chain_system(library, leader, suppliers)
    factors = gwp("ar6")
    sites = (leader, *suppliers)
    quality = rate(system, solve(system, factors), sites)
    names = {one.name for one in quality.inputs}
    assert "electricity, national average, 2024" in names
    assert not any(name.startswith("electricity of") for name in names)
    footprint = compute(system, factors)
    assert quality.total.primary_share == pytest.approx(footprint.primary_data_share, abs=0.01)
    assert quality.total.value >= footprint.total.value
    own = [s for s in quality.stages if s.stage != "mg-silicon"]
    assert all(stage.primary_share == pytest.approx(1) for stage in own)


@given(
    values=st.lists(st.floats(0.01, 100), min_size=2, max_size=2),
    years=st.lists(st.integers(1990, 2030), min_size=2, max_size=2),
)
def test_the_total_lies_between_its_inputs(small, system_of, values, years):
    acid = small.process("acid", small.emits("CO2", values[1]), data_class="proxy", year=years[1])
    wafer = small.process(
        "wafer",
        small.emits("CO2", values[0]),
        small.takes("acid", 1.0),
        stage="wafer",
        technology="mono",
        year=years[0],
    )
    quality = rated(system_of(wafer, acid), (), 2025)
    for score in ("technological", "geographical", "temporal"):
        found = [getattr(one, score) for one in quality.inputs]
        assert min(found) - SAME <= getattr(quality.total, score) <= max(found) + SAME
