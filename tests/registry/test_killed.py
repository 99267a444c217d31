"""Processes that are killed at any moment leave nothing half done, and lose or repeat no number."""

import random
import signal
import time

import pytest

from pvfootprint.registry.checking import check
from pvfootprint.registry.registry import Registry

KILLED = -signal.SIGKILL
POINTS = ["before commit", "after commit"]


@pytest.fixture
def run(workers):
    """Give a function that runs a worker to its end; it returns its code and what it said."""

    def run_worker(*arguments, fault=""):
        code, said = workers.start(*arguments, fault=fault).wait()
        return code, said[1:]

    return run_worker


class Watched:
    """A registry whose writers are killed."""

    def __init__(self, address, run):
        self.address, self.run = address, run
        self.certain = []

    def numbers(self):
        registry = Registry.open(self.address)
        with registry.reading() as snapshot:
            numbers = [entry.subject for entry in snapshot.entries(act="apply")]
        registry.close()
        return numbers

    def look(self, said=()):
        """Look whether all is whole, and everything that was said is there."""
        self.certain += said
        numbers = self.numbers()
        assert numbers == [f"CASE-{i:05d}" for i in range(1, len(numbers) + 1)]
        assert set(self.certain) <= set(numbers)
        assert len(set(self.certain)) == len(self.certain)
        registry = Registry.open(self.address)
        report = check(registry)
        registry.close()
        assert report.is_sound, report.findings
        return report

    def go_on(self):
        """Do the next act as if nothing had been."""
        code, said = self.run("act", self.address, 1)
        assert code == 0
        assert said == [f"CASE-{len(self.numbers()):05d}"]
        self.look(said)


@pytest.fixture
def watched(address, registries, run):
    # The clock of the workers is the machine's.
    registries.make(address, clock=lambda: registries.START).close()
    return Watched(address, run)


@pytest.mark.parametrize("fault", [f"{point}:{count}" for point in POINTS for count in (1, 2)])
def test_a_kill_around_a_commit(watched, fault, run):
    """The commits of an act are: the file, the number, the reservation, the decision."""
    code, said = run("act", watched.address, 5, fault=fault)
    assert code == KILLED
    watched.look(said)
    point, count = fault.split(":")
    done = int(count) - (point == "before commit")
    assert len(watched.numbers()) == int(done >= 2)
    watched.go_on()


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("point", POINTS)
def test_ten_kills_at_each_point(watched, point, run):
    for count in range(1, 11):
        code, said = run("act", watched.address, 5, fault=f"{point}:{count}")
        assert code == KILLED
        watched.look(said)
        watched.go_on()


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_hundred_kills_at_any_moment(watched, workers):
    chance = random.Random(20260105)
    for _ in range(100):
        worker = workers.start("act", watched.address, 1000)
        worker.wait_until_ready()
        time.sleep(chance.uniform(0, 0.3))
        worker.kill()
        code, said = worker.wait()
        assert code == KILLED
        watched.look(said[1:])
    watched.go_on()
    assert len(watched.numbers()) > 50


def test_a_kill_while_a_registry_is_made(address, registries, run):
    code, _ = run("make", address, fault="before commit")
    assert code == KILLED
    registries.make(address).close()


@pytest.mark.long
@pytest.mark.parametrize("point", ["before rename", "after rename"])
def test_a_kill_while_a_backup_is_taken_or_restored(watched, tmp_path, point, run):
    run("act", watched.address, 2)
    path, restored = tmp_path / "backup.db", tmp_path / "restored.db"
    for arguments, made in (
        (("backup", watched.address, path), path),
        (("restore", path, restored), restored),
    ):
        code, _ = run(*arguments, fault=point)
        assert code == KILLED
        assert made.exists() == (point == "after rename")
        if not made.exists():
            assert run(*arguments)[0] == 0
    for made in (path, restored):
        Watched(str(made), run).look()


def test_without_the_variable_nothing_is_killed(watched, run):
    assert run("act", watched.address, 1, fault="before nothing")[0] == 0
