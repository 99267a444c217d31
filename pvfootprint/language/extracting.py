"""Finds every text that needs Chinese: in the code, and among the names of the library."""

from __future__ import annotations

import ast
import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FACTORS = "methods/gwp/ar6.csv"
FLOWS = "inventories/elementary_flows.csv"
NOT_NAMED = ("stage", "electricity location", "electricity supply")
"""Fields of datasets whose names are made of terms, places and years."""


def templates(root: Path) -> dict[str, list[str]]:
    """Find all texts of a checkout.

    Parameters
    ----------
    root : Path
        Folder that holds ``pvfootprint/``, ``inventories/`` and ``methods/``.

    Returns
    -------
    dict
        Files in which it stands, by text; both in order.

    Raises
    ------
    ValueError
        Where a text is composed before it is given to :func:`pvfootprint.language.texts.text`.
    """
    found: dict[str, set[str]] = {}
    for path in sorted((root / "pvfootprint").rglob("*.py")):
        for template in in_code(path):
            found.setdefault(template, set()).add(path.relative_to(root).as_posix())
    for path in sorted((root / "inventories").glob("*/*.csv")):
        for name in library_names(path):
            found.setdefault(name, set()).add(path.relative_to(root).as_posix())
    for name in gas_names(root):
        found.setdefault(name, set()).add(FLOWS)
    return {template: sorted(found[template]) for template in sorted(found)}


def in_code(path: Path) -> Iterator[str]:
    """Find the texts of one Python file.

    Parameters
    ----------
    path : Path
        The file.

    Yields
    ------
    str
        First argument of each call of ``text``, where it is a literal; a variable holds a name of
        the library, whose catalogue entry comes from there.

    Raises
    ------
    ValueError
        Where it is composed of parts: nobody could translate it.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="text"), args=[ast.Constant(value=str(template))]):
                if template:
                    yield template
            case ast.Call(func=ast.Name(id="text"), args=[ast.Name() | ast.Attribute()]):
                pass
            case ast.Call(func=ast.Name(id="text")):
                msg = f"{path}:{node.lineno}: text() takes one literal, with {{names}} for values"
                raise ValueError(msg)


def library_names(path: Path) -> Iterator[str]:
    """Find the products of a file but for stages and places' electricity, and what they stand for.

    Parameters
    ----------
    path : Path
        A file in the layout of ``bw2io.CSVImporter``.

    Yields
    ------
    str
        Names, as often as they stand there.
    """
    for fields in _activities(path):
        if not any(fields.get(name) for name in NOT_NAMED):
            yield fields["reference product"]
        if fields.get("proxy for"):
            yield fields["proxy for"]


def gas_names(root: Path) -> list[str]:
    """Return the elementary flows that have a global warming potential.

    Parameters
    ----------
    root : Path
        Folder that holds ``inventories/`` and ``methods/``.

    Returns
    -------
    list of str
        Names, in order.
    """
    with (root / FACTORS).open(encoding="utf-8-sig", newline="") as file:
        weighted = {row["name"] for row in csv.DictReader(file)}
    return sorted(weighted & {fields["Activity"] for fields in _activities(root / FLOWS)})


def _activities(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [[*row, "", ""] for row in csv.reader(file)]
    starts = [i for i, row in enumerate(rows) if row[0] == "Activity"]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        tables = (i for i in range(start, end) if rows[i][0] in {"Parameters", "Exchanges", ""})
        yield {row[0]: row[1] for row in rows[start : next(tables, end)]}
