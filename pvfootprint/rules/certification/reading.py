"""Reads certification schemes: TOML files of ``methods/certification/``, or a user's own."""

from __future__ import annotations

import hashlib
import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pvfootprint.language.texts import joined, text
from pvfootprint.model.findings import Finding, LibraryError, SelectionError
from pvfootprint.rules.certification.building import build
from pvfootprint.rules.certification.consistency import inconsistencies
from pvfootprint.rules.certification.layout import SchemeFile
from pvfootprint.rules.certification.places import column, line_of
from pvfootprint.rules.method_files import SUFFIX, keys_of, read_each

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from pvfootprint.language.texts import Text
    from pvfootprint.model.certification import CertificationScheme
    from pvfootprint.rules.certification.places import Place

FOLDER = "methods/certification"
LARGEST_FILE = 1_000_000
"""Size beyond which a file is no scheme [byte]."""

LANGUAGES = {"en": text("the English text is missing"), "zh": text("the Chinese text is missing")}
LIMITS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
KINDS = {
    "string": text("a text in quotation marks"),
    "int": text("a whole number"),
    "float": text("a number"),
    "bool": text("true or false"),
    "list": text("a list in square brackets"),
    "dict": text("a table"),
    "model": text("a table"),
    "too_short": text("at least one"),
}
"""What a value must be, by pydantic's kind of error."""


def available_schemes(root: Path) -> list[str]:
    """Return the keys of the certification schemes on offer.

    Parameters
    ----------
    root : Path
        Folder that holds ``methods/``.

    Returns
    -------
    list of str
        In order; names of the files without their suffix.
    """
    return keys_of(root / FOLDER)


def list_schemes(root: Path) -> tuple[CertificationScheme, ...]:
    """Read every certification scheme of ``methods/certification/``.

    Parameters
    ----------
    root : Path
        Folder that holds ``methods/``.

    Returns
    -------
    tuple of CertificationScheme
        Ordered by key.

    Raises
    ------
    LibraryError
        With everything that is wrong in any of the files.
    """
    return tuple(read_each(available_schemes(root), lambda key: read_scheme(key, root)))


def read_scheme(written: str, root: Path) -> CertificationScheme:
    """Read a certification scheme.

    Parameters
    ----------
    written : str
        Key of a scheme of ``methods/certification/``, or a file that ends in ``.toml``.
    root : Path
        Folder that holds ``methods/``.

    Returns
    -------
    CertificationScheme
        With the file's content and its SHA-256.

    Raises
    ------
    SelectionError
        CSC-012 if there is no such scheme.
    LibraryError
        CSC-001 to CSC-018, with everything that is wrong in the file.
    """
    if written.endswith(SUFFIX):
        return read_scheme_content(_content(Path(written), written), written)
    there = available_schemes(root)
    if written not in there:
        raise SelectionError([_unknown(written, there)])
    file = f"{FOLDER}/{written}{SUFFIX}"
    return read_scheme_content(_content(root / file, file), file, key=written)


def read_scheme_content(content: bytes, file: str, *, key: str = "") -> CertificationScheme:
    """Read a certification scheme from the content of its file.

    Parameters
    ----------
    content : bytes
        TOML in UTF-8; such as the registry keeps of an old version.
    file : str
        Name for findings.
    key : str
        Key that its name stands for; empty if the name does not matter.

    Returns
    -------
    CertificationScheme
        With the content and its SHA-256.

    Raises
    ------
    LibraryError
        CSC-001 to CSC-018, with everything that is wrong in the file.
    """
    try:
        source = content.decode("utf-8")
        data = tomllib.loads(source)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise LibraryError([_unreadable(file, str(error))]) from error
    lines = source.splitlines()
    try:
        parsed = SchemeFile.model_validate(data)
    except ValidationError as error:
        raise LibraryError([_wrong(one, file, lines) for one in error.errors()]) from error
    findings = [
        Finding(code, said, file, line_of(place, lines), column(place), found, expected)
        for code, said, place, found, expected in inconsistencies(parsed)
    ]
    if key and parsed.key != key:
        said = text("the key is not the name of the file")
        findings.append(Finding("CSC-011", said, file, 1, "key", parsed.key, key))
    if findings:
        raise LibraryError(findings)
    return build(parsed, content, hashlib.sha256(content).hexdigest())


def _content(path: Path, file: str) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise LibraryError([_unreadable(file, text("the file is too large"))])
        return path.read_bytes()
    except OSError as error:
        raise LibraryError([_unreadable(file, str(error))]) from error


def _unreadable(file: str, found: str) -> Finding:
    line = re.search(r"at line (\d+)", found)
    return Finding(
        "CSC-001",
        text("the certification scheme cannot be read"),
        file,
        int(line[1]) if line else None,
        found=found,
        expected=text("a TOML file in UTF-8"),
        hint=text("begin with a copy of a file of methods/certification/"),
    )


def _unknown(written: str, there: list[str]) -> Finding:
    near = get_close_matches(written, there, n=3, cutoff=0.4)
    return Finding(
        "CSC-012",
        text("there is no certification scheme {key!r}", key=written),
        found=written,
        expected=joined(", ", there),
        hint=text("did you mean {near}?", near=joined(" or ", near))
        if near
        else text("name one of these, or a file that ends in .toml"),
    )


def _wrong(error: ErrorDetails, file: str, lines: list[str]) -> Finding:
    place = _place(error)
    code, said = _kind(error, str(place[-1]))
    absent = error["type"] == "missing"
    return Finding(
        code,
        said,
        file,
        line_of(place, lines),
        column(place),
        found="" if absent else str(error["input"])[:80],
        expected=_expected(error),
    )


def _expected(error: ErrorDetails) -> str:
    """Return what pydantic would have taken, in words."""
    given = error.get("ctx", {})
    if "expected" in given:
        return str(given["expected"])
    if "pattern" in given:
        return text("of the form {pattern}", pattern=given["pattern"])
    kind = error["type"].removesuffix("_type")
    limits = [f"{sign} {given[name]:g}" for name, sign in LIMITS.items() if name in given]
    return KINDS.get(kind) or ", ".join(limits)


def _place(error: ErrorDetails) -> Place:
    """Return where it stands in the file, without pydantic's own marks in between."""
    return tuple(
        part for part in error["loc"] if isinstance(part, int) or not part.startswith(MARKS)
    )


MARKS = ("[key]", "Clause[", "literal[", "nullable")
"""What pydantic puts between the keys of a file."""


def _kind(error: ErrorDetails, field: str) -> tuple[str, Text]:
    kind, language = error["type"], field.rpartition("_")[2]
    empty = (
        kind in {"string_too_short", "string_pattern_mismatch"} and not str(error["input"]).strip()
    )
    if language in LANGUAGES and (kind == "missing" or empty):
        return "CSC-006", LANGUAGES[language]
    kinds = {
        "missing": ("CSC-003", text("{place} is missing", place=field)),
        "extra_forbidden": ("CSC-002", text("{key} is not known", key=field)),
        "literal_error": ("CSC-007", text("the name is not known here")),
    }
    if kind in kinds:
        return kinds[kind]
    if kind.endswith("_type"):
        return "CSC-004", text("{place} is of another kind", place=field)
    return "CSC-005", text("{place} is not possible", place=field)
