"""What the tests of the analyses share: GWP factors of both libraries, and the command line."""

import sys
from types import SimpleNamespace

import pytest

from pvfootprint.commands.main import main
from pvfootprint.library.gwp import read_set


@pytest.fixture
def factors(library, data_folder):
    """Give the shipped AR6 set."""
    return read_set(data_folder, "ar6", library)


@pytest.fixture
def tiny_factors(tiny_library, tiny_root):
    """Give the AR6 set of the tiny library."""
    return read_set(tiny_root, "ar6", tiny_library)


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line in this process, leaving bw2data as it was."""
    monkeypatch.setitem(sys.modules, "bw2data", None)

    def run_main(*arguments):
        monkeypatch.setattr(sys, "argv", ["pvfootprint", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return SimpleNamespace(code=ended.value.code, out=captured.out, err=captured.err)

    return run_main
