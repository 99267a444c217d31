"""A comparison of products: totals, parts, what is counted otherwise, and causes of differences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pvfootprint.model.hotspots import in_json

if TYPE_CHECKING:
    from pvfootprint.language.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A product of a comparison.

    Parameters
    ----------
    letter : str
        ``A`` for the first, and so on.
    written : str
        The input as it was typed.
    product, owner : str
        As people name it; company, or empty.
    total : float
        Its footprint [kgCO2e per declared unit].
    difference, ratio : float
        Its footprint minus the first [kgCO2e per declared unit], and over the first, minus 1 [-].
    primary_share, proxy_share, not_split_share : float
        Shares of its footprint that rest on primary data, go away with every proxy, and carry no
        split by gas [-].
    reference_flow : float
        What delivers the declared unit [reference_unit].
    reference_unit : str
        A name of the inventories.
    assumed : tuple of Text
        What it rests on that nobody measured: conversions, gaps filled, parameters changed.
    """

    letter: str
    written: str
    product: str
    owner: str
    total: float
    difference: float
    ratio: float
    primary_share: float
    proxy_share: float
    not_split_share: float
    reference_flow: float
    reference_unit: str
    assumed: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """A part of the footprints, side by side.

    Parameters
    ----------
    kind : str
        ``stage``, ``group``, ``stage-group`` or ``gas``; the rows of each kind sum to the totals.
    key, stage : str
        Stable names; the stage is empty where the row is of no single stage.
    name : Text
        What people read.
    values : tuple of float
        By product [kgCO2e per declared unit].
    """

    kind: str
    key: str
    stage: str
    name: Text
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodRow:
    """How the products were counted, side by side.

    Parameters
    ----------
    key : str
        Stable name.
    name : Text
        What it is about.
    values : tuple of Text
        By product.
    differs : bool
        Whether they are not all the same.
    matters : bool
        Whether a difference of it alone changes the footprint, so that the comparison is weakened.
    """

    key: str
    name: Text
    values: tuple[Text, ...]
    differs: bool
    matters: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What one flow of one stage adds to the difference of two products.

    Parameters
    ----------
    stage, flow : str
        Stable names; both empty for what is taken together.
    name : Text
        What people read.
    first, other : float
        Its part of the two footprints [kgCO2e per declared unit].
    difference : float
        `other` minus `first`; the sum of the three effects [kgCO2e per declared unit].
    quantity, factor, one_only : float
        Effects of another amount, of another factor behind it, and of what only one of the two
        takes [kgCO2e per declared unit].
    count : int
        How many flows are taken together; else 1.
    """

    stage: str
    flow: str
    name: Text
    first: float
    other: float
    difference: float
    quantity: float
    factor: float
    one_only: float
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes:
    """The difference of a product to the first, taken apart.

    Parameters
    ----------
    letter : str
        Of the product.
    difference : float
        Its footprint minus the first [kgCO2e per declared unit].
    message : Text
        What causes most of it.
    causes : tuple of Cause
        Largest first; they sum to the difference. What is below the cut-off stands last.
    """

    letter: str
    difference: float
    message: Text
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedDraws:
    """Two footprints drawn together: what both rest on varies alike.

    Parameters
    ----------
    letter : str
        Of the product that is compared with the first.
    draws, seed : int
        How many draws, and from which seed.
    assumed : float, optional
        Geometric standard deviation that was assumed where nobody states a spread [-].
    lower : float
        Share of the draws in which it is lower than the first [-].
    low, median, high : float
        2.5, 50 and 97.5 % of its footprint minus the first [kgCO2e per declared unit].
    message : Text
        The same in words.
    """

    letter: str
    draws: int
    seed: int
    assumed: float | None
    lower: float
    low: float
    median: float
    high: float
    message: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Products of one stage in one declared unit, side by side.

    Parameters
    ----------
    stage : str
        A key of :data:`pvfootprint.model.terms.STAGES`.
    declared_unit : str
        ``kWp``, ``m2``, ``piece`` or ``kg``.
    unit : str
        kgCO2e per declared unit.
    message : Text
        Which is lower, by how much, and why.
    limits : tuple of Text
        What the comparison does not show.
    products : tuple of Compared
        In the order in which they were given.
    parts : tuple of PartRow
        By stage, group, both, and gas.
    methods : tuple of MethodRow
        How they were counted.
    differences : tuple of Causes
        Of each product but the first.
    paired : tuple of PairedDraws
        Of each product but the first, if they were drawn; else empty.
    """

    stage: str
    declared_unit: str
    unit: str
    message: Text
    limits: tuple[Text, ...]
    products: tuple[Compared, ...]
    parts: tuple[PartRow, ...]
    methods: tuple[MethodRow, ...]
    differences: tuple[Causes, ...]
    paired: tuple[PairedDraws, ...] = ()

    def rows(self, kind: str) -> tuple[PartRow, ...]:
        """Return the parts of one kind."""
        return tuple(row for row in self.parts if row.kind == kind)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON values; texts in both languages, the Chinese as ``…_zh``."""
        return {"format": "pvfootprint comparison 1", **in_json(self)}
