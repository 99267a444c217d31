"""Rule sets as files: what is read, and every way in which one can be wrong."""

import hashlib

import pytest

from pvfootprint.model.clause_words import NOT_SET
from pvfootprint.model.findings import CODES, LibraryError, SelectionError
from pvfootprint.model.rules import CERTAINTIES
from pvfootprint.rules.clauses import CLAUSES
from pvfootprint.rules.reading import FOLDER, UNCONFIRMED, list_rules, read_rules

RULE_SETS = ("iso14067", "yancheng-pilot")
PILOT = f"{FOLDER}/yancheng-pilot.toml"


@pytest.mark.parametrize("key", RULE_SETS)
def test_the_shipped_rule_sets_have_every_clause(data_folder, key):
    rules = read_rules(key, data_folder)
    assert rules.key == key
    assert rules.clauses.keys() == CLAUSES.keys()
    for name, clause in rules.clauses.items():
        assert clause.key == name
        assert clause.certainty in CERTAINTIES
        assert clause.basis
        assert clause.en != clause.zh
        assert bool(clause.note_en) == bool(clause.note_zh), name


def test_all_rule_sets_are_listed_by_name(data_folder):
    assert [rules.key for rules in list_rules(data_folder)] == list(RULE_SETS)


def test_the_hash_is_that_of_the_file(data_folder):
    content = (data_folder / PILOT).read_bytes()
    rules = read_rules("yancheng-pilot", data_folder)
    assert rules.content_hash == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("key", RULE_SETS)
def test_what_is_not_certain_says_why(data_folder, key):
    """Whoever writes that something was not read must say what."""
    for clause in read_rules(key, data_folder).clauses.values():
        if clause.certainty in {UNCONFIRMED, "secondary"}:
            assert clause.note_en, clause.key


def test_the_pilot_is_at_least_as_strict(data_folder):
    """Wherever the standard's rule set has a number, the pilot's is as tight."""
    pilot, plain = (read_rules(key, data_folder) for key in ("yancheng-pilot", "iso14067"))
    for key, known in CLAUSES.items():
        if known.may_be_unset:
            assert plain.value(key) == NOT_SET
            assert pilot.value(key) != NOT_SET
    for stage, units in pilot.value("object.declared_unit").items():
        assert set(units.split(" | ")) <= set(
            plain.value("object.declared_unit")[stage].split(" | ")
        )
    assert set(plain.value("family.grouping")) <= set(pilot.value("family.grouping"))
    assert set(plain.value("gases.apart")) == set(pilot.value("gases.apart"))


def test_a_number_is_a_number(data_folder):
    rules = read_rules("yancheng-pilot", data_folder)
    assert rules.number("period.months") == 12
    with pytest.raises(TypeError, match=r"boundary\.scope"):
        rules.number("boundary.scope")


def test_a_rule_set_of_ones_own_is_read_from_its_file(data_copy, tmp_path, replace_once):
    own = tmp_path / "mine.toml"
    own.write_bytes((data_copy / PILOT).read_bytes())
    replace_once(own, 'key = "yancheng-pilot"', 'key = "another-name"')
    assert read_rules(str(own), data_copy).key == "another-name"


FLOW_MASS = '[cut_off.flow_mass]\nvalue = 0.01\nunit = "-"'
DAMAGE = {
    "not TOML": ("RST-001", "[object.stages]", "[object.stages", "at line 20"),
    "an unknown clause": ("RST-002", "[cut_off.flow_mass]", "[cut_off.flow_mas]", "flow_mas"),
    "an unknown field": ("RST-002", FLOW_MASS, f"{FLOW_MASS}\nremark = 1", "remark"),
    "an unknown head": ("RST-002", 'status = "draft"', 'status = "draft"\nyear = 1', "year"),
    "a missing clause": ("RST-003", "[gwp.set]", "[gwp.sets]", ""),
    "a missing field": ("RST-003", FLOW_MASS, "[cut_off.flow_mass]", ""),
    "a missing title": ("RST-003", "title_zh =", "titel_zh =", ""),
    "a word for a number": ("RST-004", FLOW_MASS, FLOW_MASS.replace("0.01", '"1 %"'), "1 %"),
    "yes for a number": ("RST-004", FLOW_MASS, FLOW_MASS.replace("0.01", "true"), "True"),
    "one for a list": (
        "RST-004",
        '["subdivision", "physical", "economic"]',
        '"physical"',
        "physical",
    ),
    "a number for a title": ("RST-004", 'version = "2025.1"', "version = 2025.1", "2025.1"),
    "more than all": ("RST-005", FLOW_MASS, FLOW_MASS.replace("0.01", "1.5"), "1.5"),
    "no number at all": ("RST-005", FLOW_MASS, FLOW_MASS.replace("0.01", "nan"), "nan"),
    "per cent": ("RST-005", FLOW_MASS, FLOW_MASS.replace('"-"', '"%"'), "%"),
    "an unknown method": ("RST-005", '"physical", "economic"]', '"by hand"]', "by hand"),
    "an unknown unit": ("RST-005", 'module = "kWp"', 'module = "horsepower"', "horsepower"),
    "an unknown stage": ("RST-005", "ingot = ", "rod = ", "rod"),
    "no regular expression": ("RST-005", "{32}", "{32}(", "{32}("),
    "an unknown status": ("RST-005", 'status = "draft"', 'status = "wish"', "wish"),
    "an unknown certainty": ("RST-006", 'certainty = "read"', 'certainty = "sure"', "sure"),
    "another key": ("RST-008", 'key = "yancheng-pilot"', 'key = "other"', "other"),
    "a silent doubt": (
        "RST-009",
        'note_zh = "标准未规定开环再生采用何种程序；条款原文未能查阅。"',
        'note_zh = ""',
        "",
    ),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_everything_that_can_be_wrong_has_its_code(data_copy, case):
    code, old, new, found = DAMAGE[case]
    path = data_copy / PILOT
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LibraryError) as raised:
        read_rules("yancheng-pilot", data_copy)
    findings = [one for one in raised.value.findings if one.code == code]
    assert findings, raised.value
    assert findings[0].file == PILOT
    assert found in findings[0].found


def test_a_finding_says_where_and_what_is_possible(data_copy, replace_once):
    replace_once(data_copy / PILOT, FLOW_MASS, FLOW_MASS.replace("0.01", "1.5"))
    with pytest.raises(LibraryError) as raised:
        read_rules("yancheng-pilot", data_copy)
    (finding,) = raised.value.findings
    lines = (data_copy / PILOT).read_text(encoding="utf-8").splitlines()
    assert lines[finding.line - 1] == "[cut_off.flow_mass]"
    assert finding.column == "cut_off.flow_mass.value"
    assert finding.expected.en == "a number from 0 to 1, or not set where no number is laid down"
    assert finding.expected.zh == "0 到 1 之间的数；未规定数值时写 not set"


def test_a_misspelt_clause_is_missing_and_its_name_offered(data_copy, replace_once):
    replace_once(data_copy / PILOT, "[cut_off.flow_mass]", "[cut_off.flow_mas]")
    with pytest.raises(LibraryError) as raised:
        read_rules("yancheng-pilot", data_copy)
    unknown, missing = raised.value.findings
    assert (unknown.code, missing.code) == ("RST-002", "RST-003")
    assert "cut_off.flow_mass" in unknown.expected
    assert "cut_off.flow_mass" in missing.message


def test_all_files_are_read_before_findings_are_raised(data_copy):
    for name in RULE_SETS:
        path = data_copy / FOLDER / f"{name}.toml"
        path.write_text("not TOML", encoding="utf-8")
    with pytest.raises(LibraryError) as raised:
        list_rules(data_copy)
    assert [one.code for one in raised.value.findings] == ["RST-001", "RST-001"]


def test_a_file_that_is_not_there(data_folder):
    with pytest.raises(LibraryError) as raised:
        read_rules("nowhere.toml", data_folder)
    assert [one.code for one in raised.value.findings] == ["RST-001"]


def test_an_unknown_name_offers_the_nearest(data_folder):
    with pytest.raises(SelectionError) as raised:
        read_rules("yancheng", data_folder)
    (finding,) = raised.value.findings
    assert finding.code == "RST-007"
    assert finding.expected == "iso14067, yancheng-pilot"
    assert "yancheng-pilot" in finding.hint
    with pytest.raises(SelectionError) as raised:
        read_rules("zz", data_folder)
    assert ".toml" in raised.value.findings[0].hint


def test_every_code_of_a_rule_set_is_provoked_here():
    provoked = {code for code, *_ in DAMAGE.values()} | {"RST-007"}
    assert {code for code in CODES if code.startswith("RST")} == provoked
