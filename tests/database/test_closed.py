"""Closed inventories appear in no output, in anything that is published of one real registry.

Twelve companies have certificates and datasets; a thirteenth has closed its own, with names and
amounts that stand nowhere else, and a fourteenth closes its open one later. Statistics, an average,
data packages and the public register are published, and every byte of them is searched.
"""

import datetime
import io
import zipfile

import pytest

from pvfootprint.certification.acts import Checked
from pvfootprint.database.acting import write
from pvfootprint.database.acts import (
    CONSENT,
    INGEST,
    PAPER,
    SERIES,
    VERIFY,
    ChangeConsent,
    Ingest,
    Verify,
    key_of,
)
from pvfootprint.database.averaging.publishing import publish as publish_average
from pvfootprint.database.choosing import Product
from pvfootprint.database.packaging.sharing import share
from pvfootprint.database.processes import UNIT_PROCESS
from pvfootprint.database.statistics.publishing import publish as publish_statistics
from pvfootprint.model.canonical import canonical
from pvfootprint.model.certificate_record import Said
from pvfootprint.registry.projections import Allotted
from pvfootprint.web.publishing import publish as publish_register

LICENCE = "CC-BY-4.0"
CLOSED, LEAVING = 13, 14
MARKED = {CLOSED: 0.0123454321, LEAVING: 0.0678909876}
"""Amounts of silver that stand nowhere else."""


class House:
    """A certifier whose clients' data are in the base database."""

    def __init__(self, certifier, base_datasets, registries):
        self.certifier, self.made, self.registries = certifier, base_datasets, registries
        self.registry = certifier.registry
        for person in ("steward-a", "steward-b"):
            registries.add(self.registry, person, "data-steward")

    def actor(self, person="steward-a"):
        return self.registries.actor(person)

    def process(self, number, certificate):
        """Return the unit process of a company; some have amounts like no other's."""
        changes = {"output": 1e6 + number, "own_footprint": 10.0, "footprint": 30.0}
        if number in MARKED:
            silver = self.made.Flow(
                code="silver",
                name="silver",
                amount=MARKED[number],
                unit="kilogram",
                group="materials",
            )
            name = f"MARKER{number}"
            changes |= {"inputs": (silver,), "product": name, "code": f"site:{name}:s:wafer:p"}
        return self.made.unit_process(number, certificate=certificate, **changes)

    def enter(self, number, consent):
        """Issue a certificate, and take its data in, verified; return the dataset's key."""
        certificate = self.certifier.issue()
        content = canonical(self.process(number, certificate).model_dump(mode="json"))
        dataset = self.made.dataset(number)
        with self.registry.writing() as transaction:
            running = transaction.next_running(SERIES)
            files = {UNIT_PROCESS: transaction.keep(content), PAPER: transaction.keep(b"%PDF-1")}
            body = Ingest(
                files=files,
                certificate=certificate,
                owner=dataset.owner,
                consent=consent,
                licence=LICENCE if consent == "open" else "",
                workbook=dataset.process.workbook,
                submission=dataset.process.recomputing.submission,
                library=dataset.process.recomputing.library,
                allotted=Allotted(series=SERIES, running=running),
            )
            key = key_of(running)
            write(transaction, self.actor(), INGEST, key, body)
            said = Said(en="value", zh="数值")
            judged = Verify(
                accepted=True,
                reason=Said(en="", zh=""),
                checks=(Checked(key="value", title=said, outcome="passes", found=said),),
                unit_process=files[UNIT_PROCESS],
                software="tests",
            )
            write(transaction, self.actor("steward-b"), VERIFY, key, judged)
        return key

    def close(self, key):
        with self.registry.writing() as transaction:
            write(transaction, self.actor(), CONSENT, key, ChangeConsent(consent="closed"))


@pytest.fixture
def house(tmp_path, registers, registries, certificate_records, base_datasets):
    certifier = registers.make(tmp_path / "registry.db", registries, certificate_records)
    certifier.clock.now = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
    yield House(certifier, base_datasets, registries)
    certifier.registry.close()


def members(package):
    """Return the files inside a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def found_in(files, told):
    return [name for name, content in files.items() if told.encode() in content]


def test_closed_inventories_appear_in_nothing_that_is_published(
    house, values, library, tmp_path, registers
):
    for number in range(1, 13):
        house.enter(number, "open" if number < 5 else "statistics")
    house.enter(CLOSED, "closed")
    leaving = house.enter(LEAVING, "open")
    sharing = {"name": "pilot", "licence": LICENCE}
    before = members(share(house.registry, house.actor(), library, **sharing).content)
    assert found_in(before, "0.0678909876")
    house.close(leaving)

    average = publish_average(
        house.registry, house.actor(), Product("wafer", "mono-n", 2025), values, "测试"
    )
    statistics = publish_statistics(house.registry, house.actor(), 2025).statistics
    package = share(house.registry, house.actor(), library, **{**sharing, "name": "pilot-2"})
    site = tmp_path / "site"
    publisher = house.registries.actor(registers.PUBLISHER)
    publish_register(house.registry, site, registers.BASE_URL, publisher)

    assert statistics.cells[0].companies_from == 12
    files = {"average.csv": average.csv, "sources.csv": average.sources}
    files["average.json"] = average.facts.model_dump_json().encode()
    files["statistics.json"] = statistics.content
    files |= members(package.content)
    for number in MARKED:
        for told in (f"MARKER{number}", f"CODE{number}", f"示例公司{number}"):
            assert found_in(files, told) == []
    files |= {str(path): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert len(files) > 50
    for told in ("0.0123454321", "0.0678909876", "0.01234", "0.06789", "MARKER"):
        assert found_in(files, told) == []
    for number in MARKED:
        assert found_in(files, str(1_000_000 + number)) == []
