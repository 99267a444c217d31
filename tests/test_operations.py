"""The certifier's runbook: its commands are those of the command line, and its drills hold."""

import itertools
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from pvfootprint.commands.main import cli
from pvfootprint.registry.anchors import head_file, read_anchor
from pvfootprint.registry.checking import check
from pvfootprint.registry.copying import backup, restore
from pvfootprint.registry.registry import Registry

OPERATIONS = Path("examples", "operations")


@pytest.fixture(scope="module")
def runbook(request):
    """Give the lines of the runbook's shell examples, continued lines joined."""
    page = (request.config.rootpath / "docs/operations.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", page, re.MULTILINE | re.DOTALL)
    return [line.strip() for block in blocks for line in block.replace("\\\n", " ").splitlines()]


@pytest.fixture
def examples(data_folder):
    """Give the folder of the examples."""
    return data_folder / OPERATIONS


def _words_of(line):
    """Return what is typed behind ``pvfootprint`` in a line of a shell, without redirections."""
    words = shlex.split(line.partition(" 3<")[0], comments=True)
    at = next(i for i, word in enumerate(words) if Path(word).name == "pvfootprint")
    return list(itertools.takewhile(lambda word: not word.startswith((">", "|")), words[at + 1 :]))


def _must_be_known(words):
    """Fail if a command or an option is not there, or an argument is missing or too many."""
    command, ctx = cli, None
    while True:
        ctx = click.Context(command, ctx, **command.context_settings)
        given, rest, _ = command.make_parser(ctx).parse_args(list(words))
        if not isinstance(command, click.Group):
            break
        if "version" in given:
            return
        name, *words = rest
        command = command.get_command(ctx, name)
        assert command, f"no command {name}"
    missing = [
        one.name
        for one in command.get_params(ctx)
        if one.required and given.get(one.name) in (None, ()) and not one.envvar
    ]
    assert (missing, rest) == ([], []), words


def test_every_command_of_the_runbook_is_one(runbook):
    lines = [line for line in runbook if line.startswith("pvfootprint ")]
    assert len(lines) > 30
    for line in lines:
        _must_be_known(_words_of(line))


@pytest.mark.parametrize("name", ["crontab", "systemd/pvfootprint-publish.service"])
def test_every_command_that_a_timer_runs_is_one(examples, name):
    lines = (examples / name).read_text(encoding="utf-8").splitlines()
    found = [line for line in lines if "pvfootprint registry publish" in line]
    assert found
    for line in found:
        typed = line.partition("exec ")[2] or line.partition("publisher ")[2]
        _must_be_known(_words_of(typed.rstrip("'")))


def test_what_the_runbook_points_at_is_there(data_folder):
    page = data_folder / "docs/operations.md"
    named = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    missing = [link for link in named if not (page.parent / link).exists()]
    assert missing == []
    assert len(named) > 5


def test_what_the_units_run_is_there(examples):
    for unit in sorted((examples / "systemd").iterdir()):
        for started in re.findall(r"ExecStart=(\S+)", unit.read_text(encoding="utf-8")):
            if started.startswith("/opt/pvfootprint/operations/"):
                assert os.access(examples / Path(started).name, os.X_OK)


@pytest.mark.heavy
def test_systemd_takes_the_units(examples, tmp_path):
    program = shutil.which("systemd-analyze") or pytest.skip("not installed: systemd-analyze")
    for unit in sorted((examples / "systemd").iterdir()):
        text = re.sub(r"ExecStart=/opt/pvfootprint/\S+", "ExecStart=/bin/true", unit.read_text())
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [program, "verify", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_container_has_what_make_installs(data_folder, examples):
    makefile = (data_folder / "Makefile").read_text(encoding="utf-8")
    container = (examples / "Containerfile").read_text(encoding="utf-8")
    wanted = re.search(r"^LIBRARIES \?= (.*)$", makefile, re.MULTILINE)[1].split()
    assert [name for name in wanted if name not in container] == []
    built = re.search(r"\^\(([a-z|-]+)\)==", container)[1].split("|")
    locked = (data_folder / "requirements-dev.lock").read_text(encoding="utf-8")
    assert [name for name in built if f"\n{name}==" not in locked] == []
    assert "--require-hashes" in container
    assert re.search(r"^USER 10001", container, re.MULTILINE)
    assert not re.search(r"^(ADD|COPY \.)", container, re.MULTILINE)


@pytest.fixture
def house(registries, tmp_path):
    """Give a registry with two administrators, and folders for backups and heads."""
    registry = registries.make(tmp_path / "registry.db")
    registries.add(registry, "admin-b", "administrator")
    (tmp_path / "backups").mkdir()
    (tmp_path / "heads").mkdir()
    yield registry
    registry.close()


@pytest.fixture
def nightly(examples, tmp_path):
    """Give a function that does what happens every night."""
    programs = Path(sys.executable).parent
    settings = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
    settings["PVFOOTPRINT_REGISTRY"] = str(tmp_path / "registry.db")

    def run():
        folders = tmp_path / "backups", tmp_path / "heads"
        command = [examples / "nightly.sh", *folders]
        done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
        return done, *(sorted(folder.iterdir()) for folder in folders)

    return run


@pytest.mark.long
def test_every_night_the_log_is_held_against_earlier_nights(house, nightly, registries):
    first, backups, heads = nightly()
    assert (first.returncode, len(backups), len(heads)) == (0, 1, 1), first.stderr
    registries.add(house, "auditor-a", "auditor")
    time.sleep(1)  # names go by the second
    second, backups, heads = nightly()
    assert (second.returncode, len(backups), len(heads)) == (0, 2, 2), second.stderr
    assert f"the log holds what {heads[0].name} says" in second.stdout
    # What was written in between is cut off: an old backup takes the registry's place.
    house.close()
    place = Path(house.place)
    for name in (place.name, f"{place.name}-wal", f"{place.name}-shm"):
        (place.parent / name).unlink(missing_ok=True)
    restore(backups[0], str(place))
    third, backups, heads = nightly()
    assert third.returncode == 1
    assert "REG-013" in third.stderr
    assert (len(backups), len(heads)) == (2, 2), "nothing is written over a registry that is wrong"


def test_two_registries_of_one_backup_are_told_apart(house, registries, tmp_path):
    copy = tmp_path / "backup.db"
    backup(house, copy)
    other = tmp_path / "other.db"
    restore(copy, str(other))
    second = Registry.open(str(other), registries.Clock(house.now()))
    registries.add(house, "auditor-a", "auditor")
    registries.add(second, "auditor-b", "auditor")
    assert check(house).is_sound
    assert check(second).is_sound
    with second.reading() as snapshot:
        (tmp_path / "head.json").write_bytes(head_file(snapshot.head()))
    report = check(house, anchors=[read_anchor(tmp_path / "head.json")])
    assert [finding.code for finding in report.findings] == ["REG-013"]
    second.close()


def test_a_key_is_replaced_by_the_other_administrator(house, registries):
    registries.revoke(house, "admin-a", by="admin-b")
    registries.add(house, "admin-a", "administrator", by="admin-b", key="admin-a-2028")
    with house.reading() as snapshot:
        people = snapshot.people()
    assert people["admin-a"].public == registries.public_of("admin-a-2028")
    assert people["admin-a"].former == (registries.public_of("admin-a"),)
    assert check(house).is_sound
