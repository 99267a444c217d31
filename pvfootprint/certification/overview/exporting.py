"""The registry as a workbook for the authority: certificates, applications, acts, people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.acts import BODIES
from pvfootprint.certification.cases import done_of
from pvfootprint.certification.opening import record_of
from pvfootprint.certification.overview.gathering import overview
from pvfootprint.certification.overview.listing import APPLICATION, CERTIFICATE, rows
from pvfootprint.certification.overview.telling import recorded, told
from pvfootprint.certification.papers.wording import KIND_NAMES
from pvfootprint.certification.permitting import roles
from pvfootprint.documents.blocks import (
    EMPTY,
    Column,
    Document,
    Fact,
    Facts,
    Paragraph,
    Section,
    Table,
    Words,
    words,
)
from pvfootprint.documents.workbook_tables import tables_workbook
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.terms import STAGES
from pvfootprint.registry.green import numbers_of
from pvfootprint.registry.people import (
    ADD,
    DECLARE,
    INIT,
    REVOKE,
    InitBody,
    InterestBody,
    PersonBody,
    RevokeBody,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from pvfootprint.certification.overview.gathering import Overview
    from pvfootprint.certification.overview.listing import Row
    from pvfootprint.documents.blocks import Cell
    from pvfootprint.model.certificate_record import CertificateRecord
    from pvfootprint.registry.entries import Entry
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.snapshots import Snapshot

    Cells = tuple[Cell, ...]

PEOPLE_WORDS = {
    INIT: text("registry made"),
    ADD: text("person added"),
    REVOKE: text("person revoked"),
    DECLARE: text("tie to a client declared"),
}
"""Acts on people, in words."""

LARGEST = 1_000_000
"""Most acts on a sheet; Excel has 1,048,576 rows."""


def export(snapshot: Snapshot, day: datetime.date) -> bytes:
    """Write a registry as a workbook.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    day : date
        Today: which certificates have expired.

    Returns
    -------
    bytes
        The workbook (.xlsx), in both languages; a text that looks like a formula stays a text, and
        the same registry gives the same bytes on the same day.
    """
    found = overview(snapshot, day)
    tables = (
        *_certificates(snapshot, found),
        _applications(found),
        _acts(snapshot),
        _people(found.people.values()),
        _green(snapshot),
    )
    count = float(len(found.certificates))
    return tables_workbook(
        Document(
            title=words(text("Registry of certificates")),
            subtitle=EMPTY,
            subject=words(text("as it stood on {day}", day=day)),
            owner=EMPTY,
            headline=Fact(label=words(text("number of certificates")), value=count),
            status=Paragraph(
                words(
                    text(
                        "What counts is the registry itself, not this copy. Keep size and root of "
                        "its log: with them it can be checked later that nothing was cut off or "
                        "rewritten."
                    )
                )
            ),
            facts=_facts(snapshot),
            sections=(Section(key="registry", title=words(text("Registry")), blocks=tables),),
            annexes=(),
        )
    )


def _facts(snapshot: Snapshot) -> Facts:
    head = snapshot.head()
    facts = (
        Fact(label=words(text("registry")), value=words(head.registry)),
        Fact(label=words(text("entries of the log")), value=float(head.size)),
        Fact(label=words(text("root of its tree")), value=words(head.root)),
        Fact(label=words(text("hash of the newest entry")), value=words(head.last)),
        Fact(label=words(text("time of the newest entry")), value=words(head.time)),
    )
    return Facts(key="title", title=words(text("Registry")), facts=facts)


def _table(
    key: str, title: Text, headings: Iterable[tuple[Text, str]], lines: Iterable[Cells]
) -> Table:
    columns = tuple(Column(heading=words(said), form=form) for said, form in headings)
    return Table(key=key, title=words(title), columns=columns, rows=tuple(lines))


def _certificates(snapshot: Snapshot, found: Overview) -> tuple[Table, Table]:
    """Return what is asked for most, and the rest."""
    headings = (
        (text("number"), "words"),
        (text("state"), "words"),
        (text("since"), "words"),
        (text("issued"), "words"),
        (text("last day"), "words"),
        (text("client"), "words"),
        (text("stage"), "words"),
        (text("product"), "words"),
        (text("value as certified"), "words"),
        (text("unit"), "words"),
        (text("test"), "words"),
    )
    more = (
        (text("number"), "words"),
        (text("code of the client"), "words"),
        (text("producer"), "words"),
        (text("site"), "words"),
        (text("models"), "words"),
        (text("value, unrounded"), "figures"),
        (text("data from"), "words"),
        (text("data to"), "words"),
        (text("first issued"), "words"),
        (text("scheme"), "words"),
        (text("application"), "words"),
        (text("replaces"), "words"),
        (text("stands on"), "words"),
        (text("SHA-256 of the record"), "code"),
    )
    lines, details = [], []
    for row in rows(found):
        if row.kind == CERTIFICATE:
            certificate = found.certificates[row.number]
            record = record_of(snapshot, certificate)
            lines.append(_certificate(row, record))
            details.append(_details(record, certificate.allotment.record))
    return (
        _table("certificates", text("Certificates"), headings, lines),
        _table("certificates in detail", text("Certificates in detail"), more, details),
    )


def _certificate(row: Row, record: CertificateRecord) -> Cells:
    return (
        words(row.number),
        words(row.words),
        words(str(row.since)),
        words(record.issued),
        words(record.expires),
        words(record.client.name),
        Words(record.product.stage.en, record.product.stage.zh),
        words(record.product.name),
        words(record.footprint.shown),
        words(record.footprint.unit),
        words(text("yes") if record.test else ""),
    )


def _details(record: CertificateRecord, sha256: str) -> Cells:
    return (
        words(record.number),
        words(record.client.code),
        words(record.producer.name),
        words(record.site.name),
        words(", ".join(record.product.models)),
        record.footprint.value,
        words(record.start),
        words(record.end),
        words(record.first_issued),
        words(f"{record.scheme.key} {record.scheme.version}"),
        words(record.application),
        words(record.replaces),
        words(", ".join(one.number for one in record.upstream)),
        words(sha256),
    )


def _applications(found: Overview) -> Table:
    headings = (
        (text("number"), "words"),
        (text("kind"), "words"),
        (text("state"), "words"),
        (text("since"), "words"),
        (text("client"), "words"),
        (text("code of the client"), "words"),
        (text("producer"), "words"),
        (text("stage"), "words"),
        (text("product"), "words"),
        (text("value as applied for"), "figures"),
        (text("unit"), "words"),
        (text("scheme"), "words"),
        (text("certificate"), "words"),
        (text("SHA-256 of the submission"), "code"),
    )
    lines = (_application(found, row) for row in rows(found) if row.kind == APPLICATION)
    return _table("applications", text("Applications"), headings, lines)


def _application(found: Overview, row: Row) -> Cells:
    applied = found.cases[row.number].application
    return (
        words(row.number),
        words(KIND_NAMES[applied.kind]),
        words(row.words),
        words(str(row.since)),
        words(applied.client.name),
        words(applied.client.code),
        words(applied.producer.name),
        words(STAGES.get(row.stage, Text(row.stage))),
        words(row.product),
        applied.declared.value,
        words(applied.declared.unit),
        words(f"{applied.scheme.key} {applied.scheme.version}"),
        words(row.other),
        words(applied.submission),
    )


def _acts(snapshot: Snapshot) -> Table:
    headings = (
        (text("entry"), "plain"),
        (text("time (UTC)"), "words"),
        (text("what was done"), "words"),
        (text("about"), "words"),
        (text("person"), "words"),
        (text("what it says"), "prose"),
        (text("hash of the entry"), "code"),
    )
    left_out = max(0, snapshot.size() - LARGEST)
    lines = (_act(entry) for entry in snapshot.entries() if entry.position > left_out)
    made = _table("acts", text("Acts: the log, entry by entry"), headings, lines)
    if not left_out:
        return made
    note = text(
        "a sheet does not hold all of them: {count:,} older ones are left out", count=left_out
    )
    return Table(
        key=made.key, title=made.title, columns=made.columns, rows=made.rows, notes=(words(note),)
    )


def _act(entry: Entry) -> Cells:
    name, what = recorded(entry.act), Text("")
    if entry.act in BODIES:
        what = told(done_of(entry).body)
    elif entry.act in PEOPLE_WORDS:
        name, what = PEOPLE_WORDS[entry.act], _told_of_people(entry)
    return (
        float(entry.position),
        words(entry.time),
        words(name),
        words(entry.subject),
        words(entry.person),
        words(what),
        words(entry.hash),
    )


def _told_of_people(entry: Entry) -> Text:
    """Return what an act on people says, in one line."""
    if entry.act == ADD:
        added = PersonBody.model_validate_json(entry.body)
        return joined(": ", [added.name.text, roles(added.roles)])
    if entry.act == REVOKE:
        return RevokeBody.model_validate_json(entry.body).reason.text
    if entry.act == DECLARE:
        return _tie(InterestBody.model_validate_json(entry.body))
    return InitBody.model_validate_json(entry.body).administrator.name.text


def _people(people: Iterable[Person]) -> Table:
    headings = (
        (text("person"), "words"),
        (text("name"), "words"),
        (text("roles"), "prose"),
        (text("added"), "words"),
        (text("key counts until"), "words"),
        (text("revoked"), "words"),
        (text("public key (Ed25519)"), "code"),
        (text("ties to clients"), "prose"),
    )
    lines = (
        (
            words(one.key),
            words(one.name.text),
            words(roles(one.roles)),
            words(one.added),
            words(one.expires.isoformat()),
            words(one.revoked),
            words(one.public),
            words(joined("; ", map(_tie, one.interests))),
        )
        for one in people
    )
    return _table("people", text("People of the certifier"), headings, lines)


def _tie(tie: InterestBody) -> Text:
    return text(
        "{what}, {start} to {end}",
        what=joined(", ", [tie.client_name, tie.note.text]),
        start=tie.start,
        end=tie.end or text("today"),
    )


def _green(snapshot: Snapshot) -> Table:
    headings = (
        (text("application"), "words"),
        (text("system"), "words"),
        (text("first number"), "code"),
        (text("last number"), "code"),
        (text("how many"), "count"),
        (text("state"), "words"),
    )
    states = {True: text("spent"), False: text("reserved")}
    lines = []
    for taken, application, is_spent in snapshot.green_taken():
        numbers = numbers_of(taken)
        count = float(numbers.count) if numbers else None
        ends = (words(taken.first), words(taken.last))
        lines.append(
            (words(application), words(taken.system), *ends, count, words(states[is_spent]))
        )
    return _table("green certificates", text("Green certificates"), headings, lines)
