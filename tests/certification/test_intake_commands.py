"""``pvfootprint cert apply|amend|accept|reject``: what people type, what they read and get."""

import json
import subprocess
import sys

import pytest


@pytest.fixture
def number(run, submission_of):
    """Apply without documents on the command line; return the number."""
    ended = run("cert", "apply", submission_of("polysilicon"), "--json", by="intake-a")
    assert ended.code == 0, ended.err
    return ended.json["number"]


def test_from_the_application_to_the_acceptance(run, submission_of, documents, tmp_path, house):
    """With real papers."""
    ended = run("cert", "apply", submission_of("polysilicon"), *documents, by="intake-a")
    assert ended.code == 0, ended.err
    (number,) = (entry.subject for entry in house.entries(act="apply"))
    lines = ended.out.splitlines()
    assert lines[0].startswith(f"taken in as {number}: N型多晶硅料 n-type polysilicon of")
    assert lines[0].endswith("kgCO2e/kg")
    assert lines[1] == f"papers: {number}/receipt.pdf"
    assert lines[2] == f"next for {number}: acceptance, by: intake"
    ended = run("cert", "accept", number, "-o", tmp_path / "papers", by="intake-b")
    assert ended.code == 0, ended.err
    assert f"next for {number}: evaluation of the documents, by: evaluator" in ended.out
    names = ["acceptance.pdf", "agreement.pdf"]
    assert sorted(path.name for path in (tmp_path / "papers").iterdir()) == names
    with house.reading() as snapshot:
        files = house.case(number).last("accept").body.files
        for name in names:
            content = (tmp_path / "papers" / name).read_bytes()
            assert content.startswith(b"%PDF-1.7")
            assert snapshot.file(files[name]) == content


def test_what_is_missing_is_said_in_chinese(run, submission_of, number, quick_papers):
    ended = run("--language", "zh", "cert", "accept", number, by="intake-a")
    assert ended.code == 1
    assert ended.err.startswith("CRT-011：缺少方案要求的文件")
    assert "meter-list：电、气、热、水计量器具清单" in ended.err
    ended = run("--language", "zh", "cert", "apply", submission_of("polysilicon"), by="intake-a")
    assert ended.code == 1
    assert ended.err.startswith("CRT-014：")
    assert f"pvfootprint cert amend {number}" in ended.err


def test_missing_documents_come_later(run, number, documents, quick_papers):
    ended = run("cert", "amend", number, *documents, "--reason-en", "as asked", by="intake-a")
    assert ended.code == 0, ended.err
    assert "CRT-011" not in ended.err
    assert ended.out.startswith(f"amended: {number}, N型多晶硅料")
    assert run("cert", "accept", number, by="intake-a").code == 0


def test_json_says_what_comes_next(run, number, quick_papers):
    ended = run("cert", "reject", number, "--reason-zh", "不在范围内", "--json", by="intake-a")
    told = json.loads(ended.out)
    assert told["format"] == "pvfootprint certification act 1"
    assert told["number"] == number
    assert told["closed"]
    assert told["next"] == ""
    assert told["papers"] == [f"{number}/reject.pdf"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("cert", "apply", "a.xlsx"),
        ("cert", "apply", "a.pvf", "--client-code", "1"),
        ("cert", "apply", "a.pvf", "--document", "x"),
        ("cert", "amend", "N", "--reason-en", "x"),
        ("cert", "amend", "N", "--reason-en", "x", "--model", "M", "--document", "a=b"),
        ("cert", "reject", "N"),
    ],
)
def test_wrong_usage(run, arguments):
    assert run(*arguments, by="intake-a").code == 2


def test_files_that_are_not_there_are_named_together(run, number, quick_papers):
    given = ("--document", "consultants=a.pdf", "--document", "meter-list=b.pdf")
    ended = run("cert", "amend", number, *given, "--reason-en", "x", by="intake-a")
    assert ended.code == 1
    assert [line[:7] for line in ended.err.splitlines() if line[0] != " "] == [
        "SUB-006", "SUB-006", "2 findi"
    ]  # fmt: skip


def test_a_stranger_s_key_does_nothing(run, house, submission_of):
    house.revoke("intake-a")
    ended = run("cert", "apply", submission_of("polysilicon"), by="intake-a")
    assert (ended.code, ended.err[:7]) == (1, "STF-002")
    ended = run("cert", "accept", "YC-A-2026-00001-1", by="intake-b")
    assert (ended.code, ended.err[:7]) == (1, "CRT-001")


def test_an_unknown_scheme(run, submission_of):
    given = ("cert", "apply", submission_of("polysilicon"), "--scheme", "national")
    ended = run(*given, by="intake-a")
    assert ended.code == 1
    assert ended.err.startswith("CSC-")


def test_the_help_loads_no_numpy():
    code = (
        "import sys; from pvfootprint.commands.main import cli\n"
        "try: cli.main(['cert', 'apply', '--help'])\n"
        "except SystemExit: pass\n"
        "assert not {'numpy', 'weasyprint', 'sqlalchemy'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
