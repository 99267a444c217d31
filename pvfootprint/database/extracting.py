"""Takes a producer's own unit process out of the product system of its certificate."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from pvfootprint.chain.sites import reference_output
from pvfootprint.database.processes import Flow, Grid, Quantity, Supply, UnitProcess
from pvfootprint.language.texts import text
from pvfootprint.model.certificate_record import Rulebook, Said
from pvfootprint.model.findings import DatabaseError, Finding
from pvfootprint.model.terms import REFERENCE_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.certification.evaluation.recomputing import Recomputed
    from pvfootprint.model.certificate_record import CertificateRecord
    from pvfootprint.model.inventory import Exchange, Inventory
    from pvfootprint.model.system import ProductSystem

OF_COMPANIES = frozenset({"primary", "summary"})
"""Kinds of datasets that stand on what companies gave."""

FEW = 1e-9
"""Up to here a share that rounding brought above 1 is 1 [-]."""


def unit_process(record: CertificateRecord, found: Recomputed) -> UnitProcess:
    """Return the unit process of a certified product.

    What the product's maker takes from its own electricity mix is told by source. What it takes of
    earlier stages is told by stage: suppliers have datasets of their own, if they are certified,
    and what they sealed stays sealed.

    Parameters
    ----------
    record : CertificateRecord
        What the certificate says.
    found : Recomputed
        Its application, computed again.

    Returns
    -------
    UnitProcess
        Per unit of the product.

    Raises
    ------
    DatabaseError
        DAT-011 if the product is not the one of the certificate.
    """
    system, result = found.study.system, found.study.footprint
    product, site_product = system.product, found.submitted.product
    output, _ = reference_output(found.submitted.leader, site_product, found.library)
    own = [part.value for part in result.suppliers if part.code == product.code]
    if product.code != record.product.code or not own or not output > 0:
        raise DatabaseError([_other_product(record, product)])
    flows = _Flows(system)
    return UnitProcess(
        certificate=record.number,
        workbook=record.product.workbook,
        recomputing=record.recomputing,
        rules=Rulebook(
            key=found.rules.key,
            version=found.rules.version,
            title=Said(en=found.rules.title, zh=found.rules.title_zh),
            sha256=found.rules.content_hash,
        ),
        code=product.code,
        product=record.product.name,
        stage=product.stage,
        technology=product.technology,
        design=product.design,
        location=product.location,
        start=found.submitted.leader.company.start.isoformat(),
        end=found.submitted.leader.company.end.isoformat(),
        unit=product.unit,
        output=output,
        declared_unit=system.declared_unit.unit,
        reference_flow=float(system.declared_unit.reference_flow),
        footprint=result.total.value,
        own_footprint=math.fsum(own),
        primary_share=result.primary_data_share,
        proxy_share=result.proxy_share,
        supplies=flows.supplies(),
        inputs=flows.told({"materials", "transport", "waste"}),
        energy=flows.told({"electricity", "heat"}),
        emissions=flows.told({"direct"}),
        grids=tuple(sorted(_grids(system), key=lambda grid: (grid.location, grid.year))),
        quantities=tuple(
            Quantity(name=one.name, amount=float(one.amount), unit=one.unit)
            for one in product.parameters
        ),
    )


class _Flows:
    """Sorts the exchanges of the product's process, each dataset once in a group."""

    def __init__(self, system: ProductSystem) -> None:
        self.processes = {process.code: process for process in system.inventories}
        self.flows: dict[tuple[str, str, str, str], list[float]] = defaultdict(list)
        self.taken: dict[str, list[tuple[float, bool]]] = defaultdict(list)
        for exchange in system.product.exchanges:
            self._sort(exchange)

    def told(self, groups: Iterable[str]) -> tuple[Flow, ...]:
        """Return the flows of some groups, by group, dataset and name."""
        return tuple(
            Flow(code=code, name=name, amount=math.fsum(amounts), unit=unit, group=group)
            for (group, code, name, unit), amounts in sorted(self.flows.items())
            if group in groups
        )

    def supplies(self) -> tuple[Supply, ...]:
        """Return what is taken of earlier stages, in the order of the chain."""
        found = []
        for stage in (stage for stage in REFERENCE_UNITS if stage in self.taken):
            amount = math.fsum(part for part, _ in self.taken[stage])
            given = math.fsum(part for part, of_company in self.taken[stage] if of_company)
            share = given / amount if amount else 0.0
            found.append(
                Supply(
                    stage=stage,
                    amount=amount,
                    unit=REFERENCE_UNITS[stage],
                    by_companies=1.0 if 1 < share < 1 + FEW else share,
                )
            )
        return tuple(found)

    def _sort(self, exchange: Exchange) -> None:
        if exchange.type == "production":
            return
        if exchange.type == "biosphere":
            self._add(exchange, exchange.target, exchange.amount)
            return
        target = self.processes[exchange.target]
        if target.stage:
            self.taken[target.stage].append((exchange.amount, target.data_class in OF_COMPANIES))
        elif target.data_class == "primary":
            self._by_source(exchange.amount, target)
        else:
            # A flow without a dataset has a process of its own that names the company.
            self._add(exchange, target.code if target.database else "", exchange.amount)

    def _by_source(self, amount: float, mix: Inventory) -> None:
        """Tell what is taken of the maker's electricity mix by what stands behind it."""
        made = math.fsum(one.amount for one in mix.exchanges if one.type == "production")
        for source in mix.exchanges:
            if source.type != "production":
                self._add(source, source.target, amount * source.amount / made)

    def _add(self, exchange: Exchange, code: str, amount: float) -> None:
        self.flows[exchange.group, code, exchange.name, exchange.unit].append(amount)


def _grids(system: ProductSystem) -> set[Grid]:
    return {
        Grid(location=one.location, year=one.year, dataset=one.node) for one in system.electricity
    }


def _other_product(record: CertificateRecord, product: Inventory) -> Finding:
    return Finding(
        "DAT-011",
        text("the submission no longer leads to the product of {number}", number=record.number),
        found=product.code,
        expected=record.product.code,
        hint=text("see what comes out now: {command}", command="pvfootprint cert reproduce"),
    )
