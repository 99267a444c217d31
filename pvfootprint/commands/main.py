"""The command ``pvfootprint``."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pvfootprint import __version__
from pvfootprint.commands.lazy import LazyGroup
from pvfootprint.commands.logs import log_option, recorded
from pvfootprint.commands.printing import language_option, print_findings, say
from pvfootprint.language.texts import text
from pvfootprint.model.findings import PvfootprintError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "footprint": "pvfootprint.commands.footprint",
    "report": "pvfootprint.commands.report",
    "analyse": "pvfootprint.commands.analyse",
    "compare": "pvfootprint.commands.compare",
    "batch": "pvfootprint.commands.batch",
    "rules": "pvfootprint.commands.rules",
    "schemes": "pvfootprint.commands.schemes",
    "workbook": "pvfootprint.commands.workbook",
    "submission": "pvfootprint.commands.submission",
    "keys": "pvfootprint.commands.keys",
    "cert": "pvfootprint.commands.cert",
    "staff": "pvfootprint.commands.staff",
    "verify": "pvfootprint.commands.verify",
    "registry": "pvfootprint.commands.registry",
    "data": "pvfootprint.commands.data",
    "library": "pvfootprint.commands.library",
    "demo": "pvfootprint.commands.demo",
    "doctor": "pvfootprint.commands.doctor",
}
"""Module of each command, in the order of the help; its object is named ``command``."""


class _Root(LazyGroup):
    """The topmost group: what its commands find wrong is printed in the language asked for."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **settings: Any) -> Any:  # noqa: ANN401  (as click has it)
        arguments = sys.argv[1:] if args is None else list(args)
        with recorded(self, arguments):
            return super().main(arguments, *more, **settings)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except PvfootprintError as error:
            print_findings(error.findings)
            if len(error.findings) > 1:
                click.echo(say(text("{count} findings", count=len(error.findings))), err=True)
            ctx.exit(1)


@click.group(cls=_Root, modules=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pvfootprint")
@language_option("messages and headings")
@log_option()
def cli() -> None:
    """Carbon footprints of silicon photovoltaic products, cradle to gate.

    A product is named STAGE:TECHNOLOGY[:DESIGN]:LOCATION[@VINTAGE], for example
    module:perc:CN@2018. `pvfootprint library list` shows what there is.
    """


def _without_projects() -> None:
    """Keep Brightway's projects out of this process.

    bw2calc takes bw2data as optional. Where bw2data is imported it makes a project folder in the
    user's home, needs that folder to be writable, writes to standard output and takes a third of
    the start-up time. The command line needs none of it: exports to a project have a process of
    their own.
    """
    if "bw2data" not in sys.modules:
        sys.modules["bw2data"] = None  # type: ignore[assignment]


def _with_any_encoding() -> None:
    """Print a question mark for a character that the terminal cannot show, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def main() -> NoReturn:
    """Run the command line.

    Raises
    ------
    SystemExit
        0 if all is well, 1 if the input or the verdict is bad, 2 for wrong usage.
    """
    _without_projects()
    _with_any_encoding()
    try:
        cli.main(prog_name="pvfootprint")
    except Exception as error:
        if os.environ.get("PVFOOTPRINT_DEBUG"):
            raise
        message = text(
            "internal error, {kind}: {error}\n"
            "This is a fault of pvfootprint, not of your input. Please report it with the output "
            "of the same call under PVFOOTPRINT_DEBUG=1.",
            kind=type(error).__name__,
            error=error,
        )
        click.echo(say(message), err=True)
        sys.exit(1)
    sys.exit(0)
