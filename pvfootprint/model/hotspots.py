"""Where a footprint comes from: tables that sum to it, a tree, and the flows between processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pvfootprint.language.texts import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

REST = "rest"
"""Key of the row that holds what is below the cut-off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A part of a footprint.

    Parameters
    ----------
    key : str
        Stable name; :data:`REST` for what is below the cut-off.
    name : Text
        What people read.
    detail : Text, optional
        Of a supplier: company and site; of a process: where it is, or whose.
    value : float
        Part of the footprint [kgCO2e per declared unit].
    share : float
        The same over the footprint [-].
    primary_share, proxy_share : float, optional
        Shares of `value` that rest on primary data, and that go away if every proxy is taken to
        emit nothing [-]; None where they are not asked for.
    count : int
        How many parts are below the cut-off; 1 for every other row.
    upstream : float, optional
        Of a process: its emissions with everything before it; overlaps with other processes
        [kgCO2e per declared unit].
    data_class : str
        Of a process: a key of :data:`pvfootprint.model.terms.DATA_CLASSES`.
    """

    key: str
    name: Text
    value: float
    share: float
    detail: Text | None = None
    primary_share: float | None = None
    proxy_share: float | None = None
    count: int = 1
    upstream: float | None = None
    data_class: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A footprint split one way.

    Parameters
    ----------
    key : str
        ``stage``, ``supplier``, ``process``, ``flow`` or ``gas``.
    title : Text
        For people.
    rows : tuple of Row
        They sum to the footprint; what is below the cut-off stands last, as one row.
    """

    key: str
    title: Text
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossTable:
    """A footprint split two ways at once.

    Parameters
    ----------
    key : str
        ``stage-gas`` or ``supplier-flow``.
    title : Text
        For people.
    rows, columns : tuple of Row
        Those of the two splits: the sums of the lines and of the columns.
    values : tuple of tuple of float
        Line by line [kgCO2e per declared unit]; all of them sum to the footprint.
    """

    key: str
    title: Text
    rows: tuple[Row, ...]
    columns: tuple[Row, ...]
    values: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HotSpot:
    """What one maker takes of one flow, or emits itself.

    Parameters
    ----------
    key : str
        Stable name.
    stage : str
        A key of :data:`pvfootprint.model.terms.STAGES`.
    supplier, flow : Text
        Who takes it (company and site, or the library), and what.
    group : str
        A key of :data:`pvfootprint.model.terms.GROUPS`.
    value, share : float
        [kgCO2e per declared unit], and over the footprint [-].
    primary_share, proxy_share : float
        As those of :class:`Row` [-].
    says : Text
        What it is and whose data it rests on, in one sentence.
    """

    key: str
    stage: str
    supplier: Text
    flow: Text
    group: str
    value: float
    share: float
    primary_share: float
    proxy_share: float
    says: Text


NODE_KINDS = ("process", "own", "rest", "loop", "closed")
"""Kinds of nodes of a tree: a process that is opened; its own emissions; what it takes below the
cut-off; a process that stands further up its path already; one that is not opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeNode:
    """A node of the tree of a footprint: a path from the product upstream.

    Parameters
    ----------
    number, parent : int
        Its place in the tree, and that of the node it is part of; None for the product.
    depth : int
        0 for the product.
    kind : str
        A value of :data:`NODE_KINDS`.
    code, name : str, Text
        Process; the code is empty for what is no single process.
    amount : float, optional
        How much of its product runs along this path [unit per declared unit].
    unit : str
        Unit of `amount`.
    value, share : float
        Emissions along this path, with everything before it [kgCO2e per declared unit], and over
        the footprint [-]. The parts of a node sum to it, the ends of all paths to the footprint.
    amplification : float
        How much of its product must be made for one net unit of it: above 1 where a loop takes
        part of it back [-].
    count : int
        How many inputs are in a node of what is below the cut-off; else 1.
    data_class, group : str
        Keys of :data:`pvfootprint.model.terms.DATA_CLASSES` and `GROUPS`.
    """

    number: int
    parent: int | None
    depth: int
    kind: str
    code: str
    name: Text
    amount: float | None
    unit: str
    value: float
    share: float
    amplification: float = 1.0
    count: int = 1
    data_class: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkNode:
    """A process above the cut-off; smaller ones are folded into those that take from them.

    Parameters
    ----------
    code, name, location
        Process, and where it is.
    stage, data_class : str
        Keys of :data:`pvfootprint.model.terms.STAGES` (or empty) and `DATA_CLASSES`.
    owner : str
        Company whose data it is; empty for the library.
    value, share : float
        All that passes through it: what it makes times emissions per unit, with everything before
        it [kgCO2e per declared unit]; over the footprint [-].
    own : float
        Its own emissions [kgCO2e per declared unit].
    folded : float
        Emissions of smaller processes behind it [kgCO2e per declared unit].
    returned : float
        What it takes back of its own product through smaller processes [kgCO2e per declared
        unit]. Value = own + folded + bands that come in + returned = bands that go out + returned,
        to which the footprint comes for the product.
    """

    code: str
    name: Text
    location: str
    stage: str
    data_class: str
    owner: str
    value: float
    share: float
    own: float
    folded: float
    returned: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What passes from one process to another [kgCO2e per declared unit].

    Parameters
    ----------
    source, target : str
        Codes of nodes.
    value : float
        Emissions of all that goes this way, with everything before it.
    closes_loop : bool
        Whether it runs against the order of the others: it is what a loop takes back.
    """

    source: str
    target: str
    value: float
    closes_loop: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The processes above the cut-off, and what passes between them.

    Parameters
    ----------
    nodes : tuple of NetworkNode
        Each before those that take from it, apart from loops; the product is the last.
    bands : tuple of Band
        Between them.
    """

    nodes: tuple[NetworkNode, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotspots:
    """Where a footprint comes from.

    Parameters
    ----------
    product : str
        As people name it.
    owner : str
        Company, or empty.
    total : float
        The footprint.
    unit : str
        kgCO2e per declared unit.
    method : str
        GWP set.
    cutoff : float
        Share of the footprint below which parts are taken together [-].
    primary_share, proxy_share : float
        As those of the footprint [-].
    message : Text
        What makes most of it.
    spots : tuple of HotSpot
        The largest, largest first.
    splits : tuple of Split
        By stage, supplier, process, flow and gas.
    crosses : tuple of CrossTable
        Stage by gas, supplier by flow.
    tree : tuple of TreeNode
        Each node behind its parent.
    network : Network
        For the diagram.
    hashes : dict
        SHA-256 of what it was computed from.
    """

    product: str
    owner: str
    total: float
    unit: str
    method: str
    cutoff: float
    primary_share: float
    proxy_share: float
    message: Text
    spots: tuple[HotSpot, ...]
    splits: tuple[Split, ...]
    crosses: tuple[CrossTable, ...]
    tree: tuple[TreeNode, ...]
    network: Network
    hashes: Mapping[str, str]

    def split(self, key: str) -> Split:
        """Return the split of that name."""
        return next(split for split in self.splits if split.key == key)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON values; texts in both languages, the Chinese as ``…_zh``."""
        return {"format": "pvfootprint hotspots 1", **in_json(self)}


def in_json(one: Any) -> Any:  # noqa: ANN401  (whatever a result holds)
    """Return a result of an analysis as JSON values, its texts in both languages.

    Parameters
    ----------
    one : object
        A dataclass; its fields are numbers, strings, texts, tuples, mappings and dataclasses.

    Returns
    -------
    object
        Dictionaries, lists, strings and numbers. A field ``name`` that is a text becomes ``name``
        and ``name_zh``.
    """
    if hasattr(one, "__dataclass_fields__"):
        return _fields({name: getattr(one, name) for name in one.__dataclass_fields__})
    if isinstance(one, dict):
        return _fields(one)
    if isinstance(one, tuple | list):
        return [in_json(part) for part in one]
    return one.en if isinstance(one, Text) else one


def _fields(values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        found[name] = in_json(value)
        if isinstance(value, Text):
            found[f"{name}_zh"] = value.zh
    return found
