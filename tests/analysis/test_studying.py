"""Studies of companies' products and of the library's, against plain footprints of the same."""

from dataclasses import replace

import pytest

from pvfootprint.analysis.studying import study_of_companies, study_of_product
from pvfootprint.engine.chain_footprint import chain_footprint
from pvfootprint.engine.computing import footprint
from pvfootprint.library.folders import data_root
from pvfootprint.model.accounting import Accounting
from pvfootprint.model.site_rows import ElectricityContract
from pvfootprint.rules.reading import read_rules

MODULE = "module:topcon:CN@2024"


@pytest.fixture(scope="module")
def rules():
    """Give the rules of the pilot."""
    return read_rules("yancheng-pilot", data_root())


@pytest.fixture(scope="module")
def solar_roof(suppliers_chain):
    """Give a chain whose module maker uses its own solar roof."""
    leader, *others = suppliers_chain.values()
    used = sum(row.amount for row in leader.energy if row.carrier == "electricity")
    roof = ElectricityContract(
        key="R1",
        kind="own generation",
        technology="solar-photovoltaic",
        period="2024",
        amount=used / 2,
        unit="kWh",
        sold=True,
    )
    return replace(leader, electricity=(*leader.electricity, roof)), others


def test_a_study_of_the_library_holds_its_footprint(rules, library):
    study, findings = study_of_product(MODULE, rules=rules, library=library)
    expected = footprint(MODULE, library=library)
    assert study.footprint.total == expected.total
    assert study.market_based == study.location_based == study.footprint.total
    assert findings == []
    assert (study.sites, study.electricity, study.verdicts) == ((), (), ())


def test_both_bases_stand_side_by_side(rules, library, solar_roof):
    """Certificates of the roof were sold: by contracts it is grid, by location it is solar."""
    leader, others = solar_roof
    study, _ = study_of_companies(leader, others, rules=rules, library=library)
    totals = {
        basis: chain_footprint(
            leader, others, library=library, accounting=Accounting(electricity_basis=basis)
        )[0].total
        for basis in ("market", "location")
    }
    assert study.market_based.value == pytest.approx(totals["market"].value, rel=1e-12)
    assert study.location_based.value == pytest.approx(totals["location"].value, rel=1e-12)
    assert study.location_based.value < study.market_based.value
    counted = {"market": study.market_based, "location": study.location_based}
    basis = str(rules.value("electricity.basis"))
    assert study.footprint.total.value == pytest.approx(counted[basis].value, rel=1e-12)
    other = next(s for s in study.sensitivities if s.key.startswith("electricity-location"))
    assert other.value.value == pytest.approx(totals["location"].value, rel=1e-12)


def test_only_workbooks_that_are_reached_are_in_the_study(rules, library, suppliers_chain):
    module, cell, wafer, *_ = suppliers_chain.values()
    stranger = replace(wafer, company=replace(wafer.company, name="无关公司", code="0"))
    study, findings = study_of_companies(
        module, [cell, wafer, stranger], rules=rules, library=library
    )
    assert study.sites == (module, cell, wafer)
    assert "CHN-012" in {finding.code for finding in findings}


def test_sources_are_those_of_the_datasets_used(rules, library):
    study, _ = study_of_product(MODULE, rules=rules, library=library)
    keys = {source.key for source in study.sources}
    assert {i.source for i in study.system.inventories if i.source} <= keys
    assert keys <= set(library.sources)
