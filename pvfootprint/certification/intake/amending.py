"""Takes amendments of applications: another submission, further documents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pvfootprint.certification.acting import refuse
from pvfootprint.certification.acts import Amend, GivenDocument
from pvfootprint.certification.intake.applying import application_of, given
from pvfootprint.certification.intake.green import wanted_by
from pvfootprint.certification.intake.requesting import (
    against_documents,
    against_request,
    applied_for,
)
from pvfootprint.certification.permitting import may_act_on
from pvfootprint.certification.stepping import look, write_down
from pvfootprint.language.texts import text
from pvfootprint.model.canonical import digest
from pvfootprint.model.findings import Finding, RegistryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pvfootprint.certification.acts import GreenUse
    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.intake.applying import Data
    from pvfootprint.certification.intake.requesting import Document, Request
    from pvfootprint.certification.subjects import Acted
    from pvfootprint.model.certificate_record import Said
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry

OF_SUBMISSION = (
    "submission",
    "submission_name",
    "producer",
    "site",
    "stage",
    "technology",
    "design",
    "product",
    "product_name",
    "models",
    "workbook",
    "data",
    "green",
    "declared",
)
"""Fields of an application that a new submission changes; scheme and kind stay, and a client that
is not the maker."""


def amend(
    registry: Registry,
    actor: Actor,
    number: str,
    reason: Said,
    *,
    request: Request | None = None,
    data: Data | None = None,
    documents: Sequence[Document] = (),
) -> Acted:
    """Put another submission, or further documents, into the place of what was handed in.

    The evaluation starts anew; once the application was accepted, the green certificates that are
    reserved for it become those of the new submission.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who takes it in.
    number : str
        Of the application.
    reason : Said
        Why.
    request, data : Request and Data, optional
        The new submission, and by what it was verified; without them all but the documents stays.
    documents : sequence of Document
        New documents; each stands for all of its kind before.

    Returns
    -------
    Acted
        The application as it stands, and the receipt.

    Raises
    ------
    CertificationError
        With everything that stands against it: STF-001 to STF-004, CRT-001, CRT-004, CRT-008,
        CRT-010, CRT-012 to CRT-014; CRT-015 for another product, or for nothing new.
    RegistryError
        REG-016 and REG-017 for green certificates, once it was accepted.
    """
    seen = look(registry, actor, number)
    findings = may_act_on(seen.person, "amend", seen.case, seen.now)
    findings += against_documents(seen.case.scheme, documents)
    findings += _no_amendment(seen.case, request, documents)
    if request:
        findings += against_request(request)
        with registry.reading() as snapshot:
            findings += applied_for(snapshot, request.submitted, but=number)
    refuse(findings)
    before = seen.case.application
    if request and not request.models and _still_there(before.models, request):
        request = replace(request, models=before.models)
    files = {one.member: one.content for one in documents}
    changes: dict[str, Any] = {"documents": _with(before.documents, documents), "reason": reason}
    if request and data:
        stands, brought = application_of(request, data)
        files |= brought
        changes |= {name: getattr(stands, name) for name in OF_SUBMISSION}
        if before.client == before.producer:
            changes["client"] = stands.producer
        if seen.case.is_done("accept"):
            changes |= _green(registry, seen.case, stands.green)
    changes |= {
        "allotted": None,
        "files": {name: digest(content) for name, content in files.items()},
    }
    registry.keep(files.values())
    return write_down(
        registry, actor, "amend", seen, Amend.model_validate({**dict(before), **changes})
    )


def _still_there(models: Sequence[str], request: Request) -> bool:
    return set(models) <= set(request.models_meant)


def _no_amendment(
    case: Case, request: Request | None, documents: Sequence[Document]
) -> Iterator[Finding]:
    """Say why something is no amendment: CRT-015, or nothing."""
    before = case.application
    if request and request.submitted.code != before.product_code:
        yield Finding(
            "CRT-015",
            text("the submission is about another product than the application"),
            request.submitted.name,
            found=request.submitted.code,
            expected=before.product_code,
            hint=text("apply for it: {command}", command="pvfootprint cert apply"),
        )
    known = {before.submission, *(one.sha256 for one in before.documents)}
    contents = [one.content for one in documents]
    contents += [request.submitted.content] if request else []
    if all(digest(content) in known for content in contents):
        yield Finding(
            "CRT-015",
            text("nothing of this is new to the application {number}", number=case.subject),
            expected=text("another submission, or further documents"),
        )


def _green(registry: Registry, case: Case, uses: Sequence[GreenUse]) -> dict[str, Any]:
    """Return what an accepted application reserves in the place of what it holds."""
    with registry.reading() as snapshot:
        wanted = wanted_by(snapshot, case, uses, anew=True)
    if wanted.findings:
        raise RegistryError(wanted.findings)
    return {"green_reserved": wanted.ranges, "green_now": "released"}


def _with(
    before: Sequence[GivenDocument], documents: Sequence[Document]
) -> tuple[GivenDocument, ...]:
    """Put documents in the place of those of the same kinds."""
    new = {one.kind for one in documents}
    return (*(one for one in before if one.kind not in new), *map(given, documents))
