"""Says why an entry of the base database may not stand in the log.

The same is asked before an entry is written, and by the check of the registry afterwards.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from pvfootprint.certification.permitting import roles, ties
from pvfootprint.database.acts import (
    BODIES,
    CONSENT,
    INGEST,
    PAPER,
    SERIES,
    VERIFY,
    key_of,
)
from pvfootprint.database.packaging.acts import PACKAGE
from pvfootprint.database.processes import UNIT_PROCESS
from pvfootprint.database.publication_acts import (
    AVERAGE,
    AVERAGE_FILES,
    GROUP,
    STATISTICS,
    STATISTICS_FILES,
)
from pvfootprint.language.texts import joined, text
from pvfootprint.model.findings import Finding
from pvfootprint.registry.acting import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from pvfootprint.database.acts import ChangeConsent, Ingest, Verify
    from pvfootprint.database.packaging.acts import SharePackage
    from pvfootprint.database.publication_acts import (
        DeclareGroup,
        PublishAverage,
        PublishStatistics,
    )
    from pvfootprint.database.standing import Standing
    from pvfootprint.language.texts import Text
    from pvfootprint.registry.entries import Entry
    from pvfootprint.registry.people import Person

    Standings = Mapping[str, Standing]

STEWARD = "data-steward"
"""Role that acts of the base database need."""

SUBJECTS = ("data/", "average/", "statistics/", "group/", "package/")
"""How the subjects of the base database begin."""

TIE_YEARS = 2.0
"""For how long after its end a tie to the owner closes the verification [years]; our own choice,
the same as the pilot's scheme makes for its reviewers."""


def belongs(entry: Entry) -> bool:
    """Return whether an entry is one of the base database, by its act or its subject."""
    return entry.act.startswith("data-") or entry.subject.startswith(SUBJECTS)


def objections(people: Mapping[str, Person], found: Standings, entry: Entry) -> list[Finding]:
    """Say why an entry of the base database may not stand in the log.

    Whether the person's key counts is the log's own matter.

    Parameters
    ----------
    people : mapping
        People as they were before it, by key.
    found : mapping
        Datasets as they were before it, by key.
    entry : Entry
        The entry.

    Returns
    -------
    list of Finding
        STF-001, STF-004 and STF-006, DAT-001 to DAT-008 and DAT-013, or nothing.
    """
    if entry.act not in BODIES:
        return [odd(text("there is no such act of the base database"), entry.act)]
    person = people.get(entry.person)
    if person is None:
        return [unknown(entry.person)]
    findings = list(not_a_steward(person))
    try:
        body = BODIES[entry.act].model_validate_json(entry.body)
    except ValidationError:
        return [*findings, odd(text("the body of the entry is not understood"), entry.act)]
    if entry.act == VERIFY:
        findings += tied(person, found.get(entry.subject), _day_of(entry))
    return [*findings, *RULES[entry.act](found, entry, body)]


def _day_of(entry: Entry) -> datetime.date:
    return datetime.datetime.fromisoformat(entry.time).date()


def tied(person: Person, dataset: Standing | None, day: datetime.date) -> list[Finding]:
    """Say that who verifies a dataset has declared a tie to its owner: STF-006, or nothing."""
    if dataset is None:
        return []
    return ties(person, [dataset.owner], TIE_YEARS, day, text("verification of a dataset"))


def odd(message: Text, found: str = "", expected: str = "") -> Finding:
    """Say that an entry is not one of the base database: DAT-001."""
    return Finding("DAT-001", message, found=found, expected=expected)


def unknown_dataset(key: str) -> Finding:
    """Say that there is no such dataset: DAT-003."""
    return Finding(
        "DAT-003",
        text("there is no dataset with this key"),
        found=key[:100],
        hint=text("see which there are: {command}", command="pvfootprint data list"),
    )


def not_a_steward(person: Person) -> Iterator[Finding]:
    """Say that a person has not the role of the base database's acts: STF-004, or nothing."""
    if STEWARD not in person.roles:
        yield Finding(
            "STF-004",
            text("{person} may not act on the base database", person=person.name.text),
            found=roles(person.roles),
            expected=roles([STEWARD]),
            hint=text("let somebody with this role do it, with a key of their own"),
        )


def _against_ingest(found: Standings, entry: Entry, body: Ingest) -> Iterator[Finding]:
    if body.allotted.series != SERIES or entry.subject != key_of(body.allotted.running):
        message = text("the key of a dataset is not the number that was given out")
        yield odd(message, entry.subject, key_of(body.allotted.running))
    if UNIT_PROCESS not in body.files:
        yield odd(text("the entry names no unit process"), entry.subject, UNIT_PROCESS)
    yield from without_paper(body.consent, body.files)
    yield from needless_licence(body.consent, body.licence)
    yield from already_there(found, body.certificate)


def already_there(found: Standings, certificate: str) -> Iterator[Finding]:
    """Say that a certificate is in the base database already: DAT-004, or nothing."""
    for other in found.values():
        if other.certificate == certificate and other.state != "refused":
            yield Finding(
                "DAT-004",
                text("the certificate is in the base database already"),
                found=f"{other.key}: {other.certificate}",
                hint=text(
                    "its consent can be changed: {command}", command="pvfootprint data consent"
                ),
            )


def _against_consent(found: Standings, entry: Entry, body: ChangeConsent) -> Iterator[Finding]:
    if entry.subject not in found:
        yield unknown_dataset(entry.subject)
    yield from without_paper(body.consent, body.files)
    yield from needless_licence(body.consent, body.licence)


def _against_verify(found: Standings, entry: Entry, body: Verify) -> Iterator[Finding]:
    dataset = found.get(entry.subject)
    if dataset is None:
        yield unknown_dataset(entry.subject)
        return
    yield from may_judge(dataset, entry.person)
    if body.unit_process != dataset.unit_process:
        message = text("another unit process was judged than that of {key}", key=dataset.key)
        yield Finding("DAT-013", message, found=body.unit_process, expected=dataset.unit_process)
    yield from groundless(body)


def may_judge(dataset: Standing, person: str) -> Iterator[Finding]:
    """Say why a person may not judge a dataset: DAT-005, DAT-007, or nothing."""
    if dataset.entered_by == person:
        yield Finding(
            "DAT-005",
            text("who entered a dataset may not verify it"),
            found=f"{dataset.key}: {person}",
            expected=text("another data steward"),
            hint=text("let another data steward verify it, with a key of their own"),
        )
    if dataset.state == "refused":
        yield Finding(
            "DAT-007",
            text("{key} was refused, which is final", key=dataset.key),
            found=text("by {person} on {day}", person=dataset.judged_by, day=dataset.judged_on),
            hint=text(
                "take the certificate in again: {command}", command="pvfootprint data ingest"
            ),
        )


def groundless(body: Verify) -> Iterator[Finding]:
    """Say that a judgement does not follow from what was found: DAT-008, or nothing."""
    failed = [one for one in body.checks if one.outcome == "fails"]
    if not body.checks:
        yield Finding("DAT-008", text("nothing was looked at before the judgement"))
    if body.accepted and failed:
        yield Finding(
            "DAT-008",
            text("a dataset that fails a check cannot be accepted"),
            found=joined("; ", (one.title.text for one in failed)),
            hint=text("refuse it, and let its owner correct the data"),
        )
    if not body.accepted and not (body.reason.en and body.reason.zh):
        message = text("a dataset cannot be refused without a reason")
        hint = text("say it with {option}", option="--reason-zh / --reason-en")
        yield Finding("DAT-008", message, hint=hint)


def without_paper(consent: str, files: Collection[str]) -> Iterator[Finding]:
    """Say that the owner's signed consent is missing: DAT-006, or nothing."""
    if consent != "closed" and PAPER not in files:
        yield Finding(
            "DAT-006",
            text("the owner's signed consent is missing"),
            found=consent,
            expected=text("a PDF that the owner signed"),
            hint=text("give it with {option}, or take the data in as closed", option="--paper"),
        )


def _against_publication(
    _: Standings, entry: Entry, body: PublishAverage | PublishStatistics
) -> Iterator[Finding]:
    if entry.subject != body.subject:
        message = text("the entry is not about what it publishes")
        yield odd(message, entry.subject, body.subject)
    needed = AVERAGE_FILES if entry.act == AVERAGE else STATISTICS_FILES
    if set(body.files) != needed:
        message = text("a publication has other files than it should")
        yield odd(message, ", ".join(sorted(body.files)), ", ".join(sorted(needed)))
    if body.year >= int(entry.time[:4]):
        message = text("the year {year} is not over", year=body.year)
        hint = text("publish it in the year after: only then is all of it there")
        yield Finding("DAT-021", message, found=entry.time[:10], hint=hint)


def _against_group(_: Standings, entry: Entry, body: DeclareGroup) -> Iterator[Finding]:
    if entry.subject != body.subject:
        message = text("the entry is not about the companies that it names")
        yield odd(message, entry.subject, body.subject)


def _against_package(found: Standings, entry: Entry, body: SharePackage) -> Iterator[Finding]:
    if entry.subject != body.subject or set(body.files) != {body.file}:
        message = text("the entry is not about the package that it shares")
        yield odd(message, entry.subject, body.subject)
    for key in body.datasets:
        one = found.get(key)
        if one is None or (one.state, one.consent, one.licence) != (
            "verified",
            "open",
            body.licence,
        ):
            message = text("a package holds a dataset that may not be shared")
            yield odd(message, key, body.licence)


def needless_licence(consent: str, licence: str) -> Iterator[Finding]:
    """Say that a licence is named for data that are not given away: DAT-014, or nothing."""
    if licence and consent != "open":
        yield Finding(
            "DAT-014",
            text("a licence is only for data that are given away"),
            found=f"{consent}, {licence}",
            expected=text("no licence, or consent {consent}", consent="open"),
        )


RULES: dict[str, Callable[[Standings, Entry, Any], Iterator[Finding]]] = {
    INGEST: _against_ingest,
    CONSENT: _against_consent,
    VERIFY: _against_verify,
    AVERAGE: _against_publication,
    STATISTICS: _against_publication,
    GROUP: _against_group,
    PACKAGE: _against_package,
}
"""What the body of each act must keep."""
