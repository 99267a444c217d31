"""Papers on complaints and appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.acts import Appeal, Complaint
from pvfootprint.certification.papers.matter import (
    Papers,
    compose,
    facts,
    quoted,
    said,
    section,
)
from pvfootprint.certification.papers.wording import both, day_text
from pvfootprint.language.texts import Text, text
from pvfootprint.model.certification import ACT_NAMES

if TYPE_CHECKING:
    from pvfootprint.certification.acts import Answer
    from pvfootprint.certification.cases import Done
    from pvfootprint.certification.papers.matter import Matter
    from pvfootprint.documents.blocks import Facts, Words


def complaint(matter: Matter[Complaint]) -> Papers:
    """Confirm that a complaint was taken up."""
    body = matter.body
    taken = text(
        "We have taken up your complaint about {subject}. It has the number {key}.",
        subject=matter.number,
        key=body.key,
    )
    next_ = text(
        "We look into it and answer in writing, with reasons. Who answers took no part in what you "
        "complain about. Your name is not passed on without your consent, unless the law asks for "
        "it."
    )
    sections = [
        section("taken", None, said(taken)),
        section("said", text("Your complaint"), *quoted(body.said)),
        section("next", text("What comes next"), said(next_)),
    ]
    paper = compose(matter, text("Receipt of a complaint"), sections, to=_sender(body))
    return {f"complaint-{body.key}-receipt.pdf": paper}


def answer_to_complaint(matter: Matter[Answer]) -> Papers:
    """Answer a complaint."""
    body = matter.body
    asked = _asked(matter)
    if body.upheld:
        verdict = said(text("Your complaint {key} is justified.", key=body.key), "good")
    else:
        verdict = said(text("Your complaint {key} is not justified.", key=body.key), "warning")
    sections = [
        section("verdict", None, verdict, _about(asked)),
        section("reasons", text("Reasons"), *quoted(body.said)),
    ]
    if asked and isinstance(asked.body, Complaint):
        sections.append(section("said", text("Your complaint"), *quoted(asked.body.said)))
    to = _sender(asked.body) if asked else None
    paper = compose(matter, text("Answer to a complaint"), sections, to=to)
    return {f"complaint-{body.key}-answer.pdf": paper}


def appeal(matter: Matter[Appeal]) -> Papers:
    """Confirm that an appeal was taken up."""
    body = matter.body
    taken = text(
        "We have taken up your appeal. It has the number {key}. It is about {subject} and against: "
        "{act}.",
        key=body.key,
        subject=matter.number,
        act=_act(body.against),
    )
    next_ = text(
        "Persons who took no part in what you appeal against look into it and answer in writing, "
        "with reasons. Until then it stays as it was decided."
    )
    sections = [
        section("taken", None, said(taken)),
        section("said", text("Your appeal"), *quoted(body.said)),
        section("next", text("What comes next"), said(next_)),
    ]
    paper = compose(matter, text("Receipt of an appeal"), sections, to=_sender(body))
    return {f"appeal-{body.key}-receipt.pdf": paper}


def answer_to_appeal(matter: Matter[Answer]) -> Papers:
    """Answer an appeal."""
    body = matter.body
    asked = _asked(matter)
    if body.upheld:
        upheld = text(
            "Your appeal {key} is upheld. What it is against is looked at anew, by persons who "
            "took no part in it; you hear of the outcome in a notice of its own.",
            key=body.key,
        )
        verdict = said(upheld, "good")
    else:
        rejected = text("Your appeal {key} is rejected. The decision stays.", key=body.key)
        verdict = said(rejected, "warning")
    sections = [
        section("verdict", None, verdict, _about(asked)),
        section("reasons", text("Reasons"), *quoted(body.said)),
    ]
    if asked and isinstance(asked.body, Appeal):
        sections.append(section("said", text("Your appeal"), *quoted(asked.body.said)))
    to = _sender(asked.body) if asked else None
    paper = compose(matter, text("Answer to an appeal"), sections, to=to)
    return {f"appeal-{body.key}-answer.pdf": paper}


def _asked(matter: Matter[Answer]) -> Done | None:
    """Return what is answered."""
    kind = "complaint" if matter.act == "answer-complaint" else "appeal"
    return next(
        (
            one
            for one in matter.history.all(kind)
            if isinstance(one.body, Complaint | Appeal) and one.body.key == matter.body.key
        ),
        None,
    )


def _about(asked: Done | None) -> Facts:
    if asked is None:
        return facts("asked", [])
    named = [(text("Received on"), day_text(asked.day))]
    if isinstance(asked.body, Appeal):
        named.append((text("Against"), _act(asked.body.against)))
    return facts("asked", named)


def _act(key: str) -> Text:
    return ACT_NAMES.get(key, Text(key))


def _sender(body: Complaint | Appeal | object) -> tuple[Words, ...] | None:
    return (both(body.sender),) if isinstance(body, Complaint | Appeal) else None
