"""Finds the certificates of suppliers on which a value stands: same product, same workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.acts import Allot
from pvfootprint.certification.opening import open_certificate
from pvfootprint.certification.overview.upstream import upstream_of
from pvfootprint.model.findings import CertificationError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from pvfootprint.certification.acts import Supplied
    from pvfootprint.certification.cases import Certificate
    from pvfootprint.registry.snapshots import Snapshot

DOUBTED = frozenset({"suspended", "withdrawn"})
"""States that say of the data of a certificate that they may be wrong."""


def matching(snapshot: Snapshot, supplied: Sequence[Supplied]) -> dict[str, tuple[str, ...]]:
    """Find every certificate of products that were supplied.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    supplied : sequence of Supplied
        Products of other companies on which a value stands.

    Returns
    -------
    dict
        Code of each product -> numbers of its certificates, of whatever state, oldest first. A
        product without any stands without.
    """
    wanted = {(one.code, one.workbook) for one in supplied}
    workbooks = {workbook for _, workbook in wanted}
    found: dict[str, tuple[str, ...]] = {one.code: () for one in supplied}
    for entry in snapshot.entries(act="allot") if wanted else ():
        # Most entries are told apart by their text: reading each would take far longer.
        if not any(workbook in entry.body for workbook in workbooks):
            continue
        body = Allot.model_validate_json(entry.body)
        if (body.product, body.workbook) in wanted:
            found[body.product] += (entry.subject,)
    return found


def valid_of(
    snapshot: Snapshot, numbers: Sequence[str], day: datetime.date
) -> tuple[str, dict[str, str]]:
    """Choose the certificate on which a product stands.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    numbers : sequence of str
        Certificates of the product, oldest first.
    day : date
        On which day.

    Returns
    -------
    str
        The newest that is valid with all on which it stands; empty if none is.
    dict
        What stands against the product, if none is: number -> state, of certificates that are
        suspended or withdrawn, its own and those on which a valid one stands.
    """
    doubted: dict[str, str] = {}
    for number in reversed(numbers):
        status = open_certificate(snapshot, number).status(day)
        if status == "valid":
            lost = lost_above(snapshot, number, day)
            if not lost:
                return number, {}
            doubted |= lost
        elif status in DOUBTED:
            doubted[number] = status
    return "", doubted


def lost_above(snapshot: Snapshot, number: str, day: datetime.date) -> dict[str, str]:
    """Return the certificates above one that are suspended or withdrawn: number -> state."""

    def find(number: str) -> Certificate | None:
        try:
            return open_certificate(snapshot, number)
        except CertificationError:
            return None

    above = upstream_of(number, find, day)
    return {one.number: one.status for one in above if one.status in DOUBTED}


def doubted_among(snapshot: Snapshot, numbers: Sequence[str], day: datetime.date) -> dict[str, str]:
    """Return which of some certificates, or of those above them, are suspended or withdrawn."""
    found = {number: open_certificate(snapshot, number).status(day) for number in numbers}
    doubted = {number: status for number, status in found.items() if status in DOUBTED}
    for number in numbers:
        doubted |= lost_above(snapshot, number, day)
    return doubted
