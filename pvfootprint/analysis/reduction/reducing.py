"""What would lower a footprint, and the smallest set of levers that reaches a target."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.analysis.reduction.offering import (
    changes_of,
    check_elsewhere,
    check_left,
    gone,
    offer_of,
)
from pvfootprint.analysis.reduction.searching import EQUAL, greedy, search
from pvfootprint.analysis.reduction.sets import AdmissibleSets
from pvfootprint.analysis.scenarios import apply, vary
from pvfootprint.engine.contributing import share
from pvfootprint.engine.plans import make_plan
from pvfootprint.engine.solving import solve
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.findings import AnalysisError, Finding
from pvfootprint.model.reduction import Closed, LeverSet, Offer, Reduction, Saving, Step
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pvfootprint.analysis.reduction.searching import Found, Vector
    from pvfootprint.analysis.reduction.sets import Sets
    from pvfootprint.analysis.scenarios import Variation
    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.engine.evaluation import Plan
    from pvfootprint.model.inventory import CharacterizationSet
    from pvfootprint.model.lever import Lever
    from pvfootprint.model.reduction import Verdict

NO_EFFECT = 1e-4
"""A lever that alone changes less than this share of the footprint is not offered [-]."""

AGREES = 1e-10
"""Largest difference between a set's footprint and what the plain engine gives for it [-]."""


class Footprints:
    """Footprint of every set of levers, many at once.

    Parameters
    ----------
    variation : Variation
        The widened system, and how its amounts follow from the changes.
    factors : CharacterizationSet
        GWP set.
    levers : sequence of Lever
        Those that are offered; the columns of the sets.
    """

    def __init__(
        self, variation: Variation, factors: CharacterizationSet, levers: Sequence[Lever]
    ) -> None:
        self.variation = variation
        self.plan: Plan = make_plan(variation.system, factors, variation.changing)
        here = {lever.key: i for i, lever in enumerate(levers)}
        self.column_of: dict[str, int | None] = {
            f"{name}.on": here.get(name.partition(".")[0]) for name in variation.states
        }
        """Column of the sets that drives a change; None for changes that are never made."""

    def __call__(self, sets: Sets) -> Vector:
        """Compute footprints.

        Parameters
        ----------
        sets : ndarray of bool, shape (n, levers)
            One set of levers in each row.

        Returns
        -------
        ndarray, shape (n,)
            Footprints [kgCO2e per declared unit].
        """
        on = sets.astype(np.float64)
        never = np.zeros(len(sets))
        columns = {
            name: never if i is None else np.ascontiguousarray(on[:, i])
            for name, i in self.column_of.items()
        }
        upstream = self.plan.upstream(self.variation.amounts(columns))[0]
        return np.asarray(upstream * self.variation.reference_flow(columns), dtype=np.float64)


def reduce(
    subject: Subject,
    levers: Sequence[Lever],
    target: float | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Reduction:
    """Find what would lower a footprint.

    Every footprint is computed anew with the levers pulled together: savings are never added.

    Parameters
    ----------
    subject : Subject
        Product system, and what it was built from.
    levers : sequence of Lever
        What may be pulled.
    target : float, optional
        What the footprint is to come down to [kgCO2e per declared unit].
    progress : callable, optional
        Told how many sets are done, and how many there are at most.

    Returns
    -------
    Reduction
        Each lever alone, the sequence, and the smallest set for the target or that none reaches it.

    Raises
    ------
    AnalysisError
        LEV-006 for a target that is none, LEV-007 for a lever whose dataset the library does not
        have, LEV-008 if no lever is offered, LEV-009 if there are too many sets.
    """
    findings = [*_wrong_target(target), *gone(levers, subject.library)]
    if findings:
        raise AnalysisError(findings)
    variation, offers = _offers(subject, levers)
    check_left(offers)
    here = [offer.lever for offer in offers if offer.state == "open"]
    footprints = Footprints(variation, subject.factors, here)
    present, *alone = (float(v) for v in footprints(_alone(len(here))))
    offers, here, kept = _effective(offers, here, np.array(alone), present)
    check_left(offers)
    footprints = Footprints(variation, subject.factors, here)
    sets = AdmissibleSets(here)
    companies = companies_of(subject)
    steps = greedy(footprints, sets, present)
    actors = sorted({lever.who for lever in here})
    acts = np.array([[lever.who == stage for stage in actors] for lever in here])
    possible = sets.count()
    found = search(
        footprints, sets, acts, target, (lambda n: progress(n, possible)) if progress else None
    )
    own = dict(zip((lever.key for lever in here), (alone[i] for i in kept), strict=True))
    result = Reduction(
        product=subject.system.name or subject.system.product.name,
        unit=subject.unit,
        footprint=present,
        target=target,
        verdict=_verdict(present, target, found),
        offers=tuple(offers),
        alone=_savings(here, own, present),
        sequence=_sequence(here, steps, own, present),
        best=tuple(_lever_set(here, one, companies) for one in found.best),
        smallest=_lever_set(here, found.smallest, companies) if found.smallest else None,
        fewest_companies=_lever_set(here, found.fewest_actors, companies)
        if found.fewest_actors and found.sets == possible
        else None,
        sets=found.sets,
        all_sets=possible,
        companies=companies,
        closed=closed_parts(subject),
    )
    _check(subject, result)
    return result


def companies_of(subject: Subject) -> dict[str, Text]:
    """Return who makes the product of each stage.

    Parameters
    ----------
    subject : Subject
        With the companies of the chain.

    Returns
    -------
    dict
        Names of the companies by stage that showed their inventory; where the library stands in or
        nobody did, that there is a supplier.
    """
    open_members = [m for m in subject.system.members if m.source == "workbook"]
    own = {member.code for member in subject.system.members}
    of_library = {
        inventory.stage
        for inventory in subject.system.inventories
        if inventory.code in subject.system.stage_codes and inventory.code not in own
    }
    found: dict[str, Text] = {}
    for stage, term in STAGES.items():
        names = list(dict.fromkeys(Text(m.company) for m in open_members if m.stage == stage))
        if stage in of_library or not names:
            names.append(text("supplier of {stage}", stage=term))
        found[stage] = joined(", ", names)
    return found


def closed_parts(subject: Subject) -> tuple[Closed, ...]:
    """Return what no lever can change, because a company did not show its inventory.

    Parameters
    ----------
    subject : Subject
        With the companies of the chain.

    Returns
    -------
    tuple of Closed
        In the order of the chain.

    Raises
    ------
    CalculationError
        As :func:`pvfootprint.engine.solving.solve`.
    """
    sealed = [m for m in subject.system.members if m.source == "summary"]
    if not sealed:
        return ()
    solution = solve(subject.system, subject.factors)
    values = dict(
        zip(
            (inventory.code for inventory in subject.system.inventories),
            solution.upstream * solution.supply,
            strict=True,
        )
    )
    return tuple(
        Closed(
            company=member.company,
            stage=member.stage,
            footprint=float(values[member.code]),
            share=share(float(values[member.code]), solution.score),
        )
        for member in sealed
    )


def _wrong_target(target: float | None) -> list[Finding]:
    if target is None or (math.isfinite(target) and target >= 0):
        return []
    return [
        Finding(
            "LEV-006",
            text("the target is not possible"),
            found=f"{target:g}",
            expected=text("a number, zero or above"),
        )
    ]


def _offers(subject: Subject, levers: Sequence[Lever]) -> tuple[Variation, list[Offer]]:
    elsewhere = check_elsewhere(subject, levers)
    changes = changes_of(lever for lever in levers if lever.key not in elsewhere)
    variation = vary(subject, changes, strict=False)
    states = {name: (state.status, state.why) for name, state in variation.states.items()}
    return variation, [
        elsewhere.get(lever.key) or offer_of(lever, states)
        for lever in sorted(levers, key=lambda lever: lever.key)
    ]


def _alone(levers: int) -> Sets:
    """Return the empty set, and each lever alone."""
    return np.vstack([np.zeros((1, levers), dtype=bool), np.eye(levers, dtype=bool)])


def _effective(
    offers: Sequence[Offer], here: Sequence[Lever], alone: Vector, present: float
) -> tuple[list[Offer], list[Lever], list[int]]:
    """Leave out levers that change next to nothing."""
    changed = {lever.key: abs(alone[i] - present) for i, lever in enumerate(here)}
    small = {key for key, one in changed.items() if one <= NO_EFFECT * abs(present)}
    why = text("alone it would change less than {share:.2%} of the footprint", share=NO_EFFECT)
    kept = [i for i, lever in enumerate(here) if lever.key not in small]
    return (
        [
            replace(offer, state="without effect", why=why) if offer.lever.key in small else offer
            for offer in offers
        ],
        [here[i] for i in kept],
        kept,
    )


def _verdict(present: float, target: float | None, found: Found) -> Verdict:
    if target is None:
        return "no target"
    if present <= target + EQUAL * abs(target):
        return "met"
    return "reachable" if found.smallest else "unreachable"


def _savings(
    here: Sequence[Lever], alone: Mapping[str, float], present: float
) -> tuple[Saving, ...]:
    found = [
        Saving(
            lever=lever,
            footprint=alone[lever.key],
            saving=present - alone[lever.key],
            share=(present - alone[lever.key]) / present if present else 0.0,
        )
        for lever in here
    ]
    return tuple(sorted(found, key=lambda one: (-one.saving, one.lever.key)))


def _sequence(
    here: Sequence[Lever],
    steps: Sequence[tuple[int, float]],
    alone: Mapping[str, float],
    present: float,
) -> tuple[Step, ...]:
    before = [present, *(footprint for _, footprint in steps)]
    return tuple(
        Step(
            lever=here[i],
            footprint=footprint,
            saving=earlier - footprint,
            alone=present - alone[here[i].key],
        )
        for earlier, (i, footprint) in zip(before, steps, strict=False)
    )


def _lever_set(
    here: Sequence[Lever], found: tuple[tuple[int, ...], float], companies: Mapping[str, Text]
) -> LeverSet:
    levers = tuple(here[i] for i in found[0])
    stages = [stage for stage in STAGES if any(lever.who == stage for lever in levers)]
    return LeverSet(
        levers=levers,
        footprint=found[1],
        companies=tuple(companies[stage] for stage in stages),
    )


def _check(subject: Subject, result: Reduction) -> None:
    """Compute the sets that the answer rests on once more, each with the plain engine."""
    for one in {s.keys: s for s in (result.smallest, result.lowest) if s}.values():
        again = apply(subject, changes_of(one.levers), strict=False) if one.levers else subject
        score = solve(again.system, again.factors).score
        if not math.isclose(score, one.footprint, rel_tol=AGREES, abs_tol=AGREES):
            msg = f"the levers {one.keys} give {one.footprint!r}, the plain engine {score!r}"
            raise RuntimeError(msg)
