"""Ways to run the command line."""

import json
import subprocess
import sys
from dataclasses import dataclass

import pytest

from pvfootprint.commands.main import main


@dataclass(frozen=True)
class Ended:
    """How a run has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out, parse_constant=lambda word: pytest.fail(f"{word} in the JSON"))


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line in this process, as its console script does."""

    def run_main(*arguments):
        monkeypatch.setattr(sys, "argv", ["pvfootprint", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return Ended(ended.value.code, captured.out, captured.err)

    return run_main


@pytest.fixture
def run_apart():
    """Run the command line in a process of its own."""

    def run_process(*arguments, code="from pvfootprint.commands.main import main; main()"):
        command = [sys.executable, "-c", code, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        return Ended(done.returncode, done.stdout, done.stderr)

    return run_process


@pytest.fixture
def damaged(data_copy, monkeypatch):
    """Let the commands work on a library with two wrong cells."""
    wafer = data_copy / "inventories/foreground/wafer.csv"
    text = wafer.read_text(encoding="utf-8")
    for old, new in (
        (",0.038996,,kilogram", ",nan,,kilogram"),
        (",0.23997,,kilogram", ",0.23997,,pound"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    wafer.write_text(text, encoding="utf-8")
    monkeypatch.setenv("PVFOOTPRINT_DATA", str(data_copy))
    return data_copy


@pytest.fixture
def no_cache(tmp_path, monkeypatch):
    """Put a file where the cache folder should be."""
    in_the_way = tmp_path / "no-cache"
    in_the_way.touch()
    monkeypatch.setenv("PVFOOTPRINT_CACHE", str(in_the_way))
    return in_the_way
