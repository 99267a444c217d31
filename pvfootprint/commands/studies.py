"""What the commands about a study share: their options, and opening it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import print_findings
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pvfootprint.model.study import Study

DEFAULT_RULES = "yancheng-pilot"


def study_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which study is made; they go to :func:`open_study`."""
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


def open_study(
    inputs: Sequence[str],
    rules_key: str,
    *,
    product: str | None = None,
    per: str | None = None,
    electricity_year: int | None = None,
    fill_gaps: str | None = None,
) -> Study:
    """Make the study of what a command is given, and print what was found on the way.

    Parameters
    ----------
    inputs : sequence of str
        Workbooks, a folder of them, a submission; or one product of the library.
    rules_key : str
        Rule set, by name or file.
    product, per, electricity_year, fill_gaps
        As :func:`pvfootprint.engine.chain_footprint.chain_footprint`; None for its default.

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
    from pvfootprint.analysis.studying import study_of_companies, study_of_product
    from pvfootprint.commands.inputs import is_file, only_product, open_inputs, refuse_options
    from pvfootprint.library.caching import open_library
    from pvfootprint.library.folders import data_root
    from pvfootprint.rules.reading import read_rules

    of_companies = any(is_file(one) for one in inputs)
    if not of_companies:
        options = {"--product": product, "--fill-gaps": fill_gaps}
        refuse_options(options, text("a product of the library"))
    rules = read_rules(rules_key, data_root())
    library, findings = open_library()
    print_findings(findings, err=True)
    if not of_companies:
        study, found = study_of_product(
            only_product(inputs),
            rules=rules,
            per=per,
            electricity_year=electricity_year,
            library=library,
        )
    else:
        given, about_files = open_inputs(inputs, library)
        print_findings(about_files, err=True)
        study, found = study_of_companies(
            given.leader,
            given.suppliers,
            given.summaries,
            rules=rules,
            product=product or "",
            per=per,
            electricity_year=electricity_year,
            fill_gaps=fill_gaps or "library",
            library=library,
        )
    print_findings(found, err=True)
    return study
