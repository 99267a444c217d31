"""Green certificates that applications have taken: each counts once, for ever."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from pvfootprint.language.texts import text
from pvfootprint.model.certificates import CertificateNumbers, numbers_between
from pvfootprint.model.findings import Finding
from pvfootprint.registry.projections import RELEASED, SPENT, GreenRange
from pvfootprint.registry.tables import GREEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Row

    from pvfootprint.registry.projections import Effects

SHOWN = 3
"""How many numbers that are taken already a finding shows."""

NEAR = select(GREEN).where(
    GREEN.c.stem == bindparam("stem"),
    GREEN.c.first <= bindparam("high"),
    GREEN.c.last >= bindparam("low"),
)

TAKE = insert(GREEN)


def ends_of(taken: GreenRange) -> tuple[str, str]:
    """Return both ends of a range in half-width capitals without spaces."""
    first, last = (
        "".join(unicodedata.normalize("NFKC", end).split()).upper()
        for end in (taken.first, taken.last)
    )
    return first, last


def numbers_of(taken: GreenRange) -> CertificateNumbers | None:
    """Return the numbers of a range; None if its ends do not follow each other."""
    ends = ends_of(taken)
    return numbers_between(ends) if all(end.isascii() for end in ends) else None


def stem_of(first: str) -> str:
    """Return what all numbers share that can be of one range: everything but the digits."""
    return re.sub("[0-9]", "0", first)


def row_of(taken: GreenRange, application: str, position: int) -> dict[str, object]:
    """Return the row of a range.

    Parameters
    ----------
    taken : GreenRange
        The range.
    application : str
        Who takes it.
    position : int
        Of the entry that says so.

    Returns
    -------
    dict
        Column -> value.
    """
    first, last = ends_of(taken)
    return {
        "first": first,
        "last": last,
        "system": taken.system,
        "stem": stem_of(first),
        "application": application,
        "position": position,
        "spent": None,
    }


def held(connection: Connection, wanted: Sequence[GreenRange]) -> list[tuple[str, GreenRange]]:
    """Return who holds green certificates that are wanted.

    Parameters
    ----------
    connection : Connection
        To the registry.
    wanted : sequence of GreenRange
        Ranges; one that is not understood is held by nobody.

    Returns
    -------
    list of tuple
        Application, and the range that it holds, for each that shares a number with one of them.
    """
    return [
        (row.application, GreenRange(system=row.system, first=row.first, last=row.last))
        for taken in wanted
        if (numbers := numbers_of(taken))
        for row in _near(connection, numbers)
        if (other := numbers_between((row.first, row.last))) and numbers.shared_with(other)
    ]


def clashes(
    connection: Connection, wanted: Sequence[GreenRange], *, released: str = ""
) -> list[Finding]:
    """Say which green certificates are taken already.

    Parameters
    ----------
    connection : Connection
        To the registry.
    wanted : sequence of GreenRange
        What an application would take.
    released : str
        Application whose unspent ones are free again before.

    Returns
    -------
    list of Finding
        REG-016 for each clash with an application or among the ranges themselves, REG-017 for a
        range that is not understood; nothing if all are free.
    """
    findings = []
    known = []
    for taken in wanted:
        numbers = numbers_of(taken)
        if numbers is None:
            findings.append(_not_understood(taken))
            continue
        known.append(numbers)
        for row in _near(connection, numbers):
            if row.application == released and row.spent is None:
                continue
            other = numbers_between((row.first, row.last))
            if other and (shared := numbers.shared_with(other)):
                findings.append(_taken(numbers, shared, row.application))
    for one, other in _neighbours(known):
        if shared := other.shared_with(one):
            findings.append(_twice(other, shared))
    return findings


def reserve(connection: Connection, effects: Effects, application: str, position: int) -> None:
    """Take an entry's green certificates, which are free."""
    rows = [row_of(taken, application, position) for taken in effects.green_reserved]
    if rows:
        connection.execute(TAKE, rows)


def release(connection: Connection, effects: Effects, application: str) -> None:
    """Give back what an application has taken and not spent, before the entry takes anything."""
    if effects.green_now == RELEASED:
        connection.execute(delete(GREEN).where(_unspent(application)))


def spend(connection: Connection, effects: Effects, application: str, position: int) -> None:
    """Spend what an application has taken, with what the entry takes."""
    if effects.green_now == SPENT:
        connection.execute(update(GREEN).where(_unspent(application)).values(spent=position))


def _unspent(application: str) -> ColumnElement[bool]:
    return (GREEN.c.application == application) & GREEN.c.spent.is_(None)


def _near(connection: Connection, numbers: CertificateNumbers) -> Sequence[Row[Any]]:
    """Return the rows that can share a number: numbers of one length follow their characters."""
    bounds = {"stem": stem_of(numbers.first), "low": numbers.first, "high": numbers.last}
    return connection.execute(NEAR, bounds).all()


def _neighbours(
    ranges: Sequence[CertificateNumbers],
) -> Iterator[tuple[CertificateNumbers, CertificateNumbers]]:
    """Give the pairs that overlap in the order of their characters."""
    running: list[CertificateNumbers] = []
    for one in sorted(ranges, key=lambda numbers: (numbers.first, numbers.last)):
        running = [other for other in running if other.last >= one.first]
        yield from ((other, one) for other in running)
        running.append(one)


def _listed(numbers: CertificateNumbers, shared: range) -> str:
    listed = ", ".join(numbers.number(place) for place in shared[:SHOWN])
    return listed + (", ..." if len(shared) > SHOWN else "")


def _taken(numbers: CertificateNumbers, shared: range, holder: str) -> Finding:
    return Finding(
        "REG-016",
        text(
            "{count:,} green certificates are counted already, by {application}",
            count=len(shared),
            application=holder,
        ),
        found=_listed(numbers, shared),
        expected=text("green certificates that no other application counts"),
        hint=text("ask both clients for whom they were cancelled; each certificate counts once"),
    )


def _twice(numbers: CertificateNumbers, shared: range) -> Finding:
    return Finding(
        "REG-016",
        text("{count:,} green certificates stand twice in the application", count=len(shared)),
        found=_listed(numbers, shared),
        hint=text("correct the numbers; each certificate counts once"),
    )


def _not_understood(taken: GreenRange) -> Finding:
    return Finding(
        "REG-017",
        text("the range of green certificates is not understood"),
        found=f"{taken.first}~{taken.last}",
        expected=text("FIRST~LAST, of the same length, different in digits only, and LAST higher"),
    )
