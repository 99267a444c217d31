"""Scenarios: changes to a product system, made plainly or over many variants at once."""

from __future__ import annotations

from pvfootprint.analysis.scenarios.applying import (
    apply,
    apply_file,
    change_by_file,
    change_system,
    scenario_hash,
    vary,
)
from pvfootprint.analysis.scenarios.draft import Basis
from pvfootprint.analysis.scenarios.reading import in_file, read_changes, read_scenario
from pvfootprint.analysis.scenarios.variation import ABSENT, OPEN, PULLED, State, Variation

__all__ = [
    "ABSENT",
    "OPEN",
    "PULLED",
    "Basis",
    "State",
    "Variation",
    "apply",
    "apply_file",
    "change_by_file",
    "change_system",
    "in_file",
    "read_changes",
    "read_scenario",
    "scenario_hash",
    "vary",
]
