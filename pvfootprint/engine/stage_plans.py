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

BLOCK = 1024
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
    constant, matrix
        Sums over flows of each process: a row for each group, one for what is known, and one for
        each process that could run backwards.
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
        blocks = [
            self._block(amounts[:, i : i + BLOCK], reference[i : i + BLOCK])
            for i in range(0, count, BLOCK)
        ]
        return Evaluation(
            np.concatenate([b.score for b in blocks]),
            np.concatenate([b.parts for b in blocks], axis=2),
            np.concatenate([b.primary_share for b in blocks]),
            np.concatenate([b.doubtful for b in blocks]),
        )

    def _block(self, amounts: Array, reference: Array) -> Evaluation:
        count = len(reference)
        upstream = self.plan.upstream(amounts) if self.plan else np.empty((0, count))
        changed, behind = self.products.T
        flows = np.concatenate([amounts, amounts[changed] * upstream[behind], upstream])
        found = self.matrix @ flows
        found += self.constant[:, None]
        of_groups, of_known, of_doubt = np.split(found, np.cumsum(self.counts)[:2])
        supply = self.links.supplies(amounts) * reference
        parts = np.full((len(STAGES), len(GROUPS), count), np.nan)
        parts[list(set(self.stages))] = 0.0
        each = of_groups.reshape(len(self.stages), len(GROUPS), count)
        for i, stage in enumerate(self.stages):
            parts[stage] += each[i] * supply[i]
        score = np.nansum(parts, axis=(0, 1))
        known = self.known.supplies(amounts) * reference
        primary = self.primary @ (known * of_known)
        share = np.divide(primary, score, out=np.zeros(count), where=score != 0)
        return Evaluation(score, parts, share, self._doubtful(amounts, supply, of_doubt, score))

    def _doubtful(
        self, amounts: Array, supply: Array, rows: Array, score: Array
    ) -> NDArray[np.bool_]:
        needed = (rows.reshape(-1, *supply.shape) * supply).sum(axis=1)
        least = np.concatenate([supply, needed]).min(axis=0)
        sound = np.isfinite(score) & (least >= BACKWARDS * np.abs(supply).max(axis=0))
        return np.asarray(~sound | (amounts[self.inputs] < 0).any(axis=0), dtype=np.bool_)
