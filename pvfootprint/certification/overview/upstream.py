"""Follows certificates up the chain: which ones they stand on that do not hold any more."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.upkeep.standing import since

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pvfootprint.certification.cases import Certificate

UNKNOWN = "unknown"
"""State of a certificate that the registry does not have."""

LOST = frozenset({"suspended", "withdrawn", "cancelled", "not issued", UNKNOWN})
"""States in which a certificate upstream puts those that stand on it in doubt.

One that has expired or was superseded did hold when they were issued."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """A certificate on which another one stands.

    Parameters
    ----------
    path : tuple of str
        Numbers from the nearest one up to itself.
    status : str
        A value of :data:`pvfootprint.certification.cases.STATUSES`, or :data:`UNKNOWN`.
    since : date, optional
        From when it has that state; None if it is unknown.
    """

    path: tuple[str, ...]
    status: str
    since: datetime.date | None

    @property
    def number(self) -> str:
        """Its number."""
        return self.path[-1]

    @property
    def holds(self) -> bool:
        """Whether it is valid."""
        return self.status == "valid"

    @property
    def lost(self) -> bool:
        """Whether those that stand on it are in doubt."""
        return self.status in LOST


def upstream_of(
    number: str, find: Callable[[str], Certificate | None], day: datetime.date
) -> Iterator[Upstream]:
    """Yield every certificate on which one stands, directly or through others.

    Parameters
    ----------
    number : str
        Of the certificate.
    find : callable
        Gives a certificate by its number; None if there is none.
    day : date
        On which their state is asked for.

    Yields
    ------
    Upstream
        Each once, the nearest first.
    """
    seen = {number}
    waiting: list[tuple[str, ...]] = [(number,)]
    while waiting:
        path = waiting.pop(0)
        below = find(path[-1])
        for above in below.allotment.upstream if below else ():
            if above in seen:
                continue
            seen.add(above)
            found = find(above)
            status = found.status(day) if found else UNKNOWN
            yield Upstream((*path[1:], above), status, since(found, day) if found else None)
            waiting.append((*path, above))
