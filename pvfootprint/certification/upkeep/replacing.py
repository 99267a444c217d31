"""Says whether an application in the place of a certificate can be taken in."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import Apply
from pvfootprint.certification.opening import open_case
from pvfootprint.certification.permitting import may_act, name_of
from pvfootprint.certification.subjects import open_with_case
from pvfootprint.certification.upkeep.standing import STATUS_NAMES, may_act_on_certificate, since
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.certification.acts import Kind
    from pvfootprint.certification.cases import Case, Certificate
    from pvfootprint.model.certification import CertificationScheme
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.snapshots import Snapshot

ASKED_FOR = {"renewal": "renew", "extension": "change", "reduction": "change"}
"""The act as which an application of each kind is taken in; any other is ``apply``."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an application is for: its kind, the certificate, the product's code, the models."""

    kind: Kind
    certificate: str
    code: str
    models: tuple[str, ...]


def against_wish(
    snapshot: Snapshot,
    person: Person,
    wish: Wish,
    scheme: CertificationScheme,
    now: datetime.datetime,
) -> list[Finding]:
    """Say what stands against taking in an application of a kind.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    person : Person
        Who takes it in.
    wish : Wish
        What it is for.
    scheme : CertificationScheme
        Under which a first certificate is applied for.
    now : datetime
        When.

    Returns
    -------
    list of Finding
        STF-002 to STF-006 and CRT-005; CRT-069 if another application is open for the certificate,
        CRT-070 for another product, CRT-071 for models that are no extension or reduction.

    Raises
    ------
    CertificationError
        CRT-002 if there is no such certificate.
    """
    act = ASKED_FOR.get(wish.kind)
    if act is None:
        return may_act(person, "apply", scheme, now)
    certificate, case = open_with_case(snapshot, wish.certificate)
    return [
        *may_act_on_certificate(person, act, certificate, case, now),
        *_extended_while_suspended(wish, certificate, now.date()),
        *_open_already(snapshot, wish),
        *_another_product(wish, case),
        *_odd_models(wish, case),
    ]


def _extended_while_suspended(
    wish: Wish, certificate: Certificate, day: datetime.date
) -> Iterator[Finding]:
    status = certificate.status(day)
    if wish.kind == "extension" and status == "suspended":
        yield Finding(
            "CRT-005",
            text("a suspended certificate is not extended: {number}", number=wish.certificate),
            found=text(
                "{status} since {day}", status=STATUS_NAMES[status], day=since(certificate, day)
            ),
            expected=STATUS_NAMES["valid"],
            hint=text("end the suspension first: {command}", command="pvfootprint cert resume"),
        )


def _open_already(snapshot: Snapshot, wish: Wish) -> Iterator[Finding]:
    for entry in list(snapshot.entries(act="apply")):
        # Most applications are told apart by their text: reading each would take far longer.
        if wish.certificate not in entry.body:
            continue
        body = Apply.model_validate_json(entry.body)
        if body.certificate != wish.certificate or open_case(snapshot, entry.subject).closed:
            continue
        message = text(
            "another application in the place of this certificate is open: {other}",
            other=entry.subject,
        )
        hint = text("lead that one to its end first, or refuse it")
        yield Finding("CRT-069", message, found=name_of(ASKED_FOR[body.kind]), hint=hint)


def _another_product(wish: Wish, case: Case) -> Iterator[Finding]:
    code = case.application.product_code
    if wish.code != code:
        message = text("the submission is for another product than the certificate")
        hint = text(
            "apply for a certificate of its own: {command}", command="pvfootprint cert apply"
        )
        yield Finding("CRT-070", message, found=wish.code, expected=code, hint=hint)


def _odd_models(wish: Wish, case: Case) -> Iterator[Finding]:
    """Say whether the models are fewer, or more, than those of the certificate."""
    before, now = set(case.application.models), set(wish.models)
    if wish.kind == "extension" and not now > before:
        message = text("an extension keeps every model of the certificate and adds one at least")
    elif wish.kind == "reduction" and not (now and now < before):
        message = text(
            "a reduction takes out models that the certificate has, and leaves one at least"
        )
    else:
        return
    found, expected = ", ".join(wish.models), ", ".join(case.application.models)
    yield Finding("CRT-071", message, found=found, expected=expected)
