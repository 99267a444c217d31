"""Names and columns that the sections of the report share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import Column, Words, words
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import GROUPS, STAGES, UNITS

if TYPE_CHECKING:
    from pvfootprint.model.inventory import Inventory
    from pvfootprint.model.study import Study

SOURCES = {
    "workbook": text("workbook"),
    "summary": text("summary"),
    "library": text("library"),
}
"""Where a part of the chain comes from."""

BASES = {
    "market": text("market-based (contracts and certificates)"),
    "location": text("location-based (what physically supplies the sites)"),
}

OUTCOMES = {
    "passes": text("passes"),
    "fails": text("fails"),
    "asks": text("asks for evidence"),
}

STATUSES = {"draft": text("draft"), "in force": text("in force")}

WHOLE_SITE = text("whole site")


def named(terms: dict[str, Text], key: str) -> Words:
    """Return the words of a key; the key itself where there are none."""
    return words(terms.get(key, key))


def stage_name(stage: str) -> Words:
    """Return the name of a stage."""
    return named(STAGES, stage)


def group_name(group: str) -> Words:
    """Return the name of a group."""
    return named(GROUPS, group)


def flow_name(name: str) -> Words:
    """Return the name of a flow in both languages, as far as the catalogue has it."""
    return words(Text(name)) if name else words("")


def inventory_name(inventory: Inventory) -> Words:
    """Return what a process makes, and where."""
    made = Text(inventory.product or inventory.name)
    en = f"{made.en} ({inventory.location})" if inventory.location else made.en
    return Words(en, en if made.zh == made.en else made.zh)


def symbol(unit: str) -> str:
    """Return the symbol of a unit of the inventories."""
    return UNITS.get(unit, unit)


def per_unit(study: Study) -> str:
    """Return the unit of the footprint."""
    return study.footprint.total.unit


def both(en: str, zh: str) -> Words:
    """Return words of the model, which carries both languages."""
    return Words(en, zh or en)


def value_column(study: Study, *, width: float = 1) -> Column:
    """Return the column of values [kgCO2e per declared unit]."""
    heading = words(text("footprint"))
    return Column(heading=heading, unit=per_unit(study), form="aligned", width=width)


def share_column(heading: Text | None = None) -> Column:
    """Return a column of shares."""
    return Column(heading=words(heading or text("share")), unit="%", form="percent")


def column(heading: Text, form: str = "words", *, unit: str = "", width: float = 1) -> Column:
    """Return a column."""
    return Column(heading=words(heading), form=form, unit=unit, width=width)
