"""What the commands print: tables for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.logs import note_codes, note_findings
from pvfootprint.documents import numbers
from pvfootprint.documents.numbers import DIGITS
from pvfootprint.language.catalogue import LANGUAGES, preferred_language
from pvfootprint.language.texts import Text, said, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import Console
    from rich.table import Table

    from pvfootprint.model.findings import Finding

WIDTH = 160
"""Width of the output where it does not go to a terminal [characters]."""

SEVERITIES = {"error": Text(""), "warning": text("warning "), "question": text("question ")}
"""What stands before a finding."""

CHOSEN = "pvfootprint.language"
"""Where click keeps the language that was asked for, for a command and those above it."""


def language_option(of_what: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option ``--language``; what it chooses is given by :func:`language`.

    Parameters
    ----------
    of_what : str
        What is in that language, for the help.

    Returns
    -------
    callable
        Decorator of a command.
    """

    def keep(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
        if value:
            ctx.meta[CHOSEN] = value

    return click.option(
        "--language",
        type=click.Choice([*sorted(LANGUAGES, reverse=True), "both"]),
        callback=keep,
        expose_value=False,
        help=f"Language of {of_what}; by default that of PVFOOTPRINT_LANGUAGE or the locale.",
    )


def language() -> str:
    """Return the language to print in: ``zh``, ``en`` or ``both``.

    Returns
    -------
    str
        What ``--language`` says, of the command or of ``pvfootprint`` itself; else what the
        environment prefers.
    """
    ctx = click.get_current_context(silent=True)
    return (ctx and ctx.meta.get(CHOSEN)) or preferred_language()


def say(message: str) -> str:
    """Return a text in the language to print in, and any other string as it is."""
    return str(said(message, language()))


def bilingual(message: Text, between: str = "\n") -> str:
    """Return the English and the Chinese, whatever the language."""
    return f"{message.en}{between}{message.zh}"


def console() -> Console:
    """Return a console for standard output, wide enough for the tables when it is no terminal."""
    from rich.console import Console

    # Data may hold square brackets, and names of products look like emoji codes (:brick:).
    out = Console(highlight=False, markup=False, emoji=False)
    if not out.is_terminal:
        out.width = WIDTH
    return out


def table(*columns: str, title: str = "", left: int = 1) -> Table:
    """Return an empty table.

    Parameters
    ----------
    *columns : str
        Headings; texts among them are said in the language to print in.
    title : str
        Printed above.
    left : int
        How many columns stand to the left; the others hold numbers.

    Returns
    -------
    rich.table.Table
        Ready for rows.
    """
    from rich import box
    from rich.table import Table

    result = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        header_style="bold",
    )
    for i, column in enumerate(columns):
        result.add_column(say(column), justify="left" if i < left else "right", overflow="fold")
    return result


def figures(value: float, digits: int = DIGITS) -> str:
    """Return a number with so many significant digits, in characters that every terminal has.

    Parameters
    ----------
    value : float
        The number.
    digits : int
        Significant digits.

    Returns
    -------
    str
        For example ``706.1``, ``0.01234``, ``12345``, ``1.2E-07``.
    """
    return _plain(numbers.figures(value, digits))


def aligned(value: float, largest: float, digits: int = DIGITS) -> str:
    """Return a number with as many decimals as give the largest of its table so many digits.

    Parameters
    ----------
    value, largest : float
        The number, and the largest number of the table.
    digits : int
        Significant digits of the largest.

    Returns
    -------
    str
        For example ``76.8`` beside a largest of ``706.1``.
    """
    return _plain(numbers.fixed(value, max(0, numbers.decimals_of(largest, digits))))


def _plain(number: str) -> str:
    return number.replace(numbers.MINUS, "-").replace(numbers.GROUP, "")


def print_json(data: Any) -> None:  # noqa: ANN401  (whatever JSON holds)
    """Print JSON; a number that JSON does not know is an error, not a word.

    Chinese stands as itself where the output can carry it, else as escapes.
    """
    note_codes(data)
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
    escaped = not encoding.startswith("utf")
    click.echo(json.dumps(data, ensure_ascii=escaped, indent=2, allow_nan=False))


def print_findings(
    findings: Iterable[Finding], in_language: str | None = None, *, err: bool = True
) -> None:
    """Print findings.

    Parameters
    ----------
    findings : iterable of Finding
        What was found.
    in_language : str, optional
        ``zh``, ``en`` or ``both``; by default what :func:`language` says.
    err : bool
        Whether to standard error; where findings are what was asked for, to standard output.
    """
    asked = in_language or language()
    listed = list(findings)
    note_findings(listed)
    for finding in listed:
        prefix = SEVERITIES[finding.severity].said(asked)
        click.echo(f"{prefix}{finding.said(asked)}", err=err)
