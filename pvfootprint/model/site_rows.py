"""Rows of a company's workbook that say what a site takes, makes, emits and has carried."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something was read.

    Parameters
    ----------
    file, sheet : str
        Workbook and title of the sheet.
    line : int, optional
        Row of the sheet, counted from 1.
    cells : mapping
        Cell, such as ``C12``, by name of the field.
    """

    file: str = ""
    sheet: str = ""
    line: int | None = None
    cells: Mapping[str, str] = field(default_factory=dict)


NOWHERE = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a workbook.

    Parameters
    ----------
    evidence : str
        Key of the document that shows it.
    note : str
        Remark of the company.
    spread : float, optional
        Standard deviation of the natural logarithm of the amount, where it is known [-].
    origin : Origin
        Where it was read; two rows that say the same are equal wherever they stand.
    """

    evidence: str = ""
    note: str = ""
    spread: float | None = None
    origin: Origin = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialUse(Row):
    """A material that the site took in the period.

    Parameters
    ----------
    flow : str
        What it is called.
    dataset : str
        Key of the library's flow; ``supply:wafer`` for what another stage of the chain supplies.
    product : str
        Key of the product it went into, or ``site``.
    amount : float
        In `unit`, over the period.
    unit : str
        Symbol, such as ``kg``.
    method : str
        ``measured``, ``calculated`` or ``estimated``.
    """

    flow: str
    dataset: str
    product: str
    amount: float
    unit: str
    method: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyUse(Row):
    """A month (or a year) of one meter.

    Parameters
    ----------
    carrier : str
        ``electricity``, or the key of the library's heat, steam or fuel.
    meter : str
        Name of the meter.
    period : str
        ``2025-03`` or ``2025``.
    product : str
        Key of the product, or ``site``.
    amount : float
        In `unit`.
    unit : str
        Symbol, such as ``kWh``.
    calorific_value : float, optional
        Net calorific value, where the unit is none of energy [MJ per `unit`].
    method : str
        ``measured``, ``calculated`` or ``estimated``.
    """

    carrier: str
    meter: str = ""
    period: str
    product: str
    amount: float
    unit: str
    calorific_value: float | None = None
    method: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectricityContract(Row):
    """Electricity of one origin over a month or the period.

    Parameters
    ----------
    key : str
        Number of the contract.
    kind : str
        ``grid``, ``own generation``, ``direct line`` or ``green power``.
    technology : str
        ``solar-photovoltaic``, ``wind``, ``hydro``, ``nuclear``, ``biomass``; empty for the grid.
    place : str
        Whose grid: ``CN``, ``CN-Jiangsu``; of other kinds where it was generated, empty for the
        country of the site.
    period : str
        ``2025-03`` or ``2025``.
    amount : float
        In `unit`.
    unit : str
        Symbol, such as ``kWh``.
    certificates : tuple of str
        Numbers of green certificates, or ranges of them.
    cancelled : bool, optional
        Whether they are cancelled for this user; None if the company does not say.
    sold : bool, optional
        Whether the certificates of own generation were sold; None if it does not say.
    product : str
        Key of the product that claims it alone; ``site`` or empty if all products share it.
    generated : str
        When the certificates' electricity was generated: ``2025-03`` or ``2025``.
    owner : str
        For whom the certificates are cancelled; empty if the company does not say.
    """

    key: str = ""
    kind: str
    technology: str = ""
    place: str = ""
    period: str
    amount: float
    unit: str
    certificates: tuple[str, ...] = ()
    cancelled: bool | None = None
    sold: bool | None = None
    product: str = ""
    generated: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOutput(Row):
    """What leaves the process beside its products: co-products, scrap and waste.

    Parameters
    ----------
    kind : str
        ``co-product``, ``scrap`` (sold), ``returned`` (to the own process) or ``waste``.
    name : str
        What it is called.
    dataset : str
        Key of the library's treatment, for waste.
    product : str
        Key of the product it comes from, or ``site``.
    amount : float
        In `unit`, over the period.
    unit : str
        Symbol, such as ``kg``.
    silicon : float, optional
        Silicon in it [kg/kg].
    revenue : float, optional
        What it was sold for in the period [currency of the company].
    destination : str
        Who takes it.
    """

    kind: str
    name: str
    dataset: str = ""
    product: str
    amount: float
    unit: str
    silicon: float | None = None
    revenue: float | None = None
    destination: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectEmission(Row):
    """A gas that the process emits, or uses and partly emits.

    Parameters
    ----------
    gas : str
        Code of the elementary flow.
    product : str
        Key of the product, or ``site``.
    basis : str
        ``emitted``, or ``used`` where the emission follows from use, conversion and abatement.
    amount : float
        In `unit`, over the period.
    unit : str
        Symbol, such as ``kg``.
    conversion : float, optional
        Share that the process uses up [-].
    abatement : float, optional
        Destruction and removal efficiency, running time included [-].
    """

    gas: str
    product: str
    basis: str
    amount: float
    unit: str
    conversion: float | None = None
    abatement: float | None = None

    @property
    def emitted(self) -> float:
        """What reaches the air, in `unit`."""
        if self.basis == "emitted":
            return self.amount
        return self.amount * (1 - (self.conversion or 0.0)) * (1 - (self.abatement or 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportLeg(Row):
    """A leg on which something came to the site.

    Parameters
    ----------
    cargo : str
        What was carried.
    mode : str
        Key of the library's transport.
    product : str
        Key of the product it was for, or ``site``.
    distance : float
        Distance [km].
    mass : float
        Mass over the period, in `unit`.
    unit : str
        Symbol, such as ``t``.
    start, end : str
        Where from and where to.
    """

    cargo: str
    mode: str
    product: str
    distance: float
    mass: float
    unit: str
    start: str = ""
    end: str = ""
