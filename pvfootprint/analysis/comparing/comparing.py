"""Sets products side by side in one declared unit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING

from pvfootprint.analysis.comparing.causes import causes
from pvfootprint.analysis.comparing.cutting import Cut
from pvfootprint.analysis.comparing.methods import METHODS, assumptions, differing, method_values
from pvfootprint.analysis.hotspots.finding import wrong_cutoff
from pvfootprint.analysis.hotspots.terms import take_apart
from pvfootprint.documents.numbers import figures
from pvfootprint.engine.computing import compute
from pvfootprint.engine.contributing import share
from pvfootprint.engine.solving import solve
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.comparison import Compared, Comparison, MethodRow, PartRow
from pvfootprint.model.findings import AnalysisError, Finding
from pvfootprint.model.terms import GROUPS, STAGES, UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.analysis.hotspots.terms import Terms
    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.model.comparison import Causes
    from pvfootprint.model.footprint import Footprint

CUTOFF = 0.005
"""Share of the larger footprint below which causes of a difference are taken together [-]."""

SAME_PIECE = 1e-3
"""Difference of reference flows from which a piece of one is not a piece of the other [-]."""

MOST = len(ascii_uppercase)
"""Products that can be compared at once: each has a letter."""


@dataclass(frozen=True, slots=True)
class _One:
    """A product that is compared."""

    letter: str
    written: str
    subject: Subject
    footprint: Footprint
    terms: Terms


def compare(
    subjects: Sequence[Subject], written: Sequence[str] = (), *, cutoff: float = CUTOFF
) -> Comparison:
    """Set products side by side.

    Parameters
    ----------
    subjects : sequence of Subject
        At least two products of one stage in one declared unit.
    written : sequence of str
        How people named them; the names of the products by default.
    cutoff : float
        Share of the larger footprint below which causes of a difference are taken together [-].

    Returns
    -------
    Comparison
        In which each difference is to the first product.

    Raises
    ------
    AnalysisError
        ANA-001 for a cut-off that is not possible, ANA-004 for different declared units, ANA-005
        for different stages, ANA-006 for fewer than two products or more than 26.
    CalculationError
        As :func:`pvfootprint.engine.solving.solve`.
    """
    names = list(written) or [subject.system.name for subject in subjects]
    _check(subjects, names, cutoff)
    found = [
        _one(letter, name, subject)
        for letter, name, subject in zip(ascii_uppercase, names, subjects, strict=False)
    ]
    unit = subjects[0].unit
    cut = Cut(subjects)
    differences = tuple(
        causes(one.letter, found[0].terms.terms, one.terms.terms, cut, cutoff) for one in found[1:]
    )
    methods = _methods(subjects)
    products = tuple(_compared(one, found[0]) for one in found)
    return Comparison(
        stage=subjects[0].system.product.stage,
        declared_unit=subjects[0].system.declared_unit.unit,
        unit=unit,
        message=_message(products, differences, unit),
        limits=(
            *_limits(products, methods, cut, subjects[0].system.declared_unit.unit),
            *_scenarios(found),
        ),
        products=products,
        parts=_parts([one.footprint for one in found], cut),
        methods=methods,
        differences=differences,
    )


def _one(letter: str, written: str, subject: Subject) -> _One:
    solution = solve(subject.system, subject.factors)
    return _One(
        letter,
        written,
        subject,
        compute(subject.system, subject.factors, solution),
        take_apart(subject.system, subject.factors, solution),
    )


def _compared(one: _One, first: _One) -> Compared:
    total, least = one.footprint.total.value, first.footprint.total.value
    declared = one.subject.system.declared_unit
    return Compared(
        letter=one.letter,
        written=one.written,
        product=one.subject.system.name,
        owner=str(one.footprint.product.get("company", "")),
        total=total,
        difference=total - least,
        ratio=share(total - least, least),
        primary_share=one.footprint.primary_data_share,
        proxy_share=one.footprint.proxy_share,
        not_split_share=one.footprint.not_split.share,
        reference_flow=declared.reference_flow,
        reference_unit=declared.reference_unit,
        assumed=assumptions(one.subject),
    )


def _parts(footprints: Sequence[Footprint], cut: Cut) -> tuple[PartRow, ...]:
    """Return stages, groups, both and gases side by side."""
    by_stage = [_groups(one, cut) for one in footprints]
    rows = []
    for stage in cut.joined:
        values = tuple(math.fsum(one[stage].values()) for one in by_stage)
        rows.append(_row("stage", stage, stage, cut.name(stage), values))
    for group, name in GROUPS.items():
        sums = tuple(math.fsum(part.groups[group] for part in one.stages) for one in footprints)
        if any(sums):
            rows.append(_row("group", group, "", name, sums))
    for stage in cut.joined:
        for group, name in GROUPS.items():
            values = tuple(one[stage][group] for one in by_stage)
            if any(values):
                rows.append(_row("stage-group", f"{stage}:{group}", stage, name, values))
    by_gas = [{part.gas: part.value for part in one.gases} for one in footprints]
    gases = dict.fromkeys(gas for one in by_gas for gas in one)
    for gas in gases:
        values = tuple(one.get(gas, 0.0) for one in by_gas)
        rows.append(_row("gas", gas, "", text(gas), values))
    return tuple(rows)


def _groups(footprint: Footprint, cut: Cut) -> dict[str, dict[str, float]]:
    """Return the groups of each stage that all products have."""
    parts: dict[str, dict[str, list[float]]] = {
        stage: {group: [] for group in GROUPS} for stage in cut.joined
    }
    for part in footprint.stages:
        for group, value in part.groups.items():
            parts[cut.target[part.stage]][group].append(value)
    return {
        stage: {group: math.fsum(values) for group, values in groups.items()}
        for stage, groups in parts.items()
    }


def _row(kind: str, key: str, stage: str, name: Text, values: tuple[float, ...]) -> PartRow:
    return PartRow(kind=kind, key=key, stage=stage, name=name, values=values)


def _methods(subjects: Sequence[Subject]) -> tuple[MethodRow, ...]:
    found = [method_values(subject) for subject in subjects]
    rows = []
    for key, (name, matters, _) in METHODS.items():
        values = tuple(one[key] for one in found)
        rows.append(
            MethodRow(key=key, name=name, values=values, differs=differing(values), matters=matters)
        )
    return tuple(rows)


def _message(products: Sequence[Compared], differences: Sequence[Causes], unit: str) -> Text:
    lowest = min(products, key=lambda one: one.total)
    if len(products) > 2:
        parts = [
            text(
                "{letter} {total} ({ratio:+.1%})",
                letter=p.letter,
                total=figures(p.total),
                ratio=p.ratio,
            )
            for p in products[1:]
        ]
        return text(
            "{lowest} is lowest, {total} {unit}. Beside A ({first}): {parts}.",
            lowest=lowest.letter,
            total=figures(lowest.total),
            unit=unit,
            first=figures(products[0].total),
            parts=joined(", ", parts),
        )
    first, other = products
    if not other.difference:
        return text("A and B are equal: {total} {unit}.", total=figures(first.total), unit=unit)
    numbers = {
        "b": figures(other.total),
        "a": figures(first.total),
        "unit": unit,
        "ratio": abs(other.ratio),
        "why": differences[0].message,
    }
    if other.difference < 0:
        return text("B ({b} {unit}) is {ratio:.1%} below A ({a}). {why}", **numbers)
    return text("B ({b} {unit}) is {ratio:.1%} above A ({a}). {why}", **numbers)


def _limits(
    products: Sequence[Compared], methods: Sequence[MethodRow], cut: Cut, declared: str
) -> tuple[Text, ...]:
    """Say what the comparison does not show."""
    found = [
        text(
            "These are partial carbon footprints (ISO 14067:2018, 3.1.1.2), cradle to gate: what "
            "was emitted until the product left the factory. Yield, lifetime, degradation and end "
            "of life are not in them, so they may not be used to say that one product is better "
            "over its life."
        )
    ]
    weak = [row.name for row in methods if row.differs and row.matters]
    if weak:
        found.append(
            text(
                "They were not counted alike in: {what}. A part of the difference can come from "
                "that alone.",
                what=joined(", ", weak),
            )
        )
    if not cut.alike:
        together = [cut.name(stage) for stage, stages in cut.joined.items() if len(stages) > 1]
        found.append(
            text(
                "Not every product shows every stage apart: {stages} stand together.",
                stages=joined(", ", together),
            )
        )
    flows = [one.reference_flow for one in products]
    if declared == "piece" and max(flows) - min(flows) > SAME_PIECE * max(flows):
        found.append(
            text(
                "A piece of one is not a piece of the other: {sizes}. Compare them per kWp or per "
                "square metre.",
                sizes=joined(", ", (_size(one) for one in products)),
            )
        )
    if len({one.primary_share > 0 for one in products}) > 1:
        found.append(
            text(
                "Some rest on data of companies, others on averages of the library: the difference "
                "shows how far a company is from the average, and how good the average is."
            )
        )
    return tuple(found)


def _scenarios(found: Sequence[_One]) -> tuple[Text, ...]:
    """Say which of the products are not what is made."""
    letters = [one.letter for one in found if one.subject.system.scenario_hash]
    if not letters:
        return ()
    return (
        text(
            "{letters}: a scenario. It says what would be, not what is, and declares nothing.",
            letters=joined(", ", letters),
        ),
    )


def _size(one: Compared) -> Text:
    unit = UNITS.get(one.reference_unit, one.reference_unit)
    return Text(f"{one.letter} {figures(one.reference_flow)} {unit}")


def _check(subjects: Sequence[Subject], names: Sequence[str], cutoff: float) -> None:
    """Refuse what cannot be compared, all of it at once."""
    findings = wrong_cutoff(cutoff)
    if not 2 <= len(subjects) <= MOST:
        findings.append(
            Finding(
                "ANA-006",
                text("a comparison needs from 2 to {most} products", most=MOST),
                found=str(len(subjects)),
            )
        )
    stages = [STAGES[subject.system.product.stage] for subject in subjects]
    units = [subject.system.declared_unit.unit for subject in subjects]
    if len(set(stages)) > 1:
        findings.append(
            Finding(
                "ANA-005",
                text("products of different stages cannot be compared"),
                found=_each(names, stages),
                expected=text("products of one stage, such as two modules"),
                hint=text("compare each with a product of its own stage"),
            )
        )
    elif len(set(units)) > 1:
        findings.append(
            Finding(
                "ANA-004",
                text("the products have different declared units"),
                found=_each(names, units),
                expected=text("one declared unit for all"),
                hint=text("name one for all with --per, such as --per {unit}", unit=units[0]),
            )
        )
    if findings:
        raise AnalysisError(findings)


def _each(names: Sequence[str], values: Sequence[str]) -> Text:
    parts = [
        text("{name}: {value}", name=name, value=value)
        for name, value in zip(names, values, strict=True)
    ]
    return joined("; ", parts)
