"""Columns of the results of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from pvfootprint.model.terms import GROUPS, STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.model.findings import Finding

FORMAT = "pvfootprint batch results 1"
"""Format of the results; another number means other columns or other meanings."""

META = b"pvfootprint"
"""Key of the schema's metadata under which JSON says what the results rest on."""

DONE, FAILED = "done", "failed"

SAID = ("code", "severity", "message", "message_zh", "place", "found", "expected", "hint")
"""Fields of a finding in the results."""

WORD = pa.dictionary(pa.int32(), pa.string())
"""A word that stands in many rows."""

STAGE_COLUMNS = tuple(
    name for stage in STAGES for name in (stage, *(f"{stage}.{group}" for group in GROUPS))
)
"""Value of each stage, and of each group in it [kgCO2e per declared unit]."""

SCHEMA = pa.schema(
    [
        pa.field("item", pa.string(), nullable=False),
        pa.field("input", WORD, nullable=False),
        pa.field("scenario", WORD, nullable=False),
        pa.field("status", WORD, nullable=False),
        pa.field("value", pa.float64()),
        pa.field("unit", WORD),
        pa.field("primary_data_share", pa.float64()),
        *(pa.field(name, pa.float64()) for name in STAGE_COLUMNS),
        pa.field("warnings", pa.int32(), nullable=False),
        pa.field("findings", pa.list_(pa.struct([(name, pa.string()) for name in SAID]))),
        pa.field("input_hash", WORD, nullable=False),
        pa.field("scenario_hash", WORD, nullable=False),
        pa.field("product_system", WORD),
    ]
)
"""A row for each item, in the order of the list; docs/batches.md says what each column means."""


def as_said(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return findings as the results hold them, in both languages where they are words."""
    return [
        {name: str(said[name]) for name in SAID}
        for said in ({**finding.to_dict(), "place": finding.place} for finding in findings)
    ]
