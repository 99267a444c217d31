"""``pvfootprint cert list``, ``show`` and ``next``."""

import datetime
import hashlib

import pytest

from pvfootprint.certification import acts
from pvfootprint.certification.overview.telling import recorded, told
from pvfootprint.certification.upkeep import complaining, holding, surveilling
from pvfootprint.model.certificate_record import Said

pytestmark = pytest.mark.usefixtures("papers_as_pages")


def said(words, chinese=None):
    return Said(en=words, zh=chinese or words)


@pytest.fixture
def certificate(house, case_at):
    """Give the number of a certificate of 2 March 2026."""
    return house.case(case_at("")).certificate


def numbers(ended):
    return [row["number"] for row in ended.json["rows"]]


class TestList:
    def test_applications_and_certificates(self, house, case_at, certificate, run):
        waiting = case_at("review")
        ended = run("cert", "list", "--json")
        assert ended.code == 0
        application = house.certificate(certificate).allotment.application
        assert numbers(ended) == [application, waiting, certificate]
        rows = {row["number"]: row for row in ended.json["rows"]}
        assert rows[waiting]["state"] == "open"
        assert rows[waiting]["next"] == "review"
        assert rows[application]["certificate"] == certificate
        assert rows[certificate]["application"] == application
        assert rows[certificate]["state"] == "valid"
        assert rows[certificate]["expires"] == "2028-03-01"

    def test_filters(self, case_at, certificate, run):
        waiting = case_at("review")
        assert numbers(run("cert", "list", "--json", "--kind", "certificate")) == [certificate]
        assert numbers(run("cert", "list", "--json", "--state", "open")) == [waiting]
        both = ("--state", "open", "--state", "valid")
        assert numbers(run("cert", "list", "--json", *both)) == [waiting, certificate]
        assert len(numbers(run("cert", "list", "--json", "--client", "组件"))) == 3
        assert numbers(run("cert", "list", "--json", "--client", "nobody")) == []
        assert len(numbers(run("cert", "list", "--json", "--stage", "module"))) == 3
        assert numbers(run("cert", "list", "--json", "--stage", "cell")) == []

    def test_closed_applications(self, house, case_at, run):
        house.act("reject", case_at("accept"))
        house.act("refuse", case_at("decide"))
        case_at("issue")
        rows = run("cert", "list", "--json").json["rows"]
        assert [row["state"] for row in rows] == ["rejected", "refused", "granted"]

    @pytest.mark.parametrize(
        ("day", "state"),
        [
            ("2026-03-09", "valid"),
            ("2026-03-10", "suspended"),
            ("2026-03-19", "suspended"),
            ("2026-03-20", "valid"),
            ("2028-03-01", "valid"),
            ("2028-03-02", "expired"),
        ],
    )
    def test_on_another_day(self, house, certificate, run, day, state):
        decider = house.actor("decider-a")
        house.clock.set("2026-03-10")
        until = datetime.date(2026, 5, 1)
        holding.suspend(house.registry, decider, certificate, said("why"), until)
        house.clock.set("2026-03-20")
        holding.resume(house.registry, decider, certificate, said("mended"))
        rows = run("cert", "list", "--json", "--on", day, "--kind", "certificate").json["rows"]
        assert [row["state"] for row in rows] == [state]

    def test_before_anything_was(self, certificate, run):
        assert numbers(run("cert", "list", "--json", "--on", "2026-03-01")) == []
        assert "2026-03-01" in run("cert", "list", "--on", "2026-03-01").out

    def test_for_people(self, case_at, certificate, run):
        case_at("review")
        english = run("cert", "list", "--language", "en")
        assert certificate in english.out
        assert "next: review" in english.out
        assert "valid" in english.out
        chinese = run("cert", "list", "--language", "zh")
        assert "有效" in chinese.out
        assert "复核" in chinese.out

    def test_not_a_day(self, run):
        assert run("cert", "list", "--on", "yesterday").code == 2


class TestShow:
    def test_an_application(self, house, case_at, run):
        number = case_at("review")
        ended = run("cert", "show", number, "--json")
        assert ended.code == 0
        assert ended.json["application"] == number
        assert [act["act"] for act in ended.json["acts"]] == [
            "apply",
            "accept",
            "evaluate",
            "plan-audit",
            "audit",
        ]
        assert ended.json["acts"][2]["person"] == "evaluator-a"
        assert ended.json["acts"][2]["name"]["zh"] == "评审员 A"
        shown = run("cert", "show", number, "--language", "en").out
        assert "Evaluator A" in shown
        assert hashlib.sha256(b"the study report").hexdigest() in shown.replace("\n", "")

    def test_a_certificate(self, house, certificate, run):
        until = datetime.date(2026, 5, 1)
        why = said("the meter was bypassed", "电表被旁路")
        holding.suspend(house.registry, house.actor("decider-a"), certificate, why, until)
        ended = run("cert", "show", certificate, "--json")
        assert ended.json["state"] == "suspended"
        assert ended.json["footprint"] == "382.7 kgCO2e/kWp"
        assert [act["act"] for act in ended.json["acts"]] == ["allot", "issue", "suspend"]
        assert "bypassed" in ended.json["acts"][2]["said"]
        assert "电表被旁路" in run("cert", "show", certificate, "--language", "zh").out

    def test_its_papers_in_a_folder(self, house, certificate, run, tmp_path):
        ended = run("cert", "show", certificate, "--papers", tmp_path / "papers", "--json")
        (path,) = (tmp_path / "papers").iterdir()
        assert path.name == f"02-issue-{certificate}.pdf"
        assert path.read_bytes() == f"certificate {certificate}".encode()
        assert [name.endswith(path.name) for name in ended.json["written"]] == [True]

    def test_papers_stay_in_the_folder(self, house, certificate, run, tmp_path):
        sha256 = house.keep(b"out")
        body = {
            "files": {"../../out.pdf": sha256, "/etc/out": sha256},
            "reason": said("").model_dump(),
        }
        house.write("cancel", certificate, body, "intake-a")
        folder = tmp_path / "a" / "b" / "papers"
        assert run("cert", "show", certificate, "--papers", folder).code == 0
        assert len(list(folder.iterdir())) == 3
        assert not (tmp_path / "a" / "out.pdf").exists()

    def test_an_unknown_number(self, run):
        ended = run("cert", "show", "YC-PCF-2026-99999-9")
        assert ended.code == 1
        assert "CRT-060" in ended.err


class TestNext:
    def test_for_programs(self, case_at, run):
        number = case_at("review")
        (task,) = run("cert", "next", "--json").json["tasks"]
        assert task["subject"] == number
        assert task["acts"] == ["review"]
        assert task["roles"] == ["reviewer"]
        assert task["people"] == ["reviewer-a", "reviewer-b"]
        assert task["level"] == "waiting"

    def test_for_people(self, house, case_at, certificate, run):
        case_at("review")
        shown = run("cert", "next", "--on", "2027-03-03", "--language", "en").out
        assert shown.index("overdue") < shown.index("surveillance") < shown.index("waiting")
        assert "Reviewer A, Reviewer B" in shown
        assert "获证后监督" in run("cert", "next", "--on", "2027-03-03", "--language", "zh").out

    def test_one_role(self, case_at, run):
        case_at("review")
        assert run("cert", "next", "--role", "auditor", "--json").json["tasks"] == []
        assert "2026-03-02" in run("cert", "next", "--role", "auditor").out

    def test_the_client_comes_first(self, house, case_at, run):
        number = case_at("audit")
        found = acts.AuditFinding(key="F1", grade="major", said=said("no meter"), due="2026-04-01")
        house.act("audit", number, findings=(found,))
        (task,) = run("cert", "next", "--json").json["tasks"]
        assert task["waits_for_client"] is True
        shown = run("cert", "next", "--language", "en").out
        assert "first the client, then Auditor A" in shown

    def test_nobody_can(self, house, case_at, run):
        number = case_at("review")
        client = house.case(number).application.client
        house.declare("reviewer-a", client)
        house.revoke("reviewer-b")
        shown = run("cert", "next", "--language", "en").out
        assert "nobody can: add somebody with the role reviewer" in shown


def test_every_act_is_told_in_both_languages(house, case_at, certificate):
    """Of a whole life: every entry has a name, and those with something to say say it."""
    registry, decider, intake = house.registry, house.actor("decider-a"), house.actor("intake-a")
    house.clock.set("2026-06-01")
    found = [surveilling.Found("minor", said("no date", "无日期"))]
    surveilling.surveil(
        registry,
        house.actor("auditor-a"),
        certificate,
        day=house.clock.day,
        maintained=True,
        remark=said("meters", "电表"),
        found=found,
    )
    until = datetime.date(2026, 8, 1)
    holding.suspend(registry, decider, certificate, said("why", "原因"), until)
    complaining.complain(registry, intake, certificate, said("a buyer", "买方"), said("a", "甲"))
    complaining.appeal(registry, intake, certificate, said("client", "客户"), said("b", "乙"))
    answer = said("c", "丙")
    complaining.answer(registry, house.actor("decider-b"), certificate, "P1", answer, upheld=True)
    holding.resume(registry, decider, certificate, said("mended", "已整改"))
    holding.withdraw(registry, decider, certificate, said("again", "再次"))
    application = house.certificate(certificate).allotment.application
    everything = [*house.case(application).done, *house.certificate(certificate).done]
    for one in everything:
        assert recorded(one.act).zh != recorded(one.act).en, one.act
        words = told(one.body)
        if not isinstance(one.body, (acts.Accept, acts.Issue)):
            assert words.en, one.act
    assert told(everything[-1].body).zh == "再次"
    assert {one.act for one in everything} >= {"allot", "answer-appeal", "surveil", "withdraw"}
