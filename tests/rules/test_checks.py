"""Each rule: the study that keeps it, and what breaks it or makes it ask."""

import datetime
from dataclasses import replace

import pytest

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, RulesError
from pvfootprint.model.footprint import Amount, Part
from pvfootprint.model.rules import OUTCOMES, Verdict
from pvfootprint.rules.checking import APPLIED_BY, RULES, check, rules_of
from pvfootprint.rules.clauses import CLAUSES

CODES = [one.code for one in RULES]


def verdict(study, code, rules=None) -> Verdict:
    """Give what one rule says of a study."""
    return next(v for v in check(study, rules or study.rules) if v.code == code)


def ends(study, position, end):
    """Let the data of a member end on another day."""
    members = list(study.system.members)
    members[position] = replace(members[position], end=end)
    return tuple(members)


def categories(study, **values):
    """Give the kinds of emission with other values."""
    return tuple(
        replace(part, value=values.get(part.key.replace(" ", "_").replace("-", "_"), part.value))
        for part in study.footprint.categories
    )


def companys_parts(study, primary):
    """Let that much of the maker's part rest on primary data."""
    parts = study.footprint.suppliers
    return tuple(
        replace(p, primary_share=primary) if p.company == "Module Maker" else p for p in parts
    )


def remark(code, severity="question"):
    return Finding(
        code, text("nothing found"), "module.xlsx", sheet="Sheet", cell="C5", severity=severity
    )


def short_period(s, study, months, note):
    end = datetime.date(2025, months, 28)
    return s.with_maker(study, company=s.company("Module Maker", end=end, note=note))


def with_energy(s, study, method):
    (row,) = study.sites[0].energy
    return s.with_maker(study, energy=(replace(row, method=method),))


def with_uses(study, position, **fields):
    uses = list(study.electricity)
    uses[position] = replace(uses[position], **fields)
    return replace(study, electricity=tuple(uses))


def with_contract(s, study, position, **fields):
    rows = list(study.sites[0].electricity)
    rows[position] = replace(rows[position], **fields)
    return s.with_maker(study, electricity=tuple(rows))


def with_flow(s, study, **fields):
    flows = (s.left_out(**fields),)
    return replace(study, coverage=replace(study.coverage, left_out=flows))


def with_coverage(study, **fields):
    return replace(study, coverage=replace(study.coverage, **fields))


def with_total(study, **fields):
    return replace(
        study, quality=replace(study.quality, total=replace(study.quality.total, **fields))
    )


def with_allocation(s, study, *given, **fields):
    return replace(study, allocations=(s.allocation(*given, **fields),), sensitivities=())


ECONOMIC = ("slurry", "economic", {"P1": 0.97, "slurry": 0.03})
BY_MASS = {"P1": 0.9, "slurry": 0.1}

# Code, outcome, what is changed, words of the message. The study itself passes every rule.
CASES = [
    (
        "OBJ-001",
        "fails",
        lambda s, x: s.with_footprint(x, product={**x.footprint.product, "stage": "mg-silicon"}),
        "MG silicon",
    ),
    (
        "OBJ-002",
        "fails",
        lambda s, x: s.with_footprint(
            x, declared_unit={**x.footprint.declared_unit, "unit": "piece"}
        ),
        "not declared per piece",
    ),
    ("OBJ-003", "fails", lambda s, x: s.with_system(x, members=()), "library"),
    (
        "OBJ-004",
        "asks",
        lambda s, x: s.with_maker(x, company=s.company("Module Maker", code="", site_address="")),
        "registered number; address of the site",
    ),
    (
        "BND-001",
        "fails",
        lambda s, x: s.with_footprint(
            x, scope={**x.footprint.scope, "boundary_en": "cradle to grave"}
        ),
        "another boundary",
    ),
    (
        "BND-002",
        "fails",
        lambda s, x: s.with_footprint(x, stages=x.footprint.stages[1:]),
        "does not reach MG silicon",
    ),
    (
        "BND-002",
        "asks",
        lambda s, x: s.with_system(
            s.with_footprint(x, stages=x.footprint.stages[1:]),
            members=(*x.system.members, s.member("c", "Sealed", "polysilicon", source="summary")),
        ),
        "inside a supplier's summary",
    ),
    (
        "BND-003",
        "fails",
        lambda s, x: s.with_product(x, name="Zero-carbon 零碳组件"),
        "Zero-carbon",
    ),
    ("BND-003", "fails", lambda s, x: s.with_product(x, models=("M", "碳中和-580")), "TOPCon"),
    (
        "BND-003",
        "fails",
        lambda s, x: s.with_footprint(x, scope={**x.footprint.scope, "not_claimed_en": ""}),
        "may not be claimed",
    ),
    (
        "BND-004",
        "asks",
        lambda s, x: s.with_system(x, remarks=(remark("CHN-020"),)),
        "nothing found",
    ),
    (
        "BND-005",
        "asks",
        lambda s, x: with_coverage(x, capital_goods=(s.left_out(estimate_share=0.06),)),
        "6.0%",
    ),
    ("CUT-001", "fails", lambda s, x: with_flow(s, x, estimate_share=0.0101), "charcoal (1.0%)"),
    ("CUT-002", "fails", lambda s, x: with_coverage(x, estimate_share=0.031), "3.1%"),
    ("CUT-003", "fails", lambda s, x: with_flow(s, x, mass=1.01), "charcoal (1.0%)"),
    ("CUT-004", "fails", lambda s, x: with_coverage(x, mass_share=0.06), "6.0%"),
    ("CUT-005", "fails", lambda s, x: with_flow(s, x, energy=500.0), "charcoal (50.0%)"),
    ("CUT-006", "fails", lambda s, x: with_coverage(x, energy_share=0.2), "20.0%"),
    ("CUT-007", "asks", lambda s, x: with_flow(s, x, estimate=None), "charcoal"),
    (
        "ALO-001",
        "fails",
        lambda s, x: with_allocation(s, x, "slurry", "physical", {"P1": 0.9, "slurry": 0.05}),
        "slurry: 95.0%",
    ),
    (
        "ALO-002",
        "fails",
        lambda s, x: with_allocation(
            s, x, *ECONOMIC, alternative=BY_MASS, alternative_method="physical"
        ),
        "slurry: economic",
    ),
    (
        "ALO-002",
        "fails",
        lambda s, x: with_allocation(s, x, "site", "by hand", {"P1": 1.0}),
        "flows of the site Site 1: by hand",
    ),
    ("ALO-003", "asks", lambda s, x: with_allocation(s, x, *ECONOMIC), "slurry"),
    ("ALO-004", "asks", lambda s, x: s.with_system(x, remarks=(remark("ALC-001"),)), "ALC-001"),
    (
        "ALO-004",
        "fails",
        lambda s, x: s.with_system(x, remarks=(remark("ALC-001", "error"),)),
        "ALC-001",
    ),
    (
        "REC-001",
        "fails",
        lambda s, x: s.with_system(
            x, inventories=(s.process(s.MODULE, "module", s.taken("scrap", -0.1)),)
        ),
        "scrap",
    ),
    (
        "REC-002",
        "asks",
        lambda s, x: s.with_supplier(x, outputs=(s.returned(400.0, None),)),
        "tops and tails",
    ),
    (
        "REC-003",
        "asks",
        lambda s, x: s.with_supplier(x, outputs=(s.returned(2000.0, 0.99),)),
        "returns 1.98e+06 kg of silicon and takes only 1.8e+06 kg",
    ),
    ("PER-001", "asks", lambda s, x: short_period(s, x, 6, ""), "Site 1: 5.9 months"),
    ("PER-002", "fails", lambda s, x: short_period(s, x, 2, "new line"), "Site 1: 2 months"),
    (
        "PER-003",
        "fails",
        lambda s, x: s.with_system(x, members=ends(x, 1, datetime.date(2023, 12, 30))),
        "cell (Cell Maker, Site 1): until 2023-12-30",
    ),
    (
        "PER-004",
        "asks",
        lambda s, x: replace(x, quality=replace(x.quality, inputs=(s.scored("glass", 4.0, 2014),))),
        "glass (2014)",
    ),
    ("PRI-001", "fails", lambda s, x: s.with_footprint(x, primary_data_share=0.59), "59.0%"),
    (
        "PRI-002",
        "fails",
        lambda s, x: s.with_footprint(x, suppliers=companys_parts(x, 0.94)),
        "94.0%",
    ),
    (
        "PRI-002",
        "asks",
        lambda s, x: s.with_footprint(x, suppliers=companys_parts(x, 0.96)),
        "96.0%",
    ),
    ("PRI-003", "asks", lambda s, x: with_energy(s, x, ""), "how they are known: 1"),
    ("QUA-001", "fails", lambda s, x: with_total(x, overall=3.01), "mean 3.01"),
    ("QUA-002", "asks", lambda s, x: s.with_maker(x, quality=()), "Site 1"),
    (
        "QUA-003",
        "asks",
        lambda s, x: replace(
            x, quality=replace(x.quality, stages=(s.rating("cell", 120.0, overall=4.0),))
        ),
        "cell (4.00)",
    ),
    (
        "ELE-001",
        "fails",
        lambda s, x: replace(x, market_based=Amount(401.0, "kgCO2e/kWp")),
        "contracts and certificates",
    ),
    (
        "ELE-002",
        "fails",
        lambda s, x: replace(x, location_based=Amount(1.0, "kgCO2e/m2")),
        "not of the same unit",
    ),
    ("ELE-003", "fails", lambda s, x: with_uses(x, 0, tier="a promise"), "a promise"),
    (
        "ELE-004",
        "asks",
        lambda s, x: with_contract(s, x, 1, evidence=""),
        "green power GP-1 of Site 1",
    ),
    ("ELE-004", "asks", lambda s, x: with_contract(s, x, 0, evidence="E9"), "own generation PV-1"),
    ("ELE-005", "fails", lambda s, x: with_uses(x, 1, certificates=19), "Site 1"),
    ("ELE-006", "asks", lambda s, x: s.with_system(x, remarks=(remark("ELC-004"),)), "ELC-004"),
    (
        "ELE-007",
        "fails",
        lambda s, x: s.with_footprint(x, electricity=(s.grid("CN-Jiangsu", "consumption"),)),
        "CN-Jiangsu",
    ),
    (
        "ELE-008",
        "asks",
        lambda s, x: s.with_system(x, remarks=(remark("CHN-017"),)),
        "nothing found",
    ),
    (
        "ELE-008",
        "fails",
        lambda s, x: s.with_system(x, remarks=(remark("CHN-016", "error"),)),
        "nothing found",
    ),
    ("ELE-009", "fails", lambda s, x: with_uses(x, 0, share=0.7), "Site 1: 110.0%"),
    ("ELE-010", "asks", lambda s, x: with_uses(x, 2, why=""), "Module Maker, Site 1: grid"),
    ("ELE-011", "asks", lambda s, x: s.with_system(x, remarks=(remark("ELC-006"),)), "ELC-006"),
    ("ELE-012", "asks", lambda s, x: s.with_system(x, remarks=(remark("ELC-011"),)), "ELC-011"),
    (
        "GHG-001",
        "fails",
        lambda s, x: s.with_footprint(x, categories=x.footprint.categories[:4]),
        "aircraft",
    ),
    (
        "GHG-001",
        "fails",
        lambda s, x: s.with_footprint(x, categories=categories(x, fossil=390.0)),
        "do not sum",
    ),
    (
        "GHG-002",
        "fails",
        lambda s, x: s.with_footprint(x, method={"gwp": "ar5", "title": "IPCC AR5 GWP100"}),
        "by ar5, not by ar6",
    ),
    (
        "GHG-003",
        "fails",
        lambda s, x: s.with_footprint(x, categories=categories(x, land_use_change=-5.0)),
        "land-use change",
    ),
    (
        "GHG-003",
        "fails",
        lambda s, x: s.with_maker(
            x, emissions=tuple(replace(e, amount=-1.0) for e in x.sites[0].emissions)
        ),
        "hfc-134a at Site 1",
    ),
    ("GHG-004", "asks", lambda s, x: replace(x, biomass=(s.biomass(carbon=None),)), "wood chips"),
    ("FAM-001", "fails", lambda s, x: s.with_product(x, representative="M-600"), "M-600"),
    ("FAM-001", "asks", lambda s, x: s.with_product(x, representative=""), "no model"),
    ("FAM-002", "fails", lambda s, x: s.with_product(x, power=580.0), "580 W is not the lowest"),
    ("FAM-002", "asks", lambda s, x: s.with_product(x, power_bins=()), "3 models"),
    (
        "FAM-003",
        "fails",
        lambda s, x: s.with_product(x, power_bins=(575.0, 604.0)),
        "5.0% of the representative's",
    ),
    ("FAM-004", "asks", lambda s, x: s.with_product(x, format="", evidence=""), "format; bill"),
    ("GAP-001", "fails", lambda s, x: s.with_footprint(x, gaps=(s.gap(0.2), s.gap(0.06))), "26.0%"),
    (
        "GAP-002",
        "fails",
        lambda s, x: s.with_footprint(x, suppliers=companys_parts(x, 0.8)),
        "10.0%",
    ),
    ("GAP-003", "fails", lambda s, x: s.with_footprint(x, proxy_share=0.51), "51.0%"),
]


def test_the_study_keeps_every_rule(study):
    assert {v.code: v.message for v in check(study, study.rules) if v.outcome != "passes"} == {}


@pytest.mark.parametrize(
    ("code", "outcome", "change", "words"),
    CASES,
    ids=[f"{c[0]}-{c[1]}-{i}" for i, c in enumerate(CASES)],
)
def test_one_thing_that_is_wrong_is_found(studies, study, code, outcome, change, words):
    found = verdict(change(studies, study), code)
    assert found.outcome == outcome, found
    assert words in found.message
    assert found.hint
    assert found.hint_zh != found.hint


def test_every_rule_has_a_case_that_does_not_pass():
    assert {code for code, *_ in CASES} == set(CODES)


def test_a_message_is_said_in_chinese(studies, study):
    for code, _, change, _ in CASES:
        found = verdict(change(studies, study), code)
        assert any("一" <= sign <= "鿿" for sign in found.message_zh), found.message_zh
        assert any("一" <= sign <= "鿿" for sign in found.title_zh)


def test_a_verdict_carries_its_clause(study):
    found = verdict(study, "CUT-001")
    clause = study.rules.clauses["cut_off.flow_footprint"]
    assert (found.clause, found.basis, found.certainty) == (clause.key, clause.basis, "own")
    assert (found.found, found.expected) == ("0.4%", "≤ 1.0%")


def test_a_finding_of_a_rule_says_where(studies, study):
    found = verdict(with_contract(studies, study, 1, evidence=""), "ELE-004")
    assert found.where == ("module.xlsx, Electricity!K5",)


def test_codes_are_unique_and_in_groups():
    assert len(set(CODES)) == len(CODES)
    assert all(code[:3].isupper() and code[3] == "-" and code[4:].isdigit() for code in CODES)
    themes = [code[:3] for code in CODES]
    assert themes == sorted(themes, key=themes.index)


def test_every_clause_is_enforced_or_says_by_what_it_is_applied():
    for key in CLAUSES:
        assert bool(rules_of(key)) != (key in APPLIED_BY), key


def test_every_outcome_occurs():
    assert {outcome for _, outcome, *_ in CASES} | {"passes"} == set(OUTCOMES)


def test_strict_stops_at_the_first_rule_that_is_broken(studies, study):
    broken = studies.with_footprint(
        replace(study, market_based=Amount(401.0, "kgCO2e/kWp")), primary_data_share=0.1
    )
    with pytest.raises(RulesError) as raised:
        check(broken, study.rules, strict=True)
    (finding,) = raised.value.findings
    assert finding.code == "RUL-001"
    assert finding.message.startswith("PRI-001, Enough of the footprint rests on primary data: ")
    assert (finding.found, finding.expected) == ("10.0%", "≥ 60.0%")


def test_strict_does_not_stop_where_evidence_is_asked_for(studies, study):
    asking = with_flow(studies, study, estimate=None)
    assert check(asking, study.rules, strict=True) == check(asking, study.rules)


def test_the_plain_rule_set_leaves_numbers_to_the_reader(studies, study, plain):
    """What breaks a number of the pilot passes where the standard has none."""
    for code, outcome, change, _ in CASES:
        if outcome == "fails" and rules_number(code, plain):
            found = verdict(change(studies, study), code, plain)
            assert found.outcome in {"passes", "asks"}, found
            assert found.expected == ""


def rules_number(code, rules):
    (one,) = (rule for rule in RULES if rule.code == code)
    return rules.value(one.clause) == "not set"


def test_a_library_product_passes_only_where_no_company_is_asked_for(studies, study, plain):
    product = {**study.footprint.product, "dataset": "module-topcon", "company": ""}
    library = replace(
        studies.with_system(
            studies.with_footprint(study, product=product, suppliers=(), gaps=()), members=()
        ),
        sites=(),
        electricity=(),
        allocations=(),
    )
    outcomes = {v.code: v.outcome for v in check(library, plain)}
    assert set(outcomes.values()) == {"passes"}
    broken = {v.code for v in check(library, study.rules) if v.outcome != "passes"}
    assert broken == {"OBJ-003"}


def test_a_new_line_may_give_less_and_says_why(studies, study):
    found = verdict(short_period(studies, study, 6, "line started in January"), "PER-001")
    assert found.outcome == "passes"
    assert "line started in January" in found.message


def test_months_count_whole(studies, study):
    """From 1 July to 30 June are 12 months; one day less is less."""
    for end, months in ((datetime.date(2025, 6, 30), "12"), (datetime.date(2025, 6, 29), "11.9")):
        company = studies.company("Module Maker", start=datetime.date(2024, 7, 1), end=end)
        found = verdict(studies.with_maker(study, company=company), "PER-001")
        assert found.found.startswith(months)
        assert (found.outcome == "passes") == (end.day == 30)


def test_limits_hold_at_their_edge(studies, study):
    """A share exactly at the limit passes."""
    kept = studies.with_footprint(study, primary_data_share=0.6, proxy_share=0.5)
    kept = with_flow(studies, kept, estimate_share=0.01, mass_share=0.01)
    assert {v.code for v in check(kept, study.rules) if v.outcome != "passes"} == set()


def test_the_power_follows_from_area_and_efficiency(studies, study):
    """2.58 m2 x 0.2229 x 1000 W/m2 = 575.1 W, which the name plate rounds to 575 W."""
    found = verdict(studies.with_product(study, power=None), "FAM-002")
    assert found.outcome == "passes"
    assert found.found == "575.082 W"


def test_a_mean_by_sales_needs_the_sales(studies, study, plain):
    mean = studies.with_product(study, power=580.0)
    assert verdict(mean, "FAM-002", plain).outcome == "asks"
    above = studies.with_product(study, power=590.0)
    assert verdict(above, "FAM-002", plain).outcome == "fails"


def test_a_family_without_any_power_is_asked_for_it(studies, study):
    unknown = studies.with_product(study, power=None, area=None, power_bins=())
    assert verdict(unknown, "FAM-002").outcome == "asks"
    assert verdict(unknown, "FAM-003").outcome == "passes"


def test_a_single_model_is_no_family(studies, study):
    single = studies.with_product(study, models=("M-575",), representative="", power_bins=(575.0,))
    for code in ("FAM-001", "FAM-002", "FAM-003", "FAM-004"):
        assert verdict(single, code).outcome == "passes"


def test_a_product_may_claim_alone_only_where_the_rules_allow_it(studies, study):
    clauses = dict(study.rules.clauses)
    clauses["electricity.product_claims"] = replace(
        clauses["electricity.product_claims"], value=False
    )
    claimed = with_uses(study, 1, product="P1")
    assert verdict(claimed, "ELE-009").outcome == "passes"
    forbidden = replace(study.rules, clauses=clauses)
    assert verdict(claimed, "ELE-009", forbidden).outcome == "fails"


def test_many_things_are_named_in_part(studies, study):
    flows = tuple(studies.left_out(name=f"flow {i}", estimate_share=0.02) for i in range(5))
    many = replace(study, coverage=replace(study.coverage, left_out=flows))
    found = verdict(many, "CUT-001")
    assert found.message.endswith("flow 2 (2.0%) and 2 more")
    assert len(found.where) == 5


def test_kinds_beyond_those_asked_for_do_no_harm(studies, study):
    more = (*study.footprint.categories, Part("storage", "storage", "储存", 0.0, 0.0))
    assert verdict(studies.with_footprint(study, categories=more), "GHG-001").outcome == "passes"


def test_a_remark_flags_every_grid(studies, study):
    """One remark says for the whole chain that there is no residual mix."""
    silent = with_uses(with_uses(study, 2, why=""), 3, why="")
    assert verdict(silent, "ELE-010").outcome == "asks"
    flagged = studies.with_system(silent, remarks=(remark("ELC-013", "warning"),))
    assert verdict(flagged, "ELE-010").outcome == "passes"


def test_two_workbooks_of_one_site_have_two_balances(studies, study):
    second = replace(study.sites[0], stage="cell")
    twice = replace(
        study,
        sites=(*study.sites, second),
        electricity=(*study.electricity, *study.electricity[:3]),
    )
    assert verdict(twice, "ELE-009").outcome == "passes"


def test_a_summary_covers_the_period_too(studies, study):
    sealed = studies.member(
        "c", "Sealed", "wafer", source="summary", end=datetime.date(2025, 6, 30)
    )
    half = studies.with_system(study, members=(*study.system.members, sealed))
    found = verdict(half, "PER-001")
    assert (found.outcome, found.found) == ("asks", "12, 12, 6")
    assert found.where == ("wafer.xlsx",)
