"""The state of a publication: what the published folder holds, and up to where of the log."""

from __future__ import annotations

import datetime
import re
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, ValidationError

from pvfootprint.documents.templating import template_folder
from pvfootprint.language.texts import text
from pvfootprint.library.folders import PACKAGE, files_hash
from pvfootprint.model.canonical import CLOSED, canonical, digest
from pvfootprint.model.certificate_record import Date, Sha256
from pvfootprint.model.findings import Finding, RegistryError

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.registry.snapshots import Snapshot
    from pvfootprint.web.folder import Folder
    from pvfootprint.web.site import Site

STATE = "publication.json"
"""Name of its file."""

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
"""Hosts for which an address without encryption will do: nothing leaves the machine."""

ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~-]+)*")
"""What the address of a register may be: letters that stand as they are in links and in a DID."""


class Publication(BaseModel):
    """What ``publication.json`` holds; nothing in it is secret.

    Parameters
    ----------
    registry : str
        The registry's name for itself.
    base_url : str
        Where the folder is published.
    publisher : str
        Public key that signs, hexadecimal; empty before the first publication has ended.
    rendering : str
        SHA-256 of what renders pages; with another one every page is made again.
    size, root : int, str
        Entries of the log that it holds, and root of their tree; 0 before the first one has ended.
    day : str
        Day on which the states were asked for [UTC].
    shards : dict
        Files of the index -> SHA-256.
    """

    model_config = CLOSED

    format: Literal["pvfootprint publication"] = "pvfootprint publication"
    version: Literal[1] = 1
    registry: str
    base_url: str
    publisher: str = ""
    rendering: str = ""
    size: Annotated[int, Field(ge=0)] = 0
    root: Sha256 | Literal[""] = ""
    day: Date | Literal[""] = ""
    shards: dict[str, Sha256] = {}

    @property
    def last_day(self) -> datetime.date:
        """The day on which the states were asked for; the first of all before any."""
        return datetime.date.fromisoformat(self.day) if self.day else datetime.date.min

    def content(self) -> bytes:
        """Return the file."""
        return canonical(self.model_dump(mode="json")) + b"\n"


def usable_address(given: str) -> str:
    """Return the address of a register as it is used: without a slash at its end.

    Parameters
    ----------
    given : str
        As somebody typed it.

    Returns
    -------
    str
        ``https://register.example``, with a path if there is one.

    Raises
    ------
    RegistryError
        PUB-003 if it is none, has a user, a query or a fragment, or is not encrypted though it is
        not on this machine.
    """
    address = given.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if host and ADDRESS.fullmatch(address) and (parts.scheme == "https" or host in LOCAL):
        return f"{parts.scheme}://{parts.netloc.lower()}{parts.path}"
    finding = Finding(
        "PUB-003",
        text("a register cannot be published at this address"),
        found=given,
        expected=text("https:// with a host, and a path if need be; no ? and no #"),
        hint=text("for a trial on this computer: {address}", address="http://localhost:8000"),
    )
    raise RegistryError([finding])


def rendering(site: Site) -> str:
    """Return the SHA-256 of all that pages are made of beside what they say.

    Parameters
    ----------
    site : Site
        What stands on every page.

    Returns
    -------
    str
        Of the software with its templates and words, and of the site.
    """
    return digest(f"{_software()}{site!r}".encode())


@cache
def _software() -> str:
    templates = template_folder()
    code = sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.mo")])
    looks = sorted(path for path in templates.rglob("*") if path.is_file())
    return files_hash(code, PACKAGE) + files_hash(looks, templates)


def read_state(folder: Folder) -> Publication | None:
    """Return the state of a published folder; None if it is empty or not there yet.

    Raises
    ------
    RegistryError
        PUB-001 if it holds something else, PUB-009 if its state is not understood.
    """
    content = folder.read(STATE)
    if content is None:
        if folder.holds_anything:
            raise RegistryError([_something_else(folder.root)])
        return None
    try:
        return Publication.model_validate_json(content)
    except ValidationError as error:
        message = text("the state of the published register is not understood")
        hint = text("publish into an empty folder, then put that in the place of this one")
        file = str(folder.root / STATE)
        raise RegistryError([Finding("PUB-009", message, file, hint=hint)]) from error


def against_state(
    state: Publication, snapshot: Snapshot, registry: str, base_url: str
) -> list[Finding]:
    """Say why a registry cannot be published over what was published before.

    Parameters
    ----------
    state : Publication
        Of the folder.
    snapshot : Snapshot
        The registry.
    registry, base_url : str
        Its name for itself, and where it is to be published.

    Returns
    -------
    list of Finding
        PUB-002 if it is another registry, PUB-005 if the address is another one, PUB-007 if its
        log is not the continuation of the published one: restored to an older state, or rewritten.
    """
    if state.registry != registry:
        message = text("the folder holds the register of another registry")
        hint = text("publish each registry into a folder of its own")
        return [Finding("PUB-002", message, found=state.registry, expected=registry, hint=hint)]
    findings = []
    if state.base_url != base_url:
        message = text("the folder was published for another address")
        hint = text("give the same address, or publish into an empty folder")
        findings.append(
            Finding("PUB-005", message, found=base_url, expected=state.base_url, hint=hint)
        )
    return [*findings, *not_continued(snapshot, state.size, state.root)]


def not_continued(snapshot: Snapshot, size: int, root: str) -> list[Finding]:
    """Say whether a log is not the continuation of one that was published: PUB-007, or nothing."""
    now = snapshot.size()
    if now >= size and (not size or snapshot.root(size) == root):
        return []
    if now < size:
        found = text("a log of {size} entries", size=now)
        expected = text("at least the {size} entries that were published", size=size)
    else:
        found = text("other entries among the first {size}", size=size)
        expected = text("the entries that were published, unchanged")
    hint = text("restore the newest sound backup; do not publish what contradicts the register")
    message = text("the registry is not the continuation of what was published")
    return [Finding("PUB-007", message, found=found, expected=expected, hint=hint)]


def _something_else(root: Path) -> Finding:
    message = text("the folder holds something else than a published register")
    hint = text("name an empty folder, or one that was published before")
    return Finding("PUB-001", message, found=str(root), hint=hint)
