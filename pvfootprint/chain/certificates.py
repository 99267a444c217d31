"""Holds the certificates of all companies against each other: each of them counts once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pvfootprint.chain.faults import fault
from pvfootprint.language.texts import text
from pvfootprint.model.accounting import DEFAULT
from pvfootprint.model.certificates import ends_of, numbers_between

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pvfootprint.model.accounting import Accounting
    from pvfootprint.model.certificates import CertificateNumbers
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.model.site_rows import ElectricityContract

SHOWN = 3
"""How many numbers that stand twice a finding shows."""


@dataclass(frozen=True, slots=True)
class HeldCertificates:
    """Certificates of a contract.

    Parameters
    ----------
    sound : int
        How many there are that nobody else names.
    doubled : int
        How many of those with a sound number do not count, because they are named elsewhere too.
    """

    sound: int = 0
    doubled: int = 0


@dataclass(slots=True)
class _Entry:
    """A number or range as a row has it."""

    site: SiteInventory
    row: ElectricityContract
    numbers: CertificateNumbers
    taken: list[range] = field(default_factory=list)

    @property
    def holder(self) -> str:
        """By what its company is known."""
        company = self.site.company
        return (company.code or company.name).casefold()

    @property
    def doubled(self) -> int:
        return min(self.numbers.count, _size(self.taken))


def hold_certificates(
    sites: Sequence[SiteInventory], accounting: Accounting
) -> tuple[list[list[HeldCertificates]], list[Finding]]:
    """Count the certificates of every contract, each certificate once.

    What a company names twice counts where it is named first. What two companies name counts for
    neither until they have settled whose it is. On the location basis no certificate is looked at.

    Parameters
    ----------
    sites : sequence of SiteInventory
        Every workbook of the chain.
    accounting : Accounting
        Form of a number.

    Returns
    -------
    list of list of HeldCertificates
        For each contract of each workbook.
    list of Finding
        ELC-001 to ELC-004.
    """
    findings: list[Finding] = []
    if accounting.electricity_basis == "location":
        return [[HeldCertificates()] * len(site.electricity) for site in sites], findings
    entries: list[_Entry] = []
    of_rows: list[list[list[_Entry]]] = []
    for site in sites:
        of_rows.append([])
        for row in site.electricity:
            own = list(_entries(site, row, accounting, findings)) if row.kind != "grid" else []
            of_rows[-1].append(own)
            entries += own
    findings += _doubles(entries)
    held = [[_held(own) for own in rows] for rows in of_rows]
    return held, findings


def _held(entries: Sequence[_Entry]) -> HeldCertificates:
    doubled = sum(entry.doubled for entry in entries)
    return HeldCertificates(sum(entry.numbers.count for entry in entries) - doubled, doubled)


def _entries(
    site: SiteInventory, row: ElectricityContract, accounting: Accounting, findings: list[Finding]
) -> Iterator[_Entry]:
    for written in row.certificates:
        ends = ends_of(written)
        odd = [e for e in ends if not re.fullmatch(accounting.certificate_form, e, re.IGNORECASE)]
        numbers = None if odd else numbers_between(ends, accounting.certificate_form)
        if odd:
            findings.append(_odd_form(row, odd[0], accounting))
        elif numbers is None:
            findings.append(_odd_range(row, written))
        else:
            yield _Entry(site, row, numbers)


def _odd_form(row: ElectricityContract, number: str, accounting: Accounting) -> Finding:
    expected = text("a number of the form {form}", form=accounting.certificate_form)
    if accounting.certificate_form == DEFAULT.certificate_form:
        expected = text("32 letters and digits")
    return fault(
        "ELC-001",
        text(
            "the certificate {number} does not have the form of a number: it does not count",
            number=number,
        ),
        row.origin,
        "certificates",
        found=text("{number}: {count} characters", number=number, count=len(number)),
        expected=expected,
        hint=text("copy the whole number from the certificate"),
        severity="warning",
    )


def _odd_range(row: ElectricityContract, written: str) -> Finding:
    return fault(
        "ELC-002",
        text(
            "the range of certificates {written} is not understood: it does not count",
            written=written,
        ),
        row.origin,
        "certificates",
        found=written,
        expected=text("FIRST~LAST, of the same length, different in digits only, and LAST higher"),
        hint=text("separate ranges by commas; write numbers that do not follow each other singly"),
        severity="warning",
    )


def _doubles(entries: Sequence[_Entry]) -> Iterator[Finding]:
    """Mark what stands twice, and say so once for each entry and the first that it meets."""
    order = {id(entry): place for place, entry in enumerate(entries)}
    met: dict[int, tuple[_Entry, range]] = {}
    for one, other in _neighbours(entries):
        first, second = sorted((one, other), key=lambda entry: order[id(entry)])
        same = first.holder == second.holder
        if same and _is_same_use(first, second):
            continue
        for entry, twin in ((second, first),) if same else ((second, first), (first, second)):
            shared = entry.numbers.shared_with(twin.numbers)
            if shared:
                entry.taken.append(shared)
                met.setdefault(order[id(entry)], (twin, shared))
    for place in sorted(met):
        yield _doubled(entries[place], *met[place])


def _neighbours(entries: Sequence[_Entry]) -> Iterator[tuple[_Entry, _Entry]]:
    """Give the pairs whose ranges can overlap: those that do in the order of their numbers."""
    open_: list[_Entry] = []
    for entry in sorted(entries, key=lambda e: (e.numbers.first, e.numbers.last)):
        open_ = [other for other in open_ if other.numbers.last >= entry.numbers.first]
        yield from ((other, entry) for other in open_)
        open_.append(entry)


def _is_same_use(first: _Entry, second: _Entry) -> bool:
    """Whether two workbooks of one site say the same of it."""
    places = [(e.site.company.site_code or e.site.company.site, e.row) for e in (first, second)]
    return first.site is not second.site and places[0] == places[1]


def _doubled(entry: _Entry, twin: _Entry, shared: range) -> Finding:
    same = entry.holder == twin.holder
    count = _size([shared])
    numbers = [entry.numbers.number(place) for place in shared[:SHOWN]]
    there = fault("ELC-003", "", twin.row.origin, "certificates").place
    if same:
        message = text(
            "{count:,} certificates stand twice, here and in {there}: they count once",
            count=count,
            there=there,
        )
        hint = text("a certificate counts once: correct the numbers")
    else:
        message = text(
            "{count:,} certificates of {company} are those of {other} too, in {there}: they count "
            "for neither",
            count=count,
            company=entry.site.company.name,
            other=twin.site.company.name,
            there=there,
        )
        hint = text("ask both companies for whom they were cancelled, and correct one workbook")
    more = ", ..." if count > SHOWN else ""
    return fault(
        "ELC-003" if same else "ELC-004",
        message,
        entry.row.origin,
        "certificates",
        found=", ".join(numbers) + more,
        expected=text("numbers that no other contract names"),
        hint=hint,
        severity="warning",
    )


def _size(parts: Sequence[range]) -> int:
    """Return how many positions are in any of the ranges; never too few."""
    sparse = sum(len(part) for part in parts if part.step > 1 and len(part) > 1)
    end, whole = -1, 0
    for part in sorted((p for p in parts if p.step == 1 or len(p) == 1), key=lambda p: p.start):
        whole += max(0, part[-1] - max(end, part.start - 1))
        end = max(end, part[-1])
    return whole + sparse
