"""Many processes write at once: they wait for each other, and each number is given out once."""

import pytest

from pvfootprint.registry.checking import check
from pvfootprint.registry.registry import Registry

PROCESSES = 8


@pytest.fixture
def at_once(workers):
    """Give a function that lets processes do so many acts each; it returns all that they said."""

    def let(kind, address, count):
        running = [workers.start(kind, address, count) for _ in range(PROCESSES)]
        said = []
        for worker in running:
            code, (ready, *numbers) = worker.wait()
            assert (code, ready) == (0, "ready")
            assert len(numbers) == count
            assert numbers == sorted(numbers)
            said += numbers
        return said

    return let


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


def test_eight_processes_do_whole_acts(empty, at_once):
    look(empty, at_once("act", empty, 3))


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_eight_processes_give_out_three_hundred_numbers_each(empty, at_once):
    look(empty, at_once("allot", empty, 300))
