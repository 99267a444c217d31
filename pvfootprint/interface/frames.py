"""Turns results of analyses into tables of pandas."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, Any

import pandas as pd

from pvfootprint.analysis.uncertainty import Simulated, Weighed
from pvfootprint.model.comparison import Comparison
from pvfootprint.model.footprint import Footprint
from pvfootprint.model.hotspots import Hotspots, in_json
from pvfootprint.model.reduction import Reduction

if TYPE_CHECKING:
    from collections.abc import Iterable

    Frames = dict[str, pd.DataFrame]


@singledispatch
def frames(result: object) -> Frames:
    """Turn the result of an analysis into tables.

    Parameters
    ----------
    result : Footprint, Hotspots, Simulated, Weighed, Reduction or Comparison
        What a function of :mod:`pvfootprint.interface.analyses` returned.

    Returns
    -------
    dict of pandas.DataFrame
        By name; the columns are the fields of the result's rows, as their docstrings say. A text
        stands in English, and in Chinese in the column ``..._zh``.

    Raises
    ------
    TypeError
        For anything else.
    """
    msg = f"{type(result).__name__} is no result of an analysis"
    raise TypeError(msg)


@frames.register(Footprint)
def _of_footprint(result: Footprint) -> Frames:
    names = ("stages", "categories", "gases", "processes", "suppliers", "gaps", "cut_offs")
    found = {name: _table(getattr(result, name)) for name in names}
    groups = pd.DataFrame([stage.groups for stage in result.stages])
    found["stages"] = found["stages"].drop(columns=["groups", "processes"]).join(groups)
    return found


@frames.register(Hotspots)
def _of_hotspots(result: Hotspots) -> Frames:
    found = {split.key: _table(split.rows) for split in result.splits}
    found["spots"] = _table(result.spots)
    found["tree"] = _table(result.tree)
    found["nodes"] = _table(result.network.nodes)
    found["bands"] = _table(result.network.bands)
    for cross in result.crosses:
        rows, columns = ([part.name.en for part in side] for side in (cross.rows, cross.columns))
        found[cross.key] = pd.DataFrame(list(cross.values), rows, columns)
    return found


@frames.register(Simulated)
def _of_simulated(result: Simulated) -> Frames:
    products = [result.result.product]
    distributions = [result.result.distribution]
    if result.result.comparison:
        products.append(result.result.comparison.other)
        distributions.append(result.result.comparison.distribution)
    summary = _table(distributions)
    summary.insert(0, "product", products)
    histograms = [column for column in summary.columns if summary[column].map(_is_list).any()]
    draws = {f"product {i}": scores for i, scores in enumerate(result.scores, start=1)}
    return {"summary": summary.drop(columns=histograms), "draws": pd.DataFrame(draws)}


@frames.register(Weighed)
def _of_weighed(result: Weighed) -> Frames:
    return {
        "points": pd.DataFrame([point.to_dict() for point in result.result.points]),
        "unstated": pd.DataFrame([point.to_dict() for point in result.result.unstated]),
    }


@frames.register(Reduction)
def _of_reduction(result: Reduction) -> Frames:
    said = result.to_dict()
    best = [{**one, "levers": ", ".join(one["levers"])} for one in said["best_by_number"]]
    tables = {name: pd.DataFrame(said[name]) for name in ("levers", "alone", "sequence")}
    return {**tables, "best": pd.DataFrame(best)}


@frames.register(Comparison)
def _of_comparison(result: Comparison) -> Frames:
    letters = [product.letter for product in result.products]
    causes = [
        {"letter": difference.letter, **in_json(cause)}
        for difference in result.differences
        for cause in difference.causes
    ]
    parts = _table(result.parts)
    values = pd.DataFrame(parts.pop("values").tolist(), columns=letters)
    return {
        "products": _table(result.products),
        "parts": parts.join(values),
        "causes": pd.DataFrame(causes),
        "paired": _table(result.paired),
    }


def _table(rows: Iterable[Any]) -> pd.DataFrame:
    return pd.DataFrame([in_json(row) for row in rows])


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple)
