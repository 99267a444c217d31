"""What stands in the shipped library for the inputs, flows and products of another inventory."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pvfootprint.language.texts import Text, in_both, text

QUALITIES = {
    "exact": text("the same product"),
    "proxy": text("another product stands for it"),
    "cut-off": text("left out, visibly"),
    "service": text("a service left out, which adds no mass"),
    "capital goods": text("factory or machine, outside the boundary"),
}
"""How well something of the shipped library stands for an input."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What stands for an input of the other inventory.

    Parameters
    ----------
    activity, product, location, unit : str
        The supplier that the other inventory names; any place if the location is empty.
    target : str
        Code of the dataset that stands for it; empty if it is left out.
    factor : float
        Amount of the target per unit of the input [unit/unit]; below zero where the other
        inventory writes waste as a negative input.
    quality : str
        A key of :data:`QUALITIES`.
    reason, reason_zh : str
        Why.
    """

    activity: str
    product: str
    location: str
    unit: str
    target: str
    factor: float
    quality: str
    reason: str
    reason_zh: str

    @property
    def why(self) -> Text:
        """The reason, in both languages."""
        return in_both(self.reason, self.reason_zh)


@dataclass(frozen=True, slots=True)
class FlowCounterpart:
    """The elementary flow that stands for one of the other inventory; none if its name is empty."""

    name: str
    categories: str
    unit: str
    target: str
    target_categories: str


@dataclass(frozen=True, slots=True)
class MappedProduct:
    """An activity of the other inventory that is a product of the chain.

    Parameters
    ----------
    activity : str
        Its name; it is taken at every location.
    stage, technology, design : str
        How a user asks for it.
    default : bool
        Whether this design is meant when none is named.
    like : str
        Code of a shipped dataset whose efficiency and area of a piece hold for it.
    """

    activity: str
    stage: str
    technology: str
    design: str
    default: bool
    like: str


@dataclass(frozen=True)
class Mapping:
    """How another inventory becomes a set beside the shipped library."""

    background: tuple[Counterpart, ...]
    flows: tuple[FlowCounterpart, ...]
    products: tuple[MappedProduct, ...]

    @cached_property
    def _by_input(self) -> dict[tuple[str, ...], Counterpart]:
        return {(c.activity, c.product, c.unit, c.location): c for c in self.background}

    @cached_property
    def _by_flow(self) -> dict[tuple[str, ...], FlowCounterpart]:
        return {(f.name, f.categories, f.unit): f for f in self.flows}

    def counterpart(
        self, activity: str, product: str, unit: str, location: str
    ) -> Counterpart | None:
        """Return what stands for an input: at that location, else at any.

        Parameters
        ----------
        activity, product, unit, location : str
            The supplier that is named.

        Returns
        -------
        Counterpart, optional
            None if the mapping does not know it.
        """
        known = self._by_input
        at_place = known.get((activity, product, unit, location))
        return at_place or known.get((activity, product, unit, ""))

    def flow(self, name: str, categories: str, unit: str) -> FlowCounterpart | None:
        """Return what stands for an elementary flow; None if the mapping does not know it."""
        return self._by_flow.get((name, categories, unit))

    def as_product(self, activity: str) -> MappedProduct | None:
        """Return how an activity is asked for; None if it is no product of the chain."""
        return next((p for p in self.products if p.activity == activity), None)
