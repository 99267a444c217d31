"""Unit processes of producers, as the base database keeps them: numbers that no later code changes.

The registry keeps each as a file of canonical JSON; the entry that brings it in names its SHA-256.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from pvfootprint.model.canonical import CLOSED
from pvfootprint.model.certificate_record import Date, Recomputing, Rulebook, Sha256

UNIT_PROCESS = "unit-process.json"
"""Name of the file among the files of ``data-ingest``."""

Share = Annotated[float, Field(ge=0, le=1)]


class Flow(BaseModel):
    """What one unit of the product takes, gives off or needs done.

    Parameters
    ----------
    code : str
        Dataset or elementary flow of the library; empty for a flow without one, which is left out
        of the footprint and whose name is the company's own.
    name : str
        Of the dataset or flow.
    amount : float
        Per unit of the product [`unit`].
    unit : str
        A key of :data:`pvfootprint.model.terms.UNITS`.
    group : str
        A key of :data:`pvfootprint.model.terms.GROUPS`.
    """

    model_config = CLOSED

    code: str
    name: str
    amount: float
    unit: str
    group: str


class Supply(BaseModel):
    """What one unit of the product takes of an earlier stage; who supplies it is not said.

    Parameters
    ----------
    stage : str
        ``wafer``.
    amount : float
        Per unit of the product, of all suppliers together [`unit`].
    unit : str
        Reference unit of that stage.
    by_companies : float
        Share of it that companies supply with data of their own, the rest being the library's [-].
    """

    model_config = CLOSED

    stage: str
    amount: float
    unit: str
    by_companies: Share


class Quantity(BaseModel):
    """A quantity of the product that is no flow, such as its efficiency [`unit`]."""

    model_config = CLOSED

    name: str
    amount: float
    unit: str


class Grid(BaseModel):
    """A grid whose electricity is in the footprint: place, year of the data, dataset.

    Those of suppliers are among them.
    """

    model_config = CLOSED

    location: str
    year: int
    dataset: str


class UnitProcess(BaseModel):
    """A producer's own process: what one unit of its product takes and gives off.

    Parameters
    ----------
    certificate : str
        Number of the certificate whose product it is.
    workbook : str
        SHA-256 of its maker's workbook.
    recomputing : Recomputing
        From what it was computed: submission, library, method, software, product system, data.
    rules : Rulebook
        Accounting rules.
    code : str
        Of the process in the product system: company, site, stage, product.
    product : str
        Name in the trade.
    stage, technology, design, location : str
        As in the library; where it is made.
    start, end : str
        First and last day of the data.
    unit : str
        Of the product in the inventories; all amounts are per one of it: ``square meter``.
    output : float
        What was made in the period: the weight of the process in averages [`unit`].
    declared_unit : str
        ``kWp``, ``m2``, ``piece`` or ``kg``.
    reference_flow : float
        How much of the product one declared unit is [`unit` per declared unit].
    footprint : float
        As the certificate states it, unrounded [kgCO2e per declared unit].
    own_footprint : float
        The part of this process alone, with its energy and materials, without the stages before it
        [kgCO2e per declared unit].
    primary_share, proxy_share : float
        Shares of the footprint that rest on companies' data and on proxies [-].
    supplies : tuple of Supply
        Products of earlier stages.
    inputs : tuple of Flow
        Materials, transport and treatment of waste; of materials such as silver paste and glass,
        each item of the library once.
    energy : tuple of Flow
        Electricity by source, and heat and fuels.
    emissions : tuple of Flow
        Direct emissions.
    grids : tuple of Grid
        Grids behind the footprint, and which year of each.
    quantities : tuple of Quantity
        ``efficiency`` [kW/m2] and ``piece_area_m2`` [m2], as far as stated.
    """

    model_config = CLOSED

    format: Literal["pvfootprint unit process"] = "pvfootprint unit process"
    version: Literal[1] = 1
    certificate: str
    workbook: Sha256
    recomputing: Recomputing
    rules: Rulebook
    code: str
    product: str
    stage: str
    technology: str
    design: str = ""
    location: str
    start: Date
    end: Date
    unit: str
    output: Annotated[float, Field(gt=0)]
    declared_unit: str
    reference_flow: Annotated[float, Field(gt=0)]
    footprint: float
    own_footprint: float
    primary_share: float
    proxy_share: float
    supplies: tuple[Supply, ...] = ()
    inputs: tuple[Flow, ...] = ()
    energy: tuple[Flow, ...] = ()
    emissions: tuple[Flow, ...] = ()
    grids: tuple[Grid, ...] = ()
    quantities: tuple[Quantity, ...] = ()

    @property
    def footprint_per_unit(self) -> float:
        """The footprint per unit of the product [kgCO2e/`unit`]."""
        return self.footprint / self.reference_flow

    @property
    def own_footprint_per_unit(self) -> float:
        """The part of this process alone per unit of the product [kgCO2e/`unit`]."""
        return self.own_footprint / self.reference_flow

    @property
    def electricity(self) -> float:
        """Electricity of all sources per unit of the product [kWh/`unit`]."""
        return sum(flow.amount for flow in self.energy if flow.group == "electricity")
