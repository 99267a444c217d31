"""Says in one line what an act says."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from pvfootprint.certification import acts
from pvfootprint.certification.papers.wording import GRADE_NAMES, KIND_NAMES
from pvfootprint.certification.permitting import name_of
from pvfootprint.language.texts import Text, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.certification.acts import Body
    from pvfootprint.model.certificate_record import Said

RECORDED = {
    "amend": text("amendment"),
    "allot": text("number allotted"),
    "certify": text("number of the certificate"),
    "issue": text("handed out"),
    "supersede": text("superseded"),
    "postpone": text("another due day"),
}
"""Acts that the log has under names of their own."""

RECOMMENDED = {"grant": text("recommends the grant"), "refuse": text("recommends the refusal")}
DECIDED = {"grant": text("granted"), "refuse": text("refused")}
UPHELD, NOT_UPHELD = text("upheld"), text("not upheld")


def recorded(act: str) -> Text:
    """Return the name of an act as the log has it."""
    return RECORDED.get(act) or name_of(act)


@singledispatch
def told(body: Body) -> Text:
    """Return what the body of an act says, in one line; empty where the act says it all."""
    del body
    return Text("")


@told.register
def _(body: acts.Apply) -> Text:
    value = text(
        "{value} {unit} as stated", value=f"{body.declared.value:.4g}", unit=body.declared.unit
    )
    reason = body.reason.text if isinstance(body, acts.Amend) else Text("")
    return _row(reason, KIND_NAMES[body.kind], Text(body.submission_name), value)


@told.register
def _(body: acts.Reject) -> Text:
    return _all(body.reasons)


@told.register
def _(body: acts.Evaluate) -> Text:
    outcome = text("goes on") if body.satisfied else text("does not go on")
    failed = [point.key for point in body.points if point.outcome == "fails"]
    asked = [point.key for point in body.points if point.outcome == "asks"]
    return _row(
        outcome,
        text("fails: {points}", points=", ".join(failed)) if failed else "",
        text("to be asked on site: {points}", points=", ".join(asked)) if asked else "",
        body.remark.text,
    )


@told.register
def _(body: acts.PlanAudit) -> Text:
    team = ", ".join(member.person for member in body.team)
    return text("{start} to {end}, {team}", start=body.start, end=body.end, team=team)


@told.register
def _(body: acts.Audit) -> Text:
    return _row(_findings(body.findings), body.conclusion.text)


@told.register
def _(body: acts.Correct) -> Text:
    return _row(Text(body.finding), body.action.text)


@told.register
def _(body: acts.Postpone) -> Text:
    return _row(Text(body.finding), text("now due on {day}", day=body.due), body.reason.text)


@told.register
def _(body: acts.Review) -> Text:
    return _row(RECOMMENDED[body.recommends], body.remark.text)


@told.register
def _(body: acts.Decide) -> Text:
    return _row(DECIDED[body.decision], _all(body.reasons))


@told.register
def _(body: acts.Allot) -> Text:
    return text("valid to {day}", day=body.expires)


@told.register
def _(body: acts.Certify) -> Text:
    return text("certificate {number}", number=body.number)


@told.register
def _(body: acts.Supersede) -> Text:
    return text("by certificate {number}", number=body.by)


@told.register
def _(body: acts.Surveil) -> Text:
    kept = text("kept up") if body.maintained else text("not kept up")
    return _row(Text(body.day), kept, _findings(body.findings), body.remark.text)


@told.register
def _(body: acts.Suspend) -> Text:
    return _row(text("suspended until {day}", day=body.until), body.reason.text)


@told.register(acts.Resume)
@told.register(acts.Withdraw)
@told.register(acts.Cancel)
def _(body: acts.Resume | acts.Withdraw | acts.Cancel) -> Text:
    return body.reason.text


@told.register
def _(body: acts.Complaint) -> Text:
    return text(
        "{key} of {sender}: {said}", key=body.key, sender=body.sender.text, said=body.said.text
    )


@told.register
def _(body: acts.Appeal) -> Text:
    return text(
        "{key} of {sender} against {act}: {said}",
        key=body.key,
        sender=body.sender.text,
        act=name_of(body.against),
        said=body.said.text,
    )


@told.register
def _(body: acts.Answer) -> Text:
    return _row(Text(body.key), UPHELD if body.upheld else NOT_UPHELD, body.said.text)


def _row(*parts: str) -> Text:
    return joined("; ", parts)


def _all(reasons: Iterable[Said]) -> Text:
    return joined("; ", (one.text for one in reasons))


def _findings(findings: Iterable[acts.AuditFinding]) -> Text:
    return joined(
        "; ",
        (
            text(
                "{key} {grade}: {said}",
                key=finding.key,
                grade=GRADE_NAMES[finding.grade],
                said=finding.said.text,
            )
            for finding in findings
        ),
    )
