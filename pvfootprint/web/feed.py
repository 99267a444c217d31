"""The feed of changes: what happened to certificates, the newest first (Atom, RFC 4287)."""

from __future__ import annotations

import heapq
import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.language.texts import Text
    from pvfootprint.registry.entries import Entry
    from pvfootprint.web.gathering import Gathering
    from pvfootprint.web.site import Site

FEED = "feed.xml"
"""Name of its file."""

NEWEST = 200
"""How many changes it holds."""

ATOM = "http://www.w3.org/2005/Atom"

CHANGES = {
    "issue": text("certificate issued"),
    "suspend": text("suspended"),
    "resume": text("valid again"),
    "withdraw": text("withdrawn"),
    "cancel": text("cancelled on request"),
    "supersede": text("superseded"),
}
"""What happened, in words."""

TITLE = text("Changes of certificates")

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML may hold (XML 1.0, production 2)."""


def feed(gathering: Gathering, site: Site) -> bytes:
    """Return the feed.

    Parameters
    ----------
    gathering : Gathering
        What there is to be said.
    site : Site
        The register.

    Returns
    -------
    bytes
        Atom; it changes only when a certificate does.
    """
    entries = list(newest(gathering))
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "zh-CN"})
    _add(root, "id", site.address(FEED))
    _add(root, "title", _both(TITLE))
    _add(root, "updated", entries[0].time)
    SubElement(root, "link", rel="self", type="application/atom+xml", href=site.address(FEED))
    SubElement(root, "link", rel="alternate", type="text/html", href=site.address())
    _add(SubElement(root, "author"), "name", site.certifier.name)
    for entry in entries:
        _entry(root, entry, gathering, site)
    indent(root, " ")
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def newest(gathering: Gathering) -> Iterator[Entry]:
    """Yield the entries of the newest changes, the newest first."""
    positions = (act.position for life in gathering.lives.values() for act in life.acts)
    for position in heapq.nlargest(NEWEST, positions):
        entry = gathering.snapshot.entry(position)
        if entry:
            yield entry


def _entry(root: Element, entry: Entry, gathering: Gathering, site: Site) -> None:
    number, record = entry.subject, gathering.record(entry.subject)
    page = site.address(f"c/{number}/")
    added = SubElement(root, "entry")
    # An entry of the log has its place for ever.
    _add(added, "id", f"{page}#{entry.position}")
    _add(added, "title", f"{number}: {_both(CHANGES[entry.act])}")
    _add(added, "updated", entry.time)
    SubElement(added, "link", rel="alternate", type="text/html", href=page)
    value = f"{record.footprint.shown} {record.footprint.unit}"
    _add(added, "summary", f"{record.producer.name}, {record.product.name}, {value}")


def _add(parent: Element, name: str, content: str) -> None:
    SubElement(parent, name).text = NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", content)


def _both(said: Text) -> str:
    return f"{said.zh} {said.en}"
