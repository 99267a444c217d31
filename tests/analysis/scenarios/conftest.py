"""Systems that scenarios are made of.

The hand-made library; every emission is CO2, weighed 1 (kgCO2e):

==============================  ============================================  ==============
dataset                         per unit of product                           footprint
==============================  ============================================  ==============
coal (CN, 2024) behind the grid 1 kg per kWh                                  1
wind (CN-green-wind)            0.1 kg per kWh                                0.1
electricity-solar-...-roof      0.2 kg per kWh: green, at the plant           0.2
steel, recycled-steel           2 kg and 0.5 kg per kg                        2; 0.5
aluminium                       takes 2 kg of steel per kg                    4
silicone                        4 kg per kg                                   4
lorry, rail                     0.1 kg and 0.02 kg per tkm                    0.1; 0.02
polysilicon siemens             1 kg + 10 kWh per kg                          11
polysilicon fbr                 1 kg + 2 kWh per kg                           3
wafer (100 um, kerf 60 um)      0.5 kg siemens + 2 kWh per m2                 7.5
module framed, efficiency 0.2   1 m2 wafer + 3 kg steel + 10 tkm by lorry     19.5
                                + 5 kWh per m2
module frameless                1 m2 wafer + 0.5 kg silicone + 9 tkm          15.4
                                + 5 kWh per m2
==============================  ============================================  ==============

A kilowatt-peak of the framed module is 5 m2: 97.5 kgCO2e.
"""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from pvfootprint.analysis.choices import Case
from pvfootprint.analysis.subjects import Subject, subject_of_companies
from pvfootprint.chain.electricity import ElectricityOptions
from pvfootprint.chain.exchanges import production
from pvfootprint.chain.selecting import select
from pvfootprint.engine.computing import build_system
from pvfootprint.engine.solving import solve
from pvfootprint.model.accounting import Accounting
from pvfootprint.model.inventory import (
    CharacterizationFactor,
    CharacterizationSet,
    ElementaryFlow,
    Exchange,
    Inventory,
    Library,
    Parameter,
)
from pvfootprint.rules.reading import read_rules

KWH, KG, M2, TKM = "kilowatt hour", "kilogram", "square meter", "ton kilometer"
UNITS = {
    "grid": KWH,
    "coal": KWH,
    "wind": KWH,
    "electricity-solar-photovoltaic-roof": KWH,
    "lorry": TKM,
    "rail": TKM,
    "siemens": KG,
    "fbr": KG,
    "wafer": M2,
    "framed": M2,
    "frameless": M2,
}
CO2 = ElementaryFlow("co2", "Carbon dioxide", "air", KG, "emission", True)
FACTORS = CharacterizationSet(
    "hand",
    "by hand",
    {CO2.name: CharacterizationFactor(CO2.name, KG, 1.0, "CO2", "fossil", "")},
    "",
)
CHAIN = {"technology": "mono", "vintage": 2024}


def takes(code: str, amount: float, *, formula: str = "") -> Exchange:
    unit = UNITS.get(code, KG)
    groups = {KWH: "electricity", TKM: "transport"}
    group = groups.get(unit, "materials")
    return Exchange(
        "technosphere", code, code, "CN", "", "", amount, unit, formula, group, target=code
    )


def process(code: str, emitted: float, *inputs: Exchange, **fields: object) -> Inventory:
    unit = UNITS.get(code, KG)
    emission = Exchange(
        "biosphere", CO2.name, "", "", "", "air", emitted, KG, group="direct", target="co2"
    )
    given = {"data_class": "inventory", "source": "", "comment": "", **fields}
    return Inventory(
        code=code,
        database="",
        file="by hand",
        line=0,
        name=code,
        product=code,
        location="CN",
        unit=unit,
        exchanges=(production(code, code, "CN", unit), *((emission,) if emitted else ()), *inputs),
        **given,
    )


def parameter(name: str, amount: float, low: float, high: float) -> Parameter:
    return Parameter(name, amount, "", low, high, "")


def power(place: str, method: str) -> dict[str, object]:
    return {
        "electricity_location": place,
        "electricity_year": 2024,
        "electricity_method": method,
        "electricity_losses": "without",
        "electricity_default": True,
    }


def module(design: str, *inputs: Exchange) -> Inventory:
    common = (takes("wafer", 1.0), takes("grid", 5.0))
    return process(
        design,
        0.0,
        *common,
        *inputs,
        stage="module",
        design=design,
        default_design=design == "framed",
        parameters=(parameter("efficiency", 0.2, 0.1, 0.3),),
        **CHAIN,
    )


PROCESSES = (
    process("coal", 1.0, **power("CN", "official")),
    process("wind", 0.1, **power("CN-green-wind", "technology")),
    process(
        "electricity-solar-photovoltaic-roof",
        0.2,
        **power("CN-green-solar-photovoltaic", "technology"),
    ),
    process("grid", 0.0, takes("coal", 1.0), electricity_supply="CN"),
    process("steel", 2.0),
    process("recycled-steel", 0.5),
    process("aluminium", 0.0, takes("steel", 2.0)),
    process("silicone", 4.0),
    process("lorry", 0.1),
    process("rail", 0.02),
    process(
        "siemens", 1.0, takes("grid", 10.0), stage="polysilicon", technology="siemens", vintage=2024
    ),
    process("fbr", 1.0, takes("grid", 2.0), stage="polysilicon", technology="fbr", vintage=2024),
    process(
        "wafer",
        0.0,
        takes("siemens", 0.5, formula="0.5 * (thickness_um + kerf_um) / 160"),
        takes("grid", 2.0),
        stage="wafer",
        parameters=(
            parameter("thickness_um", 100.0, 50.0, 200.0),
            parameter("kerf_um", 60.0, 20.0, 100.0),
        ),
        **CHAIN,
    ),
    module("framed", takes("steel", 3.0), takes("lorry", 10.0)),
    module("frameless", takes("silicone", 0.5), takes("lorry", 9.0)),
)
HAND = Library({p.code: p for p in PROCESSES}, {"co2": CO2}, {}, (), {}, (), "by hand")


@pytest.fixture(scope="session")
def rules(data_folder):
    """Give the rule set of the pilot."""
    return read_rules("yancheng-pilot", data_folder)


@pytest.fixture(scope="session")
def hand(rules, data_folder) -> Subject:
    """Give the framed module of the hand-made library, per kilowatt-peak."""
    return subject_by_hand(HAND, rules, data_folder)


@pytest.fixture(scope="session")
def by_hand(rules, data_folder):
    """Make subjects of the hand-made library in which processes are replaced by others."""

    def make(*processes: Inventory, **options: str) -> Subject:
        changed = {p.code: p for p in processes}
        library = replace(HAND, inventories={**HAND.inventories, **changed})
        return subject_by_hand(library, rules, data_folder, **options)

    return SimpleNamespace(make=make, library=HAND, process=process, takes=takes)


def subject_by_hand(library, rules, root, product="module:mono:CN", per="kWp") -> Subject:
    def build(library, accounting, year):
        del accounting
        options = ElectricityOptions(year=year)
        return build_system(library, select(library, product), per, electricity=options), []

    case = Case(
        build=build, library=library, accounting=Accounting(), year=None, gwp="hand", root=root
    )
    system, _ = build(library, case.accounting, None)
    return Subject(system=system, factors=FACTORS, case=case, rules=rules)


@pytest.fixture(scope="session")
def company(library, data_folder, rules, suppliers_chain):
    """Make the module's subject of a chain of companies that say what the library says.

    Rows of workbooks are replaced by stage: ``company(cell={"suppliers": (...)})``.
    """

    def make(**replaced: dict[str, object]) -> Subject:
        sites = {
            stage: replace(site, **replaced.get(stage, {}))
            for stage, site in suppliers_chain.items()
        }
        leader, *suppliers = sites.values()
        return subject_of_companies(
            leader, suppliers, rules=rules, per="kWp", library=library, root=data_folder
        )

    return make


@pytest.fixture(scope="session")
def chain(company) -> Subject:
    """Give the module of that chain as it is."""
    return company()


@pytest.fixture(scope="session")
def score():
    """Compute a subject with the plain engine [kgCO2e per declared unit]."""
    return lambda subject: solve(subject.system, subject.factors).score


@pytest.fixture(scope="session")
def scores():
    """Solve every variant of a variation by the plain engine, one after the other."""

    def solve_all(subject: Subject, variation, columns) -> list[float]:
        amounts = variation.amounts(columns)
        flows = variation.reference_flow(columns)
        found = []
        for column in range(amounts.shape[1]):
            flow = flows if isinstance(flows, float) else flows[column]
            system = with_amounts(variation, amounts[:, column], float(flow))
            found.append(solve(system, subject.factors).score)
        return found

    return solve_all


def with_amounts(variation, amounts, flow):
    """Return the widened system with the amounts of one variant."""
    new = dict(zip(variation.changing, amounts.tolist(), strict=True))
    place = -1
    inventories = []
    for inventory in variation.system.inventories:
        exchanges = []
        for exchange in inventory.exchanges:
            place += 1
            exchanges.append(replace(exchange, amount=new.get(place, exchange.amount)))
        inventories.append(replace(inventory, exchanges=tuple(exchanges)))
    declared = replace(variation.system.declared_unit, reference_flow=flow)
    return replace(variation.system, inventories=tuple(inventories), declared_unit=declared)
