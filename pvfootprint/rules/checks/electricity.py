"""What electricity counts as, and what shows it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pvfootprint.language.texts import in_both, joined, text
from pvfootprint.model.clause_words import NATIONAL_FACTOR, word
from pvfootprint.rules.answers import (
    ROUNDING,
    asks,
    cell,
    exceeds,
    fails,
    open_remarks,
    passes,
    percent,
    rule,
    settle,
    some,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.model.accounting import ElectricityUse
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.model.site_rows import ElectricityContract
    from pvfootprint.model.study import Study
    from pvfootprint.rules.answers import Answer

GRID = "grid"
FROM_THE_GRID = (GRID, "residual mix")
BY_CERTIFICATES = "green power"
CHINA = "CN"
DERIVED = ("consumption", "generation mix")
"""Methods by which a place's electricity is derived here, where nobody publishes it."""

TOLERANCE = 1e-6
"""By how much the shares of a site's electricity may miss 1 [-]."""


@rule("ELE-001", text("The footprint is that of the basis that counts"), "electricity.basis")
def basis(study: Study, rules: RuleSet) -> Answer:
    """Compare the footprint with the one by the basis of the rule set."""
    wanted = str(rules.value("electricity.basis"))
    by_basis = {"market": study.market_based.value, "location": study.location_based.value}
    total = study.footprint.total.value
    if abs(by_basis[wanted] - total) <= ROUNDING * max(abs(total), 1.0):
        return passes(text("electricity counts by {basis}", basis=word(wanted)), found=wanted)
    return fails(
        text("the footprint is not that by {basis}", basis=word(wanted)),
        text("compute it again under this rule set"),
        found=f"{total:.6g}",
        expected=f"{by_basis[wanted]:.6g}",
    )


@rule("ELE-002", text("Both bases stand side by side"), "electricity.side_by_side")
def side_by_side(study: Study, rules: RuleSet) -> Answer:
    """Show the footprint by contracts and by location, with the same unit."""
    market, location = study.market_based, study.location_based
    found = f"{market.value:.6g} | {location.value:.6g} {location.unit}"
    if market.unit == location.unit == study.footprint.total.unit:
        return passes(
            text(
                "by contracts {market:.6g}, by location {location:.6g} {unit}",
                market=market.value,
                location=location.value,
                unit=market.unit,
            ),
            found=found,
        )
    asked = rules.value("electricity.side_by_side")
    said = text("the two results are not of the same unit")
    return (
        fails(said, text("compute it again with this version of pvfootprint"), found=found)
        if asked
        else passes(said, found=found)
    )


@rule("ELE-003", text("Only instruments that count are counted"), "electricity.instruments")
def instruments(study: Study, rules: RuleSet) -> Answer:
    """Compare what electricity counts as with the instruments of the rule set."""
    allowed = (*words_of(rules, "electricity.instruments"), *FROM_THE_GRID)
    used = dict.fromkeys(use.tier for use in study.electricity)
    wrong = [use for use in study.electricity if use.tier not in allowed]
    details = {"found": ", ".join(used), "expected": ", ".join(allowed)}
    if not wrong:
        named = joined(", ", [word(tier) for tier in used])
        said = text("electricity counts as: {tiers}", tiers=named)
        if not used:
            said = text("there is no electricity of companies")
        return passes(said, **details)
    return fails(
        text("these do not count: {tiers}", tiers=some([word(use.tier) for use in wrong])),
        text("compute it again under this rule set: it then counts as grid"),
        where=[_where(use) for use in wrong],
        **details,
    )


@rule("ELE-004", text("A document shows each instrument that counts"), "electricity.instruments")
def documents(study: Study, rules: RuleSet) -> Answer:
    """Look for contracts that count and name no document of the workbook."""
    del rules
    counted = list(_counted(study))
    silent = [
        (row, site)
        for row, site in counted
        if row.evidence not in {document.key for document in site.evidence}
    ]
    if not silent:
        return passes(text("instruments with a document: {count}", count=len(counted)))
    named = [
        text("{kind} {key} of {site}", kind=word(row.kind), key=row.key, site=site.company.site)
        for row, site in silent
    ]
    return asks(
        text("no document shows: {names}", names=some(named)),
        text(
            "name on the sheet of electricity the document that shows it, and list that on the "
            "sheet of evidence: the record of cancellation, the contract, the meter of own "
            "generation"
        ),
        found=str(len(counted) - len(silent)),
        expected=str(len(counted)),
        where=[cell(row.origin, "evidence") or site.source for row, site in silent],
    )


@rule(
    "ELE-005",
    text("Certificates cover the green power that counts"),
    "electricity.certificate_energy",
)
def volume(study: Study, rules: RuleSet) -> Answer:
    """Compare green power that counts with the energy of its certificates."""
    each = rules.number("electricity.certificate_energy")
    green = [use for use in study.electricity if use.tier == BY_CERTIFICATES]
    short = [use for use in green if exceeds(use.amount, use.certificates * each)]
    details = {
        "found": f"{sum(use.amount for use in green):.6g} kWh",
        "expected": f"≤ {each * sum(use.certificates for use in green):.6g} kWh",
    }
    if not short:
        said = text("certificates: {count:,}", count=sum(use.certificates for use in green))
        return passes(said, **details)
    return fails(
        text(
            "more green power counts than certificates stand for: {names}",
            names=some([use.site for use in short]),
        ),
        text("give all certificates, each for {energy:g} kWh", energy=each),
        where=[_where(use) for use in short],
        **details,
    )


@rule(
    "ELE-006",
    text("Numbers of certificates are sound, and each is named once"),
    "electricity.certificate_form",
)
def numbers(study: Study, rules: RuleSet) -> Answer:
    """Look for remarks on numbers of certificates that nobody has settled."""
    del rules
    return settle(
        open_remarks(study, "ELC-001", "ELC-002", "ELC-003", "ELC-004"),
        text("every number of a certificate is sound and stands once"),
        text("a certificate counts once: correct the workbook of whoever does not hold it"),
    )


@rule("ELE-007", text("Grid electricity takes the factor asked for"), "electricity.grid_factor")
def grid_factor(study: Study, rules: RuleSet) -> Answer:
    """Look for Chinese grids whose factor is derived, where the official one is asked for."""
    wanted = str(rules.value("electricity.grid_factor"))
    taken = [
        one
        for one in study.footprint.electricity
        if one["place"] == CHINA or one["method"] in DERIVED
    ]
    found = ", ".join(f"{one['place']} {one['year']}" for one in taken)
    derived = [
        one for one in taken if one["method"] in DERIVED and one["place"].startswith(f"{CHINA}-")
    ]
    if wanted != NATIONAL_FACTOR or not derived:
        return passes(text("grids: {places}", places=found), found=found, expected=wanted)
    return fails(
        text(
            "these factors are derived, nobody publishes them: {places}",
            places=some([f"{one['place']} ({one['dataset']})" for one in derived]),
        ),
        text("leave the place of the grid at CN: the national factor is the official one"),
        found=found,
        expected=wanted,
        where=[one["dataset"] for one in derived],
    )


@rule("ELE-008", text("Nothing is open about contracts"), "electricity.basis")
def contracts(study: Study, rules: RuleSet) -> Answer:
    """Look for remarks on contracts that nobody has settled."""
    del rules
    return settle(
        open_remarks(study, "ELC-005", "ELC-008", "ELC-010", "CHN-016", "CHN-017"),
        text("nothing is open about contracts"),
        text("settle what the workbook says of contracts and certificates"),
    )


@rule(
    "ELE-009",
    text("The electricity of each site is counted once, and whole"),
    "electricity.product_claims",
)
def balance(study: Study, rules: RuleSet) -> Answer:
    """Sum the shares of each site's electricity, and look for claims of a product alone."""
    sums: dict[tuple[str, str], float] = {}
    for use in study.electricity:
        place = use.company, use.site
        sums[place] = sums.get(place, 0.0) + use.share
    books = Counter((site.company.name, site.company.site) for site in study.sites)
    wrong = [p for p, share in sums.items() if abs(share - max(1, books[p])) > TOLERANCE]
    if wrong:
        named = [text("{site}: {sum}", site=p[1], sum=percent(sums[p])) for p in wrong]
        return fails(
            text("shares of electricity do not sum to 100 %: {names}", names=some(named)),
            text("compute it again with this version of pvfootprint"),
            found=percent(sums[wrong[0]]),
            expected="100%",
            where=[", ".join(place) for place in wrong],
        )
    claimed = [_where(use) for use in study.electricity if use.product not in {"site", ""}]
    if claimed and not rules.value("electricity.product_claims"):
        return fails(
            text("products may not claim instruments alone: {names}", names=some(claimed)),
            text("compute it again under this rule set: instruments are shared over the site"),
            where=claimed,
        )
    said = text("sites whose electricity is balanced: {count}", count=len(sums))
    return passes(said, expected="100%")


@rule("ELE-010", text("Where there is no residual mix, a flag says so"), "electricity.residual_mix")
def flags(study: Study, rules: RuleSet) -> Answer:
    """Look for grid electricity that carries no flag."""
    rest = [use for use in study.electricity if use.tier == GRID]
    said = [one.message for one in open_remarks(study, "ELC-013")]
    said += [in_both(use.why, use.why_zh) for use in rest if use.why]
    unflagged = [] if open_remarks(study, "ELC-013") else [use for use in rest if not use.why]
    asked = rules.value("electricity.residual_mix") and rules.value("electricity.basis") == "market"
    if not unflagged or not asked:
        known = list(dict.fromkeys(said))
        return passes(some(known) if known else text("no grid electricity is left"))
    return asks(
        text(
            "the grid stands in for a residual mix, and nothing says why: {names}",
            names=some([_where(use) for use in unflagged]),
        ),
        text("say in the study that no life-cycle residual mix is published for this grid"),
        where=[_where(use) for use in unflagged],
    )


@rule(
    "ELE-011",
    text("Certificates are of the time and the market of the use"),
    "electricity.certificate_age",
)
def time_and_market(study: Study, rules: RuleSet) -> Answer:
    """Look for remarks on certificates of another time or market."""
    del rules
    return settle(
        open_remarks(study, "ELC-006", "ELC-007", "ELC-009"),
        text("the certificates fit the time and the market of the use"),
        text("name certificates generated in the period, in the same market"),
    )


@rule(
    "ELE-012",
    text("What a product claims alone, its own meter shows"),
    "electricity.product_claims",
)
def meters(study: Study, rules: RuleSet) -> Answer:
    """Look for remarks on claims of a product without a meter."""
    del rules
    return settle(
        open_remarks(study, "ELC-011"),
        text("no product claims more than its own meter shows"),
        text("give the meter of the product, or share the contract over the site"),
    )


def _counted(study: Study) -> Iterator[tuple[ElectricityContract, SiteInventory]]:
    """Give the contracts behind whatever does not count as grid."""
    for site in study.sites:
        keys = {
            key
            for use in study.electricity
            if use.tier not in FROM_THE_GRID
            and (use.company, use.site) == (site.company.name, site.company.site)
            for key in use.contracts
        }
        yield from ((row, site) for row in site.electricity if row.key in keys)


def _where(use: ElectricityUse) -> str:
    return f"{use.company}, {use.site}: {use.tier}"


RULES = (
    basis,
    side_by_side,
    instruments,
    documents,
    volume,
    numbers,
    grid_factor,
    contracts,
    balance,
    flags,
    time_and_market,
    meters,
)
