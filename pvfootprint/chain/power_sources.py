"""Finds the datasets behind a site's electricity: technologies, residual mixes and grids."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.chain.contracts import GRID, NOTHING, OWN_GENERATION
from pvfootprint.chain.electricity import RESIDUAL_MIX, ElectricityRequest, resolve
from pvfootprint.chain.faults import fault
from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import SelectionError

if TYPE_CHECKING:
    from pvfootprint.chain.electricity import ElectricityOptions
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.model.site_rows import ElectricityContract
    from pvfootprint.model.system import ElectricityChoice


@dataclass(frozen=True, slots=True)
class PowerSource:
    """A dataset of electricity, and what it counts as.

    Parameters
    ----------
    tier : str
        A kind of contract, ``residual mix`` or ``grid``.
    dataset : str
        Code of the dataset.
    technology, place : str
        As in the contract; whose residual mix or grid it is.
    year : int, optional
        Year of its data.
    share : float
        Share of what it is a source of [-].
    why : Text
        Which flag it carries; empty without one.
    """

    tier: str
    dataset: str
    technology: str = ""
    place: str = ""
    year: int | None = None
    share: float = 1.0
    why: Text = NOTHING


class PowerSources:
    """Chooses datasets for one site.

    Parameters
    ----------
    library : Library
        The compiled library.
    site : SiteInventory
        Whose electricity it is.
    options : ElectricityOptions
        Year of the data.
    """

    def __init__(self, library: Library, site: SiteInventory, options: ElectricityOptions) -> None:
        self.library, self.site = library, site
        self.options = replace(options, requests=(), losses="default")
        self.country = site.company.location.partition("-")[0]
        self.findings: list[Finding] = []
        self.choices: dict[str, ElectricityChoice] = {}
        self.without_residual: dict[str, None] = {}

    def of(self, row: ElectricityContract) -> PowerSource | None:
        """Return the source of a contract's technology; None if the library has none.

        Own generation is taken at the plant; what comes over a line, direct or public, as
        delivered: with network losses, which for a direct line is more than it loses.
        """
        place = f"{self.country}-green-{row.technology}"
        if not any(i.electricity_location == place for i in self.library.inventories.values()):
            return None
        choice = self._resolved(ElectricityRequest(place), row)
        if choice is None:
            return None
        found = PowerSource(row.kind, choice.node, row.technology, row.place, choice.year)
        if row.kind != OWN_GENERATION:
            self.choices[choice.node] = choice
            return found
        delivered = self.library.inventories[choice.node]
        at_plant = (e.target for e in delivered.inputs if row.technology in e.target)
        return replace(found, dataset=next(at_plant, delivered.code))

    def rest(self, grids: dict[str, float], basis: str) -> list[PowerSource]:
        """Return the sources of what no contract covers, with the share of each.

        Parameters
        ----------
        grids : dict
            Weight of each place from whose grid the site takes.
        basis : str
            ``market``: residual mixes where there are any, else grids; ``location``: grids.

        Returns
        -------
        list of PowerSource
            One for each place that the library knows.
        """
        whole = sum(grids.values())
        found = []
        for place, weight in grids.items():
            source = self._residual(place) if basis == "market" else None
            source = source or self._grid(place, flagged=basis == "market")
            if source:
                found.append(replace(source, share=weight / whole))
        return found

    def _residual(self, place: str) -> PowerSource | None:
        """Return the residual mix of a place, else of its country, if the library has one."""
        for name in dict.fromkeys((place, place.partition("-")[0])):
            has = any(
                i.electricity_location == name and i.electricity_method == RESIDUAL_MIX
                for i in self.library.inventories.values()
            )
            choice = self._resolved(ElectricityRequest(name, RESIDUAL_MIX), None) if has else None
            if choice:
                self.choices[choice.node] = choice
                return PowerSource(RESIDUAL_MIX, choice.node, place=name, year=choice.year)
        return None

    def _grid(self, place: str, *, flagged: bool) -> PowerSource | None:
        supply = next(
            (i.code for i in self.library.inventories.values() if i.electricity_supply == place),
            "",
        )
        row = next((r for r in self.site.electricity if r.place == place), None)
        # Which year stands behind a supply is for the whole system to choose, and to complain of.
        choice = self._year_of(place) if supply else self._resolved(ElectricityRequest(place), row)
        if choice is None and not supply:
            return None
        if choice and not supply:
            self.choices[choice.node] = choice
        why = NOTHING
        if flagged:
            self.without_residual[place.partition("-")[0]] = None
            why = text("no residual mix in the library: the factor of the grid")
        node = supply or (choice.node if choice else "")
        return PowerSource(GRID, node, place=place, year=choice.year if choice else None, why=why)

    def _year_of(self, place: str) -> ElectricityChoice | None:
        try:
            return resolve(self.library, ElectricityRequest(place), self.options)
        except SelectionError:
            return None

    def _resolved(
        self, request: ElectricityRequest, row: ElectricityContract | None
    ) -> ElectricityChoice | None:
        origin = row.origin if row else self.site.company.origin
        try:
            return resolve(self.library, request, self.options)
        except SelectionError as error:
            self.findings += [
                fault(
                    finding.code,
                    finding.message,
                    origin,
                    "place" if row else "location",
                    found=finding.found,
                    expected=finding.expected,
                    hint=finding.hint,
                )
                for finding in error.findings
            ]
            return None
