"""Packs a submission (``.pvf``): workbooks, sealed parts, evidence, footprint and manifest.

The archive holds ``manifest.json``, ``footprint.json``, ``workbooks/``, ``sealed/`` and
``evidence/WORKBOOK/``; the manifest names every other file with size and SHA-256.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pvfootprint.chain.leading import leading
from pvfootprint.model.canonical import canonical
from pvfootprint.submission.archives import pack
from pvfootprint.submission.canonical import written
from pvfootprint.submission.comparing import origins_of
from pvfootprint.submission.evidence import find_documents
from pvfootprint.submission.inputs import read_inputs, refuse_errors
from pvfootprint.submission.manifest import (
    EVIDENCE,
    FOLDERS,
    FOOTPRINT,
    LEADER,
    MANIFEST,
    RESULT,
    SEALED,
    SUPPLIER,
    Manifest,
    Options,
    packed_file,
)
from pvfootprint.submission.parts import ENDING as PART
from pvfootprint.submission.stating import compute_inputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pvfootprint.model.findings import Finding
    from pvfootprint.model.footprint import Footprint
    from pvfootprint.model.inventory import Library
    from pvfootprint.submission.evidence import Look


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission that was packed.

    Parameters
    ----------
    content : bytes
        The file; the same for the same inputs, evidence, options and software.
    manifest : Manifest
        What it holds.
    footprint : Footprint
        Of the leader's product.
    findings : tuple of Finding
        Warnings and questions.
    """

    content: bytes
    manifest: Manifest
    footprint: Footprint
    findings: tuple[Finding, ...]


def make_submission(
    files: Mapping[str, bytes],
    library: Library,
    options: Options,
    look: Look,
    leader: str = "",
) -> Submission:
    """Pack a submission.

    Parameters
    ----------
    files : mapping
        Workbooks and sealed parts: content by file name.
    library : Library
        The compiled library.
    options : Options
        Which product, and how to compute.
    look : callable
        Where documents are, as :func:`pvfootprint.submission.evidence.find_documents` takes it.
    leader : str
        File name of the leader's workbook; by default the one of the latest stage.

    Returns
    -------
    Submission
        The file, and what is to be known about it.

    Raises
    ------
    SubmissionError
        With everything that is wrong with the files.
    SupplyError, SelectionError, CalculationError
        If the footprint can't be computed.
    """
    inputs = read_inputs(files, library)
    documents = find_documents(inputs.sites, look)
    findings = [*inputs.findings, *documents.findings]
    refuse_errors(findings)
    own = inputs.site_of(leader) or leading(inputs.sites)
    others = [site for site in inputs.sites if site is not own]
    computed = compute_inputs(library, own, others, inputs.summaries, options)
    result = computed.footprint.to_dict()
    roles = {FOOTPRINT: RESULT, **dict.fromkeys(documents.members, EVIDENCE)}
    members = {FOOTPRINT: canonical(result), **documents.members}
    for name, content in inputs.files.items():
        role = role_of(name, own.source)
        roles[f"{FOLDERS[role]}/{name}"] = role
        members[f"{FOLDERS[role]}/{name}"] = content
    manifest = Manifest(
        files=tuple(packed_file(name, roles[name], members[name]) for name in sorted(members)),
        options=options,
        origins=origins_of(result),
    )
    members[MANIFEST] = written(manifest)
    findings += computed.findings
    return Submission(pack(members), manifest, computed.footprint, tuple(findings))


def role_of(name: str, leader: str) -> str:
    """Return the role of a workbook or sealed part.

    Parameters
    ----------
    name : str
        File name.
    leader : str
        That of the leader's workbook.

    Returns
    -------
    str
        ``leader``, ``supplier`` or ``sealed part``.
    """
    if PurePosixPath(name).suffix.lower() == PART:
        return SEALED
    return LEADER if name == leader else SUPPLIER
