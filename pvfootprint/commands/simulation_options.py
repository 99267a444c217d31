"""What the commands that draw have in common: options, and words of the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import figures
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from pvfootprint.language.texts import Text
    from pvfootprint.model.uncertainty import Leverage, Uncertainty


def simulation_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how a footprint is drawn."""
    options = (
        click.option(
            "--draws", type=int, default=10_000, show_default=True, metavar="N", help="How many."
        ),
        click.option(
            "--seed",
            type=int,
            default=20250101,
            show_default=True,
            metavar="N",
            help="Where the draws begin: the same seed gives the same result.",
        ),
        click.option(
            "--processes",
            type=int,
            default=1,
            show_default=True,
            metavar="N",
            help="On how many processes; the result is the same.",
        ),
        click.option(
            "--unstated",
            type=float,
            metavar="FACTOR",
            help="Geometric standard deviation to assume where nobody states a spread, 1 or more; "
            "held constant by default.",
        ),
        click.option(
            "--pedigree",
            "matrix",
            default="ecoinvent-3",
            show_default=True,
            metavar="KEY",
            help="Uncertainty factors of the pedigree scores: ecoinvent-3 or ciroth-2016.",
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


def repeated_with(result: Uncertainty | Leverage) -> Text:
    """Return what gives the same result again."""
    return text(
        "{draws} draws, seed {seed}, pedigree matrix {matrix}, pvfootprint {version}",
        draws=result.draws,
        seed=result.seed,
        matrix=result.matrix,
        version=result.version,
    )


def assumed_said(result: Uncertainty | Leverage) -> Text:
    """Return what was assumed where no spread is stated."""
    if result.assumed is None:
        return text("numbers without a stated spread: held constant")
    return text(
        "numbers without a stated spread: geometric standard deviation {value} ASSUMED",
        value=figures(result.assumed, 3),
    )
