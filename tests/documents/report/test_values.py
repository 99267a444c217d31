"""Every number of the report is one of the footprint, or follows from it."""

from dataclasses import replace

import pytest

from pvfootprint.documents.blocks import Table
from pvfootprint.documents.report.composing import compose
from pvfootprint.language.texts import text
from pvfootprint.model.terms import GROUPS

VALIDATION = text("PDF/A structure checked, not independently validated.")


@pytest.fixture(scope="module")
def tables(document):
    return {table.key: table for table in document.tables()}


def column(table, i):
    return [row[i] for row in table.rows]


@pytest.mark.parametrize(
    ("key", "parts", "at"),
    [
        ("categories", "categories", 1),
        ("stages", "stages", 1),
        ("gases", "gases", 3),
        ("suppliers", "suppliers", 6),
    ],
)
def test_a_table_holds_the_footprint_unrounded_and_its_total(study, tables, key, parts, at):
    data = study.footprint.to_dict()
    values = [part["value"] for part in data[parts]]
    assert column(tables[key], at) == [*values, data["total"]["value"]]
    assert sum(values) == pytest.approx(data["total"]["value"], rel=1e-12)
    assert column(tables[key], at + 1)[:-1] == [part["share"] for part in data[parts]]


def test_the_groups_of_a_stage_stand_beside_it_and_are_summed_below(study, tables):
    for i, group in enumerate(GROUPS, 3):
        values = [stage.groups[group] for stage in study.footprint.stages]
        assert column(tables["stages"], i) == [*values, sum(values)]


def test_all_processes_are_in_the_workbook_and_the_largest_on_the_page(study, tables):
    values = [part.value for part in study.footprint.processes]
    assert column(tables["all-processes"], 5) == values
    assert column(tables["processes"], 5) == values[: len(tables["processes"].rows)]
    assert tables["all-processes"].only_workbook


def test_cut_offs_stand_beside_the_limits_of_the_rules(study, tables):
    coverage = study.coverage
    masses = [one.mass for one in coverage.left_out if one.mass]
    assert [row[1:3] for row in tables["criteria"].rows] == [
        (0.01, max(one.estimate_share for one in coverage.left_out)),
        (0.01, pytest.approx(max(masses) / coverage.mass_in)),
        (0.01, 0.0),
        (0.03, coverage.estimate_share),
        (0.05, coverage.mass_share),
        (0.05, coverage.energy_share),
    ]


def test_both_bases_of_electricity_stand_side_by_side(study, tables):
    assert column(tables["bases"], 1) == [study.market_based.value, study.location_based.value]


def test_the_factor_of_electricity_is_its_upstream_value(study, tables):
    grid = next(row for row in tables["grids"].rows if row[0].en == "CN")
    assert grid[6] == pytest.approx(0.5777)  # official, 2024
    shares = {}
    for row in tables["electricity-uses"].rows:
        shares[row[0].en] = shares.get(row[0].en, 0.0) + row[6]
    assert all(total == pytest.approx(1) for total in shares.values())


def test_quality_is_shown_by_stage_and_in_total(study, tables):
    overall = [one.overall for one in (*study.quality.stages, study.quality.total)]
    assert column(tables["quality-stages"], 4) == overall


def test_the_sensitivities_begin_with_the_report_itself(study, tables):
    values = [study.footprint.total.value, *(one.value.value for one in study.sensitivities)]
    assert column(tables["sensitivity"], 1) == values


def test_unit_processes_are_the_inventories_of_the_companies(study, tables):
    cell = next(m for m in study.system.members if m.stage == "cell")
    inventory = next(i for i in study.system.inventories if i.code == cell.code)
    (table,) = [t for t in tables.values() if t.title.en == f"Unit process: {cell.title}"]
    taken = sum(e.amount for e in inventory.exchanges if e.group == "electricity")
    shown = sum(row[2] for row in table.rows if row[0].en == "electricity")
    assert shown == pytest.approx(taken)
    supply = next(p.supply for p in study.footprint.processes if p.code == cell.code)
    assert [row[3] for row in table.rows] == pytest.approx([row[2] * supply for row in table.rows])


def test_the_rows_of_the_companies_are_in_the_workbook(study, tables):
    rows = tables["site-materials"].rows
    assert len(rows) == sum(len(site.materials) for site in study.sites)
    assert tables["site-materials"].only_workbook


def test_every_rule_is_there_the_broken_ones_first(study, tables):
    outcomes = [row[2].en for row in tables["verdicts"].rows]
    assert len(outcomes) == len(study.verdicts)
    order = {"fails": 0, "asks for evidence": 1, "passes": 2}
    assert [order[one] for one in outcomes] == sorted(order[one] for one in outcomes)


def test_every_caution_is_a_limitation(study, document):
    said = [item.en for block in document.all_blocks() for item in getattr(block, "items", ())]
    assert {caution.message for caution in study.footprint.warnings} <= set(said)


def test_every_clause_of_the_rule_set_is_there_with_its_certainty(study, tables):
    rows = tables["clauses"].rows
    assert [row[0].en for row in rows] == list(study.rules.clauses)
    marked = {row[0].en for row in rows if row[4].en == "to be confirmed against the standard"}
    unsure = {k for k, c in study.rules.clauses.items() if c.certainty == "to be confirmed"}
    assert marked == unsure


def test_every_file_is_named_with_its_hash_and_without_its_folder(study, tables, document):
    hashes = column(tables["hashes"], 2)
    assert {site.source_hash for site in study.sites} <= {one.en for one in hashes}
    (commands,) = [b.lines for b in document.all_blocks() if hasattr(b, "lines")]
    assert commands[0].startswith("pvfootprint report module.xlsx cell.xlsx")
    assert "--rules yancheng-pilot" in commands[0]
    assert "/" not in commands[0]


def test_a_broken_rule_is_said_before_the_number(study):
    broken = replace(study.verdicts[0], outcome="fails", code="XXX-001")
    said = compose(replace(study, verdicts=(broken,)), VALIDATION).status
    assert said.mark == "warning"
    assert "must not be declared" in said.said.en
    assert "XXX-001" in said.said.zh


def test_without_a_check_the_report_says_so(study):
    said = compose(replace(study, verdicts=()), VALIDATION).status
    assert said.said.en == "The study was not checked against the rule set."


def test_schemes_are_a_chapter_only_where_there_are_some(document, one_stage):
    assert "schemes" in [section.key for section in document.sections]
    plain = compose(one_stage, VALIDATION)
    assert "schemes" not in [section.key for section in plain.sections]
    assert all(isinstance(table, Table) for table in plain.tables())
