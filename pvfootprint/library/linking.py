"""Links every exchange to the one dataset or elementary flow that it names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.model.inventory import ElementaryFlow, Exchange, Inventory

Identity = tuple[str, ...]


def link(
    inventories: Iterable[Inventory],
    flows: Iterable[ElementaryFlow],
    findings: list[Finding],
    *,
    suggest: bool = True,
) -> dict[str, Inventory]:
    """Link all exchanges.

    A supplier is named by database, name, reference product and location, an elementary flow by
    name and categories: what ``bw2io``'s ``match_database`` compares.

    Parameters
    ----------
    inventories : iterable of Inventory
        Unlinked unit processes.
    flows : iterable of ElementaryFlow
        Elementary flows.
    findings : list of Finding
        Takes LIB-005, LIB-006, LIB-007 and LIB-010.
    suggest : bool
        Whether the nearest names are looked for, which takes time.

    Returns
    -------
    dict
        Linked unit processes by code.
    """
    inventories = list(inventories)
    processes: dict[Identity, list[Inventory]] = defaultdict(list)
    for inventory in inventories:
        identity = (inventory.database, inventory.name, inventory.product, inventory.location)
        processes[identity].append(inventory)
    elementary: dict[Identity, list[ElementaryFlow]] = defaultdict(list)
    for flow in flows:
        elementary[flow.name, flow.categories].append(flow)
    return {
        inventory.code: replace(
            inventory,
            exchanges=tuple(
                _linked(exchange, inventory, processes, elementary, findings, suggest=suggest)
                for exchange in inventory.exchanges
            ),
        )
        for inventory in _without_repeats(inventories, findings)
    }


def _linked(
    exchange: Exchange,
    user: Inventory,
    processes: dict[Identity, list[Inventory]],
    elementary: dict[Identity, list[ElementaryFlow]],
    findings: list[Finding],
    *,
    suggest: bool,
) -> Exchange:
    if exchange.type == "production":
        return replace(exchange, target=user.code)
    candidates: list[Inventory] | list[ElementaryFlow]
    identity: Identity
    if exchange.type == "biosphere":
        identity = (exchange.name, exchange.categories)
        candidates = elementary.get(identity, [])
        known: Iterable[Identity] = elementary
    else:
        identity = (exchange.database, exchange.name, exchange.product, exchange.location)
        candidates = processes.get(identity, [])
        known = processes
    named = " | ".join(identity)
    if len(candidates) != 1:
        suggest &= not candidates
        near = _nearest(named, tuple(" | ".join(key) for key in known)) if suggest else []
        code = "LIB-005"
        message = text("the exchange of {user!r} links to no dataset", user=user.name)
        hint = text("nearest: {names}", names="; ".join(near)) if near else ""
        if candidates:
            code = "LIB-006"
            message = text(
                "the exchange of {user!r} links to more than one dataset", user=user.name
            )
            hint = text("tell the datasets apart by name or location")
        findings.append(
            Finding(
                code,
                message,
                user.file,
                exchange.line,
                "name, reference product, location, database"
                if exchange.type == "technosphere"
                else "name, categories",
                found=named,
                expected=text("the identity of exactly one dataset"),
                hint=hint,
            )
        )
        return exchange
    target = candidates[0]
    if target.unit != exchange.unit:
        findings.append(
            Finding(
                "LIB-007",
                text(
                    "{user!r} takes {name!r} in another unit than it is made in",
                    user=user.name,
                    name=exchange.name,
                ),
                user.file,
                exchange.line,
                "unit",
                found=exchange.unit,
                expected=target.unit,
                hint=text("convert the amount to the supplier's unit"),
            )
        )
    return replace(exchange, target=target.code)


@lru_cache(maxsize=256)
def _nearest(named: str, known: tuple[str, ...]) -> list[str]:
    return get_close_matches(named, known, n=3, cutoff=0.6)


def _without_repeats(
    inventories: Iterable[Inventory], findings: list[Finding]
) -> Iterable[Inventory]:
    """Report rows that repeat each other in everything but their line."""
    for inventory in inventories:
        seen: dict[Exchange, int] = {}
        for exchange in inventory.exchanges:
            same = replace(exchange, line=0)
            if same in seen:
                findings.append(
                    Finding(
                        "LIB-010",
                        text("the row repeats line {line}", line=seen[same]),
                        inventory.file,
                        exchange.line,
                        found=f"{exchange.name}, {exchange.amount} {exchange.unit}",
                        hint=text("sum the two rows, or tell them apart in the note"),
                    )
                )
            seen.setdefault(same, exchange.line)
        yield inventory
