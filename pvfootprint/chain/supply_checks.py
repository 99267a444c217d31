"""Checks a supply chain: loops, doubles, products that nobody takes, times and amounts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.chain.faults import fault
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pvfootprint.chain.suppliers import Offer
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.site import SupplyShare

YEAR = 366
"""How far data of user and supplier may begin apart [days]."""

OVER = 1.001
"""Supplies over output beyond which they do not fit: a rounding of both passes [-]."""


@dataclass(frozen=True, slots=True)
class Link:
    """A supply from one product to another.

    Parameters
    ----------
    user : Offer
        Who takes it.
    supplier : Offer
        Whose product it is.
    taken : float
        In the user's period [reference unit of the supplied product].
    row : SupplyShare
        Where it stands.
    """

    user: Offer
    supplier: Offer
    taken: float
    row: SupplyShare


def check_chain(
    offers: Sequence[Offer], links: Sequence[Link], reached: Collection[str]
) -> Iterator[Finding]:
    """Check what the links between companies say together.

    Parameters
    ----------
    offers : sequence of Offer
        Every product for which data were given.
    links : sequence of Link
        Supplies between them.
    reached : collection of str
        Codes of the products that the leader's product needs, itself included.

    Yields
    ------
    Finding
        CHN-010 to CHN-014.
    """
    yield from _loops(links)
    yield from _doubles(offers)
    yield from _not_taken(offers, reached)
    yield from _times(links)
    yield from _amounts(links)


def _loops(links: Sequence[Link]) -> Iterator[Finding]:
    users: dict[str, list[Link]] = {}
    for link in links:
        users.setdefault(link.user.code, []).append(link)
    told: set[frozenset[str]] = set()
    for link in links:
        path = _way_back(link, users)
        loop = frozenset(step.user.code for step in path)
        if path and loop not in told:
            told.add(loop)
            names = [step.user.title for step in path]
            yield fault(
                "CHN-010",
                text("suppliers take from each other in a loop"),
                path[-1].row.origin,
                "supplier",
                found=" <- ".join([*names, names[0]]),
                expected=text("each stage takes from the stage before"),
                hint=text("correct the stage or the supplier of one of them"),
            )


def _way_back(first: Link, users: dict[str, list[Link]]) -> list[Link]:
    """Return the links of a loop through a link, if there is one."""
    waiting, seen = [[first]], {first.supplier.code}
    while waiting:
        path = waiting.pop(0)
        if path[-1].supplier.code == first.user.code:
            return path
        for link in users.get(path[-1].supplier.code, []):
            if link.supplier.code not in seen or link.supplier.code == first.user.code:
                seen.add(link.supplier.code)
                waiting.append([*path, link])
    return []


def _doubles(offers: Sequence[Offer]) -> Iterator[Finding]:
    first: dict[tuple[str, ...], Offer] = {}
    for offer in offers:
        other = first.setdefault(offer.identity, offer)
        if other is not offer:
            yield fault(
                "CHN-011",
                text("{product} is given twice", product=offer.title),
                offer.origin,
                "key",
                found=", ".join(o.origin.file or o.source for o in (other, offer)),
                expected=text("one workbook or summary for each product of a site"),
                hint=text("leave one out"),
            )


def _not_taken(offers: Sequence[Offer], reached: Collection[str]) -> Iterator[Finding]:
    of_file: dict[tuple[str, ...], list[Offer]] = {}
    for offer in offers:
        of_file.setdefault((offer.origin.file, *offer.identity[:3]), []).append(offer)
    for group in of_file.values():
        if not any(offer.code in reached for offer in group):
            yield fault(
                "CHN-012",
                text("nobody takes from {product}", product=group[0].title),
                group[0].origin,
                expected=text("a row of suppliers in another workbook that names it"),
                hint=text("it is left out of the footprint"),
                severity="warning",
            )


def _times(links: Sequence[Link]) -> Iterator[Finding]:
    for link in links:
        user, supplier = link.user, link.supplier
        apart = abs((user.start - supplier.start).days) > YEAR
        if apart or user.start > supplier.end or supplier.start > user.end:
            yield fault(
                "CHN-013",
                text(
                    "the data of {supplier} are of another time than those of {user}",
                    supplier=supplier.title,
                    user=user.title,
                ),
                link.row.origin,
                "supplier",
                found=f"{supplier.start} ~ {supplier.end}",
                expected=f"{user.start} ~ {user.end}",
                hint=text("ask for data of the same year"),
                severity="warning",
            )


def _amounts(links: Sequence[Link]) -> Iterator[Finding]:
    """Compare what is taken in a day with what is made in a day: periods may differ in length."""
    for code in dict.fromkeys(link.supplier.code for link in links):
        of_supplier = [link for link in links if link.supplier.code == code]
        supplier = of_supplier[0].supplier
        taken = math.fsum(link.taken / _days(link.user) for link in of_supplier) * _days(supplier)
        if supplier.output and taken > supplier.output * OVER:
            yield fault(
                "CHN-014",
                text(
                    "{taken:.6g} is taken from {supplier}, which made {output:.6g}",
                    taken=taken,
                    supplier=supplier.title,
                    output=supplier.output,
                ),
                of_supplier[-1].row.origin,
                "share",
                found=f"{taken:.6g}",
                expected=text("at most {output:.6g}", output=supplier.output),
                hint=text("check units, share and output; stocks can explain a little"),
                severity="question",
            )


def _days(offer: Offer) -> int:
    return max(1, (offer.end - offer.start).days + 1)
