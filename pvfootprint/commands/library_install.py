"""``pvfootprint library install`` and ``show-set``: sets beside the shipped library."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.library_sets import as_data, set_facts
from pvfootprint.commands.printing import (
    console,
    figures,
    language_option,
    print_findings,
    print_json,
    say,
    table,
)
from pvfootprint.language.texts import Text, in_both, joined, text

if TYPE_CHECKING:
    from pvfootprint.interface.installing import Installation
    from pvfootprint.model.installation import Both, CounterpartLine, InstallReport
    from pvfootprint.model.inventory import LibrarySet

IEA, ECOINVENT, PACKAGE = "iea-2026", "ecoinvent", ".zip"


@click.command("install")
@click.argument("source", metavar="iea-2026|ecoinvent|PACKAGE.zip")
@click.option(
    "--from",
    "workbook",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.xlsx",
    help="The workbook; by default that of your own installed package premise.",
)
@click.option("--accept-licence", is_flag=True, help="Accept the licence without being asked.")
@click.option(
    "--signer",
    "signers",
    multiple=True,
    metavar="FINGERPRINT",
    help="Whose data packages you trust, as their makers told you. Can be given more than once.",
)
@click.option("--project", metavar="NAME", help="Of ecoinvent: your Brightway project.")
@click.option("--database", metavar="NAME", help="Of ecoinvent: the database in it.")
@click.option(
    "--method",
    metavar="A|B|C",
    help="Of ecoinvent: Brightway's method for gases that the library does not name; by default "
    "IPCC 2021, GWP100.",
)
@click.option("--replace", "replacing", is_flag=True, help="Replace one from another file.")
@click.option("--report", is_flag=True, help="Print what became of every input.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option("the messages")
def install(  # noqa: PLR0913  (one argument per option)
    source: str,
    workbook: Path | None,
    signers: tuple[str, ...],
    project: str | None,
    database: str | None,
    method: str | None,
    *,
    accept_licence: bool,
    replacing: bool,
    report: bool,
    as_json: bool,
) -> None:
    """Install a set of inventories beside the shipped library.

    iea-2026: the inventories of IEA PVPS T12-33:2026, from the workbook in your own installed
    package premise. They are CC BY-NC-SA 4.0, and are not shipped.

    ecoinvent: the library's chain on the background of your own licensed ecoinvent 3 (cut-off),
    out of the Brightway project that --project and --database name. It stays on this computer.

    PACKAGE.zip: a signed data package.

    A set counts only where it is named: module:topcon:CN@iea-2026, silver@iea-2026.
    """
    if source == ECOINVENT:
        from pvfootprint.commands.library_ecoinvent import install_and_show
        from pvfootprint.interface.ecoinvent import TERMS

        _ask((TERMS,), accepted=accept_licence)
        install_and_show(
            project, database, method, replacing=replacing, whole=report, as_json=as_json
        )
        return
    if source == IEA:
        done = _iea(workbook, accepted=accept_licence, replacing=replacing)
    elif source.lower().endswith(PACKAGE):
        done = _package(Path(source), signers, accepted=accept_licence, replacing=replacing)
    else:
        raise _unknown(source)
    print_findings(done.findings)
    if as_json:
        print_json({"set": as_data(done.details), "report": done.report})
        return
    said = text("the set {name} is installed", name=done.details.name)
    console().print(say(said), style="bold")
    _show(done.details, done.report, whole=report)


@click.command("show-set")
@click.argument("name", metavar="SET")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option("the messages")
def show_set(name: str, *, as_json: bool) -> None:
    """Show the installed set SET: its terms, and what became of its source."""
    from pvfootprint.interface.installing import read_report
    from pvfootprint.library.installed import find_installed

    details = find_installed(name)
    report = read_report(name)
    if as_json:
        print_json({"set": as_data(details), "report": report})
        return
    _show(details, report, whole=True)


def _iea(workbook: Path | None, *, accepted: bool, replacing: bool) -> Installation:
    from pvfootprint.exchange.iea2026 import edition
    from pvfootprint.interface.installing import find_iea_workbook, install_iea

    path = workbook or find_iea_workbook()
    terms = (Text(f"{edition.TITLE}: {edition.LICENCE}, {edition.LICENCE_LINK}"), *edition.TERMS)
    _ask(terms, accepted=accepted)
    return install_iea(path, replacing=replacing)


def _package(
    path: Path, signers: tuple[str, ...], *, accepted: bool, replacing: bool
) -> Installation:
    from pvfootprint.interface.packages import install_package, open_data_package

    package = open_data_package(path, signers)
    one = package.details
    terms = (
        text("{name}: {title}", name=one.name, title=one.title),
        text("signed by: {fingerprint}", fingerprint=package.fingerprint),
        text("licence: {licence}, {link}", licence=one.licence, link=one.licence_link),
        in_both(one.notice, one.notice_zh),
    )
    _ask(terms, accepted=accepted)
    return install_package(package, replacing=replacing)


def _ask(terms: tuple[str, ...], *, accepted: bool) -> None:
    """Show the terms and ask whether they are accepted, where somebody is there to be asked."""
    from pvfootprint.model.findings import Finding, InstallError

    for line in terms:
        click.echo(say(line), err=True)
    if accepted:
        return
    if sys.stdin.isatty() and click.confirm(say(text("Do you accept these terms?")), err=True):
        return
    message = text("the licence was not accepted: nothing is installed")
    hint = text("read it, and accept it with --accept-licence")
    raise InstallError([Finding("INS-006", message, hint=hint)])


def _unknown(source: str) -> Exception:
    from pvfootprint.model.findings import Finding, InstallError

    message = text("{name!r} is nothing that can be installed", name=source)
    return InstallError(
        [
            Finding(
                "INS-014",
                message,
                found=source,
                expected=text("iea-2026, ecoinvent, or a PACKAGE.zip"),
            )
        ]
    )


def _show(details: LibrarySet, report: InstallReport | None, *, whole: bool) -> None:
    out = console()
    for line in set_facts(details):
        out.print(line)
    if report is None:
        return
    said = text(
        "{taken} of {activities} activities of the workbook are taken, {products} of them products",
        taken=report["taken"],
        activities=report["activities"],
        products=report["products"],
    )
    out.print(say(said))
    _show_mends(report)
    _show_counts(report)
    if whole:
        _show_counterparts(report)
    for remark in report["remarks"]:
        out.print(f"- {say(_said(remark))}")
    if not whole:
        command = f"pvfootprint library show-set {details.name}"
        out.print(say(text("what stands for each input: `{command}`", command=command)))


def _show_mends(report: InstallReport) -> None:
    lines = table(text("known fault"), text("taken instead"), text("rows"), left=2)
    for mend in report["mends"]:
        done = _said(mend["done"]) if mend["places"] else text("not found in this copy")
        lines.add_row(say(_said(mend["fault"])), say(done), str(mend["places"]))
    console().print(lines)


def _show_counts(report: InstallReport) -> None:
    from pvfootprint.model.mapping import QUALITIES

    out = console()
    lines = table(text("what stands for the inputs"), text("inputs"))
    for quality, name in QUALITIES.items():
        count = sum(one["quality"] == quality for one in report["counterparts"])
        lines.add_row(say(name), str(count))
    out.print(lines)
    left_out = report["left_out"]
    said = text(
        "left out at most: {mass:.2%} of the mass of a product's inputs without water "
        "({of_mass}), {energy:.2%} of its energy; nothing of factories and machines is counted",
        mass=left_out["mass"]["share"],
        of_mass=left_out["mass"]["dataset"] or "-",
        energy=left_out["energy"]["share"],
    )
    out.print(say(said))
    if report["flows_left_out"]:
        flows = joined("; ", report["flows_left_out"])
        out.print(say(text("elementary flows without a counterpart: {flows}", flows=flows)))


def _show_counterparts(report: InstallReport) -> None:
    from pvfootprint.model.mapping import QUALITIES

    headings = (text("input"), text("stands for it"), text("quality"), text("reason"))
    lines = table(*headings, text("factor"), text("uses"), left=4)
    for one in report["counterparts"]:
        place = f" | {one['location']}" if one["location"] else ""
        lines.add_row(
            f"{one['activity']}{place}",
            _target(one),
            say(QUALITIES[one["quality"]]),
            say(_said(one["reason"])),
            figures(one["factor"], 3),
            str(one["uses"]),
        )
    console().print(lines)


def _target(one: CounterpartLine) -> str:
    """Return what stands for an input, and what that itself stands for."""
    if not one["stands_for"]:
        return one["target"]
    return say(text("{code} (a proxy itself)", code=one["target"]))


def _said(both: Both) -> Text:
    return in_both(both["en"], both["zh"])
