"""What a product system says of gaps and electricity, as a scenario makes it."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from pvfootprint.analysis.scenarios.electricity import green
from pvfootprint.chain.contracts import GREEN_POWER, GRID
from pvfootprint.chain.sites import electricity_code
from pvfootprint.language.texts import text
from pvfootprint.model.accounting import ElectricityUse
from pvfootprint.model.site import WHOLE_SITE
from pvfootprint.model.supply import FilledGap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pvfootprint.analysis.scenarios.draft import Basis
    from pvfootprint.model.inventory import Inventory
    from pvfootprint.model.system import ProductSystem


def gaps_after(system: ProductSystem, before: ProductSystem) -> Iterator[FilledGap]:
    """Return where the library stands in for suppliers.

    Parameters
    ----------
    system, before : ProductSystem
        With and without the scenario.

    Yields
    ------
    FilledGap
        The gaps that are left, with their amounts and shares; then the supplies that the scenario
        takes from the library.
    """
    members = {member.code for member in system.members}
    old = {i.code: i for i in before.inventories}
    new = {i.code: i for i in system.inventories}
    for gap in before.gaps:
        if gap.user in new and (amount := _taken(new[gap.user])[gap.dataset]):
            ratio = amount / _taken(old[gap.user])[gap.dataset]
            share = gap.supply_share * ratio * _whole(old, gap.user, gap.stage)
            share /= _whole(new, gap.user, gap.stage)
            yield replace(gap, amount=gap.amount * ratio, supply_share=share)
    known = {(gap.user, gap.dataset) for gap in before.gaps}
    for user in sorted(members):
        for dataset, amount in _taken(new[user]).items():
            stage = new[dataset].stage
            if stage and dataset not in members and (user, dataset) not in known:
                yield FilledGap(
                    user=user,
                    stage=stage,
                    supplier="",
                    supply_share=amount / _whole(new, user, stage),
                    amount=amount,
                    dataset=dataset,
                    why=text("the scenario takes it from the library"),
                )


def _taken(inventory: Inventory) -> defaultdict[str, float]:
    """Return how much a process takes of each other one [unit of each]."""
    found: defaultdict[str, float] = defaultdict(float)
    for exchange in inventory.inputs:
        found[exchange.target] += exchange.amount
    return found


def _whole(inventories: dict[str, Inventory], user: str, stage: str) -> float:
    """Return how much a process takes of a stage [unit of its product]."""
    taken = _taken(inventories[user]).items()
    return sum(amount for code, amount in taken if inventories[code].stage == stage)


def uses_after(system: ProductSystem, basis: Basis) -> Iterator[ElectricityUse]:
    """Return what the electricity of companies' sites counts as.

    Parameters
    ----------
    system : ProductSystem
        With the scenario.
    basis : Basis
        What it was made to.

    Yields
    ------
    ElectricityUse
        Of every site that is left; what the scenario brings in rests on no contract.
    """
    is_green = green(basis.library)
    old = {i.code: i for i in basis.system.inventories}
    new = {i.code: i for i in system.inventories}
    of_mix: dict[str, list[ElectricityUse]] = {}
    for use in basis.system.electricity_uses:
        of_mix.setdefault(_mix(use, basis, old), []).append(use)
    for code, uses in of_mix.items():
        if code not in new:
            continue
        shares, were = _taken(new[code]), _taken(old[code])
        for use in uses:
            ratio = shares[use.dataset] / were[use.dataset]
            if ratio:
                yield replace(use, amount=use.amount * ratio, share=use.share * ratio)
        for dataset in shares.keys() - were.keys():
            made = _supposed(uses, new[dataset], shares[dataset])
            yield replace(made, tier=GREEN_POWER if is_green(new[dataset]) else GRID)


def _mix(use: ElectricityUse, basis: Basis, inventories: Mapping[str, Inventory]) -> str:
    """Return the code of the mix that a use is part of."""
    for site in basis.sites:
        if (site.company.name, site.company.site) != (use.company, use.site):
            continue
        whole = electricity_code(site)
        code = whole if use.product == WHOLE_SITE else f"{whole}:{use.product.casefold()}"
        if code in inventories and use.dataset in _taken(inventories[code]):
            return code
    return ""


def _supposed(uses: Sequence[ElectricityUse], dataset: Inventory, share: float) -> ElectricityUse:
    """Return a use of electricity that the scenario supposes, beside those of a mix."""
    why = text("as the scenario supposes")
    return ElectricityUse(
        company=uses[0].company,
        site=uses[0].site,
        product=uses[0].product,
        tier=GRID,
        amount=share * math.fsum(use.amount for use in uses),
        share=share * math.fsum(use.share for use in uses),
        dataset=dataset.code,
        place=dataset.electricity_location,
        year=dataset.electricity_year,
        why=why.en,
        why_zh=why.zh,
    )
