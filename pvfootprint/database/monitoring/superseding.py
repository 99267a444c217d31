"""Finds the certificates whose value rests on a superseded factor, and what it would be now."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.evaluation.evaluating import FOOTPRINT
from pvfootprint.certification.issue.values import shown_value
from pvfootprint.certification.opening import record_of
from pvfootprint.database.monitoring.computing import opened
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, PvfootprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pvfootprint.certification.cases import Case, Certificate
    from pvfootprint.certification.overview.gathering import Overview
    from pvfootprint.database.monitoring.computing import Again, Then
    from pvfootprint.database.monitoring.factors import Superseded
    from pvfootprint.model.certificate_record import CertificateRecord
    from pvfootprint.model.inventory import Library
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot

HELD = ("valid", "suspended")
"""States of certificates whose holders are told; others state nothing any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorChange:
    """A factor of then, and that of the newest year.

    Parameters
    ----------
    factor : Superseded
        Both datasets.
    old, new : float
        Their values [kgCO2e/kWh].
    amount : float
        How much of it stands behind the certified value [kWh per declared unit].
    """

    factor: Superseded
    old: float
    new: float
    amount: float

    @property
    def effect(self) -> float:
        """What the change adds to the value, if nothing else changes [kgCO2e/declared unit]."""
        return self.amount * (self.new - self.old)


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """A certificate whose value rests on a superseded factor.

    Parameters
    ----------
    record : CertificateRecord
        What it says.
    status : str
        ``valid`` or ``suspended``.
    factors : tuple of FactorChange
        What was superseded.
    figures : int
        How many significant figures the scheme shows.
    again : Again
        Computed again with the newest factors, under the same rules.
    """

    record: CertificateRecord
    status: str
    factors: tuple[FactorChange, ...]
    figures: int
    again: Again

    @property
    def value(self) -> float:
        """The value with the newest factors [kgCO2e per declared unit].

        It is the certified one if the submission itself asks for a year, so that no newer counts.
        """
        return self.again.now

    @property
    def change(self) -> float:
        """New value over the certified one, minus 1 [-]."""
        before = self.record.footprint.value
        return self.value / before - 1 if before else 0.0

    @property
    def shown(self) -> str:
        """The new value as a certificate would show it."""
        return shown_value(self.value, self.figures)

    @property
    def shows_otherwise(self) -> bool:
        """Whether the certificate would show another value."""
        return self.shown != self.record.footprint.shown

    def crosses(self, tolerance: float | None) -> bool | None:
        """Return whether the change exceeds a tolerance [-]; None without one."""
        return None if tolerance is None else abs(self.change) > tolerance


@dataclass(frozen=True, slots=True)
class Superseding:
    """What new years of factors mean for certificates.

    Parameters
    ----------
    affected : tuple of Affected
        By number.
    looked_at : int
        How many certificates were looked at.
    findings : tuple of Finding
        DAT-040 for what could not be computed again, DAT-041 for a value that does not come out.
    """

    affected: tuple[Affected, ...]
    looked_at: int
    findings: tuple[Finding, ...]


def find_superseded(
    registry: Registry,
    seen: Overview,
    library: Library,
    told: Callable[[int, int], None] | None = None,
) -> Superseding:
    """Find every certificate that newer years of electricity factors concern.

    Which certificates use a superseded factor is read from the footprint that was kept with the
    evaluation; only these are computed again: from the kept submission, under the same rules, with
    the library of then in which nothing but these factors is newer. Certificates of one submission
    are computed once.

    Parameters
    ----------
    registry : Registry
        Where submissions are kept.
    seen : Overview
        All that there is, on a day.
    library : Library
        The library with the newest years.
    told : callable, optional
        Is told how many certificates are done, and of how many.

    Returns
    -------
    Superseding
        Those that are valid or suspended on that day.
    """
    held = [one for one in seen.certificates.values() if one.status(seen.day) in HELD]
    affected: list[Affected] = []
    findings: list[Finding] = []
    done = 0
    for data, numbers in _by_data(registry, held).items():
        with contextlib.ExitStack() as open_:
            then = None
            for number in numbers:
                try:
                    then = then or open_.enter_context(opened(registry, data, library))
                    affected += _look_at(registry, seen, number, then)
                except PvfootprintError as error:
                    findings += [_not_computed(number), *error.findings]
                done += 1
                if told:
                    told(done, len(held))
    affected.sort(key=lambda one: one.record.number)
    findings += [_differs(one) for one in affected if not one.again.comes_out(one.record)]
    return Superseding(tuple(affected), len(held), tuple(findings))


def _by_data(registry: Registry, held: list[Certificate]) -> dict[str, list[str]]:
    """Return the numbers of certificates by the kept inventories that they were computed with."""
    found: dict[str, list[str]] = {}
    with registry.reading() as snapshot:
        for one in held:
            found.setdefault(record_of(snapshot, one).recomputing.data, []).append(one.subject)
    return found


def _look_at(registry: Registry, seen: Overview, number: str, then: Then) -> Iterator[Affected]:
    certificate, case = seen.find(number)
    with registry.reading() as snapshot:
        record = record_of(snapshot, certificate)
        supplies = _supplies(snapshot, case)
    used = [factor for code, factor in then.superseded.items() if code in supplies]
    if not used:
        return
    again = then.compute(registry, record, case.application.submission_name)
    if not again.fixed_year:
        used = [factor for factor in used if factor.new.code in again.codes]
    changes = tuple(
        FactorChange(
            factor=factor,
            old=again.values[factor.old.code],
            new=again.values[factor.new.code],
            amount=supplies[factor.old.code],
        )
        for factor in used
    )
    if changes:
        yield Affected(
            record=record,
            status=certificate.status(seen.day),
            factors=changes,
            figures=case.scheme.decimals,
            again=again,
        )


def _supplies(snapshot: Snapshot, case: Case) -> dict[str, float]:
    """Return how much of each dataset stands behind a value, as kept with its evaluation."""
    kept = case.evaluation.files.get(FOOTPRINT) if case.evaluation else None
    if kept is None:
        return {}
    footprint = json.loads(snapshot.file(kept))
    return {process["code"]: process["supply"] for process in footprint["processes"]}


def _not_computed(number: str) -> Finding:
    return Finding(
        "DAT-040",
        text(
            "whether new factors concern this certificate cannot be computed: {number}",
            number=number,
        ),
        found=number,
        hint=text(
            "see what comes out again: {command}", command=f"pvfootprint cert reproduce {number}"
        ),
    )


def _differs(one: Affected) -> Finding:
    number, stated = one.record.number, one.record.footprint
    return Finding(
        "DAT-041",
        text(
            "the certified value does not come out again, so the change is not that of the "
            "factors alone: {number}",
            number=number,
        ),
        found=f"{one.again.then!r} {stated.unit}",
        expected=f"{stated.value!r} {stated.unit}",
        hint=text(
            "see what comes out again: {command}", command=f"pvfootprint cert reproduce {number}"
        ),
        severity="warning",
    )
