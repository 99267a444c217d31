"""Cuts the chains of products alike: a stage that not all of them show stands with the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import joined
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.language.texts import Text


class Cut:
    """Stages that all products have.

    Parameters
    ----------
    subjects : sequence of Subject
        Products of one stage.
    """

    def __init__(self, subjects: Sequence[Subject]) -> None:
        found = [_stages(subject) for subject in subjects]
        common = set.intersection(*found)
        self.joined: dict[str, list[str]] = {}
        waiting: list[str] = []
        for stage in STAGES:
            if any(stage in one for one in found):
                waiting.append(stage)
            if stage in common:
                self.joined[stage], waiting = waiting, []
        self.target = {stage: to for to, stages in self.joined.items() for stage in stages}

    @property
    def alike(self) -> bool:
        """Whether every product shows the same stages."""
        return all(len(stages) == 1 for stages in self.joined.values())

    def name(self, stage: str) -> Text:
        """Return the name of a stage, with those that stand with it."""
        return joined(" + ", (STAGES[one] for one in self.joined[stage]))


def _stages(subject: Subject) -> set[str]:
    stages = {inventory.code: inventory.stage for inventory in subject.system.inventories}
    return {stages[code] for code in subject.system.stage_codes}
