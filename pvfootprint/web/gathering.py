"""Gathers what the register says of a certificate: what it says, its state, and its chain."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from pvfootprint.certification.overview.upstream import UNKNOWN
from pvfootprint.certification.upkeep.standing import since
from pvfootprint.model.certificate_record import CertificateRecord
from pvfootprint.web.facts import Linked, PublicCertificate
from pvfootprint.web.site import Row

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from pvfootprint.model.certificate_record import Upstream
    from pvfootprint.registry.snapshots import Snapshot
    from pvfootprint.web.facts import PublicFile
    from pvfootprint.web.lives import Life

RECORDS = 500
"""How many records are kept in memory: those of suppliers are read again and again."""


class Gathering:
    """What there is to be said of certificates.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    lives : dict
        Of :func:`pvfootprint.web.lives.lives_of`.
    day : date
        On which their states are asked for [UTC].
    """

    def __init__(self, snapshot: Snapshot, lives: dict[str, Life], day: datetime.date) -> None:
        self.snapshot, self.lives, self.day = snapshot, lives, day
        self.naming: dict[str, list[str]] = defaultdict(list)
        """Number -> certificates that name it, in the order of their issue."""
        for life in lives.values():
            for above in life.upstream:
                self.naming[above].append(life.number)
        self.record = lru_cache(maxsize=RECORDS)(self._record)

    def status(self, number: str) -> str:
        """Return the state of a certificate; ``unknown`` for one that was not issued here."""
        life = self.lives.get(number)
        return life.certificate().status(self.day) if life else UNKNOWN

    def facts(
        self, number: str, files: tuple[PublicFile, ...], *, alone: bool = False
    ) -> PublicCertificate:
        """Return what its page says.

        Parameters
        ----------
        number : str
            Of a certificate that was issued.
        files : tuple of PublicFile
            What may be downloaded.
        alone : bool
            Whether certificates that name it are left out.

        Returns
        -------
        PublicCertificate
            As it stands on the day.
        """
        life = self.lives[number]
        certificate = life.certificate()
        status = certificate.status(self.day)
        below = () if alone else self.naming.get(number, ())
        return PublicCertificate(
            record=self.record(number),
            status=status,
            since=since(certificate, self.day),
            successor=life.successor if status == "superseded" else "",
            acts=tuple(life.acts),
            files=files,
            upstream=tuple(self._upstream(number)),
            downstream=tuple(map(self._downstream, below)),
            index=life.index,
        )

    def row(self, number: str) -> Row:
        """Return its line of lists and indexes."""
        record, certificate = self.record(number), self.lives[number].certificate()
        product = record.product
        return Row(
            number=number,
            status=certificate.status(self.day),
            since=since(certificate, self.day),
            stage=product.stage,
            stage_key=product.stage_key,
            technology=product.technology,
            company=record.producer.name,
            company_en=record.producer.name_en,
            product=product.name,
            models=product.models,
            shown=record.footprint.shown,
            unit=record.footprint.unit,
            value=record.footprint.value,
            issued=record.issued,
            expires=record.expires,
        )

    def around(self, numbers: set[str]) -> set[str]:
        """Return every certificate whose page shows the state of one of these, and these.

        A page shows the certificates on which its own stands, up to the first of the chain, and
        those that name it.
        """
        found, waiting = set(numbers), list(numbers)
        while waiting:
            for below in self.naming.get(waiting.pop(), ()):
                if below not in found:
                    found.add(below)
                    waiting.append(below)
        above = (one for number in numbers for one in self.lives[number].upstream)
        return found | {one for one in above if one in self.lives}

    def _record(self, number: str) -> CertificateRecord:
        content = self.snapshot.file(self.lives[number].record)
        return CertificateRecord.model_validate_json(content)

    def _upstream(self, number: str) -> Iterator[Linked]:
        """Yield the certificates on which one stands, each once, the nearest first."""
        seen, level, depth = {number}, [number], 1
        while level:
            named = [
                line
                for below in level
                if below in self.lives
                for line in self.record(below).upstream
            ]
            level = []
            for line in named:
                if line.number not in seen:
                    seen.add(line.number)
                    level.append(line.number)
                    yield self._above(line, depth)
            depth += 1

    def _above(self, line: Upstream, depth: int) -> Linked:
        return Linked(
            number=line.number,
            status=self.status(line.number),
            company=line.company,
            company_en=self._english(line.number),
            product=line.product,
            stage_en=line.stage.en,
            stage_zh=line.stage.zh,
            shown=line.shown,
            unit=line.unit,
            depth=depth,
        )

    def _english(self, number: str) -> str:
        return self.record(number).producer.name_en if number in self.lives else ""

    def _downstream(self, number: str) -> Linked:
        record = self.record(number)
        return Linked(
            number=number,
            status=self.status(number),
            company=record.producer.name,
            company_en=record.producer.name_en,
            product=record.product.name,
            stage_en=record.product.stage.en,
            stage_zh=record.product.stage.zh,
            shown=record.footprint.shown,
            unit=record.footprint.unit,
        )
