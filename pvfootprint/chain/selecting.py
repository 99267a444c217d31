"""Finds the product that a user named; offers the nearest where it is not there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pvfootprint.model.findings import Finding, SelectionError
from pvfootprint.model.product import ProductName, parse_product_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pvfootprint.model.inventory import Format, Inventory, Library

WITH_FORMATS = ("wafer", "cell")
"""Stages whose pieces come in formats."""


def products(library: Library) -> list[Inventory]:
    """Return the datasets that are products of the chain, ordered by name.

    Parameters
    ----------
    library : Library
        The compiled library.

    Returns
    -------
    list of Inventory
        Datasets with a stage.
    """
    found = (inventory for inventory in library.inventories.values() if inventory.stage)
    return sorted(found, key=lambda inventory: str(name_of(inventory)))


def name_of(inventory: Inventory) -> ProductName:
    """Return the full name by which a user asks for a dataset."""
    return ProductName(
        inventory.stage,
        inventory.technology,
        inventory.location,
        inventory.design,
        inventory.vintage,
    )


@dataclass(frozen=True, slots=True)
class Selection:
    """What a user's text names.

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


def select(library: Library, text: str) -> Selection:
    """Find the product that a text names.

    Parameters
    ----------
    library : Library
        The compiled library.
    text : str
        ``STAGE:TECHNOLOGY[:DESIGN]:LOCATION[@VINTAGE]``. Without a design the default design is
        meant, without a vintage the newest. The design of a wafer or cell may be a format, such
        as 182. Nothing is ever substituted for what is named.

    Returns
    -------
    Selection
        The dataset, and the format if one is named.

    Raises
    ------
    SelectionError
        SEL-001 to SEL-006, with the nearest matches.
    """
    asked = parse_product_name(text)
    left = products(library)
    left = _narrow(left, "SEL-001", "stage", asked.stage, text, lambda i: i.stage)
    left = _narrow(left, "SEL-002", "technology", asked.technology, text, lambda i: i.technology)
    left = _narrow(left, "SEL-004", "location", asked.location, text, lambda i: i.location)
    if asked.vintage is not None:
        wanted = str(asked.vintage)
        left = _narrow(left, "SEL-005", "vintage", wanted, text, lambda i: str(i.vintage))
    else:
        newest = max(i.vintage or 0 for i in left)
        left = [i for i in left if i.vintage == newest]
    form = library.formats.get(asked.design) if asked.stage in WITH_FORMATS else None
    if asked.design and not form:
        designs = [*left, *_as_designs(left[0], library)]
        left = _narrow(designs, "SEL-003", "design", asked.design, text, lambda i: i.design)
    elif len(left) > 1:
        left = _default_design(left, text)
    return Selection(left[0], form)


def _default_design(candidates: list[Inventory], text: str) -> list[Inventory]:
    left = [inventory for inventory in candidates if inventory.default_design]
    if len(left) == 1:
        return left
    raise SelectionError(
        [
            Finding(
                "SEL-003",
                f"{text!r} does not say which design",
                found="no design",
                allowed=", ".join(sorted(i.design for i in candidates)),
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
    what: str,
    wanted: str,
    text: str,
    attribute: Callable[[Inventory], str],
) -> list[Inventory]:
    left = [inventory for inventory in candidates if attribute(inventory) == wanted]
    if left:
        return left
    there = sorted({attribute(inventory) for inventory in candidates} - {""})
    near = get_close_matches(wanted, there, n=3, cutoff=0.4)
    offered = near_names(text, candidates)
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    raise SelectionError(
        [
            Finding(
                code,
                f"the library has no {what} {wanted!r}"
                + ("" if code == "SEL-001" else f" for {candidates[0].stage}"),
                found=text,
                allowed=", ".join(there) or f"no {what}",
                hint=f"{hint}nearest products: {', '.join(offered)}",
            )
        ]
    )


def near_names(text: str, candidates: Iterable[Inventory]) -> list[str]:
    """Return up to three products whose names are nearest to a text."""
    names = [str(name_of(inventory)) for inventory in candidates]
    return get_close_matches(text, names, n=3, cutoff=0.0)


def find_dataset(library: Library, text: str) -> Inventory:
    """Find any dataset of the library, by code or by product name.

    Parameters
    ----------
    library : Library
        The compiled library.
    text : str
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
    if text in library.inventories:
        return library.inventories[text]
    if ":" in text:
        return select(library, text).product
    words = text.lower()
    near = get_close_matches(words, library.inventories, n=5, cutoff=0.5)
    near += [code for code in library.inventories if words and words in code and code not in near]
    raise SelectionError(
        [
            Finding(
                "SEL-012",
                f"the library has no dataset {text!r}",
                found=text,
                allowed="a code or a product of `pvfootprint library list`",
                hint=f"nearest: {', '.join(near[:5])}" if near else "",
            )
        ]
    )
