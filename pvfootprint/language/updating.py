"""Brings the Chinese catalogue up to date: ``make catalogue``."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from pvfootprint.language.catalogue import DOMAIN, FOLDER
from pvfootprint.language.extracting import templates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SOURCE = FOLDER / "zh" / "LC_MESSAGES" / f"{DOMAIN}.po"
COMPILED = SOURCE.with_suffix(".mo")
COMMENT = """\
# The Chinese of every text. Write it into the empty msgstr lines, then run `make catalogue`, which
# also adds new texts and takes out those that are gone. A test finds what is missing."""
HEADERS = [
    ("Language", "zh"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
]
WIDTH = 100


class _Dateless(Catalog):
    """A catalogue whose header says neither when nor with what it was made."""

    mime_headers = property(lambda _: HEADERS)


def read(path: Path = SOURCE) -> Catalog:
    """Read the source of the catalogue.

    Parameters
    ----------
    path : Path
        The ``.po`` file.

    Returns
    -------
    Catalog
        Chinese by text.
    """
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def merged(old: Catalog, found: Mapping[str, Sequence[str]]) -> Catalog:
    """Put the Chinese of a catalogue to the texts that there are now.

    Parameters
    ----------
    old : Catalog
        What was translated.
    found : mapping
        Files by text, from :func:`pvfootprint.language.extracting.templates`.

    Returns
    -------
    Catalog
        Every text that was found and no other; empty Chinese where there is none yet.
    """
    new = _Dateless(header_comment=COMMENT, fuzzy=False)
    for template, files in found.items():
        known = old.get(template)
        new.add(
            template,
            known.string if known else "",
            locations=[(file, 0) for file in files],
            flags=known.flags if known else (),
            user_comments=known.user_comments if known else (),
        )
    return new


def as_source(catalogue: Catalog) -> bytes:
    """Return the ``.po`` file of a catalogue: the same bytes whenever it is made."""
    written = io.BytesIO()
    write_po(written, catalogue, width=WIDTH, include_lineno=False, sort_output=True)
    return written.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Return the ``.mo`` file of a catalogue."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def main() -> None:
    """Update source and compiled file, and list what has no Chinese yet."""
    old = read()
    new = merged(old, templates(FOLDER.parents[1]))
    SOURCE.write_bytes(as_source(new))
    COMPILED.write_bytes(compiled(new))
    gone = [message for message in old if message.id and message.id not in new]
    missing = [message.id for message in new if message.id and not message.string]
    lines = [f"taken out: {message.id}\n           {message.string}" for message in gone]
    lines += [f"no Chinese: {template}" for template in missing]
    lines.append(f"{len(new)} texts, {len(missing)} without Chinese: {SOURCE.name}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
