"""What leaves for recycling, and silicon that returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.library.units import to_library_unit
from pvfootprint.model.site import SUPPLY
from pvfootprint.rules.answers import asks, cell, exceeds, fails, passes, rule, some

if TYPE_CHECKING:
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.model.study import Study
    from pvfootprint.rules.answers import Answer

RETURNED = "returned"
SILICON = (f"{SUPPLY}mg-silicon", f"{SUPPLY}polysilicon", f"{SUPPLY}ingot")
"""Products of the chain that are silicon through and through, by mass."""


@rule("REC-001", text("Nothing earns a credit"), "recycling.method")
def no_credits(study: Study, rules: RuleSet) -> Answer:
    """Look for negative inputs of companies' processes: what leaves would be subtracted."""
    del rules
    codes = {member.code for member in study.system.members}
    credited = [
        (inventory, exchange)
        for inventory in study.system.inventories
        if inventory.code in codes
        for exchange in inventory.inputs
        if exchange.amount < 0
    ]
    if not credited:
        return passes(text("nothing that leaves a company's process is credited"))
    return fails(
        text(
            "subtracted from the footprint, as if others made less of it: {names}",
            names=some([exchange.product for _, exchange in credited]),
        ),
        text("list scrap and co-products on the sheet of outputs; they earn no credit"),
        where=[f"{inventory.name}: {exchange.product}" for inventory, exchange in credited],
    )


@rule("REC-002", text("Returned silicon says how much silicon it is"), "recycling.silicon_loop")
def silicon_stated(study: Study, rules: RuleSet) -> Answer:
    """Look for outputs that return to the process without their silicon."""
    del rules
    returned = [(row, site) for site in study.sites for row in site.outputs if row.kind == RETURNED]
    silent = [(row, site) for row, site in returned if row.silicon is None]
    if not silent:
        return passes(text("flows that return to their process: {count}", count=len(returned)))
    return asks(
        text(
            "how much silicon is in what returns is not said: {names}",
            names=some([row.name for row, _ in silent]),
        ),
        text("give the silicon in it on the sheet of outputs, in kg per kg"),
        found=str(len(silent)),
        expected="0",
        where=[cell(row.origin, "silicon") or site.source for row, site in silent],
    )


@rule("REC-003", text("No more silicon returns than is taken in"), "recycling.silicon_loop")
def silicon_loop(study: Study, rules: RuleSet) -> Answer:
    """Compare the silicon that returns with what each site takes of silicon."""
    del rules
    sites = [(site, _returned(site), _taken(site)) for site in study.sites]
    known = [(site, back, taken) for site, back, taken in sites if back and taken]
    over = [(site, back, taken) for site, back, taken in known if exceeds(back, taken)]
    if not over:
        return passes(text("sites whose silicon returns: {count}", count=len(known)))
    site, back, taken = over[0]
    return asks(
        text(
            "{site} returns {back:.4g} kg of silicon and takes only {taken:.4g} kg from others",
            site=site.company.site,
            back=back,
            taken=taken,
        ),
        text(
            "give as taken what was bought, and as returned what went back, each once; if both are "
            "right, show the balance of the period"
        ),
        found=f"{back:.4g} kg",
        expected=f"≤ {taken:.4g} kg",
        where=[one.source for one, *_ in over],
    )


def _returned(site: SiteInventory) -> float:
    """Return the silicon that goes back to its own process over the period [kg]."""
    rows = [row for row in site.outputs if row.kind == RETURNED]
    return sum(
        (to_library_unit(r.amount, r.unit, "kilogram") or 0) * (r.silicon or 0) for r in rows
    )


def _taken(site: SiteInventory) -> float:
    """Return the silicon that other sites supply over the period [kg]."""
    rows = [row for row in site.materials if row.dataset in SILICON]
    return sum(to_library_unit(row.amount, row.unit, "kilogram") or 0 for row in rows)


RULES = (no_credits, silicon_stated, silicon_loop)
