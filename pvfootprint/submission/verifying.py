"""Verifies a submission: its files against the manifest, its footprint by computing it again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pvfootprint.language.texts import text
from pvfootprint.model.canonical import canonical
from pvfootprint.model.findings import Finding, PvfootprintError, SubmissionError, has_errors
from pvfootprint.submission.archives import read_bytes, unpack
from pvfootprint.submission.canonical import read_model
from pvfootprint.submission.comparing import compare, origins_of, other_origins
from pvfootprint.submission.evidence import find_documents, in_members
from pvfootprint.submission.inputs import Inputs, read_inputs
from pvfootprint.submission.manifest import (
    EVIDENCE,
    FOOTPRINT,
    FORMAT,
    LEADER,
    MANIFEST,
    SEALED,
    SUPPLIER,
    Manifest,
    check_files,
)
from pvfootprint.submission.stating import compute_inputs

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.model.summary import SupplySummary
    from pvfootprint.submission.comparing import Origins


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A submission whose files are those of its manifest.

    Parameters
    ----------
    file : str
        Its name.
    manifest : Manifest
        What it holds.
    members : dict
        Content by name.
    """

    file: str
    manifest: Manifest
    members: dict[str, bytes]

    @property
    def inputs(self) -> dict[str, bytes]:
        """Workbooks and sealed parts, by file name without folder."""
        named = self.manifest.named(LEADER, SUPPLIER, SEALED)
        return {entry.name.rpartition("/")[2]: self.members[entry.name] for entry in named}

    @property
    def leader(self) -> str:
        """File name of the leader's workbook."""
        return self.manifest.named(LEADER)[0].name.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out of verifying a submission.

    Parameters
    ----------
    findings : tuple of Finding
        Everything that was found.
    manifest : Manifest, optional
        None if it could not be read.
    stated, recomputed : dict, optional
        The footprint in the file, and the one from its workbooks; None if there is none.
    inputs : Inputs, optional
        What its workbooks and sealed parts say.
    """

    findings: tuple[Finding, ...]
    manifest: Manifest | None = None
    stated: dict[str, Any] | None = None
    recomputed: dict[str, Any] | None = None
    inputs: Inputs | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not has_errors(self.findings)


def unpack_submission(content: bytes, file: str) -> Unpacked:
    """Unpack a submission from outside.

    Parameters
    ----------
    content : bytes
        The file.
    file : str
        Its name, for findings.

    Returns
    -------
    Unpacked
        Whose files are complete and unchanged.

    Raises
    ------
    SubmissionError
        SUB-001 to SUB-009, everything that was found.
    """
    contents = unpack(content, file)
    findings = list(contents.findings)
    if MANIFEST not in contents.members:
        message = text("the manifest is missing or damaged")
        raise SubmissionError([*findings, Finding("SUB-006", message, file, found=MANIFEST)])
    try:
        manifest = read_model(contents.members[MANIFEST], Manifest, file, FORMAT)
    except SubmissionError as error:
        raise SubmissionError([*findings, *error.findings]) from error
    findings += check_files(manifest, contents.members, file)
    if findings:
        raise SubmissionError(findings)
    return Unpacked(file, manifest, contents.members)


def inputs_of(
    path: Path, library: Library
) -> tuple[list[SiteInventory | SupplySummary], list[Finding]]:
    """Read a submission as an input of a footprint.

    Parameters
    ----------
    path : Path
        The file.
    library : Library
        The compiled library.

    Returns
    -------
    list of SiteInventory and SupplySummary
        What it holds, the leader's workbook first; nothing if a file was changed.
    list of Finding
        About it.
    """
    try:
        unpacked = unpack_submission(read_bytes(path), path.name)
    except SubmissionError as error:
        return [], list(error.findings)
    inputs = read_inputs(unpacked.inputs, library)
    sites = sorted(inputs.sites, key=lambda site: site.source != unpacked.leader)
    return [*sites, *inputs.summaries], list(inputs.findings)


def check_submission(
    content: bytes, file: str, library: Library, root: Path | None = None
) -> Verdict:
    """Verify a submission.

    Parameters
    ----------
    content : bytes
        The file.
    file : str
        Its name, for findings.
    library : Library
        The library to compute with.
    root : Path, optional
        Folder with its ``methods/``; the shipped one by default.

    Returns
    -------
    Verdict
        With every finding; nothing is raised for a bad file.
    """
    try:
        unpacked = unpack_submission(content, file)
        stated = _stated(unpacked)
    except PvfootprintError as error:
        return Verdict(error.findings)
    inputs = read_inputs(unpacked.inputs, library, root)
    findings = [*inputs.findings, *_evidence(unpacked, inputs)]
    verdict = Verdict(tuple(findings), unpacked.manifest, stated, inputs=inputs)
    if not verdict.holds:
        return verdict
    try:
        recomputed = _recomputed(unpacked, inputs, library, root)
    except PvfootprintError as error:
        found = (*findings, *error.findings)
        return Verdict(found, unpacked.manifest, stated, inputs=inputs)
    findings += _compared(unpacked, stated, recomputed)
    return Verdict(tuple(findings), unpacked.manifest, stated, recomputed, inputs)


def _stated(unpacked: Unpacked) -> dict[str, Any]:
    """Read the footprint of a submission and hold it against its manifest."""
    content = unpacked.members[FOOTPRINT]
    try:
        stated = json.loads(content)
        origins = origins_of(stated)
        total = float(stated["total"]["value"])
        sound = canonical(stated) == content and total == stated["total"]["value"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = text("the footprint is not JSON as pvfootprint writes it")
        finding = Finding("SUB-004", message, unpacked.file, found=FOOTPRINT)
        raise SubmissionError([finding]) from error
    if sound and origins == unpacked.manifest.origins:
        return dict(stated)
    message = text("the footprint and the manifest contradict each other")
    raise SubmissionError([Finding("SUB-004", message, unpacked.file, found=FOOTPRINT)])


def _evidence(unpacked: Unpacked, inputs: Inputs) -> list[Finding]:
    documents = find_documents(inputs.sites, in_members(unpacked.members))
    packed = {entry.name for entry in unpacked.manifest.named(EVIDENCE)}
    unnamed = [
        Finding(
            "SUB-008",
            text("a document is packed that no workbook names"),
            unpacked.file,
            found=name,
        )
        for name in sorted(packed - documents.members.keys())
    ]
    return [*documents.findings, *unnamed]


def _recomputed(
    unpacked: Unpacked, inputs: Inputs, library: Library, root: Path | None
) -> dict[str, Any]:
    own = inputs.site_of(unpacked.leader)
    if own is None:
        message = text("the workbook of the leader cannot be read")
        raise SubmissionError([Finding("SUB-006", message, unpacked.leader)])
    others = [site for site in inputs.sites if site is not own]
    options = unpacked.manifest.options
    computed = compute_inputs(library, own, others, inputs.summaries, options, root)
    result: dict[str, Any] = json.loads(canonical(computed.footprint.to_dict()))
    return result


def _compared(
    unpacked: Unpacked, stated: dict[str, Any], recomputed: dict[str, Any]
) -> list[Finding]:
    origins: tuple[Origins, Origins] = (origins_of(stated), origins_of(recomputed))
    different = compare(
        stated,
        recomputed,
        total=recomputed["total"]["value"],
        same=origins[0] == origins[1],
        file=unpacked.file,
    )
    return [*other_origins(*origins, unpacked.file), *different]
