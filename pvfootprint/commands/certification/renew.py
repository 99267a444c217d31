"""``pvfootprint cert renew``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.certification.intake import (
    document_options,
    open_data,
    open_submission,
    read_documents,
)
from pvfootprint.commands.certification.options import act_options, tell, write_papers
from pvfootprint.commands.printing import print_findings
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.certification.intake.applying import Data
    from pvfootprint.certification.subjects import Acted
    from pvfootprint.certification.upkeep.changing import Offer
    from pvfootprint.language.texts import Text


@click.command("renew")
@click.argument("number")
@click.argument("file", metavar="FILE.pvf", type=click.Path(path_type=Path))
@document_options()
@act_options()
def command(
    number: str,
    file: Path,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    output: Path | None,
    *,
    as_json: bool,
    **given: tuple[str, ...],
) -> None:
    """Take in the application for the renewal of a certificate, with a new submission.

    It goes through every step, under the scheme as it is today. The new certificate takes the place
    of the old one when it is issued.
    """
    from pvfootprint.certification.upkeep.changing import renew

    opened = open_registry(registry)
    actor = open_actor(opened, key, passphrase_fd)
    data = open_data()
    acted = renew(opened, actor, number, offer_of(file, data, **given), data)
    done = text(
        "taken in as {number}: renewal of {certificate}",
        number=acted.case.subject,
        certificate=number,
    )
    conclude_application(acted, done, output, as_json=as_json)


def offer_of(
    file: Path, data: Data, document: tuple[str, ...] = (), model: tuple[str, ...] = ()
) -> Offer:
    """Read what is handed in.

    Parameters
    ----------
    file : Path
        The submission.
    data : Data
        To compute with.
    document, model : tuple of str
        As :func:`document_options` gives them.

    Returns
    -------
    Offer
        The submission holds.
    """
    from pvfootprint.certification.upkeep.changing import Offer

    return Offer(open_submission(file, data), read_documents(document), model)


def conclude_application(acted: Acted, done: Text, output: Path | None, *, as_json: bool) -> None:
    """Write the receipt of an application; say what was done, what is missing, what comes next.

    Parameters
    ----------
    acted : Acted
        The application.
    done : Text
        What was done.
    output : Path, optional
        Folder for the receipt.
    as_json : bool
        Whether to print JSON.
    """
    from pvfootprint.certification.intake.requesting import missing_documents

    case = acted.case
    missing = missing_documents(case.scheme, case.application.documents, severity="warning")
    print_findings(missing)
    written = write_papers(acted.papers, output, case.subject)
    findings = [finding.to_dict() for finding in missing]
    tell(done, case, papers=written, as_json=as_json, findings=findings)
