"""Seals a supplier's inventory to the certifier, and verifies it when the certifier opens it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.canonical import digest
from pvfootprint.model.findings import Finding, OutputError, PvfootprintError, SubmissionError
from pvfootprint.submission.canonical import odd_texts, written
from pvfootprint.submission.comparing import compare, other_origins
from pvfootprint.submission.inputs import read_inputs, refuse_errors
from pvfootprint.submission.keymaking import write_new
from pvfootprint.submission.keys import certificate_fingerprint, fingerprint
from pvfootprint.submission.manifest import Options
from pvfootprint.submission.parts import public_bytes, seal_inventory, sign
from pvfootprint.submission.statements import SealedInventory, Statement
from pvfootprint.submission.stating import compute_inputs, state

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ed25519

    from pvfootprint.model.inventory import Library
    from pvfootprint.submission.parts import OpenedInventory, SealedPart


@dataclass(frozen=True, slots=True)
class Sealed:
    """A part that was sealed and signed.

    Parameters
    ----------
    content : bytes
        The file; other bytes each time, as encryption wants it.
    statement : Statement
        What was signed.
    signer : str
        Fingerprint of the key that signed it.
    findings : tuple of Finding
        Warnings and questions.
    """

    content: bytes
    statement: Statement
    signer: str
    findings: tuple[Finding, ...]


def seal(
    files: Mapping[str, bytes],
    own: str,
    library: Library,
    options: Options,
    key: ed25519.Ed25519PrivateKey,
    certificate: x509.Certificate | None,
) -> Sealed:
    """Seal a workbook and sign what may be known of it.

    Parameters
    ----------
    files : mapping
        The supplier's workbook, and what its own suppliers gave: content by file name.
    own : str
        File name of the supplier's workbook.
    library : Library
        The compiled library.
    options : Options
        Which product, and how to compute.
    key : Ed25519PrivateKey
        The supplier's.
    certificate : Certificate, optional
        Of the certifier; without it no inventory is given at all.

    Returns
    -------
    Sealed
        The file, and what was signed.

    Raises
    ------
    SubmissionError
        With everything that is wrong with the files.
    SupplyError, SelectionError, CalculationError
        If the footprint can't be computed.
    """
    stated, findings = _stated(files, own, library, options)
    refuse_errors(odd_texts(stated, own))
    signer = public_bytes(key)
    sealed, named = b"", None
    if certificate:
        sealed = seal_inventory(files, own, signer, certificate)
        named = SealedInventory(
            sha256=digest(sealed), size=len(sealed), certifier=certificate_fingerprint(certificate)
        )
    statement = _with_inventory(stated, signer, named)
    content = sign(statement, key, sealed)
    return Sealed(content, statement, fingerprint(key.public_key()), tuple(findings))


def verify_inventory(
    part: SealedPart, opened: OpenedInventory, library: Library, root: Path | None = None
) -> list[Finding]:
    """Compute a sealed inventory again and hold it against its summary.

    Parameters
    ----------
    part : SealedPart
        Whose signature holds.
    opened : OpenedInventory
        Its inventory.
    library : Library
        The library to compute with.
    root : Path, optional
        Folder with its ``methods/``; the shipped one by default.

    Returns
    -------
    list of Finding
        SUB-016 if the summary says something else than its inventory, SUB-011 if it was computed
        with something else, and whatever else is wrong.
    """
    stated = part.statement
    options = Options(
        product=stated.summary.product,
        per=stated.summary.declared_unit,
        gwp=stated.summary.gwp,
        electricity_year=stated.electricity_year,
        fill_gaps=stated.fill_gaps,
    )
    try:
        recomputed, findings = _stated(opened.workbooks, opened.own, library, options, root)
    except PvfootprintError as error:
        return list(error.findings)
    found = _with_inventory(recomputed, stated.signer, stated.sealed)
    return [*findings, *_contradictions(part, found)]


def _stated(
    files: Mapping[str, bytes],
    own: str,
    library: Library,
    options: Options,
    root: Path | None = None,
) -> tuple[Statement, list[Finding]]:
    inputs = read_inputs(files, library, root)
    refuse_errors(inputs.findings)
    site = inputs.site_of(own)
    if site is None:
        finding = Finding("SUB-024", text("only a workbook can be sealed"), own)
        raise SubmissionError([finding])
    others = [other for other in inputs.sites if other is not site]
    computed = compute_inputs(library, site, others, inputs.summaries, options, root)
    statement = state(computed, library, site, options)
    return statement, [*inputs.findings, *computed.findings]


def _with_inventory(statement: Statement, signer: str, sealed: SealedInventory | None) -> Statement:
    summary = replace(statement.summary, sealed_hash=sealed.sha256 if sealed else "")
    return statement.model_copy(update={"signer": signer, "sealed": sealed, "summary": summary})


def _contradictions(part: SealedPart, found: Statement) -> list[Finding]:
    stated = part.statement
    return [
        *other_origins(stated.origins, found.origins, part.file),
        *compare(
            json.loads(written(stated)),
            json.loads(written(found)),
            total=found.footprint,
            same=stated.origins == found.origins,
            file=part.file,
            code="SUB-016",
        ),
    ]


def write_inventory(opened: OpenedInventory, folder: Path) -> None:
    """Write the workbooks of an opened inventory, for the owner of the folder alone.

    Parameters
    ----------
    opened : OpenedInventory
        What was sealed.
    folder : Path
        Where to; made if needed.

    Raises
    ------
    SubmissionError
        SUB-022 if a file is there.
    OutputError
        OUT-001 if one can't be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        message = text("the folder cannot be made")
        found = f"{folder.name}: {error.strerror}"
        raise OutputError([Finding("OUT-001", message, found=found)]) from error
    for name, content in opened.workbooks.items():
        write_new(folder / name, content, 0o600)
