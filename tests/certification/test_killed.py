"""Issuing can be killed anywhere: nothing is half done, and the next call goes on."""

import contextlib
import os
import random
import signal
import time

import pytest

from pvfootprint.certification.issue.handouts import (
    AFTER_RENDER,
    AFTER_SIGN,
    BEFORE_RENDER,
    BEFORE_SIGN,
)
from pvfootprint.registry.checking import check
from pvfootprint.registry.faults import (
    AFTER_COMMIT,
    AFTER_RENAME,
    BEFORE_COMMIT,
    BEFORE_RENAME,
)

STAGES = {(): 0, ("allot", "certify"): 1, ("allot", "certify", "issue"): 2}
"""What may stand in the log of an application and its certificate, and how far it is."""

PLACES = {
    # The first transaction allots the number, the second one writes that it is issued.
    f"{BEFORE_COMMIT}:1": 0,
    f"{AFTER_COMMIT}:1": 1,
    BEFORE_RENDER: 1,
    AFTER_RENDER: 1,
    BEFORE_SIGN: 1,
    AFTER_SIGN: 1,
    f"{BEFORE_COMMIT}:2": 1,
    f"{AFTER_COMMIT}:2": 2,
    BEFORE_RENAME: 2,
    f"{BEFORE_RENAME}:3": 2,
    AFTER_RENAME: 2,
}
"""Places at which the process is killed, and how far the certificate is then."""


class Killing:
    """Processes that issue certificates and are killed.

    Parameters
    ----------
    house : House
        Whose certificates.
    issuers : Issuers
        Starts processes.
    folder : Path
        For the signatory's key and what is handed out.
    """

    def __init__(self, house, issuers, folder):
        self.house, self.issuers, self.folder = house, issuers, folder

    def start(self, *numbers, place=""):
        now = self.house.clock().isoformat()
        return self.issuers.start(self.folder, self.house.address, now, numbers, place)

    def end(self, *numbers, place=""):
        """Issue certificates, and return how that ended and what was said."""
        started = self.start(*numbers, place=place)
        return self.issuers.wait(started), started.errors.read_text()

    def stage(self, number):
        """Return how far the certificate of an application is; nothing may be half done."""
        case = self.house.case(number)
        done = [one.act for one in case.done if one.act == "certify"]
        if case.certificate:
            own = [one.act for one in self.house.certificate(case.certificate).done]
            done = [own[0], *done, *own[1:]]
        return STAGES[tuple(done)]

    def is_sound(self):
        """Check the registry, and that every file that was handed out is whole."""
        report = check(self.house.registry)
        assert report.is_sound, report.findings
        for folder in (self.folder / "out").glob("*"):
            certificate = self.house.case(folder.name).certificate
            issued = self.house.certificate(certificate).issued
            with self.house.reading() as snapshot:
                for path in folder.glob("[!.]*"):
                    assert path.read_bytes() == snapshot.file(issued.files[path.name])

    def numbers(self):
        """Return the running numbers of the certificates, in the order of the log."""
        entries = self.house.entries(act="allot")
        return [entry.data["allotted"]["running"] for entry in entries]


@pytest.fixture
def killing(house_at, address, tmp_path, issuers):
    house = house_at(address)
    (tmp_path / "signatory-a.key").write_bytes(house.keys["signatory-a"].private_bytes_raw())
    return Killing(house, issuers, tmp_path)


def kill_at(killing, place, numbers):
    """Kill a process at a place for each application, then let the next call go on."""
    for number in numbers:
        code, said = killing.end(number, place=place)
        assert code == -signal.SIGKILL, said
        assert killing.stage(number) == PLACES[place]
        killing.is_sound()
        assert killing.end(number) == (0, "")
        assert killing.stage(number) == 2
        files = killing.house.certificate(killing.house.case(number).certificate).issued.files
        out = killing.folder / "out" / number
        assert sorted(path.name for path in out.glob("[!.]*")) == sorted(files)
    killing.is_sound()


def test_killed_at_each_place(killing):
    numbers = killing.house.granted(len(PLACES))
    for place, number in zip(PLACES, numbers, strict=True):
        kill_at(killing, place, [number])
    assert killing.numbers() == list(range(1, len(PLACES) + 1))


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("place", PLACES)
def test_killed_ten_times_at_each_place(killing, place):
    kill_at(killing, place, killing.house.granted(10))
    assert killing.numbers() == list(range(1, 11))


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_killed_a_hundred_times_at_random(killing):
    """Processes are killed at any time after their imports, while they issue many."""
    chance = random.Random(6)
    waiting, kills, reached = killing.house.granted(150), 0, set()
    while kills < 100:
        started = killing.start(*waiting[:20])
        time.sleep(chance.uniform(0, 1.5))
        with contextlib.suppress(ProcessLookupError):
            os.kill(started.pid, signal.SIGKILL)
        code = killing.issuers.wait(started)
        assert code in {0, -signal.SIGKILL}, started.errors.read_text()
        kills += code == -signal.SIGKILL
        killing.is_sound()
        stages = [killing.stage(number) for number in waiting]
        reached |= set(stages)
        # Whoever comes next begins with what was stopped.
        waiting = [number for number, far in zip(waiting, stages, strict=True) if far < 2]
        if len(waiting) < 20:
            waiting += killing.house.granted(100)
    assert reached == {0, 1, 2}
    assert killing.end(*waiting[:20]) == (0, "")
    killing.is_sound()
    assert killing.numbers() == list(range(1, len(killing.numbers()) + 1))
