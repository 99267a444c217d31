"""Inventories: unit processes, elementary flows and the library that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

ELEMENTARY_FLOWS = "pvfootprint elementary flows"
"""Name of the library's database of elementary flows."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One flow into or out of a unit process.

    Parameters
    ----------
    type : str
        ``production``, ``technosphere`` or ``biosphere``.
    name, product, location, database, categories : str
        Identity of the supplier (a unit process) or of the elementary flow.
    amount : float
        Amount per reference product [unit].
    unit : str
        Unit of the amount, a key of :data:`pvfootprint.model.terms.UNITS`.
    formula : str
        How the amount follows from the dataset's parameters; empty if it does not.
    group : str
        What it counts as in a stage, a key of :data:`pvfootprint.model.terms.GROUPS`.
    scale : float, optional
        Standard deviation of the natural logarithm, where the spread is lognormal [-].
    pedigree : str
        Pedigree scores as in the source.
    source, source_flow, note : str
        Key in ``sources.csv``; the flow's name there; a remark.
    line : int
        Line in its file.
    target : str
        Code of the linked dataset or elementary flow; empty before linking.
    method : str
        How a company knows the amount: ``measured``, ``calculated`` or ``estimated``; empty where
        it does not say, and in the library.
    """

    type: str
    name: str
    product: str
    location: str
    database: str
    categories: str
    amount: float
    unit: str
    formula: str = ""
    group: str = ""
    scale: float | None = None
    pedigree: str = ""
    source: str = ""
    source_flow: str = ""
    note: str = ""
    line: int = 0
    target: str = ""
    method: str = ""

    @classmethod
    def taken(
        cls, supplier: Inventory, amount: float, *, group: str, source: str, note: str = ""
    ) -> Self:
        """Return what a unit process takes from another.

        Parameters
        ----------
        supplier : Inventory
            The other unit process.
        amount : float
            How much of its product [its unit].
        group, source, note : str
            As above.
        """
        return cls(
            type="technosphere",
            name=supplier.name,
            product=supplier.product,
            location=supplier.location,
            database=supplier.database,
            categories="",
            amount=amount,
            unit=supplier.unit,
            group=group,
            source=source,
            note=note,
        )

    @classmethod
    def exchanged(cls, flow: ElementaryFlow, amount: float, *, group: str, source: str) -> Self:
        """Return what a unit process gives to nature or takes from it.

        Parameters
        ----------
        flow : ElementaryFlow
            Which of the library's.
        amount : float
            How much [its unit].
        group, source : str
            As above.
        """
        return cls(
            type="biosphere",
            name=flow.name,
            product="",
            location="",
            database=ELEMENTARY_FLOWS,
            categories=flow.categories,
            amount=amount,
            unit=flow.unit,
            group=group,
            source=source,
            target=flow.code,
        )


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named quantity of a dataset, with the range in which it makes sense."""

    name: str
    amount: float
    unit: str
    minimum: float
    maximum: float
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Inventory:
    """A unit process: what one unit of its reference product takes and emits.

    Parameters
    ----------
    code : str
        Unique in the library.
    database, file, line
        Where it stands.
    name, product, location, unit : str
        Identity and reference product.
    data_class : str
        A key of :data:`pvfootprint.model.terms.DATA_CLASSES`.
    year : int, optional
        Year that the data describe.
    source, comment : str
        Key in ``sources.csv``; what a reader must know.
    stage, technology, design : str
        Place in the chain; empty for everything that is not a product of the chain.
    default_design : bool
        Whether this design is meant when none is named.
    vintage : int, optional
        Year by which a user asks for it.
    proxy_for : str
        What this dataset stands for, if for something else.
    electricity_supply : str
        Location whose grid this node supplies; its input depends on the chosen year.
    electricity_location : str
        Location whose electricity of `electricity_year` this node is.
    electricity_year : int, optional
        Year of that electricity.
    electricity_method : str
        ``official``, ``generation mix``, ``consumption`` or ``technology``.
    electricity_losses : str
        ``with`` or ``without`` the losses of transmission and distribution.
    electricity_default : bool
        Whether this is the one meant when losses are left to the default.
    explanation : str
        Why its value is far from its neighbours or from published ranges.
    mass_per_unit : float, optional
        Mass of one unit, where its unit does not say it; 0 for a service per kilogram, which adds
        no mass [kg].
    mass_basis : str
        What that mass covers.
    capital_goods : bool
        Whether it is a factory or a machine.
    biomass : str
        Where the carbon of something made of biomass goes: ``burned`` by the process that takes it,
        or out of the boundary as ``packaging``; empty for everything else. Carbon in one unit is
        the parameter ``biogenic_carbon_kg``, where a source states it.
    library_set : str
        Name of the installed set that it is of; empty for the shipped library.
    """

    code: str
    database: str
    file: str
    line: int
    name: str
    product: str
    location: str
    unit: str
    data_class: str
    source: str
    comment: str
    year: int | None = None
    stage: str = ""
    technology: str = ""
    design: str = ""
    default_design: bool = False
    vintage: int | None = None
    proxy_for: str = ""
    electricity_supply: str = ""
    electricity_location: str = ""
    electricity_year: int | None = None
    electricity_method: str = ""
    electricity_losses: str = ""
    electricity_default: bool = False
    explanation: str = ""
    mass_per_unit: float | None = None
    mass_basis: str = ""
    capital_goods: bool = False
    biomass: str = ""
    library_set: str = ""
    parameters: tuple[Parameter, ...] = ()
    exchanges: tuple[Exchange, ...] = ()

    @property
    def inputs(self) -> tuple[Exchange, ...]:
        """Exchanges with other unit processes."""
        return tuple(e for e in self.exchanges if e.type == "technosphere")

    @property
    def emissions(self) -> tuple[Exchange, ...]:
        """Exchanges with nature, both ways."""
        return tuple(e for e in self.exchanges if e.type == "biosphere")

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that name, if the dataset declares it."""
        return next((p for p in self.parameters if p.name == name), None)


@dataclass(frozen=True, slots=True)
class ElementaryFlow:
    """A flow to or from nature."""

    code: str
    name: str
    categories: str
    unit: str
    kind: str
    greenhouse_gas: bool
    comment: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers come from and on what terms."""

    key: str
    citation: str
    licence: str
    link: str
    position: str


@dataclass(frozen=True, slots=True)
class BalanceTerm:
    """One term of a dataset's silicon balance, per unit of its product.

    Parameters
    ----------
    term : str
        ``in``, ``returned`` (from the chain's own loop), ``out``, ``kerf`` or ``scrap``.
    flow : str
        Reference product of the exchanges that bring the silicon (term ``in``).
    content : float
        Silicon per unit of flow [kg/unit].
    amount : float, optional
        Amount of the flow; taken from the exchanges where the term is ``in`` [unit].
    """

    dataset: str
    term: str
    flow: str
    content: float
    amount: float | None
    source: str
    note: str
    line: int


@dataclass(frozen=True, slots=True)
class Format:
    """A wafer format: the area of one piece [m2]."""

    key: str
    area: float
    source: str
    note: str
    line: int


@dataclass(frozen=True, slots=True)
class PublishedRange:
    """What published values of a stage's footprint span [kgCO2e/unit].

    Without a published ceiling, `high` is None.
    """

    stage: str
    vintage: int
    unit: str
    low: float
    high: float | None
    sources: tuple[str, ...]
    note: str
    line: int


@dataclass(frozen=True, slots=True)
class LibrarySet:
    """A set of inventories that somebody installed beside the shipped library.

    Parameters
    ----------
    name : str
        How a user asks for it, such as ``iea-2026``.
    title : str
        Name for people.
    licence, licence_link : str
        Terms on which it may be used, and where they stand.
    notice, notice_zh : str
        What these terms mean for the user, in short.
    source, source_sha256 : str
        What it was made from: a citation, and the SHA-256 of the file.
    mended : tuple of str
        Names of the rules that changed something in it.
    shareable : bool
        Whether its terms let it be handed on, also in part or for money.
    content_hash : str
        SHA-256 over its files.
    """

    name: str
    title: str
    licence: str
    licence_link: str
    notice: str
    notice_zh: str
    source: str
    source_sha256: str
    mended: tuple[str, ...] = ()
    shareable: bool = False
    content_hash: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that ``inventories/`` holds, linked; with the installed sets asked for.

    Parameters
    ----------
    inventories, flows, sources
        By code, code and key.
    balances
        Terms of the silicon balances.
    formats
        Wafer formats by key.
    ranges
        Published ranges of footprints.
    content_hash : str
        SHA-256 over the files, those of the sets included.
    shipped : str
        SHA-256 over the shipped files alone, where sets are open; otherwise empty.
    sets : tuple of LibrarySet
        Installed sets that are open.
    """

    inventories: dict[str, Inventory]
    flows: dict[str, ElementaryFlow]
    sources: dict[str, Source]
    balances: tuple[BalanceTerm, ...]
    formats: dict[str, Format]
    ranges: tuple[PublishedRange, ...]
    content_hash: str
    shipped: str = ""
    sets: tuple[LibrarySet, ...] = ()


@dataclass(frozen=True, slots=True)
class CharacterizationFactor:
    """Warming of one elementary flow over 100 years [kgCO2e/unit]."""

    name: str
    unit: str
    amount: float
    gas: str
    category: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CharacterizationSet:
    """One GWP set of ``methods/gwp/``.

    Parameters
    ----------
    key : str
        ``ar6``, ``ar5``.
    title : str
        Name for people.
    factors
        By name of elementary flow; a factor holds for every compartment.
    content_hash : str
        SHA-256 over the file.
    """

    key: str
    title: str
    factors: dict[str, CharacterizationFactor]
    content_hash: str
