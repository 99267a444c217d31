"""The one result object. Reports, figures and files are views of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Amount:
    """A value with its unit, unrounded."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of the total.

    Parameters
    ----------
    key, name, name_zh : str
        Identity, and what people read.
    value : float
        Part of the total [kgCO2e per declared unit].
    share : float
        The same over the total [-].
    """

    key: str
    name: str
    name_zh: str
    value: float
    share: float


@dataclass(frozen=True, slots=True)
class GasPart:
    """What one gas adds.

    Parameters
    ----------
    gas : str
        Formula; ``CO2e, not split`` for aggregated values.
    mass : float
        Mass of the gas [kg per declared unit].
    value, share : float
        Its warming [kgCO2e per declared unit], and over the total [-].
    """

    gas: str
    mass: float
    value: float
    share: float


@dataclass(frozen=True, slots=True)
class StagePart:
    """What one stage of the chain adds, apart from the stages before it.

    Parameters
    ----------
    stage, name, name_zh : str
        The stage.
    value, share : float
        [kgCO2e per declared unit], and over the total [-].
    groups : dict
        Value of each group of :data:`pvfootprint.model.terms.GROUPS`; they sum to `value`.
    processes : tuple of str
        Codes of the datasets of this stage.
    """

    stage: str
    name: str
    name_zh: str
    value: float
    share: float
    groups: dict[str, float]
    processes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProcessPart:
    """What one process emits itself, over the whole product system.

    Parameters
    ----------
    supply : float
        How much of its product the system takes [unit per declared unit].
    value, share : float
        Its own emissions [kgCO2e per declared unit], and over the total [-].
    upstream_value : float
        Its emissions with everything before it [kgCO2e per declared unit]; overlaps with others.
    """

    code: str
    name: str
    location: str
    data_class: str
    supply: float
    unit: str
    value: float
    share: float
    upstream_value: float


@dataclass(frozen=True, slots=True)
class CutOff:
    """A flow that was left out.

    Parameters
    ----------
    amount : float
        How much [unit per declared unit].
    mass : float, optional
        The same as mass [kg per declared unit]; None where the source states none.
    """

    code: str
    name: str
    amount: float
    unit: str
    mass: float | None
    mass_basis: str


@dataclass(frozen=True, slots=True)
class NotSplit:
    """How much of the footprint carries no split by gas, so that no GWP set rescales it.

    Parameters
    ----------
    value, share : float
        [kgCO2e per declared unit], and over the total [-].
    by_set : dict
        Value by the GWP set it was aggregated with [kgCO2e per declared unit].
    """

    value: float
    share: float
    by_set: dict[str, float]


@dataclass(frozen=True, slots=True)
class SupplierPart:
    """What one product of one company adds, apart from the stages before it.

    A summary is not split by stage, so it counts with everything before it. Where the library
    stands in, its processes of a stage are one part without a company.

    Parameters
    ----------
    code : str
        Code of its process in the product system; empty for the library.
    company, site, product, name : str
        Whose it is, where it is made, its key in the workbook and its name in the trade.
    stage, stage_en, stage_zh : str
        The stage.
    source : str
        ``workbook``, ``summary`` or ``library``.
    supply, unit
        How much of it the declared unit takes [unit per declared unit]; None for the library,
        where products of several units can stand in one stage.
    value, share : float
        [kgCO2e per declared unit], and over the total [-].
    primary_share : float
        Share of `value` that rests on primary data, as in
        :attr:`Footprint.primary_data_share` [-].
    start, end : str
        First and last day of its data, ISO 8601; empty for the library.
    """

    code: str
    company: str
    site: str
    product: str
    name: str
    stage: str
    stage_en: str
    stage_zh: str
    source: str
    supply: float | None
    unit: str
    value: float
    share: float
    primary_share: float
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A supply for which the library, or a summary without a sealed inventory, stands in.

    Parameters
    ----------
    stage, stage_en, stage_zh : str
        Stage of what is supplied.
    taken_by : str
        Product and company that take it.
    supplier : str
        Who supplies it, as the workbook names it; empty if it names nobody.
    supply_share : float
        Share of what that product takes of the stage [-].
    dataset : str
        Code of what stands in.
    why, why_zh : str
        Why there is a gap, and why this dataset.
    value, share : float
        With everything before it [kgCO2e per declared unit], and over the total [-].
    """

    stage: str
    stage_en: str
    stage_zh: str
    taken_by: str
    supplier: str
    supply_share: float
    dataset: str
    why: str
    why_zh: str
    value: float
    share: float


@dataclass(frozen=True, slots=True)
class Caution:
    """What a reader of the number must know.

    Parameters
    ----------
    code : str
        Stable name of the kind of warning.
    message, message_zh : str
        For people.
    share : float, optional
        Share of the footprint that it concerns [-].
    """

    code: str
    message: str
    message_zh: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Footprint:
    """Partial carbon footprint of a product per declared unit, cradle to gate.

    Parameters
    ----------
    product : dict
        Which product: name as typed, dataset, stage, technology, design, location, vintage.
    declared_unit : dict
        Unit, reference flow and the assumptions of the conversion.
    scope : dict
        What the number is and is not (ISO 14067:2018, 3.1.1.2 and 3.1.3.8), both languages.
    total : Amount
        The footprint, unrounded.
    categories : tuple of Part
        Fossil, biogenic, land-use change, aircraft; they sum to the total.
    gases : tuple of GasPart
        By gas; they sum to the total.
    stages : tuple of StagePart
        By stage of the chain; they sum to the total.
    processes : tuple of ProcessPart
        By process; their own emissions sum to the total.
    not_split : NotSplit
        Share without a split by gas.
    data_classes : dict
        Own emissions by kind of knowledge [kgCO2e per declared unit]; they sum to the total.
    proxy_share : float
        Share of the footprint that goes away if every proxy is taken to emit nothing [-].
    primary_data_share : float
        Share of the footprint whose activity data come from companies and are not estimated [-].
        It counts the electricity, heat, materials, transport, waste and direct emissions of
        companies' own processes: each amount with the emissions of the dataset behind it, which
        is a background factor. It does not count what is estimated, nor anything reached through
        an estimated supply; gaps that the library fills; summaries without a sealed inventory.
        A summary with one counts with the share that it states. The rest of the footprint is
        ``1 - primary_data_share``.
    cut_offs : tuple of CutOff
        What was left out.
    electricity : tuple of dict
        Which year of which grid.
    warnings : tuple of Caution
        What a reader must know.
    hashes : dict
        SHA-256 of library, method, product system and of the package's code.
    method : dict
        GWP set: key, title.
    computed_with : dict
        Solver, versions and platform.
    suppliers : tuple of SupplierPart
        By company, site and product, and the library; they sum to the total. Empty for a product
        of the library.
    gaps : tuple of Gap
        Where the library stands in for a supplier; they do not overlap.
    """

    product: dict[str, Any]
    declared_unit: dict[str, Any]
    scope: dict[str, str]
    total: Amount
    categories: tuple[Part, ...]
    gases: tuple[GasPart, ...]
    stages: tuple[StagePart, ...]
    processes: tuple[ProcessPart, ...]
    not_split: NotSplit
    data_classes: dict[str, float]
    proxy_share: float
    primary_data_share: float
    cut_offs: tuple[CutOff, ...]
    electricity: tuple[dict[str, Any], ...]
    warnings: tuple[Caution, ...]
    method: dict[str, str]
    hashes: dict[str, str]
    computed_with: dict[str, str]
    suppliers: tuple[SupplierPart, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the footprint as a dictionary of JSON values.

        Returns
        -------
        dict
            The value is at ``total.value``, its unit at ``total.unit``.
        """
        return {"format": "pvfootprint footprint 1", **asdict(self)}
