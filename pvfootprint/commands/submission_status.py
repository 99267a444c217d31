"""``pvfootprint submission status``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import (
    console,
    language_option,
    print_findings,
    print_json,
    say,
    table,
)
from pvfootprint.language.texts import Text, joined, text

if TYPE_CHECKING:
    from pvfootprint.submission.status import Answer, Status

SOURCES = {"workbook": text("workbook"), "sealed part": text("sealed part")}


@click.command("status")
@click.argument(
    "folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option("messages and headings")
@click.pass_context
def command(ctx: click.Context, folder: Path, *, as_json: bool) -> None:
    """Say who has answered, what is open and what doesn't fit.

    DIR holds the workbooks and sealed parts that have come in. Ends with 1 as long as something is
    open or doesn't fit.
    """
    from pvfootprint.library.caching import open_library
    from pvfootprint.submission.inputs import expand, load_files, read_inputs
    from pvfootprint.submission.status import status_of

    library, about = open_library()
    print_findings(about)
    inputs = read_inputs(load_files(expand([folder])[0]), library)
    status = status_of(inputs, library)
    if as_json:
        print_json(_as_json(status))
    else:
        _show(status)
    ctx.exit(0 if status.complete else 1)


def _as_json(status: Status) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "format": "pvfootprint submission status 1",
        "complete": status.complete,
        "answers": [asdict(answer) for answer in status.answers],
        "missing": [asdict(missing) for missing in status.missing],
        "next_steps": [{"en": step.en, "zh": step.zh} for step in status.steps],
        "findings": [finding.to_dict() for finding in status.findings],
    }


def _show(status: Status) -> None:
    print_findings(status.findings)
    _show_table(status)
    click.echo(say(text("What to do next")))
    for step in status.steps:
        click.echo(f"- {say(step)}")
    verdict = text("complete, and everything fits") if status.complete else text("not complete yet")
    click.echo(say(verdict))


def _show_table(status: Status) -> None:
    from pvfootprint.model.terms import STAGES

    headings = (
        text("stage"),
        text("company, site"),
        text("product"),
        text("file"),
        text("period"),
        text("state"),
        text("named by"),
    )
    lines = table(*headings, left=len(headings))
    names = {**STAGES, "": Text("?")}
    for answer in status.answers:
        who = ", ".join(part for part in (answer.company, answer.site) if part)
        period = f"{answer.start} - {answer.end}" if answer.start else ""
        cells = (say(names[answer.stage]), who, answer.product, answer.file, period)
        lines.add_row(*cells, say(_state(answer)), _named_by(answer))
    for missing in status.missing:
        who = missing.supplier or say(text("nobody named"))
        share = "" if missing.share is None else f" {100 * missing.share:.4g}%"
        named_by = f"{missing.named_by}{share}"
        nothing = say(text("nothing sent"))
        lines.add_row(say(names[missing.stage]), who, "", "", "", nothing, named_by)
    console().print(lines)


def _state(answer: Answer) -> Text:
    counts = answer.counts
    words = {
        "error": text("errors: {count}", count=counts["error"]),
        "warning": text("warnings: {count}", count=counts["warning"]),
        "question": text("questions: {count}", count=counts["question"]),
    }
    told = [words[severity] for severity, count in counts.items() if count]
    state = text("not readable") if not answer.stage else text("answered")
    return joined(", ", [state, *told])


def _named_by(answer: Answer) -> str:
    if answer.leads:
        return say(text("leads"))
    return "; ".join(answer.named_by) or say(text("nobody"))
