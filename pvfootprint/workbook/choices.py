"""The lists that drop-downs offer: keys of the library, with names that people read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale

from pvfootprint.language.texts import Text, text
from pvfootprint.model import terms
from pvfootprint.model.site import SUPPLIED_STAGES, SUPPLY
from pvfootprint.model.terms import KNOWN_BY, STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pvfootprint.model.inventory import Inventory, Library

UNITS = ("kg", "t", "g", "kWh", "MWh", "GWh", "MJ", "GJ", "m2", "m3", "L", "piece", "tkm")
OUTPUT_UNITS = {
    "polysilicon": ("kg", "t"),
    "ingot": ("kg", "t"),
    "wafer": ("piece", "m2"),
    "cell": ("piece", "m2"),
    "module": ("piece", "kWp", "m2"),
}
"""Stages that a workbook can be for, with the units in which output can be given."""

REFERENCE_UNITS = {stage: terms.UNITS[terms.REFERENCE_UNITS[stage]] for stage in OUTPUT_UNITS}
"""Stages that a workbook can be for, with the unit to which amounts are referred."""

PROVINCES = {
    "CN-Anhui": text("Anhui"),
    "CN-Beijing": text("Beijing"),
    "CN-Chongqing": text("Chongqing"),
    "CN-Fujian": text("Fujian"),
    "CN-Gansu": text("Gansu"),
    "CN-Guangdong": text("Guangdong"),
    "CN-Guangxi": text("Guangxi"),
    "CN-Guizhou": text("Guizhou"),
    "CN-Hainan": text("Hainan"),
    "CN-Hebei": text("Hebei"),
    "CN-Heilongjiang": text("Heilongjiang"),
    "CN-Henan": text("Henan"),
    "CN-Hubei": text("Hubei"),
    "CN-Hunan": text("Hunan"),
    "CN-Inner-Mongolia": text("Inner Mongolia"),
    "CN-Jiangsu": text("Jiangsu"),
    "CN-Jiangxi": text("Jiangxi"),
    "CN-Jilin": text("Jilin"),
    "CN-Liaoning": text("Liaoning"),
    "CN-Ningxia": text("Ningxia"),
    "CN-Qinghai": text("Qinghai"),
    "CN-Shaanxi": text("Shaanxi"),
    "CN-Shandong": text("Shandong"),
    "CN-Shanghai": text("Shanghai"),
    "CN-Shanxi": text("Shanxi"),
    "CN-Sichuan": text("Sichuan"),
    "CN-Tianjin": text("Tianjin"),
    "CN-Tibet": text("Tibet"),
    "CN-Xinjiang": text("Xinjiang"),
    "CN-Yunnan": text("Yunnan"),
    "CN-Zhejiang": text("Zhejiang"),
}
TECHNOLOGIES = {
    "arc-furnace": text("arc furnace"),
    "brick": text("brick, monocrystalline"),
    "cast": text("cast, multicrystalline"),
    "cz": text("Czochralski"),
    "fbr": text("fluidised bed (granular)"),
    "mix": text("market mix"),
    "mono": text("monocrystalline"),
    "mono-mix": text("monocrystalline, market mix"),
    "mono-n": text("monocrystalline, n-type"),
    "mono-p": text("monocrystalline, p-type"),
    "multi": text("multicrystalline"),
    "multi-mix": text("multicrystalline, market mix"),
    "perc": text("PERC"),
    "perc-mix": text("PERC, market mix"),
    "siemens": text("modified Siemens"),
    "topcon": text("TOPCon"),
}
DESIGNS = {
    "glass-backsheet-framed": text("glass-backsheet, framed"),
    "glass-backsheet-frameless": text("glass-backsheet, frameless"),
    "glass-glass-framed": text("glass-glass, framed"),
    "glass-glass-frameless": text("glass-glass, frameless"),
    "lpcvd": text("LPCVD"),
    "pecvd": text("PECVD"),
}
CONTRACT_KINDS = {
    "grid": text("grid"),
    "own generation": text("own generation"),
    "direct line": text("direct line"),
    "green power": text("green power"),
}
POWER_SOURCES = {
    "solar-photovoltaic": text("solar photovoltaic"),
    "wind": text("wind"),
    "hydro": text("hydro"),
    "nuclear": text("nuclear"),
    "biomass": text("biomass"),
    "concentrated-solar": text("concentrated solar"),
}
OUTPUT_KINDS = {
    "co-product": text("co-product"),
    "scrap": text("scrap, sold"),
    "returned": text("returned to the process"),
    "waste": text("waste"),
}
BASES = {"emitted": text("emitted"), "used": text("used")}
SHARE_BASES = {
    "area": text("area"),
    "mass": text("mass"),
    "pieces": text("pieces"),
    "power": text("power"),
    "machine hours": text("machine hours"),
    "revenue": text("revenue"),
}
DOCUMENT_KINDS = {
    "invoice": text("invoice"),
    "meter reading": text("meter reading"),
    "production record": text("production record"),
    "delivery note": text("delivery note"),
    "certificate": text("certificate"),
    "laboratory report": text("laboratory report"),
}
QUALITY_SUBJECTS = {
    "products": text("output"),
    "materials": text("materials"),
    "energy": text("energy"),
    "electricity": text("origin of the electricity"),
    "outputs": text("co-products and waste"),
    "emissions": text("direct emissions"),
    "transport": text("transport"),
}
FLAGS = {"yes": text("yes"), "no": text("no")}
GASES = {
    "Carbon dioxide, fossil": text("CO2, fossil"),
    "Carbon dioxide, non-fossil": text("CO2, biogenic"),
    "Dinitrogen monoxide": text("N2O"),
    "Nitrogen trifluoride": text("NF3"),
    "Sulfur hexafluoride": text("SF6"),
    "Methane, tetrafluoro-, CF-14": text("CF4"),
    "Ethane, hexafluoro-, HFC-116": text("C2F6"),
    "Ethane, 1,1,1,2-tetrafluoro-, HFC-134a": text("HFC-134a"),
    "Ethane, 1,1-difluoro-, HFC-152a": text("HFC-152a"),
    "Methane, fossil": text("CH4, fossil"),
    "Methane, non-fossil": text("CH4, biogenic"),
}
"""Greenhouse gases that a process may emit, by the name of their elementary flow."""

WHOLE_SITE = text("site")
ELECTRICITY = text("electricity")

MATERIAL_FILES = {
    "ancillary",
    "chemicals",
    "cut_off",
    "fuels",
    "glass",
    "metals",
    "minerals",
    "packaging",
    "polymers",
    "water",
}
FUELS = ("natural-gas-burned", "diesel-burned")


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list.

    Parameters
    ----------
    key : str
        What the model holds.
    name : Text
        What people read and pick.
    unit : str
        Unit of the library's flow, a key of :data:`pvfootprint.model.terms.UNITS`; empty if it is
        no flow.
    offered : bool
        Whether the drop-down shows it; what it does not show can still be typed.
    """

    key: str
    name: Text
    unit: str = ""
    offered: bool = True


Choices = dict[str, tuple[Choice, ...]]


def choices_of(library: Library, stage: str) -> Choices:
    """Return every list of the workbook of a stage.

    Parameters
    ----------
    library : Library
        The compiled library.
    stage : str
        A key of :data:`REFERENCE_UNITS`.

    Returns
    -------
    dict
        Entries by name of the list, each key and each name once in its list.
    """
    lists = {
        "methods": KNOWN_BY,
        "contract kinds": CONTRACT_KINDS,
        "power sources": POWER_SOURCES,
        "output kinds": OUTPUT_KINDS,
        "bases": BASES,
        "share bases": SHARE_BASES,
        "document kinds": DOCUMENT_KINDS,
        "quality subjects": QUALITY_SUBJECTS,
        "flags": FLAGS,
        "technologies": _technologies(library, stage),
        "upstream technologies": {
            key: word
            for supplied in SUPPLIED_STAGES[stage]
            for key, word in _technologies(library, supplied).items()
        },
        "designs": _designs(library, stage),
        "supplied stages": {key: STAGES[key] for key in SUPPLIED_STAGES[stage]},
    }
    found = {
        name: tuple(Choice(key, word) for key, word in words.items())
        for name, words in lists.items()
    }
    places = tuple(_places(library))
    return {
        **found,
        "units": _plain(UNITS),
        "declared units": _plain(terms.DECLARED_UNITS[stage]),
        "output units": _plain(OUTPUT_UNITS[stage]),
        "formats": _plain(library.formats),
        "locations": places,
        "grids": places,
        "materials": tuple(_materials(library, stage)),
        "carriers": tuple(_carriers(library)),
        "treatments": _named(_of_file(library, {"waste"})),
        "modes": _named(_of_file(library, {"transport"})),
        "gases": tuple(_gases(library)),
    }


def _plain(keys: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(Choice(key, Text(key, {})) for key in keys)


def _technologies(library: Library, stage: str) -> dict[str, Text]:
    there = {i.technology for i in library.inventories.values() if i.stage == stage}
    return {key: TECHNOLOGIES.get(key, Text(key, {})) for key in sorted(there)}


def _designs(library: Library, stage: str) -> dict[str, Text]:
    there = {i.design for i in library.inventories.values() if i.stage == stage} - {""}
    return {key: DESIGNS.get(key, Text(key, {})) for key in sorted(there)}


def _places(library: Library) -> Iterator[Choice]:
    """China first, its provinces, then other countries."""
    yield Choice("CN", Text("China", {}))
    for key, name in PROVINCES.items():
        yield Choice(key, name)
    there = {i.electricity_location for i in library.inventories.values()}
    english, chinese = Locale("en").territories, Locale("zh").territories
    for key in sorted(there):
        if len(key) == 2 and key != "CN" and key in chinese:
            yield Choice(key, _territory(english[key], chinese[key]))


class _Territory(Text):
    """The name of a country, whose Chinese Babel knows."""

    __slots__ = ("chinese",)
    chinese: str

    def said(self, language: str) -> str:
        """Return the name in a language."""
        if language == "both":
            return f"{self.chinese} {self}"
        return self.chinese if language == "zh" else str(self)


def _territory(english: str, chinese: str) -> Text:
    made = _Territory(english, {})
    made.chinese = chinese
    return made


def _of_file(library: Library, files: set[str]) -> list[Inventory]:
    return [
        i
        for i in library.inventories.values()
        if not i.stage and i.file.rsplit("/", 1)[-1].removesuffix(".csv") in files
    ]


def _materials(library: Library, stage: str) -> Iterator[Choice]:
    for supplied in SUPPLIED_STAGES[stage]:
        yield Choice(SUPPLY + supplied, STAGES[supplied], terms.REFERENCE_UNITS[supplied])
    named = _named(i for i in _of_file(library, MATERIAL_FILES) if i.code not in FUELS)
    yield from named
    taken = {choice.key for choice in named}
    for inventory in library.inventories.values():
        if inventory.code not in taken:
            yield Choice(inventory.code, Text(inventory.code, {}), inventory.unit, offered=False)


def _named(inventories: Iterable[Inventory]) -> tuple[Choice, ...]:
    """Name datasets by their products; of several with one name, all but the first by place."""
    found: dict[str, list[Inventory]] = {}
    for inventory in inventories:
        found.setdefault(inventory.product, []).append(inventory)
    entries = []
    for product, same in found.items():
        same.sort(key=lambda i: (i.location != "CN", i.code))
        for place, i in enumerate(same):
            name = text(product)
            if place:
                name = text("{product} ({location})", product=name, location=i.location)
            entries.append(Choice(i.code, name, i.unit))
    return tuple(sorted(entries, key=lambda choice: choice.name.lower()))


def _carriers(library: Library) -> Iterator[Choice]:
    yield Choice("electricity", ELECTRICITY, "kilowatt hour")
    yield from _named(
        [*_of_file(library, {"heat"}), *(library.inventories[code] for code in FUELS)]
    )


def _gases(library: Library) -> Iterator[Choice]:
    """Greenhouse gases by their short names, then every other elementary flow by its code."""
    short: dict[str, Choice] = {}
    for flow in sorted(library.flows.values(), key=lambda f: f.categories != "air::unspecified"):
        if flow.name in GASES and flow.categories.startswith("air::"):
            short.setdefault(flow.name, Choice(flow.code, GASES[flow.name], flow.unit))
    named = [short[name] for name in GASES if name in short]
    yield from named
    taken = {choice.key for choice in named}
    for flow in library.flows.values():
        if flow.code not in taken:
            yield Choice(flow.code, Text(flow.code, {}), flow.unit, offered=False)


@cache
def spellings(choice: Choice) -> frozenset[str]:
    """Return every way in which a workbook of ours writes a choice: key and name, each language."""
    names = {choice.key, *(choice.name.said(language) for language in ("en", "zh", "both"))}
    return frozenset(names)
