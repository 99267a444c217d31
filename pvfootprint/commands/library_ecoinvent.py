"""``pvfootprint library install ecoinvent``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.library_sets import as_data, set_facts
from pvfootprint.commands.printing import console, figures, print_findings, print_json, say, table
from pvfootprint.language.texts import joined, text

if TYPE_CHECKING:
    from pvfootprint.interface.ecoinvent import EcoinventInstallation


def install_and_show(
    project: str | None,
    database: str | None,
    method: str | None,
    *,
    replacing: bool,
    whole: bool,
    as_json: bool,
) -> None:
    """Install the library on the background of the user's own ecoinvent, and say what became of it.

    Parameters
    ----------
    project, database : str, optional
        Names in Brightway; both must be given.
    method : str, optional
        Brightway's method, its parts between ``|``.
    replacing, whole, as_json : bool
        Whether an installed one may be replaced, every dataset is listed, JSON is printed.
    """
    from pvfootprint.interface.ecoinvent import install_ecoinvent

    if not project or not database:
        msg = "ecoinvent needs --project and --database, as Brightway calls them"
        raise click.UsageError(msg)
    parts = [part.strip() for part in method.split("|")] if method else None
    done = install_ecoinvent(project, database, method=parts, replacing=replacing)
    print_findings(done.background.findings)
    if as_json:
        print_json(_data(done))
    else:
        _show(done, whole=whole)


def _data(done: EcoinventInstallation) -> dict[str, Any]:
    read = done.background
    datasets = [
        {
            "dataset": one.dataset,
            "activity": one.activity,
            "product": one.product,
            "location": one.location,
            "kgco2e": done.values[one.dataset],
            "by_method": one.score,
            "rest": one.rest,
            "biogenic_left_out": one.biogenic,
        }
        for one in read.found
    ]
    return {
        "set": as_data(done.details),
        "datasets": datasets,
        "copied": done.copied,
        "method": read.method,
        "counted_by_method": list(read.counted_by_method),
        "precision": read.precision,
        "findings": [finding.to_dict() for finding in read.findings],
    }


def _show(done: EcoinventInstallation, *, whole: bool) -> None:
    out, read = console(), done.background
    said = text("the set {name} is installed", name=done.details.name)
    out.print(say(said), style="bold")
    for line in set_facts(done.details):
        out.print(line)
    out.print(
        say(
            text(
                "{found} datasets of the background come from {activities:,} activities; {copied} "
                "datasets of the library take from them; grids stay the library's own",
                found=len(read.found),
                activities=read.activities,
                copied=done.copied,
            )
        )
    )
    for line in _remarks(done):
        out.print(f"- {say(line)}")
    if whole:
        _list(done)
    out.print(say(text("next: {command}", command=f"module:topcon:CN@{done.details.name}")))


def _remarks(done: EcoinventInstallation) -> list[str]:
    read = done.background
    remarks: list[str] = []
    if read.method:
        shares = {one.dataset: _share(one.rest, done.values[one.dataset]) for one in read.found}
        most = max(shares, key=shares.__getitem__)
        remarks.append(
            text(
                "gases that the library does not name count by {method}, up to {share:.1%} of a "
                "dataset ({dataset}): {flows}",
                method=read.method,
                share=shares[most],
                dataset=most,
                flows=joined("; ", read.counted_by_method) or text("none"),
            )
        )
    remarks.append(
        text("carbon dioxide of biomass is left out, what is taken up and what is emitted alike")
    )
    if read.precision == "float32":
        remarks.append(
            text("Brightway holds the amounts as {kind}: about seven digits count", kind="float32")
        )
    return remarks


def _share(part: float, whole: float) -> float:
    return abs(part / whole) if whole else 0.0


def _list(done: EcoinventInstallation) -> None:
    headings = (text("dataset"), text("stands for it"), text("location"))
    lines = table(*headings, "kgCO2e", text("by the method"), left=3)
    for one in done.background.found:
        numbers = (figures(done.values[one.dataset]), figures(one.score))
        lines.add_row(one.dataset, one.activity, one.location, *numbers)
    console().print(lines)
