"""``pvfootprint cert apply``."""

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
from pvfootprint.commands.printing import print_findings, say
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.model.certificate_record import Party

DEFAULT_SCHEME = "yancheng-pilot"


@click.command("apply")
@click.argument("file", metavar="FILE.pvf", type=click.Path(path_type=Path))
@click.option(
    "--scheme",
    default=DEFAULT_SCHEME,
    show_default=True,
    metavar="SCHEME",
    help="Certification scheme, by name or file; `cert schemes list` shows them.",
)
@document_options()
@click.option("--client-name", metavar="NAME", help="Who applies, if it is not the maker.")
@click.option("--client-name-en", metavar="NAME", default="", help="Its English name.")
@click.option("--client-code", metavar="CODE", default="", help="Its registered number.")
@click.option("--client-address", metavar="ADDRESS", default="", help="Its registered address.")
@act_options()
def command(  # noqa: PLR0913, PLR0917  (one argument per option)
    file: Path,
    scheme: str,
    document: tuple[str, ...],
    model: tuple[str, ...],
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    output: Path | None,
    client_name: str | None,
    client_name_en: str,
    client_code: str,
    client_address: str,
    *,
    as_json: bool,
) -> None:
    """Take in the application of a company for the product of its submission (.pvf).

    The company whose workbook leads the submission makes the product; a supplier hands in a
    submission of its own, with its workbook in the lead. The submission is verified and computed
    again before anything is written. Documents that are missing yet hinder the acceptance only.
    """
    from pvfootprint.certification.intake.applying import apply
    from pvfootprint.certification.intake.requesting import Request, missing_documents
    from pvfootprint.rules.certification.reading import read_scheme

    opened = open_registry(registry)
    actor = open_actor(opened, key, passphrase_fd)
    client = _client(client_name, client_name_en, client_code, client_address)
    documents = read_documents(document)
    data = open_data()
    request = Request(
        scheme=read_scheme(scheme, data.root),
        submitted=open_submission(file, data),
        documents=documents,
        models=model,
        client=client,
    )
    acted = apply(opened, actor, request, data)
    written = write_papers(acted.papers, output, acted.case.subject)
    application = acted.case.application
    missing = missing_documents(acted.case.scheme, application.documents, severity="warning")
    print_findings(missing)
    done = text(
        "taken in as {number}: {product} of {company}, {value} {unit}",
        number=acted.case.subject,
        product=application.product_name,
        company=application.client.name,
        value=application.declared.shown,
        unit=application.declared.unit,
    )
    tell(
        done,
        acted.case,
        papers=written,
        as_json=as_json,
        declared=application.declared.model_dump(mode="json"),
        findings=[finding.to_dict() for finding in (*request.submitted.findings, *missing)],
    )


def _client(name: str | None, name_en: str, code: str, address: str) -> Party | None:
    from pvfootprint.model.certificate_record import Party

    if name and name.strip():
        return Party(name=name.strip(), name_en=name_en, code=code.strip(), address=address)
    if name_en or code or address:
        option = "--client-name"
        raise click.UsageError(say(text("{option} is missing", option=option)))
    return None
