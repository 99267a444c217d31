"""Exit codes, streams and what is loaded, whatever the command."""

import pytest
from click.testing import CliRunner

from pvfootprint import __version__
from pvfootprint.commands.main import COMMANDS, cli
from pvfootprint.engine import computing

HEAVY = {
    "bw2calc",
    "bw2data",
    "bw2io",
    "bw_processing",
    "matplotlib",
    "numpy",
    "openpyxl",
    "pandas",
    "scipy",
    "weasyprint",
}
LOADED_BY_HELP = """
import sys
from pvfootprint.commands.main import cli
for words in sys.argv[1:]:
    cli.main([*words.split(), "--help"], standalone_mode=False)
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""
HELPED = [
    "",
    "footprint",
    "library",
    "library list",
    "library show",
    "library check",
    "library export",
    "demo",
    "doctor",
]


def test_help_loads_nothing_heavy(run_apart):
    ended = run_apart(*HELPED, code=LOADED_BY_HELP)
    assert ended.code == 0, ended.err
    loaded = set(ended.out.rpartition("loaded:")[2].split())
    assert "click" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("words", HELPED)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help(words, option):
    result = CliRunner().invoke(cli, [*words.split(), option])
    assert result.exit_code == 0
    assert "Usage: " in result.output
    assert "Show this message and exit" in result.output


def test_the_help_names_every_command():
    output = CliRunner().invoke(cli, ["--help"]).output
    assert all(f"\n  {name} " in output for name in COMMANDS)


def test_the_version_is_the_packages(run):
    ended = run("--version")
    assert (ended.code, ended.out) == (0, f"pvfootprint, version {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["unknown"],
        ["--unknown"],
        ["footprint"],
        ["footprint", "a:b:c", "--per", "ounce"],
        ["footprint", "a:b:c", "--area", "large"],
        ["footprint", "a:b:c", "--electricity-year", "2024.5"],
        ["footprint", "a:b:c", "--power", "400", "--efficiency", "0.2"],
        ["footprint", "a:b:c", "d:e:f"],
        ["library", "unknown"],
        ["library", "show"],
        ["library", "export", "a.xlsx"],
        ["library", "export", "--format", "ecospold", "a.xlsx"],
        ["demo", "extra"],
    ],
)
def test_wrong_usage_ends_with_2(run, arguments):
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "Usage: pvfootprint" in ended.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["footprint", "moduke:perc:CN"], "SEL-001"),
        (["footprint", "module:perk:CN", "--json"], "SEL-002"),
        (["footprint", "wafer:mono:ZZ"], "SEL-004"),
        (["footprint", "wafer"], "SEL-006"),
        (["footprint", "wafer:mono:CN", "--per", "kWp"], "SEL-007"),
        (["footprint", "module:perc:CN", "--power", "400"], "SEL-008"),
        (["footprint", "module:perc:CN", "--efficiency", "nan"], "SEL-009"),
        (["footprint", "module:perc:CN", "--electricity-year", "1999"], "SEL-010"),
        (["footprint", "module:perc:CN", "--gwp", "ar7"], "SEL-011"),
        (["library", "show", "solar-glas"], "SEL-012"),
    ],
)
def test_bad_input_ends_with_1_and_says_what_is_allowed(run, arguments, code):
    ended = run(*arguments)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(f"{code}: ")
    assert "\n  expected: " in ended.err or code == "SEL-008"


@pytest.mark.parametrize(
    "arguments", [["library", "check"], ["library", "list"], ["footprint", "wafer:mono:CN"]]
)
@pytest.mark.usefixtures("damaged")
def test_all_findings_of_a_damaged_library_are_printed(run, arguments):
    ended = run(*arguments)
    assert (ended.code, ended.out) == (1, "")
    assert "LIB-003: " in ended.err
    assert "LIB-004: " in ended.err
    assert "at: inventories/foreground/wafer.csv:" in ended.err
    assert ended.err.endswith("2 findings\n")


@pytest.fixture
def broken(monkeypatch):
    """Let every calculation fail as no input makes it fail."""

    def fail(*_, **__):
        msg = "made up"
        raise RuntimeError(msg)

    monkeypatch.setattr(computing, "footprint", fail)


@pytest.mark.usefixtures("broken")
def test_a_fault_of_the_program_ends_with_a_message(run):
    ended = run("footprint", "wafer:mono:CN")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("internal error, RuntimeError: made up\n")
    assert "PVFOOTPRINT_DEBUG=1" in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.usefixtures("broken")
def test_a_fault_of_the_program_is_raised_on_demand(run, monkeypatch):
    monkeypatch.setenv("PVFOOTPRINT_DEBUG", "1")
    with pytest.raises(RuntimeError, match="made up"):
        run("footprint", "wafer:mono:CN")


@pytest.mark.usefixtures("no_cache")
def test_a_warning_goes_to_standard_error_and_the_result_to_standard_output(run):
    ended = run("footprint", "wafer:mono:CN", "--json")
    assert ended.code == 0
    assert ended.err.startswith("warning CAC-001: ")
    assert ended.json["total"]["unit"] == "kgCO2e/piece"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["footprint", "wafer:mono:CN", "--json"], 0),
        (["footprint", "wafer:mono:ZZ"], 1),
        (["footprint"], 2),
    ],
)
def test_a_process_of_its_own_ends_the_same(run, run_apart, arguments, code):
    apart = run_apart(*arguments)
    here = run(*arguments)
    assert (apart.code, apart.out) == (here.code, here.out)
    assert apart.code == code
    assert "Traceback" not in apart.err


def listing(folder):
    return sorted(path.relative_to(folder) for path in folder.rglob("*"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["footprint", "wafer:mono:CN", "--json"],
        ["library", "list"],
        ["library", "check", "--json"],
        ["library", "export", "--format", "brightway-xlsx", "library.xlsx"],
        ["library", "export", "--format", "brightway-project", "library.tar.gz"],
        ["demo"],
        ["doctor"],
    ],
)
@pytest.mark.usefixtures("damaged")
def test_a_command_that_fails_leaves_no_file_behind(
    run, arguments, tmp_path, session_cache, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    before = listing(tmp_path), listing(session_cache)
    assert run(*arguments).code == 1
    assert (listing(tmp_path), listing(session_cache)) == before
