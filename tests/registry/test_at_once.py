"""Many processes write at once: they wait for each other, and each number is given out once."""

import subprocess
import sys
from pathlib import Path

import pytest

from pvfootprint.registry.checking import check
from pvfootprint.registry.registry import Registry

WORKER = Path(__file__).with_name("workers.py")
PROCESSES = 8


def at_once(address, kind, count):
    """Let processes do so many acts each; return all that they said."""
    command = [sys.executable, WORKER, kind, address, str(count)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    said = []
    for process in running:
        out, err = process.communicate(timeout=1000)
        assert (process.returncode, err) == (0, "")
        ready, *numbers = out.split()
        assert ready == "ready"
        assert len(numbers) == count
        assert numbers == sorted(numbers)
        said += numbers
    return said


@pytest.fixture
def empty(address, registries):
    registries.make(address, clock=lambda: registries.START).close()
    return address


def look(address, said):
    registry = Registry.open(address)
    with registry.reading() as snapshot:
        numbers = [entry.subject for entry in snapshot.entries(act="apply")]
    report = check(registry)
    registry.close()
    assert numbers == [f"CASE-{i:05d}" for i in range(1, len(said) + 1)]
    assert sorted(said) == numbers
    assert report.is_sound, report.findings


def test_eight_processes_do_whole_acts(empty):
    look(empty, at_once(empty, "act", 6))


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_eight_processes_give_out_three_hundred_numbers_each(empty):
    look(empty, at_once(empty, "allot", 300))
