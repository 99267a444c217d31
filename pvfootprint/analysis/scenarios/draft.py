"""A product system that is being widened by all that changes may bring in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.analysis.scenarios.faults import fault, nearest
from pvfootprint.chain.assembling import assemble, reached_codes
from pvfootprint.chain.electricity import ElectricityOptions
from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import AnalysisError
from pvfootprint.model.inventory import Exchange
from pvfootprint.model.system import DeclaredUnit
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pvfootprint.model.inventory import Inventory, Library
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.model.supply import ChainMember
    from pvfootprint.model.system import ElectricityChoice, ProductSystem

REFERENCE_FLOW = 0
"""Row of the table that holds the reference flow."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What changes are made to, and where they take from.

    Parameters
    ----------
    system : ProductSystem
        As it is.
    library : Library
        Holds what may come in.
    year : int, optional
        Year of the electricity data; the newest by default.
    sites : tuple of SiteInventory
        The companies' workbooks.
    losses : str
        ``default``, ``with`` or ``without`` network losses, of electricity that comes in.
    """

    system: ProductSystem
    library: Library
    year: int | None = None
    sites: tuple[SiteInventory, ...] = ()
    losses: str = "default"

    @property
    def electricity(self) -> ElectricityOptions:
        """How electricity that comes in is chosen."""
        return ElectricityOptions(year=self.year, losses=self.losses)


class Draft:
    """Processes by code, the exchanges that changes add to them, and the rows of the table.

    Parameters
    ----------
    basis : Basis
        What is widened.
    """

    def __init__(self, basis: Basis) -> None:
        self.basis, self.system, self.library = basis, basis.system, basis.library
        self.processes = {inventory.code: inventory for inventory in self.system.inventories}
        self.plain = dict(self.processes)
        self.own = frozenset(self.processes)
        self.members: dict[str, ChainMember] = {m.code: m for m in self.system.members}
        self.choices: list[ElectricityChoice] = []
        self.rows: dict[tuple[str, int], int] = {}
        self.parameters: dict[tuple[str, str], int] = {}
        self.parameter_values: list[float] = []

    def exchanges(self, code: str) -> tuple[Exchange, ...]:
        """Return the exchanges of a process, with those that changes added."""
        return self.processes[code].exchanges

    def row(self, code: str, place: int) -> int:
        """Return the row of the table for an exchange of a process."""
        return self.rows.setdefault((code, place), len(self.rows) + REFERENCE_FLOW + 1)

    def find(self, code: str, wanted: Callable[[Exchange], bool]) -> tuple[int, ...]:
        """Return the rows of the exchanges of a process that are wanted, but its production."""
        return tuple(
            self.row(code, place)
            for place, e in enumerate(self.exchanges(code))
            if e.type != "production" and wanted(e)
        )

    def add(self, code: str, target: str, like: Exchange) -> int:
        """Return the row of a new exchange of a process: a flow in the place of another.

        Parameters
        ----------
        code : str
            The process.
        target : str
            Code of the dataset that it takes.
        like : Exchange
            Whose place it takes: says what it counts as.

        Returns
        -------
        int
            Row of the table; the same for every change that brings the flow in.
        """
        dataset = self.processes[target]
        made = Exchange(
            "technosphere",
            dataset.name,
            dataset.product,
            dataset.location,
            dataset.database,
            "",
            0.0,
            dataset.unit,
            group=like.group,
            note=BROUGHT_IN,
            target=target,
        )
        process = self.processes[code]
        if made not in process.exchanges:
            self.processes[code] = replace(process, exchanges=(*process.exchanges, made))
        return self.row(code, self.exchanges(code).index(made))

    def bring_in(self, dataset: Inventory) -> None:
        """Bring in a dataset of the library with everything behind it.

        What is in the system already stays as it is there.

        Parameters
        ----------
        dataset : Inventory
            Of the library.

        Raises
        ------
        SelectionError
            SEL-010 if its electricity is not known for the year.
        """
        if dataset.code in self.processes:
            return
        unit = DeclaredUnit("", 1.0, dataset.unit)
        options = replace(self.basis.electricity, losses="default")
        behind = assemble(self.library, dataset, unit, electricity=options)
        new = {i.code: i for i in behind.inventories if i.code not in self.processes}
        self.processes |= new
        self.plain |= new
        self.choices += [choice for choice in behind.electricity if choice.node in new]

    def behind(self, codes: Iterable[str]) -> set[str]:
        """Return processes with all that stands behind them, apart from what changes add."""
        return {one for code in codes for one in reached_codes(self.plain, code)}

    def parameter(self, code: str, name: str) -> int:
        """Return the row of a parameter of a process.

        The efficiency and area that made the reference flow are those of the product, whether its
        dataset states them or the user.
        """
        if (code, name) not in self.parameters:
            self.parameters[code, name] = len(self.parameter_values)
            stated = self.processes[code].parameter(name)
            value = stated.amount if stated else 0.0
            if code == self.system.product.code and name == self.reference_parameter:
                value = self.declared_value
            self.parameter_values.append(value)
        return self.parameters[code, name]

    @property
    def reference_parameter(self) -> str:
        """Name of the parameter of the product that its reference flow follows from."""
        return REFERENCE_PARAMETERS.get(self.system.declared_unit.unit, "")

    @property
    def declared_value(self) -> float:
        """Value of that parameter, from the reference flow."""
        flow = self.system.declared_unit.reference_flow
        return 1 / flow if self.reference_parameter == "efficiency" else flow

    def users(self, stage: str, change: str, *, anywhere: bool = False) -> list[str]:
        """Return the processes that a change is about.

        Parameters
        ----------
        stage : str
            A stage, the code of a process or the name of a company; empty for all stages.
        change : str
            Name of the change.
        anywhere : bool
            Whether empty means every process of the system.

        Returns
        -------
        list of str
            Codes, in order; empty where the stage is not in the system.

        Raises
        ------
        AnalysisError
            SCN-004 if there is no such stage, process or company.
        """
        if not stage:
            return sorted(c for c, i in self.processes.items() if i.stage or anywhere)
        if stage in STAGES:
            return sorted(c for c, i in self.processes.items() if i.stage == stage)
        if stage in self.processes:
            return [stage]
        if stage in self.library.inventories:
            return []
        if found := self.products_of(stage):
            return found
        names = (*STAGES, *(m.company for m in self.members.values()), *self.processes)
        raise AnalysisError(
            [
                fault(
                    "SCN-004",
                    text("there is no stage, process or company {name!r}", name=stage),
                    f"{change}.stage",
                    found=stage,
                    expected=", ".join(STAGES),
                    hint=nearest(stage, names),
                )
            ]
        )

    def products_of(self, company: str) -> list[str]:
        """Return the processes of a company: by its name, English name or registered number."""
        numbers = {
            (site.company.name, site.company.code)
            for site in self.basis.sites
            if company in {site.company.name, site.company.name_en, site.company.code}
        }
        return [
            code
            for code, member in self.members.items()
            if company in {member.company, member.company_code}
            or (member.company, member.company_code) in numbers
        ]


def where(stage: str) -> Text:
    """Return what a change is about in words: a stage, a process, or the whole chain."""
    return STAGES.get(stage) or (Text(stage) if stage else text("the chain"))


BROUGHT_IN = "scenario"
"""Note of an exchange that a change brings in."""

REFERENCE_PARAMETERS = {"kWp": "efficiency", "piece": "piece_area_m2"}
"""Parameters from which reference flows follow, by declared unit."""
