"""What ``cert apply`` and ``cert amend`` share: the submission and the documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import print_findings, say
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pvfootprint.certification.intake.applying import Data
    from pvfootprint.certification.intake.requesting import Document
    from pvfootprint.certification.intake.submitted import Submitted
    from pvfootprint.model.findings import Finding


def document_options() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the options ``--document`` and ``--model``; the arguments have their names."""
    document = click.option(
        "--document",
        multiple=True,
        metavar="KIND=FILE",
        help="A document of a kind that the scheme asks for; repeatable. `cert schemes show` "
        "names the kinds.",
    )
    model = click.option(
        "--model",
        multiple=True,
        metavar="MODEL",
        help="A model that is applied for; repeatable. By default every model of the product.",
    )

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        return document(model(function))

    return add


def open_data() -> Data:
    """Open the library that is installed, and pack what it is made of."""
    from pvfootprint.certification.evaluation.archiving import pack_data
    from pvfootprint.certification.intake.applying import Data
    from pvfootprint.library.caching import open_library
    from pvfootprint.library.folders import data_root

    root = data_root()
    library, findings = open_library(root)
    print_findings(findings)
    return Data(root, library, pack_data(root))


def open_submission(file: Path, data: Data) -> Submitted:
    """Open and verify a submission, and print what was found.

    Parameters
    ----------
    file : Path
        The submission.
    data : Data
        To compute with.

    Returns
    -------
    Submitted
        It holds.

    Raises
    ------
    SubmissionError
        With everything that is wrong with it.
    """
    from pvfootprint.certification.intake.submitted import open_submitted
    from pvfootprint.submission.archives import read_bytes
    from pvfootprint.submission.manifest import ENDING

    if file.suffix.lower() != ENDING:
        raise click.UsageError(say(text("the submission must end in {ending}", ending=ENDING)))
    opened = open_submitted(read_bytes(file), file.name, data.library, data.root)
    print_findings(opened.findings)
    return opened


def read_documents(given: Iterable[str]) -> tuple[Document, ...]:
    """Read the documents that are handed in.

    Parameters
    ----------
    given : iterable of str
        ``KIND=FILE`` each.

    Returns
    -------
    tuple of Document
        In their order.

    Raises
    ------
    SubmissionError
        SUB-002 and SUB-006, for every file that cannot be read.
    """
    from pvfootprint.certification.intake.requesting import Document
    from pvfootprint.model.findings import SubmissionError
    from pvfootprint.submission.archives import read_bytes

    documents: list[Document] = []
    findings: list[Finding] = []
    for one in given:
        kind, equals, file = one.partition("=")
        if not equals or not file:
            message = text("{given} is not of the form {form}", given=one, form="KIND=FILE")
            raise click.UsageError(say(message))
        path = Path(file)
        try:
            documents.append(Document(kind.strip(), path.name, read_bytes(path)))
        except SubmissionError as error:
            findings += error.findings
    if findings:
        raise SubmissionError(findings)
    return tuple(documents)
