"""Computes statistics of bands: every value and weight is said in its band before anything else.

Whatever is computed from bands tells of a value at most its band (11 % or more to either side of
its middle), to anybody, by any number of statistics. The price is in the figures: a mean is off by
what the bands hide, about 6 % over the square root of the number of companies.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from pvfootprint.database.contributors import yearly_output
from pvfootprint.database.disclosure.bands import Band, band_of, rounded
from pvfootprint.database.statistics.figures import Between, Cell, Measure
from pvfootprint.model.terms import UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pvfootprint.database.contributors import Contributor
    from pvfootprint.database.datasets import Dataset

PERCENTILES = (10, 25, 50, 75, 90)

BEYOND = 3
"""Fewest companies on either side of a percentile that is published."""

CLASSES = (30, 12, 6, 3)
"""From how many companies on all percentiles, three, the median, and none have so many."""

FIGURES = 2
"""Significant figures of a mean."""

EFFICIENCY = "efficiency"
"""Quantity of a module by which one of it has so many kilowatts [kW/m2]."""


def cell_of(
    stage: str, technology: str, included: Sequence[Contributor], holders: Callable[[str], str]
) -> Cell:
    """Compute the statistics of one product and technology.

    Parameters
    ----------
    stage, technology : str
        As in the library.
    included : sequence of Contributor
        Who may be in it, as :func:`pvfootprint.database.disclosure.comparing.admit` says.
    holders : callable
        Company -> to whom it belongs.

    Returns
    -------
    Cell
        Nothing in it but functions of bands, of how many companies there are, and of who they are.
    """
    by_holder: dict[str, list[Dataset]] = defaultdict(list)
    for one in included:
        by_holder[holders(one.owner)] += one.datasets
    companies = [by_holder[key] for key in sorted(by_holder)]
    datasets = [one for company in companies for one in company]
    unit = UNITS[datasets[0].process.unit]
    measures = {"footprint": _footprints(datasets, unit), "electricity": _electricity(unit)}
    found = (_measure(key, *measure, companies) for key, measure in measures.items())
    least, most = count_class(len(companies))
    return Cell(
        stage=stage,
        technology=technology,
        companies_from=least,
        companies_to=most,
        production=production_of(datasets),
        production_unit=unit,
        measures=tuple(measure for measure in found if measure),
    )


def production_of(datasets: Iterable[Dataset]) -> Between:
    """Say what is made in a year, from the bands of every production [unit of the product]."""
    bands = [band_of(yearly_output(one)) for one in datasets]
    return Between(
        low=math.fsum(band.low for band in bands), high=math.fsum(band.high for band in bands)
    )


def count_class(companies: int) -> tuple[int, int | None]:
    """Return from how many to how many companies is said where there are so many.

    Parameters
    ----------
    companies : int
        At least 3.

    Returns
    -------
    tuple
        (3, 5), (6, 11), (12, 29) or (30, None): the classes in which as many percentiles are given.
    """
    more = None
    for least in CLASSES:
        if companies >= least:
            return least, more
        more = least - 1
    msg = f"{companies} companies are too few"
    raise ValueError(msg)


def percentiles_for(companies: int) -> tuple[int, ...]:
    """Return which percentiles have at least 3 companies on either side."""
    return tuple(p for p in PERCENTILES if companies * min(p, 100 - p) >= 100 * BEYOND)


def footprint_of(dataset: Dataset, unit: str) -> float | None:
    """Return the footprint per unit of the product or, where `unit` is ``kWp``, per kilowatt.

    It is None where the efficiency is not stated.
    """
    value, efficiency = dataset.process.footprint_per_unit, _efficiency(dataset)
    if unit != "kWp":
        return value
    return value / efficiency if efficiency > 0 else None


def _footprints(
    datasets: Iterable[Dataset], unit: str
) -> tuple[str, Callable[[Dataset], float | None]]:
    """Say modules per kilowatt, if the efficiency of each is known."""
    per = "kWp" if all(_efficiency(one) > 0 for one in datasets) else unit
    return f"kgCO2e/{per}", lambda one: footprint_of(one, per)


def _efficiency(dataset: Dataset) -> float:
    return next((q.amount for q in dataset.process.quantities if q.name == EFFICIENCY), 0.0)


def _electricity(unit: str) -> tuple[str, Callable[[Dataset], float | None]]:
    return f"kWh/{unit}", lambda one: one.process.electricity


def _measure(
    key: str,
    unit: str,
    value_of: Callable[[Dataset], float | None],
    companies: Sequence[Sequence[Dataset]],
) -> Measure | None:
    everybody = [one for company in companies for one in company]
    found = {one.key: value_of(one) for one in everybody}
    exact = {key: value for key, value in found.items() if value is not None and value > 0}
    if len(exact) < len(everybody):
        return None
    coarse = {key: band_of(value).middle for key, value in exact.items()}
    values = sorted(_mean(company, coarse) for company in companies)
    return Measure.model_validate(
        {
            "measure": key,
            "unit": unit,
            "mean": rounded(_mean(everybody, coarse), FIGURES),
            "percentiles": {
                str(p): _between(band_of(values[math.ceil(p * len(values) / 100) - 1]))
                for p in percentiles_for(len(values))
            },
        }
    )


def _mean(datasets: Sequence[Dataset], coarse: Mapping[str, float]) -> float:
    weights = [_weight(one) for one in datasets]
    parts = (weight * coarse[one.key] for weight, one in zip(weights, datasets, strict=True))
    return math.fsum(parts) / math.fsum(weights)


def _weight(dataset: Dataset) -> float:
    return band_of(yearly_output(dataset)).middle


def _between(band: Band) -> Between:
    return Between(low=band.low, high=band.high)
