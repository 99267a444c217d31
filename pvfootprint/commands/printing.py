"""What the commands print: tables for people, JSON for programs."""

from __future__ import annotations

import json
import math
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.table import Table

    from pvfootprint.model.findings import Finding

WIDTH = 160
"""Width of the output where it does not go to a terminal [characters]."""


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
        Headings; a line break parts the languages.
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
        result.add_column(column, justify="left" if i < left else "right", overflow="fold")
    return result


def figures(value: float, digits: int = 4) -> str:
    """Return a number for people, with so many significant digits, an exponent only below 1e-4.

    Parameters
    ----------
    value : float
        The number.
    digits : int
        Significant digits.

    Returns
    -------
    str
        For example ``706.1``, ``0.01234``.
    """
    if value == 0:
        return "0"
    text = f"{value:.{digits}g}"
    if "e" not in text:
        return text
    return text if abs(value) < 1 else f"{value:.0f}"


def aligned(value: float, largest: float, digits: int = 4) -> str:
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
    decimals = digits - 1 - math.floor(math.log10(abs(largest))) if largest else 0
    return f"{value:.{max(0, decimals)}f}"


def print_json(data: Any) -> None:  # noqa: ANN401  (whatever JSON holds)
    """Print JSON; a number that JSON does not know is an error, not a word.

    Chinese stands as itself where the output can carry it, else as escapes.
    """
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
    escaped = not encoding.startswith("utf")
    click.echo(json.dumps(data, ensure_ascii=escaped, indent=2, allow_nan=False))


def print_findings(findings: Iterable[Finding]) -> None:
    """Print findings to standard error."""
    for finding in findings:
        prefix = "" if finding.severity == "error" else f"{finding.severity} "
        click.echo(f"{prefix}{finding}", err=True)
