"""Opens applications in the place of a certificate: renewal, extension, reduction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acting import person_of, refuse
from pvfootprint.certification.acts import Apply
from pvfootprint.certification.intake.applying import apply, take_in
from pvfootprint.certification.intake.requesting import SUBMISSION, Document, Request
from pvfootprint.certification.subjects import Acted, open_with_case
from pvfootprint.certification.upkeep.replacing import Wish, against_wish
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding
from pvfootprint.rules.certification.reading import available_schemes, read_scheme

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence
    from pathlib import Path

    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.intake.applying import Data
    from pvfootprint.certification.intake.submitted import Submitted
    from pvfootprint.model.certificate_record import Party
    from pvfootprint.model.certification import CertificationScheme
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Offer:
    """What is handed in: the submission, verified; documents; models, all if none is named."""

    submitted: Submitted
    documents: tuple[Document, ...] = ()
    models: tuple[str, ...] = ()


def renew(registry: Registry, actor: Actor, number: str, offer: Offer, data: Data) -> Acted:
    """Open an application for the renewal of a certificate.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who takes it in.
    number : str
        Of the certificate.
    offer : Offer
        What is handed in: every document anew.
    data : Data
        By which the submission was verified.

    Returns
    -------
    Acted
        The application with its number, and the receipt. It goes through every step, under the
        scheme as it is today; the new certificate takes the place of the old one when it is issued.

    Raises
    ------
    CertificationError
        CRT-002, and what :func:`pvfootprint.certification.intake.applying.apply` says.
    """
    with registry.reading() as snapshot:
        _, case = open_with_case(snapshot, number)
    request = Request(
        scheme=_scheme_today(case, data.root),
        submitted=offer.submitted,
        documents=offer.documents,
        models=offer.models,
        client=_client(case),
        kind="renewal",
        certificate=number,
    )
    return apply(registry, actor, request, data)


def extend(registry: Registry, actor: Actor, number: str, offer: Offer, data: Data) -> Acted:
    """Open an application for more models than a certificate has.

    Parameters
    ----------
    registry, actor, number, data
        As :func:`renew`.
    offer : Offer
        What is handed in: documents of kinds that are not among them are those of before.

    Returns
    -------
    Acted
        As :func:`renew`, but under the scheme of the certificate.

    Raises
    ------
    CertificationError
        As :func:`renew`.
    """
    new = {SUBMISSION, *(one.kind for one in offer.documents)}
    with registry.reading() as snapshot:
        _, case = open_with_case(snapshot, number)
        before = tuple(
            Document(one.kind, one.name, snapshot.file(one.sha256))
            for one in case.application.documents
            if one.kind not in new
        )
    request = Request(
        scheme=case.scheme,
        submitted=offer.submitted,
        documents=(*offer.documents, *before),
        models=offer.models,
        client=_client(case),
        kind="extension",
        certificate=number,
    )
    return apply(registry, actor, request, data)


def reduce(registry: Registry, actor: Actor, number: str, models: Sequence[str]) -> Acted:
    """Open an application for fewer models, with the submission on which the certificate stands.

    Parameters
    ----------
    registry, actor, number
        As :func:`renew`.
    models : sequence of str
        Models that are taken out.

    Returns
    -------
    Acted
        As :func:`extend`; it goes through the steps that the scheme does not leave out for it.

    Raises
    ------
    CertificationError
        CRT-002; CRT-071 for a model that the certificate does not have, or if none would be left;
        and what :func:`pvfootprint.certification.upkeep.replacing.against_wish` says.
    """
    with registry.reading() as snapshot:
        _, case = open_with_case(snapshot, number)
    before = case.application
    refuse([_not_there(model, before.models) for model in models if model not in before.models])
    left = tuple(model for model in before.models if model not in models)
    wish = Wish("reduction", number, before.product_code, left)

    def check(snapshot: Snapshot, now: datetime.datetime) -> list[Finding]:
        return against_wish(snapshot, person_of(snapshot, actor), wish, case.scheme, now)

    return take_in(registry, actor, case.scheme, _reduced(before, number, left), check)


def _reduced(before: Apply, number: str, left: tuple[str, ...]) -> Apply:
    """Return an application as it was, for fewer models, without the papers of its acts."""
    same = {name: getattr(before, name) for name in Apply.model_fields}
    handed_in = {before.submission, before.scheme.sha256, before.data}
    handed_in |= {one.sha256 for one in before.documents}
    files = {name: sha256 for name, sha256 in before.files.items() if sha256 in handed_in}
    others = {"kind": "reduction", "certificate": number, "models": left, "files": files}
    return Apply(**{**same, **others, "allotted": None})


def _client(case: Case) -> Party | None:
    """Return who applied, if that is not who makes the product."""
    applied = case.application
    return applied.client if applied.client != applied.producer else None


def _scheme_today(case: Case, root: Path) -> CertificationScheme:
    """Return the scheme as it is today; one that is not shipped, as it was."""
    key = case.scheme.key
    return read_scheme(key, root) if key in available_schemes(root) else case.scheme


def _not_there(model: str, models: Sequence[str]) -> Finding:
    message = text("the certificate has no such model")
    return Finding("CRT-071", message, found=model[:100], expected=", ".join(models))
