"""The chain behind a product as boxes and arrows: who supplies whom with which share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.model.inventory import Inventory
    from pvfootprint.model.supply import ChainMember, FilledGap
    from pvfootprint.model.system import ProductSystem

MEMBER, GAP, LIBRARY = "member", "gap", "library"


@dataclass(frozen=True, slots=True)
class Node:
    """A box: a company's product, a gap that the library fills, or the library's own stage.

    Parameters
    ----------
    key : str
        Unique in its graph.
    kind : str
        ``member``, ``gap`` or ``library``.
    stage : str
        A key of :data:`pvfootprint.model.terms.STAGES`.
    member, gap
        What it stands for.
    datasets : tuple of str
        Codes of the datasets in it.
    """

    key: str
    kind: str
    stage: str
    member: ChainMember | None = None
    gap: FilledGap | None = None
    datasets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow from supplier to user; `share` of what the user takes of that stage [-]."""

    source: str
    target: str
    share: float


@dataclass(frozen=True, slots=True)
class ChainGraph:
    """Boxes in the order of the chain, and the arrows between them."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


def chain_graph(system: ProductSystem) -> ChainGraph:
    """Return the chain of a product system.

    Parameters
    ----------
    system : ProductSystem
        Its members, its gaps, and the library's processes of the chain.

    Returns
    -------
    ChainGraph
        One box per company's product and per gap, one per stage for what the library holds
        besides.
    """
    return _Walk(system).graph()


class _Walk:
    """Walks from the product up the chain, each box once."""

    def __init__(self, system: ProductSystem) -> None:
        self.system = system
        self.inventories = {inventory.code: inventory for inventory in system.inventories}
        self.members = {member.code: member for member in system.members}
        self.stages = set(system.stage_codes) | set(self.members)
        self.nodes: dict[str, Node] = {}
        self.links: dict[tuple[str, str], float] = {}
        self.seen: set[tuple[str, str]] = set()

    def graph(self) -> ChainGraph:
        """Walk, and return what was found."""
        self._visit(self._node_of(self.system.product), self.system.product)
        order = list(STAGES)
        nodes = sorted(self.nodes.values(), key=lambda node: order.index(node.stage))
        return ChainGraph(tuple(nodes), tuple(self._arrows()))

    def _arrows(self) -> Iterator[Link]:
        """Yield the arrows; a box of several datasets takes each stage once."""
        sums: dict[tuple[str, str], float] = {}
        for (source, target), share in self.links.items():
            key = (target, self.nodes[source].stage)
            sums[key] = sums.get(key, 0.0) + share
        for (source, target), share in self.links.items():
            total = sums[target, self.nodes[source].stage]
            yield Link(source, target, share / total if total else 0.0)

    def _visit(self, node: Node, inventory: Inventory) -> None:
        if (node.key, inventory.code) in self.seen:
            return
        self.seen.add((node.key, inventory.code))
        for supplier, share, next_one in self._supplies(inventory):
            if supplier.key != node.key:
                ends = (supplier.key, node.key)
                self.links[ends] = self.links.get(ends, 0.0) + share
            self._visit(supplier, next_one)

    def _supplies(self, user: Inventory) -> Iterator[tuple[Node, float, Inventory]]:
        """Yield what supplies a process from within the chain, with its share of the stage."""
        amounts: dict[str, float] = {}
        for exchange in user.inputs:
            if exchange.target in self.stages:
                amounts[exchange.target] = amounts.get(exchange.target, 0.0) + exchange.amount
        by_stage: dict[str, float] = {}
        for code, amount in amounts.items():
            stage = self.inventories[code].stage
            by_stage[stage] = by_stage.get(stage, 0.0) + amount
        for code, amount in amounts.items():
            inventory = self.inventories[code]
            share = amount / by_stage[inventory.stage] if by_stage[inventory.stage] else 0.0
            gaps = [g for g in self.system.gaps if g.user == user.code and g.dataset == code]
            if code in self.members or not gaps:
                yield self._node_of(inventory), share, inventory
                continue
            filled = sum(gap.supply_share for gap in gaps) or 1.0
            for gap in gaps:
                yield self._gap(gap, inventory), share * gap.supply_share / filled, inventory

    def _node_of(self, inventory: Inventory) -> Node:
        code, stage = inventory.code, inventory.stage
        if code in self.members:
            node = Node(code, MEMBER, stage, member=self.members[code], datasets=(code,))
        else:
            before = self.nodes.get(f"library:{stage}")
            known = before.datasets if before else ()
            datasets = known if code in known else (*known, code)
            node = Node(f"library:{stage}", LIBRARY, stage, datasets=datasets)
        self.nodes[node.key] = node
        return node

    def _gap(self, gap: FilledGap, inventory: Inventory) -> Node:
        key = f"gap:{gap.user}:{gap.supplier}:{gap.dataset}"
        node = Node(key, GAP, inventory.stage, gap=gap, datasets=(gap.dataset,))
        self.nodes[key] = node
        return node
