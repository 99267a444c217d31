"""Verifies the entries of one certificate in the log; ``registry check`` verifies all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.verification.steps import failed, passed
from pvfootprint.language.texts import joined, text
from pvfootprint.model.findings import Finding
from pvfootprint.registry.entries import FIRST
from pvfootprint.registry.judging import judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.certification.verification.lookup import Registered
    from pvfootprint.certification.verification.steps import Step
    from pvfootprint.model.certificate_record import TreeHead
    from pvfootprint.registry.entries import Entry
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.snapshots import Snapshot


def log_step(snapshot: Snapshot, registered: Registered, head: TreeHead) -> Step:
    """Say whether the registry's entries about a certificate and its application hold: ``log``.

    Parameters
    ----------
    snapshot : Snapshot
        The registry.
    registered : Registered
        The certificate.
    head : TreeHead
        The log as the certificate remembers it.

    Returns
    -------
    Step
        Each entry has its hash and its place, and is signed by a person of the certifier; the log
        that the certificate remembers is still the beginning of this one.
    """
    entries = [
        *snapshot.entries(registered.case.subject),
        *snapshot.entries(registered.number),
    ]
    people = snapshot.people()
    wrong = [*_remembered(snapshot, registered, head)]
    for entry in entries:
        wrong += _against(snapshot, entry, people)
    if wrong:
        return failed("log", joined("; ", (one.message for one in wrong[:3])), *wrong)
    said = text(
        "{count} entries, each signed by a person of the certifier; the log that the certificate "
        "remembers is still there",
        count=len(entries),
    )
    return passed("log", said)


def _remembered(snapshot: Snapshot, registered: Registered, head: TreeHead) -> Iterator[Finding]:
    position = snapshot.allotted(registered.number)
    if (
        position is None
        or not head.size < position <= snapshot.size()
        or snapshot.root(head.size) != head.root
    ):
        message = text("the log is not the one that the certificate remembers")
        hint = text("it was rewritten, or is an old backup: ask the certifier")
        yield Finding("VER-014", message, expected=head.root, hint=hint)


def _against(snapshot: Snapshot, entry: Entry, people: dict[str, Person]) -> Iterator[Finding]:
    """Say what is wrong with an entry: its own content, its signature, its place in the log."""
    person = people.get(entry.person)
    keys = (person.public, *person.former) if person else ()
    sound = any(not _wrong(entry, key) for key in keys)
    before = snapshot.entry(entry.position - 1)
    in_chain = entry.previous == (before.hash if before else FIRST)
    in_tree = snapshot.node(0, entry.position - 1) == entry.hash
    if not (sound and in_chain and in_tree):
        message = text("entry {position} of the log does not hold", position=entry.position)
        hint = text(
            "the registry was damaged or changed: {command}", command="pvfootprint registry check"
        )
        yield Finding("VER-014", message, found=entry.act, hint=hint)


def _wrong(entry: Entry, key: str) -> bool:
    return any(one.wrong for one in judge([(entry, key)]))
