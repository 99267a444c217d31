"""Which activity of ecoinvent stands for which dataset of the library, and which flow is which."""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ACTIVITIES, FLOWS = "activities.csv", "flows.csv"

WASTE = "waste"
"""Kind of an activity that treats what it is given: its product has a negative sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRule:
    """An activity that may stand for a dataset; of several for one dataset the first counts.

    Parameters
    ----------
    dataset : str
        Code in the library.
    activity, product : str
        Name and reference product in ecoinvent.
    unit : str
        Unit of both, as Brightway writes it.
    kind : str
        ``good`` or ``waste``.
    locations : tuple of str
        In order of preference.
    """

    dataset: str
    activity: str
    product: str
    unit: str
    kind: str
    locations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRule:
    """An elementary flow of ecoinvent and ours; of several that fit the first counts.

    Parameters
    ----------
    flow : str
        Code in the library; empty for what is left out: carbon dioxide of biomass, both ways, and
        carbon monoxide, which has no GWP100 of its own in the IPCC's tables.
    names : tuple of str
        Names in the versions of ecoinvent.
    cas : str
        CAS number; empty where only the name tells what it is (fossil or not).
    compartment, subcompartment : str
        An empty sub-compartment means any.
    """

    flow: str
    names: tuple[str, ...]
    cas: str
    compartment: str
    subcompartment: str


def activity_rules() -> list[ActivityRule]:
    """Return the rules for activities, in their order.

    Returns
    -------
    list of ActivityRule
        As they stand in ``activities.csv``.
    """
    return [
        ActivityRule(
            dataset=row["dataset"],
            activity=row["activity"],
            product=row["reference product"],
            unit=row["unit"],
            kind=row["kind"],
            locations=tuple(row["locations"].split("|")),
        )
        for row in _rows(ACTIVITIES)
    ]


def flow_rules() -> list[FlowRule]:
    """Return the rules for elementary flows, in their order.

    Returns
    -------
    list of FlowRule
        As they stand in ``flows.csv``.
    """
    return [
        FlowRule(
            flow=row["flow"],
            names=tuple(name for name in (row["name"], *row["names"].split("|")) if name),
            cas=row["CAS"],
            compartment=row["compartment"],
            subcompartment=row["subcompartment"],
        )
        for row in _rows(FLOWS)
    ]


def as_request() -> dict[str, object]:
    """Return all rules as JSON values, for the process that reads the project."""
    return {
        "activities": [asdict(rule) for rule in activity_rules()],
        "flows": [asdict(rule) for rule in flow_rules()],
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
