"""Makes a data package: the same bytes for the same datasets and the same key."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.credentials.integrity import sign
from pvfootprint.credentials.multikey import as_multikey
from pvfootprint.credentials.reading import as_json, stamp
from pvfootprint.database.packaging.descriptor import (
    DESCRIPTOR,
    README,
    SOURCES,
    Descriptor,
    Origin,
    PackageLicence,
    PackageSource,
    Resource,
    method_of,
)
from pvfootprint.database.packaging.processes import inventory_of, short_key, source_of
from pvfootprint.database.packaging.readme import readme
from pvfootprint.language.texts import text
from pvfootprint.library.writing import inventory_csv, source_csv
from pvfootprint.model.canonical import digest
from pvfootprint.submission.archives import pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from pvfootprint.database.averaging.publishing import PublishedAverage
    from pvfootprint.database.packaging.choosing import Chosen
    from pvfootprint.database.packaging.licences import Licence
    from pvfootprint.model.inventory import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """Who shares what, on which terms.

    Parameters
    ----------
    name : str
        Name of the package, and of the set when it is installed.
    licence : Licence
        Terms.
    certifier, certifier_en : str
        Whose base database.
    registry : str
        Identity of the registry.
    created : datetime
        When what it holds was last changed: not when it is written, so that it can be made again.
    test : bool
        Whether the certifier is invented.
    """

    name: str
    licence: Licence
    certifier: str
    certifier_en: str
    registry: str
    created: datetime.datetime
    test: bool


def write_package(
    chosen: Chosen, sharing: Sharing, library: Library, private: Ed25519PrivateKey
) -> bytes:
    """Make a package.

    Parameters
    ----------
    chosen : Chosen
        What it holds.
    sharing : Sharing
        Who shares it, on which terms.
    library : Library
        The shipped library, to which datasets are linked.
    private : Ed25519PrivateKey
        Key of the data steward.

    Returns
    -------
    bytes
        A zip file with one possible spelling.

    Raises
    ------
    DatabaseError
        DAT-055 if the library does not have what a dataset takes.
    """
    files = {**_datasets(chosen, sharing, library), **_averages(chosen.averages)}
    files[SOURCES] = _sources(chosen, sharing)
    files[README] = readme(chosen, sharing).encode()
    public = as_multikey(private.public_key())
    made = _descriptor(chosen, sharing, library, files, public)
    signed = sign(
        made.model_dump(mode="json", exclude_none=True),
        private,
        method=method_of(public),
        created=sharing.created,
    )
    return pack({**files, DESCRIPTOR: as_json(signed)})


def _datasets(chosen: Chosen, sharing: Sharing, library: Library) -> dict[str, bytes]:
    if not chosen.datasets:
        return {}
    database = f"pvfootprint data package {sharing.name}"
    made = [
        inventory_of(one, library, database, f"base-database-{short_key(one)}")
        for one in chosen.datasets
    ]
    said = "Unit processes of producers who let them be shared, from the base database."
    return {"inventories/datasets.csv": inventory_csv(database, said, made)}


def _averages(averages: Iterable[PublishedAverage]) -> dict[str, bytes]:
    return {f"inventories/{one.subject.replace('/', '-')}.csv": one.csv for one in averages}


def _sources(chosen: Chosen, sharing: Sharing) -> bytes:
    """Return one table of sources; those of averages keep their lines as they were published."""
    own = source_csv(
        source_of(one, sharing.certifier_en, sharing.licence.spdx) for one in chosen.datasets
    )
    rows = [
        row for content in (own, *(a.sources for a in chosen.averages)) for row in _rows(content)
    ]
    heading = rows[0]
    lines = sorted({tuple(row) for row in rows if row != heading})
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([heading, *lines])
    return out.getvalue().encode()


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def _descriptor(
    chosen: Chosen, sharing: Sharing, library: Library, files: Mapping[str, bytes], public: str
) -> Descriptor:
    licence, title = sharing.licence, title_of(sharing)
    return Descriptor(
        name=sharing.name,
        title=title,
        description="Datasets and averages of a certifier's base database of photovoltaic "
        "products, in the layout of bw2io.CSVImporter",
        version=sharing.created.date().isoformat(),
        created=stamp(sharing.created),
        licenses=(PackageLicence(name=licence.spdx, path=licence.link, title=licence.title),),
        sources=(PackageSource(title=f"{sharing.certifier_en}, base database"),),
        resources=tuple(_resource(path, content) for path, content in sorted(files.items())),
        pvfootprint=Origin(
            certifier=sharing.certifier,
            certifier_en=sharing.certifier_en,
            registry=sharing.registry,
            public=public,
            library=library.content_hash,
            content=_content(chosen),
            datasets=tuple(one.key for one in chosen.datasets),
            averages=tuple(one.subject for one in chosen.averages),
            notice=licence.notice.en,
            notice_zh=licence.notice.zh,
            test=sharing.test,
        ),
    )


def title_of(sharing: Sharing) -> str:
    """Return the name of a package for people, in both languages."""
    english = text("base database of {certifier}", certifier=sharing.certifier_en).en
    chinese = text("base database of {certifier}", certifier=sharing.certifier).zh
    return f"{english} / {chinese}"


def _content(chosen: Chosen) -> str:
    hashes = [one.standing.unit_process for one in chosen.datasets]
    hashes += [digest(one.csv) for one in chosen.averages]
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def _resource(path: str, content: bytes) -> Resource:
    return Resource(
        name=path.rpartition(".")[0].replace("/", "-").lower(),
        path=path,
        mediatype="text/csv" if path.endswith(".csv") else "text/markdown",
        bytes=len(content),
        hash=f"sha256:{digest(content)}",
    )
