"""``pvfootprint cert decide``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pvfootprint.commands.certification.criteria import print_criteria
from pvfootprint.commands.certification.options import (
    act_options,
    said_options,
    tell,
    write_papers,
)
from pvfootprint.commands.printing import say
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.certification.cases import Case
    from pvfootprint.language.texts import Text
    from pvfootprint.model.certificate_record import Said


@click.command("decide")
@click.argument("number")
@click.option("--grant/--refuse", "granted", default=None, help="What is decided.")
@said_options("reason", "Why; a refusal needs it", required=False)
@act_options()
def command(
    number: str,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    output: Path | None,
    granted: bool | None,
    reason: Said,
    *,
    as_json: bool,
) -> None:
    """Decide about the application NUMBER.

    A grant needs every criterion of the scheme; its green certificates are spent for ever. A
    refusal is possible from the acceptance on, and of a grant until the number of the certificate
    is allotted; green certificates that were not spent are free again.
    """
    from pvfootprint.certification.acts import Decide
    from pvfootprint.certification.decision.deciding import grant, refuse_certificate

    if granted is None:
        message = text("{option} is missing", option="--grant / --refuse")
        raise click.UsageError(say(message))
    opened = open_registry(registry)
    actor = open_actor(opened, key, passphrase_fd)
    reasons = (reason,) if reason.en else ()
    decide = grant if granted else refuse_certificate
    acted = decide(opened, actor, number, reasons)
    written = write_papers(acted.papers, output, number)
    body = acted.case.body(Decide)
    checked = body.criteria if body else ()
    done = text("granted: {number}", number=number) if granted else _refused(acted.case)
    facts = [one.model_dump(mode="json") for one in checked]
    tell(done, acted.case, papers=written, as_json=as_json, criteria=facts)
    if not as_json:
        print_criteria(checked)


def _refused(case: Case) -> Text:
    return text(
        "refused: {number}; it can be appealed against within {days} days",
        number=case.subject,
        days=case.scheme.appeal_days,
    )
