"""What the commands about a study share: their options, and opening it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import print_findings
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.model.study import Study

DEFAULT_RULES = "yancheng-pilot"


scenario_option = click.option(
    "--scenario",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.toml",
    help="Changes that are made first; the result is a scenario, not a declaration.",
)


def study_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which study is made; they go to :func:`open_study`."""
    return accounting_options(scenario_option(function))


def accounting_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how a product is counted, without those that change it."""
    options = (
        click.option(
            "--rules",
            "rules_key",
            default=DEFAULT_RULES,
            show_default=True,
            metavar="RULESET",
            help="Rule set, by name or file; `rules list` shows them.",
        ),
        click.option("--product", metavar="KEY", help="Key of the product in the first workbook."),
        click.option(
            "--per",
            type=click.Choice(["kWp", "m2", "piece", "kg"]),
            help="Declared unit; by default the one that the workbook names.",
        ),
        click.option(
            "--electricity-year", type=int, metavar="YEAR", help="Year of the electricity data."
        ),
        click.option(
            "--fill-gaps",
            type=click.Choice(["library", "fail"]),
            help="Where a supplier gave no data: take the library's dataset (default), or stop.",
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


def open_subject(
    inputs: Sequence[str],
    rules_key: str,
    *,
    product: str | None = None,
    per: str | None = None,
    electricity_year: int | None = None,
    fill_gaps: str | None = None,
    scenario: Path | None = None,
) -> Subject:
    """Open what a command is given, and print what was found on the way.

    Parameters
    ----------
    inputs : sequence of str
        Workbooks, a folder of them, a submission; or one product of the library.
    rules_key : str
        Rule set, by name or file.
    product, per, electricity_year, fill_gaps
        As :func:`pvfootprint.engine.chain_footprint.chain_footprint`; None for its default.
    scenario : Path, optional
        Changes that are made to it.

    Returns
    -------
    Subject
        Product system, and what it was built from.

    Raises
    ------
    PvfootprintError
        With everything that is wrong in inputs, library, rule set and scenario.
    click.UsageError
        For options that a product of the library cannot have.
    """
    from pvfootprint.commands.inputs import only_product, refuse_options
    from pvfootprint.interface.inputs import is_file, sets_of
    from pvfootprint.interface.subjects import open_subject as open_
    from pvfootprint.library.caching import open_library

    if not any(is_file(one) for one in inputs):
        options = {"--product": product, "--fill-gaps": fill_gaps}
        refuse_options(options, text("a product of the library"))
        only_product(inputs)
    library, findings = open_library(sets=sets_of(inputs))
    print_findings(findings, err=True)
    subject = open_(
        inputs,
        rules=rules_key,
        product=product,
        per=per,
        electricity_year=electricity_year,
        fill_gaps=fill_gaps,
        library=library,
    )
    print_findings(subject.findings, err=True)
    if scenario is None:
        return subject
    from pvfootprint.analysis.scenarios import apply_file

    changed = apply_file(subject, scenario)
    print_findings(changed.findings[len(subject.findings) :], err=True)
    return changed


def open_study(inputs: Sequence[str], rules_key: str, **options: Any) -> Study:  # noqa: ANN401
    """Make the study of what a command is given, and print what was found on the way.

    Parameters
    ----------
    inputs, rules_key, **options
        As :func:`open_subject`.

    Returns
    -------
    Study
        Without verdicts and schemes.

    Raises
    ------
    PvfootprintError
        With everything that is wrong in inputs, library and rule set.
    click.UsageError
        For options that a product of the library cannot have.
    """
    from pvfootprint.analysis.studying import study_of

    return study_of(open_subject(inputs, rules_key, **options))[0]
