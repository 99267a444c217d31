"""How good the data behind a footprint are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRating:
    """Data quality of a footprint or a part of it, 1 (best) to 5.

    Averages of the inputs' scores, weighted by their share of the footprint without biogenic
    removals (PACT Methodology, 4.2.3, as the OpenAPI document of version 3 words it).

    Parameters
    ----------
    stage : str
        A key of :data:`pvfootprint.model.terms.STAGES`; empty for the whole.
    technological, geographical, temporal : float
        Representativeness [-].
    overall : float
        Their mean [-].
    scored_share : float
        Share of the part whose scores someone gave or a stated rule derives; the rest counts as 5
        [-].
    primary_share : float
        Share of the part that rests on primary data [-].
    value : float
        The part [kgCO2e per declared unit].
    oldest : int, optional
        Year of the oldest data in it that adds at least 1 %.
    age : float, optional
        Mean age of the data against the last year of the reporting period, by weight [years].
    """

    stage: str
    technological: float
    geographical: float
    temporal: float
    overall: float
    scored_share: float
    primary_share: float
    value: float
    oldest: int | None = None
    age: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InputQuality:
    """Scores of one input.

    Parameters
    ----------
    stage, process, name : str
        Stage, the process that takes it, and what is taken.
    technological, geographical, temporal : float
        Scores, 1 to 5; whole numbers, but for the means of a summary.
    basis, basis_zh : str
        Where the scores come from: the company's sheet, the source's pedigree, or a rule.
    year : int, optional
        Year of the data.
    value : float
        Its part of the footprint without biogenic removals [kgCO2e per declared unit].
    """

    stage: str
    process: str
    name: str
    technological: float
    geographical: float
    temporal: float
    basis: str
    basis_zh: str
    year: int | None
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Data quality in total, by stage and by input.

    Parameters
    ----------
    total : QualityRating
        The whole.
    stages : tuple of QualityRating
        In the order of the chain.
    inputs : tuple of InputQuality
        The largest first.
    """

    total: QualityRating
    stages: tuple[QualityRating, ...]
    inputs: tuple[InputQuality, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A flow that was left out, with what it may weigh.

    Parameters
    ----------
    stage, taken_by, name : str
        Stage and process that take it, and what it is. Where it is left out in a dataset behind an
        input of the stage, the input stands after the process.
    amount, unit
        How much [unit per declared unit].
    mass : float, optional
        [kg per declared unit]; None where nobody states it.
    mass_share : float, optional
        Over the mass that its stage takes, what is left out included [-].
    energy : float, optional
        [MJ per declared unit], for a flow of energy; None where it is none or nobody states it.
    energy_share : float, optional
        Over the energy that its stage takes, what is left out included [-].
    estimate : float, optional
        What it may add, rather too much than too little [kgCO2e per declared unit]; None where its
        quantity gives nothing to estimate from.
    estimate_share : float, optional
        Over the footprint [-].
    basis, basis_zh : str
        How the estimate was made.
    """

    stage: str
    taken_by: str
    name: str
    amount: float
    unit: str
    mass: float | None
    mass_share: float | None
    energy: float | None
    energy_share: float | None
    estimate: float | None
    estimate_share: float | None
    basis: str
    basis_zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the footprint leaves out.

    Parameters
    ----------
    left_out : tuple of LeftOut
        The largest estimate first; those without an estimate last.
    mass_in, energy_in : float
        Mass and energy that the chain takes from outside, what is left out included
        [kg, MJ per declared unit].
    mass_share, energy_share, estimate_share : float
        Sums over what is known, against mass, energy and footprint of the chain [-].
    unknown : int
        Flows without an estimate.
    capital_goods : tuple of LeftOut
        Factories and machines, which are outside the boundary; in none of the sums.
    """

    left_out: tuple[LeftOut, ...]
    mass_in: float
    energy_in: float
    mass_share: float
    energy_share: float
    estimate_share: float
    unknown: int
    capital_goods: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BiomassInput:
    """Biomass that a stage takes, and the carbon it holds (ISO 14067:2018, 7.2).

    Parameters
    ----------
    stage, process, name : str
        Stage and process that take it, and what it is.
    amount, unit
        How much [unit per declared unit].
    carbon : float, optional
        Biogenic carbon in it [kg C per declared unit]; None where no source states it.
    basis, basis_zh : str
        Where the carbon content comes from, and where the carbon goes.
    removal, emission : float
        Carbon dioxide that the footprint counts as taken up for it (negative) and as given off by
        the process [kgCO2e per declared unit]; 0 where its carbon leaves the boundary with it.
    """

    stage: str
    process: str
    name: str
    amount: float
    unit: str
    carbon: float | None
    basis: str
    basis_zh: str
    removal: float = 0.0
    emission: float = 0.0
