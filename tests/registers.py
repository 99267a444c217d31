"""Certifiers that issue certificates quickly, for the tests and measurements of the register.

Nobody applies and nobody evaluates: the entries of certificates are written as the commands write
them, with invented records (certificate_records.py) and one small PDF each, under a scheme's
address. ``make(address, registries, records)`` makes one.
"""

import datetime
import shutil
from dataclasses import dataclass, field

from pvfootprint.certification.acts import Allot
from pvfootprint.model.canonical import canonical, digest
from pvfootprint.registry.projections import Allotted

SIGNATORY, PUBLISHER = "signatory-a", "publisher-a"
BASE_URL = "https://pcf.example.org"
PDF = b"%PDF-1.7 certificate "
SERIES = "certificate:tests"
STAGES = ("polysilicon", "wafer", "cell", "module")


@dataclass
class Certifier:
    """A certifier with its registry.

    ``registries`` and ``records`` are the modules of the same names; ``said`` holds the record of
    each certificate by its number.
    """

    registry: object
    clock: object
    registries: object
    records: object
    said: dict = field(default_factory=dict)

    @property
    def publisher(self):
        """The publisher who acts."""
        return self.registries.actor(PUBLISHER)

    def issue(self, *upstream, days=730, **changes):
        """Issue a certificate that names others; return its number."""
        with self.registry.writing() as transaction:
            return self.issue_in(transaction, upstream, days, **changes)

    def issue_in(self, transaction, upstream=(), days=730, *, handed_out=True, **changes):
        """Issue one in a transaction that somebody else began, or only allot its number."""
        actor = self.registries.actor(SIGNATORY)
        running = transaction.next_running(SERIES)
        today = transaction.now.date()
        record = self.records.record(
            number=self.records.number_of(running, today.year),
            issued=today.isoformat(),
            first_issued=today.isoformat(),
            expires=(today + datetime.timedelta(days=days)).isoformat(),
            upstream=tuple(self._line(one) for one in upstream),
            **changes,
        )
        number = record.number
        content = canonical(record.model_dump(mode="json"))
        body = Allot(
            application=record.application,
            record=transaction.keep(content),
            expires=record.expires,
            product=record.product.code,
            workbook=record.product.workbook,
            upstream=upstream,
            allotted=Allotted(series=SERIES, running=running),
        )
        transaction.append("allot", number, body.model_dump(mode="json"), actor)
        self.said[number] = record
        if not handed_out:
            return number
        pdf = transaction.keep(PDF + number.encode())
        transaction.append("issue", number, {"files": {f"{number}.pdf": pdf}}, actor)
        return number

    def act(self, act, number, **body):
        """Do something to a certificate; reasons are as secret as real ones."""
        reason = {"en": "SECRET reason", "zh": "秘密原因"}
        given = {"reason": reason, "files": {}} if act != "supersede" else {"files": {}}
        if act == "suspend":
            given["until"] = "2027-01-01"
        return self.registries.write(self.registry, act, number, {**given, **body}, SIGNATORY)

    def _line(self, number):
        record = self.said[number]
        return {
            "number": number,
            "record": digest(canonical(record.model_dump(mode="json"))),
            "stage": record.product.stage.model_dump(),
            "company": record.producer.name,
            "product": record.product.name,
            "shown": record.footprint.shown,
            "unit": record.footprint.unit,
            "expires": record.expires,
        }


def copy(certifier, address):
    """Copy a certifier that has not issued anything yet: faster than making one."""
    certifier.registry.close()
    shutil.copy(certifier.registry.place, address)
    clock = certifier.registries.Clock(certifier.clock.now)
    registry = type(certifier.registry).open(str(address), clock)
    return Certifier(registry, clock, certifier.registries, certifier.records)


def make(address, registries, records):
    """Make a certifier that has not issued anything yet."""
    clock = registries.Clock()
    registry = registries.make(address, clock)
    registries.add(registry, SIGNATORY, "signatory")
    registries.add(registry, PUBLISHER, "publisher")
    return Certifier(registry, clock, registries, records)
