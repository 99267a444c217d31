"""``pvfootprint cert evaluate``."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.certification.options import (
    act_options,
    said_options,
    tell,
    write_papers,
)
from pvfootprint.commands.passphrases import ask_passphrase
from pvfootprint.commands.printing import console, print_findings, say, table
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.certification.acts import Evaluate
    from pvfootprint.certification.evaluation.sealed import OpeningKey
    from pvfootprint.model.certificate_record import Said

OUTCOMES = {
    "fails": text("fails"),
    "asks": text("asks"),
    "passes": text("passes"),
}
"""Outcomes of points, the worst first."""


@click.command("evaluate")
@click.argument("number")
@said_options("remark", "Remark", required=False)
@click.option(
    "--system-since",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    metavar="DAY",
    help="Since when the management system runs, by its records.",
)
@click.option(
    "--not-satisfied",
    is_flag=True,
    help="Something beside the points keeps the application from going on; the remark says what.",
)
@click.option(
    "--open-with",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="KEY.pem",
    help="The certifier's key, to open sealed inventories and compute them again.",
)
@click.option(
    "--open-passphrase-fd",
    type=click.IntRange(min=0),
    metavar="N",
    help="Read the passphrase of that key from this file descriptor.",
)
@click.option("--all", "everything", is_flag=True, help="Show the points that pass, too.")
@act_options()
def command(  # noqa: PLR0913, PLR0917  (one argument per option)
    number: str,
    remark: Said,
    system_since: datetime.datetime | None,
    open_with: Path | None,
    open_passphrase_fd: int | None,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    output: Path | None,
    *,
    not_satisfied: bool,
    everything: bool,
    as_json: bool,
) -> None:
    """Evaluate the application NUMBER from what the registry keeps of it.

    Are all documents and all evidence there; what does each accounting rule say; does the stated
    footprint come out again? Kept with it: the evaluation report, the study report and the
    recomputed footprint. Nothing that fails lets the application go on; what asks is left to the
    audit.
    """
    from pvfootprint.certification.evaluation.evaluating import FOOTPRINT, REPORT, Opinion, evaluate

    opened = open_registry(registry)
    actor = open_actor(opened, key, passphrase_fd)
    opening = _opening(open_with, open_passphrase_fd) if open_with else None
    opinion = Opinion(
        remark=remark,
        system_since=system_since.date() if system_since else None,
        satisfied=not not_satisfied,
    )
    acted = evaluate(opened, actor, number, opinion, opening)
    body = acted.case.evaluation
    if body is None:
        return
    with opened.reading() as snapshot:
        kept = {name: snapshot.file(body.files[name]) for name in (REPORT, FOOTPRINT)}
    written = write_papers({**acted.papers, **kept}, output, number)
    if not as_json:
        _show(body, everything=everything)
    words = text("evaluated, and it can go on: {number}", number=number)
    if not body.satisfied:
        words = text("evaluated, and it cannot go on as it is: {number}", number=number)
    points = [one.model_dump(mode="json") for one in body.points]
    tell(
        words,
        acted.case,
        papers=written,
        as_json=as_json,
        satisfied=body.satisfied,
        identical=body.identical,
        footprint=body.footprint.model_dump(mode="json"),
        points=points,
    )


def _opening(path: Path, descriptor: int | None) -> OpeningKey:
    from pvfootprint.submission.keys import open_to_others, read_sealing_key, validity

    opening = read_sealing_key(path, ask_passphrase(descriptor, path.name))
    print_findings(open_to_others(path))
    # What was sealed while the certificate was valid must still be opened afterwards.
    print_findings(validity(opening[1], path.name, severity="warning"))
    return opening


def _show(body: Evaluate, *, everything: bool) -> None:
    out = console()
    lines = table(text("point"), text("outcome"), text("what"), text("found"), left=4)
    order = list(OUTCOMES)
    counts = {outcome: sum(one.outcome == outcome for one in body.points) for outcome in OUTCOMES}
    for one in sorted(body.points, key=lambda point: order.index(point.outcome)):
        # What is no rule is always shown: there are few of them, and they are about this one.
        if everything or one.outcome != "passes" or not one.key[-1].isdigit():
            words = (OUTCOMES[one.outcome], one.title.text, one.found.text)
            lines.add_row(one.key, *map(say, words))
    out.print(lines)
    value = body.footprint
    click.echo(
        say(
            text(
                "{value} {unit}; points that fail: {fails}, ask: {asks}, pass: {passes}",
                value=value.shown,
                unit=value.unit,
                **counts,
            )
        )
    )
