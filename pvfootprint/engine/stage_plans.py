"""Evaluates the stages of many variants of one product system at once.

With the supplies ``x`` through stage links, ``score = sum(x_s (own_s + sum_b a_bs upstream_b))``
over stages ``s`` and their other inputs ``b``, as in :mod:`pvfootprint.engine.contributing`. What
no variant changes is folded into constants once. ``upstream_b`` is computed per variant only where
a change lies behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.engine.solving import BACKWARDS
from pvfootprint.model.terms import GROUPS, STAGES

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from pvfootprint.engine.evaluation import Plan
    from pvfootprint.engine.stage_links import Links

    Array = NDArray[np.float64]

BLOCK = 4096
"""Variants that are evaluated at once, so that what is worked on stays in the cache."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Footprints of variants.

    Parameters
    ----------
    score : ndarray, shape (variants,)
        Footprint [kgCO2e per declared unit].
    parts : ndarray, shape (stages, groups, variants)
        Of each stage of :data:`pvfootprint.model.terms.STAGES` and each group of
        :data:`pvfootprint.model.terms.GROUPS` [kgCO2e per declared unit]; they sum to the score.
        NaN for stages that the product does not have.
    primary_share : ndarray, shape (variants,)
        As :attr:`pvfootprint.model.footprint.Footprint.primary_data_share` [-].
    doubtful : ndarray of bool, shape (variants,)
        Where a process may run backwards, or no number came out: the plain engine has to decide.
    """

    score: Array
    parts: Array
    primary_share: Array
    doubtful: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class StagePlan:
    """What is computed for each variant of a system.

    Made by :func:`pvfootprint.engine.stage_planning.make_stage_plan`.

    Parameters
    ----------
    stages : tuple of int
        Place among :data:`pvfootprint.model.terms.STAGES` of each process of the chain.
    links, known : Links
        What these processes take of each other, and of that what is not estimated.
    plan : Plan, optional
        Gives the upstream values that vary; None where none does.
    products : ndarray, shape (products, 2)
        Which changed amount is multiplied with which varying upstream value.
    constant : ndarray
        Sums over flows of each process that no variant changes: a row for each group, one for what
        is known, and one for each process that could run backwards.
    rows, matrix
        The rows of which something varies, and the coefficients of what does.
    counts : tuple of int
        Rows for groups, for what is known, and for what could run backwards.
    primary : ndarray, shape (processes,)
        Weight of what is known: 1 for a company's own data [-].
    inputs : ndarray of bool, shape (changed,)
        Whether a changed amount is an input of a process.
    """

    stages: tuple[int, ...]
    links: Links
    known: Links
    plan: Plan | None
    products: NDArray[np.intp]
    constant: Array
    rows: NDArray[np.intp]
    matrix: sparse.csr_matrix
    counts: tuple[int, int, int]
    primary: Array
    inputs: NDArray[np.bool_]

    def evaluate(self, amounts: Array, reference: Array | float) -> Evaluation:
        """Compute variants.

        Parameters
        ----------
        amounts : ndarray, shape (changed, variants)
            Amounts of the changed exchanges [unit of the exchange].
        reference : ndarray, shape (variants,), or float
            Reference flow [unit of the product per declared unit].

        Returns
        -------
        Evaluation
            One value for each variant.

        Raises
        ------
        CalculationError
            As :meth:`pvfootprint.engine.plans.Plan.upstream`.
        """
        count = amounts.shape[1]
        reference = np.broadcast_to(np.asarray(reference, dtype=np.float64), (count,))
        parts = np.empty((len(STAGES), len(GROUPS), count))
        parts[[place for place in range(len(STAGES)) if place not in self.stages]] = np.nan
        found = Evaluation(np.empty(count), parts, np.zeros(count), np.empty(count, dtype=bool))
        for first in range(0, count, BLOCK):
            block = slice(first, first + BLOCK)
            into = Evaluation(
                found.score[block],
                found.parts[:, :, block],
                found.primary_share[block],
                found.doubtful[block],
            )
            self._block(amounts[:, block], reference[block], into)
        return found

    def _block(self, amounts: Array, reference: Array, into: Evaluation) -> None:
        flows = amounts
        if self.plan:
            upstream = self.plan.upstream(amounts)
            changed, behind = self.products.T
            flows = np.concatenate([amounts, amounts[changed] * upstream[behind], upstream])
        varying = dict(zip(self.rows.tolist(), self.matrix @ flows, strict=True))
        supply = self.links.supplies(amounts) * reference
        self._parts(supply, varying, into)
        if self.primary.any():
            known = supply
            if self.known != self.links:
                known = self.known.supplies(amounts) * reference
            primary = np.zeros(len(reference))
            for i in np.flatnonzero(self.primary):
                row = self.counts[0] + i
                per_unit = self.constant[row] + varying.get(row, 0.0)
                primary += self.primary[i] * known[i] * per_unit
            np.divide(primary, into.score, out=into.primary_share, where=into.score != 0)
        into.doubtful[:] = self._doubtful(amounts, supply, varying, into.score)

    def _parts(self, supply: Array, varying: dict[int, Array], into: Evaluation) -> None:
        """Write each stage by group, and the score."""
        groups = len(GROUPS)
        constant = self.constant[: self.counts[0]].reshape(-1, groups)
        into.score[:] = 0.0
        begun: set[int] = set()
        for i, stage in enumerate(self.stages):
            part = into.parts[stage]
            if stage in begun:
                part += constant[i][:, None] * supply[i]
            else:
                np.multiply(constant[i][:, None], supply[i], out=part)
            begun.add(stage)
            into.score[:] += constant[i].sum() * supply[i]
        for row, value in varying.items():
            if row < self.counts[0]:
                i, group = divmod(row, groups)
                value *= supply[i]  # noqa: PLW2901  (in place: it is not needed any more)
                into.parts[self.stages[i], group] += value
                into.score[:] += value

    def _doubtful(
        self, amounts: Array, supply: Array, varying: dict[int, Array], score: Array
    ) -> NDArray[np.bool_]:
        least, most = supply.min(axis=0), supply.max(axis=0)
        first = self.counts[0] + self.counts[1]
        for start in range(first, len(self.constant), len(supply)):
            needed = np.zeros(len(score))
            for i, one in enumerate(supply):
                row = start + i
                if self.constant[row] or row in varying:
                    needed += (self.constant[row] + varying.get(row, 0.0)) * one
            least = np.minimum(least, needed)
        sound = np.isfinite(score) & (least >= BACKWARDS * np.maximum(most, -least))
        if amounts.min(initial=0.0) < 0:
            sound &= (amounts[self.inputs] >= 0).all(axis=0)
        return np.asarray(~sound, dtype=np.bool_)
