"""Compares two workbooks of a site, such as last year's and this year's."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, joined, text
from pvfootprint.library.units import to_library_unit, unit_of
from pvfootprint.model.site import WHOLE_SITE
from pvfootprint.model.terms import UNITS
from pvfootprint.workbook.choices import choices_of
from pvfootprint.workbook.site_sheets import COMPANY, PRODUCTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory

APPEARED, VANISHED, CHANGED = "appeared", "vanished", "changed"
KINDS = {
    APPEARED: text("appeared"),
    VANISHED: text("vanished"),
    CHANGED: text("changed"),
}
"""What became of a row."""

SAME = 1e-9
"""Relative change below which amounts are the same: the noise of adding up months [-]."""

Key = tuple[str, str, str, str]
"""Sheet, what it is about, product and unit."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that two workbooks say differently.

    Parameters
    ----------
    sheet : str
        Key of the sheet.
    what : str
        The flow, supplier, contract or field that it is about; a text where it has a name.
    product : str
        Key of the product it is for, or ``site``; empty where it is for none.
    kind : str
        A key of :data:`KINDS`.
    old, new : float or str, optional
        What the two say; None where one says nothing.
    unit : str
        Symbol of the unit of numbers.
    old_per_unit, new_per_unit : float, optional
        Amounts per unit of output [unit per unit]; None where the outputs cannot be compared.
    """

    sheet: str
    what: str
    product: str
    kind: str
    old: float | str | None
    new: float | str | None
    unit: str = ""
    old_per_unit: float | None = None
    new_per_unit: float | None = None

    @property
    def relative(self) -> float | None:
        """Change relative to the old amount [-]."""
        return _relative(self.old, self.new)

    @property
    def relative_per_unit(self) -> float | None:
        """Change per unit of output, relative to the old one [-]."""
        return _relative(self.old_per_unit, self.new_per_unit)

    @property
    def relevance(self) -> float:
        """By which differences are sorted.

        What appeared, vanished or is no number is beyond all changes. Changes count by their size
        per unit of output where that is known: amounts differ with the output alone. Doubled and
        halved are alike.
        """
        change = self.relative if self.relative_per_unit is None else self.relative_per_unit
        if self.kind != CHANGED or change is None or change <= -1:
            return math.inf
        return abs(math.log1p(change))


def _relative(old: object, new: object) -> float | None:
    if isinstance(old, int | float) and isinstance(new, int | float) and old:
        return new / old - 1
    return None


def compare(old: SiteInventory, new: SiteInventory, library: Library) -> list[Difference]:
    """Return what two workbooks say differently.

    Rows of one flow and product are added up, over meters' months and contracts too, because
    these differ from year to year; documents, remarks and data quality are not compared.

    Parameters
    ----------
    old, new : SiteInventory
        The two.
    library : Library
        Names the flows.

    Returns
    -------
    list of Difference
        Company and products first, then by relevance.
    """
    facts = [
        *_fields("company", "", old.company, new.company),
        *_products(old, new),
    ]
    names = {
        choice.key: choice.name
        for choices in choices_of(library, new.stage).values()
        for choice in choices
    }
    before, after = _amounts(old), _amounts(new)
    rows = [
        found
        for key in dict.fromkeys((*before, *after))
        if (found := _row(key, before.get(key), after.get(key), (old, new), names))
    ]
    rows.sort(key=lambda row: (-row.relevance, row.sheet, row.what, row.product))
    return [*facts, *rows]


def _fields(sheet: str, product: str, old: object, new: object) -> Iterator[Difference]:
    """Give the fields of a company or a product that differ."""
    form = {"company": COMPANY, "products": PRODUCTS}[sheet]
    for column in form.read:
        if column.key in {"evidence", "note"}:
            continue
        was, now = getattr(old, column.key), getattr(new, column.key)
        if was != now:
            plain = _plain(was), _plain(now)
            yield Difference(sheet, column.heading, product, _kind(*plain), *plain, column.unit)


def _kind(was: object, now: object) -> str:
    if was is None:
        return APPEARED
    return VANISHED if now is None else CHANGED


def _plain(value: object) -> float | str | None:
    if value is None or value in ("", ()):
        return None
    if isinstance(value, float | int):
        return value
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return str(value)


def _products(old: SiteInventory, new: SiteInventory) -> Iterator[Difference]:
    keys = dict.fromkeys(product.key for product in (*old.products, *new.products))
    for key in keys:
        was, now = old.product(key), new.product(key)
        if was and now:
            yield from _fields("products", key, was, now)
        elif was:
            yield Difference("products", was.name, key, VANISHED, was.output, None, was.output_unit)
        elif now:
            yield Difference("products", now.name, key, APPEARED, None, now.output, now.output_unit)


def _amounts(site: SiteInventory) -> dict[Key, float]:
    """Add up a workbook's rows that are about the same."""
    parts: dict[Key, list[float]] = {}
    for sheet, what, product, amount, symbol in _rows(site):
        unit = unit_of(symbol)
        value = to_library_unit(amount, symbol, unit)
        key = (sheet, what, product, UNITS.get(unit, symbol))
        parts.setdefault(key, []).append(amount if value is None else value)
    return {key: math.fsum(values) for key, values in parts.items()}


def _rows(site: SiteInventory) -> Iterator[tuple[str, str, str, float, str]]:
    """Give sheet, what, product, amount and unit of every row."""
    for m in site.materials:
        yield "materials", m.dataset or m.flow, m.product, m.amount, m.unit
    for e in site.energy:
        yield "energy", _about(e.carrier, e.meter), e.product, e.amount, e.unit
    for c in site.electricity:
        yield "electricity", _about(c.kind, c.technology, c.place), c.product, c.amount, c.unit
    for o in site.outputs:
        yield "outputs", _about(o.kind, o.dataset or o.name), o.product, o.amount, o.unit
    for d in site.emissions:
        yield "emissions", d.gas, d.product, d.emitted, d.unit
    for t in site.transport:
        tonnes = (to_library_unit(t.mass, t.unit, "kilogram") or 0.0) / 1000
        yield "transport", _about(t.mode, t.cargo), t.product, tonnes * t.distance, "tkm"
    for s in site.suppliers:
        what = _about(s.stage, s.supplier, s.site, s.supplied)
        yield "suppliers", what, s.product, 100 * s.share, "%"


BETWEEN = "\x1f"
"""Stands between the parts of what a row is about; no cell can hold it."""


def _about(*parts: str) -> str:
    return BETWEEN.join(part for part in parts if part)


def _row(
    key: Key,
    was: float | None,
    now: float | None,
    sites: tuple[SiteInventory, SiteInventory],
    names: dict[str, Text],
) -> Difference | None:
    """Return what differs in a row; None if it is the same."""
    if was is not None and now is not None and math.isclose(was, now, rel_tol=SAME):
        return None
    sheet, what, product, unit = key
    per_unit: tuple[float | None, float | None] = (None, None)
    made, makes = (_output(site, product or WHOLE_SITE) for site in sites)
    if sheet != "suppliers" and made and makes and made[1] == makes[1]:
        per_unit = (_divided(was, made[0]), _divided(now, makes[0]))
    about = joined(", ", [names.get(part, part) for part in what.split(BETWEEN)])
    return Difference(sheet, about, product, _kind(was, now), was, now, unit, *per_unit)


def _divided(amount: float | None, output: float) -> float | None:
    return None if amount is None else amount / output


def _output(site: SiteInventory, product: str) -> tuple[float, str] | None:
    """Return what a row's amount is for, and its unit: a product's output, or all of the site's."""
    made = [p for p in site.products if product in (p.key, WHOLE_SITE)]
    converted = []
    for p in made:
        unit = unit_of(p.output_unit)
        amount = to_library_unit(p.output, p.output_unit, unit)
        converted.append((p.output if amount is None else amount, UNITS.get(unit, p.output_unit)))
    units = {unit for _, unit in converted}
    if len(units) != 1:
        return None
    whole = math.fsum(amount for amount, _ in converted)
    share = math.fsum(p.share for p in made) if product == WHOLE_SITE else 1.0
    return (whole / share, units.pop()) if whole and share else None
