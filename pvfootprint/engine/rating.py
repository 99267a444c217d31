"""Rates the data behind a footprint, as the data quality indicators of PACT version 3 want them.

Each input's scores of technology, place and time are weighted by what the input adds to the
footprint without biogenic removals (PACT Methodology, 4.2.3, as the OpenAPI document of version 3
words it; the methodology itself is to be confirmed). Weights are magnitudes, so that a credit
cannot push a rating out of the scale.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.chain.sites import product_code
from pvfootprint.engine.attributing import primary_parts
from pvfootprint.engine.contributing import share
from pvfootprint.engine.representing import (
    WORST,
    Scores,
    dataset_scores,
    pedigree_scores,
    technological_score,
    temporal_score,
    worse,
)
from pvfootprint.engine.stage_inputs import stage_inputs, without_removals
from pvfootprint.language.texts import Text, text
from pvfootprint.model.quality import InputQuality, Quality, QualityRating
from pvfootprint.model.terms import GROUPS, STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pvfootprint.engine.solving import Solution
    from pvfootprint.engine.stage_inputs import StageInput
    from pvfootprint.model.inventory import Inventory
    from pvfootprint.model.site import DataQuality, SiteInventory
    from pvfootprint.model.system import ProductSystem

SHEETS = {
    "direct": "emissions",
    "electricity": "energy",
    "heat": "energy",
    "materials": "materials",
    "transport": "transport",
    "waste": "outputs",
}
"""Sheet on whose rows an input of a group stands, by which a company scores its data."""

NOTABLE = 0.01
"""Share of a part from which data count as its oldest [-]."""


@dataclass(frozen=True, slots=True)
class _Scored:
    """An input with its scores, and where they come from."""

    stage: str
    process: str
    name: str
    scores: Scores
    basis: Text
    year: int | None
    value: float

    @property
    def weight(self) -> float:
        return abs(self.value)


def rate(
    system: ProductSystem,
    solution: Solution,
    sites: Sequence[SiteInventory],
    end_year: int | None = None,
) -> Quality:
    """Rate the data behind a footprint.

    An input is what a stage takes from outside the chain, or emits itself. Its amount and the
    dataset behind it are scored apart, and the worse score counts. A company scores its amounts
    itself, sheet by sheet; the amounts of a stage of the library have the scores of their source.
    Datasets are scored by the rules of :mod:`pvfootprint.engine.representing`. What is not known
    counts as 5.

    Parameters
    ----------
    system : ProductSystem
        The product system.
    solution : Solution
        Its solution.
    sites : sequence of SiteInventory
        Workbooks of the companies in it.
    end_year : int, optional
        Last year of the reporting period; by default the latest of the companies', or the year of
        the product's dataset.

    Returns
    -------
    Quality
        In total, by stage in the order of the chain, and by input, the largest first.
    """
    if end_year is None:
        end_year = _end_year(system)
    counted = without_removals(solution)
    work = _Rater(system, sites, end_year)
    inputs = _together(work.scored(given) for given in stage_inputs(system, counted) if given.value)
    primary = primary_parts(system, counted)
    members = {member.code: member.stage for member in system.members}
    stages = []
    for stage in STAGES:
        found = [one for one in inputs if one.stage == stage]
        own = math.fsum(value for code, value in primary.items() if members[code] == stage)
        if found:
            stages.append(_rating(stage, found, own, end_year))
    return Quality(
        total=_rating("", inputs, math.fsum(primary.values()), end_year),
        stages=tuple(stages),
        inputs=tuple(_input(one) for one in inputs),
    )


def _end_year(system: ProductSystem) -> int | None:
    ends = [member.end.year for member in system.members]
    return max(ends) if ends else system.product.year


class _Rater:
    """Scores inputs, with what the companies say of their data."""

    def __init__(
        self, system: ProductSystem, sites: Sequence[SiteInventory], end_year: int | None
    ) -> None:
        self.end_year = end_year
        self.titles = {member.code: member.title for member in system.members}
        self.of_summaries = {member.code: member.ratings for member in system.members}
        self.given: dict[str, dict[str, DataQuality]] = {
            product_code(site, product): {row.subject: row for row in site.quality}
            for site in sites
            for product in site.products
        }

    def scored(self, given: StageInput) -> _Scored:
        process, dataset = given.process, given.dataset
        own, basis = self._amount(given)
        years = [process.year]
        if dataset:
            years.append(dataset.year)
            own = worse(own, dataset_scores(dataset, process.location, self.end_year))
            basis = text(
                "amount: {amount}; factor: {factor}", amount=basis, factor=_described(dataset)
            )
        return _Scored(
            stage=process.stage,
            process=self.titles.get(process.code, process.name),
            name=dataset.name if dataset else given.exchange.name,
            scores=own,
            basis=basis,
            year=min((year for year in years if year is not None), default=None),
            value=given.value,
        )

    def _amount(self, given: StageInput) -> tuple[Scores, Text]:
        """Score how much is taken or emitted."""
        process = given.process
        temporal = temporal_score(process.year, self.end_year)
        if process.code in self.titles:
            return self._of_company(process, given.exchange.group, temporal)
        scores = Scores(
            technological=technological_score(process), geographical=1, temporal=temporal
        )
        found = pedigree_scores(given.exchange.pedigree)
        if found is None:
            return scores, _described(process)
        said = text(
            "{dataset}, pedigree {pedigree}",
            dataset=_described(process),
            pedigree=given.exchange.pedigree,
        )
        return worse(scores, found), said

    def _of_summary(self, process: Inventory, temporal: int | None) -> tuple[Scores, Text]:
        ratings = self.of_summaries[process.code]
        if ratings is None:
            return Scores(temporal=temporal), text("a summary whose data quality nobody can check")
        technological, geographical, temporal_mean = ratings
        scores = Scores(
            technological=technological, geographical=geographical, temporal=temporal_mean
        )
        return scores, text("as rated in the summary, whose inventory is sealed")

    def _of_company(
        self, process: Inventory, group: str, temporal: int | None
    ) -> tuple[Scores, Text]:
        if process.data_class == "summary":
            return self._of_summary(process, temporal)
        row = self.given.get(process.code, {}).get(SHEETS[group])
        if row is None:
            said = text("{group}, not scored by the company", group=GROUPS[group])
            return Scores(temporal=temporal), said
        own = Scores(
            technological=row.technological,
            geographical=row.geographical,
            temporal=temporal if row.temporal is None else row.temporal,
        )
        said = text("{group}, as scored by the company", group=GROUPS[group])
        if not own.complete:
            said = text("{group}, not all scored by the company", group=GROUPS[group])
        return worse(own, Scores(technological=1, geographical=1, temporal=temporal)), said


def _described(dataset: Inventory) -> Text:
    """Say what kind of data a dataset holds, from where and when."""
    return text(
        "{kind}, {place}, {year}",
        kind=Text("proxy" if dataset.proxy_for else dataset.data_class),
        place=dataset.location,
        year=dataset.year or text("year not stated"),
    )


def _together(scored: Iterable[_Scored]) -> list[_Scored]:
    """Sum what differs in its value alone, such as the months of a meter; the largest first."""
    sums: dict[tuple[object, ...], list[_Scored]] = {}
    for one in scored:
        key = (one.stage, one.process, one.name, one.scores, one.basis, one.year)
        sums.setdefault(key, []).append(one)
    found = [
        _Scored(
            first.stage,
            first.process,
            first.name,
            first.scores,
            first.basis,
            first.year,
            math.fsum(one.value for one in same),
        )
        for same in sums.values()
        for first in same[:1]
    ]
    return sorted(found, key=lambda one: (-one.weight, one.stage, one.process, one.name))


def _rating(
    stage: str, inputs: list[_Scored], primary: float, end_year: int | None
) -> QualityRating:
    whole = math.fsum(one.weight for one in inputs)
    value = math.fsum(one.value for one in inputs)

    def mean(scores: list[float | None]) -> float:
        known = [WORST if score is None else score for score in scores]
        total = math.fsum(n * one.weight for n, one in zip(known, inputs, strict=True))
        return total / whole if whole else float(WORST)

    technological = mean([one.scores.technological for one in inputs])
    geographical = mean([one.scores.geographical for one in inputs])
    temporal = mean([one.scores.temporal for one in inputs])
    dated = [one for one in inputs if one.year is not None]
    notable = [one.year for one in dated if one.year and one.weight >= NOTABLE * whole]
    return QualityRating(
        stage=stage,
        technological=technological,
        geographical=geographical,
        temporal=temporal,
        overall=(technological + geographical + temporal) / 3,
        scored_share=share(math.fsum(one.weight for one in inputs if one.scores.complete), whole),
        primary_share=share(primary, value),
        value=value,
        oldest=min(notable, default=None),
        age=_age(dated, end_year),
    )


def _age(dated: list[_Scored], end_year: int | None) -> float | None:
    """Return the mean age; data of a later year are not old."""
    whole = math.fsum(one.weight for one in dated)
    if end_year is None or not whole:
        return None
    ages = (one.weight * max(0, end_year - one.year) for one in dated if one.year is not None)
    return math.fsum(ages) / whole


def _input(one: _Scored) -> InputQuality:
    scores = one.scores
    return InputQuality(
        stage=one.stage,
        process=one.process,
        name=one.name,
        technological=scores.technological or WORST,
        geographical=scores.geographical or WORST,
        temporal=scores.temporal or WORST,
        basis=one.basis.en,
        basis_zh=one.basis.zh,
        year=one.year,
        value=one.value,
    )
