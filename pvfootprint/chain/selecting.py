"""Finds the product that a user named; offers the nearest where it is not there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.findings import Finding, SelectionError
from pvfootprint.model.product import ProductName, parse_product_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pvfootprint.model.inventory import Format, Inventory, Library

WITH_FORMATS = ("wafer", "cell")
"""Stages whose pieces come in formats."""

ASKED = {
    "SEL-001": text("stage"),
    "SEL-002": text("technology"),
    "SEL-003": text("design"),
    "SEL-004": text("location"),
    "SEL-005": text("vintage"),
}
"""What is not there, by code."""


def products(library: Library, library_set: str = "") -> list[Inventory]:
    """Return the datasets that are products of the chain, ordered by name.

    Parameters
    ----------
    library : Library
        The compiled library.
    library_set : str
        Name of an open set; the shipped library by default.

    Returns
    -------
    list of Inventory
        Datasets with a stage.
    """
    found = (i for i in library.inventories.values() if i.stage and i.library_set == library_set)
    return sorted(found, key=lambda inventory: str(name_of(inventory)))


def name_of(inventory: Inventory) -> ProductName:
    """Return the full name by which a user asks for a dataset."""
    return ProductName(
        inventory.stage,
        inventory.technology,
        inventory.location,
        inventory.design,
        inventory.vintage,
        inventory.library_set,
    )


@dataclass(frozen=True, slots=True)
class Selection:
    """What a user named.

    Parameters
    ----------
    product : Inventory
        The dataset.
    form : Format, optional
        Wafer format, where one is named.
    """

    product: Inventory
    form: Format | None = None

    @property
    def name(self) -> str:
        """Full name of the product, with the format if one is named."""
        name = name_of(self.product)
        return str(replace(name, design=self.form.key) if self.form else name)


def select(library: Library, written: str) -> Selection:
    """Find the product that a user named.

    Parameters
    ----------
    library : Library
        The compiled library.
    written : str
        ``STAGE:TECHNOLOGY[:DESIGN]:LOCATION[@VINTAGE][@SET]``. Without a design the default
        design is meant, without a vintage the newest, without a set the shipped library. The
        design of a wafer or cell may be a format, such as 182. Nothing is ever substituted for
        what is named.

    Returns
    -------
    Selection
        The dataset, and the format if one is named.

    Raises
    ------
    SelectionError
        SEL-001 to SEL-006, with the nearest matches; INS-016 for a set without products.
    """
    asked = parse_product_name(written)
    left = products(library, asked.library_set)
    if not left:
        raise SelectionError([_no_products(asked.library_set, written)])
    left = _narrow(left, "SEL-001", asked.stage, written, lambda i: i.stage)
    left = _narrow(left, "SEL-002", asked.technology, written, lambda i: i.technology)
    left = _narrow(left, "SEL-004", asked.location, written, lambda i: i.location)
    if asked.vintage is not None:
        wanted = str(asked.vintage)
        left = _narrow(left, "SEL-005", wanted, written, lambda i: str(i.vintage))
    else:
        newest = max(i.vintage or 0 for i in left)
        left = [i for i in left if i.vintage == newest]
    form = library.formats.get(asked.design) if asked.stage in WITH_FORMATS else None
    if asked.design and not form:
        designs = [*left, *_as_designs(left[0], library)]
        left = _narrow(designs, "SEL-003", asked.design, written, lambda i: i.design)
    elif len(left) > 1:
        left = _default_design(left, written)
    return Selection(left[0], form)


def _no_products(library_set: str, written: str) -> Finding:
    return Finding(
        "INS-016",
        text("the set {name} has no products of the chain", name=library_set),
        found=written,
        expected=text("a set that was opened, and that has products"),
        hint=text("`pvfootprint library list` shows the sets that are installed"),
    )


def _default_design(candidates: list[Inventory], written: str) -> list[Inventory]:
    left = [inventory for inventory in candidates if inventory.default_design]
    if len(left) == 1:
        return left
    raise SelectionError(
        [
            Finding(
                "SEL-003",
                text("{written!r} does not say which design", written=written),
                found=text("no design"),
                expected=", ".join(sorted(i.design for i in candidates)),
            )
        ]
    )


def _as_designs(inventory: Inventory, library: Library) -> list[Inventory]:
    """Return a wafer or cell once per format, so that formats are offered among the designs."""
    if inventory.stage not in WITH_FORMATS:
        return []
    return [replace(inventory, design=key) for key in library.formats]


def _narrow(
    candidates: list[Inventory],
    code: str,
    wanted: str,
    written: str,
    attribute: Callable[[Inventory], str],
) -> list[Inventory]:
    left = [inventory for inventory in candidates if attribute(inventory) == wanted]
    if left:
        return left
    there = sorted({attribute(inventory) for inventory in candidates} - {""})
    near = get_close_matches(wanted, there, n=3, cutoff=0.4)
    offered = ", ".join(near_names(written, candidates))
    hints = [
        text("did you mean {near}?", near=joined(" or ", near)) if near else "",
        text("nearest products: {names}", names=offered),
    ]
    what = ASKED[code]
    message = text("the library has no {what} {wanted!r}", what=what, wanted=wanted)
    if code != "SEL-001":
        stage = Text(candidates[0].stage)
        message = text("{message} for {stage}", message=message, stage=stage)
    raise SelectionError(
        [
            Finding(
                code,
                message,
                found=written,
                expected=", ".join(there) or text("no {what}", what=what),
                hint=joined(" ", hints),
            )
        ]
    )


def near_names(written: str, candidates: Iterable[Inventory]) -> list[str]:
    """Return up to three products whose names are nearest to what was written."""
    names = [str(name_of(inventory)) for inventory in candidates]
    return get_close_matches(written, names, n=3, cutoff=0.0)


def find_dataset(library: Library, written: str) -> Inventory:
    """Find any dataset of the library, by code or by product name.

    Parameters
    ----------
    library : Library
        The compiled library.
    written : str
        A code such as ``solar-glass``, or a product's name.

    Returns
    -------
    Inventory
        The dataset.

    Raises
    ------
    SelectionError
        SEL-012 if nothing has that code; SEL-001 to SEL-006 for a product's name.
    """
    if written in library.inventories:
        return library.inventories[written]
    if ":" in written:
        return select(library, written).product
    words = written.lower()
    near = get_close_matches(words, library.inventories, n=5, cutoff=0.5)
    near += [code for code in library.inventories if words and words in code and code not in near]
    raise SelectionError(
        [
            Finding(
                "SEL-012",
                text("the library has no dataset {written!r}", written=written),
                found=written,
                expected=text("a code or a product of `pvfootprint library list`"),
                hint=text("nearest: {names}", names=", ".join(near[:5])) if near else "",
            )
        ]
    )
