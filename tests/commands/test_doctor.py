import pytest

from pvfootprint.commands.doctor import DISTRIBUTIONS, PROGRAMS
from pvfootprint.documents import fonts


def checks(ended):
    return {check["what"]: check for check in ended.json["checks"]}


def test_here_everything_needed_is_there(run):
    ended = run("doctor")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith("everything needed is there\n")


def test_as_json_it_names_versions_data_cache_and_programs(run, library):
    ended = run("doctor", "--json")
    found = checks(ended)
    assert (ended.code, ended.err) == (0, "")
    assert {"python", "font", "data", "cache", *DISTRIBUTIONS, *PROGRAMS} <= set(found)
    assert found["library"]["detail"] == library.content_hash
    assert {check["state"] for check in found.values()} <= {"ok", "not installed (optional)"}


@pytest.mark.usefixtures("damaged")
def test_a_damaged_library_is_missing(run):
    ended = run("doctor", "--json")
    library = checks(ended)["library"]
    assert (ended.code, ended.err) == (1, "")
    assert library["state"] == "missing"
    assert library["detail"].startswith("2 findings, first LIB-00")
    assert "inventories/foreground/wafer.csv:" in library["detail"]


def test_missing_data_folders_are_missing(run, tmp_path, monkeypatch):
    monkeypatch.setenv("PVFOOTPRINT_DATA", str(tmp_path))
    ended = run("doctor")
    assert (ended.code, ended.err) == (1, "")
    assert "LIB-014" in ended.out
    assert ended.out.endswith("missing: library\n")


def test_a_missing_font_is_missing_and_says_how_to_get_it(run, monkeypatch):
    monkeypatch.setattr(fonts, "chinese_font", lambda: None)
    ended = run("doctor", "--json")
    assert ended.code == 1
    assert checks(ended)["font"]["state"] == "missing"
    assert checks(ended)["font"]["mend"] == "apt-get install fonts-noto-cjk"


@pytest.mark.usefixtures("no_cache")
def test_a_cache_that_cannot_be_written_is_slower_not_wrong(run):
    ended = run("doctor", "--json")
    assert ended.code == 0
    assert checks(ended)["cache"]["state"] == "cannot be written (slower, not wrong)"
    assert "PVFOOTPRINT_CACHE" in checks(ended)["cache"]["mend"]


def test_a_missing_program_is_optional(run, monkeypatch):
    monkeypatch.setenv("PATH", "")
    found = checks(run("doctor", "--json"))
    for program, install in PROGRAMS.items():
        assert found[program]["state"] == "not installed (optional)"
        assert found[program]["mend"] == install
