"""Green certificates that a submission counts: which they are, and which are to be reserved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import GreenUse
from pvfootprint.model.canonical import canonical, digest
from pvfootprint.model.certificates import ends_of, numbers_between

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pvfootprint.certification.cases import Case
    from pvfootprint.model.accounting import Accounting, ElectricityUse
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.model.site_rows import ElectricityContract
    from pvfootprint.registry.projections import GreenRange
    from pvfootprint.registry.snapshots import Snapshot

SYSTEM = "GEC"
"""Chinese green certificates (绿证): the only ones that the accounting rules know."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an application is to reserve.

    Parameters
    ----------
    ranges : tuple of GreenRange
        What it does not hold yet, and nobody holds for the same use.
    shared : tuple of GreenUse
        What another application holds for the same use, such as a supplier's for its own site.
    findings : tuple of Finding
        REG-016 and REG-017: what it cannot have.
    """

    ranges: tuple[GreenRange, ...]
    shared: tuple[GreenUse, ...]
    findings: tuple[Finding, ...]


def green_uses(
    sites: Sequence[SiteInventory], counted: Sequence[ElectricityUse], accounting: Accounting
) -> tuple[GreenUse, ...]:
    """Return the green certificates behind what counts as green electricity.

    Parameters
    ----------
    sites : sequence of SiteInventory
        Workbooks.
    counted : sequence of ElectricityUse
        What their electricity counts as.
    accounting : Accounting
        Form of a number.

    Returns
    -------
    tuple of GreenUse
        Each range once, in the order of the workbooks. A contract of which a part counts is there
        with all its numbers: which of them it is, nobody says.
    """
    found: dict[str, GreenUse] = {}
    for site in sites:
        for row in site.electricity:
            if any(_rests_on(use, site, row) for use in counted):
                found |= {use.use: use for use in _of_row(site, row, accounting)}
    return tuple(found.values())


def wanted_by(
    snapshot: Snapshot, case: Case, uses: Sequence[GreenUse], *, anew: bool = False
) -> Wanted:
    """Say what an application is to reserve.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    case : Case
        The application.
    uses : sequence of GreenUse
        What its submission counts.
    anew : bool
        Whether what it holds already is to be released at the same time.

    Returns
    -------
    Wanted
        What is free, what is held for the same use, and what cannot be had.
    """
    free, shared = [], []
    for use in uses:
        holders = {holder for holder, _ in snapshot.green_held([use.range])}
        if anew:
            holders -= {case.subject}
        if case.subject in holders:
            continue
        if holders and all(_holds_for(snapshot, holder, use) for holder in holders):
            shared.append(use)
        else:
            free.append(use.range)
    clashes = snapshot.green_clashes(free, released=case.subject if anew else "")
    return Wanted(tuple(free), tuple(shared), tuple(clashes))


def green_missing(snapshot: Snapshot, case: Case) -> list[GreenUse]:
    """Return the uses of an application that nobody holds for it.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    case : Case
        The application.

    Returns
    -------
    list of GreenUse
        Neither held by it nor by another application for the same use: such as what a supplier's
        application held until it was refused.
    """
    uses = uses_of(case)
    wanted = wanted_by(snapshot, case, uses)
    return [use for use in uses if use.range in wanted.ranges]


def uses_of(case: Case) -> tuple[GreenUse, ...]:
    """Return what an application counts, with what the evaluation found in sealed parts."""
    found = case.evaluation.green if case.evaluation else ()
    return tuple({use.use: use for use in (*case.application.green, *found)}.values())


def _rests_on(use: ElectricityUse, site: SiteInventory, row: ElectricityContract) -> bool:
    keys = (row.key,) if row.key else ()
    return (
        use.certificates > 0
        and (use.company, use.site) == (site.company.name, site.company.site)
        and (use.tier, use.contracts) == (row.kind, keys)
    )


def _of_row(
    site: SiteInventory, row: ElectricityContract, accounting: Accounting
) -> Iterator[GreenUse]:
    company = site.company
    who = (company.code or company.name).casefold()
    where = company.site_code or company.site
    for written in row.certificates:
        numbers = numbers_between(ends_of(written), accounting.certificate_form)
        if numbers is None:
            continue
        ends = (numbers.first, numbers.last)
        yield GreenUse(
            system=SYSTEM,
            first=numbers.first,
            last=numbers.last,
            company=company.name,
            site=company.site,
            use=digest(canonical([who, where, row.kind, row.key, row.period, *ends])),
        )


def _holds_for(snapshot: Snapshot, holder: str, use: GreenUse) -> bool:
    """Return whether an application holds green certificates for the same use."""
    named = (entry.data.get("green", ()) for entry in snapshot.entries(holder))
    return any(one["use"] == use.use for green in named for one in green)
