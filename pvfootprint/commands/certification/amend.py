"""``pvfootprint cert amend``."""

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
from pvfootprint.commands.certification.options import (
    act_options,
    said_options,
    tell,
    write_papers,
)
from pvfootprint.commands.printing import print_findings, say
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.model.certificate_record import Said


@click.command("amend")
@click.argument("number")
@click.argument("file", metavar="[FILE.pvf]", required=False, type=click.Path(path_type=Path))
@document_options()
@said_options("reason", "Why")
@act_options()
def command(  # noqa: PLR0913, PLR0917  (one argument per option)
    number: str,
    file: Path | None,
    document: tuple[str, ...],
    model: tuple[str, ...],
    reason: Said,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Take a corrected submission, or further documents, for the application NUMBER.

    A document stands for all of its kind before. The evaluation starts anew; what was there before
    stays in the registry.
    """
    from pvfootprint.certification.intake.amending import amend
    from pvfootprint.certification.intake.requesting import Request, missing_documents
    from pvfootprint.certification.stepping import look

    if file is None and not document:
        words = text("give a submission or a document: FILE.pvf, or {option}", option="--document")
        raise click.UsageError(say(words))
    if file is None and model:
        words = text("{option} needs a submission", option="--model")
        raise click.UsageError(say(words))
    opened = open_registry(registry)
    actor = open_actor(opened, key, passphrase_fd)
    scheme = look(opened, actor, number).case.scheme
    documents = read_documents(document)
    request = data = None
    if file is not None:
        data = open_data()
        submitted = open_submission(file, data)
        request = Request(scheme=scheme, submitted=submitted, models=model)
    acted = amend(opened, actor, number, reason, request=request, data=data, documents=documents)
    written = write_papers(acted.papers, output, number)
    application = acted.case.application
    missing = missing_documents(scheme, application.documents, severity="warning")
    print_findings(missing)
    done = text(
        "amended: {number}, {product}, {value} {unit}",
        number=number,
        product=application.product_name,
        value=application.declared.shown,
        unit=application.declared.unit,
    )
    tell(
        done,
        acted.case,
        papers=written,
        as_json=as_json,
        declared=application.declared.model_dump(mode="json"),
        findings=[finding.to_dict() for finding in missing],
    )
