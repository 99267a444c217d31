"""``pvfootprint rules``: list, show and check."""

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pvfootprint.commands import studies as opening
from pvfootprint.rules.checking import RULES
from pvfootprint.rules.clauses import CLAUSES
from pvfootprint.rules.reading import read_rules

STUDIES = Path(__file__).parents[1] / "studies.py"
LOADED = """
import sys
from pvfootprint.commands.main import cli
for words in sys.argv[1:]:
    cli.main(words.split(), standalone_mode=False)
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.fixture(scope="module")
def studies():
    """Give the module that makes a study by hand."""
    spec = importlib.util.spec_from_file_location("studies", STUDIES)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def given(studies, data_folder, monkeypatch):
    """Let the command check a study made by hand; what is asked for is kept."""
    asked = {}

    def let(change=lambda study: study):
        def open_study(inputs, rules_key, **options):
            asked.update(inputs=inputs, rules_key=rules_key, **options)
            return change(studies.make_study(read_rules(rules_key, data_folder)))

        monkeypatch.setattr(opening, "open_study", open_study)
        return asked

    return let


@pytest.fixture
def broken(studies, given):
    """Let the command check a study that breaks one rule and asks for evidence of another."""

    def change(study):
        study = studies.with_product(study, power=580.0)
        rows = study.sites[0].electricity
        return studies.with_maker(study, electricity=(rows[0], replace(rows[1], evidence="")))

    return given(change)


def lines(ended):
    return " ".join(ended.out.split())


def test_list_names_the_rule_sets(run):
    ended = run("rules", "list")
    assert (ended.code, ended.err) == (0, "")
    assert "iso14067" in ended.out
    assert "yancheng-pilot" in ended.out
    assert "draft" in ended.out


def test_list_says_how_sure_the_clauses_are(run, data_folder):
    data = run("rules", "list", "--json").json
    for one in data:
        clauses = read_rules(one["key"], data_folder).clauses.values()
        for certainty, count in one["certainties"].items():
            assert count == sum(clause.certainty == certainty for clause in clauses)
        assert sum(one["certainties"].values()) == len(CLAUSES)


@pytest.mark.parametrize("key", ["iso14067", "yancheng-pilot"])
def test_show_names_every_clause_and_every_rule(run, key):
    ended = run("rules", "show", key)
    assert (ended.code, ended.err) == (0, "")
    for clause in CLAUSES:
        assert f"\n{clause}: " in ended.out
    for one in RULES:
        assert f"  {one.code}  {one.title.en}\n" in ended.out
    assert "to be confirmed against the standard" in lines(ended)


def test_show_in_chinese(run):
    said = lines(run("rules", "show", "yancheng-pilot", "--language", "zh"))
    assert "待对照标准原文确认" in said
    assert "cut_off.flow_footprint: 1.0%" in said
    assert "gases.offsets: 不计入" in said
    assert "validity.months: 24 个月" in said
    assert "由证书执行" in said


def test_show_as_json(run, data_folder):
    data = run("rules", "show", "yancheng-pilot", "--json").json
    assert data["clauses"].keys() == CLAUSES.keys()
    assert data["content_hash"] == read_rules("yancheng-pilot", data_folder).content_hash
    assert [one["code"] for one in data["rules"]] == [one.code for one in RULES]


def test_a_rule_set_of_ones_own_can_be_shown(run, data_folder, tmp_path):
    own = tmp_path / "mine.toml"
    own.write_bytes((data_folder / "methods/rules/iso14067.toml").read_bytes())
    assert run("rules", "show", own).out == run("rules", "show", "iso14067").out


def test_check_ends_with_0_if_every_rule_is_kept(run, given):
    asked = given()
    ended = run("rules", "check", "module.xlsx", "cell.xlsx", "--product", "P1", "--per", "kWp")
    assert (ended.code, ended.err) == (0, "")
    for one in RULES:
        assert one.code in ended.out
    assert f"rules kept: {len(RULES)}, broken: 0, asking for evidence: 0" in ended.out
    assert asked == {
        "inputs": ("module.xlsx", "cell.xlsx"),
        "rules_key": "yancheng-pilot",
        "product": "P1",
        "per": "kWp",
        "electricity_year": None,
        "fill_gaps": None,
        "scenario": None,
    }


@pytest.mark.usefixtures("broken")
def test_check_ends_with_1_and_says_how_to_mend_it(run):
    ended = run("rules", "check", "module.xlsx")
    assert (ended.code, ended.err) == (1, "")
    said = lines(ended)
    assert "FAM-002 The power is the one that the family is declared by" in said
    assert "580 W is not the lowest power of the family" in said
    assert "where: module.xlsx, Products!H5 found: 580 W expected: 575 W" in said
    assert "mend: give the lowest power bin as the power of one piece" in said
    assert "clause: family.value (yancheng-pilot; choice of the rule set)" in said
    assert "ELE-004 A document shows each instrument that counts" in said
    assert f"rules kept: {len(RULES) - 2}, broken: 1, asking for evidence: 1" in said


@pytest.mark.usefixtures("broken")
def test_check_in_chinese(run):
    said = lines(run("rules", "check", "module.xlsx", "--language", "zh"))
    assert "580 W 不是系列内最低功率" in said
    assert "位置：module.xlsx, Products!H5" in said
    assert f"符合 {len(RULES) - 2} 条，不符合 1 条，需补充证据 1 条" in said
    assert "自发电、绿电、电网电力" in said


@pytest.mark.usefixtures("broken")
def test_strict_stops_at_the_rule_that_is_broken(run):
    ended = run("rules", "check", "module.xlsx", "--strict")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("RUL-001: FAM-002, ")
    assert "expected: 575 W" in ended.err


def test_evidence_that_is_missing_does_not_count(run, given, studies):
    given(lambda study: studies.with_maker(study, quality=()))
    ended = run("rules", "check", "module.xlsx")
    assert ended.code == 0
    assert "asking for evidence: 1" in ended.out


@pytest.mark.usefixtures("broken")
def test_check_as_json(run):
    ended = run("rules", "check", "module.xlsx", "--json")
    data = ended.json
    assert ended.code == 1
    assert data["format"] == "pvfootprint verdicts 1"
    assert data["rules"]["key"] == "yancheng-pilot"
    assert data["counts"] == {"passes": len(RULES) - 2, "fails": 1, "asks": 1}
    assert [one["code"] for one in data["verdicts"]] == [one.code for one in RULES]
    found = next(one for one in data["verdicts"] if one["code"] == "FAM-002")
    assert found["message_zh"] == "580 W 不是系列内最低功率"
    assert found["where"] == ["module.xlsx, Products!H5"]


def test_limits_carry_the_mark_of_their_certainty(run, given):
    given()
    said = lines(run("rules", "check", "module.xlsx", "--rules", "iso14067"))
    assert "not set (s)" in said
    assert "not set (?)" in said
    assert "(?) to be confirmed against the standard" in said


def test_an_unknown_rule_set_ends_with_1(run):
    ended = run("rules", "check", "module:topcon:CN", "--rules", "yancheng")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("RST-007: ")


@pytest.mark.parametrize("arguments", [["rules", "unknown"], ["rules", "show"], ["rules", "check"]])
def test_wrong_usage_ends_with_2(run, arguments):
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")


@pytest.mark.parametrize("command", [("rules", "check"), ("report",)])
@pytest.mark.parametrize("option", [("--product", "P1"), ("--fill-gaps", "fail")])
def test_a_product_of_the_library_takes_no_options_of_workbooks(run, command, option):
    ended = run(*command, "module:topcon:CN", *option)
    assert (ended.code, ended.out) == (2, "")
    assert f"{option[0]} cannot be used for a product of the library" in ended.err


def test_list_and_show_load_nothing_heavy(run_apart):
    ended = run_apart("rules --help", "rules list", "rules show iso14067", code=LOADED)
    loaded = set(ended.out.rpartition("loaded:")[2].split())
    assert ended.code == 0, ended.err
    assert "click" in loaded
    assert loaded & {"numpy", "scipy", "pandas", "bw2calc", "openpyxl", "weasyprint"} == set()


def test_a_product_of_the_library_can_be_checked(run):
    ended = run("rules", "check", "wafer:mono:CN", "--rules", "iso14067", "--json")
    assert ended.code == 0
    outcomes = {one["code"]: one["outcome"] for one in ended.json["verdicts"]}
    assert outcomes["OBJ-003"] == "passes"
    assert "fails" not in outcomes.values()
