"""``pvfootprint schemes``: how a module stands under schemes of several countries."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import (
    bilingual,
    console,
    print_findings,
    print_json,
    say,
    table,
)
from pvfootprint.language.texts import Text, in_both, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from pvfootprint.model.inventory import Library
    from pvfootprint.model.scheme import Coefficients, Rounding, Scheme, SchemeResult, Threshold
    from pvfootprint.model.system import ProductSystem

CERTAINTY = {
    "read": text("read in the scheme itself"),
    "secondary": text("from secondary sources"),
    "draft": text("from a draft"),
    "to be confirmed": text("to be confirmed"),
    "own": text("a choice of this project"),
}
STATUSES = {
    "in force": text("in force"),
    "replaced": text("replaced"),
    "draft": text("draft"),
    "pilot": text("pilot"),
}
MARKS = {"secondary": "s", "draft": "d", "to be confirmed": "?"}
"""What stands behind a limit that was not read in the scheme itself."""

LEGEND = text(
    "(s) from secondary sources, (d) from a draft, (?) to be confirmed; the scheme's own text was "
    "not read"
)
ESTIMATES = text(
    "These are estimates by the product's inventory and this library's data. Only the body behind "
    "a scheme issues its number."
)


@click.group("schemes")
def command() -> None:
    """Hold a module against schemes: ecolabels, tenders, export requirements."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(*, as_json: bool) -> None:
    """List the schemes with their limits and grades."""
    from pvfootprint.library.folders import data_root
    from pvfootprint.rules.schemes.reading import read_schemes

    schemes = read_schemes(data_root())
    if as_json:
        print_json([asdict(scheme) for scheme in schemes])
        return
    out = console()
    headings = (text("scheme"), text("name"), text("status"), text("rounding"))
    lines = table(*map(bilingual, (*headings, text("limits [kgCO2e/kWp]"))), left=5)
    for scheme in schemes:
        lines.add_row(
            scheme.key,
            say(in_both(scheme.title, scheme.title_zh)),
            say(STATUSES[scheme.status]),
            say(scheme.rounding.words),
            _limits(scheme.thresholds),
        )
    out.print(lines)
    out.print(say(LEGEND), style="dim")


@command.command("show")
@click.argument("scheme")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(scheme: str, *, as_json: bool) -> None:
    """Show one SCHEME: boundary, rounding, thresholds, where each comes from."""
    from pvfootprint.library.folders import data_root
    from pvfootprint.rules.schemes.reading import read_schemes

    (found,) = read_schemes(data_root(), [scheme])
    if as_json:
        print_json(asdict(found))
        return
    out = console()
    title = say(in_both(found.title, found.title_zh))
    out.print(f"{title}  ({found.key}, {found.version})", style="bold")
    for fact in _facts(found):
        out.print(say(fact))
    if found.thresholds:
        _thresholds(found, out)
    if found.components:
        _components(found, out)
    for note in found.notes:
        out.print(f"- {say(in_both(*note))}")
    for key, citation in found.sources.items():
        out.print(f"{key}: {citation}", style="dim")


@command.command("compare")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "--scheme", "keys", multiple=True, metavar="KEY", help="Only this scheme; can be repeated."
)
@click.option(
    "--coefficients",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="Coefficients that you took from a scheme's official annex.",
)
@click.option("--product", metavar="KEY", help="Key of the product in the first workbook.")
@click.option("--gwp", default="ar6", show_default=True, metavar="SET", help="GWP set: ar6, ar5.")
@click.option("--electricity-year", type=int, metavar="YEAR", help="Year of the electricity data.")
@click.option(
    "--electricity-basis",
    type=click.Choice(["market", "location"]),
    help="Companies' electricity by contracts (market, default) or by what physically supplies it.",
)
@click.option(
    "--fill-gaps",
    type=click.Choice(["library", "fail"]),
    help="Where a supplier gave no data: take the library's dataset (default), or stop.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the whole results as JSON.")
def compare_(  # noqa: PLR0913  (one argument per option)
    inputs: tuple[str, ...],
    keys: tuple[str, ...],
    file: Path | None,
    product: str | None,
    gwp: str,
    electricity_year: int | None,
    electricity_basis: str | None,
    fill_gaps: str | None,
    *,
    as_json: bool,
) -> None:
    """Hold a module against schemes, each within its own boundary, per kWp.

    INPUT is what `pvfootprint footprint` takes: a module of the library, or the workbook of a
    module maker with those of its suppliers. It ends with 0 whatever the verdicts are.
    """
    from pvfootprint.analysis.schemes.comparing import compare
    from pvfootprint.commands.inputs import only_product, refuse_options
    from pvfootprint.interface.inputs import is_file, sets_of
    from pvfootprint.library.caching import open_library
    from pvfootprint.library.folders import data_root
    from pvfootprint.model.accounting import Accounting

    of_companies = any(is_file(one) for one in inputs)
    if not of_companies:
        refuse_options(
            {
                "--product": product,
                "--electricity-basis": electricity_basis,
                "--fill-gaps": fill_gaps,
            },
            text("a product of the library"),
        )
        only_product(inputs)
    root = data_root()
    library, findings = open_library(sets=sets_of(inputs))
    print_findings(findings)
    coefficients = _coefficients(file, root) if file else None
    options = {
        "product": product or "",
        "fill_gaps": fill_gaps or "library",
        "accounting": Accounting(electricity_basis=electricity_basis or "market"),
    }
    system = (
        _chain(inputs, library, electricity_year, **options)
        if of_companies
        else _product(inputs[0], library, electricity_year)
    )
    results = compare(
        system,
        root=root,
        library=library,
        factors_key=gwp,
        schemes=keys or None,
        coefficients=coefficients,
    )
    if as_json:
        print_json(_as_data(system, results, coefficients))
    else:
        _show_results(system, results)


def _coefficients(file: Path, root: Path) -> Coefficients:
    from pvfootprint.rules.schemes.coefficients import read_coefficients
    from pvfootprint.rules.schemes.reading import read_schemes

    return read_coefficients(file, read_schemes(root))


def _product(written: str, library: Library, year: int | None) -> ProductSystem:
    from pvfootprint.chain.electricity import ElectricityOptions
    from pvfootprint.chain.selecting import select
    from pvfootprint.engine.computing import build_system

    options = ElectricityOptions(year=year)
    return build_system(library, select(library, written), electricity=options)


def _chain(
    inputs: tuple[str, ...],
    library: Library,
    year: int | None,
    **options: Any,  # noqa: ANN401  (passed on)
) -> ProductSystem:
    from pvfootprint.chain.electricity import ElectricityOptions
    from pvfootprint.engine.chain_footprint import chain_system
    from pvfootprint.interface.inputs import open_inputs

    given, about_files = open_inputs(inputs, library)
    print_findings(about_files)
    system, about_chain = chain_system(
        library,
        given.leader,
        given.suppliers,
        given.summaries,
        options=ElectricityOptions(year=year),
        **options,
    )
    print_findings(about_chain)
    return system


def _as_data(
    system: ProductSystem, results: Iterable[SchemeResult], coefficients: Coefficients | None
) -> dict[str, object]:
    loaded = {"file": coefficients.file, "hash": coefficients.content_hash} if coefficients else {}
    return {
        "format": "pvfootprint schemes 1",
        "product": system.name,
        "product_system_hash": system.content_hash,
        "coefficients": loaded,
        "results": [asdict(result) for result in results],
    }


def _show_results(system: ProductSystem, results: tuple[SchemeResult, ...]) -> None:
    out = console()
    out.print(f"{system.name}, 1 kWp", style="bold")
    headings = [text("scheme"), text("limits"), text("value"), text("judged"), text("margin")]
    lines = table(*map(bilingual, headings), bilingual(text("verdict")))
    lines.columns[1].justify = lines.columns[5].justify = "left"
    for result in results:
        lines.add_row(
            result.scheme,
            _limits(result.thresholds),
            f"{result.value.value:.2f}" if result.value else "-",
            "-" if result.judged is None else f"{result.judged:.2f}",
            "-" if result.margin is None else f"{result.margin:+.2f}",
            say(in_both(result.verdict, result.verdict_zh)),
        )
    out.print(lines)
    out.print(say(LEGEND), style="dim")
    out.print(say(ESTIMATES))
    for heading, name in (
        (text("Missing"), "missing"),
        (text("What would change it"), "changes"),
        (text("What to know about these values"), "cautions"),
    ):
        _sentences(heading, {r.scheme: getattr(r, name) for r in results}, out)


def _sentences(
    heading: Text, of_schemes: dict[str, tuple[tuple[str, str], ...]], out: Console
) -> None:
    """Print sentences, each once, under the schemes that it is about."""
    about: dict[tuple[str, str], list[str]] = {}
    for scheme, sentences in of_schemes.items():
        for sentence in sentences:
            about.setdefault(sentence, []).append(scheme)
    groups: dict[str, list[tuple[str, str]]] = {}
    for sentence, schemes in about.items():
        groups.setdefault(", ".join(schemes), []).append(sentence)
    if groups:
        out.print(f"\n{bilingual(heading, ' ')}", style="bold")
    for names, found in groups.items():
        out.print(f"{names}:")
        for sentence in found:
            out.print(f"  - {say(in_both(*sentence))}")


def _limits(thresholds: Iterable[Threshold]) -> str:
    """Return limits and grades in one line, those not read in the scheme itself with a mark."""
    return "; ".join(map(_limit, thresholds)) or "-"


def _limit(threshold: Threshold) -> str:
    mark = MARKS.get(threshold.certainty, "")
    number = f"> {threshold.above:g}" if threshold.below is None else ""
    if threshold.below is not None:
        number = f"{'≤' if threshold.below_itself else '<'} {threshold.below:g}"
    return f"{number} ({mark})" if mark else number


def _facts(scheme: Scheme) -> list[Text]:
    gwp = scheme.gwp or text("not known; that of the study is used")
    boundary = in_both(scheme.boundary, scheme.boundary_zh)
    return [
        text("status: {status}", status=STATUSES[scheme.status]),
        text(
            "boundary: {boundary} ({certainty}; {source})",
            boundary=boundary,
            certainty=CERTAINTY[scheme.boundary_certainty],
            source=scheme.boundary_source,
        ),
        text("GWP set: {gwp}", gwp=gwp),
        _rounding(scheme.rounding),
    ]


def _rounding(rounding: Rounding) -> Text:
    note = in_both(rounding.note_en, rounding.note_zh)
    certainty = CERTAINTY[rounding.certainty]
    rule = text("rounding: {rule} ({certainty})", rule=rounding.words, certainty=certainty)
    return joined("; ", [rule, note])


def _thresholds(scheme: Scheme, out: Console) -> None:
    headings = (text("threshold"), text("limit"), text("certainty"), text("source"), text("note"))
    lines = table(*headings, left=5)
    for t in scheme.thresholds:
        lines.add_row(
            say(in_both(t.en, t.zh)),
            _limit(t),
            say(CERTAINTY[t.certainty]),
            t.source,
            say(in_both(t.note_en, t.note_zh)),
        )
    out.print(lines)


def _components(scheme: Scheme, out: Console) -> None:
    lines = table(text("component"), text("name"), text("unit"), text("counted from"), left=4)
    for c in scheme.components:
        counted = ", ".join(c.datasets) or " ".join(part for part in (c.stage, c.step) if part)
        lines.add_row(c.key, say(in_both(c.en, c.zh)), c.unit, counted)
    out.print(lines)
