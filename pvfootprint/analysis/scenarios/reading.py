"""Reads scenarios from TOML files."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from pydantic import TypeAdapter, ValidationError

from pvfootprint.analysis.scenarios.faults import TABLE, nearest
from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import AnalysisError, Finding
from pvfootprint.model.scenario import Change, Scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

HEAD = "scenario"
KEYS = (HEAD, TABLE)
NAME = re.compile(r"[^\s.:=,]+")
"""Name of a change: it stands in names of columns, ``CHANGE.FIELD``."""

LONGEST = 80
"""How much of a wrong value is shown [characters]."""

KINDS = {kind.model_fields["kind"].default: kind for kind in get_args(get_args(Change)[0])}
"""Models of the kinds of change."""

_CHANGE: TypeAdapter[Change] = TypeAdapter(Change)


def read_scenario(path: Path) -> Scenario:
    """Read a scenario from a file.

    Parameters
    ----------
    path : Path
        TOML in UTF-8: a table ``[scenario]`` with `key`, `en`, `zh` and `source`, and a table
        ``[change.NAME]`` for each change, with its `kind` and fields.

    Returns
    -------
    Scenario
        Whether its names are those of a product is for :func:`apply` to say.

    Raises
    ------
    AnalysisError
        SCN-001 or SCN-002 with everything that is wrong, and the lines where it stands.
    """
    file = str(path)
    try:
        content = path.read_text(encoding="utf-8")
        data = tomllib.loads(content)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AnalysisError([_unreadable(file, error)]) from error
    findings = [
        _wrong((key,), text("the key is not known"), key, f"{HEAD}, {TABLE}", nearest(key, KEYS))
        for key in data
        if key not in KEYS
    ]
    head, tables = data.get(HEAD, {}), data.get(TABLE, {})
    if not isinstance(head, dict):
        findings.append(_wrong((HEAD,), text("a table is needed here"), str(head)[:LONGEST]))
        head = {}
    changes, more = read_changes(tables)
    findings += more
    if not tables:
        findings.append(_wrong((TABLE,), text("a scenario has at least one change")))
    try:
        Scenario.model_validate({**head, "changes": {}})
    except ValidationError as error:
        fields = [name for name in Scenario.model_fields if name != "changes"]
        findings += [_of_error(HEAD, one, one["loc"], fields) for one in error.errors()]
    if findings:
        raise AnalysisError(in_file(findings, file, content))
    return Scenario.model_validate({**head, "changes": changes})


def read_changes(tables: object, place: str = TABLE) -> tuple[dict[str, Change], list[Finding]]:
    """Read changes from what a TOML file holds.

    Parameters
    ----------
    tables : object
        Tables by name of the change.
    place : str
        Key under which they stand, for messages.

    Returns
    -------
    dict
        Changes by name, in their order; those that are wrong are left out.
    list of Finding
        SCN-002, with the key as their column and without their file.
    """
    if not isinstance(tables, dict):
        return {}, [_wrong((place,), text("a table is needed here"), str(tables)[:LONGEST])]
    changes: dict[str, Change] = {}
    findings: list[Finding] = []
    for name, table in tables.items():
        if not NAME.fullmatch(name):
            message = text("a change is named without spaces, points and colons")
            findings.append(_wrong((place, name), message, name))
        elif not isinstance(table, dict):
            message = text("a table is needed here")
            findings.append(_wrong((place, name), message, str(table)[:LONGEST]))
        else:
            try:
                changes[name] = _CHANGE.validate_python(table)
            except ValidationError as error:
                fields = _fields_of(table)
                errors = error.errors()
                findings += [_of_error(f"{place}.{name}", e, e["loc"][1:], fields) for e in errors]
    return changes, findings


def in_file(findings: Iterable[Finding], file: str, content: str) -> list[Finding]:
    """Say in which file and line findings stand.

    Parameters
    ----------
    findings : iterable of Finding
        Their columns are keys of the file: ``change.NAME.FIELD``.
    file : str
        Its path.
    content : str
        The file.

    Returns
    -------
    list of Finding
        The same, with file and, where the key can be found, line.
    """
    lines = lines_of(content)
    return [
        replace(finding, file=file, line=_line(finding.column, lines))
        if not finding.file
        else finding
        for finding in findings
    ]


def lines_of(content: str) -> dict[str, int]:
    """Return the line of each key and table of a TOML file, as they are usually written."""
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(content.splitlines(), start=1):
        if header := re.match(r"\s*\[\s*(.+?)\s*\]\s*(#.*)?$", line):
            table = header[1].replace('"', "")
            found.setdefault(table, number)
        elif key := re.match(r"""\s*["']?([^=#"']+?)["']?\s*=""", line):
            found.setdefault(".".join(part for part in (table, key[1]) if part), number)
    return found


def _line(column: str, lines: Mapping[str, int]) -> int | None:
    """Return the line of a key, else of the table that it stands in."""
    while column:
        inside = (line for key, line in lines.items() if f"{key}.".startswith(f"{column}."))
        if line := next(inside, None):
            return line
        column = column.rpartition(".")[0]
    return None


def _fields_of(table: Mapping[str, Any]) -> list[str]:
    kind = table.get("kind")
    model = KINDS.get(kind) if isinstance(kind, str) else None
    return list(model.model_fields) if model else []


def _of_error(
    place: str, error: ErrorDetails, where: tuple[int | str, ...], fields: list[str]
) -> Finding:
    """Turn what pydantic says of a field into a finding."""
    key = ".".join(str(part) for part in where)
    match error["type"]:
        case "union_tag_not_found":
            message = text("a change says its kind")
            return _wrong((place, "kind"), message, "", " | ".join(KINDS))
        case "union_tag_invalid":
            kind = str(error["ctx"]["tag"])
            message = text("there is no kind {kind!r} of change", kind=kind)
            near = nearest(kind, KINDS)
            return _wrong((place, "kind"), message, kind, " | ".join(KINDS), near)
        case "missing":
            return _wrong((place, key), text("a key is missing"), "", key)
        case "extra_forbidden":
            message = text("the key is not known")
            return _wrong((place, key), message, key, ", ".join(fields), nearest(key, fields))
    message, found = text("the value is not possible here"), str(error["input"])[:LONGEST]
    return _wrong((place, key), message, found, _expected(error))


def _expected(error: ErrorDetails) -> str:
    """Return what a field may be, in words."""
    limits = [v for k, v in error.get("ctx", {}).items() if k in {"ge", "gt", "le"}]
    limit = float(limits[0]) if limits else 0.0
    words = {
        "greater_than_equal": text("a number not below {limit:g}", limit=limit),
        "greater_than": text("a number above {limit:g}", limit=limit),
        "less_than_equal": text("a number not above {limit:g}", limit=limit),
        "float_type": text("a number"),
        "finite_number": text("a finite number"),
        "string_type": text("words in quotation marks"),
        "dict_type": text("a table"),
        "literal_error": Text(str(error.get("ctx", {}).get("expected", ""))),
    }
    return words.get(error["type"], Text(error["msg"]))


def _wrong(
    place: tuple[str, ...], message: Text, found: str = "", expected: str = "", hint: str = ""
) -> Finding:
    column = ".".join(part for part in place if part)
    return Finding("SCN-002", message, column=column, found=found, expected=expected, hint=hint)


def _unreadable(file: str, error: Exception) -> Finding:
    line = re.search(r"at line (\d+)", str(error))
    return Finding(
        "SCN-001",
        text("the scenario's file cannot be read"),
        file,
        int(line[1]) if line else None,
        found=_cause(error),
        expected=text("a TOML file in UTF-8"),
    )


def _cause(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return text("there is no such file")
    return getattr(error, "strerror", None) or str(error)
