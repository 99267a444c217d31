"""The words of the field: stages, groups, categories, units."""

from __future__ import annotations

from pvfootprint.language.texts import text

STAGES = {
    "mg-silicon": text("MG silicon"),
    "polysilicon": text("polysilicon"),
    "ingot": text("ingot"),
    "wafer": text("wafer"),
    "cell": text("cell"),
    "module": text("module"),
}
"""Stages of the chain, from the quartz to the module; MG silicon is metallurgical-grade silicon."""

REFERENCE_UNITS = {
    "mg-silicon": "kilogram",
    "polysilicon": "kilogram",
    "ingot": "kilogram",
    "wafer": "square meter",
    "cell": "square meter",
    "module": "square meter",
}
"""Unit of the product of each stage in the inventories, a key of :data:`UNITS`."""

DECLARED_UNITS = {
    "mg-silicon": ("kg",),
    "polysilicon": ("kg",),
    "ingot": ("kg",),
    "wafer": ("piece", "m2"),
    "cell": ("piece", "m2"),
    "module": ("kWp", "m2", "piece"),
}
"""Declared units of each stage; the first is the default."""

GROUPS = {
    "direct": text("direct emissions"),
    "electricity": text("electricity"),
    "heat": text("heat"),
    "materials": text("materials"),
    "transport": text("transport"),
    "waste": text("waste"),
}
"""What a stage's contribution is split into."""

CATEGORIES = {
    "fossil": text("fossil"),
    "biogenic emission": text("biogenic emissions"),
    "biogenic removal": text("biogenic removals"),
    "land-use change": text("land-use change"),
    "aircraft": text("aircraft"),
}
"""Kinds of greenhouse-gas emission that ISO 14067:2018, 7.2 wants reported apart."""

DATA_CLASSES = {
    text("official"): text("factor published by a government for this purpose"),
    text("inventory"): text("unit process from the literature"),
    text("literature"): text("published factor of the flow itself"),
    text("derived"): text("computed by this library from sourced values"),
    text("proxy"): text("another flow stands for the one that is meant"),
    text("cut-off"): text("left out, visibly"),
    text("primary"): text("data of the company itself, for its own process"),
    text("summary"): text("elementary flows that the supplier gives of its product"),
}
"""What kind of knowledge a dataset is."""

KNOWN_BY = {
    "measured": text("measured"),
    "calculated": text("calculated"),
    "estimated": text("estimated"),
}
"""How a company knows an amount."""

LIBRARY_CLASSES = tuple(key for key in DATA_CLASSES if key not in {"primary", "summary"})
"""Kinds of knowledge that a file of the library can hold."""

UNITS = {
    "kilogram": "kg",
    "kilowatt hour": "kWh",
    "megajoule": "MJ",
    "ton kilometer": "tkm",
    "square meter": "m2",
    "cubic meter": "m3",
    "square meter-year": "m2a",
    "unit": "unit",
}
"""Units of the inventories (Brightway's names) and their symbols."""

PARTIAL_FOOTPRINT = text("partial carbon footprint of a product")
BOUNDARY = text("cradle to gate")
DECLARED_UNIT = text("declared unit")

SILICON_STAGES = ("polysilicon", "ingot", "wafer")
"""Stages whose process is one on silicon."""

SILICON_DENSITY = 2330.0
"""Density of crystalline silicon [kg/m3], as in the wafers of IEA PVPS T12-19:2020."""
