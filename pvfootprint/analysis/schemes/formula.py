"""Adds up a formula over components and countries: G = sum of Q_i x_ij GWP_ij."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pvfootprint.engine.contributing import share
from pvfootprint.language.texts import in_both, joined, text
from pvfootprint.model.footprint import Part
from pvfootprint.rules.schemes.coefficients import ANY_COUNTRY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pvfootprint.analysis.schemes.quantities import Quantities
    from pvfootprint.language.texts import Text
    from pvfootprint.model.scheme import Coefficient, Component, Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaSum:
    """What a formula gives.

    Parameters
    ----------
    value : float, optional
        The sum [kgCO2e/kWp]; None where something is missing.
    parts : tuple of Part
        By component and country, the largest first; empty where something is missing.
    missing, cautions : tuple of Text
        What the user must give; what a reader must know.
    """

    value: float | None
    parts: tuple[Part, ...]
    missing: tuple[Text, ...]
    cautions: tuple[Text, ...]


def add_up(scheme: Scheme, rows: Sequence[Coefficient], quantities: Quantities) -> FormulaSum:
    """Add up the formula of a scheme.

    Parameters
    ----------
    scheme : Scheme
        With components.
    rows : sequence of Coefficient
        Of this scheme.
    quantities : Quantities
        Of the module, per kWp.

    Returns
    -------
    FormulaSum
        ``sum over components i and countries j of quantity_ij * coefficient_ij``, where
        ``quantity_ij = Q_i x_ij``: the inventory's, or that of the rows where they give one.
    """
    work = _Work(quantities)
    for component in scheme.components:
        work.add(component, [row for row in rows if row.component == component.key])
    missing = (*work.missing, *_unknown(work.unknown))
    total = math.fsum(term.value for term in work.terms)
    parts = [term.part(total) for term in sorted(work.terms, key=lambda term: -term.value)]
    return FormulaSum(
        value=None if missing else total,
        parts=() if missing else tuple(parts),
        missing=missing,
        cautions=tuple(work.cautions()),
    )


def unknown_quantities(scheme: Scheme, quantities: Quantities) -> tuple[Text, ...]:
    """Return which quantities of a formula the inventory does not tell, and why.

    Parameters
    ----------
    scheme : Scheme
        With components.
    quantities : Quantities
        Of the module.

    Returns
    -------
    tuple of Text
        One sentence for each reason.
    """
    reasons: dict[Text, list[Text]] = {}
    for component in scheme.components:
        why = quantities.of(component).unknown
        if why is not None:
            reasons.setdefault(why, []).append(in_both(component.en, component.zh))
    return _unknown(reasons)


def _unknown(reasons: Mapping[Text, Sequence[Text]]) -> tuple[Text, ...]:
    return tuple(
        text(
            "quantity of {components} (column quantity of the coefficient file): {why}",
            components=joined(", ", components),
            why=why,
        )
        for why, components in reasons.items()
    )


@dataclass(frozen=True, slots=True)
class _Term:
    """One summand."""

    component: Component
    country: str
    quantity: float
    coefficient: float

    @property
    def value(self) -> float:
        return self.quantity * self.coefficient

    def part(self, total: float) -> Part:
        key, country = self.component.key, self.country
        name = f"{self.component.en}, {country}", f"{self.component.zh}，{country}"
        return Part(f"{key}:{country}", *name, self.value, share(self.value, total))


@dataclass(slots=True)
class _Work:
    """Collects summands, what is missing, and what was taken instead."""

    quantities: Quantities
    terms: list[_Term] = field(default_factory=list)
    missing: list[Text] = field(default_factory=list)
    unknown: dict[Text, list[Text]] = field(default_factory=dict)
    given: list[Text] = field(default_factory=list)
    elsewhere: list[Text] = field(default_factory=list)

    def add(self, component: Component, rows: Sequence[Coefficient]) -> None:
        name = in_both(component.en, component.zh)
        stated = [(row, row.quantity) for row in rows if row.quantity is not None]
        if stated:
            self.given.append(name)
            self.terms += [_Term(component, row.country, q, row.value) for row, q in stated]
            return
        quantity = self.quantities.of(component)
        if quantity.unknown is not None:
            self.unknown.setdefault(quantity.unknown, []).append(name)
            return
        of_country = {row.country: row for row in rows}
        for country, amount in sorted(quantity.by_country.items()):
            found = _row(of_country, country)
            if not amount:
                continue
            if found is None:
                self.missing.append(
                    text("coefficient of {component}, {country}", component=name, country=country)
                )
                continue
            if found.country == ANY_COUNTRY:
                said = text("{component}, {country}", component=name, country=country)
                self.elsewhere.append(said)
            self.terms.append(_Term(component, country, amount, found.value))

    def cautions(self) -> list[Text]:
        found = []
        if self.given:
            names = joined(", ", self.given)
            found.append(text("quantities from the coefficient file: {names}", names=names))
        if self.elsewhere:
            names = joined("; ", self.elsewhere)
            found.append(
                text("the coefficient of every other country (*) stands for: {names}", names=names)
            )
        return found


def _row(rows: dict[str, Coefficient], location: str) -> Coefficient | None:
    """Return the row of a location, of its country, or of every other country."""
    for country in (location, location.partition("-")[0], ANY_COUNTRY):
        if country in rows:
            return rows[country]
    return None
