"""Prepares the evaluation of the stages of many variants of one product system."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import spsolve

from pvfootprint.engine.attributing import ESTIMATED
from pvfootprint.engine.plans import make_plan
from pvfootprint.engine.stage_links import CONSTANT, Link, Links, make_links
from pvfootprint.engine.stage_plans import StagePlan
from pvfootprint.model.terms import GROUPS, STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.inventory import CharacterizationSet, Exchange
    from pvfootprint.model.supply import ChainMember
    from pvfootprint.model.system import ProductSystem

    Array = NDArray[np.float64]


def make_stage_plan(
    system: ProductSystem,
    factors: CharacterizationSet,
    changing: Sequence[int],
    solution: Solution,
) -> StagePlan:
    """Prepare the evaluation of variants of a system.

    Parameters
    ----------
    system : ProductSystem
        With every process and exchange that any variant has.
    factors : CharacterizationSet
        GWP set.
    changing : sequence of int
        Flat positions of the exchanges whose amounts vary.
    solution : Solution
        Of the system as it is.

    Returns
    -------
    StagePlan
        Can be sent to other processes.
    """
    return _Making(system, factors, tuple(changing), solution).plan()


@dataclass(frozen=True, slots=True)
class _Flow:
    """What a process of the chain takes from nature, or from a process that is no stage."""

    stage: int
    exchange: Exchange
    row: int

    @property
    def group(self) -> str:
        return "direct" if self.exchange.type == "biosphere" else self.exchange.group


@dataclass(frozen=True)
class _Making:
    """A stage plan in the making."""

    system: ProductSystem
    factors: CharacterizationSet
    changing: tuple[int, ...]
    solution: Solution

    def plan(self) -> StagePlan:
        """Put the plan together."""
        constant, matrix = self._sums()
        rows = np.flatnonzero(np.diff(matrix.indptr))
        members = {member.code: member for member in self.system.members}
        stages = list(STAGES)
        codes = self.system.stage_codes
        return StagePlan(
            stages=tuple(
                stages.index(self.system.inventories[self.place[code]].stage) for code in codes
            ),
            links=self._links(estimated=True),
            known=self._links(estimated=False),
            plan=make_plan(self.system, self.factors, self.changing, self.behind)
            if self.behind
            else None,
            products=np.array(list(self.products), dtype=np.intp).reshape(-1, 2),
            constant=constant,
            rows=rows,
            matrix=matrix[rows],
            counts=(len(codes) * len(GROUPS), len(codes), len(codes) * len(self.returned)),
            primary=np.array([_weight(members.get(code)) for code in codes]),
            inputs=np.array(
                [self.exchanges[position].type == "technosphere" for position in self.changing],
                dtype=bool,
            ),
        )

    @cached_property
    def place(self) -> dict[str, int]:
        """Place of each process."""
        return {inventory.code: i for i, inventory in enumerate(self.system.inventories)}

    @cached_property
    def exchanges(self) -> list[Exchange]:
        """Every exchange by its flat position."""
        return [e for inventory in self.system.inventories for e in inventory.exchanges]

    @cached_property
    def of_chain(self) -> list[tuple[int, Exchange, int]]:
        """Exchanges of the chain's processes: place of the process, exchange, changed row."""
        row = {position: i for i, position in enumerate(self.changing)}
        stage = {code: i for i, code in enumerate(self.system.stage_codes)}
        found = []
        position = 0
        for inventory in self.system.inventories:
            for e in inventory.exchanges:
                if inventory.code in stage:
                    found.append((stage[inventory.code], e, row.get(position, CONSTANT)))
                position += 1
        return found

    @cached_property
    def flows(self) -> list[_Flow]:
        """What counts at the stage that takes it."""
        stages = set(self.system.stage_codes)
        return [_Flow(i, e, row) for i, e, row in self.of_chain if e.target not in stages]

    @cached_property
    def behind(self) -> tuple[str, ...]:
        """Processes taken by the chain whose upstream value varies."""
        owners = [i.code for i in self.system.inventories for _ in i.exchanges]
        users: dict[str, list[str]] = {}
        for inventory in self.system.inventories:
            for e in inventory.inputs:
                users.setdefault(e.target, []).append(inventory.code)
        waiting = sorted({owners[position] for position in self.changing})
        varying = set(waiting)
        while waiting:
            reached = [code for code in users.get(waiting.pop(), ()) if code not in varying]
            varying.update(reached)
            waiting += reached
        targets = [flow.exchange.target for flow in self.flows]
        return tuple(dict.fromkeys(target for target in targets if target in varying))

    @cached_property
    def products(self) -> dict[tuple[int, int], int]:
        """Changed amounts that are multiplied with a varying upstream value, numbered."""
        pairs = {
            (flow.row, self.behind.index(flow.exchange.target)): None
            for flow in self.flows
            if flow.row != CONSTANT and flow.exchange.target in self.behind
        }
        return {pair: i for i, pair in enumerate(pairs)}

    @cached_property
    def returned(self) -> list[Array]:
        """What one unit of each process takes of those that could run backwards.

        These are the processes to which some process returns a by-product: a negative input.
        """
        negative = {e.target for e in self.exchanges if e.type == "technosphere" and e.amount < 0}
        turned = self.solution.technosphere.T.tocsc()
        found = []
        for code in sorted(negative):
            one = np.zeros(len(self.place))
            one[self.place[code]] = 1.0
            found.append(np.atleast_1d(spsolve(turned, one)))
        return found

    def _sums(self) -> tuple[Array, sparse.csr_matrix]:
        """Return constants and coefficients of the sums over flows."""
        stages, groups = len(self.system.stage_codes), list(GROUPS)
        constant = np.zeros(stages * (len(groups) + 1 + len(self.returned)))
        entries: list[tuple[int, int, float]] = []
        for flow in self.flows:
            rows = [flow.stage * len(groups) + groups.index(flow.group)]
            if flow.exchange.method != ESTIMATED:
                rows.append(stages * len(groups) + flow.stage)
            column, worth = self._worth(flow)
            for row in rows:
                if column == CONSTANT:
                    constant[row] += worth
                else:
                    entries.append((row, column, worth))
            for row, needed in self._taken_back(flow):
                if flow.row == CONSTANT:
                    constant[row] += flow.exchange.amount * needed
                else:
                    entries.append((row, flow.row, needed))
        width = len(self.changing) + len(self.products) + len(self.behind)
        rows_, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
        shape = (len(constant), width)
        return constant, sparse.csr_matrix((values, (rows_, columns)), shape=shape)

    def _worth(self, flow: _Flow) -> tuple[int, float]:
        """Return the column that a flow's value is proportional to, and the coefficient."""
        e = flow.exchange
        if e.target in self.behind:
            i = self.behind.index(e.target)
            if flow.row == CONSTANT:
                return len(self.changing) + len(self.products) + i, e.amount
            return len(self.changing) + self.products[flow.row, i], 1.0
        worth = (
            float(self.solution.upstream[self.place[e.target]])
            if e.type == "technosphere"
            else self._weights.get(e.target, 0.0)
        )
        return flow.row, worth * e.amount if flow.row == CONSTANT else worth

    @cached_property
    def _weights(self) -> dict[str, float]:
        weights = self.solution.weights
        return {f.code: float(w) for f, w in zip(self.system.flows, weights, strict=True)}

    def _taken_back(self, flow: _Flow) -> Iterator[tuple[int, float]]:
        if flow.exchange.type == "technosphere":
            stages = len(self.system.stage_codes)
            for j, needed in enumerate(self.returned):
                row = stages * (len(GROUPS) + 1 + j) + flow.stage
                yield row, float(needed[self.place[flow.exchange.target]])

    def _links(self, *, estimated: bool) -> Links:
        stage = {code: i for i, code in enumerate(self.system.stage_codes)}
        links = [
            Link(i, stage[e.target], e.amount if e.type == "production" else -e.amount, row)
            if row == CONSTANT
            else Link(i, stage[e.target], 1.0 if e.type == "production" else -1.0, row)
            for i, e, row in self.of_chain
            if e.target in stage and (estimated or e.method != ESTIMATED)
        ]
        return make_links(stage[self.system.product.code], len(stage), links)


def _weight(member: ChainMember | None) -> float:
    """Return how much of what is known of a process is a company's own data [-]."""
    if member is None:
        return 0.0
    return member.primary_share if member.source == "summary" else 1.0
