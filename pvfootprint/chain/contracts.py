"""What each electricity contract of a site counts as, and why one that asks for more does not."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.chain.faults import fault
from pvfootprint.chain.periods import span_of
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.library.units import symbols_of, to_library_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.chain.certificates import HeldCertificates
    from pvfootprint.model.accounting import Accounting
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.site import Company
    from pvfootprint.model.site_rows import ElectricityContract, EnergyUse

ELECTRICITY = "electricity"
UNIT = "kilowatt hour"
GRID, OWN_GENERATION, GREEN_POWER = "grid", "own generation", "green power"
PHYSICAL = (OWN_GENERATION, "direct line")
"""Kinds that reach a site over lines of its own, whatever their certificates say."""

NOTHING = Text("")


@dataclass(frozen=True, slots=True)
class Judged:
    """A contract, and how much of it counts as more than grid.

    Parameters
    ----------
    row : ElectricityContract
        The contract.
    contracted : float
        What it is for [kWh].
    counted : float
        Of that, what counts as its kind as far as the site uses it [kWh].
    certificates : int
        How many certificates stand behind it.
    why : Text
        Why the rest counts as grid; empty if nothing does.
    """

    row: ElectricityContract
    contracted: float
    counted: float
    certificates: int = 0
    why: Text = NOTHING


def kilowatt_hours(row: EnergyUse | ElectricityContract) -> tuple[float, list[Finding]]:
    """Return the amount of a row.

    Parameters
    ----------
    row : EnergyUse or ElectricityContract
        Electricity.

    Returns
    -------
    float
        Its amount [kWh]; 0 if its unit is none of energy.
    list of Finding
        CHN-001 in that case.
    """
    amount = to_library_unit(row.amount, row.unit, UNIT)
    if amount is not None:
        return amount, []
    message = text("electricity cannot be given in {unit!r}", unit=row.unit)
    expected = ", ".join(symbols_of(UNIT))
    return 0.0, [fault("CHN-001", message, row.origin, "unit", found=row.unit, expected=expected)]


def judge(
    row: ElectricityContract, company: Company, held: HeldCertificates, accounting: Accounting
) -> tuple[Judged, list[Finding]]:
    """Say how much of a contract counts as more than grid.

    Own generation counts if its certificates were not sold; a direct line if they are named and
    not sold; green power if they are named, cancelled for this user, of the same market and
    generated in time. Certificates count by the energy that they stand for. Where the physical
    supply counts, own generation and direct lines do and certificates do not.

    Parameters
    ----------
    row : ElectricityContract
        The contract; not one of the grid.
    company : Company
        Whose it is.
    held : HeldCertificates
        Its certificates, each counted once.
    accounting : Accounting
        Which instruments count, and how.

    Returns
    -------
    Judged
        How much counts, before it is held against what the site used.
    list of Finding
        CHN-001, CHN-017, ELC-005 to ELC-009.
    """
    amount, findings = kilowatt_hours(row)
    if accounting.electricity_basis == "location":
        if row.kind in PHYSICAL:
            return Judged(row, amount, amount), findings
        why = text("what physically supplies the site counts, not contracts")
        return Judged(row, amount, 0.0, why=why), findings
    against = list(_against(row, company, accounting)) if amount else []
    findings += [finding for finding, _ in against]
    if against:
        why = joined("; ", [why for _, why in against])
        return Judged(row, amount, 0.0, why=why), findings
    judged = _covered(row, amount, held, accounting)
    if judged.contracted - judged.counted >= accounting.certificate_energy:
        findings.append(_too_few(judged, held, accounting))
    if row.kind == GREEN_POWER and not row.generated:
        findings.append(_not_dated(row))
    return judged, findings


def _against(
    row: ElectricityContract, company: Company, accounting: Accounting
) -> Iterator[tuple[Finding, Text]]:
    """Give what speaks against counting a contract at all."""
    why_not = _why_not(row, accounting)
    if why_not:
        yield counts_as_grid(row, why_not), why_not
    elif row.kind not in PHYSICAL or row.certificates:
        yield from _wrong_owner(row, company)
        yield from _wrong_market(row, company)
        yield from _wrong_time(row, accounting)


def _why_not(row: ElectricityContract, accounting: Accounting) -> Text:
    """Return why a contract does not count as its technology; empty if it does."""
    if row.kind not in accounting.instruments:
        return text("the rules do not count {kind}", kind=Text(row.kind))
    own = row.kind == OWN_GENERATION
    reasons = (
        (
            own and row.sold is None,
            text("it is not said whether the certificates of own generation were sold"),
        ),
        (own and row.sold, text("the certificates of own generation were sold")),
        (row.sold, text("its certificates were sold")),
        (not own and not row.certificates, text("no certificates are named")),
        (
            row.kind == GREEN_POWER and not row.cancelled,
            text("its certificates are not cancelled for this user"),
        ),
    )
    return next((why for applies, why in reasons if applies), NOTHING)


def counts_as_grid(row: ElectricityContract, why: Text) -> Finding:
    """Return the finding for a contract that counts as grid.

    Parameters
    ----------
    row : ElectricityContract
        The contract.
    why : Text
        Why it does.

    Returns
    -------
    Finding
        CHN-017.
    """
    return fault(
        "CHN-017",
        text(
            "{amount:,.10g} {unit} of {kind} {key} count as grid: {why}",
            amount=row.amount,
            unit=row.unit,
            kind=Text(row.kind),
            key=row.key,
            why=why,
        ),
        row.origin,
        "kind",
        found=row.kind,
        expected=text("certificates that nobody else can use"),
        hint=text("name the certificates, and say whether they are cancelled or sold"),
        severity="warning",
    )


def _wrong_owner(row: ElectricityContract, company: Company) -> Iterator[tuple[Finding, Text]]:
    names = [name for name in (company.name, company.name_en, company.code) if name]
    if not row.owner or _plain(row.owner) in {_plain(name) for name in names}:
        return
    why = text("its certificates are cancelled for {owner}", owner=row.owner)
    yield (
        fault(
            "ELC-008",
            text("the certificates of {key} are cancelled for somebody else", key=_title(row)),
            row.origin,
            "owner",
            found=row.owner,
            expected=joined(" or ", names),
            hint=text("certificates count only for the company for whom they are cancelled"),
            severity="warning",
        ),
        why,
    )


def _wrong_market(row: ElectricityContract, company: Company) -> Iterator[tuple[Finding, Text]]:
    here, there = (place.partition("-")[0] for place in (company.location, row.place))
    if not there or there == here:
        return
    yield (
        fault(
            "ELC-009",
            text("the certificates of {key} are of another market", key=_title(row)),
            row.origin,
            "place",
            found=row.place,
            expected=here,
            hint=text("certificates count in the country in which the electricity is used"),
            severity="warning",
        ),
        text("its certificates are of another market: {place}", place=row.place),
    )


def _wrong_time(row: ElectricityContract, accounting: Accounting) -> Iterator[tuple[Finding, Text]]:
    """Compare last months: a year of generation is as old as its December."""
    made, used = span_of(row.generated), span_of(row.period)
    if made is None or used is None:
        return
    if made[0] > used[1]:
        why = text("its certificates were generated after the use")
    elif used[1] - made[1] >= accounting.certificate_age:
        why = text(
            "its certificates were generated {count} months before the use",
            count=used[1] - made[1],
        )
    else:
        return
    yield (
        fault(
            "ELC-006",
            text("the certificates of {key} do not fit the time of use: {why}", **_of(row, why)),
            row.origin,
            "generated",
            found=row.generated,
            expected=text(
                "generated by {period}, and at most {count} months old, the month of generation "
                "counted",
                period=row.period,
                count=accounting.certificate_age,
            ),
            hint=text("take certificates of the time of use, or correct the month if it is wrong"),
            severity="warning",
        ),
        why,
    )


def _not_dated(row: ElectricityContract) -> Finding:
    return fault(
        "ELC-007",
        text("it is not said when the certificates of {key} were generated", key=_title(row)),
        row.origin,
        "generated",
        expected=text("2025-03 for a month, 2025 for a year"),
        hint=text("the month of generation stands on the certificates"),
        severity="question",
    )


def _covered(
    row: ElectricityContract, amount: float, held: HeldCertificates, accounting: Accounting
) -> Judged:
    """Return what the certificates of a contract cover.

    Own generation needs none; where it names some that others use too, these do not count.
    """
    one = accounting.certificate_energy
    if row.kind == OWN_GENERATION:
        counted = max(0.0, amount - held.doubled * one)
    else:
        counted = min(amount, held.sound * one)
    needed = min(held.sound, math.ceil(counted / one))
    why = text("no certificates stand behind it") if counted < amount else NOTHING
    return Judged(row, amount, counted, needed, why)


def _too_few(judged: Judged, held: HeldCertificates, accounting: Accounting) -> Finding:
    row, one = judged.row, accounting.certificate_energy
    missing = math.ceil((judged.contracted - judged.counted) / one)
    return fault(
        "ELC-005",
        text(
            "{missing:,} certificates are missing for {amount:,.0f} kWh of {key}: {grid:,.0f} kWh "
            "count as grid",
            missing=missing,
            amount=judged.contracted,
            key=_title(row),
            grid=judged.contracted - judged.counted,
        ),
        row.origin,
        "certificates",
        found=text("{count:,} certificates that count", count=held.sound),
        expected=text(
            "{count:,} certificates of {energy:,.0f} kWh",
            count=math.ceil(judged.contracted / one),
            energy=one,
        ),
        hint=text(
            "name all of them; of a range only what differs between its ends is counted, so write "
            "a range whose last digits are the same as two"
        ),
        severity="warning",
    )


def _title(row: ElectricityContract) -> Text:
    return joined(" ", [Text(row.kind), row.key])


def _of(row: ElectricityContract, why: Text) -> dict[str, Text]:
    return {"key": _title(row), "why": why}


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
