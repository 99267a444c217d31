"""The certifier of ``tests/certification`` with its real submissions, for the base database.

Every fixture of ``tests/certification/conftest.py`` is there, such as ``house``, ``run`` and
``evaluated_registry``; see its first lines. Beside them:

``base``
    The house with a certificate of a real submission, of polysilicon, and two data stewards.
``entered``
    The same with the certificate's dataset, ``data/00001``, open; ``steward-a`` entered it.
``agreed``
    The consent of an owner who opens the data.
``publisher``
    A registry in which ``steward-a`` can publish, from whatever datasets the test says there are.
"""

import datetime
import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pvfootprint.database.averaging import publishing as publishing_averages
from pvfootprint.database.averaging.valuing import Values
from pvfootprint.database.datasets import open_dataset
from pvfootprint.database.examining import examine
from pvfootprint.database.folding import read_standings
from pvfootprint.database.ingesting import Consented, ingest
from pvfootprint.database.publication_acts import PUBLICATION_BODIES, WORKINGS_FILE
from pvfootprint.database.statistics import publishing as publishing_statistics
from pvfootprint.library.gwp import read_set
from pvfootprint.registry.registry import Registry


def _fixtures_of_certification():
    file = Path(__file__).parents[1] / "certification" / "conftest.py"
    spec = importlib.util.spec_from_file_location("certification_conftest", file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return {name: value for name, value in vars(module).items() if not name.startswith("_")}


globals().update(_fixtures_of_certification())

STEWARDS = ("steward-a", "steward-b")
PAPER = b"%PDF-1.7\nThe owner consents (invented).\n%%EOF\n"
"""A signed consent, as far as a program can tell."""


@pytest.fixture(scope="session")
def agreed():
    """Give the consent of an owner who opens the data."""
    return Consented(consent="open", paper=PAPER)


@dataclass
class Base:
    """A house with a base database: application and certificate of a real submission."""

    house: object
    application: str
    certificate: str

    @property
    def registry(self):
        return self.house.registry

    def actor(self, person):
        return self.house.actor(person)

    def standing(self, key="data/00001"):
        with self.registry.reading() as snapshot:
            return read_standings(snapshot).get(key)

    def dataset(self, key="data/00001"):
        with self.registry.reading() as snapshot:
            return open_dataset(snapshot, key)

    def certify(self, **changes):
        """Give the application one more certificate."""
        return certify(self.house, self.application, **changes)


def certify(house, application, **changes):
    """Issue a certificate of an evaluated application, by hand."""
    case = house.case(application)
    evaluation = case.evaluation
    record = {
        "producer": case.application.producer.model_dump(),
        "product": evaluation.product.model_dump(),
        "footprint": evaluation.footprint.model_dump(),
        "recomputing": evaluation.recomputing.model_dump(),
        "rules": evaluation.rules.model_dump(),
        "start": evaluation.start,
        "end": evaluation.end,
    }
    return house.issue(application, **{**record, **changes})


@pytest.fixture(scope="session")
def certified_registry(evaluated_registry, tmp_path_factory, house_of, staff_keys):
    """Make a registry with a certificate and two data stewards: file, application, certificate."""
    file = tmp_path_factory.mktemp("certified") / "registry.db"
    for person in STEWARDS:
        staff_keys.setdefault(person, Ed25519PrivateKey.generate())
    house = house_of(evaluated_registry, file)
    for person in STEWARDS:
        house.add(person, "data-steward", key=house.keys[person])
    application = house.entries(act="apply")[0].subject
    number = certify(house, application)
    house.registry.close()
    return file, application, number


@pytest.fixture(scope="session")
def entered_registry(certified_registry, tmp_path_factory, house_of, agreed):
    """Make the same with the certificate's dataset."""
    certified, application, number = certified_registry
    file = tmp_path_factory.mktemp("entered") / "registry.db"
    house = house_of(certified, file)
    ingest(house.registry, house.actor("steward-a"), number, agreed)
    house.registry.close()
    return file, application, number


@pytest.fixture
def base(house, certified_registry):
    """Give a house with a certificate, and nothing in the base database."""
    return _moved_in(house, *certified_registry)


@pytest.fixture
def entered(house, entered_registry):
    """Give a house with a dataset that nobody has verified."""
    return _moved_in(house, *entered_registry)


def _moved_in(house, file, application, certificate):
    """Put another registry in the place of a house's own."""
    house.registry.close()
    shutil.copy(file, house.address)
    house.registry = Registry.open(house.address, house.clock)
    return Base(house, application, certificate)


class Publisher:
    """A registry with a data steward, in which the base database holds what a test says."""

    def __init__(self, registry, registries, monkeypatch):
        self.registry, self.actor = registry, registries.actor("steward-a")
        self.monkeypatch = monkeypatch

    def holds(self, datasets):
        """Let these be all datasets of the base database."""
        for module in (publishing_averages, publishing_statistics):
            self.monkeypatch.setattr(module, "all_datasets", lambda _: list(datasets))

    def in_year(self, year):
        """Set the clock to the year after one."""
        self.registry.clock.now = datetime.datetime(year + 1, 2, 1, tzinfo=datetime.UTC)

    def files(self):
        """Return every file that anybody may see: all but the workings."""
        with self.registry.reading() as snapshot:
            return {
                (entry.subject, name): snapshot.file(sha256)
                for act in PUBLICATION_BODIES
                for entry in snapshot.entries(act=act)
                for name, sha256 in entry.data["files"].items()
                if name != WORKINGS_FILE
            }


@pytest.fixture
def publisher(tmp_path, registries, monkeypatch):
    """Give a registry in which a data steward can publish, in 2026."""
    registry = registries.make(tmp_path / "published.db")
    registries.add(registry, "steward-a", "data-steward")
    registries.add(registry, "auditor-a", "auditor")
    yield Publisher(registry, registries, monkeypatch)
    registry.close()


@pytest.fixture(scope="session")
def values(library, data_folder):
    """Give what flows cause, after the shipped library."""
    return Values(library, read_set(data_folder, "ar6", library))


@pytest.fixture(scope="session")
def examined(entered_registry, tmp_path_factory, house_of):
    """Give what a program finds about the dataset of ``entered``."""
    file = tmp_path_factory.mktemp("examined") / "registry.db"
    house = house_of(entered_registry[0], file)
    found = examine(house.registry, "data/00001")
    house.registry.close()
    return found
