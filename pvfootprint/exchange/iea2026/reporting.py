"""Says what became of the workbook: what was mended, what stands for what, what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pvfootprint.exchange.iea2026.mending import is_nitrous_oxide
from pvfootprint.language.texts import Text, text
from pvfootprint.model.installation import REPORT_FORMAT
from pvfootprint.model.mapping import QUALITIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.exchange.iea2026.converting import Converted, Use
    from pvfootprint.exchange.iea2026.mending import Mend
    from pvfootprint.exchange.iea2026.sheet import Key, SheetActivity
    from pvfootprint.model.installation import (
        Both,
        CounterpartLine,
        InstallReport,
        LeftOut,
        Quality,
    )
    from pvfootprint.model.inventory import Inventory, Library

WATER = "pvfootprint water"
IN_MEGAJOULE = {"kilowatt hour": 3.6, "megajoule": 1.0}


def report_of(
    activities: dict[Key, SheetActivity],
    mends: Iterable[Mend],
    converted: Converted,
    library: Library,
) -> InstallReport:
    """Return the report of an installation as JSON values, every text in both languages.

    Parameters
    ----------
    activities : dict
        The workbook's activities, not yet mended.
    mends : iterable of Mend
        What was done about known faults.
    converted : Converted
        The datasets that were made.
    library : Library
        The shipped library.

    Returns
    -------
    InstallReport
        Counts, mends, counterparts, shares that are left out, remarks.
    """
    made = [*converted.chain, *converted.ancillary]
    return {
        "format": REPORT_FORMAT,
        "activities": len(activities),
        "taken": len(made),
        "products": len(converted.chain),
        "mends": [
            {
                "rule": mend.rule,
                "fault": _both(mend.fault),
                "done": _both(mend.done),
                "places": mend.places,
            }
            for mend in mends
        ],
        "counterparts": [_counterpart(use, library) for use in _ordered(converted.uses)],
        "flows_left_out": converted.flows_left_out,
        "left_out": _left_out(converted, library),
        "remarks": [_both(remark) for remark in _remarks(activities)],
    }


def _both(said: Text) -> Both:
    return {"en": said.en, "zh": said.zh}


def _ordered(uses: Iterable[Use]) -> list[Use]:
    order = list(QUALITIES)
    return sorted(uses, key=lambda use: (order.index(use.counterpart.quality), -len(use.users)))


def _counterpart(use: Use, library: Library) -> CounterpartLine:
    found = use.counterpart
    target = library.inventories.get(found.target)
    return {
        "activity": found.activity,
        "product": found.product,
        "location": found.location,
        "unit": found.unit,
        "target": found.target,
        "target_product": target.product if target else "",
        "stands_for": target.proxy_for if target else "",
        "factor": found.factor,
        "quality": cast("Quality", found.quality),
        "reason": _both(found.why),
        "known": use.known,
        "uses": len(use.users),
    }


def _left_out(converted: Converted, library: Library) -> LeftOut:
    """Return the largest share of mass and of energy that any product of the chain leaves out."""
    datasets = (*converted.background, *library.inventories.values())
    gone = {
        (i.database, i.name, i.product, i.location): i
        for i in datasets
        if i.data_class == "cut-off"
    }
    shares = [(_shares(product, gone), product.code) for product in converted.chain]
    (mass, of_mass), (energy, of_energy) = (
        max(((share[k], code) for share, code in shares), default=(0.0, "")) for k in (0, 1)
    )
    return {
        "mass": {"share": mass, "dataset": of_mass},
        "energy": {"share": energy, "dataset": of_energy},
    }


def _shares(
    product: Inventory, gone: dict[tuple[str, str, str, str], Inventory]
) -> tuple[float, float]:
    """Return the shares of mass, without water, and of energy that are left out [-]."""
    mass, energy = [0.0, 0.0], [0.0, 0.0]
    for exchange in product.inputs:
        identity = (exchange.database, exchange.name, exchange.product, exchange.location)
        dataset = gone.get(identity)
        if exchange.unit in IN_MEGAJOULE:
            energy[dataset is not None] += exchange.amount * IN_MEGAJOULE[exchange.unit]
        elif exchange.unit != "kilogram" or exchange.database == WATER:
            continue
        elif dataset is None:
            mass[0] += exchange.amount
        elif not dataset.capital_goods:
            mass[1] += exchange.amount * (dataset.mass_per_unit or 0.0)
    return _share(mass), _share(energy)


def _share(parts: list[float]) -> float:
    return parts[1] / sum(parts) if parts[1] else 0.0


def _remarks(activities: dict[Key, SheetActivity]) -> list[Text]:
    """Say what nothing can mend."""
    used = [
        exchange.amount * 1000
        for activity in activities.values()
        for exchange in activity.inputs()
        if is_nitrous_oxide(exchange)
    ]
    if not used:
        return []
    return [
        text(
            "Cells take {low:.2g} to {high:.2g} g of nitrous oxide per square metre, and the "
            "source has no emission of it. What the plant does not destroy is emitted, and is "
            "missing from these footprints.",
            low=min(used),
            high=max(used),
        )
    ]
