"""What one unit of a flow causes, after the shipped library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.engine.backgrounds import make_background

if TYPE_CHECKING:
    from pvfootprint.database.averaging.flows import FlowKey
    from pvfootprint.model.inventory import CharacterizationSet, Library


class Values:
    """Values of flows.

    Parameters
    ----------
    library : Library
        The shipped library.
    factors : CharacterizationSet
        GWP set.
    """

    def __init__(self, library: Library, factors: CharacterizationSet) -> None:
        self.library = library
        self._weights = factors.factors
        self._background = make_background(library, factors)
        self._stages = {one.stage for one in library.inventories.values()}

    def of(self, key: FlowKey) -> float | None:
        """Return what one unit of a flow causes.

        Parameters
        ----------
        key : FlowKey
            Of a company's unit process.

        Returns
        -------
        float, optional
            [kgCO2e/unit]; 0 for supplies, whose part is not the process's own; None for what the
            library does not know, or knows in another unit.
        """
        if key.kind == "supply":
            return 0.0 if key.code in self._stages else None
        if key.kind == "emission":
            flow = self.library.flows.get(key.code)
            if flow is None or flow.unit != key.unit:
                return None
            weight = self._weights.get(flow.name)
            return weight.amount if weight else 0.0
        dataset = self.library.inventories.get(key.code)
        if dataset is None or dataset.unit != key.unit:
            return None
        return float(self._background.upstream[self._background.place[key.code]])
