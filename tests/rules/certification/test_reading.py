"""Certification schemes as files: what is read, and every way in which one can be wrong."""

import hashlib
from typing import get_args

import pytest

from pvfootprint.model import certification as model
from pvfootprint.model.findings import CODES, LibraryError, SelectionError
from pvfootprint.model.rules import CERTAINTIES
from pvfootprint.model.terms import STAGES
from pvfootprint.rules.certification import layout
from pvfootprint.rules.certification.numbers import CALCULATE
from pvfootprint.rules.certification.reading import (
    FOLDER,
    available_schemes,
    list_schemes,
    read_scheme,
    read_scheme_content,
)
from pvfootprint.rules.reading import read_rules

KEYS = ["declaration-only", "yancheng-pilot"]
PILOT, OTHER = "yancheng-pilot", "declaration-only"


def texts_of(scheme):
    """Give every text of a scheme that must be there in both languages, with its place."""
    yield "title", scheme.title
    yield from (("basis", one) for one in scheme.basis)
    yield from ((f"documents {one.key}", one.title) for one in scheme.documents)
    yield from ((f"label {key}", one) for key, one in scheme.label.items())
    for question in scheme.checklist:
        yield from ((question.key, t) for t in (question.chapter, question.title, question.clause))
    for term in (*scheme.criteria, *scheme.agreement, *scheme.licence):
        yield from ((term.key, t) for t in (term.title, term.said))
    yield from ((key, ground.what) for key, ground in scheme.grounds.items())


def grounds_of(scheme):
    """Give what everything of a scheme rests on."""
    items = (scheme.documents, scheme.checklist, scheme.criteria, scheme.agreement, scheme.licence)
    return [*scheme.grounds.values(), *(one.ground for part in items for one in part)]


def test_all_schemes_are_listed_by_key(data_folder):
    assert [scheme.key for scheme in list_schemes(data_folder)] == KEYS
    assert available_schemes(data_folder) == KEYS


def test_every_text_is_there_in_both_languages(scheme):
    for place, text in texts_of(scheme):
        assert text.en.strip(), place
        assert any("一" <= sign <= "鿿" for sign in text.zh), place
        assert not any("一" <= sign <= "鿿" for sign in text.en), place


def test_everything_says_how_sure_it_is_and_names_its_sources(scheme):
    for ground in grounds_of(scheme):
        assert ground.certainty in CERTAINTIES
        assert set(ground.basis) <= set(scheme.sources)
        assert ground.basis or ground.certainty == "own"
        assert bool(ground.note.en) == bool(ground.note.zh)


def test_every_source_is_used(scheme):
    assert set(scheme.sources) == {key for ground in grounds_of(scheme) for key in ground.basis}


def test_who_certifies_is_invented_and_says_so(scheme):
    assert scheme.test
    assert scheme.certifier["approval"].startswith("TEST")
    assert scheme.mark.endswith("TEST")
    assert "测试" in scheme.certifier["name"]
    assert scheme.certifier["contact"].endswith(".example")
    assert ".example/" in scheme.status_address
    assert scheme.certifier.keys() == {"name", "name_en", "code", "address", "approval", "contact"}


def test_the_rule_set_is_there_and_knows_the_products(scheme, data_folder):
    rules = read_rules(scheme.rules, data_folder)
    assert set(scheme.stages) <= set(rules.value("object.stages"))


def test_the_pilot_is_what_was_asked_for(data_folder):
    pilot = read_scheme(PILOT, data_folder)
    assert pilot.stages == ("polysilicon", "ingot", "wafer", "cell", "module")
    assert pilot.steps == model.STEPS
    assert pilot.roles.keys() == model.ACT_NAMES.keys()
    assert (pilot.validity_months, pilot.surveillance_months, pilot.system_months) == (24, 12, 3)
    assert pilot.validity_months == read_rules(PILOT, data_folder).value("validity.months")
    assert 25 <= len(pilot.checklist) <= 40
    assert len({question.chapter for question in pilot.checklist}) == 11
    assert [criterion.key for criterion in pilot.criteria] == list(model.CRITERIA)
    assert pilot.due_days == {"major": 30, "minor": 60, "observation": None}
    assert pilot.man_days["per_site"] == 1
    assert pilot.left_out == {"reduction": ("plan-audit", "audit")}
    apart = {frozenset(pair) for pair in pilot.apart}
    assert {frozenset(pair) for pair in (("review", "decide"), ("audit", "decide"))} <= apart


def test_nothing_of_the_pilot_is_wired_in(data_folder):
    pilot, other = (read_scheme(key, data_folder) for key in (PILOT, OTHER))
    same = {
        name
        for name in type(pilot).__dataclass_fields__
        if getattr(pilot, name) == getattr(other, name)
    }
    assert same == {"test"}
    assert "audit" not in other.steps
    assert not other.checklist
    assert not other.man_days
    assert not other.roles.keys() & {"plan-audit", "audit"}
    assert frozenset(("review", "decide")) not in {frozenset(pair) for pair in other.apart}


def test_who_decided_does_not_answer_an_appeal(scheme):
    apart = {frozenset(pair) for pair in scheme.apart}
    for act in ("evaluate", "review", "decide"):
        assert frozenset((act, "answer-appeal")) in apart


def test_the_content_gives_the_same_scheme_again(scheme):
    assert scheme.content_hash == hashlib.sha256(scheme.content).hexdigest()
    assert read_scheme_content(scheme.content, "old.toml") == scheme


def test_a_scheme_of_ones_own_is_read_from_its_file(data_copy, tmp_path, replace_once):
    own = tmp_path / "mine.toml"
    own.write_bytes((data_copy / FOLDER / f"{OTHER}.toml").read_bytes())
    replace_once(own, 'key = "declaration-only"', 'key = "another-name"')
    assert read_scheme(str(own), data_copy).key == "another-name"


def test_the_layout_knows_every_name_of_the_model():
    acts = {name for part in get_args(layout.Act) for name in get_args(part)}
    assert acts == model.ACT_NAMES.keys()
    assert get_args(layout.Step) == model.STEPS
    assert get_args(layout.Role) == model.SCHEME_ROLES
    assert get_args(layout.Grade) == model.GRADES
    assert ("initial", *get_args(layout.Kind)) == model.KINDS
    assert set(get_args(layout.LaterStep)) == model.OPTIONAL_STEPS
    assert get_args(layout.CriterionKey) == tuple(model.CRITERIA)
    assert get_args(layout.Record) == model.RECORDS
    assert get_args(layout.Certainty) == CERTAINTIES
    assert get_args(layout.Algorithm) == tuple(CALCULATE) == model.CHECK_ALGORITHMS
    assert tuple(layout.Label.model_fields) == model.LABEL_TEXTS
    assert set(get_args(layout.Stage)) == STAGES.keys()


VALID = "[validity_months]\nvalue = 24"
APPEAL = '    ["answer-appeal", "decide"],\n'
DAMAGE = {
    "not TOML": (PILOT, "CSC-001", VALID, "[validity_months]\nvalue = ", "", "at line"),
    "an unknown field": (PILOT, "CSC-002", VALID, f"{VALID}\nyears = 2", "validity_months.years",
                         "2"),
    "an unknown table": (OTHER, "CSC-002", "[sources]", "[colours]\nred = 1\n[sources]",
                         "colours", "red"),
    "a missing clause": (OTHER, "CSC-003", "[appeal_days]", "[appeals]", "appeal_days", ""),
    "a missing value": (PILOT, "CSC-003", VALID, "[validity_months]", "validity_months.value", ""),
    "a missing criterion": (PILOT, "CSC-003", 'key = "recomputation"', 'key = "upstream"',
                            "criteria", "documents"),
    "an audit without a checklist": (OTHER, "CSC-003", '"evaluate", "review", "decide", "issue"]',
                                     '"evaluate", "plan-audit", "audit", "review", "decide", '
                                     '"issue"]', "checklist", ""),
    "a word for a number": (PILOT, "CSC-004", VALID, '[validity_months]\nvalue = "24"',
                            "validity_months.value", "24"),
    "yes for a number": (PILOT, "CSC-004", VALID, "[validity_months]\nvalue = true",
                         "validity_months.value", "True"),
    "no months": (PILOT, "CSC-005", VALID, "[validity_months]\nvalue = 0",
                  "validity_months.value", "0"),
    "years for months": (PILOT, "CSC-005", f'{VALID}\nunit = "month"', f'{VALID}\nunit = "year"',
                         "validity_months.unit", "year"),
    "no address": (OTHER, "CSC-005", "https://status.reviewers.example/{number}", "example",
                   "status_address.value", "example"),
    "only one language": (PILOT, "CSC-006", 'zh = "当事人与标的"\n', "", "agreement[1].zh", ""),
    "an empty Chinese text": (PILOT, "CSC-006", 'zh = "当事人与标的"', 'zh = " "',
                              "agreement[1].zh", ""),
    "an empty English text": (PILOT, "CSC-006", 'en = "Parties and subject"', 'en = ""',
                              "agreement[1].en", ""),
    "a note in one language": (PILOT, "CSC-006", 'note_zh = "第二十八条。"', "",
                               "licence[7].note_zh", ""),
    "an unknown role": (OTHER, "CSC-007", 'evaluate = ["evaluator"]', 'evaluate = ["expert"]',
                        "roles.value.evaluate[1]", "expert"),
    "an unknown act": (OTHER, "CSC-007", 'cancel = ["intake"', 'annul = ["intake"',
                       "roles.value.annul", "annul"),
    "an unknown step": (OTHER, "CSC-007", '["apply", "accept", "evaluate", "review", "decide"',
                        '["apply", "accept", "assess", "review", "decide"', "steps.value[3]",
                        "assess"),
    "an unknown stage": (OTHER, "CSC-007", 'stages = ["module"]', 'stages = ["panel"]',
                         "stages[1]", "panel"),
    "an unknown criterion": (OTHER, "CSC-007", 'key = "green-certificates"', 'key = "beauty"',
                             "criteria[4].key", "beauty"),
    "an unknown grade": (PILOT, "CSC-007", 'value = ["major", "minor"]', 'value = ["grave"]',
                         "open_grades.value[1]", "grave"),
    "an unknown certainty": (OTHER, "CSC-007", 'certainty = "own"', 'certainty = "sure"',
                             "basis[1].certainty", "sure"),
    "an unknown record": (OTHER, "CSC-007", "value = { application = 3,", "value = { letters = 3,",
                          "retention_years.value.letters", "letters"),
    "an unknown algorithm": (OTHER, "CSC-007", '"mod_97_10"', '"luhn"',
                             "check_algorithm.value", "luhn"),
    "an unknown chapter": (PILOT, "CSC-007", 'chapter = "upstream"', 'chapter = "other"',
                           "checklist[34].chapter", "other"),
    "an unknown clause of the rules": (PILOT, "CSC-007", 'rule = "age.primary"',
                                       'rule = "age.of_data"', "checklist[34].rule",
                                       "age.of_data"),
    "steps the wrong way round": (OTHER, "CSC-008", '"review", "decide", "issue"]',
                                  '"decide", "review", "issue"]', "steps.value", "apply"),
    "a step twice": (OTHER, "CSC-008", '"review", "decide", "issue"]',
                     '"review", "review", "decide", "issue"]', "steps.value", "review, review"),
    "no decision": (OTHER, "CSC-008", '"decide", "issue"]', '"issue"]', "steps.value", "apply"),
    "a plan without an audit": (PILOT, "CSC-008", '"plan-audit", "audit", "review"',
                                '"plan-audit", "review"', "steps.value", "plan-audit"),
    "a plan left out without its audit": (PILOT, "CSC-008", 'reduction = ["plan-audit", "audit"]',
                                          'reduction = ["plan-audit"]',
                                          "left_out.value.reduction", "plan-audit"),
    "an act without a role": (OTHER, "CSC-009", 'surveil = ["evaluator"]\n', "",
                              "roles.value.surveil", ""),
    "a role for no act": (OTHER, "CSC-009", "[roles.value]\n",
                          '[roles.value]\naudit = ["auditor"]\n', "roles.value.audit", "audit"),
    "a number without running": (OTHER, "CSC-010", "{year}-{running:06d}-{check}\"\nen = \"Number "
                                 "of a c", "{year}-{check}\"\nen = \"Number of a c",
                                 "number_pattern.value", "DPCF"),
    "another key": (OTHER, "CSC-011", 'key = "declaration-only"', 'key = "other"', "key", "other"),
    "a test that looks real": (OTHER, "CSC-013", '"TEST-0001"', '"CNCA-R-2025-1234"',
                               "certifier.approval", "CNCA-R-2025-1234"),
    "a test that is none": (OTHER, "CSC-013", "test = true", "test = false",
                            "certifier.approval", "TEST-0001"),
    "who decided answers the appeal": (OTHER, "CSC-014", APPEAL, "", "apart.value", ""),
    "who evaluated decides": (OTHER, "CSC-014", '    ["evaluate", "decide"],\n', "",
                              "apart.value", ""),
    "a consultant decides": (OTHER, "CSC-014", '["review", "decide", "answer-appeal"]',
                             '["review", "answer-appeal"]', "conflict_acts.value", "review"),
    "a source that is not listed": (PILOT, "CSC-015", 'basis = ["cnca-documents"]',
                                    'basis = ["hearsay"]', "documents[5].basis", "hearsay"),
    "no source": (PILOT, "CSC-015", 'basis = ["cnca-documents"]', "basis = []",
                  "documents[5].basis", ""),
    "a key twice": (OTHER, "CSC-016", 'key = "business-licence"', 'key = "submission"',
                    "documents[2].key", "submission"),
    "a silent doubt": (PILOT, "CSC-017", 'note_en = "7.13 could not be read."\n', 'note_en = ""\n',
                       "agreement[18].note_en", ""),
    "man-days of another stage": (PILOT, "CSC-018", "value = { polysilicon = 3, ingot = 2,",
                                  "value = { polysilicon = 3,", "man_days.value", "cell"),
    "a grade without days": (PILOT, "CSC-018", "value = { major = 30, minor = 60 }",
                             "value = { major = 30 }", "due_days.value", ""),
    "an audit that there is not": (OTHER, "CSC-018", "[sources]",
                                   '[chapters]\na = { en = "a", zh = "一" }\n\n[sources]',
                                   "chapters", ""),
    "a criterion of no step": (OTHER, "CSC-018", 'key = "green-certificates"', 'key = "findings"',
                               "criteria[4].key", "findings"),
    "surveillance after the end": (OTHER, "CSC-018", "value = 18", "value = 48",
                                   "surveillance_months.value", "48"),
    "apart from no act": (OTHER, "CSC-018", '["evaluate", "review"]', '["evaluate", "audit"]',
                          "apart.value", "audit"),
    "apart from itself": (OTHER, "CSC-018", '["evaluate", "review"],',
                          '["evaluate", "review"],\n    ["decide", "decide"],', "apart.value",
                          "decide, decide"),
    "a conflict in no act": (OTHER, "CSC-018", '["review", "decide", "answer-appeal"]',
                             '["audit", "review", "decide", "answer-appeal"]',
                             "conflict_acts.value", "audit"),
    "nothing to leave out": (OTHER, "CSC-018", 'reduction = ["review"]',
                             'reduction = ["plan-audit", "audit"]', "left_out.value.reduction",
                             "plan-audit"),
    "letters for no number": (OTHER, "CSC-018", "DPCF{stage}", "DPCF", "stage_codes", ""),
    "a question that rests on nothing": (PILOT, "CSC-018", 'rule = "age.primary"\n', "",
                                         "checklist[34].rule", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", DAMAGE)
def test_everything_that_can_be_wrong_has_its_code(findings_of, data_copy, case):
    key, code, old, new, column, found = DAMAGE[case]
    path = data_copy / FOLDER / f"{key}.toml"
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    there = [f for f in findings_of(key) if (f.code, f.column) == (code, column)]
    assert there
    assert found in there[0].found
    assert there[0].file == f"{FOLDER}/{key}.toml"
    assert there[0].message.zh != there[0].message.en


def test_a_finding_says_where_and_what_is_possible(findings_of, data_copy):
    """Each of the places is told by its line: of a key, of a table, of one of many tables."""
    findings = findings_of(
        PILOT,
        ('\naudit = ["auditor"]', '\naudit = ["boss"]'),
        ('zh = "当事人与标的"', 'zh = ""'),
        ('unit = "month"\nen = "The management', 'unit = 3\nen = "The management'),
        ('title = { en = "Product carbon footprint", zh = "产品碳足迹" }\n', ""),
    )
    lines = (data_copy / FOLDER / f"{PILOT}.toml").read_text(encoding="utf-8").splitlines()
    assert {(f.column, lines[f.line - 1]) for f in findings} == {
        ("roles.value.audit[1]", 'audit = ["boss"]'),
        ("agreement[1].zh", 'zh = ""'),
        ("system_months.unit", "unit = 3"),
        ("label.title", "[label]"),
    }
    (role,) = (f for f in findings if f.code == "CSC-007")
    assert "'decision-maker'" in role.expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("value = 36", "value = true", "a whole number"),
        ("value = 36", "value = 1201", "<= 1200"),
        ("value = 36", "value = 0", ">= 1"),
        ('value = 3\nunit = "year"', 'value = 0\nunit = "year"', "> 0"),
        ("test = true", 'test = "yes"', "true or false"),
        ('version = "1"', "version = 1", "a text in quotation marks"),
        ('stages = ["module"]', 'stages = "module"', "a list in square brackets"),
        ('stages = ["module"]', "stages = []", "at least one"),
        ('value = { module = "M" }', 'value = "M"', "a table"),
        ('value = { module = "M" }', 'value = { module = "m" }', "of the form ^[A-Z0-9]{1,4}$"),
        ('status = "draft"', 'status = "wish"', "'draft', 'pilot' or 'in force'"),
    ],
)
def test_a_finding_says_what_may_stand_there(findings_of, old, new, expected):
    (finding,) = findings_of(OTHER, (old, new))
    assert finding.expected == expected


def test_all_contradictions_are_told_at_once(findings_of):
    findings = findings_of(
        OTHER,
        ('key = "declaration-only"', 'key = "other"'),
        (APPEAL, ""),
        ('"TEST-0001"', '"0001"'),
        ('surveil = ["evaluator"]\n', ""),
    )
    assert sorted(f.code for f in findings) == ["CSC-009", "CSC-011", "CSC-013", "CSC-014"]


PATTERN = 'value = "DPCF{stage}{year}-{running:06d}-{check}"'


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("DPCF{stage}-{running:06d}", "{check} must stand in it once"),
        ("DPCF{stage}-{check}", "{running} must stand in it once"),
        ("DPCF{stage}-{running:06d}-{running:06d}-{check}", "{running} must stand in it once"),
        ("DPCF{stage}{stage}-{running:06d}-{check}", "a field stands in it twice"),
        ("DPCF{stage}-{check}-{running:06d}", "{check} must stand at its end"),
        ("DPCF{stage}-{running:06d}-{check}A", "{check} must stand at its end"),
        ("DPCF{stage}-{running}-{check}", "the running number is written as {running:05d}"),
        ("DPCF{stage}-{running:6.2f}-{check}", "the running number is written as {running:05d}"),
        ("DPCF{stage}{year:d}-{running:06d}-{check}", "{year} is written without a format"),
        ("DPCF{stage}{month}-{running:06d}-{check}", "{month} is not known"),
        ("DPCF{stage!r}-{running:06d}-{check}", "{stage} is written without a format"),
        ("DPCF{stage}-{running:06d}-{check", "the braces do not match"),
        ("dpcf{stage}-{running:06d}-{check}", "only capital letters, digits and hyphens may"),
        ("声明{stage}-{running:06d}-{check}", "only capital letters, digits and hyphens may"),
    ],
)
def test_csc_010_patterns_that_give_no_numbers(findings_of, pattern, said):
    findings = findings_of(OTHER, (PATTERN, f'value = "{pattern}"'))
    assert {f.code for f in findings} == {"CSC-010"}
    assert any(f.message.startswith(said) and f.found == pattern for f in findings)


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ([("value = { module = ", "value = { cell = ")], "stage_codes must name the stages"),
        ([('"mod_97_10"', '"mod_11_2"')], "mod_11_2 takes digits only"),
        ([('"mod_97_10"', '"mod_11_2"'), ("DPCF{stage}", "7{stage}")],
         "mod_11_2 takes digits only"),
        ([('"DPA{year}-{running:06d}-{check}"', '"DPCF{stage}-{year}-{running:06d}-{check}"')],
         "certificates and applications would have the same numbers"),
        ([('stages = ["module"]', 'stages = ["module", "cell"]'),
          ('value = { module = "M" }', 'value = { module = "M", cell = "M" }')],
         "two stages have the same letters"),
        ([('stages = ["module"]', 'stages = ["module", "cell"]'),
          ('value = { module = "M" }', 'value = { module = "M", cell = "M2" }')],
         "the letters of all stages must be equally many"),
    ],
)  # fmt: skip
def test_csc_010_patterns_and_what_stands_in_them(findings_of, edits, said):
    findings = [f for f in findings_of(OTHER, *edits) if f.code == "CSC-010"]
    assert any(f.message.startswith(said) for f in findings), findings


def test_all_files_are_read_before_findings_are_raised(data_copy):
    for key in KEYS:
        (data_copy / FOLDER / f"{key}.toml").write_text("not TOML", encoding="utf-8")
    with pytest.raises(LibraryError) as raised:
        list_schemes(data_copy)
    assert [one.code for one in raised.value.findings] == ["CSC-001", "CSC-001"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[" * 100_000, b"a = 1979-05-27"])
def test_what_is_no_scheme_at_all(content):
    with pytest.raises(LibraryError):
        read_scheme_content(content, "other.toml")


def test_csc_001_a_file_that_is_not_there_or_too_large(data_folder, tmp_path):
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * 1_000_001)
    for file in ("nowhere.toml", str(large)):
        with pytest.raises(LibraryError) as raised:
            read_scheme(file, data_folder)
        assert [one.code for one in raised.value.findings] == ["CSC-001"]


def test_csc_012_an_unknown_key_offers_the_nearest(data_folder):
    with pytest.raises(SelectionError) as raised:
        read_scheme("yancheng", data_folder)
    (finding,) = raised.value.findings
    assert finding.code == "CSC-012"
    assert finding.expected == ", ".join(KEYS)
    assert PILOT in finding.hint
    with pytest.raises(SelectionError) as raised:
        read_scheme("zz", data_folder)
    assert ".toml" in raised.value.findings[0].hint


def test_every_code_is_provoked():
    """CSC-019 and CSC-020 are those of numbers: test_numbers.py."""
    provoked = {code for _, code, *_ in DAMAGE.values()} | {"CSC-012", "CSC-019", "CSC-020"}
    assert {code for code in CODES if code.startswith("CSC")} == provoked
