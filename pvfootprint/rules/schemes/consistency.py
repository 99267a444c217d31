"""Whether a scheme's file makes sense as a whole."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.language.texts import Text
    from pvfootprint.model.scheme import Component, Scheme, Threshold


def inconsistencies(scheme: Scheme, file: str, key: str) -> list[Finding]:
    """Return what contradicts itself in a scheme's file.

    Parameters
    ----------
    scheme : Scheme
        As read.
    file, key : str
        Where it was read, and the key that its name stands for.

    Returns
    -------
    list of Finding
        SCM-002 for keys that do not fit each other, SCM-003 for thresholds that overlap or leave a
        hole.
    """
    wrong = [
        Finding("SCM-002", message, file, column=column, found=found, expected=expected)
        for message, column, found, expected in (*_keys(scheme, key), *_parts(scheme))
    ]
    holes = [
        Finding("SCM-003", message, file, column="thresholds", found=found, expected=expected)
        for message, found, expected in (*_grades(scheme), *_limits(scheme))
    ]
    return [*wrong, *holes]


def _keys(scheme: Scheme, key: str) -> Iterator[tuple[Text, str, str, str]]:
    if scheme.key != key:
        said = text("the key is not the name of the file")
        yield said, "key", scheme.key, key
    keys = [t.key for t in scheme.thresholds]
    for twice in sorted({one for one in keys if keys.count(one) > 1}):
        yield text("the key stands twice"), "thresholds", twice, ""
    named = {t.source for t in scheme.thresholds} | {scheme.boundary_source}
    for source in sorted((named | {scheme.rounding.source}) - {"", *scheme.sources}):
        said = text("the source is not in the list of sources")
        yield said, "sources", source, ", ".join(scheme.sources)
    if (scheme.judges == "none") != bool(scheme.no_verdict):
        said = text("no_verdict stands where, and only where, there are no thresholds")
        yield said, "no_verdict", scheme.no_verdict, ""
    if (scheme.judges == "none") == bool(scheme.thresholds):
        said = text("thresholds do not fit what the scheme judges by")
        yield said, "judges", scheme.judges, ""


def _parts(scheme: Scheme) -> Iterator[tuple[Text, str, str, str]]:
    needs = {
        "stages": (scheme.stages, "groups"),
        "groups": (scheme.groups, "groups"),
        "components": (scheme.components, "components"),
    }
    for column, (values, method) in needs.items():
        if (scheme.method == method) != bool(values):
            said = text(
                "{column} stand with the method {method} and no other", column=column, method=method
            )
            yield said, "boundary.method", scheme.method, ""
    for component in scheme.components:
        if not _countable(component):
            said = text("a component is either of a stage or of datasets")
            yield said, "components", component.key, ""


def _countable(component: Component) -> bool:
    of_stage = bool(component.stage)
    return of_stage != bool(component.datasets) and (of_stage or not component.step)


def _grades(scheme: Scheme) -> Iterator[tuple[Text, str, str]]:
    if scheme.judges != "grades":
        return
    grades = scheme.thresholds
    if grades[0].above is not None:
        said = text("the best grade has a lower limit, so that smaller values have no grade")
        yield said, f"{grades[0].key}: {_span(grades[0])}", ""
    if grades[-1].below is not None:
        said = text("the worst grade has an upper limit, so that larger values have no grade")
        yield said, f"{grades[-1].key}: {_span(grades[-1])}", ""
    for better, worse in pairwise(grades):
        if better.below is None or worse.above != better.below:
            said = text("two grades overlap or leave a hole between them")
            found = f"{better.key}: {_span(better)}; {worse.key}: {_span(worse)}"
            yield said, found, f"{worse.key}: above = {better.below}"


def _limits(scheme: Scheme) -> Iterator[tuple[Text, str, str]]:
    if scheme.judges != "limits":
        return
    for limit in scheme.thresholds:
        if limit.above is not None or limit.below is None:
            said = text("a limit has an upper end and no lower one")
            yield said, f"{limit.key}: {_span(limit)}", "below"


def _span(threshold: Threshold) -> str:
    low = "" if threshold.above is None else f"> {threshold.above:g}"
    sign = "<=" if threshold.below_itself else "<"
    high = "" if threshold.below is None else f"{sign} {threshold.below:g}"
    return ", ".join(part for part in (low, high) if part) or "-"
