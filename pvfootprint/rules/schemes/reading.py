"""Reads the schemes of ``methods/schemes/``."""

from __future__ import annotations

import hashlib
import re
import tomllib
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pvfootprint.language.texts import joined, text
from pvfootprint.model.findings import Finding, LibraryError, SelectionError
from pvfootprint.model.scheme import Component, Rounding, Scheme, Threshold
from pvfootprint.rules.method_files import SUFFIX, keys_of, read_each
from pvfootprint.rules.schemes.consistency import inconsistencies
from pvfootprint.rules.schemes.layout import SchemeFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from pvfootprint.rules.schemes.layout import Limit

FOLDER = "methods/schemes"


def available_schemes(root: Path) -> list[str]:
    """Return the keys of the schemes on offer.

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


def read_schemes(root: Path, keys: Iterable[str] | None = None) -> tuple[Scheme, ...]:
    """Read schemes.

    Parameters
    ----------
    root : Path
        Folder that holds ``methods/``.
    keys : iterable of str, optional
        Which ones; all of them by default.

    Returns
    -------
    tuple of Scheme
        In the order asked for, each once.

    Raises
    ------
    SelectionError
        SCM-004 for a key that is not there, with the nearest.
    LibraryError
        SCM-001 to SCM-003 with everything that is wrong in any of the files.
    """
    there = available_schemes(root)
    asked = list(dict.fromkeys(there if keys is None else keys))
    unknown = [_unknown(key, there) for key in asked if key not in there]
    if unknown:
        raise SelectionError(unknown)
    return tuple(read_each(asked, lambda key: _read(root, key)))


def _unknown(key: str, there: list[str]) -> Finding:
    near = get_close_matches(key, there, n=3, cutoff=0.4)
    return Finding(
        "SCM-004",
        text("there is no scheme {key!r}", key=key),
        found=key,
        expected=", ".join(there),
        hint=text("did you mean {near}?", near=joined(" or ", near)) if near else "",
    )


def _read(root: Path, key: str) -> Scheme:
    file = f"{FOLDER}/{key}{SUFFIX}"
    try:
        content = (root / file).read_bytes()
        data = tomllib.loads(content.decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LibraryError([_unreadable(file, error)]) from error
    try:
        parsed = SchemeFile.model_validate(data)
    except ValidationError as error:
        raise LibraryError([_wrong(file, one) for one in error.errors()]) from error
    scheme = _scheme(parsed, hashlib.sha256(content).hexdigest())
    findings = inconsistencies(scheme, file, key)
    if findings:
        raise LibraryError(findings)
    return scheme


def _unreadable(file: str, error: Exception) -> Finding:
    line = re.search(r"at line (\d+)", str(error))
    return Finding(
        "SCM-001",
        text("the scheme's file cannot be read"),
        file,
        int(line[1]) if line else None,
        found=str(error),
        expected=text("a TOML file in UTF-8"),
    )


def _wrong(file: str, error: ErrorDetails) -> Finding:
    kinds = {
        "missing": text("a key is missing"),
        "extra_forbidden": text("the key is not known"),
    }
    place = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in error["loc"]]
    return Finding(
        "SCM-002",
        kinds.get(error["type"], text("the value is not possible here")),
        file,
        column="".join(place).lstrip("."),
        found="" if error["type"] == "missing" else str(error["input"])[:80],
        expected=str(error.get("ctx", {}).get("expected", "")),
    )


def _scheme(parsed: SchemeFile, content_hash: str) -> Scheme:
    boundary, rule, why = parsed.boundary, parsed.rounding, parsed.no_verdict
    return Scheme(
        key=parsed.key,
        version=parsed.version,
        title=parsed.en,
        title_zh=parsed.zh,
        status=parsed.status,
        unit=parsed.unit,
        method=boundary.method,
        judges=parsed.judges,
        boundary=boundary.en,
        boundary_zh=boundary.zh,
        boundary_source=boundary.source,
        boundary_certainty=boundary.certainty,
        without=tuple(boundary.without),
        stages=tuple(boundary.stages),
        groups=tuple(boundary.groups),
        components=tuple(
            Component(**{**part.model_dump(), "datasets": tuple(part.datasets)})
            for part in parsed.components
        ),
        gwp=parsed.gwp.set,
        gwp_certainty=parsed.gwp.certainty,
        rounding=Rounding(
            step=rule.step,
            half=rule.half,
            source=rule.source,
            certainty=rule.certainty,
            half_certainty=rule.half_certainty,
            note_en=rule.en,
            note_zh=rule.zh,
        ),
        thresholds=tuple(
            Threshold(**limit.model_dump()) for limit in sorted(parsed.thresholds, key=_strictness)
        ),
        no_verdict=why.en if why else "",
        no_verdict_zh=why.zh if why else "",
        notes=tuple((note.en, note.zh) for note in parsed.notes),
        sources=parsed.sources,
        content_hash=content_hash,
    )


def _strictness(limit: Limit) -> tuple[bool, float, bool]:
    """Order thresholds, the strictest first; a grade without an upper limit is the last."""
    return limit.below is None, limit.below or 0.0, limit.below_itself
