"""Nothing on a workbook takes from the footprint: offsets, removals and negative amounts."""

from dataclasses import replace

import pytest

from pvfootprint.chain.offsets import check_offsets
from pvfootprint.engine.chain_footprint import chain_footprint
from pvfootprint.model.findings import CODES, SupplyError
from pvfootprint.model.site_rows import (
    DirectEmission,
    EnergyUse,
    MaterialUse,
    Origin,
    SiteOutput,
    TransportLeg,
)

CELLS = {name: f"{name[0].upper()}9" for name in ("flow", "name", "gas", "amount", "mass")}
ROW = {"product": "P1", "origin": Origin("book.xlsx", "Sheet", 9, CELLS)}
CO2 = "carbon-dioxide-fossil-air-unspecified"
UPTAKE = "carbon-dioxide-in-air-natural-resource-in-air"

PROVOKED = {
    "a carbon credit among the materials": (
        "GAS-001",
        "materials",
        MaterialUse(flow="VCS carbon credits", dataset="", amount=5.0, unit="t", **ROW),
        "F9",
    ),
    "an offset counted as a flow of the library": (
        "GAS-001",
        "materials",
        MaterialUse(flow="碳抵消", dataset="solar-glass", amount=5.0, unit="t", **ROW),
        "F9",
    ),
    "credits that are sold": (
        "GAS-001",
        "outputs",
        SiteOutput(kind="co-product", name="CCER", amount=5.0, unit="t", revenue=1e6, **ROW),
        "N9",
    ),
    "a removal from the air as an emission": (
        "GAS-001",
        "emissions",
        DirectEmission(gas=UPTAKE, basis="emitted", amount=5.0, unit="t", **ROW),
        "G9",
    ),
    "a negative emission": (
        "GAS-002",
        "emissions",
        DirectEmission(gas=CO2, basis="emitted", amount=-5.0, unit="t", **ROW),
        "A9",
    ),
    "more abated than used": (
        "GAS-002",
        "emissions",
        DirectEmission(gas=CO2, basis="used", amount=5.0, unit="t", abatement=1.5, **ROW),
        "A9",
    ),
    "a negative material": (
        "GAS-002",
        "materials",
        MaterialUse(flow="glass", dataset="solar-glass", amount=-5.0, unit="t", **ROW),
        "A9",
    ),
    "negative electricity": (
        "GAS-002",
        "energy",
        EnergyUse(carrier="electricity", period="2024", amount=-5.0, unit="kWh", **ROW),
        "A9",
    ),
    "a treatment taken back": (
        "GAS-002",
        "outputs",
        SiteOutput(kind="waste", name="foil", amount=-5.0, unit="t", **ROW),
        "A9",
    ),
    "a way back": (
        "GAS-002",
        "transport",
        TransportLeg(cargo="x", mode="", distance=-1.0, mass=5.0, unit="t", **ROW),
        "M9",
    ),
}


@pytest.mark.parametrize("what", PROVOKED)
def test_what_takes_from_the_footprint_is_refused(suppliers_chain, library, what):
    code, sheet, row, cell = PROVOKED[what]
    module = suppliers_chain["module"]
    changed = replace(module, **{sheet: (*getattr(module, sheet), row)})
    with pytest.raises(SupplyError) as caught:
        chain_footprint(changed, library=library)
    (finding,) = [f for f in caught.value.findings if f.code.startswith("GAS")]
    assert (finding.code, finding.severity, finding.cell) == (code, "error", cell)
    assert finding.hint
    assert finding.message.zh != finding.message.en


def test_the_chain_itself_has_nothing_of_it(suppliers_chain, library):
    assert [f for site in suppliers_chain.values() for f in check_offsets(library, site)] == []


def test_every_code_is_provoked():
    here = {code for code, *_ in PROVOKED.values()}
    assert {code for code in CODES if code.startswith("GAS")} == here
