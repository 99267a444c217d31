"""``pvfootprint workbook check`` at the command line."""

import json
import sys

import pytest

from pvfootprint.commands.main import main


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command; give its exit code, output and messages."""

    def run_main(*arguments):
        monkeypatch.setattr(sys, "argv", ["pvfootprint", "workbook", "check", *map(str, arguments)])
        monkeypatch.setitem(sys.modules, "bw2data", None)
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return ended.value.code, captured.out, captured.err

    return run_main


@pytest.fixture
def wrong(book, tmp_path):
    book.put("materials", "amount", "1,23", 2)
    return book.save(tmp_path / "wrong.xlsx")


@pytest.fixture
def sound(base_content, tmp_path):
    path = tmp_path / "sound.xlsx"
    path.write_bytes(base_content)
    return path


def test_a_sound_workbook(run, sound):
    code, out, err = run("--language", "en", sound)
    assert (code, err) == (0, "")
    assert "nothing found" in out
    assert "1 of 1 workbooks without errors" in out


def test_errors_in_either_language(run, wrong):
    code, out, _ = run("--language", "en", wrong)
    assert code == 1
    assert "errors: 1, warnings: 0, questions: 0" in out
    assert "\nWBK-033: it is not clear which number is meant" in out
    assert "Materials!E7" in out
    code, out, _ = run("--language", "zh", wrong)
    assert code == 1
    assert "\nWBK-033：" in out


def test_questions_do_not_fail(run, book, tmp_path):
    book.put("electricity", "cancelled", "no")
    code, out, _ = run("--language", "en", book.save(tmp_path / "a.xlsx"))
    assert code == 0
    assert "\nquestion WBK-120" in out


def test_json_names_every_finding(run, wrong, sound):
    code, out, _ = run("--json", wrong, sound)
    found = json.loads(out)["files"]
    assert code == 1
    assert [(f["errors"], f["warnings"], f["questions"]) for f in found] == [(1, 0, 0), (0, 0, 0)]
    (finding,) = found[0]["findings"]
    keys = {"code", "severity", "file", "sheet", "cell", "column", "found", "expected", "hint",
            "message_zh", "hint_zh"}  # fmt: skip
    assert keys <= set(finding)
    assert finding["column"] == "Amount in the period"


def test_a_folder_and_copies_that_overwrite_nothing(run, wrong, sound, tmp_path):
    (tmp_path / "~$wrong.xlsx").write_bytes(b"x")
    before = wrong.read_bytes()
    code, out, _ = run("--language", "en", tmp_path, "--annotate", tmp_path)
    assert code == 1
    assert "1 of 2 workbooks" in out
    assert wrong.read_bytes() == before
    assert (tmp_path / "wrong-checked.xlsx").exists()


def test_a_missing_file_is_a_finding(run, tmp_path):
    code, out, _ = run("--language", "en", tmp_path / "none.xlsx")
    assert code == 1
    assert "\nWBK-001" in out
