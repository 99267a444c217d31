"""What somebody applies for, and what stands against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.opening import open_case
from pvfootprint.language.texts import joined, text
from pvfootprint.model.findings import Finding
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pvfootprint.certification.acts import GivenDocument, Kind
    from pvfootprint.certification.intake.submitted import Submitted
    from pvfootprint.model.certificate_record import Party
    from pvfootprint.model.certification import CertificationScheme, Required
    from pvfootprint.registry.snapshots import Snapshot

SUBMISSION = "submission"
"""Kind of document that the submission is itself."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that is handed in: its kind in the scheme, its name, and its content."""

    kind: str
    name: str
    content: bytes

    @property
    def member(self) -> str:
        """Its name among the files of an act."""
        return f"documents/{self.kind}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody applies for.

    Parameters
    ----------
    scheme : CertificationScheme
        Under which scheme.
    submitted : Submitted
        The submission, verified.
    documents : tuple of Document
        What is handed in with it.
    models : tuple of str
        Models of the product; all of them if none is named.
    client : Party, optional
        Who applies; by default who makes the product.
    kind, certificate : str
        As in :class:`pvfootprint.certification.acts.Apply`.
    """

    scheme: CertificationScheme
    submitted: Submitted
    documents: tuple[Document, ...] = ()
    models: tuple[str, ...] = ()
    client: Party | None = None
    kind: Kind = "initial"
    certificate: str = ""

    @property
    def models_meant(self) -> tuple[str, ...]:
        """The models that are applied for; a product without models stands for itself."""
        product = self.submitted.product
        return tuple(dict.fromkeys(self.models)) or product.models or (product.name,)


def against_request(request: Request) -> list[Finding]:
    """Say what stands against a request, whatever the registry holds: CRT-010 and CRT-013."""
    return [*_not_covered(request), *_odd_models(request)]


def against_documents(
    scheme: CertificationScheme, documents: Iterable[Document]
) -> Iterator[Finding]:
    """Say which documents an application cannot hold.

    Parameters
    ----------
    scheme : CertificationScheme
        Says which kinds there are.
    documents : iterable of Document
        What is handed in.

    Yields
    ------
    Finding
        CRT-012 for an unknown kind, an empty file, and a name that stands twice in one kind.
    """
    kinds = [one.key for one in scheme.documents if one.key != SUBMISSION]
    seen = set()
    for one in documents:
        what = f"{one.kind}={one.name}"
        if one.kind not in kinds:
            message = text("the scheme {scheme} knows no such kind of document", scheme=scheme.key)
            yield Finding("CRT-012", message, found=what, expected=", ".join(kinds))
        if not one.content:
            yield Finding("CRT-012", text("the document is empty"), one.name, found=what)
        if one.member in seen:
            message = text("two documents of one kind have the same name")
            hint = text("give each document a name of its own")
            yield Finding("CRT-012", message, one.name, found=what, hint=hint)
        seen.add(one.member)


def missing_documents(
    scheme: CertificationScheme, documents: Iterable[GivenDocument], *, severity: str = "error"
) -> list[Finding]:
    """Say which documents the scheme asks for and nobody handed in.

    Parameters
    ----------
    scheme : CertificationScheme
        Says what is required.
    documents : iterable of GivenDocument
        What is there.
    severity : str
        ``error`` where the application cannot go on without them.

    Returns
    -------
    list of Finding
        CRT-011 with all of them, or nothing.
    """
    missing = required_but(scheme, documents)
    if not missing:
        return []
    return [
        Finding(
            "CRT-011",
            text("documents that the scheme asks for are missing: {count}", count=len(missing)),
            found=joined("; ", (text("{key}: {title}", key=m.key, title=m.title) for m in missing)),
            expected=text("every document that the scheme asks for, before the acceptance"),
            hint=text("hand each in with {option}", option="--document KIND=FILE"),
            severity=severity,
        )
    ]


def required_but(scheme: CertificationScheme, documents: Iterable[GivenDocument]) -> list[Required]:
    """Return the documents that the scheme asks for and that are not there."""
    there = {SUBMISSION, *(one.kind for one in documents)}
    return [one for one in scheme.documents if not one.optional and one.key not in there]


def applied_for(snapshot: Snapshot, submitted: Submitted, *, but: str = "") -> list[Finding]:
    """Say whether an open application is about the same product with the same workbook.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    submitted : Submitted
        What is applied for.
    but : str
        Number of an application that does not count: the one that is amended.

    Returns
    -------
    list of Finding
        CRT-014 for each, or nothing.
    """
    meant = (submitted.code, submitted.leader.source_hash)
    subjects = {
        entry.subject: None
        for act in ("apply", "amend")
        for entry in snapshot.entries(act=act)
        if (entry.data["product_code"], entry.data["workbook"]) == meant
    }
    findings = []
    for subject in subjects:
        case = open_case(snapshot, subject)
        stands = (case.application.product_code, case.application.workbook)
        if subject == but or case.closed or stands != meant:
            continue
        message = text(
            "this product was applied for with the same workbook: {other}", other=subject
        )
        hint = text(
            "amend that application: {command}", command=f"pvfootprint cert amend {subject}"
        )
        found, name = submitted.product.name, submitted.leader.source
        findings.append(Finding("CRT-014", message, name, found=found, hint=hint))
    return findings


def _not_covered(request: Request) -> Iterator[Finding]:
    scheme, submitted = request.scheme, request.submitted
    if submitted.leader.stage in scheme.stages:
        return
    yield Finding(
        "CRT-010",
        text("the scheme {scheme} does not cover this product", scheme=scheme.key),
        submitted.leader.source,
        found=STAGES[submitted.leader.stage],
        expected=joined(", ", (STAGES[stage] for stage in scheme.stages)),
        hint=text("choose another scheme with {option}", option="--scheme"),
    )


def _odd_models(request: Request) -> Iterator[Finding]:
    product = request.submitted.product
    known = product.models or (product.name,)
    for model in request.models:
        if model not in known:
            yield Finding(
                "CRT-013",
                text("the product has no such model"),
                request.submitted.leader.source,
                found=model,
                expected=", ".join(known),
                hint=text("the models of a product stand in its workbook"),
            )
