"""Watches the datasets of the base database: age, drift, outliers, certificates that do not hold.

What it finds is for the certifier's people. It names companies and is never published.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING

from pvfootprint.certification.upkeep.standing import STATUS_NAMES
from pvfootprint.database.monitoring.factors import newer_years
from pvfootprint.database.monitoring.limits import (
    AGEING,
    DAYS_OF_A_YEAR,
    DRIFT,
    FAR,
    FEWEST_PEERS,
    OLD,
    SOON,
)
from pvfootprint.language.texts import text
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pvfootprint.database.datasets import Dataset
    from pvfootprint.language.texts import Text
    from pvfootprint.model.inventory import Library, PublishedRange

MEASURES: dict[str, tuple[Text, Callable[[Dataset], float]]] = {
    "own footprint": (text("own footprint"), lambda one: one.process.own_footprint_per_unit),
    "electricity": (text("electricity"), lambda one: one.process.electricity),
}
"""What is compared, per unit of the product: what the producer itself can change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something about a dataset that a person should look at.

    Parameters
    ----------
    kind : str
        ``age``, ``drift``, ``outlier``, ``certificate``, ``factor`` or ``consent``.
    subject : str
        Key of the dataset: ``data/00001``; of a group of peers: ``wafer:mono-n``.
    certificate, owner : str
        Number, and name of the company; empty for a group.
    said : Text
        What it is.
    measure : float
        What the limit is held against: age, or years to the newer factor [years]; change, or
        modified z-score [-]; days to the last day [d]; how many packages [-].
    """

    kind: str
    subject: str
    certificate: str
    owner: str
    said: Text
    measure: float


def watch(datasets: Sequence[Dataset], library: Library, day: datetime.date) -> tuple[Remark, ...]:
    """Look at every verified dataset that none of the same product has superseded.

    Parameters
    ----------
    datasets : sequence of Dataset
        All of them: superseded ones are the years before.
    library : Library
        Its published ranges are what few peers are held against.
    day : date
        Today.

    Returns
    -------
    tuple of Remark
        By kind, in the order of the datasets.
    """
    verified = [one for one in datasets if one.state == "verified"]
    current = [one for one in verified if not one.superseded_by]
    return (
        *ages(current, day),
        *drifts(verified, current),
        *stage_drifts(verified),
        *outliers(current),
        *beyond_ranges(current, library.ranges),
        *not_held(current, day),
        *older_factors(current, library),
    )


def ages(datasets: Iterable[Dataset], day: datetime.date) -> Iterator[Remark]:
    """Yield the datasets whose period ended long ago.

    Parameters
    ----------
    datasets : iterable of Dataset
        Those that are used.
    day : date
        Today.

    Yields
    ------
    Remark
        With the age of the data [years].
    """
    for one in datasets:
        age = (day - one.end).days / DAYS_OF_A_YEAR
        if age > OLD:
            said = text(
                "the data are old: they end on {day}, {age:.1f} years ago", day=one.end, age=age
            )
            yield remark("age", one, said, age)
        elif age > AGEING:
            said = text(
                "the data end on {day}, {age:.1f} years ago: ask for newer ones",
                day=one.end,
                age=age,
            )
            yield remark("age", one, said, age)


def drifts(verified: Iterable[Dataset], current: Iterable[Dataset]) -> Iterator[Remark]:
    """Yield what changed much against the same product's year before.

    Parameters
    ----------
    verified : iterable of Dataset
        Every year.
    current : iterable of Dataset
        The newest of each product.

    Yields
    ------
    Remark
        With the change [-].
    """
    by_year = {(one.product, one.year): one for one in verified}
    for one in current:
        before = by_year.get((one.product, one.year - 1))
        if before is None or before.process.unit != one.process.unit:
            continue
        for name, measure in MEASURES.values():
            change = _change(measure(before), measure(one))
            if abs(change) > DRIFT:
                said = text(
                    "{what} per unit changed by {change:+.1%} from {before} to {now}",
                    what=name,
                    change=change,
                    before=before.year,
                    now=one.year,
                )
                yield remark("drift", one, said, change)


def stage_drifts(verified: Iterable[Dataset]) -> Iterator[Remark]:
    """Yield stages and technologies whose median changed much against the year before.

    Parameters
    ----------
    verified : iterable of Dataset
        Every year.

    Yields
    ------
    Remark
        With the change [-].
    """
    groups: dict[tuple[str, str, str], dict[int, list[Dataset]]] = {}
    for one in verified:
        key = (one.stage, one.technology, one.process.unit)
        groups.setdefault(key, {}).setdefault(one.year, []).append(one)
    for (stage, technology, _), years in groups.items():
        newest = max(years)
        if newest - 1 not in years:
            continue
        for name, measure in MEASURES.values():
            before = median(map(measure, years[newest - 1]))
            change = _change(before, median(map(measure, years[newest])))
            if abs(change) > DRIFT:
                said = text(
                    "{what} per unit of {stage}: the median changed by {change:+.1%} from {before} "
                    "({old} datasets) to {now} ({new} datasets)",
                    what=name,
                    stage=STAGES[stage],
                    change=change,
                    before=newest - 1,
                    old=len(years[newest - 1]),
                    now=newest,
                    new=len(years[newest]),
                )
                yield Remark(
                    kind="drift",
                    subject=f"{stage}:{technology}",
                    certificate="",
                    owner="",
                    said=said,
                    measure=change,
                )


def outliers(current: Iterable[Dataset]) -> Iterator[Remark]:
    """Yield values that are far from those of the same stage and technology.

    Parameters
    ----------
    current : iterable of Dataset
        The newest of each product.

    Yields
    ------
    Remark
        With the modified z-score [-].
    """
    groups: dict[tuple[str, str, str], list[Dataset]] = defaultdict(list)
    for one in current:
        groups[one.stage, one.technology, one.process.unit].append(one)
    for peers in groups.values():
        if len(peers) < FEWEST_PEERS:
            continue
        for name, measure in MEASURES.values():
            values = [measure(one) for one in peers]
            for one, score in zip(peers, modified_scores(values), strict=True):
                if abs(score) > FAR:
                    said = text(
                        "{what} of {value:.4g} per unit is far from its {count} peers, whose "
                        "median is {middle:.4g} (modified z-score {score:+.1f})",
                        what=name,
                        value=measure(one),
                        count=len(peers) - 1,
                        middle=median(values),
                        score=score,
                    )
                    yield remark("outlier", one, said, score)


def modified_scores(values: Sequence[float]) -> list[float]:
    """Return how far values are from their median, in robust standard deviations.

    Parameters
    ----------
    values : sequence of float
        At least one.

    Returns
    -------
    list of float
        0.6745 times the distance over the median absolute deviation; where more than half of the
        values are equal, the distance over 1.2533 times the mean absolute deviation; 0 where all
        are equal [-].
    """
    middle = median(values)
    distances = [value - middle for value in values]
    spread = median(map(abs, distances)) / 0.6745
    spread = spread or fmean(map(abs, distances)) * 1.253314
    return [distance / spread if spread else 0.0 for distance in distances]


def beyond_ranges(current: Iterable[Dataset], ranges: Iterable[PublishedRange]) -> Iterator[Remark]:
    """Yield footprints that are outside of what was published for their stage.

    Parameters
    ----------
    current : iterable of Dataset
        The newest of each product.
    ranges : iterable of PublishedRange
        Of the library; the newest of each stage counts.

    Yields
    ------
    Remark
        With the footprint over the nearer end of the range, minus 1 [-].
    """
    newest = {one.stage: one for one in sorted(ranges, key=lambda one: one.vintage)}
    for one in current:
        known = newest.get(one.stage)
        if known is None or known.unit != one.process.declared_unit:
            continue
        value = one.process.footprint
        low, high = known.low, known.high
        end = low if value < low else high if high is not None and value > high else None
        if end is not None:
            said = text(
                "the footprint of {value:.4g} kgCO2e/{unit} is outside of the published range, "
                "{low:g} to {high}",
                value=value,
                unit=known.unit,
                low=low,
                high=text("no known ceiling") if high is None else f"{high:g}",
            )
            yield remark("outlier", one, said, value / end - 1)


def not_held(current: Iterable[Dataset], day: datetime.date) -> Iterator[Remark]:
    """Yield datasets whose certificate does not hold, or will not for long.

    Parameters
    ----------
    current : iterable of Dataset
        The newest of each product.
    day : date
        Today.

    Yields
    ------
    Remark
        With the days to the certificate's last day [d].
    """
    for one in current:
        left = (one.expires - day).days
        if one.certificate_status != "valid":
            state = STATUS_NAMES[one.certificate_status]
            said = text("its certificate is no longer valid: {state}", state=state)
        elif left < 0:
            said = text("its certificate expired after {day}", day=one.expires)
        elif left <= SOON:
            said = text("its certificate expires after {day}", day=one.expires)
        else:
            continue
        yield remark("certificate", one, said, left)


def older_factors(current: Iterable[Dataset], library: Library) -> Iterator[Remark]:
    """Yield datasets whose footprint rests on electricity of which the library has a newer year.

    Their amounts stay true of their year; their stored footprint is that of then.

    Parameters
    ----------
    current : iterable of Dataset
        The newest of each product.
    library : Library
        The library with the newest years.

    Yields
    ------
    Remark
        With how many years lie between [years].
    """
    newer = newer_years(library)
    for one in current:
        for grid in one.process.grids:
            found = newer.get(grid.dataset)
            if found is None:
                continue
            old, new = found.years
            said = text(
                "its footprint rests on electricity of {place} of {old}; there is one of {new}",
                place=found.place,
                old=old,
                new=new,
            )
            yield remark("factor", one, said, new - old)


def _change(before: float, now: float) -> float:
    return now / before - 1 if before else 0.0


def remark(kind: str, dataset: Dataset, said: Text, measure: float) -> Remark:
    """Return a remark on a dataset."""
    return Remark(
        kind=kind,
        subject=dataset.key,
        certificate=dataset.certificate,
        owner=dataset.owner.name,
        said=said,
        measure=measure,
    )
