import pytest

from pvfootprint.commands import library_install


@pytest.fixture
def workbook(tmp_path, iea_workbooks):
    return iea_workbooks.write(tmp_path / "lci-PV-2026.xlsx")


def test_the_licence_is_shown_and_must_be_accepted(run, workbook):
    ended = run("library", "install", "iea-2026", "--from", workbook)
    assert ended.code == 1
    assert "CC BY-NC-SA 4.0" in ended.err
    assert "commercial" in ended.err
    assert "INS-006" in ended.err
    assert run("library", "list", "--json").json["sets"] == []


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1)])
def test_on_a_terminal_it_is_asked(run, workbook, monkeypatch, answer, code):
    monkeypatch.setattr(library_install.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(
        library_install.click, "confirm", lambda *args, **options: answer.startswith("y")
    )
    assert run("library", "install", "iea-2026", "--from", workbook).code == code


def test_installed_shown_and_removed(run, workbook):
    ended = run("library", "install", "iea-2026", "--from", workbook, "--accept-licence")
    assert ended.code == 0
    assert "INS-009" in ended.err
    assert "show-set" in ended.out
    assert "market for nickel" not in ended.out

    shown = run("library", "show-set", "iea-2026", "--language", "zh")
    assert "镍" in shown.out
    assert "market for nickel" in shown.out
    assert run("library", "show-set", "iea-2026", "--json").json["report"]["mends"]
    assert run("library", "show-set", "other").code == 1
    assert "iea-2026" in run("library", "remove", "iea-2026").out


def test_as_json_with_the_whole_report(run, workbook):
    options = ("--from", workbook, "--accept-licence")
    done = run("library", "install", "iea-2026", *options, "--json").json
    assert done["set"]["licence"] == "CC BY-NC-SA 4.0"
    whole = run("library", "install", "iea-2026", *options, "--report")
    assert "market for nickel" in whole.out
    footprint = run("footprint", "module:topcon:CN@iea-2026")
    assert "CC BY-NC-SA 4.0" in footprint.out


def test_nothing_else_can_be_installed(run):
    ended = run("library", "install", "ecoinvent-3")
    assert ended.code == 1
    assert "INS-014" in ended.err


def test_a_package_must_be_signed_by_somebody_trusted(run, tmp_path):
    path = tmp_path / "package.zip"
    path.write_bytes(b"not a package")
    ended = run("library", "install", path, "--signer", "00 11")
    assert ended.code == 1
    assert "SUB-" in ended.err
