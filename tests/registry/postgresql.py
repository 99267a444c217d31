"""A PostgreSQL server of the tests' own: nobody else's, in a temporary folder, without a network.

The programs come from the PATH or from Debian's package. PostgreSQL refuses to run as root, so then
another user of the machine runs it.
"""

import contextlib
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

DEBIAN = Path("/usr/lib/postgresql")
USERS = ("postgres", "nobody")
OWNER = "pvfootprint"
LONGEST = 30
"""How long the server may take to start [s]."""

UNSAFE = ("fsync", "synchronous_commit", "full_page_writes")
"""What keeps data when the machine fails: what the tests kill are clients, never the server."""


def program(name):
    """Return the newest program of a name, or None."""
    debian = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    return str(debian[-1]) if debian else shutil.which(name)


def run_as():
    """Return the settings of a process that is not root's."""
    if os.geteuid() != 0:
        return {}
    for name in USERS:
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    return None


class Server:
    """A running server.

    Parameters
    ----------
    folder : Path
        Which holds its socket.
    """

    def __init__(self, folder):
        self.folder = folder
        self.names = (f"registry{i}" for i in itertools.count(1))

    def address(self, database):
        """Return the address of a database."""
        return f"postgresql://{OWNER}@/{database}?host={self.folder}"

    def database(self):
        """Make an empty database and return its address."""
        name = next(self.names)
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)


@contextlib.contextmanager
def server():
    """Run a server; skip the test where there is none to run."""
    programs = {name: program(name) for name in ("initdb", "postgres")}
    if missing := [name for name, found in programs.items() if found is None]:
        pytest.skip(f"not installed: {', '.join(missing)} (Debian: postgresql)")
    settings = run_as()
    if settings is None:
        pytest.skip(f"PostgreSQL does not run as root, and there is no user {' or '.join(USERS)}")
    # The path of a socket holds 107 characters at most.
    with tempfile.TemporaryDirectory(prefix="pvf-pg-", dir="/tmp") as name:
        folder = Path(name)
        os.chown(folder, settings.get("user", -1), settings.get("group", -1))
        settings |= {"cwd": folder, "env": {**os.environ, "LC_ALL": "C.UTF-8"}}
        options = ["--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--no-sync"]
        made = subprocess.run(
            [programs["initdb"], "-D", folder / "data", *options],
            capture_output=True,
            text=True,
            check=False,
            **settings,
        )
        assert made.returncode == 0, made.stdout + made.stderr
        with (folder / "log").open("wb") as log:
            arguments = ["-D", folder / "data", "-k", folder, "-c", "listen_addresses="]
            arguments += [part for name in UNSAFE for part in ("-c", f"{name}=off")]
            process = subprocess.Popen(
                [programs["postgres"], *arguments], stdout=log, stderr=log, **settings
            )
        try:
            running = Server(folder)
            _wait(running, process)
            yield running
        finally:
            # At once: nothing of what it holds is needed any more.
            process.send_signal(signal.SIGQUIT)
            process.wait(LONGEST)


def _wait(running, process):
    end = time.monotonic() + LONGEST
    while True:
        try:
            psycopg.connect(running.address("postgres")).close()
        except psycopg.OperationalError:
            assert process.poll() is None, (running.folder / "log").read_text()
            assert time.monotonic() < end, (running.folder / "log").read_text()
            time.sleep(0.05)
        else:
            return
