"""Computes the value of a certificate or an application again, with what was kept of its time."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pvfootprint.certification.cases import Certificate
from pvfootprint.certification.evaluation.evaluating import FOOTPRINT
from pvfootprint.certification.evaluation.points import is_same
from pvfootprint.certification.evaluation.recomputing import Kept, recomputed
from pvfootprint.certification.evaluation.results import value_of
from pvfootprint.certification.opening import record_of
from pvfootprint.certification.subjects import open_subject
from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import CertificationError, Finding, has_errors
from pvfootprint.submission.comparing import compare, origins_of, other_origins

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pvfootprint.certification.acts import Evaluate
    from pvfootprint.certification.cases import Case
    from pvfootprint.model.certificate_record import Recomputing, Value
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot

IDENTICAL, SAME, DIFFERENT = "identical", "same", "different"
"""How a value comes out again: to the last bit; within 1e-12 and with the same declared value; or
otherwise."""

VERDICTS = {
    IDENTICAL: text("identical to the last bit"),
    SAME: text("the same within 1e-12, with the same declared value"),
    DIFFERENT: text("another value"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduced:
    """How the value of a certificate or an application comes out again.

    Parameters
    ----------
    number : str
        Of the certificate or the application.
    stated, found : Value
        Then, and now.
    verdict : str
        A key of :data:`VERDICTS`.
    findings : tuple of Finding
        CRT-020 for what comes out otherwise; warnings SUB-011 where software or platform are not
        those of then.
    recomputing : Recomputing
        What it was computed from.
    """

    number: str
    stated: Value
    found: Value
    verdict: str
    findings: tuple[Finding, ...]
    recomputing: Recomputing

    @property
    def holds(self) -> bool:
        """Whether it is the same value."""
        return self.verdict != DIFFERENT

    @property
    def difference(self) -> float:
        """Found over stated, minus 1 [-]."""
        return self.found.value / self.stated.value - 1 if self.stated.value else 0.0


@dataclass(frozen=True, slots=True)
class _Before:
    """What is known of then: what was said, what was kept of it, and the whole footprint."""

    stated: Value
    recomputing: Recomputing
    kept: Kept
    figures: int
    footprint: dict[str, Any]


def reproduce(registry: Registry, number: str) -> Reproduced:
    """Compute a value again from the stored submission, with the inventories and methods of then.

    Parameters
    ----------
    registry : Registry
        Where all of it is kept.
    number : str
        Of a certificate, or of an application that was evaluated.

    Returns
    -------
    Reproduced
        Whether it is the same, and what is not as it was.

    Raises
    ------
    CertificationError
        CRT-060 for an unknown number, CRT-019 for an application that was not evaluated.
    RegistryError
        REG-003 if anything of it is missing or damaged.
    PvfootprintError
        If it cannot be computed any more.
    """
    with registry.reading() as snapshot:
        before = _before(snapshot, number)
    with recomputed(before.kept) as now:
        result = now.result
    found = value_of(result, before.figures)
    findings, verdict = _compared(before, result, found, number)
    return Reproduced(
        number=number,
        stated=before.stated,
        found=found,
        verdict=verdict,
        findings=tuple(findings),
        recomputing=before.recomputing,
    )


def _before(snapshot: Snapshot, number: str) -> _Before:
    subject, case = open_subject(snapshot, number)
    evaluation = _evaluation(case)
    stated, recomputing = evaluation.footprint, evaluation.recomputing
    if isinstance(subject, Certificate):
        record = record_of(snapshot, subject)
        stated, recomputing = record.footprint, record.recomputing
    footprint = evaluation.files.get(FOOTPRINT)
    return _Before(
        stated,
        recomputing,
        Kept(
            name=case.application.submission_name,
            submission=snapshot.file(recomputing.submission),
            data=snapshot.file(recomputing.data),
            rules=evaluation.rules.key,
        ),
        case.scheme.decimals,
        json.loads(snapshot.file(footprint)) if footprint else {},
    )


def _evaluation(case: Case) -> Evaluate:
    if case.evaluation:
        return case.evaluation
    raise CertificationError(
        [
            Finding(
                "CRT-019",
                text(
                    "the application as it stands was not evaluated: {number}", number=case.subject
                ),
                hint=text("evaluate it first: {command}", command="pvfootprint cert evaluate"),
            )
        ]
    )


def _compared(
    before: _Before, result: Mapping[str, Any], found: Value, number: str
) -> tuple[list[Finding], str]:
    """Compare the value, and everything that the footprint says beside it."""
    stated = before.stated
    if not is_same(stated.value, found.value) or _shown(stated) != _shown(found):
        return [*_other_data(before, result), _differs(stated, found, number)], DIFFERENT
    verdict = IDENTICAL if stated.value == found.value else SAME
    if not before.footprint:
        return [], verdict
    then, now = origins_of(before.footprint), origins_of(result)
    differences = compare(
        before.footprint,
        dict(result),
        total=found.value,
        same=then == now,
        file=number,
        code="CRT-020",
    )
    if then != now:
        # Other software may say more of a footprint, or say it otherwise.
        differences = [replace(one, severity="warning") for one in differences]
    findings = [*other_origins(then, now, number), *differences]
    return findings, DIFFERENT if has_errors(findings) else verdict


def _other_data(before: _Before, result: Mapping[str, Any]) -> list[Finding]:
    if not before.footprint:
        return []
    return other_origins(origins_of(before.footprint), origins_of(result), FOOTPRINT)


def _shown(value: Value) -> tuple[str, str]:
    return value.shown, value.unit


def _differs(stated: Value, found: Value, number: str) -> Finding:
    return Finding(
        "CRT-020",
        text("the value does not come out again: {number}", number=number),
        found=_words(found),
        expected=_words(stated),
        hint=text("compute it with the software of then: its version stands in the warnings"),
    )


def _words(value: Value) -> Text:
    return text("{shown} {unit} ({value!r})", shown=value.shown, unit=value.unit, value=value.value)
