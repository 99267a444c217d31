"""Writes the folder of a certificate: what may be downloaded, and its pages."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pvfootprint.certification.verification.places import (
    credential_place,
    page_place,
    pdf_place,
    proof_place,
    record_place,
)
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding
from pvfootprint.registry.disclosing import proof_file
from pvfootprint.web.indexing import ORDER
from pvfootprint.web.pages import certificate_page
from pvfootprint.web.signing import signed_credential

if TYPE_CHECKING:
    from pvfootprint.model.certificate_record import CertificateRecord
    from pvfootprint.web.facts import PublicFile
    from pvfootprint.web.folder import Folder
    from pvfootprint.web.gathering import Gathering
    from pvfootprint.web.signing import Publisher
    from pvfootprint.web.site import Site

PAGES = {"zh": "index.html", "en": "en/index.html"}


class Certificates:
    """The folders of certificates while a register is published.

    Parameters
    ----------
    folder : Folder
        Where to.
    gathering : Gathering
        What there is to be said.
    site : Site
        The register.
    publisher : Publisher
        Who signs.

    Attributes
    ----------
    elsewhere : dict
        Certificates whose label leads to another address -> that address.
    """

    def __init__(
        self, folder: Folder, gathering: Gathering, site: Site, publisher: Publisher
    ) -> None:
        self.folder, self.gathering = folder, gathering
        self.site, self.publisher = site, publisher
        self.elsewhere: dict[str, str] = {}

    def write(self, number: str, *, alone: bool = False) -> None:
        """Write what there is of a certificate, as far as it changes.

        Parameters
        ----------
        number : str
            Of the certificate.
        alone : bool
            Whether nothing is said yet of those that name it, because their pages are not there.
        """
        facts = self.gathering.facts(number, self._files(number), alone=alone)
        self.note(facts.record)
        for language in ORDER:
            content = certificate_page(facts, self.site, language)
            path = f"{page_place(number)}/{PAGES[language]}"
            self.folder.put(path, content.encode())

    def note(self, record: CertificateRecord) -> None:
        """Remember whether the label of a certificate leads to another address."""
        if record.status_address != self.site.address(page_place(record.number)):
            self.elsewhere[record.number] = record.status_address

    def findings(self) -> list[Finding]:
        """Warn of certificates whose label leads to another address: PUB-004, or nothing."""
        if not self.elsewhere:
            return []
        number, address = next(iter(self.elsewhere.items()))
        return [
            Finding(
                "PUB-004",
                text(
                    "the QR codes of {count} certificates lead to another address than this "
                    "register's",
                    count=len(self.elsewhere),
                ),
                found=address,
                expected=self.site.address(page_place(number)),
                hint=text("publish at the address that the certification scheme names"),
                severity="warning",
            )
        ]

    def _files(self, number: str) -> tuple[PublicFile, ...]:
        """Write what may be downloaded."""
        snapshot, life = self.gathering.snapshot, self.gathering.lives[number]
        entries = list(snapshot.entries(number))
        issue = next(entry for entry in entries if entry.act == "issue")
        record = snapshot.file(life.record)
        pdf = self._kept(pdf_place(number), issue.data["files"][f"{number}.pdf"])
        time = datetime.datetime.fromisoformat(issue.time)
        credential = signed_credential(self.publisher, record, pdf, life.index, time)
        contents = {
            pdf_place(number): pdf,
            record_place(number): record,
            credential_place(number): credential,
            proof_place(number): proof_file(number, entries).content(),
        }
        return tuple(self.folder.put(path, content) for path, content in contents.items())

    def _kept(self, path: str, sha256: str) -> bytes:
        """Return a file of the registry, from where it was published before if it is there."""
        return self.folder.same(path, sha256) or self.gathering.snapshot.file(sha256)
