"""``pvfootprint batch``."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import console, language, language_option, print_json, say
from pvfootprint.commands.studies import study_options
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pvfootprint.analysis.batches.running import Outcome


@click.command("batch")
@click.argument("items", metavar="FOLDER|LIST", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "results",
    metavar="RESULTS.parquet",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the results are written, when all is done.",
)
@study_options
@click.option(
    "--processes",
    type=click.IntRange(min=0),
    metavar="N",
    help="How many processes; one for each processor by default, 0 for none beside this one.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Compute on the Dask cluster of this scheduler, such as tcp://192.0.2.1:8786.",
)
@click.option(
    "--resume/--restart",
    default=True,
    help="Go on where an interrupted run of the same batch ended (default), or begin anew.",
)
@click.option(
    "--failures",
    metavar="FILE.csv",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the items that failed, with what is wrong, to a table (CSV).",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option("messages and headings")
@click.pass_context
def command(  # noqa: PLR0913  (one argument per option)
    ctx: click.Context,
    *,
    items: Path,
    results: Path,
    rules_key: str,
    product: str | None,
    per: str | None,
    electricity_year: int | None,
    fill_gaps: str | None,
    scenario: Path | None,
    processes: int | None,
    scheduler: str | None,
    resume: bool,
    failures: Path | None,
    as_json: bool,
) -> None:
    """Compute thousands of workbooks, chains or variants of products.

    FOLDER holds a folder of workbooks for each chain; a workbook or submission that lies in it is
    an item, too. LIST is a table (CSV) with a row for each item: item, input, and what is
    otherwise. docs/batches.md says what it may hold.

    What is done is kept beside the results: after an interruption the same call goes on. Ends with
    1 if an item failed; the others are done all the same.
    """
    if scheduler and processes is not None:
        msg = text("--processes and --scheduler exclude each other")
        raise click.UsageError(say(msg))
    from pvfootprint.interface.batches import batch

    with _progress() as tell:
        try:
            outcome = batch(
                items,
                results,
                rules=rules_key,
                scenario=scenario,
                product=product or "",
                per=per or "",
                electricity_year=electricity_year,
                fill_gaps=fill_gaps,
                processes=processes,
                scheduler=scheduler,
                restart=not resume,
                progress=tell,
            )
        except KeyboardInterrupt:
            message = text("interrupted; what is done is kept: call the same again to go on")
            click.echo(say(message), err=True)
            ctx.exit(1)
    if failures:
        from pvfootprint.interface.batches import write_failures

        write_failures(results, failures, language())
    if as_json:
        print_json(outcome.to_dict())
    else:
        _show(outcome)
    ctx.exit(1 if outcome.failed else 0)


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[int, int, int], None] | None]:
    """Give what shows the progress on a terminal; nothing elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    terminal = Console(stderr=True)
    if not terminal.is_terminal:
        yield None
        return
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeLeft())
    began = time.monotonic()
    with Progress(*columns, console=terminal, transient=True) as bar:
        shown = bar.add_task("", total=None, rate="")

        def tell(done: int, count: int, earlier: int) -> None:
            rate = (done - earlier) / max(time.monotonic() - began, 1e-9)
            said = say(text("{rate:.3g} per second", rate=rate))
            bar.update(shown, completed=done, total=count, rate=said)

        yield tell


def _show(outcome: Outcome) -> None:
    out = console()
    for failure in outcome.failures:
        out.print(f"{failure['item']}  {failure['input']}", style="bold")
        for finding in failure["findings"]:
            if finding["severity"] == "error":
                out.print(_said(finding))
    rest = outcome.failed - len(outcome.failures)
    if rest:
        out.print(say(text("and {count} failed items more: see the results", count=rest)))
    summary = text(
        "{done} of {items} items done, {failed} failed",
        done=outcome.done,
        items=outcome.items,
        failed=outcome.failed,
    )
    out.print(say(summary))
    if outcome.earlier:
        out.print(say(text("{count} of them in an earlier run", count=outcome.earlier)))
    out.print(outcome.results)


def _said(finding: dict[str, Any]) -> str:
    """Return a finding of the results in the language to print in."""
    from pvfootprint.analysis.batches.failures import message_of

    details = "; ".join(part for part in (finding["place"], finding["found"]) if part)
    said = f"  {finding['code']}: {message_of(finding, language())}"
    return f"{said} ({details})" if details else said
