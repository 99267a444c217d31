"""What the commands of the registry print alike."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import print_findings, say
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pvfootprint.registry.anchors import Anchor
    from pvfootprint.registry.checking import Report
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Head


WORTH = 50_000
"""Entries from which on other processes are worth starting."""


def against_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option ``--against``; :func:`read_anchors` takes its value, ``against``."""
    return click.option(
        "--against",
        multiple=True,
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        metavar="HEAD.json|CERT.pdf",
        help="What the log must still hold: a file that `registry head -o` wrote earlier, the "
        "signed head of a published register (log/checkpoint), or a certificate. May be repeated.",
    )


def read_anchors(paths: Sequence[Path]) -> list[Anchor]:
    """Read the anchors that were named; raise REG-014 for what is none."""
    from pvfootprint.registry.anchors import read_anchor

    return [read_anchor(path) for path in paths]


def processes_for(registry: Registry) -> int:
    """Return how many processes a check takes: all of the machine for a long log, else one."""
    with registry.reading() as snapshot:
        size = snapshot.size()
    if size < WORTH:
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def show_head(head: Head) -> None:
    """Print the head of the log."""
    click.echo(say(text("registry: {name}", name=head.registry)))
    click.echo(
        say(text("log: {count:,} entries, the newest of {time}", count=head.size, time=head.time))
    )
    click.echo(say(text("root: {root}", root=head.root)))


def show_report(report: Report) -> None:
    """Print what a check found: findings to standard error, verdict to standard output."""
    print_findings(report.findings)
    if report.head:
        show_head(report.head)
        click.echo(
            say(
                text(
                    "files: {count:,} kept, {unnamed:,} of them named by no entry",
                    count=report.files,
                    unnamed=report.unnamed,
                )
            )
        )
    for source in report.held:
        click.echo(say(text("the log holds what {file} says", file=source)))
    verdict = text("nobody has changed the past of this registry, as far as this check can see")
    if not report.is_sound:
        verdict = text("this registry is not sound")
    click.echo(say(verdict))
