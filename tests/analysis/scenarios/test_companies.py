"""Scenarios of companies against the same change made in their workbooks."""

from dataclasses import replace

import pytest

from pvfootprint.analysis.scenarios import apply
from pvfootprint.engine.computing import compute
from pvfootprint.model.scenario import (
    DesignChange,
    ElectricityChange,
    FlowChange,
    ParameterChange,
    SupplyChange,
    TransportChange,
    WaferChange,
    YieldChange,
)
from pvfootprint.model.site import SupplyShare
from pvfootprint.model.site_rows import ElectricityContract


def scaled(rows, factor, **which):
    """Multiply the amounts of the rows that have these fields."""
    return tuple(
        replace(row, amount=row.amount * factor)
        if all(getattr(row, name) == value for name, value in which.items())
        else row
        for row in rows
    )


def supplied(supplier, share, **fields):
    return SupplyShare(product="P1", supplier=supplier, share=share, **fields)


def used(site):
    return sum(row.amount for row in site.energy if row.carrier == "electricity")


def by_electricity(chain):
    site = chain["cell"]
    line = ElectricityContract(
        key="DL-1",
        kind="direct line",
        technology="wind",
        period="2024",
        amount=0.6 * used(site),
        unit="kWh",
        certificates=(f"GEC{1:029}~GEC{10**6:029}",),
        sold=False,
        owner=site.company.name,
    )
    return {"cell": {"electricity": (line,)}}


def by_yield(chain):
    (product,) = chain["wafer"].products
    return {"wafer": {"products": (replace(product, output=product.output * 0.98 / 0.95),)}}


def by_way(chain):
    legs = chain["module"].transport
    return {
        "module": {
            "transport": tuple(
                replace(leg, mode="transport-rail-diesel", distance=leg.distance / 2)
                if leg.mode == "transport-lorry"
                else leg
                for leg in legs
            )
        }
    }


def by_efficiency(chain):
    (product,) = chain["module"].products
    return {"module": {"products": (replace(product, efficiency=0.24),)}}


SAME = {
    "wind over a direct line": (
        ElectricityChange(stage="Anhui Cell", to="CN-green-wind", share=0.6),
        by_electricity,
    ),
    "other shares of the suppliers": (
        SupplyChange(stage="ingot", shares={"Xinjiang Silicon": 0.4, "Jiangsu Granular": 0.6}),
        lambda _: {
            "ingot": {
                "suppliers": (supplied("Xinjiang Silicon", 0.4), supplied("Jiangsu Granular", 0.6))
            }
        },
    ),
    "a supplier of whom only technology and place are known": (
        SupplyChange(stage="cell", shares={"Yunnan Wafer": 0.3, "wafer:mono-p:CN@2024": 0.7}),
        lambda _: {
            "cell": {
                "suppliers": (
                    supplied("Yunnan Wafer", 0.3),
                    supplied("somebody", 0.7, technology="mono-p", location="CN"),
                )
            }
        },
    ),
    "less glass": (
        FlowChange(stage="module", flow="solar-glass", factor=0.7),
        lambda chain: {
            "module": {"materials": scaled(chain["module"].materials, 0.7, dataset="solar-glass")}
        },
    ),
    "another yield": (YieldChange(stage="wafer", old=0.95, new=0.98), by_yield),
    "the lorries' goods by rail, half as far": (
        TransportChange(
            stage="module",
            mode="transport-lorry",
            to="transport-rail-diesel",
            distance_factor=0.5,
        ),
        by_way,
    ),
    "a better module": (
        ParameterChange(stage="module", parameter="efficiency", value=0.24),
        by_efficiency,
    ),
}


@pytest.mark.parametrize(("change", "edited"), SAME.values(), ids=SAME)
def test_a_scenario_is_what_edited_workbooks_give(
    chain, company, suppliers_chain, score, change, edited
):
    asked = score(apply(chain, {"it": change}))

    assert asked == pytest.approx(score(company(**edited(suppliers_chain))), rel=1e-12)
    assert asked != pytest.approx(score(chain), rel=1e-6)


def test_a_company_s_wafer_takes_silicon_by_thickness_and_the_library_s_kerf(
    company, suppliers_chain, score
):
    """124.4 um and 52 um of kerf become 110 um and 52 um: 162/176.4 of the silicon."""
    (product,) = suppliers_chain["wafer"].products
    thick = {"products": (replace(product, thickness=124.4),)}
    subject = company(wafer=thick)
    rods = scaled(suppliers_chain["wafer"].materials, 162 / 176.4, dataset="supply:ingot")

    thinner = apply(subject, {"thin": WaferChange(thickness_um=110.0)})

    edited = company(wafer={**thick, "materials": rods})
    assert score(thinner) == pytest.approx(score(edited), rel=1e-12)
    said = next(f.message for f in thinner.findings if f.code == "SCN-016")
    assert "52 um (wafer-mono-n-CN-2024)" in said


def test_a_company_without_a_thickness_says_so(chain):
    from pvfootprint.analysis.scenarios import vary

    state = vary(chain, {"thin": WaferChange(thickness_um=110.0)}, strict=False).states["thin"]

    assert (state.status, state.why) == ("absent", "the thickness of wafer is not known")


def test_a_company_s_other_design_is_the_library_s_other_design(chain, library, score, rules):
    """The companies say what the library says: so do the two designs."""
    from pvfootprint.analysis.subjects import subject_of_product

    frameless = subject_of_product(
        "module:topcon:glass-glass-frameless:CN", rules=rules, per="kWp", library=library
    )

    changed = apply(chain, {"it": DesignChange(to="glass-glass-frameless")})

    assert score(changed) == pytest.approx(score(frameless), rel=1e-10)
    assert changed.system.product.design == "glass-glass-frameless"


@pytest.fixture(scope="module")
def footprint(chain):
    """Compute the chain with half of its wafers from the library, and wind for the cells."""
    changes = {
        "wafers": SupplyChange(
            stage="cell", shares={"Yunnan Wafer": 0.5, "wafer:mono-n:CN@2024": 0.5}
        ),
        "wind": ElectricityChange(stage="cell", to="CN-green-wind", share=0.25),
    }
    subject = apply(chain, changes)
    return subject, compute(subject.system, subject.factors)


def test_what_comes_in_is_no_data_of_companies(footprint, chain):
    subject, found = footprint
    (gap,) = (g for g in found.gaps if g.stage == "wafer")

    assert (gap.dataset, gap.supply_share) == ("wafer-mono-n-CN-2024", 0.5)
    assert gap.why == "the scenario takes it from the library"
    assert found.primary_data_share < compute(chain.system, chain.factors).primary_data_share
    assert sum(part.value for part in found.suppliers) == pytest.approx(found.total.value)
    assert "electricity-wind-delivered-CN-2024" in {c["dataset"] for c in found.electricity}
    assert {m.company for m in subject.system.members} == {m.company for m in chain.system.members}


def test_the_electricity_of_a_site_says_what_is_supposed(footprint):
    subject, _ = footprint
    uses = [u for u in subject.system.electricity_uses if u.company == "Anhui Cell"]

    assert [(u.tier, u.share) for u in uses] == [
        ("grid", pytest.approx(0.75)),
        ("green power", pytest.approx(0.25)),
    ]
    assert uses[1].why == "as the scenario supposes"
    assert (uses[1].contracts, uses[1].certificates) == ((), 0)


def test_the_result_says_that_it_is_a_scenario(footprint):
    subject, found = footprint

    assert found.hashes["scenario"] == subject.system.scenario_hash
    said = next(c.message for c in found.warnings if c.code == "SCN-016")
    assert "not a declaration: it cannot be certified or submitted" in said
    assert [f.code for f in subject.findings if f.code.startswith("SCN")] == ["SCN-016"]


def test_other_choices_are_made_under_the_scenario_too(chain, score):
    changed = apply(chain, {"it": FlowChange(stage="module", flow="solar-glass", factor=0.0)})

    system, _ = changed.case.build(changed.library, changed.case.accounting, 2023)

    assert "solar-glass" not in {i.code for i in system.inventories}
    assert changed.case.score() == pytest.approx(score(changed))


def test_scn_017_what_is_so_already_is_a_warning(chain, score):
    changed = apply(chain, {"it": DesignChange(to="glass-glass-framed")})

    (finding,) = (f for f in changed.findings if f.code == "SCN-017")
    assert finding.severity == "warning"
    assert finding.message == "it changes nothing: the design is glass-glass-framed already"
    assert score(changed) == score(chain)
