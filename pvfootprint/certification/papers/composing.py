"""Makes the papers that leave the house with an act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pvfootprint.certification.papers.accepting import acceptance, receipt, rejection
from pvfootprint.certification.papers.answering import (
    answer_to_appeal,
    answer_to_complaint,
    appeal,
    complaint,
)
from pvfootprint.certification.papers.auditing import audit, correction, postponement
from pvfootprint.certification.papers.deciding import decision, review
from pvfootprint.certification.papers.evaluating import evaluation
from pvfootprint.certification.papers.keeping import (
    cancellation,
    resumption,
    superseded,
    surveillance,
    suspension,
    withdrawal,
)
from pvfootprint.certification.papers.matter import Matter, Papers, attachment_name
from pvfootprint.certification.papers.planning import plan
from pvfootprint.documents.paper import paper_pdf
from pvfootprint.documents.pdf import Attached
from pvfootprint.model.canonical import canonical

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping

    from pvfootprint.certification.acts import Body
    from pvfootprint.certification.cases import Case, Certificate
    from pvfootprint.registry.people import Person

COMPOSERS: dict[str, Callable[[Matter[Any]], Papers]] = {
    "apply": receipt,
    "amend": receipt,
    "accept": acceptance,
    "reject": rejection,
    "evaluate": evaluation,
    "plan-audit": plan,
    "audit": audit,
    "correct": correction,
    "postpone": postponement,
    "review": review,
    "decide": decision,
    "refuse": decision,
    "surveil": surveillance,
    "suspend": suspension,
    "resume": resumption,
    "withdraw": withdrawal,
    "cancel": cancellation,
    "supersede": superseded,
    "complaint": complaint,
    "answer-complaint": answer_to_complaint,
    "appeal": appeal,
    "answer-appeal": answer_to_appeal,
}
"""What composes the papers of an act; other acts have none."""


def act_papers(
    history: Case | Certificate,
    act: str,
    body: Body,
    *,
    case: Case,
    people: Mapping[str, Person],
    person: Person,
    day: datetime.date,
) -> dict[str, bytes]:
    """Make the papers of an act.

    Parameters
    ----------
    history : Case or Certificate
        What is acted on, as it stands before the act; an application after it.
    act : str
        A key of :data:`pvfootprint.certification.acts.BODIES`, or ``refuse``.
    body : Body
        What the act says; its canonical JSON goes into each paper.
    case : Case
        The application, or the one that led to the certificate.
    people : mapping
        Of the certifier, by key.
    person : Person
        Who acts; named by role.
    day : date
        When.

    Returns
    -------
    dict
        PDF/A-3u by file name, in Chinese and English; the same arguments give the same bytes.
        Empty where an act has no paper.

    Raises
    ------
    OutputError
        OUT-002 if the font is missing.
    """
    composer = COMPOSERS.get(act)
    if composer is None:
        return {}
    matter = Matter(
        history=history,
        act=act,
        body=body,
        case=case,
        people=people,
        person=person,
        day=day,
    )
    data = Attached(
        name=attachment_name(act),
        description="content of the act",
        content=canonical(body.model_dump(mode="json")),
        relationship="Data",
    )
    return {name: paper_pdf(paper, [data]) for name, paper in composer(matter).items()}
