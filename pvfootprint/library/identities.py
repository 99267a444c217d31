"""Checks that nothing in the library answers to the name of something else."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pvfootprint.model.inventory import ElementaryFlow, Inventory

FLOWS_FILE = "inventories/elementary_flows.csv"


def check_identities(
    inventories: Iterable[Inventory], flows: Iterable[ElementaryFlow]
) -> list[Finding]:
    """Check that codes, products and electricity nodes are each there once.

    Parameters
    ----------
    inventories : iterable of Inventory
        Datasets as read.
    flows : iterable of ElementaryFlow
        Elementary flows as read.

    Returns
    -------
    list of Finding
        LIB-009 for an identity used twice, LIB-005 for a grid without electricity.
    """
    inventories = list(inventories)
    return [
        *_flows(flows),
        *_datasets(inventories, text("code"), "code", lambda i: (i.code,)),
        *_datasets(
            [i for i in inventories if i.stage],
            text("product"),
            "stage, technology, design, location, vintage",
            lambda i: (i.stage, i.technology, i.design, i.location, str(i.vintage)),
        ),
        *_datasets(
            [i for i in inventories if i.electricity_location],
            text("electricity"),
            "electricity location, method, year, losses",
            lambda i: (
                i.electricity_location,
                i.electricity_method,
                str(i.electricity_year),
                i.electricity_losses,
            ),
        ),
        *_grids(inventories),
    ]


def _flows(flows: Iterable[ElementaryFlow]) -> list[Finding]:
    seen: set[tuple[str, ...]] = set()
    findings = []
    for flow in flows:
        for what, identity in (
            (text("code"), (flow.code,)),
            (text("flow"), (flow.name, flow.categories)),
        ):
            if identity in seen:
                findings.append(
                    Finding(
                        "LIB-009",
                        text(
                            "the {what} {identity!r} is used twice",
                            what=what,
                            identity=" | ".join(identity),
                        ),
                        FLOWS_FILE,
                        flow.line,
                        "code" if what == "code" else "name, categories",
                        found=" | ".join(identity),
                        expected=text("an identity of its own"),
                    )
                )
            seen.add(identity)
    return findings


def _datasets(
    inventories: Iterable[Inventory],
    what: str,
    column: str,
    identity: Callable[[Inventory], tuple[str, ...]],
) -> list[Finding]:
    first: dict[tuple[str, ...], Inventory] = {}
    findings = []
    for inventory in inventories:
        key = identity(inventory)
        if key in first:
            other = first[key]
            findings.append(
                Finding(
                    "LIB-009",
                    text(
                        "the {what} {identity!r} is used twice",
                        what=what,
                        identity=" | ".join(key),
                    ),
                    inventory.file,
                    inventory.line,
                    column,
                    found=" | ".join(key),
                    expected=text(
                        "an identity of its own; the first is at {place}",
                        place=f"{other.file}:{other.line}",
                    ),
                )
            )
        first.setdefault(key, inventory)
    return findings


def _grids(inventories: list[Inventory]) -> list[Finding]:
    known: dict[str, int] = defaultdict(int)
    for inventory in inventories:
        known[inventory.electricity_location] += inventory.electricity_default
    return [
        Finding(
            "LIB-005",
            text("the grid of {place} has no electricity of any year", place=i.electricity_supply),
            i.file,
            i.line,
            "electricity supply",
            found=i.electricity_supply,
            expected=text("a place for which a dataset is the default electricity"),
        )
        for i in inventories
        if i.electricity_supply and not known[i.electricity_supply]
    ]
