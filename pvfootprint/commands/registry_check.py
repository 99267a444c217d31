"""``pvfootprint registry check``."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import language_option, print_json
from pvfootprint.commands.registry_options import open_registry, registry_option
from pvfootprint.commands.registry_words import (
    against_option,
    processes_for,
    read_anchors,
    show_report,
)

if TYPE_CHECKING:
    from pvfootprint.registry.checking import Report


@click.command("check")
@registry_option()
@against_option()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option("messages")
@click.pass_context
def command(ctx: click.Context, registry: str, against: tuple[Path, ...], *, as_json: bool) -> None:
    """Say whether anybody has changed the past.

    Goes through the whole log: chain, hashes, signatures by each person's key as it counted at that
    time; then the tree, the numbers, the green certificates and the kept files. Names the first
    broken entry. Then the acts of the base database: who did them, and on which data. Ends with 1
    if anything is wrong.
    """
    from pvfootprint.database.checking import check_database
    from pvfootprint.registry.checking import check

    anchors = read_anchors(against)
    opened = open_registry(registry)
    report = check(opened, anchors=anchors, processes=processes_for(opened))
    if report.head:
        report = replace(report, findings=(*report.findings, *check_database(opened)))
    if as_json:
        print_json(_as_json(report))
    else:
        show_report(report)
    ctx.exit(0 if report.is_sound else 1)


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "format": "pvfootprint registry check 1",
        "sound": report.is_sound,
        "head": asdict(report.head) if report.head else None,
        "broken": report.broken,
        "held": list(report.held),
        "files": report.files,
        "unnamed": report.unnamed,
        "findings": [finding.to_dict() for finding in report.findings],
    }
