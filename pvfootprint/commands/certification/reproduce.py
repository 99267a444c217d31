"""``pvfootprint cert reproduce``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pvfootprint.commands.printing import language_option, print_findings, print_json, say
from pvfootprint.commands.registry_options import open_registry, registry_option
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.certification.evaluation.reproducing import Reproduced


@click.command("reproduce")
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@registry_option()
@language_option("messages")
@click.pass_context
def command(ctx: click.Context, number: str, registry: str, *, as_json: bool) -> None:
    """Compute the value of the certificate or the application NUMBER again.

    From the stored submission, with inventories and methods as they were then. Under the same
    lock file and platform the value is identical to the last bit; elsewhere it agrees within 1e-12
    and is the same where it is shown. Ends with 1 if it does not.
    """
    from pvfootprint.certification.evaluation.reproducing import reproduce

    found = reproduce(open_registry(registry), number)
    if as_json:
        print_json(_as_json(found))
    else:
        _show(found)
    ctx.exit(0 if found.holds else 1)


def _show(found: Reproduced) -> None:
    from pvfootprint.certification.evaluation.reproducing import VERDICTS

    print_findings(found.findings)
    for word, value in ((text("stated"), found.stated), (text("recomputed"), found.found)):
        click.echo(f"{say(word)}: {value.shown} {value.unit} ({value.value!r})")
    words = text("{number}: {verdict}", number=found.number, verdict=VERDICTS[found.verdict])
    click.echo(say(words))


def _as_json(found: Reproduced) -> dict[str, object]:
    return {
        "format": "pvfootprint certification reproduction 1",
        "number": found.number,
        "holds": found.holds,
        "verdict": found.verdict,
        "difference": found.difference,
        "stated": found.stated.model_dump(mode="json"),
        "found": found.found.model_dump(mode="json"),
        "recomputing": found.recomputing.model_dump(mode="json"),
        "findings": [finding.to_dict() for finding in found.findings],
    }
