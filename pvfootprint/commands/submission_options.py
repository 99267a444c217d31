"""Options that ``submission make`` and ``submission seal`` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from pvfootprint.submission.manifest import Options


def computing_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which footprint is computed, and how."""
    options = (
        click.option("--product", metavar="KEY", help="Key of the product in its workbook."),
        click.option(
            "--per",
            type=click.Choice(["kWp", "m2", "piece", "kg"]),
            help="Declared unit; the one that the workbook names by default.",
        ),
        click.option("--gwp", default="ar6", show_default=True, metavar="SET", help="GWP set."),
        click.option(
            "--electricity-year", type=int, metavar="YEAR", help="Year of the electricity data."
        ),
        click.option(
            "--fill-gaps",
            type=click.Choice(["library", "fail"]),
            default="library",
            show_default=True,
            help="Where a supplier gave no data: take the library's dataset, or stop.",
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


def as_options(given: dict[str, Any]) -> Options:
    """Return the options of :func:`computing_options` as a manifest holds them."""
    from pvfootprint.submission.manifest import Options

    return Options.model_validate(given)
