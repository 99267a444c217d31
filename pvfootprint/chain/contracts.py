"""The electricity of a site: what its contracts show, and the grid for the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.chain.electricity import ElectricityRequest, resolve
from pvfootprint.chain.exchanges import production
from pvfootprint.chain.faults import fault
from pvfootprint.language.texts import Text, text
from pvfootprint.library.units import symbols_of, to_library_unit
from pvfootprint.model.accounting import DEFAULT
from pvfootprint.model.findings import SelectionError
from pvfootprint.model.inventory import Exchange, Inventory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.chain.electricity import ElectricityOptions
    from pvfootprint.model.accounting import Accounting, ElectricityUse
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import ElectricityContract, EnergyUse, SiteInventory
    from pvfootprint.model.system import ElectricityChoice

ELECTRICITY = "electricity"
UNIT = "kilowatt hour"
OVER = 1.001
"""Contracts over consumption beyond which they do not fit: a rounding of both passes [-]."""


@dataclass(frozen=True, slots=True)
class SiteElectricity:
    """What stands behind each kilowatt hour of a site.

    Parameters
    ----------
    inventory : Inventory
        One kilowatt hour of the site's mix; every product of the site takes this one.
    choices : tuple of ElectricityChoice
        Datasets chosen for it by place and year.
    grids : tuple of str
        Places whose grid it takes from.
    uses : tuple of ElectricityUse
        What it counts as.
    """

    inventory: Inventory
    choices: tuple[ElectricityChoice, ...] = ()
    grids: tuple[str, ...] = ()
    uses: tuple[ElectricityUse, ...] = ()


def site_electricity(
    library: Library,
    site: SiteInventory,
    code: str,
    options: ElectricityOptions,
    accounting: Accounting = DEFAULT,
) -> tuple[SiteElectricity, list[Finding]]:
    """Build the electricity mix of a site over its period.

    Own generation whose certificates were not sold counts as its technology at the plant. A
    direct line with named certificates, and green power whose named certificates are cancelled for
    this user, count as their technology delivered. Every other contract counts as grid, and so
    does what no contract covers. All products share the mix, so that none is given the green part
    alone.

    Parameters
    ----------
    library : Library
        The compiled library.
    site : SiteInventory
        Consumption and contracts.
    code : str
        Code of the mix.
    options : ElectricityOptions
        Year of the data.
    accounting : Accounting
        Which instruments count.

    Returns
    -------
    SiteElectricity
        The mix.
    list of Finding
        CHN-001, CHN-016, CHN-017, and what :func:`pvfootprint.chain.electricity.resolve` finds.
    """
    return _Mix(library, site, options).build(code)


class _Mix:
    """Sums contracts by the dataset behind them [kWh]."""

    def __init__(self, library: Library, site: SiteInventory, options: ElectricityOptions) -> None:
        self.library, self.site, self.options = library, site, options
        self.country = site.company.location.partition("-")[0]
        self.findings: list[Finding] = []
        self.choices: dict[str, ElectricityChoice] = {}
        self.amounts: dict[str, float] = {}
        self.grids: dict[str, float] = {}

    def build(self, code: str) -> tuple[SiteElectricity, list[Finding]]:
        used = self._sum([row for row in self.site.energy if row.carrier == ELECTRICITY])
        for row in self.site.electricity:
            self._contract(row)
        self._check_sum(used)
        self._add_grid(used - sum(self.amounts.values()))
        inventory = _mix(self.library, self.site, code, self.amounts)
        places = tuple(self.grids or {self.country: 1.0})
        made = SiteElectricity(inventory, tuple(self.choices.values()), places)
        return made, self.findings

    def _sum(self, rows: Sequence[EnergyUse]) -> float:
        return sum(self._amount(row) for row in rows)

    def _amount(self, row: EnergyUse | ElectricityContract) -> float:
        amount = to_library_unit(row.amount, row.unit, UNIT)
        if amount is None:
            self.findings.append(
                fault(
                    "CHN-001",
                    text("electricity cannot be given in {unit!r}", unit=row.unit),
                    row.origin,
                    "unit",
                    found=row.unit,
                    expected=", ".join(symbols_of(UNIT)),
                )
            )
        return amount or 0.0

    def _contract(self, row: ElectricityContract) -> None:
        amount = self._amount(row)
        if not amount:
            return
        if row.kind == "grid":
            place = row.place or self.country
            self.grids[place] = self.grids.get(place, 0.0) + amount
            return
        why_not = _why_not(row)
        node = None if why_not else self._technology(row)
        if node is None:
            why_not = why_not or text(
                "the library has no electricity from {technology!r} in {country}",
                technology=row.technology,
                country=self.country,
            )
            self.findings.append(_counts_as_grid(row, why_not))
            return
        self.amounts[node] = self.amounts.get(node, 0.0) + amount

    def _technology(self, row: ElectricityContract) -> str | None:
        """Return the dataset of a technology: delivered, or at the plant for own generation."""
        place = f"{self.country}-green-{row.technology}"
        if not any(i.electricity_location == place for i in self.library.inventories.values()):
            return None
        choice = self._resolved(ElectricityRequest(place), row)
        if choice is None:
            return None
        if row.kind != "own generation":
            self.choices[choice.node] = choice
            return choice.node
        delivered = self.library.inventories[choice.node]
        at_plant = (e.target for e in delivered.inputs if row.technology in e.target)
        return next(at_plant, delivered.code)

    def _resolved(
        self, request: ElectricityRequest, row: ElectricityContract | None
    ) -> ElectricityChoice | None:
        origin = row.origin if row else self.site.company.origin
        options = replace(self.options, requests=(), losses="default")
        try:
            return resolve(self.library, request, options)
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

    def _check_sum(self, used: float) -> None:
        credited = sum(self.amounts.values())
        if credited > used * OVER:
            self._too_much(credited, used, "error")
        elif credited + sum(self.grids.values()) > used * OVER:
            self._too_much(credited + sum(self.grids.values()), used, "question")

    def _too_much(self, contracted: float, used: float, severity: str) -> None:
        first = self.site.electricity[0].origin
        self.findings.append(
            fault(
                "CHN-016",
                text(
                    "the contracts of {site} are for {contracted:.6g} kWh, its meters show "
                    "{used:.6g} kWh",
                    site=self.site.company.site,
                    contracted=contracted,
                    used=used,
                ),
                first,
                "amount",
                found=f"{contracted:.6g} kWh",
                expected=text("at most {used:.6g} kWh", used=used),
                hint=text("give what this site used of each contract, and every meter"),
                severity=severity,
            )
        )

    def _add_grid(self, rest: float) -> None:
        """Add what no contract covers, over the places of the grid contracts."""
        places = self.grids or {self.country: 1.0}
        whole = sum(places.values())
        for place, weight in places.items():
            node = self._grid_node(place)
            if node and rest > 0:
                self.amounts[node] = self.amounts.get(node, 0.0) + rest * weight / whole

    def _grid_node(self, place: str) -> str | None:
        supplies = (
            i.code for i in self.library.inventories.values() if i.electricity_supply == place
        )
        supply = next(supplies, None)
        if supply:
            return supply
        row = next((r for r in self.site.electricity if r.place == place), None)
        choice = self._resolved(ElectricityRequest(place), row)
        if choice:
            self.choices[choice.node] = choice
        return choice.node if choice else None


def _why_not(row: ElectricityContract) -> Text:
    """Return why a contract does not count as its technology; empty if it does."""
    if row.kind == "own generation":
        if row.sold is None:
            return text("it is not said whether the certificates of own generation were sold")
        return text("the certificates of own generation were sold") if row.sold else Text("")
    if row.sold:
        return text("its certificates were sold")
    if not row.certificates:
        return text("no certificates are named")
    if row.kind == "green power" and not row.cancelled:
        return text("its certificates are not cancelled for this user")
    return Text("")


def _counts_as_grid(row: ElectricityContract, why: Text) -> Finding:
    return fault(
        "CHN-017",
        text(
            "{amount:g} {unit} of {kind} {key} count as grid: {why}",
            amount=row.amount,
            unit=row.unit,
            kind=Text(row.kind),
            key=row.key,
            why=why,
        ),
        row.origin,
        "kind",
        found=row.kind,
        expected=text("certificates that nobody else can use"),
        hint=text("name the certificates, and say whether they are cancelled or sold"),
        severity="warning",
    )


def _mix(library: Library, site: SiteInventory, code: str, amounts: dict[str, float]) -> Inventory:
    name = text("electricity of {site}", site=site.company.site)
    whole = sum(amounts.values())
    made = production(code, name, site.company.location, UNIT)
    inputs = [
        _taken(library.inventories[target], amount / whole) for target, amount in amounts.items()
    ]
    return Inventory(
        code=code,
        database="",
        file=site.source,
        line=0,
        name=name,
        product=name,
        location=site.company.location,
        unit=UNIT,
        data_class="primary",
        source="",
        comment="",
        year=site.company.end.year,
        exchanges=(made, *inputs),
    )


def _taken(dataset: Inventory, amount: float) -> Exchange:
    """Return an amount of electricity [kWh] from a dataset of the library."""
    return Exchange(
        "technosphere",
        dataset.name,
        dataset.name,
        dataset.location,
        "",
        "",
        amount,
        UNIT,
        group=ELECTRICITY,
        target=dataset.code,
    )
