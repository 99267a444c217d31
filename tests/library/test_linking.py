from dataclasses import replace

import pytest

from pvfootprint.library.identities import check_identities
from pvfootprint.library.linking import link
from pvfootprint.model.inventory import ElementaryFlow, Exchange, Inventory

CO2 = ElementaryFlow("co2", "Carbon dioxide", "air", "kilogram", "emission", greenhouse_gas=True)


def process(code, *exchanges, **fields):
    facts = {"name": "glass", "product": "glass", "location": "CN", "unit": "kilogram", **fields}
    return Inventory(
        code, "db", "a.csv", 5, data_class="inventory", source="s", comment="c",
        exchanges=exchanges, **facts,
    )  # fmt: skip


def takes(name="glass", location="CN", unit="kilogram", amount=1.0, line=9, note=""):
    return Exchange(
        "technosphere", name, name, location, "db", "", amount, unit, line=line, note=note
    )


def emits(name="Carbon dioxide", categories="air", unit="kilogram"):
    return Exchange("biosphere", name, "", "", "", categories, 1.0, unit, line=9)


GLASS = process("glass-CN")
USER = {"name": "module", "product": "module"}


@pytest.fixture
def linked():
    """Link a user of one exchange with the suppliers given."""

    def run(exchange, *suppliers, flows=(CO2,)):
        findings = []
        found = link([process("module", exchange, **USER), *suppliers], flows, findings)
        return found["module"].exchanges[0].target, findings

    return run


def test_an_exchange_takes_from_the_dataset_it_names(linked):
    target, findings = linked(takes(), process("glass-DE", location="DE"), GLASS)
    assert (target, findings) == ("glass-CN", [])


def test_an_emission_goes_to_the_flow_and_compartment_it_names(linked):
    to_water = replace(CO2, code="co2-water", categories="water")
    target, findings = linked(emits(categories="water"), flows=[CO2, to_water])
    assert (target, findings) == ("co2-water", [])


def test_a_production_exchange_links_to_its_own_dataset():
    made = Exchange("production", "glass", "glass", "CN", "db", "", 1.0, "kilogram")
    findings = []
    found = link([process("glass-CN", made)], [CO2], findings)
    assert (found["glass-CN"].exchanges[0].target, findings) == ("glass-CN", [])


@pytest.mark.parametrize(
    "exchange", [takes(name="glas"), takes(location="DE"), replace(takes(), database="other")]
)
def test_a_supplier_that_is_not_there_is_never_substituted(linked, exchange):
    target, (finding,) = linked(exchange, GLASS)
    assert target == ""
    assert (finding.code, finding.file, finding.line) == ("LIB-005", "a.csv", 9)
    assert finding.hint.startswith("nearest: db | glass | glass | CN")


@pytest.mark.parametrize("exchange", [emits(name="Carbon dioxid"), emits(categories="water")])
def test_a_flow_that_is_not_there_is_never_substituted(linked, exchange):
    target, (finding,) = linked(exchange)
    assert (target, finding.code) == ("", "LIB-005")
    assert finding.column == "name, categories"


def test_two_suppliers_of_one_identity_are_a_finding(linked):
    _, (finding,) = linked(takes(), GLASS, process("glass-again"))
    assert (finding.code, finding.found) == ("LIB-006", "db | glass | glass | CN")


def test_two_flows_of_one_identity_are_a_finding(linked):
    _, (finding,) = linked(emits(), flows=[CO2, replace(CO2, code="co2-again")])
    assert (finding.code, finding.found) == ("LIB-006", "Carbon dioxide | air")


@pytest.mark.parametrize("exchange", [takes(unit="square meter"), emits(unit="square meter")])
def test_another_unit_than_the_suppliers_is_a_finding(linked, exchange):
    _, (finding,) = linked(exchange, GLASS)
    assert (finding.code, finding.column) == ("LIB-007", "unit")
    assert (finding.found, finding.expected) == ("square meter", "kilogram")


def test_the_second_use_of_a_code_is_a_finding():
    (finding,) = check_identities([GLASS, process("glass-CN", location="DE")], [])
    assert (finding.code, finding.found) == ("LIB-009", "glass-CN")
    assert (finding.file, finding.line, finding.column) == ("a.csv", 5, "code")
    assert finding.expected == "an identity of its own; the first is at a.csv:5"


def test_a_repeated_row_is_a_finding():
    findings = []
    user = process("module", takes(line=9), takes(line=10), **USER)
    link([user, GLASS], [], findings)
    (finding,) = findings
    assert (finding.code, finding.line) == ("LIB-010", 10)
    assert finding.message == "the row repeats line 9"


def test_rows_that_differ_in_anything_are_no_repetition():
    findings = []
    user = process("module", takes(), takes(amount=2), takes(note="frame"), **USER)
    link([user, GLASS], [], findings)
    assert findings == []


def test_every_exchange_of_the_shipped_library_is_linked(library):
    for inventory in library.inventories.values():
        for exchange in inventory.exchanges:
            if exchange.type == "biosphere":
                target = library.flows[exchange.target]
                assert (target.name, target.unit) == (exchange.name, exchange.unit)
            else:
                target = library.inventories[exchange.target]
                assert (target.product, target.unit) == (exchange.product, exchange.unit)
                assert target.location == exchange.location
