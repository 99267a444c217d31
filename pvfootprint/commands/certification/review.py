"""``pvfootprint cert review``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from pvfootprint.commands.certification.criteria import print_criteria
from pvfootprint.commands.certification.options import (
    act_options,
    said_options,
    tell,
    write_papers,
)
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.model.certificate_record import Said


@click.command("review")
@click.argument("number")
@click.option(
    "--recommend",
    type=click.Choice(["grant", "refuse"]),
    required=True,
    help="What is recommended to who decides.",
)
@said_options("remark", "What was looked at, and why")
@act_options()
def command(
    number: str,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    output: Path | None,
    recommend: Literal["grant", "refuse"],
    remark: Said,
    *,
    as_json: bool,
) -> None:
    """Review all that was found about the application NUMBER, and recommend.

    Who evaluated or audited does not review.
    """
    from pvfootprint.certification.decision.deciding import criteria_now
    from pvfootprint.certification.decision.reviewing import review

    opened = open_registry(registry)
    acted = review(opened, open_actor(opened, key, passphrase_fd), number, recommend, remark)
    written = write_papers(acted.papers, output, number)
    done = (
        text("reviewed: {number}; the grant is recommended", number=number)
        if recommend == "grant"
        else text("reviewed: {number}; a refusal is recommended", number=number)
    )
    checked = criteria_now(opened, acted.case)
    facts = [one.model_dump(mode="json") for one in checked]
    tell(done, acted.case, papers=written, as_json=as_json, criteria=facts)
    if not as_json:
        print_criteria(checked)
