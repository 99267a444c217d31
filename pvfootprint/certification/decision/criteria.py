"""Says how each criterion of a scheme stands for an application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import Checked
from pvfootprint.certification.decision.upstream_matching import matching, valid_of
from pvfootprint.certification.evaluation.points import TITLES
from pvfootprint.certification.intake.green import uses_of, wanted_by
from pvfootprint.certification.issue.values import as_said
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.certification import CRITERIA
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Mapping

    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.intake.green import Wanted
    from pvfootprint.registry.snapshots import Snapshot

SUBMISSION = "submission"
"""Kind of document that is the submission itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a criterion is held against.

    Parameters
    ----------
    case : Case
        The application.
    snapshot : Snapshot
        The registry.
    day : date
        On which day.
    upstream : mapping
        Code of each product that was supplied -> numbers of its certificates.
    """

    case: Case
    snapshot: Snapshot
    day: datetime.date
    upstream: Mapping[str, tuple[str, ...]]

    @property
    def chosen(self) -> dict[str, str]:
        """Code of each product that was supplied -> the valid certificate, or nothing."""
        found = {
            code: valid_of(self.snapshot, numbers, self.day)[0]
            for code, numbers in self.upstream.items()
        }
        return {code: number for code, number in found.items() if number}

    @property
    def green(self) -> Wanted:
        """What the application counts and does not hold, nor a supplier for the same use."""
        return wanted_by(self.snapshot, self.case, uses_of(self.case))


Standing = tuple[bool, Text]
"""Whether a criterion holds, and what was found."""


def view_of(snapshot: Snapshot, case: Case, day: datetime.date) -> View:
    """Return what the criteria are held against, with every certificate of suppliers.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    case : Case
        The application.
    day : date
        On which day.
    """
    supplied = case.evaluation.supplied if case.evaluation else ()
    return View(case=case, snapshot=snapshot, day=day, upstream=matching(snapshot, supplied))


def check_criteria(view: View) -> tuple[Checked, ...]:
    """Say how each criterion of the scheme stands.

    Parameters
    ----------
    view : View
        The application, in its registry.

    Returns
    -------
    tuple of Checked
        In the order of the scheme, without those of steps that the application leaves out.
    """
    checked = []
    for criterion in view.case.scheme.criteria:
        step = CRITERIA[criterion.key]
        if step and step not in view.case.steps:
            continue
        holds, found = CHECKS[criterion.key](view)
        checked.append(
            Checked(
                key=criterion.key,
                title=as_said(criterion.title),
                outcome="passes" if holds else "fails",
                found=as_said(found),
            )
        )
    return tuple(checked)


def against_grant(case: Case, checked: Iterable[Checked]) -> list[Finding]:
    """Say which criteria do not hold: CRT-045 for each."""
    asked = {criterion.key: criterion.said for criterion in case.scheme.criteria}
    return [
        Finding(
            "CRT-045",
            text("a criterion of the grant does not hold: {criterion}", criterion=one.title.text),
            found=one.found.text,
            expected=asked[one.key],
        )
        for one in checked
        if one.outcome != "passes"
    ]


def _documents(view: View) -> Standing:
    given = {document.kind for document in view.case.application.documents} | {SUBMISSION}
    missing = [
        one.title for one in view.case.scheme.documents if not one.optional and one.key not in given
    ]
    if missing:
        return False, text("missing: {documents}", documents=joined("; ", missing))
    return _point(view, "documents")


def _evidence(view: View) -> Standing:
    return _point(view, "evidence")


def _system(view: View) -> Standing:
    return _point(view, "system")


def _recomputation(view: View) -> Standing:
    computed = _found(view.case, "recomputation")
    if computed and computed.outcome == "asks":
        # Nobody computes on the site.
        return False, computed.found.text
    return _point(view, "recomputation", beside=("declaration", "sealed"))


def _rules(view: View) -> Standing:
    evaluation = view.case.evaluation
    if evaluation is None:
        return _not_evaluated()
    broken = [one for one in evaluation.points if one.key not in TITLES and one.outcome == "fails"]
    if broken:
        listed = (text("{key}: {title}", key=one.key, title=one.title.text) for one in broken)
        return False, joined("; ", listed)
    return True, text("no rule is broken")


def _questions(view: View) -> Standing:
    evaluation = view.case.evaluation
    if evaluation is None:
        return _not_evaluated()
    asked = [one for one in evaluation.points if one.outcome == "asks"]
    unanswered = [one.key for one in asked if not _answered(view.case, one.key)]
    if unanswered:
        keys = joined(", ", unanswered)
        return False, text("without an answer and evidence from the audit: {keys}", keys=keys)
    return True, text("{count} questions, all answered", count=len(asked))


def _answered(case: Case, key: str) -> bool:
    answer = case.answers.get(key)
    if answer is None or answer.answer == "does not conform":
        return False
    return bool(answer.evidence.en or answer.evidence.zh)


def _upstream(view: View) -> Standing:
    doubted: dict[str, str] = {}
    chosen = []
    for numbers in view.upstream.values():
        number, against = valid_of(view.snapshot, numbers, view.day)
        doubted |= against
        chosen += [number] if number else []
    if doubted:
        listed = (
            text("{number} is suspended", number=number)
            if status == "suspended"
            else text("{number} is withdrawn", number=number)
            for number, status in sorted(doubted.items())
        )
        return False, joined("; ", listed)
    if not chosen:
        return True, text("it stands on no certificate")
    return True, text("valid: {numbers}", numbers=joined(", ", chosen))


def _green(view: View) -> Standing:
    wanted, counted = view.green, uses_of(view.case)
    evaluated = _found(view.case, "green-certificates")
    if evaluated and not _settled(view.case, evaluated):
        return False, evaluated.found.text
    if wanted.findings:
        listed = (
            text("{what}: {found}", what=one.message, found=one.found) for one in wanted.findings
        )
        return False, joined("; ", listed)
    if not counted:
        return True, text("none is counted")
    return True, text(
        "{count} ranges, each counted once; held by a supplier for the same use: {shared}",
        count=len(counted),
        shared=len(wanted.shared),
    )


def _audit(view: View) -> Standing:
    if not view.case.audited:
        return False, text("no audit has been entered since the newest plan")
    answers = view.case.answers
    missing = [one.key for one in view.case.scheme.checklist if one.key not in answers]
    if missing:
        return False, text("without an answer: {questions}", questions=joined(", ", missing))
    return True, text("{count} questions, all answered", count=len(view.case.scheme.checklist))


def _findings(view: View) -> Standing:
    found = view.case.blocking_findings
    if found:
        listed = joined(", ", (one.key for one in found))
        return False, text("open: {findings}", findings=listed)
    closed = len(view.case.findings) - len(view.case.open_findings)
    return True, text("{count} findings closed, none open that must be closed", count=closed)


def _review(view: View) -> Standing:
    review = view.case.review
    if review is None:
        return False, text("nothing was reviewed since the last change")
    if review.recommends == "grant":
        return True, text("the grant is recommended")
    return False, text("a refusal is recommended")


def _point(view: View, key: str, *, beside: Iterable[str] = ()) -> Standing:
    """Say how a point of the evaluation stands, with others that may be there beside it."""
    if view.case.evaluation is None:
        return _not_evaluated()
    found = _found(view.case, key)
    if found is None:
        return False, text("the evaluation does not say")
    points = [found, *filter(None, (_found(view.case, other) for other in beside))]
    open_ones = [one for one in points if not _settled(view.case, one)]
    return not open_ones, joined("; ", (one.found.text for one in open_ones or [found]))


def _found(case: Case, key: str) -> Checked | None:
    points = case.evaluation.points if case.evaluation else ()
    return next((one for one in points if one.key == key), None)


def _settled(case: Case, point: Checked) -> bool:
    """Return whether a point passes, or the audit saw what the papers could not show."""
    return point.outcome == "passes" or (point.outcome == "asks" and _answered(case, point.key))


def _not_evaluated() -> Standing:
    return False, text("the application as it stands was not evaluated")


CHECKS: dict[str, Callable[[View], Standing]] = {
    "documents": _documents,
    "evidence": _evidence,
    "rules": _rules,
    "questions": _questions,
    "recomputation": _recomputation,
    "system": _system,
    "upstream": _upstream,
    "green-certificates": _green,
    "audit": _audit,
    "findings": _findings,
    "review": _review,
}
"""What says of each criterion whether it holds; the keys are those of `CRITERIA`."""
