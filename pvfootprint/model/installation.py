"""What became of the source of an installed set, as its folder keeps it."""

from __future__ import annotations

from typing import Final, Literal

# What pydantic asks for below Python 3.12, and brings along.
from typing_extensions import TypedDict

REPORT_FORMAT: Final = "pvfootprint installation report 1"
Quality = Literal["exact", "proxy", "cut-off", "service", "capital goods"]


class Both(TypedDict):
    """A text in both languages."""

    en: str
    zh: str


class MendLine(TypedDict):
    """A known fault: its rule, what is wrong, what is taken instead, in how many rows."""

    rule: str
    fault: Both
    done: Both
    places: int


class CounterpartLine(TypedDict):
    """What stands for an input, how well and why; ``known`` unless the mapping lacks it."""

    activity: str
    product: str
    location: str
    unit: str
    target: str
    target_product: str
    stands_for: str
    factor: float
    quality: Quality
    reason: Both
    known: bool
    uses: int


class Share(TypedDict):
    """The largest share that a product leaves out [-], and which product it is."""

    share: float
    dataset: str


class LeftOut(TypedDict):
    """Shares of mass, without water, and of energy."""

    mass: Share
    energy: Share


class InstallReport(TypedDict):
    """Counts of activities, mends, counterparts, what is left out, and remarks."""

    format: Literal["pvfootprint installation report 1"]
    activities: int
    taken: int
    products: int
    mends: list[MendLine]
    counterparts: list[CounterpartLine]
    flows_left_out: list[str]
    left_out: LeftOut
    remarks: list[Both]
