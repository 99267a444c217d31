"""``--log``: one line for each run, with what may be known and nothing else."""

import json
import os
import stat
import threading

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
)

from pvfootprint import __version__
from pvfootprint.commands import logs
from pvfootprint.commands.main import cli

PASSPHRASE = b"correct horse battery staple"


@pytest.fixture
def log(tmp_path, monkeypatch):
    """Let the commands write a log; give what returns its lines."""
    path = tmp_path / "runs.jsonl"
    monkeypatch.setenv("PVFOOTPRINT_LOG", str(path))

    def lines():
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    lines.path = path
    return lines


@pytest.fixture
def key_file(registries, tmp_path):
    """Write the administrator's key."""
    key = registries.key_of("admin-a")
    path = tmp_path / "admin-a.pem"
    path.touch(0o600)
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(PASSPHRASE))
        + key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    return path


@pytest.fixture
def made(run, tmp_path, key_file):
    """Give the arguments that name a registry which the command has just made."""
    place = tmp_path / "registry.db"

    def with_passphrase():
        reading, writing = os.pipe()
        os.write(writing, PASSPHRASE + b"\n")
        os.close(writing)
        return ("--registry", place, "--key", key_file, "--passphrase-fd", reading)

    def doing(*words):
        acting = with_passphrase()
        ended = run(*words, *acting)
        os.close(acting[-1])
        return ended

    assert doing("registry", "init").code == 0
    doing.place = place
    return doing


def test_no_log_without_being_asked(run, tmp_path, monkeypatch):
    monkeypatch.delenv("PVFOOTPRINT_LOG", raising=False)
    monkeypatch.chdir(tmp_path)
    assert run("schemes", "list").code == 0
    assert list(tmp_path.iterdir()) == []


def test_a_run_is_one_line(run, log):
    assert run("--language", "zh", "schemes", "list", "--json").code == 0
    (line,) = log()
    assert line["program"] == "pvfootprint"
    assert line["version"] == __version__
    assert line["command"] == "schemes list"
    assert line["options"] == {"--language": "zh", "--json": True}
    assert (line["exit"], line["findings"], line["pid"]) == (0, {}, os.getpid())
    assert line["time"].endswith("Z")
    assert line["seconds"] >= 0
    assert "registry" not in line
    assert "person" not in line


def test_lines_are_added(run, log):
    for _ in range(3):
        run("schemes", "list")
    assert len(log()) == 3
    assert stat.S_IMODE(log.path.stat().st_mode) & 0o007 == 0


def test_to_standard_error_for_the_journal(run):
    ended = run("--log", "-", "schemes", "list")
    assert json.loads(ended.err)["options"] == {"--log": None}
    assert "{" not in ended.out


def test_who_wrote_what_where(log, made, run):
    ended = made("staff", "declare-interest", "--client-name", "某公司", "--start", "2025-01-01",
                 "--note-zh", "曾任顾问")  # fmt: skip
    assert ended.code == 0, ended.err
    first, second = log()
    assert first["entries"] == [{"position": 1, "act": "init"}]
    assert second["entries"] == [{"position": 2, "act": "declare-interest"}]
    assert first["person"] == second["person"] == "admin-a"
    identity = json.loads(run("registry", "head", "--json", "--registry", made.place).out)
    assert first["registry"] == second["registry"] == identity["registry"]
    assert log()[-1]["entries"] == []
    assert "person" not in log()[-1]


def test_what_is_found_stands_as_codes(log, made, run):
    assert run("registry", "check", "--registry", made.place).code == 0
    assert log()[-1]["findings"] == {"REG-015": 1}
    run("registry", "check", "--json", "--registry", made.place)
    assert log()[-1]["findings"] == {"REG-015": 1}
    assert run("registry", "check", "--registry", "nowhere.db").code == 1
    assert (log()[-1]["findings"], log()[-1]["exit"]) == ({"REG-001": 1}, 1)


def test_wrong_usage_is_a_line_too(run, log):
    assert run("footprint", "a:b:c", "--per", "secret unit", "--unknown").code == 2
    assert (log()[0]["command"], log()[0]["exit"]) == ("footprint", 2)
    assert run("nonsense").code == 2
    assert log()[1]["command"] == ""
    assert "secret" not in log.path.read_text(encoding="utf-8")
    assert "nonsense" not in log.path.read_text(encoding="utf-8")


def test_a_fault_is_named_by_its_kind_only(run, log, monkeypatch):
    def broken(*_):
        msg = "what it holds is confidential"
        raise ZeroDivisionError(msg)

    monkeypatch.setattr("pvfootprint.commands.main.LazyGroup.invoke", broken)
    assert run("schemes", "list").code == 1
    assert (log()[0]["error"], log()[0]["exit"]) == ("ZeroDivisionError", 1)
    assert "confidential" not in log.path.read_text(encoding="utf-8")


def test_nothing_confidential_is_written(log, made, run):
    """Every option of every command, with a secret as its value: none comes through."""
    told = "hunter2"
    for path, command in _commands(cli):
        for option in command.params:
            if isinstance(option, logs.click.Option) and not option.is_flag:
                shown = logs.described(cli, [*path, option.opts[-1], told, told])
                assert told not in json.dumps(shown), path
    made("staff", "declare-interest", "--client-name", told, "--start", "2025-01-01")
    run("registry", "check", "--registry", f"postgresql://user:{told}@127.0.0.1:1/{told}")
    run("footprint", told, "--set", f"wafer.thickness_um={told}")
    written = log.path.read_text(encoding="utf-8")
    assert told not in written
    assert PASSPHRASE.decode() not in written
    assert str(made.place) not in written


def _commands(group, path=()):
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        yield (*path, name), command
        if isinstance(command, logs.click.Group):
            yield from _commands(command, (*path, name))


@pytest.mark.parametrize("where", ["folder", "missing/runs.jsonl"])
def test_where_no_log_can_be_nothing_is_done(run, tmp_path, where):
    (tmp_path / "folder").mkdir()
    place = tmp_path / "registry.db"
    ended = run("--log", tmp_path / where, "registry", "head", "-o", place)
    assert ended.code == 1
    assert "LOG-001" in ended.err
    assert not place.exists()


def test_a_log_that_fails_at_the_end_is_a_warning(run, log, monkeypatch):
    def full(target, line):
        if line:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(logs, "_append", full)
    ended = run("schemes", "list")
    assert ended.code == 0
    assert "warning" not in ended.out
    assert "LOG-002" in ended.err


def test_a_log_may_be_moved_away(run, log):
    run("schemes", "list")
    log.path.rename(log.path.with_suffix(".1"))
    run("schemes", "list")
    assert len(log()) == 1


def test_lines_of_several_do_not_mix(tmp_path):
    path = tmp_path / "runs.jsonl"
    line = json.dumps({"filler": "x" * 5000}) + "\n"
    several = [threading.Thread(target=lambda: [logs._append(str(path), line) for _ in range(50)])
               for _ in range(8)]  # fmt: skip
    for one in several:
        one.start()
    for one in several:
        one.join()
    assert path.read_text(encoding="utf-8") == line * 400
