"""What the tests of the engine share: a second way to compute, and systems of a few processes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from pvfootprint.analysis.subjects import Subject
from pvfootprint.chain.assembling import assemble, chain_codes
from pvfootprint.chain.declaring import declare
from pvfootprint.chain.electricity import ElectricityOptions, electricity_years
from pvfootprint.chain.selecting import name_of, products
from pvfootprint.interface.subjects import open_subject
from pvfootprint.library.gwp import read_set
from pvfootprint.model.findings import SelectionError
from pvfootprint.model.inventory import (
    CharacterizationSet,
    ElementaryFlow,
    Exchange,
    Inventory,
    Library,
)
from pvfootprint.model.system import DeclaredUnit, ProductSystem

YEARS = (None, 2023, 2024)
KILOGRAM = "kilogram"

Systems = dict[tuple[str, int | None], ProductSystem]
Gwp = Callable[[str], CharacterizationSet]


@dataclass(frozen=True)
class Dense:
    """A system solved by ``numpy.linalg.solve``: score, supply by code, emission by flow name."""

    score: float
    supply: dict[str, float]
    emitted: dict[str, float]


def dense(
    inventories: Iterable[Inventory], product: str, amount: float, factors: Mapping[str, float]
) -> Dense:
    """Solve unit processes without anything of the engine.

    Parameters
    ----------
    inventories : iterable of Inventory
        Linked unit processes, in any order.
    product : str
        Code of the product.
    amount : float
        Reference flow.
    factors : mapping
        Characterization factor by name of elementary flow.
    """
    inventories = list(inventories)
    place = {inventory.code: i for i, inventory in enumerate(inventories)}
    names = sorted({e.name for i in inventories for e in i.exchanges if e.type == "biosphere"})
    technosphere = np.zeros((len(place), len(place)))
    biosphere = np.zeros((len(names), len(place)))
    for column, inventory in enumerate(inventories):
        for e in inventory.exchanges:
            if e.type == "biosphere":
                biosphere[names.index(e.name), column] += e.amount
            else:
                sign = 1 if e.type == "production" else -1
                technosphere[place[e.target], column] += sign * e.amount
    demand = np.zeros(len(place))
    demand[place[product]] = amount
    supply = np.linalg.solve(technosphere, demand)
    # Its own rounding, which the smallest of some hundred supplies show: corrected once.
    residual = demand - technosphere.astype(np.longdouble) @ supply
    supply = supply + np.linalg.solve(technosphere, residual.astype(float))
    emitted = biosphere @ supply
    weights = np.array([factors.get(name, 0.0) for name in names])
    return Dense(
        float(weights @ emitted),
        {code: float(supply[i]) for code, i in place.items()},
        dict(zip(names, emitted.tolist(), strict=True)),
    )


def with_electricity_of(library: Library, year: int | None) -> list[Inventory]:
    """Let every grid supply node take a year's electricity, of the nearest where that is missing.

    Without a year it is the newest.
    """

    def of(year: int | None, location: str) -> str:
        years = {
            i.electricity_year: i.code
            for i in library.inventories.values()
            if i.electricity_location == location and i.electricity_default
        }
        if year is None:
            return years[max(years)]
        return years[min(sorted(years, reverse=True), key=lambda known: abs(known - year))]

    def redirected(node: Inventory) -> Inventory:
        target = of(year, node.electricity_supply)
        exchanges = (
            replace(e, target=target) if e.type == "technosphere" else e for e in node.exchanges
        )
        return replace(node, exchanges=tuple(exchanges))

    return [redirected(i) if i.electricity_supply else i for i in library.inventories.values()]


class Small:
    """Writes small product systems in few words; the first process is the product."""

    flows = (
        "Carbon dioxide, fossil",
        "Methane, fossil",
        "Carbon dioxide equivalent, aggregated with AR5",
        "Carbon dioxide equivalent, aggregated with a set not stated",
        "Heat, waste",
    )
    co2, methane, aggregated, not_stated, heat = flows

    def takes(self, code: str, amount: float, group: str = "materials") -> Exchange:
        """Take something from another process."""
        return Exchange(
            "technosphere", code, code, "CN", "", "", amount, KILOGRAM, group=group, target=code
        )

    def emits(self, flow: str, amount: float) -> Exchange:
        """Emit something."""
        return Exchange(
            "biosphere", flow, "", "", "", "air", amount, KILOGRAM, group="direct", target=flow
        )

    def process(self, code: str, *exchanges: Exchange, **fields: object) -> Inventory:
        """Make one kilogram of something."""
        made = Exchange("production", code, code, "CN", "", "", 1.0, KILOGRAM, target=code)
        own = {"data_class": "inventory", "source": "", "comment": "", "vintage": 2018, **fields}
        identity = (code, "", "", 0, code, code, "CN", KILOGRAM)
        return Inventory(*identity, exchanges=(made, *exchanges), **own)

    def system(self, *processes: Inventory, amount: float = 1.0) -> ProductSystem:
        """Link processes to a product system of the first of them."""
        flows = {name: ElementaryFlow(name, name, "air", KILOGRAM, "", True) for name in self.flows}
        library = Library({p.code: p for p in processes}, flows, {}, (), {}, (), "")
        return assemble(library, processes[0], DeclaredUnit("kg", amount, KILOGRAM))


@pytest.fixture(scope="session")
def solve_densely() -> Callable[..., Dense]:
    """Solve unit processes with numpy alone."""
    return dense


@pytest.fixture(scope="session")
def electricity_of(library: Library) -> Callable[[int | None], list[Inventory]]:
    """Give the library's processes with a year's electricity, chosen anew."""
    return lambda year: with_electricity_of(library, year)


@pytest.fixture(scope="session")
def small() -> Small:
    """Give the writer of small systems."""
    return Small()


@pytest.fixture(scope="session")
def pilot(library: Library, data_folder: Path) -> Subject:
    """Give the module of the example chain."""
    return open_subject(str(data_folder / "examples" / "pilot"), library=library)


@pytest.fixture(scope="session")
def gwp(data_folder: Path, library: Library) -> Gwp:
    """Read a shipped GWP set."""
    return lambda key: read_set(data_folder, key, library)


def years_of_own_grids(library: Library, product: Inventory) -> list[set[int]]:
    """Give the years known for each grid that the chain uses at the product's location."""
    chain = [library.inventories[c] for c in chain_codes(library.inventories, product.code)]
    grids = {
        library.inventories[e.target].electricity_supply
        for inventory in chain
        if inventory.location == product.location
        for e in inventory.inputs
    } - {""}
    return [set(electricity_years(library, grid)) for grid in grids]


@pytest.fixture(scope="session")
def systems(library: Library) -> Systems:
    """Give the product system of every product of the library, for every electricity year.

    A product whose own grid has no data for a year has no system for it.
    """
    found: Systems = {}
    for inventory in products(library):
        own = years_of_own_grids(library, inventory)
        for year in YEARS:
            options = (library, inventory, declare(inventory))
            if year and any(year not in years for years in own):
                with pytest.raises(SelectionError, match="SEL-010"):
                    assemble(*options, electricity=ElectricityOptions(year=year))
                continue
            system = assemble(*options, electricity=ElectricityOptions(year=year))
            found[str(name_of(inventory)), year] = system
    return found


@pytest.fixture(scope="session")
def newest(systems: Systems) -> dict[str, ProductSystem]:
    """Give the product system of every product of the library, with the newest electricity."""
    return {name: system for (name, year), system in systems.items() if year is None}
