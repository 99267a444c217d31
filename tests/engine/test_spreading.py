"""Spreads of exchanges: where they come from, by hand and against the library's own sources."""

import datetime
import math
from collections import Counter
from dataclasses import replace

import pytest

from pvfootprint.chain.assembling import assemble
from pvfootprint.chain.sites import product_code
from pvfootprint.engine.spreading import spread_system
from pvfootprint.language.texts import Text
from pvfootprint.library.spreads import read_spread_method
from pvfootprint.model.inventory import ElementaryFlow, Library
from pvfootprint.model.site import DataQuality, SiteProduct
from pvfootprint.model.site_rows import EnergyUse, MaterialUse, Origin
from pvfootprint.model.spread import PedigreeMatrix, PublishedSpread, SpreadMethod
from pvfootprint.model.system import DeclaredUnit

SAME = 1e-12
CO2, CH4 = "Carbon dioxide, fossil", "Methane, fossil"
LN = math.log
BASIC_OF_2007 = (1.05, 1.2, 1.5, 2.0, 3.0, 5.0)

# The factors of ecoinvent 2, with the sixth indicator, by which the library's source scored.
OF_2007 = PedigreeMatrix(
    key="2007",
    title="",
    title_zh="",
    source="",
    factors={
        "reliability": (1.0, 1.05, 1.1, 1.2, 1.5),
        "completeness": (1.0, 1.02, 1.05, 1.1, 1.2),
        "temporal": (1.0, 1.03, 1.1, 1.2, 1.5),
        "geographical": (1.0, 1.01, 1.02, 1.02, 1.1),
        "technological": (1.0, 1.0, 1.2, 1.5, 2.0),
        "sample size": (1.0, 1.02, 1.05, 1.1, 1.2),
    },
)


@pytest.fixture(scope="module")
def shipped(library, data_folder):
    """Give the shipped factors."""
    return read_spread_method(data_folder, library)


@pytest.fixture(scope="module")
def method(shipped):
    """Give the shipped factors, with one published uncertainty: that of `acid`."""
    published = PublishedSpread(
        dataset="acid", scale=0.2, said=Text("± 50 %"), source="made-up", note=""
    )
    return SpreadMethod(matrix=shipped.matrix, basic=shipped.basic, published={"acid": published})


@pytest.fixture(scope="module")
def system_of():
    """Link processes to the system of the first of them."""

    def link(*processes):
        flows = {
            name: ElementaryFlow(name, name, "air", "kilogram", "", True) for name in (CO2, CH4)
        }
        library = Library({p.code: p for p in processes}, flows, {}, (), {}, (), "")
        return assemble(library, processes[0], DeclaredUnit("kg", 1.0, "kilogram"))

    return link


@pytest.fixture(scope="module")
def maker(site_inventories):
    """Give a wafer maker: two months of electricity, a chemical, and a row with its own spread."""
    rows = {
        "energy": [
            EnergyUse(
                carrier="electricity",
                period=f"2025-0{month}",
                product="P1",
                amount=2.0,
                unit="kWh",
                origin=Origin("maker.xlsx", "Energy", 4 + month, {"amount": f"F{4 + month}"}),
            )
            for month in (1, 2)
        ],
        "materials": [
            MaterialUse(
                flow="acid",
                dataset="acid",
                product="P1",
                amount=0.2,
                unit="kg",
                origin=Origin("maker.xlsx", "Materials", 5, {"amount": "E5"}),
            ),
            MaterialUse(
                flow="ingot",
                dataset="supply:ingot",
                product="P1",
                amount=0.5,
                unit="kg",
                spread=0.07,
                origin=Origin("maker.xlsx", "Materials", 6, {"amount": "E6"}),
            ),
        ],
    }
    made = {"name": "wafer", "technology": "mono", "declared_unit": "kg", "output_unit": "kg"}
    products = tuple(SiteProduct(key=key, output=1.0, share=0.5, **made) for key in ("P1", "P2"))
    return site_inventories.SiteInventory(
        stage="wafer",
        company=site_inventories.company(
            "Maker", start=datetime.date(2025, 1, 1), end=datetime.date(2025, 12, 31)
        ),
        products=products,
        energy=tuple(rows["energy"]),
        materials=tuple(rows["materials"]),
        quality=(
            DataQuality(
                subject="energy", reliability=1, completeness=2, geographical=1, technological=1
            ),
            DataQuality(subject="materials", reliability=2, completeness=1, temporal=1),
        ),
    )


@pytest.fixture(scope="module")
def example(small, system_of, maker):
    """Give the maker's system: electricity by months, acid, ingots of two suppliers."""
    code = product_code(maker, maker.products[0])

    def from_row(exchange, row):
        return replace(exchange, line=row.origin.line, scale=row.spread)

    january, february = maker.energy
    acid, ingot = maker.materials
    mix = f"{code}:electricity"
    wafer = small.process(
        code,
        from_row(small.takes(mix, 2.0, "electricity"), january),
        from_row(small.takes(mix, 2.0, "electricity"), february),
        from_row(small.takes("acid", 0.2), acid),
        from_row(small.takes("ingot", 0.3), ingot),
        from_row(small.takes("other", 0.2), ingot),
        data_class="primary",
        stage="wafer",
    )
    return system_of(
        wafer,
        small.process(mix, small.takes("grid", 1.0, "electricity"), data_class="primary"),
        small.process("grid", small.emits(CO2, 0.5)),
        small.process("acid", small.emits(CO2, 2.0), small.emits(CH4, 0.1)),
        small.process(
            "ingot",
            replace(small.emits(CO2, 3.0), scale=0.05, pedigree="(4,4,4,4,4,4)"),
            replace(small.emits(CH4, 0.1), pedigree="(2,2,4,1,1,3)"),
            replace(small.takes("grid", 1.0, "electricity"), pedigree="(4,5,na,na,na,na,BU:2)"),
        ),
        small.process("other", small.emits(CO2, 3.0)),
    )


@pytest.fixture
def found(example, maker, method):
    """Give the spread of each exchange, by process and what it takes or emits."""

    def look(unstated=None, sites=(maker,)):
        exchanges = [(i, e) for i in example.inventories for e in i.exchanges]
        spreads = spread_system(example, sites, method, unstated)
        assert [s.position for s in spreads] == list(range(len(exchanges)))
        by_name = {}
        for (inventory, exchange), spread in zip(exchanges, spreads, strict=True):
            name = (inventory.code.removeprefix("site:maker:maker-site-1:wafer:"), exchange.name)
            by_name.setdefault(name, []).append(spread)
        return by_name

    return look


def test_scores_and_basic_uncertainty_combine_as_on_paper(shipped):
    scores = {"reliability": 2, "completeness": 1, "temporal": 4}
    scale = shipped.matrix.scale(scores, 2.0)
    assert scale == pytest.approx(math.sqrt(LN(1.05) ** 2 + LN(1.2) ** 2 + LN(2) ** 2) / 2, SAME)
    assert shipped.matrix.scale({}, 1.05) == pytest.approx(LN(1.05) / 2, SAME)


def test_the_spreads_of_the_librarys_source_follow_from_its_scores(library, shipped):
    of_its_kind, other_basic, far = Counter(), Counter(), []
    for inventory in library.inventories.values():
        for exchange in inventory.exchanges:
            if not (exchange.scale and exchange.pedigree):
                continue
            written = exchange.pedigree.strip("()").split(",")[:6]
            scores = {
                name: int(score)
                for name, score in zip(OF_2007.factors, written, strict=True)
                if score != "na"
            }
            fits = [
                basic
                for basic in BASIC_OF_2007
                if OF_2007.scale(scores, basic) == pytest.approx(exchange.scale, rel=1e-3)
            ]
            what = exchange.name if exchange.type == "biosphere" else exchange.group
            if not fits:
                far.append(exchange.name)
            elif shipped.basic.get(what) in fits:
                of_its_kind[what] += 1
            else:
                other_basic[what] += 1
    assert sum(of_its_kind.values()) + sum(other_basic.values()) > 2200
    assert set(far) <= {"silicone factory (cut-off)"}
    assert len(far) == 6
    # Factories have 3, and the source gives 2 to diesel in machines: no kinds of their own here.
    assert of_its_kind[CO2] == 41
    assert other_basic[CO2] == 0
    for group in ("electricity", "materials", "transport", "waste", "heat"):
        assert of_its_kind[group] > other_basic[group]


def test_what_stands_with_a_number_comes_before_its_scores(found):
    (given,) = found()[("ingot", CO2)]
    assert (given.basis, given.scale) == ("given", 0.05)


def test_scores_of_a_source_count_where_it_gives_all_of_them(found, shipped):
    (scored,) = found()[("ingot", CH4)]
    expected = LN(1.05) ** 2 + LN(1.02) ** 2 + LN(1.2) ** 2 + LN(1.5) ** 2
    assert scored.basis == "pedigree"
    assert scored.scale == pytest.approx(math.sqrt(expected) / 2, SAME)
    (partly,) = found()[("ingot", "grid")]
    assert (partly.basis, partly.scale) == ("none", 0.0)


def test_a_published_uncertainty_holds_for_all_gases_of_its_factor(found):
    one, two = found()[("acid", CO2)][0], found()[("acid", CH4)][0]
    assert (one.basis, one.scale, one.said) == ("published", 0.2, "± 50 %")
    assert one.key == two.key


def test_months_of_a_meter_under_one_score_vary_together(found):
    first, second = found()[("p1", "site:maker:maker-site-1:wafer:p1:electricity")]
    # Time was left open, so the data are those of the period; completeness 2, basic 1.05.
    expected = math.sqrt(LN(1.02) ** 2 + LN(1.05) ** 2) / 2
    assert first.basis == second.basis == "pedigree"
    assert first.scale == pytest.approx(expected, SAME)
    assert first.key == second.key
    assert (first.origin.cells["amount"], second.origin.cells["amount"]) == ("F5", "F6")


def test_a_row_with_its_own_spread_that_is_split_over_suppliers_is_one_number(found):
    one, two = found()[("p1", "ingot")][0], found()[("p1", "other")][0]
    assert (one.basis, one.scale, two.scale) == ("given", 0.07, 0.07)
    assert one.key == two.key


def test_a_sheet_with_open_scores_states_no_spread(found):
    (acid,) = found()[("p1", "acid")]
    assert (acid.basis, acid.scale, acid.stated) == ("none", 0.0, False)
    assert acid.origin.cells["amount"] == "E5"


def test_what_is_made_and_the_shares_of_a_mix_are_certain(found):
    (mix,) = found()[("p1:electricity", "grid")]
    (made,) = found()[("grid", "grid")]
    assert mix.basis == made.basis == "fixed"
    assert mix.stated
    assert made.scale == 0


def test_shares_that_sum_to_one_carry_no_spread_of_their_own(small, system_of, method):
    def shares(*amounts, emits=()):
        takes = [small.takes(code, a) for code, a in zip(("ingot", "other"), amounts, strict=False)]
        behind = [small.process(code, small.emits(CO2, 1.0)) for code in ("ingot", "other")]
        system = system_of(small.process("mix", *takes, *emits), *behind)
        spreads = spread_system(system, (), method)
        exchanges = [(i, e) for i in system.inventories for e in i.exchanges]
        return {
            spread.basis
            for (i, e), spread in zip(exchanges, spreads, strict=True)
            if i.code == "mix" and e.type == "technosphere"
        }

    assert shares(0.3, 0.7) == {"fixed"}
    assert shares(1.0) == {"fixed"}
    assert shares(0.3, 0.6) == {"none"}
    assert shares(1.5, -0.5) == {"none"}
    assert shares(1.0, emits=[small.emits(CO2, 0.1)]) == {"none"}


def test_an_assumption_fills_what_nobody_states_and_nothing_else(found):
    assumed = found(unstated=1.5)
    assert assumed[("grid", CO2)][0].basis == "assumed"
    assert assumed[("grid", CO2)][0].scale == pytest.approx(LN(1.5), SAME)
    assert assumed[("ingot", CO2)][0].scale == 0.05
    assert assumed[("acid", CO2)][0].scale == 0.2
    assert assumed[("p1:electricity", "grid")][0].scale == 0
    assert {s.basis for spreads in found(unstated=1.0).values() for s in spreads} >= {"none"}


def test_without_workbooks_a_companys_numbers_have_no_stated_spread_but_their_own(found):
    alone = found(sites=())
    assert alone[("p1", "ingot")][0].basis == "given"
    assert alone[("p1", "acid")][0].basis == "none"


def test_another_product_or_period_of_a_site_shares_or_has_numbers_of_its_own(
    example, maker, method
):
    code = product_code(maker, maker.products[0])
    other = product_code(maker, maker.products[1])
    renamed = tuple(
        replace(i, code=i.code.replace(code, other)) if i.code == code else i
        for i in example.inventories
    )
    sites = (maker,)
    second = spread_system(replace(example, inventories=renamed), sites, method)
    later = replace(maker, company=replace(maker.company, end=datetime.date(2026, 12, 31)))
    next_year = spread_system(example, (later,), method)

    def keys(spreads):
        return {s.key for s in spreads if s.origin.file}

    first = keys(spread_system(example, sites, method))
    assert first == keys(second)
    assert not first & keys(next_year)
