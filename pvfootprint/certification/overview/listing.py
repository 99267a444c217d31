"""Applications and certificates in rows, and one of them with all that happened."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.cases import STATUSES, Case, Certificate
from pvfootprint.certification.permitting import name_of
from pvfootprint.certification.upkeep.standing import STATUS_NAMES, since
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.certification.cases import Done, History
    from pvfootprint.certification.overview.gathering import Overview
    from pvfootprint.language.texts import Text

APPLICATION, CERTIFICATE = "application", "certificate"

OPEN_STATES = {
    "open": text("open"),
    "rejected": text("not taken up"),
    "refused": text("refused"),
    "granted": text("granted"),
    "certified": text("certified"),
}
"""States of an application, in words."""

STATES = (*OPEN_STATES, *STATUSES)
"""What the list can be filtered by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An application or a certificate in the list.

    Parameters
    ----------
    kind : str
        ``application`` or ``certificate``.
    number : str
        Its number.
    state : str
        A key of :data:`OPEN_STATES` or a value of
        :data:`pvfootprint.certification.cases.STATUSES`.
    since : date
        Since when.
    next_step : str
        What comes next, of an application; else empty.
    client : str
        Who applied.
    stage, product : str
        Stage of the chain, and name of the product.
    other : str
        The application's certificate, the certificate's application; empty if there is none.
    expires : date, optional
        Last day of a certificate.
    """

    kind: str
    number: str
    state: str
    since: datetime.date
    next_step: str
    client: str
    stage: str
    product: str
    other: str
    expires: datetime.date | None = None

    @property
    def words(self) -> Text:
        """The state in words, with what comes next."""
        if self.state in STATUS_NAMES:
            return STATUS_NAMES[self.state]
        if self.next_step:
            return text("next: {step}", step=name_of(self.next_step))
        return OPEN_STATES[self.state]


def rows(overview: Overview) -> Iterator[Row]:
    """Yield every application and certificate.

    Parameters
    ----------
    overview : Overview
        All that there is, on a day.

    Yields
    ------
    Row
        Applications first, each kind in its order.
    """
    for case in overview.cases.values():
        yield _row_of_case(case)
    for certificate in overview.certificates.values():
        yield _row_of_certificate(certificate, overview.behind(certificate), overview.day)


def state_of(case: Case) -> str:
    """Return the state of an application, a key of :data:`OPEN_STATES`."""
    if case.certificate:
        return "certified"
    if case.last("reject"):
        return "rejected"
    if case.decision == "refuse":
        return "refused"
    return "granted" if case.decision == "grant" else "open"


def names_of_papers(history: History) -> Iterator[tuple[str, str, Done]]:
    """Yield the papers of every act: a name that no other has, its SHA-256, and the act.

    The name is that of the paper with place and act before it: ``03-evaluate-report.pdf``.
    """
    for i, one in enumerate(history.done, 1):
        for name, sha256 in sorted(one.body.files.items()):
            plain = name.replace("/", "-").replace("\\", "-").lstrip(".")
            yield f"{i:02d}-{one.act}-{plain}", sha256, one


def _row_of_case(case: Case) -> Row:
    applied = case.application
    return Row(
        kind=APPLICATION,
        number=case.subject,
        state=state_of(case),
        since=case.done[-1].day,
        next_step=case.next_step,
        client=applied.client.name,
        stage=applied.stage,
        product=applied.product_name,
        other=case.certificate,
    )


def _row_of_certificate(certificate: Certificate, case: Case, day: datetime.date) -> Row:
    applied = case.application
    return Row(
        kind=CERTIFICATE,
        number=certificate.subject,
        state=certificate.status(day),
        since=since(certificate, day),
        next_step="",
        client=applied.client.name,
        stage=applied.stage,
        product=applied.product_name,
        other=case.subject,
        expires=certificate.expires,
    )
