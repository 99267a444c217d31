"""What companies said of their sites, row by row, for the workbook of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import Column, Table, words
from pvfootprint.documents.report.naming import named
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pvfootprint.documents.blocks import Cell
    from pvfootprint.model.site import SiteInventory

HEADINGS = {
    "key": text("key"),
    "name": text("name"),
    "technology": text("technology"),
    "design": text("design"),
    "declared_unit": text("declared unit"),
    "power": text("power [W]"),
    "area": text("area [m2]"),
    "output": text("output"),
    "output_unit": text("unit of the output"),
    "share": text("share"),
    "flow": text("flow"),
    "dataset": text("dataset"),
    "product": text("product"),
    "amount": text("amount"),
    "unit": text("unit"),
    "method": text("known by"),
    "carrier": text("carrier"),
    "meter": text("meter"),
    "period": text("period"),
    "calorific_value": text("calorific value [MJ per unit]"),
    "kind": text("kind"),
    "place": text("place"),
    "certificates": text("certificates"),
    "cancelled": text("cancelled"),
    "sold": text("sold"),
    "silicon": text("silicon [kg/kg]"),
    "destination": text("destination"),
    "gas": text("gas"),
    "basis": text("basis"),
    "conversion": text("conversion"),
    "abatement": text("abatement"),
    "cargo": text("cargo"),
    "mode": text("mode"),
    "distance": text("distance [km]"),
    "mass": text("mass"),
    "start": text("from"),
    "end": text("to"),
    "stage": text("stage"),
    "supplier": text("supplier"),
    "company": text("company"),
    "site": text("site"),
    "supplied": text("supplied product"),
    "location": text("place"),
    "title": text("title"),
    "file": text("file"),
    "sha256": text("SHA-256"),
    "covers": text("shows"),
    "evidence": text("evidence"),
    "note": text("remark"),
    "subject": text("subject"),
    "reliability": text("reliability"),
    "completeness": text("completeness"),
    "temporal": text("time"),
    "geographical": text("place"),
    "technological": text("technology"),
}
"""Headings by field of :mod:`pvfootprint.model.site`."""

SHEETS = {
    "products": (
        text("products"),
        "key name technology design declared_unit power area output output_unit share",
    ),
    "materials": (
        text("materials"),
        "flow dataset product amount unit method evidence note",
    ),
    "energy": (
        text("energy"),
        "carrier meter period product amount unit calorific_value method evidence note",
    ),
    "electricity": (
        text("electricity contracts"),
        "key kind technology place period amount unit certificates cancelled sold evidence note",
    ),
    "outputs": (
        text("outputs"),
        "kind name dataset product amount unit silicon destination evidence note",
    ),
    "emissions": (
        text("direct emissions"),
        "gas product basis amount unit conversion abatement evidence note",
    ),
    "transport": (
        text("transport"),
        "cargo mode product distance mass unit start end evidence note",
    ),
    "suppliers": (
        text("suppliers"),
        "product stage supplier site supplied share location technology evidence note",
    ),
    "quality": (
        text("data quality"),
        "subject reliability completeness temporal geographical technological note",
    ),
    "evidence": (text("evidence"), "key title kind file sha256 covers note"),
}
"""Title and fields of each part of an inventory."""

NUMBERS = {
    "power", "area", "output", "share", "amount", "calorific_value", "silicon", "conversion",
    "abatement", "distance", "mass", "reliability", "completeness", "temporal", "geographical",
    "technological",
}  # fmt: skip
"""Fields that hold numbers."""


def site_tables(sites: Sequence[SiteInventory]) -> list[Table]:
    """Return the rows of the companies' workbooks as tables.

    Parameters
    ----------
    sites : sequence of SiteInventory
        Sites and periods.

    Returns
    -------
    list of Table
        One per kind of row, for the workbook only; without those that have no rows.
    """
    tables = []
    for key, (title, fields) in SHEETS.items():
        names = fields.split()
        rows = [
            (*_whose(site), *_cells(row, names)) for site in sites for row in getattr(site, key)
        ]
        if not rows:
            continue
        caption = text("{what} of the sites, amounts of the whole period", what=title)
        tables.append(
            Table(
                key=f"site-{key}",
                title=words(caption),
                columns=(*map(_column, ("stage", "company", "site")), *map(_column, names)),
                rows=tuple(rows),
                only_workbook=True,
            )
        )
    return tables


def _whose(site: SiteInventory) -> tuple[Cell, ...]:
    return named(STAGES, site.stage), words(site.company.name), words(site.company.site)


def _column(name: str) -> Column:
    form = "figures" if name in NUMBERS else "words"
    return Column(heading=words(HEADINGS[name]), form=form)


def _cells(row: object, names: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(_cell(getattr(row, name)) for name in names)


def _cell(value: object) -> Cell:
    if value is None or value in {"", ()}:
        return None
    if isinstance(value, bool):
        return words(text("yes") if value else text("no"))
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, tuple):
        return words(", ".join(str(one) for one in value))
    return words(Text(value)) if isinstance(value, Text) else words(str(value))
