"""The commands that act on certificates, and those that hear complaints and appeals."""

import pytest

pytestmark = pytest.mark.usefixtures("papers_as_pages")


@pytest.fixture
def number(house, case_at):
    """Give the number of a certificate of 2 March 2026."""
    return house.case(case_at("")).certificate


def codes(ended):
    assert ended.code == 1
    return [word.strip(":") for word in ended.err.split() if word[:4] in {"CRT-", "STF-"}]


def test_suspended_and_resumed(house, number, run, tmp_path, set_papers):
    reason = ("--reason-zh", "电表被旁路")
    ended = run(
        "cert",
        "suspend",
        number,
        *reason,
        "--until",
        "2026-06-01",
        "--language",
        "en",
        by="decider-a",
    )
    assert ended.code == 0
    assert "suspended until 2026-06-01" in ended.out
    assert f"certificate {number} is now: suspended" in ended.out
    body = house.certificate(number).last("suspend").body
    assert body.reason.en == body.reason.zh == "电表被旁路"
    for name in body.files:
        assert (tmp_path / number / name).read_bytes().startswith(b"%PDF-")
    ended = run("cert", "resume", number, "--reason-en", "mended", "--json", by="decider-a")
    assert ended.json["status"] == "valid"
    assert "withdraw" in ended.json["possible"]
    assert "resume" not in ended.json["possible"]


@pytest.mark.parametrize(
    ("act", "by", "status"),
    [("withdraw", "decider-a", "withdrawn"), ("cancel", "intake-a", "cancelled")],
)
def test_ended(house, number, run, act, by, status):
    ended = run("cert", act, number, "--reason-zh", "原因", "--json", by=by)
    assert ended.code == 0
    assert ended.json["status"] == status
    assert house.certificate(number).status(house.clock.day) == status


def test_papers_go_where_they_are_asked_for(number, run, tmp_path):
    ended = run(
        "cert",
        "withdraw",
        number,
        "--reason-zh",
        "原因",
        "-o",
        tmp_path / "letters",
        "--json",
        by="decider-a",
    )
    for path in ended.json["papers"]:
        assert path.startswith(str(tmp_path / "letters"))


def test_a_surveillance(house, number, run):
    ended = run(
        "cert",
        "surveil",
        number,
        "--maintained",
        "--remark-zh",
        "查看电表",
        "--finding",
        "minor",
        "无日期",
        "no date",
        "--finding",
        "major",
        "无记录",
        "",
        "--due",
        "2026-04-30",
        "--json",
        by="auditor-a",
    )
    assert ended.code == 0
    body = house.certificate(number).last("surveil").body
    assert body.day == "2026-03-02"
    assert [(f.key, f.grade, f.said.en, f.due) for f in body.findings] == [
        ("F1", "minor", "no date", "2026-04-30"),
        ("F2", "major", "无记录", "2026-04-01"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        (),
        ("--maintained", "--finding", "huge", "甲", "a"),
        ("--maintained", "--finding", "minor", "", " "),
        ("--maintained", "--due", "2026-04-30"),
        ("--maintained", "--day", "today"),
    ],
)
def test_a_surveillance_not_understood(house, number, run, wrong):
    before = len(house.entries())
    assert run("cert", "surveil", number, "--remark-zh", "电表", *wrong, by="auditor-a").code == 2
    assert len(house.entries()) == before


def test_not_kept_up_says_what_follows(number, run):
    given = ("--not-maintained", "--remark-zh", "电表", "--language", "en")
    ended = run("cert", "surveil", number, *given, by="auditor-a")
    assert "suspend or withdraw it" in ended.out


def test_a_complaint_and_its_answer(house, number, run):
    given = ("--from-zh", "某买方", "--about-zh", "数值有误")
    ended = run("cert", "complaint", number, *given, "--language", "en", by="intake-a")
    assert ended.code == 0
    assert "taken up as C1" in ended.out
    answer = ("--answer", "C1", "--not-upheld", "--reason-zh", "数值正确")
    ended = run("cert", "complaint", number, *answer, "--language", "en", by="decider-b")
    assert "C1 was answered" in ended.out
    assert not house.certificate(number).last("answer-complaint").body.upheld


def test_an_appeal_against_a_refusal(house, case_at, run):
    number = case_at("decide")
    house.act("refuse", number)
    given = ("--from-zh", "认证委托人", "--about-zh", "证据齐全")
    ended = run("cert", "appeal", number, *given, "--json", by="intake-a")
    assert ended.code == 0
    answer = ("--answer", "P1", "--upheld", "--reason-zh", "申诉有理")
    assert codes(run("cert", "appeal", number, *answer, by="decider-a")) == ["STF-005"]
    assert run("cert", "appeal", number, *answer, by="decider-b").code == 0


@pytest.mark.parametrize(
    "wrong",
    [
        (),
        ("--from-zh", "某买方"),
        ("--about-zh", "数值有误"),
        ("--answer", "C1", "--reason-zh", "甲"),
        ("--answer", "C1", "--upheld"),
        ("--answer", "P1", "--upheld", "--reason-zh", "甲"),
    ],
)
def test_a_complaint_not_understood(number, run, wrong):
    assert run("cert", "complaint", number, *wrong, by="intake-a").code == 2


def test_what_stands_against_an_act_has_its_code(number, run):
    reason = ("--reason-zh", "原因")
    assert codes(run("cert", "resume", number, *reason, by="decider-a")) == ["CRT-005"]
    assert codes(run("cert", "withdraw", number, *reason, by="auditor-a")) == ["STF-004"]
    assert codes(run("cert", "withdraw", "YC-1", *reason, by="decider-a")) == ["CRT-002"]
    until = ("--until", "2027-06-01")
    assert codes(run("cert", "suspend", number, *reason, *until, by="decider-a")) == ["CRT-061"]
    given = ("--from-zh", "客户", "--about-zh", "异议")
    assert codes(run("cert", "appeal", number, *given, by="intake-a")) == ["CRT-067"]


@pytest.mark.parametrize(
    "name", ["surveil", "suspend", "resume", "withdraw", "cancel", "complaint", "appeal"]
)
def test_help(run, name):
    ended = run("cert", name, "--help")
    assert ended.code == 0
    assert "--key" in ended.out
