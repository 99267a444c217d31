"""Days on the command line."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _date(_: click.Context, __: click.Parameter, value: datetime.datetime | None) -> object:
    return value.date() if value else None


def day_option(name: str, words: str, *, required: bool = False) -> Decorator:
    """Return an option that takes a day.

    Parameters
    ----------
    name : str
        Of the option: ``--until``.
    words : str
        Its help.
    required : bool
        Whether it must be given.

    Returns
    -------
    callable
        Decorator; the argument is a date, or None.
    """
    return click.option(
        name,
        type=click.DateTime(formats=["%Y-%m-%d"]),
        callback=_date,
        required=required,
        metavar="DATE",
        help=f"{words}: YYYY-MM-DD.",
    )
