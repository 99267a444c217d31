"""The regional datasets of 2018 are the Chinese ones but for what the source says differs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import pytest

GRIDS = {"CN": "CN", "APAC": "KR", "RER": "DE", "US": "US", "NO": "NO"}
"""Country whose grid stands for a region's: 2018 has no electricity of a whole region."""

ANCILLARY_FROM = {"CN": "CN", "APAC": "CN", "RER": "RER", "US": "RER"}
"""Where the pastes, gases and acids come from that the library makes itself."""

ANCILLARY = "inventories/foreground/ancillary.csv"
LORRY = "transport, lorry, rigid, average laden"
BINDER = "acrylic binder (proxy: acrylic varnish)"
LANDFILL = "landfill of waste from silicon wafer production (proxy: hazardous waste)"
HYDRO = "electricity production, hydro, world median"
GAS = "electricity production, natural gas, world median"
WATER = "Water, unspecified natural origin"
ULTRAPURE = "water, ultrapure"
OWN_POWER = {"grid", HYDRO, GAS}

AMOUNTS = {
    # Lorries to the module plant.
    "module-perc-framed-APAC-2018": {LORRY: ([2.7739], [2.9928])},
    "module-perc-framed-US-2018": {LORRY: ([2.7739], [2.9928])},
    "module-perc-frameless-APAC-2018": {LORRY: ([2.5614], [2.7803])},
    "module-perc-frameless-US-2018": {LORRY: ([2.5614], [2.7803])},
    "module-multi-framed-RER-2018": {LORRY: ([3.0059], [2.7739])},
    "module-multi-frameless-RER-2018": {LORRY: ([2.7934], [2.5614])},
    "wafer-mono-APAC-2018": {BINDER: ([0.0020012], [0.0038544]), LANDFILL: ([0.11012], [0.17012])},
    # Of 49 kWh the European and American plants make a part themselves.
    "polysilicon-siemens-RER-2018": {
        "grid": ([49], [6.4057, 21.723]),
        HYDRO: ([], [3.8335]),
        GAS: ([], [17.038]),
    },
    "polysilicon-siemens-US-2018": {"grid": ([49], [35.204]), HYDRO: ([], [13.796])},
}
"""Every amount that differs, by dataset and flow: in China, and there."""

SPREADS = {
    code: {WATER: (0.2337502495138086, 0.1478251210504789)}
    for code in ("ingot-cast-APAC-2018", "ingot-cast-RER-2018", "ingot-cast-US-2018")
}
"""Every spread that differs but those of stage links: in China, and there."""

NOTES = {"wafer-mono-RER-2018": {ULTRAPURE}, "wafer-multi-RER-2018": {ULTRAPURE}}
"""Flows with another reference in their notes."""

SUM_AS_PRINTED = {"polysilicon-siemens-RER-2018": 49.0002}
"""The four kinds of electricity of the European plant add up to a little more than 49 kWh."""

MIXES = {
    ("wafer", "RER"): {"RER": 0.79802, "CN": 0.20198},
    ("wafer", "US"): {"CN": 1},
    ("wafer", "APAC"): {"CN": 0.86723, "APAC": 0.13277},
    ("cell", "RER"): {"RER": 0.16076, "APAC": 0.83924},
    ("cell", "US"): {"US": 0.071909, "APAC": 0.92809},
    ("module", "RER"): {"RER": 0.2759, "CN": 0.7241},
    ("module", "US"): {"US": 0.25257, "CN": 0.74743},
    ("module", "APAC"): {"APAC": 0.87391, "CN": 0.12609},
}
"""Shares of origins in what a region uses, the same for single-Si and multi-Si."""


@dataclass(frozen=True)
class Row:
    """An exchange without what may differ between regions."""

    name: str
    place: str
    amount: float
    unit: str
    group: str
    formula: str
    source: str
    source_flow: str
    spread: tuple[float | None, str]
    note: str


def rows(library, inventory):
    """Exchanges of a dataset, regional names made equal."""
    found = []
    for e in inventory.exchanges:
        if e.type == "production":
            continue
        name, place, flow, formula = e.name, e.location or e.categories, e.source_flow, e.formula
        spread, note = (e.scale, e.pedigree), e.note.partition("; relinked")[0]
        target = library.inventories.get(e.target)
        if target and target.electricity_supply:
            name, place, flow = "grid", "", ""
        elif target and target.stage:
            name, place, flow, spread = target.stage, "", "", (None, "")
        elif target and target.file == ANCILLARY:
            place = ""
        row = (name, place, e.amount, e.unit, e.group, formula, e.source, flow, spread, note)
        found.append(Row(*row))
    return found


def amounts(found, name):
    return sorted(row.amount for row in found if row.name == name)


@pytest.fixture(scope="module")
def producers(library):
    """Datasets of 2018 that make something, by name of process and location; no supply mixes."""
    found = {}
    for inventory in library.inventories.values():
        if inventory.vintage == 2018 and not inventory.technology.endswith("mix"):
            found.setdefault(inventory.name, {})[inventory.location] = inventory
    return found


def test_every_process_of_2018_stands_in_china_and_every_region(producers):
    assert len(producers) == 12
    for places in producers.values():
        mg_silicon = places["CN"].stage == "mg-silicon"
        assert set(places) == {"CN", "NO" if mg_silicon else "RER", "US", "APAC"}


def without_named_differences(found, code):
    """Leave out what is named as different: own power plants, amounts, spreads, notes."""
    left = []
    for row in found:
        amount_differs = row.name in AMOUNTS.get(code, {})
        if amount_differs and row.name in OWN_POWER:
            continue
        changes = {
            **({"amount": 0} if amount_differs else {}),
            **({"spread": (None, "")} if row.name in SPREADS.get(code, {}) else {}),
            **({"note": ""} if row.name in NOTES.get(code, ()) else {}),
        }
        left.append(replace(row, **changes))
    return Counter(left)


def test_regional_datasets_are_the_chinese_ones_but_for_what_is_named_here(library, producers):
    compared = set()
    for places in producers.values():
        home = rows(library, places["CN"])
        for place in set(places) - {"CN"}:
            code = places[place].code
            there = rows(library, places[place])
            assert without_named_differences(home, code) == without_named_differences(there, code)
            compared.add(code)
    assert compared >= {*AMOUNTS, *SPREADS, *NOTES}
    assert len(compared) == 36


def test_what_is_named_as_different_differs_as_it_says(library, producers):
    datasets = {i.code: (places["CN"], i) for places in producers.values() for i in places.values()}
    pairs = {code: [rows(library, i) for i in pair] for code, pair in datasets.items()}
    for code, flows in AMOUNTS.items():
        for name, expected in flows.items():
            assert tuple(amounts(found, name) for found in pairs[code]) == expected, (code, name)
    for code, flows in SPREADS.items():
        for name, expected in flows.items():
            spreads = [row.spread[0] for found in pairs[code] for row in found if row.name == name]
            assert tuple(spreads) == expected, (code, name)
    for code, names in NOTES.items():
        for name in names:
            notes = [row.note for found in pairs[code] for row in found if row.name == name]
            assert len(notes) == len(set(notes)) == 2, (code, name)


def test_identity_and_parameters_are_those_of_the_chinese_dataset(producers):
    same = ("product", "unit", "stage", "technology", "design", "default_design", "year",
            "vintage", "data_class", "source", "proxy_for")  # fmt: skip
    for places in producers.values():
        home = places["CN"]
        for inventory in places.values():
            for field in same:
                assert getattr(inventory, field) == getattr(home, field), (inventory.code, field)
            parameters = {p.name: p for p in inventory.parameters}
            if inventory.code in SUM_AS_PRINTED:
                printed = parameters.pop("electricity_kwh").amount
                assert printed == SUM_AS_PRINTED[inventory.code]
            expected = {p.name: p for p in home.parameters if p.name in parameters}
            assert parameters == expected, inventory.code
            assert len(inventory.parameters) == len(home.parameters), inventory.code


def test_electricity_is_the_regions_own(library, producers):
    for places in producers.values():
        for place, inventory in places.items():
            targets = [library.inventories[e.target] for e in inventory.inputs]
            grids = {t.electricity_supply for t in targets} - {""}
            assert grids == {GRIDS[place]}, inventory.code


def test_ancillary_products_come_from_china_or_europe(library, producers):
    own = ("hydrogen fluoride", "metallization paste", "silane")
    for places in producers.values():
        for place, inventory in places.items():
            for e in inventory.inputs:
                if e.name.startswith(own) and library.inventories[e.target].file == ANCILLARY:
                    assert e.location == ANCILLARY_FROM[place], (inventory.code, e.name)


def test_stages_take_from_their_region_or_its_supply_mix(library, producers):
    for places in producers.values():
        for place, inventory in places.items():
            taken = [library.inventories[e.target] for e in inventory.inputs]
            links = [supplier for supplier in taken if supplier.stage]
            if inventory.stage == "mg-silicon":
                assert links == []
                continue
            (link,) = links
            north = (inventory.stage, place) == ("polysilicon", "RER")
            assert link.location == ("NO" if north else place), inventory.code
            bought = (link.stage, place) in MIXES and inventory.stage != "wafer"
            # Polysilicon is bought as a mix everywhere.
            mixed = bought or link.stage == "polysilicon"
            assert link.technology.endswith("mix") == mixed, inventory.code


def test_supply_mixes_hold_the_shares_of_the_source(library):
    mixes = [i for i in library.inventories.values() if i.technology.endswith("-mix")]
    assert {(i.stage, i.location) for i in mixes} == set(MIXES)
    for mix in mixes:
        made = mix.technology.removesuffix("-mix")
        shares = {}
        for e in mix.inputs:
            supplier = library.inventories[e.target]
            if supplier.stage:
                alike = (supplier.stage, supplier.technology, supplier.design)
                assert alike == (mix.stage, made, mix.design), mix.code
                shares[supplier.location] = e.amount
        assert shares == MIXES[mix.stage, mix.location], mix.code
        assert sum(shares.values()) == pytest.approx(1, abs=2e-6)
