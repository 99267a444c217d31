"""The commands from the audit plan to the certificate, as people type them."""

import io
import json

import openpyxl
import pytest

from pvfootprint.certification import acts

pytestmark = pytest.mark.usefixtures("papers_as_pages")

PLAN = ("--start", "2026-03-16", "--end", "2026-03-17", "--leader", "auditor-a")


@pytest.fixture
def planned(house, case_at, run):
    """Give an application whose audit was planned by command and is over."""
    number = case_at("plan-audit")
    done = run(
        "cert", "plan-audit", number, *PLAN, "--member", "auditor-b", "--json", by="auditor-a"
    )
    assert done.code == 0, done.err
    house.clock.set("2026-03-18")
    return number


def fill(path, answers=(), findings=()):
    """Fill a checklist in: every question conforms but those of `answers`."""
    book = openpyxl.load_workbook(path)
    about, questions, found = book.worksheets
    for row in about.iter_rows():
        values = {"start": "2026-03-16", "end": "2026-03-17", "conclusion-zh": "符合。"}
        if row[0].value in values:
            row[2].value = values[row[0].value]
    changed = dict(answers)
    for row in questions.iter_rows(min_row=5):
        if row[0].value and row[1].value:
            row[3].value = changed.get(row[0].value, "conforms")
            row[4].value = "现场查看"
    for i, (question, grade, words) in enumerate(findings):
        for column, value in ((2, question), (3, grade), (4, words)):
            found.cell(5 + i, column).value = value
    filled = io.BytesIO()
    book.save(filled)
    path.write_bytes(filled.getvalue())


def test_from_the_plan_to_the_certificate(
    house, planned, run, certifier_file, tmp_path, set_papers
):
    number, key = planned, house.scheme.checklist[4].key
    checklist = tmp_path / "checklist.xlsx"
    done = run("cert", "audit", number, "--checklist", checklist, by="auditor-b")
    assert done.code == 0, done.err
    fill(checklist, {key: "does not conform"}.items(), [(key, "minor", "表计未校准")])
    done = run("cert", "audit", number, checklist, by="auditor-a")
    assert done.code == 0, done.err
    assert "F1: due on 2026-05-17" in done.out
    assert "next for" in done.out
    report = next((tmp_path / number).glob("audit*report*.pdf"))
    assert report.read_bytes().startswith(b"%PDF")

    evidence = tmp_path / "calibration.pdf"
    evidence.write_bytes(b"calibrated")
    done = run(
        "cert",
        "correct",
        number,
        "f1",
        "--action-zh",
        "已校准",
        "--evidence",
        evidence,
        by="auditor-a",
    )
    assert done.code == 0, done.err
    assert "closed: F1" in done.out

    remark = ("--remark-zh", "资料完整")
    done = run("cert", "review", number, "--recommend", "grant", *remark, by="reviewer-a")
    assert done.code == 0, done.err
    assert "by: decision-maker" in done.out
    done = run("cert", "decide", number, "--grant", by="decider-a")
    assert done.code == 0, done.err
    # Every criterion is listed.
    assert all(one.title.en in done.out for one in house.scheme.criteria)

    done = run("cert", "issue", number, *certifier_file(), "-o", tmp_path / "out", by="signatory-a")
    assert done.code == 0, done.err
    certificate = house.case(number).certificate
    assert certificate in done.out
    assert "2028-03-17" in done.out
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert f"{certificate}.pdf" in files
    assert len(files) == 11
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    done = run("cert", "issue", number, "-o", tmp_path / "again", "--json", by="signatory-a")
    assert done.json["certificate"] == certificate
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == before


def test_an_agenda_that_is_changed(house, case_at, run, tmp_path):
    number = case_at("plan-audit")
    draft = tmp_path / "agenda.csv"
    done = run("cert", "plan-audit", number, *PLAN, "--draft-agenda", draft, by="auditor-a")
    assert done.code == 0, done.err
    assert house.case(number).next_step == "plan-audit"
    draft.write_text(draft.read_text("utf-8-sig").replace("09:00", "08:30"), "utf-8")
    done = run("cert", "plan-audit", number, *PLAN, "--agenda", draft, by="auditor-a")
    assert done.code == 0, done.err
    assert house.case(number).body(acts.PlanAudit).agenda[0].hours == "08:30-09:30"


def test_another_due_day(house, planned, run, tmp_path):
    number, key = planned, house.scheme.checklist[4].key
    checklist = tmp_path / "checklist.xlsx"
    run("cert", "audit", number, "--checklist", checklist, by="auditor-a")
    fill(checklist, {key: "does not conform"}.items(), [(key, "major", "表计未校准")])
    assert run("cert", "audit", number, checklist, "--json", by="auditor-a").code == 0
    house.clock.set("2026-04-18")
    evidence = tmp_path / "calibration.pdf"
    evidence.write_bytes(b"calibrated")
    given = ("--action-zh", "已校准", "--evidence", evidence)
    done = run("cert", "correct", number, "F1", *given, by="auditor-a")
    assert (done.code, "CRT-006" in done.err) == (1, True)
    given = ("--postpone-to", "2026-05-01", "--reason-zh", "检定机构延期", "--json")
    done = run("cert", "correct", number, "F1", *given, by="auditor-a")
    assert done.code == 0, done.err
    assert house.case(number).blocking_findings[0].due == "2026-05-01"


def test_a_finding_of_a_surveillance_is_closed_with_the_same_command(house, case_at, run, tmp_path):
    certificate = house.case(case_at("")).certificate
    house.clock.set("2027-02-01")
    found = acts.AuditFinding(key="F1", grade="minor", said=_said("a"), due="2027-03-01")
    body = acts.Surveil(day="2027-02-01", maintained=True, findings=(found,), remark=_said("b"))
    house.write("surveil", certificate, body, "auditor-a")
    evidence = tmp_path / "list.pdf"
    evidence.write_bytes(b"list")
    given = ("--action-en", "done", "--evidence", evidence)
    done = run("cert", "correct", certificate, "F1", *given, by="auditor-a")
    assert done.code == 0, done.err
    assert house.certificate(certificate).body(acts.Correct).finding == "F1"


def _said(words):
    from pvfootprint.model.certificate_record import Said

    return Said(en=words, zh=words)


def test_refusing(house, case_at, run):
    number = case_at("decide")
    done = run("cert", "decide", number, "--refuse", "--reason-zh", "数值不成立", by="decider-a")
    assert done.code == 0, done.err
    assert "within 30 days" in done.out
    assert house.case(number).decision == "refuse"


def test_what_is_missing_is_said_in_chinese_too(case_at, run):
    number = case_at("review")
    done = run("cert", "decide", number, "--grant", "--language", "zh", by="decider-a")
    assert done.code == 1
    assert "CRT-003" in done.err
    assert "复核" in done.err


@pytest.mark.parametrize(
    ("step", "arguments", "said"),
    [
        ("audit", ("audit", "NUMBER"), "--checklist"),
        ("audit", ("correct", "NUMBER", "F1"), "--action-zh"),
        ("audit", ("correct", "NUMBER", "F1", "--postpone-to", "2026-05-01"), "--reason-zh"),
        (
            "audit",
            ("correct", "NUMBER", "F1", "--postpone-to", "2026-05-01", "--action-en", "x"),
            "closed or postponed",
        ),
        ("review", ("review", "NUMBER", "--recommend", "grant"), "--remark-zh"),
        ("decide", ("decide", "NUMBER"), "--grant"),
        ("issue", ("issue", "NUMBER", "--label", "20-both"), "there is no label 20-both"),
        ("issue", ("issue", "NUMBER", "--token-module", "lib.so"), "--token"),
        (
            "issue",
            ("issue", "NUMBER", "--token-module", "lib.so", "--certifier-key", "a.p12"),
            "either a file or a token",
        ),
    ],
)
def test_wrong_usage(case_at, run, step, arguments, said):
    by = {"audit": "auditor-a", "review": "reviewer-a", "decide": "decider-a"}
    number = case_at(step)
    given = [number if one == "NUMBER" else one for one in arguments]
    done = run("cert", *given, by=by.get(step, "signatory-a"))
    assert done.code == 2
    assert said in done.err


def test_issuing_without_the_certifier_s_key(case_at, run):
    done = run("cert", "issue", case_at("issue"), by="signatory-a")
    assert (done.code, "CRT-050" in done.err) == (1, True)


def test_a_certifier_s_key_that_cannot_be_opened(house, case_at, run, certifier_file):
    number, options = case_at("issue"), certifier_file()
    options[1].write_bytes(b"no key")
    done = run("cert", "issue", number, *options, by="signatory-a")
    assert (done.code, "SIG-001" in done.err) == (1, True)
    assert house.case(number).certificate == ""


def test_labels_of_choice(house, case_at, run, certifier_file, tmp_path):
    number = case_at("issue")
    given = ("--label", "50-zh-one-colour", "--label", "30-en", "--label-form", "svg")
    done = run("cert", "issue", number, *given, *certifier_file(), "--json", by="signatory-a")
    assert done.code == 0, done.err
    own = done.json["certificate"]
    folder = tmp_path / own
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"{own}{end}"
        for end in (
            ".pdf",
            "-licence.pdf",
            "-label-50mm-zh-one-colour.svg",
            "-label-30mm-en.svg",
        )
    )
    assert json.loads(done.out)["expires"] == "2028-03-01"
