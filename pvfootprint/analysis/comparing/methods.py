"""Sets side by side how products were counted, and what they rest on that nobody measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, in_both, joined, text
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pvfootprint.analysis.subjects import Subject

BASES = {
    "market": text("market-based (contracts and certificates)"),
    "location": text("location-based (what physically supplies the sites)"),
}


def method_values(subject: Subject) -> dict[str, Text]:
    """Return how a product was counted.

    Parameters
    ----------
    subject : Subject
        The product system, and what it was built from.

    Returns
    -------
    dict
        By key of :data:`METHODS`.
    """
    return {key: value(subject) for key, (_, _, value) in METHODS.items()}


def _rules(subject: Subject) -> Text:
    title = in_both(subject.rules.title, subject.rules.title_zh)
    return text("{rules}, version {version}", rules=title, version=subject.rules.version)


def _basis(subject: Subject) -> Text:
    if not subject.system.members:
        return text("grids of the library")
    return BASES[subject.case.accounting.electricity_basis]


def _grids(subject: Subject) -> Text:
    choices = subject.system.electricity
    own = [choice for choice in choices if choice.own] or list(choices)
    return _list(
        text(
            "{place} {year} ({method}, {losses} losses)",
            place=choice.location,
            year=choice.year,
            method=text(choice.method),
            losses=text(choice.losses),
        )
        for choice in own
    )


def _period(subject: Subject) -> Text:
    members = subject.system.members
    if not members:
        return text("library, status {year}", year=subject.system.product.vintage or "–")
    start = min(member.start for member in members)
    end = max(member.end for member in members)
    return Text(f"{start.isoformat()} ~ {end.isoformat()}")


def _sources(subject: Subject) -> Text:
    counts = [
        text("{count} workbooks", count=_count(subject, "workbook")),
        text("{count} summaries", count=_count(subject, "summary")),
        text("{count} gaps filled from the library", count=len(subject.system.gaps)),
    ]
    return joined(", ", counts) if subject.system.members else text("library alone")


def _count(subject: Subject, source: str) -> int:
    return sum(1 for member in subject.system.members if member.source == source)


def _stages(subject: Subject) -> Text:
    place = {inventory.code: inventory for inventory in subject.system.inventories}
    there = {place[code].stage for code in subject.system.stage_codes}
    return joined(", ", (name for stage, name in STAGES.items() if stage in there))


def _list(parts: Iterable[Text]) -> Text:
    return joined("; ", sorted(set(parts)))


def _libraries(subject: Subject) -> str:
    used = subject.system.sets
    sets = (f"{one.name} {one.content_hash[:12]} ({one.licence})" for one in used)
    return " + ".join([subject.system.library_hash[:12], *sets])


METHODS: dict[str, tuple[Text, bool, Callable[[Subject], Text]]] = {
    "rules": (text("rule set"), True, _rules),
    "gwp": (text("GWP set"), True, lambda subject: Text(subject.factors.title)),
    "basis": (text("electricity basis"), True, _basis),
    "grids": (text("electricity data"), True, _grids),
    "period": (text("time of the data"), True, _period),
    "stages": (text("stages that stand apart"), False, _stages),
    "sources": (text("data from"), False, _sources),
    "library": (
        text("library"),
        True,
        lambda subject: Text(_libraries(subject)),
    ),
}
"""What is set side by side: its name, whether a difference weakens the comparison, its value."""


def assumptions(subject: Subject) -> tuple[Text, ...]:
    """Return what a product rests on that nobody measured.

    Parameters
    ----------
    subject : Subject
        The product system, and what it was built from.

    Returns
    -------
    tuple of Text
        Conversions of the declared unit, gaps filled from the library, parameters changed.
    """
    system = subject.system
    found = [_as_text(one) for one in system.declared_unit.assumptions]
    found += [
        text(
            "{share:.0%} of the {stage} taken is {dataset}: {why}",
            share=gap.supply_share,
            stage=text(gap.stage),
            dataset=gap.dataset,
            why=gap.why,
        )
        for gap in system.gaps
    ]
    found += [text("changed: {setting}", setting=setting) for setting in system.settings]
    return tuple(found)


def _as_text(one: str) -> Text:
    return one if isinstance(one, Text) else Text(one)


def differing(values: Sequence[Text]) -> bool:
    """Return whether products were not all counted alike."""
    return len({str(value) for value in values}) > 1
