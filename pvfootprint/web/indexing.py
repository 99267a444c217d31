"""The lists of the register: plain pages, and the index for programs and for the search."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

from pvfootprint.model.canonical import canonical, digest
from pvfootprint.model.certificate_record import Said
from pvfootprint.web.pages import list_page
from pvfootprint.web.site import PER_PAGE, Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pvfootprint.web.folder import Folder
    from pvfootprint.web.gathering import Gathering
    from pvfootprint.web.site import Site
    from pvfootprint.web.wording import Language

SHARD = 10 * PER_PAGE
"""Certificates in a file of the index."""

INDEX = "index.json"
"""Name of the index, which names its parts."""

PREFIX = {"zh": "", "en": "en/"}
"""Folder of a language's pages."""

ORDER: tuple[Language, ...] = ("en", "zh")
"""In which order pages are written: labels and links lead to the Chinese one, which names both."""


def row_data(row: Row) -> dict[str, Any]:
    """Return a line of the index."""
    return {
        "number": row.number,
        "status": row.status,
        "since": row.since.isoformat(),
        "stage": {"en": row.stage.en, "zh": row.stage.zh},
        "stage_key": row.stage_key,
        "technology": row.technology,
        "company": row.company,
        "company_en": row.company_en,
        "product": row.product,
        "models": list(row.models),
        "shown": row.shown,
        "unit": row.unit,
        "value": row.value,
        "issued": row.issued,
        "expires": row.expires,
    }


def row_of(data: dict[str, Any]) -> Row:
    """Return what a line of the index says."""
    read = {
        "since": datetime.date.fromisoformat(data["since"]),
        "stage": Said(**data["stage"]),
        "models": tuple(data["models"]),
    }
    return Row(**{**data, **read})


class Lists:
    """The lists of a register while it is published.

    Parameters
    ----------
    folder : Folder
        Where to.
    gathering : Gathering
        What there is to be said.
    site : Site
        The register.
    shards : mapping
        Files of the index as they were published before -> SHA-256; empty to make all anew.

    Attributes
    ----------
    shards : dict
        The same as they are now.
    """

    def __init__(
        self, folder: Folder, gathering: Gathering, site: Site, shards: Mapping[str, str]
    ) -> None:
        self.folder, self.gathering, self.site = folder, gathering, site
        self.numbers = list(gathering.lives)
        self.pages = (len(self.numbers) - 1) // PER_PAGE + 1
        self.before, self.shards = shards, dict(shards)

    def write_part(self, part: int, changed: set[str]) -> None:
        """Write a file of the index and the pages of its certificates, as far as they change.

        Parameters
        ----------
        part : int
            Which file, counted from 0.
        changed : set of str
            Certificates of which the line changed.
        """
        # An older page links to the next newer one.
        pages = sorted(self._touched(part, changed), reverse=True)
        if not pages:
            return
        rows = self._rows(part, changed)
        for page in pages:
            self._write_page(page, [row_of(rows[one]) for one in self._on(page)])
        numbers = self.numbers[part * SHARD : (part + 1) * SHARD]
        content = canonical({"certificates": [rows[one] for one in numbers]}) + b"\n"
        path = self._path(part)
        self.folder.put(path, content)
        self.shards[path] = digest(content)

    @property
    def parts(self) -> range:
        """The files of the index, counted from 0."""
        return range((len(self.numbers) - 1) // SHARD + 1)

    def write_index(self, generated: datetime.datetime) -> None:
        """Write the file that names the others."""
        parts = [
            {
                "file": self._path(part),
                "certificates": len(self.numbers[part * SHARD : (part + 1) * SHARD]),
                "sha256": self.shards[self._path(part)],
            }
            for part in self.parts
        ]
        data = {
            "format": "pvfootprint register index",
            "version": 1,
            "base_url": self.site.base_url,
            "registry": self.site.registry,
            "generated": generated.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "certificates": len(self.numbers),
            "shards": parts,
        }
        self.folder.put(INDEX, canonical(data) + b"\n")

    def _touched(self, part: int, changed: set[str]) -> set[int]:
        """Return the pages of a part that may change; the last two link to a new one."""
        first = part * SHARD // PER_PAGE + 1
        inside = range(first, min(first + SHARD // PER_PAGE, self.pages + 1))
        return {
            page
            for page in inside
            if page >= self.pages - 1 or not changed.isdisjoint(self._on(page))
        }

    def _rows(self, part: int, changed: set[str]) -> dict[str, dict[str, Any]]:
        """Return the lines of a part: as published before, and those that changed anew."""
        path = self._path(part)
        content = self.folder.same(path, self.before.get(path, ""))
        rows = {}
        if content is not None:
            rows = {one["number"]: one for one in json.loads(content)["certificates"]}
        for number in self.numbers[part * SHARD : (part + 1) * SHARD]:
            if number in changed or number not in rows:
                rows[number] = row_data(self.gathering.row(number))
        return rows

    def _write_page(self, page: int, rows: Sequence[Row]) -> None:
        newest_first = rows[::-1]
        for language in ORDER:
            content = list_page(newest_first, self.site, language, page, self.pages)
            self.folder.put(f"{PREFIX[language]}list/{page:03d}/index.html", content.encode())

    def _on(self, page: int) -> list[str]:
        return self.numbers[(page - 1) * PER_PAGE : page * PER_PAGE]

    @staticmethod
    def _path(part: int) -> str:
        return f"index/{part + 1:03d}.json"
