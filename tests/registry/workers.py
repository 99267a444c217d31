"""Processes that write to a registry, for tests that run many of them or kill them.

Imports take half a second, so one process gets ready and forks the others: ``python workers.py``
reads lines of JSON. ``["start", OUT, ERRORS, FAULT, KIND, ARGUMENT...]`` forks a process that
writes to these files and is killed at the place FAULT, and prints its number; ``["wait", PID]``
prints how it ended. :class:`Workers` speaks to it. Kinds and arguments are::

    allot ADDRESS COUNT    gives out numbers
    act ADDRESS COUNT      keeps a file, applies, reserves, decides; COUNT times
    backup ADDRESS FILE
    restore FILE ADDRESS
    make ADDRESS

It prints ``ready`` when its registry is open, and each number once it is certain.
"""

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import registries

from pvfootprint.registry.copying import backup, restore
from pvfootprint.registry.faults import VARIABLE
from pvfootprint.registry.registry import Registry


class Workers:
    """Starts processes that write to a registry; they say what they say in files of a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.started = 0
        self.process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, *arguments, fault=""):
        """Start one, which is killed at a place."""
        self.started += 1
        out, errors = (self.folder / f"{self.started}.{ending}" for ending in ("out", "err"))
        pid = self.ask("start", out, errors, fault, *arguments)
        return Worker(self, pid, out, errors)

    def ask(self, *line):
        self.process.stdin.write(json.dumps([*map(str, line)]) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def close(self):
        self.process.communicate()


@dataclass(frozen=True)
class Worker:
    """A process that writes to a registry."""

    workers: Workers
    pid: int
    out: Path
    errors: Path

    def wait(self):
        """Wait for its end; return how it ended, as subprocess does, and the words that it said."""
        code = os.waitstatus_to_exitcode(self.workers.ask("wait", self.pid))
        errors = self.errors.read_text()
        assert code == -signal.SIGKILL or not errors, errors
        return code, self.out.read_text().split()

    def wait_until_ready(self):
        while not (self.out.exists() and self.out.read_text().startswith("ready\n")):
            time.sleep(0.005)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)


def say(word):
    """Tell the test at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def allot(registry, count):
    """Give out numbers."""
    for _ in range(count):
        say(registries.allot(registry))


def act(registry, count):
    """Do what an application needs, one act after another."""
    for _ in range(count):
        with registry.reading() as snapshot:
            content = f"paper for what comes after entry {snapshot.size()}".encode()
        (sha256,) = registry.keep([content])
        number = registries.allot(registry, files={"paper.txt": sha256})
        say(number)
        first, last = (f"GEC{number[-5:]}{i:03d}" for i in (0, 999))
        green = [{"system": "GEC", "first": first, "last": last}]
        registries.write(registry, "accept", number, {"green_reserved": green})
        now = "spent" if int(number[-5:]) % 2 else "released"
        registries.write(registry, "decide", number, {"green_now": now})


def work(kind, *arguments):
    """Do one of them."""
    if kind == "make":
        registries.make(arguments[0]).close()
    elif kind == "restore":
        restore(Path(arguments[0]), arguments[1])
    else:
        registry = Registry.open(arguments[0])
        say("ready")
        if kind == "backup":
            backup(registry, Path(arguments[1]))
        else:
            {"allot": allot, "act": act}[kind](registry, int(arguments[1]))
        registry.close()


def run(out, errors, fault, *arguments):
    """Do it in the process that was forked; return how it ended."""
    for descriptor, path in ((1, out), (2, errors)):
        os.dup2(os.open(path, os.O_CREAT | os.O_WRONLY), descriptor)
    os.environ[VARIABLE] = fault
    try:
        work(*arguments)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def serve():
    """Fork processes, and wait for them."""
    for line in sys.stdin:
        command, *given = json.loads(line)
        if command == "start":
            answer = os.fork()
            if answer == 0:
                os._exit(run(*given))
        else:
            answer = os.waitpid(int(given[0]), 0)[1]
        say(answer)


if __name__ == "__main__":
    serve()
