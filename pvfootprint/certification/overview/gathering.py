"""All applications and certificates at once, as they stood at the end of a day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import BODIES, Apply
from pvfootprint.certification.cases import Case, Certificate, done_of
from pvfootprint.registry.people import PEOPLE_ACTS, Person, step
from pvfootprint.rules.certification.reading import read_scheme_content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.certification.cases import Done
    from pvfootprint.model.certification import CertificationScheme
    from pvfootprint.registry.entries import Entry
    from pvfootprint.registry.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Overview:
    """All that there is.

    Parameters
    ----------
    day : date
        On which day, to its end.
    cases : dict
        Applications by number, in the order in which they came.
    certificates : dict
        Certificates by number, in their order.
    people : dict
        The certifier's people by key.
    """

    day: datetime.date
    cases: dict[str, Case]
    certificates: dict[str, Certificate]
    people: dict[str, Person]

    def behind(self, subject: Case | Certificate) -> Case:
        """Return the application that led to a certificate, and an application itself."""
        if isinstance(subject, Case):
            return subject
        return self.cases[subject.allotment.application]

    def find(self, number: str) -> tuple[Certificate, Case]:
        """Return a certificate and the application that led to it."""
        certificate = self.certificates[number]
        return certificate, self.behind(certificate)


def overview(snapshot: Snapshot, day: datetime.date) -> Overview:
    """Read all that there was on a day.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    day : date
        What came later is left out; a day to come shows what stands now.

    Returns
    -------
    Overview
        In one pass over the log.
    """
    return folded(snapshot, _until(snapshot.entries(), day), day)


def folded(snapshot: Snapshot, entries: Iterable[Entry], day: datetime.date) -> Overview:
    """Fold entries in their order to what they make."""
    people: dict[str, Person] = {}
    acts: dict[str, list[Done]] = defaultdict(list)
    for entry in entries:
        if entry.act in PEOPLE_ACTS:
            step(people, entry)
        elif entry.act in BODIES:
            acts[entry.subject].append(done_of(entry))
    schemes: dict[str, CertificationScheme] = {}
    cases, certificates = {}, {}
    for number, done in acts.items():
        first = done[0]
        if isinstance(first.body, Apply):
            sha256 = first.body.scheme.sha256
            if sha256 not in schemes:
                file = f"{first.body.scheme.key}.toml"
                schemes[sha256] = read_scheme_content(snapshot.file(sha256), file)
            cases[number] = Case(number, done, schemes[sha256])
        elif first.act == "allot":
            certificates[number] = Certificate(number, done)
    return Overview(day, cases, certificates, people)


def _until(entries: Iterable[Entry], day: datetime.date) -> Iterable[Entry]:
    last = day.isoformat()
    return (entry for entry in entries if entry.time[:10] <= last)
