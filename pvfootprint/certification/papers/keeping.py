"""Papers on a certificate after its issue: surveillance, suspension, its end."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pvfootprint.certification.cases import Certificate
from pvfootprint.certification.papers.audit_findings import findings_section
from pvfootprint.certification.papers.matter import (
    Papers,
    appeal_section,
    compose,
    facts,
    product_facts,
    quoted,
    said,
    section,
)
from pvfootprint.certification.papers.wording import day_text
from pvfootprint.documents.blocks import Section, words
from pvfootprint.documents.paper import SignedBy
from pvfootprint.language.texts import Text, text
from pvfootprint.model.certification import months_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.certification.acts import (
        Body,
        Cancel,
        Resume,
        Supersede,
        Surveil,
        Suspend,
        Withdraw,
    )
    from pvfootprint.certification.papers.matter import Matter
    from pvfootprint.documents.blocks import Facts

STOP = text(
    "From this day on you stop every use of the certificate and the label, and every reference to "
    "them, as agreement and licence say. Goods that carry the label and were sold before may stay "
    "on the market."
)

PUBLIC = text(
    "We publish the state of the certificate and its date. Where other certificates stand on this "
    "one, we tell their holders."
)


def surveillance(matter: Matter[Surveil]) -> Papers:
    """Report on a surveillance."""
    body = matter.body
    if body.maintained:
        verdict = said(text("The certificate is kept up."), "good")
    else:
        verdict = said(
            text(
                "The certificate cannot be kept up as it is. Whether it is suspended, reduced or "
                "withdrawn is decided by persons who did not do the surveillance; you hear of it "
                "in a notice of its own."
            ),
            "warning",
        )
    sections = [
        section("result", text("Result"), verdict, _dates(matter), product_facts(matter)),
        *_when_said(section("looked-at", text("What was looked at"), *quoted(body.remark))),
        findings_section(body.findings),
    ]
    if body.findings:
        asked = text(
            "Please mend each finding by the day named, and send us action and evidence. If a "
            "finding stays open, the certificate may be suspended."
        )
        sections.append(section("next", text("What comes next"), said(asked)))
    paper = compose(
        matter,
        text("Surveillance report"),
        sections,
        numbered=True,
        signed=(
            SignedBy(
                who=words(text("For the certifier")),
                lines=(words(matter.person_name(matter.person.key)),),
            ),
            SignedBy(
                who=words(text("For the company, received and read")), lines=(words(matter.client),)
            ),
        ),
    )
    return {"surveillance-report.pdf": paper}


def _when_said(one: Section) -> tuple[Section, ...]:
    return (one,) if one.blocks else ()


def _dates(matter: Matter[Surveil]) -> Facts:
    named = [(text("Surveillance done on"), day_text(matter.body.day))]
    last = _last_day(matter)
    if matter.body.maintained:
        done = datetime.date.fromisoformat(matter.body.day)
        due = months_later(done, matter.scheme.surveillance_months)
        if last is None or due <= last:
            named.append((text("Next surveillance at the latest on"), day_text(due)))
    if last:
        named.append((text("Last day of the certificate"), day_text(last)))
    return facts("dates", named)


def _last_day(matter: Matter[Body]) -> datetime.date | None:
    return matter.history.expires if isinstance(matter.history, Certificate) else None


def suspension(matter: Matter[Suspend]) -> Papers:
    """Tell that a certificate is suspended."""
    until = matter.body.until
    suspended = text(
        "Certificate {number} is suspended from {day}.",
        number=matter.number,
        day=day_text(matter.day),
    )
    mend = text(
        "Please mend this by {until}, and send us evidence. We then lift the suspension. If it is "
        "not mended in time, the certificate is withdrawn.",
        until=day_text(until),
    )
    sections = [
        _opening(matter, suspended),
        section("reason", text("Reason"), *quoted(matter.body.reason)),
        section("effect", text("What this means"), said(STOP), said(PUBLIC)),
        section("next", text("What you can do"), said(mend)),
        appeal_section(matter),
    ]
    return {"suspension.pdf": compose(matter, text("Notice of suspension"), sections)}


def resumption(matter: Matter[Resume]) -> Papers:
    """Tell that a suspension has ended."""
    ended = text(
        "The suspension of certificate {number} ends on {day}. The certificate is valid again.",
        number=matter.number,
        day=day_text(matter.day),
    )
    again = text(
        "Certificate and label may be used again, as agreement and licence say. The last day of "
        "the certificate stays as it was."
    )
    sections = [
        _opening(matter, ended, "good"),
        section("reason", text("Reason"), *quoted(matter.body.reason)),
        section("effect", text("What this means"), said(again), said(PUBLIC)),
    ]
    title = text("Notice of the end of a suspension")
    return {"end-of-suspension.pdf": compose(matter, title, sections)}


def withdrawal(matter: Matter[Withdraw]) -> Papers:
    """Tell that a certificate is withdrawn."""
    withdrawn = text(
        "Certificate {number} is withdrawn on {day}.",
        number=matter.number,
        day=day_text(matter.day),
    )
    sections = [
        _opening(matter, withdrawn),
        section("reason", text("Reason"), *quoted(matter.body.reason)),
        section("effect", text("What this means"), said(STOP), said(_for_good()), said(PUBLIC)),
        appeal_section(matter),
    ]
    return {"withdrawal.pdf": compose(matter, text("Notice of withdrawal"), sections)}


def cancellation(matter: Matter[Cancel]) -> Papers:
    """Tell that a certificate is cancelled on request."""
    cancelled = text(
        "Certificate {number} is cancelled on {day}, on request.",
        number=matter.number,
        day=day_text(matter.day),
    )
    sections = [
        _opening(matter, cancelled, ""),
        section("reason", text("Reason"), *quoted(matter.body.reason)),
        section("effect", text("What this means"), said(STOP), said(_for_good()), said(PUBLIC)),
    ]
    return {"cancellation.pdf": compose(matter, text("Confirmation of cancellation"), sections)}


def superseded(matter: Matter[Supersede]) -> Papers:
    """Tell that another certificate stands in the place of this one."""
    by = matter.body.by
    replaced = text(
        "Certificate {by} takes the place of certificate {number} on {day}.",
        by=by,
        number=matter.number,
        day=day_text(matter.day),
    )
    effect = text(
        "Certificate {number} has ended. Please use certificate and label of {by} from now on, and "
        "no longer those of {number}. Goods that carry the old label and were sold before may stay "
        "on the market.",
        number=matter.number,
        by=by,
    )
    sections = [
        _opening(matter, replaced, ""),
        section("effect", text("What this means"), said(effect), said(PUBLIC)),
    ]
    return {"superseded.pdf": compose(matter, text("Notice of a new certificate"), sections)}


def _for_good() -> Text:
    return text(
        "The certificate does not come back: a new one needs a new application. Its number is "
        "never used again."
    )


def _opening(matter: Matter[Body], what: Text, mark: str = "warning") -> Section:
    return section("what", None, said(what, mark), *_about(matter))


def _about(matter: Matter[Body]) -> Iterator[Facts]:
    yield product_facts(matter)
    last = _last_day(matter)
    if last:
        yield facts("last-day", [(text("Last day of the certificate"), day_text(last))])
