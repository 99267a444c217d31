"""Rules that what a workbook says should keep: each asks, none blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.library.units import to_library_unit
from pvfootprint.model.certificates import ends_of, numbers_between
from pvfootprint.model.site import SUPPLIED_STAGE
from pvfootprint.workbook.plausibility import balances, periods, shares
from pvfootprint.workbook.plausibility.quantities import Site, note
from pvfootprint.workbook.plausibility.shares import SHARE_GAP
from pvfootprint.workbook.reader.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pvfootprint.model.certificates import CertificateNumbers
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory

CONTRACT_GAP = 0.001
BEST_ABATEMENT = 0.999

Rule = "Callable[[Site], Iterator[Finding]]"


def check_supply_shares(site: Site) -> Iterator[Finding]:
    """WBK-108: the suppliers of what each product takes are all of them."""
    usual = SUPPLIED_STAGE[site.inventory.stage]
    named = [(line.product, line.stage or usual, line) for line in site.inventory.suppliers]
    for product, stage in dict.fromkeys((product, stage) for product, stage, _ in named):
        own = [line for *both, line in named if both == [product, stage]]
        total = sum(line.share for line in own)
        if abs(total - 1) > SHARE_GAP:
            yield note(
                "WBK-108",
                text("the shares of the suppliers do not sum to 100 %"),
                ("suppliers", "share", own[-1].origin),
                found=f"{product}: {plain(total * 100)} %",
                expected="100 %",
                hint=text("add the missing suppliers, or correct the shares"),
            )


def check_contracts(site: Site) -> Iterator[Finding]:
    """WBK-114: contracts cover no more than was used."""
    lines = site.inventory.electricity
    amounts = [to_library_unit(line.amount, line.unit, "kilowatt hour") or 0.0 for line in lines]
    used, covered = site.electricity(), sum(amounts)
    if lines and covered > used * (1 + CONTRACT_GAP):
        yield note(
            "WBK-114",
            text("the contracts cover more electricity than was used"),
            ("electricity", "amount", lines[amounts.index(max(amounts))].origin),
            found=f"{plain(covered)} kWh",
            expected=f"<= {plain(used)} kWh",
            hint=text("check amounts and units, and whether electricity was sold on"),
        )


def check_abatement(site: Site) -> Iterator[Finding]:
    """WBK-115: no abatement is better than 99.9 %."""
    for line in site.inventory.emissions:
        if (line.abatement or 0.0) > BEST_ABATEMENT:
            yield note(
                "WBK-115",
                text("the abatement is better than any that was measured"),
                ("emissions", "abatement", line.origin),
                found=f"{plain((line.abatement or 0.0) * 100)} %",
                expected=f"<= {plain(BEST_ABATEMENT * 100)} %",
                hint=text("give the efficiency including the time out of service, with evidence"),
                severity="question",
            )


def check_certificates(site: Site) -> Iterator[Finding]:
    """WBK-116: no certificate is used twice."""
    taken: list[tuple[CertificateNumbers, str]] = []
    for line in site.inventory.electricity:
        for written in line.certificates:
            numbers = numbers_between(ends_of(written))
            if numbers is None:
                continue
            twice = next((other for known, other in taken if numbers.shared_with(known)), None)
            if twice:
                yield note(
                    "WBK-116",
                    text("a certificate stands twice"),
                    ("electricity", "certificates", line.origin),
                    found=written,
                    expected=text("numbers that are not in {other}", other=twice),
                    hint=text("a certificate counts once: correct the numbers"),
                )
            taken.append((numbers, written))


def check_green_power(site: Site) -> Iterator[Finding]:
    """WBK-120: green power has certificates that are cancelled."""
    for line in site.inventory.electricity:
        if line.kind == "green power" and not (line.certificates and line.cancelled):
            column = "cancelled" if line.certificates else "certificates"
            yield note(
                "WBK-120",
                text("green power without cancelled certificates counts as grid electricity"),
                ("electricity", column, line.origin),
                found=text("none") if not line.certificates else text("not cancelled"),
                expected=text("numbers of certificates that are cancelled for you"),
                hint=text("add the numbers, and say whether they are cancelled for you"),
                severity="question",
            )


RULES: tuple[tuple[Callable[[Site], Iterator[Finding]], frozenset[str]], ...] = (
    (balances.check_silicon, frozenset({"products", "materials", "outputs"})),
    (balances.check_area, frozenset({"products", "materials"})),
    (balances.check_per_unit, frozenset({"products", "materials", "energy"})),
    (balances.check_module_mass, frozenset({"products", "materials"})),
    (balances.check_scrap, frozenset({"products", "outputs"})),
    (balances.check_power, frozenset({"products"})),
    (balances.check_bins, frozenset({"products"})),
    (balances.check_transport, frozenset({"products", "materials", "transport"})),
    (balances.check_referable, frozenset({"products"})),
    (balances.check_electricity_given, frozenset({"energy"})),
    (periods.check_period, frozenset({"company"})),
    (periods.check_missing_months, frozenset({"company", "energy"})),
    (periods.check_doubled_months, frozenset({"energy"})),
    (periods.check_outside_months, frozenset({"company", "energy", "electricity"})),
    (periods.check_year_and_months, frozenset({"energy"})),
    (periods.check_like_months, frozenset({"energy"})),
    (shares.check_product_shares, frozenset({"products"})),
    (shares.check_share_basis, frozenset({"products"})),
    (check_supply_shares, frozenset({"suppliers"})),
    (check_contracts, frozenset({"energy", "electricity"})),
    (check_abatement, frozenset({"emissions"})),
    (check_certificates, frozenset({"electricity"})),
    (check_green_power, frozenset({"electricity"})),
)
"""Every rule, with the sheets that it looks at."""


def check_plausible(
    inventory: SiteInventory, library: Library, wrong: frozenset[str] = frozenset()
) -> list[Finding]:
    """Hold a site's inventory against physics, the calendar and the library.

    Parameters
    ----------
    inventory : SiteInventory
        What the company says.
    library : Library
        The compiled library.
    wrong : frozenset of str
        Keys of sheets with errors, of which lines are missing: rules that look at them would
        find what is no fault of the company.

    Returns
    -------
    list of Finding
        WBK-101 to WBK-122: warnings and questions.
    """
    site = Site(inventory, library)
    return [finding for rule, sheets in RULES if not sheets & wrong for finding in rule(site)]
