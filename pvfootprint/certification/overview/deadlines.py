"""What the certificates wait for: surveillance, ends of suspensions, renewal, trouble upstream."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import Suspend
from pvfootprint.certification.overview.tasks import Desk
from pvfootprint.certification.overview.upstream import UNKNOWN, upstream_of
from pvfootprint.certification.upkeep.standing import STATUS_NAMES, since, suspended_since, upheld
from pvfootprint.certification.upkeep.surveilling import newest, open_findings, surveillance_due
from pvfootprint.language.texts import joined, text
from pvfootprint.model.certification import months_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.certification.cases import Certificate
    from pvfootprint.certification.overview.gathering import Overview
    from pvfootprint.certification.overview.tasks import Task
    from pvfootprint.certification.overview.upstream import Upstream
    from pvfootprint.language.texts import Text

SURVEILLANCE_AHEAD = datetime.timedelta(days=90)
"""How long before its day a surveillance is listed."""

RENEWAL_AHEAD = 6
"""How long before its last day a certificate is listed for renewal [months]."""


def certificate_tasks(overview: Overview) -> Iterator[Task]:
    """Yield what the certificates wait for.

    Parameters
    ----------
    overview : Overview
        All that there is.

    Yields
    ------
    Task
        In no order.
    """
    renewing = {
        case.application.certificate
        for case in overview.cases.values()
        if case.application.kind == "renewal" and not case.closed
    }
    for certificate in overview.certificates.values():
        case = overview.behind(certificate)
        desk = Desk(overview, certificate, case)
        status = certificate.status(overview.day)
        if status == "not issued":
            what = text("its number is allotted, but it was not handed out: issue it again")
            allotted = certificate.all("allot")[0].day
            yield desk.task("issue", what, allotted, ("issue",), level="due")
        if status == "withdrawn" and upheld(certificate, "withdraw"):
            yield _give_back(desk, certificate)
        if status not in {"valid", "suspended"}:
            continue
        yield from _surveillance(desk, certificate, status)
        yield from _corrections(desk, certificate)
        yield from _upstream(desk, certificate)
        if status == "suspended":
            yield _suspension(desk, certificate)
        if certificate.subject not in renewing:
            yield from _renewal(desk, certificate)


def _surveillance(desk: Desk, certificate: Certificate, status: str) -> Iterator[Task]:
    day, last = desk.overview.day, newest(certificate)
    if last is not None and not last.maintained and status == "valid":
        what = text("the surveillance does not keep it up: suspend or withdraw it")
        on = datetime.date.fromisoformat(last.day)
        yield desk.task("suspend", what, on, ("suspend", "withdraw"), level="due")
        return
    due = surveillance_due(certificate, desk.case, desk.overview.find)
    if due is None or due - SURVEILLANCE_AHEAD > day:
        return
    latest = due + datetime.timedelta(days=desk.case.scheme.surveillance_margin_days)
    if day > latest and status == "valid":
        what = text("its surveillance was due on {due}: it must be suspended", due=due)
        yield desk.task("suspend", what, due, ("suspend",), due=latest)
        return
    what = text("surveillance; without it, it must be suspended after {latest}", latest=latest)
    yield desk.task("surveil", what, due - SURVEILLANCE_AHEAD, ("surveil",), due=due)


def _corrections(desk: Desk, certificate: Certificate) -> Iterator[Task]:
    for finding in open_findings(certificate):
        what = text(
            "corrective action for finding {key}: {said}", key=finding.key, said=finding.said.text
        )
        found = next(
            one.day
            for one in certificate.all("surveil")
            if finding in getattr(one.body, "findings", ())
        )
        due = datetime.date.fromisoformat(finding.due)
        yield desk.task("correct", what, found, ("correct",), due=due, by_client=True)


def _suspension(desk: Desk, certificate: Certificate) -> Task:
    first, body = suspended_since(certificate), certificate.body(Suspend)
    start = first or desk.overview.day
    if upheld(certificate, "suspend"):
        return _give_back(desk, certificate)
    due = datetime.date.fromisoformat(body.until) if body else None
    if due is not None and desk.overview.day > due:
        what = text("its suspension ran out: it must be withdrawn")
        return desk.task("withdraw", what, start, ("withdraw",), due=due)
    what = text("suspended: resume it once its reason is mended, else withdraw it")
    return desk.task("resume", what, start, ("resume", "withdraw"), due=due, by_client=True)


def _give_back(desk: Desk, certificate: Certificate) -> Task:
    what = text("an appeal was upheld: resume it")
    answered = certificate.last("answer-appeal")
    on = answered.day if answered else desk.overview.day
    return desk.task("resume", what, on, ("resume",), level="due")


def _renewal(desk: Desk, certificate: Certificate) -> Iterator[Task]:
    day, expires = desk.overview.day, certificate.expires
    if months_later(day, RENEWAL_AHEAD) >= expires:
        what = text("it expires: the client applies for its renewal in time")
        start = months_later(expires, -RENEWAL_AHEAD)
        yield desk.task("renew", what, start, ("renew",), due=expires, by_client=True)


def _upstream(desk: Desk, certificate: Certificate) -> Iterator[Task]:
    day, certificates = desk.overview.day, desk.overview.certificates
    for above in upstream_of(certificate.subject, certificates.get, day):
        if above.holds:
            continue
        acts = ("suspend", "withdraw", "renew") if above.lost else ("renew",)
        level = "due" if above.lost and certificate.status(day) == "valid" else "waiting"
        start = above.since or since(certificate, day)
        yield desk.task("upstream", _stands_on(above), start, acts, level=level)


def _stands_on(above: Upstream) -> Text:
    path = joined(" > ", above.path)
    if above.status == UNKNOWN:
        return text("it stands on {path}, which this registry does not have", path=path)
    return text(
        "it stands on {path}, which is {status} since {day}: say what that means for it",
        path=path,
        status=STATUS_NAMES[above.status],
        day=above.since,
    )
