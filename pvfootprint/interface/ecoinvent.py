"""Installs the library on the background of the user's own licensed ecoinvent.

The set holds one aggregated dataset for each dataset of ours that an activity stands for, and a
copy of every dataset of ours that takes from one of them, linked to it. Grids stay the library's
own: their official factors are what a footprint is judged by.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.exchange.ecoinvent.asking import read_background
from pvfootprint.language.texts import text
from pvfootprint.library.caching import open_library
from pvfootprint.library.folders import data_root
from pvfootprint.library.gwp import DEFAULT_SET, read_set
from pvfootprint.library.installing import is_installed, write_set
from pvfootprint.library.writing import balance_csv, inventory_csv, source_csv
from pvfootprint.model.findings import Finding, InstallError
from pvfootprint.model.inventory import Exchange, Inventory, LibrarySet, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pvfootprint.exchange.ecoinvent.asking import Aggregated, Background
    from pvfootprint.model.inventory import (
        BalanceTerm,
        CharacterizationFactor,
        ElementaryFlow,
        Library,
    )

NAME = "ecoinvent"
"""Usual name of the set."""

REST = "carbon-dioxide-equivalent-aggregated-with-ar6-air-unspecified"
"""Elementary flow that holds all gases that the library does not name [kgCO2e]."""

PAPER = "background.csv"
"""What became of what, for people; it holds results of ecoinvent, like the set."""

LICENCE = "licence of the user with ecoinvent"
LINK = "https://ecoinvent.org"
TERMS = text(
    "What is made from ecoinvent stays on this computer, on the terms of your own licence. It "
    "must not be handed on, and no data package takes it."
)

COLUMNS = (
    "dataset",
    "unit",
    "activity",
    "reference product",
    "location",
    "kgCO2e per unit (AR6)",
    "of it by the method of the project",
    "kgCO2e per unit by that method alone",
    "kg CO2 of biomass left out",
)


@dataclass(frozen=True, slots=True)
class EcoinventInstallation:
    """A set that was installed from ecoinvent.

    Parameters
    ----------
    details : LibrarySet
        The set.
    background : Background
        What was read.
    copied : int
        Datasets of ours that were linked to it.
    values : dict
        Footprint of each dataset by code [kgCO2e/unit].
    """

    details: LibrarySet
    background: Background
    copied: int
    values: dict[str, float]


def install_ecoinvent(
    project: str,
    database: str,
    *,
    name: str = NAME,
    method: Sequence[str] | None = None,
    replacing: bool = False,
) -> EcoinventInstallation:
    """Install the library on the background of an ecoinvent database.

    Parameters
    ----------
    project, database : str
        Names in the user's own Brightway.
    name : str
        Of the set.
    method : sequence of str, optional
        Brightway's method for gases that the library does not name; IPCC 2021 GWP100 by default.
    replacing : bool
        Whether it may take the place of a set of that name.

    Returns
    -------
    EcoinventInstallation
        What was installed, and from what.

    Raises
    ------
    InstallError
        INS-003, INS-005, INS-011, INS-020 to INS-030.
    """
    if is_installed(name) and not replacing:
        message = text("the set {name} is installed already", name=name)
        hint = text("replace it with --replace, or remove it first")
        raise InstallError([Finding("INS-011", message, found=name, hint=hint)])
    root = data_root()
    library, _ = open_library(root)
    background = read_background(project, database, method)
    source = Source(NAME, f"ecoinvent, Brightway database {database}", LICENCE, LINK, "")
    taken = [_as_inventory(one, library, f"{name} background") for one in background.found]
    copies = _copies(library, {one.code: one for one in taken}, f"{name} chain")
    values = _values(background.found, read_set(root, DEFAULT_SET, library).factors, library.flows)
    details = LibrarySet(
        name=name,
        title=f"pvfootprint's chain on the background of {database}",
        licence=LICENCE,
        licence_link=LINK,
        notice=TERMS.en,
        notice_zh=TERMS.zh,
        source=f"Brightway project {project}, database {database}",
        source_sha256=background.sha256,
    )
    files = {
        "sources.csv": source_csv([source, *_sources(copies, library)]),
        "inventories/background.csv": inventory_csv(
            f"{name} background", "One unit of each activity, with all that is behind it.", taken
        ),
        "inventories/chain.csv": inventory_csv(
            f"{name} chain", "Datasets of pvfootprint that take from the background.", copies
        ),
        "silicon_balance.csv": balance_csv(_balances(copies, library)),
        PAPER: _paper(background, library, values),
    }
    return EcoinventInstallation(
        write_set(details, files, library), background, len(copies), values
    )


def _as_inventory(one: Aggregated, library: Library, database: str) -> Inventory:
    """Return an aggregated dataset in the place of one of ours."""
    ours = library.inventories[one.dataset]
    amounts = {**one.flows, **({REST: one.rest} if one.rest else {})}
    return Inventory(
        code=ours.code,
        database=database,
        file="",
        line=0,
        name=one.activity,
        product=ours.product,
        location=one.location,
        unit=ours.unit,
        data_class="literature",
        source=NAME,
        comment=f"Stands for {ours.name} ({ours.code}). Reference product there: {one.product}.",
        mass_per_unit=ours.mass_per_unit,
        mass_basis=ours.mass_basis,
        exchanges=tuple(
            Exchange.exchanged(library.flows[code], amount, group="direct", source=NAME)
            for code, amount in sorted(amounts.items())
        ),
    )


def _copies(library: Library, taken: dict[str, Inventory], database: str) -> list[Inventory]:
    """Return what takes from the background, directly or not, linked to it; grids stay apart."""
    candidates = {
        code: one
        for code, one in library.inventories.items()
        if code not in taken and not one.electricity_supply and not one.electricity_location
    }
    copied: set[str] = set()
    while True:
        there = copied | set(taken)
        more = {
            code
            for code, one in candidates.items()
            if code not in copied and any(e.target in there for e in one.inputs)
        }
        if not more:
            break
        copied |= more
    return [
        replace(
            candidates[code],
            database=database,
            exchanges=tuple(
                _linked(e, taken, copied, database) for e in candidates[code].exchanges
            ),
        )
        for code in sorted(copied)
    ]


def _linked(
    exchange: Exchange, taken: dict[str, Inventory], copied: set[str], database: str
) -> Exchange:
    if exchange.type == "technosphere" and exchange.target in taken:
        to = taken[exchange.target]
        return replace(
            exchange,
            name=to.name,
            product=to.product,
            location=to.location,
            database=to.database,
        )
    return replace(exchange, database=database) if exchange.target in copied else exchange


def _sources(copies: Iterable[Inventory], library: Library) -> list[Source]:
    """Return every source that the copies name."""
    keys = {one.source for one in copies}
    keys |= {e.source for one in copies for e in one.exchanges}
    keys |= {p.source for one in copies for p in one.parameters}
    codes = {one.code for one in copies}
    keys |= {term.source for term in library.balances if term.dataset in codes}
    return [library.sources[key] for key in sorted(keys - {""}) if key in library.sources]


def _balances(copies: Iterable[Inventory], library: Library) -> list[BalanceTerm]:
    codes = {one.code for one in copies}
    return [
        replace(term, amount=None) if term.term == "in" else term
        for term in library.balances
        if term.dataset in codes
    ]


def _values(
    found: Iterable[Aggregated],
    factors: dict[str, CharacterizationFactor],
    flows: dict[str, ElementaryFlow],
) -> dict[str, float]:
    """Return the footprint of each, as the library characterizes it [kgCO2e/unit]."""
    return {
        one.dataset: one.rest
        + sum(amount * factors[flows[code].name].amount for code, amount in one.flows.items())
        for one in found
    }


def _paper(background: Background, library: Library, values: dict[str, float]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in background.found:
        numbers = (values[one.dataset], one.rest, one.score, one.biogenic)
        unit = library.inventories[one.dataset].unit
        names = (one.dataset, unit, one.activity, one.product, one.location)
        writer.writerow([*names, *(f"{number:.6g}" for number in numbers)])
    return file.getvalue().encode()
