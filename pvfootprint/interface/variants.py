"""Computes variants of a product in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pvfootprint.analysis.scenarios import vary
from pvfootprint.engine.positions import with_amounts
from pvfootprint.engine.solving import solve
from pvfootprint.engine.stage_planning import make_stage_plan
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.model.scenario import Change


def evaluate(
    subject: Subject, changes: Mapping[str, Change], variants: Mapping[str, Any] | None
) -> pd.DataFrame:
    """Compute variants; see :func:`pvfootprint.interface.analyses.scenarios`."""
    variation = vary(subject, changes)
    table = pd.DataFrame(variants) if variants is not None else pd.DataFrame(index=[0])
    columns = {str(name): table[name].to_numpy(dtype=np.float64) for name in table.columns}
    amounts = np.broadcast_to(variation.amounts(columns), (len(variation.changing), len(table)))
    reference = variation.reference_flow(columns)
    solution = solve(variation.system, subject.factors)
    plan = make_stage_plan(variation.system, subject.factors, variation.changing, solution)
    found = plan.evaluate(amounts, reference)
    for doubtful in np.flatnonzero(found.doubtful):
        # The plain engine says whether a process really runs backwards.
        changed = with_amounts(variation.system, variation.changing, amounts[:, doubtful])
        solve(changed, subject.factors)
    stages = found.parts.sum(axis=1)
    there = {stage: stages[i] for i, stage in enumerate(STAGES) if np.isfinite(stages[i]).any()}
    return table.assign(value=found.score, **there, primary_data_share=found.primary_share)
