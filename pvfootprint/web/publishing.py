"""Publishes the register: a folder of signed static files, of which only what changed is written.

Files are written in an order in which no reader ever finds one that names another that is not there
yet: what certificates offer, their pages, lists, then what points at all of it, and the signed head
of the log at last. Who is killed in between leaves a folder that the next publication completes.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.verification.places import CHECKPOINT, tile_place
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, RegistryError
from pvfootprint.registry.checkpoints import origin_of, read_checkpoint, write_checkpoint
from pvfootprint.registry.tiles import tile_content, tiles_of
from pvfootprint.web.certificates import Certificates
from pvfootprint.web.feed import FEED, feed
from pvfootprint.web.folder import Folder
from pvfootprint.web.gathering import Gathering
from pvfootprint.web.indexing import ORDER, PREFIX, SHARD, Lists
from pvfootprint.web.lives import lives_of
from pvfootprint.web.pages import about_page, assets, home_page, not_found_page
from pvfootprint.web.signing import publisher_of, status_lists, who_signs
from pvfootprint.web.site import Site, Summary
from pvfootprint.web.state import (
    STATE,
    Publication,
    against_state,
    not_continued,
    read_state,
    rendering,
    usable_address,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.snapshots import Snapshot
    from pvfootprint.web.signing import Publisher

NEWEST = 20
"""How many certificates the home page lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a publication did.

    Parameters
    ----------
    certificates, looked_at : int
        Certificates of the register, and those of which something may have changed.
    written, left, removed : int
        Files that were written, that were as they should be, and that were removed. Files of
        other certificates were not looked at.
    whole : bool
        Whether every file was made anew: the first time, when asked for, or because the software,
        the publisher's key or the certifier's words changed.
    size, root : int, str
        Entries of the log, and root of their tree.
    findings : tuple of Finding
        Warnings.
    """

    certificates: int
    looked_at: int
    written: int
    left: int
    removed: int
    whole: bool
    size: int
    root: str
    findings: tuple[Finding, ...]


def publish(
    registry: Registry,
    folder: Path,
    base_url: str,
    actor: Actor,
    *,
    everything: bool = False,
    told: Callable[[int, int], None] | None = None,
) -> Published:
    """Publish the register of a registry, or bring a published one up to date.

    Parameters
    ----------
    registry : Registry
        Whose certificates.
    folder : Path
        Empty, not there yet, or published before from the same registry at the same address.
    base_url : str
        Where a web server will show the folder: ``https://register.example``.
    actor : Actor
        The publisher.
    everything : bool
        Whether to make every file anew, also what cannot have changed.
    told : callable, optional
        Is told how many certificates are done, and of how many.

    Returns
    -------
    Published
        What was done.

    Raises
    ------
    RegistryError
        PUB-001 to PUB-007, PUB-009 and PUB-012, STF-001 to STF-003: everything that stands against
        it; then nothing is written.
    OutputError
        PUB-008 if somebody else is publishing there, OUT-001 if a file cannot be written.
    """
    address = usable_address(base_url)
    with registry.reading() as snapshot:
        publisher = publisher_of(snapshot, actor, address, registry.now())
        place = Folder(folder)
        checked_state(place, snapshot, publisher)
        with place.locked():
            state = checked_state(place, snapshot, publisher)
            return _Course(snapshot, place, publisher, state, everything=everything).run(told)


def checked_state(folder: Folder, snapshot: Snapshot, publisher: Publisher) -> Publication:
    """Return the state of a folder, if this registry may be published over it.

    Parameters
    ----------
    folder : Folder
        Where to.
    snapshot : Snapshot
        The registry.
    publisher : Publisher
        Who publishes, and at which address.

    Returns
    -------
    Publication
        That of an empty one, if it is.

    Raises
    ------
    RegistryError
        PUB-001, PUB-002, PUB-005, PUB-007, PUB-009, PUB-012; STL-010 or STL-011 if the signed head
        in it is not the publisher's.
    """
    if next(snapshot.entries(act="issue"), None) is None:
        message = text("there is nothing to publish: no certificate was issued yet")
        raise RegistryError([Finding("PUB-012", message)])
    name, base_url = snapshot.head().registry, publisher.base_url
    state = read_state(folder)
    if state is None:
        return Publication(registry=name, base_url=base_url)
    findings = against_state(state, snapshot, name, base_url)
    head = folder.read(CHECKPOINT)
    if not findings and head is not None:
        findings = _against_head(head, snapshot, publisher)
    if findings:
        raise RegistryError(findings)
    return state


def _against_head(head: bytes, snapshot: Snapshot, publisher: Publisher) -> list[Finding]:
    """Hold the published head against the log: a publication that was killed may have written it.

    It is signed by this publisher, with this key or one before it, or by another publisher.
    """
    origin, refused = origin_of(publisher.base_url), []
    for public in publisher.ever:
        try:
            read = read_checkpoint(head, origin, public)
        except RegistryError as error:
            refused = list(error.findings)
            continue
        return not_continued(snapshot, read.size, read.root)
    return refused


class _Course:
    """A publication while it goes on."""

    def __init__(
        self,
        snapshot: Snapshot,
        folder: Folder,
        publisher: Publisher,
        state: Publication,
        *,
        everything: bool,
    ) -> None:
        self.snapshot, self.folder, self.publisher = snapshot, folder, publisher
        self.head = snapshot.head()
        self.gathering = Gathering(snapshot, lives_of(snapshot), publisher.now.date())
        day, lives = self.gathering.day, self.gathering.lives.values()
        self.states = [(life.index, life.certificate().status(day)) for life in lives]
        newest = self.gathering.record(next(reversed(self.gathering.lives)))
        self.site = Site(
            base_url=publisher.base_url,
            certifier=newest.certifier,
            registry=self.head.registry,
            fingerprint=publisher.fingerprint,
            test=newest.test,
        )
        self.rendering = rendering(self.site)
        self.state = state
        same = (state.publisher, state.rendering) == (publisher.person.public, self.rendering)
        self.whole = everything or not same
        before = {} if self.whole else state.shards
        self.lists = Lists(folder, self.gathering, self.site, before)
        self.certificates = Certificates(folder, self.gathering, self.site, publisher)
        self.certificates.note(newest)
        self.told: Callable[[int, int], None] = lambda _done, _all: None

    def run(self, told: Callable[[int, int], None] | None) -> Published:
        """Publish."""
        self.told = told or self.told
        # From here on the folder is known as this register's, whatever happens.
        if not self.state.publisher:
            self.folder.put(STATE, self.state.content())
        changed = self._changed()
        affected = changed if self.whole else self.gathering.around(changed)
        for name, content in assets().items():
            self.folder.put(f"assets/{name}", content)
        self._announce(changed)
        self._certificates(changed, affected)
        self._shared_pages()
        self._signed()
        self._tidy()
        self.folder.put(STATE, self._new_state().content())
        return Published(
            certificates=len(self.gathering.lives),
            looked_at=len(affected),
            written=self.folder.written,
            left=self.folder.left,
            removed=self.folder.removed,
            whole=self.whole,
            size=self.head.size,
            root=self.head.root,
            findings=tuple(self.certificates.findings()),
        )

    def _changed(self) -> set[str]:
        """Return the certificates whose own state may have changed since the last publication."""
        lives = self.gathering.lives
        if self.whole:
            return set(lives)
        then, now = self.state.last_day, self.gathering.day
        return {
            number
            for number, life in lives.items()
            if life.newest > self.state.size or life.turned(then, now)
        }

    def _announce(self, changed: set[str]) -> None:
        """Write new certificates that others name, without saying who names them."""
        if self.state.size == 0:
            return  # Nobody reads an unfinished first publication.
        for number, life in self.gathering.lives.items():
            new = number in changed and life.issued > self.state.size
            if new and self.gathering.naming.get(number):
                self.certificates.write(number, alone=True)

    def _certificates(self, changed: set[str], affected: set[str]) -> None:
        """Write certificates, those that name others before these, and lists of them."""
        numbers, done = list(self.gathering.lives), 0
        for part in reversed(self.lists.parts):
            for number in reversed(numbers[part * SHARD : (part + 1) * SHARD]):
                if number in affected:
                    self.certificates.write(number)
                    done += 1
                    self.told(done, len(affected))
            self.lists.write_part(part, changed)

    def _shared_pages(self) -> None:
        gathering, site = self.gathering, self.site
        newest = [gathering.row(one) for one in list(gathering.lives)[: -NEWEST - 1 : -1]]
        summary = Summary(
            statuses=dict(Counter(status for _, status in self.states)),
            pages=self.lists.pages,
            generated=self.publisher.now,
            size=self.head.size,
            root=self.head.root,
        )
        pages = {"404.html": not_found_page(site)}
        for language in ORDER:
            prefix = PREFIX[language]
            pages[f"{prefix}about/index.html"] = about_page(site, language)
            pages[f"{prefix}index.html"] = home_page(summary, newest, site, language)
        for path, content in pages.items():
            self.folder.put(path, content.encode())
        self.folder.put(FEED, feed(gathering, site))
        self.lists.write_index(self.publisher.now)

    def _signed(self) -> None:
        """Write what proves the rest, the head of the log at last."""
        publisher, snapshot, size = self.publisher, self.snapshot, self.head.size
        for path, content in who_signs(publisher, snapshot, self.head.registry):
            self.folder.put(path, content)
        for path, content in status_lists(publisher, self.states):
            self.folder.put(path, content)
        for tile in tiles_of(size):
            self.folder.put(tile_place(tile), tile_content(snapshot, tile))
        # The disk may write in another order; the head and the state must not come first.
        os.sync()
        origin = origin_of(publisher.base_url)
        head = write_checkpoint(origin, size, self.head.root, publisher.private)
        self.folder.put(CHECKPOINT, head)

    def _tidy(self) -> None:
        """Remove what nothing names any more; a partial tile stays until its full one is there."""
        shared = {f"assets/{name}" for name in assets()}
        self.folder.remove("assets", lambda path: path not in shared)
        full = {tile_place(tile) for tile in tiles_of(self.head.size)}
        self.folder.remove("log/tile", lambda path: path.rpartition(".p/")[0] in full)

    def _new_state(self) -> Publication:
        return Publication(
            registry=self.head.registry,
            base_url=self.publisher.base_url,
            publisher=self.publisher.person.public,
            rendering=self.rendering,
            size=self.head.size,
            root=self.head.root,
            day=self.gathering.day.isoformat(),
            shards=self.lists.shards,
        )
