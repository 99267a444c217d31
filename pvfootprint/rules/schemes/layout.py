"""What a scheme's file may hold, checked by pydantic."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Certainty = Literal["read", "secondary", "draft", "to be confirmed", "own"]
Stage = Literal["mg-silicon", "polysilicon", "ingot", "wafer", "cell", "module"]
Group = Literal["direct", "electricity", "heat", "materials", "transport", "waste"]


class _Table(BaseModel):
    """A table of the file: every key is known, nothing is converted, numbers are finite."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Boundary(_Table):
    """What the scheme counts."""

    method: Literal["footprint", "groups", "components"]
    without: list[str] = []
    stages: list[Stage] = []
    groups: list[Group] = []
    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)
    source: str
    certainty: Certainty


class Gwp(_Table):
    """Which GWP set the scheme names."""

    set: str
    certainty: Certainty


class RoundingRule(_Table):
    """How the scheme rounds."""

    step: float = Field(ge=0)
    half: Literal["up", "even"] = "up"
    source: str = ""
    certainty: Certainty
    half_certainty: Certainty = "own"
    en: str = ""
    zh: str = ""


class Limit(_Table):
    """A grade or limit."""

    key: str = Field(pattern="^[a-z0-9-]+$")
    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)
    above: float | None = Field(default=None, gt=0)
    below: float | None = Field(default=None, gt=0)
    below_itself: bool = True
    source: str
    certainty: Certainty
    edge_certainty: Literal["", "to be confirmed"] = ""
    note_en: str = ""
    note_zh: str = ""


class Part(_Table):
    """A component of a formula."""

    key: str = Field(pattern="^[a-z0-9-]+$")
    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)
    unit: Literal["kg", "m2"]
    stage: Literal[""] | Stage = ""
    step: Literal["", "first", "last"] = ""
    datasets: list[str] = []


class Said(_Table):
    """A sentence in both languages."""

    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)


class SchemeFile(_Table):
    """The whole file."""

    key: str
    version: str = Field(min_length=1)
    status: Literal["in force", "replaced", "draft", "pilot"]
    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)
    unit: Literal["kgCO2e/kWp"]
    judges: Literal["grades", "limits", "none"]
    boundary: Boundary
    gwp: Gwp
    rounding: RoundingRule
    components: list[Part] = []
    thresholds: list[Limit] = []
    no_verdict: Said | None = None
    notes: list[Said] = []
    sources: dict[str, str]
