"""What a worker is given: a window of items with all that is needed to compute them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pvfootprint.analysis.batches.rows import Kind, Rows, Written
    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.chain.declaring import ProductData
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Source:
    """Where the data of an item come from.

    Parameters
    ----------
    written : str
        As the list names it.
    path : Path, optional
        File or folder; None for a product of the library.
    files : tuple of (Path, str)
        What is read, each with the SHA-256 of its content when the batch began.
    digest : str
        SHA-256 over names and contents; of a product of the library, over its name.
    contents : tuple of bytes
        The files themselves, where the worker may not see the same disk.
    """

    written: str
    path: Path | None
    files: tuple[tuple[Path, str], ...]
    digest: str
    contents: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Setup:
    """What all items of a batch have in common.

    Parameters
    ----------
    rules : RuleSet
        Chooses GWP set, electricity basis, instruments and allocation.
    electricity_year : int, optional
        Year of the electricity data; the newest by default.
    fill_gaps : str, optional
        ``library`` (default) or ``fail``.
    per, product : str
        For items that do not say it themselves.
    software, library : str
        Hashes of the code and of the library that all results rest on.
    """

    rules: RuleSet
    electricity_year: int | None
    fill_gaps: str | None
    per: str
    product: str
    software: str
    library: str


@dataclass(frozen=True, slots=True)
class Task:
    """A window of items.

    Parameters
    ----------
    number : int
        Position of the window.
    batch : str
        Digest of all that the results rest on.
    listed : str
        Name of the list; empty for a folder.
    rows : Rows or Written
        The items, as the list writes them until a worker reads them.
    sources : dict
        By input.
    scenarios : dict
        By file as the list names it, each with the SHA-256 of the file.
    setup : Setup
        What all items have in common.
    """

    number: int
    batch: str
    listed: str
    rows: Rows | Written
    sources: dict[str, Source]
    scenarios: dict[str, tuple[Scenario, str]]
    setup: Setup

    def read(self) -> Task:
        """Return the task with its items read."""
        return replace(self, rows=self.rows.read())

    def by_kind(self) -> list[Task]:
        """Return a task for each kind of items."""
        rows = self.rows.read()
        return [replace(self, rows=rows.taken(found)) for found in rows.by_kind().values()]

    def in_order(self, tables: Sequence[pa.Table]) -> pa.Table:
        """Put the rows of all kinds together in the order of the items."""
        order = np.argsort(np.concatenate(list(self.rows.read().by_kind().values())))
        table = pa.concat_tables(tables).take(pa.array(order))
        return table.unify_dictionaries().combine_chunks()


class Open(Protocol):
    """Opens an item; its module stands above this room, as it knows submissions."""

    def __call__(
        self, source: Source, kind: Kind, setup: Setup, data: ProductData, library: Library
    ) -> Subject:
        """Open a source as the subject of an analysis."""
