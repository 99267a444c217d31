"""Issues certificates in processes of their own, which tests kill, or start many of at once.

Imports and fonts take seconds, so one process gets ready and forks the others:
``python issuer.py`` reads lines of JSON. ``["start", FOLDER, ADDRESS, TIME, NUMBERS, PLACE]`` forks
a process that issues these certificates, and prints its number; it is killed at the place.
``["wait", PID]`` prints how it ended. :class:`Issuers` speaks to it.
"""

import datetime
import importlib.util
import json
import os
import subprocess
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pvfootprint.certification.issue.handouts import Handouts, Label, make_handouts
from pvfootprint.certification.issue.issuing import issue, write_out
from pvfootprint.documents.signatures.demo_authority import make_demo_authority
from pvfootprint.documents.signatures.signer import signer_from_pkcs12
from pvfootprint.registry.entries import Actor
from pvfootprint.registry.faults import VARIABLE
from pvfootprint.registry.registry import Registry
from pvfootprint.rules.certification.reading import read_scheme

ROOT = Path(__file__).parents[2]
PASSPHRASE = b"correct horse battery staple"
LABELS = Handouts(labels=(Label(30, "both"),), forms=("svg",))
KEY = "signatory-a.key"


@dataclass(frozen=True)
class Started:
    """A process that issues certificates, and the files to which it writes."""

    pid: int
    out: Path
    errors: Path


class Issuers:
    """Starts processes that issue certificates."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, folder, address, time, numbers, place=""):
        """Start one; the folder holds the signatory's key and takes what is handed out."""
        pid = self._ask(["start", str(folder), address, time, numbers, place])
        return Started(pid, folder / f"{pid}.out", folder / f"{pid}.err")

    def wait(self, started):
        """Wait for its end and return how it ended, as subprocess does."""
        return os.waitstatus_to_exitcode(self._ask(["wait", started.pid]))

    def close(self):
        self.process.communicate()

    def _ask(self, line):
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


def issue_all(folder, address, time, numbers, signer):
    """Issue certificates one after the other."""
    now = datetime.datetime.fromisoformat(time)
    actor = Actor("signatory-a", Ed25519PrivateKey.from_private_bytes((folder / KEY).read_bytes()))
    registry = Registry.open(address, lambda: now)
    for number in numbers:
        issued = issue(registry, actor, number, signer, LABELS)
        write_out(issued.files, folder / "out" / number)
        sys.stdout.write(f"{number} {issued.certificate.subject}\n")
        sys.stdout.flush()
    registry.close()


def serve():
    signer = warm_up()
    for line in sys.stdin:
        command, *given = json.loads(line)
        if command == "start":
            pid = os.fork()
            if pid == 0:
                os._exit(run(signer, *given))
            answer = pid
        else:
            answer = os.waitpid(given[0], 0)[1]
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def run(signer, folder, address, time, numbers, place):
    """Issue certificates in the process that was forked; return how it ended."""
    folder = Path(folder)
    for descriptor, ending in ((1, "out"), (2, "err")):
        file = os.open(folder / f"{os.getpid()}.{ending}", os.O_CREAT | os.O_WRONLY)
        os.dup2(file, descriptor)
    os.environ[VARIABLE] = place
    try:
        issue_all(folder, address, time, numbers, signer)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def warm_up():
    """Make the papers of a certificate once, and give the certifier's key."""
    spec = importlib.util.spec_from_file_location("records", ROOT / "tests/certificate_records.py")
    records = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(records)
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    made = make_demo_authority(PASSPHRASE, start)
    signer = signer_from_pkcs12(made.pkcs12, PASSPHRASE, now=start)
    scheme = read_scheme("yancheng-pilot", ROOT)
    make_handouts(records.record(), scheme, signer, LABELS, start)
    return signer


if __name__ == "__main__":
    serve()
