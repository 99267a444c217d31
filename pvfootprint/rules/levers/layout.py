"""What a lever's file may hold, checked by pydantic."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from pvfootprint.model.canonical import CLOSED
from pvfootprint.model.scenario import Change

KEY = "^[a-z0-9]+(-[a-z0-9]+)*$"
Key = Annotated[str, StringConstraints(pattern=KEY)]
Words = Annotated[str, StringConstraints(min_length=1)]
Stage = Literal["mg-silicon", "polysilicon", "ingot", "wafer", "cell", "module"]


class Table(BaseModel):
    """A table of the file: every key is known, nothing is converted, numbers are finite."""

    model_config = CLOSED


class Said(Table):
    """A sentence in both languages."""

    en: Words
    zh: Words


class Entry(Table):
    """A number, and where it comes from."""

    of: Words
    value: float
    unit: str
    source: str
    certainty: Literal["read", "secondary", "choice", "estimate"]
    low: float | None = None
    high: float | None = None
    en: str = ""
    zh: str = ""


class Where(Table):
    """How much of a flow a stage takes where the lever is valid."""

    stage: Stage
    flow: Words
    above: float = Field(ge=0)
    below: float = Field(gt=0)
    en: Words
    zh: Words


class LeverFile(Table):
    """The whole file; in a lever for several stages ``{stage}`` stands for each of them."""

    key: Key
    version: Words
    en: Words
    zh: Words
    who: Words
    stages: list[Stage] = []
    group: str = ""
    excludes: list[Key] = []
    places: list[str] = []
    basis: Literal["", "market", "location"] = ""
    explanation: Said
    caution: Said
    needs: list[Said] = []
    valid: list[Where] = []
    changes: dict[Key, Change] = Field(min_length=1)
    numbers: list[Entry] = Field(min_length=1)
    sources: dict[str, Words]
