"""A certifier whose certificates are published, and ways to look at what was published."""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from pvfootprint.web.publishing import publish


@pytest.fixture(scope="session")
def new_certifier(registers, registries, certificate_records, tmp_path_factory):
    """Give a certifier that has not issued anything, to be copied."""
    file = tmp_path_factory.mktemp("certifier") / "registry.db"
    return registers.make(file, registries, certificate_records)


@pytest.fixture
def certifier_at(registers, new_certifier):
    """Give a function that makes a certifier at an address."""
    made = []

    def make(address):
        made.append(registers.copy(new_certifier, address))
        return made[-1]

    yield make
    for one in made:
        one.registry.close()


@pytest.fixture
def certifier(certifier_at, tmp_path):
    """Give a certifier that has not issued anything yet."""
    return certifier_at(tmp_path / "registry.db")


@dataclass
class Register:
    """A folder into which a certifier publishes."""

    certifier: object
    folder: Path
    base_url: str

    def publish(self, **changes):
        """Publish, or bring up to date."""
        given = {"actor": self.certifier.publisher, "base_url": self.base_url, **changes}
        return publish(self.certifier.registry, self.folder, **given)

    def read(self, path):
        """Return a published file as text."""
        return (self.folder / path).read_text(encoding="utf-8")

    def json(self, path):
        """Return a published JSON file."""
        return json.loads(self.read(path))

    def rows(self):
        """Return the lines of the index by number."""
        shards = [self.json(one["file"]) for one in self.json("index.json")["shards"]]
        return {row["number"]: row for shard in shards for row in shard["certificates"]}

    def files(self):
        """Return every published file with its content.

        Partial tiles are left out: those of earlier heads stay for readers of these heads, so they
        tell how often a register was published.
        """
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and ".p" not in path.parent.suffixes
        }

    def times(self):
        """Return when each file was written."""
        return {
            path.relative_to(self.folder).as_posix(): path.stat().st_mtime_ns
            for path in self.folder.rglob("*")
            if path.is_file()
        }


@pytest.fixture(scope="session")
def register_kind():
    """Give the class of such folders."""
    return Register


@pytest.fixture
def register_at(tmp_path, registers):
    """Give a function that gives a folder of a certifier's register."""

    def give(certifier, name="site"):
        return Register(certifier, tmp_path / name, registers.BASE_URL)

    return give


@pytest.fixture
def register(certifier, register_at):
    """Give the folder of the certifier's register, not published yet."""
    return register_at(certifier)


@pytest.fixture
def later(certifier):
    """Give a function that lets days pass."""

    def wait(days=1):
        certifier.clock.now += datetime.timedelta(days=days)

    return wait
