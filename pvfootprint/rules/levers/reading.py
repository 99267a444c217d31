"""Reads the levers of ``methods/levers/``, or of a user's own files."""

from __future__ import annotations

import hashlib
import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pvfootprint.language.texts import joined, text
from pvfootprint.model.findings import AnalysisError, Finding
from pvfootprint.model.lever import Lever, Number, Range
from pvfootprint.model.terms import STAGES
from pvfootprint.rules.levers.consistency import inconsistencies
from pvfootprint.rules.levers.layout import LeverFile
from pvfootprint.rules.method_files import SUFFIX, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic_core import ErrorDetails

FOLDER = "methods/levers"

WRONG = {
    "missing": text("a key is missing"),
    "extra_forbidden": text("the key is not known"),
}
"""What is wrong, by pydantic's kind of error."""

EXPECTED = {
    "finite_number": text("a finite number"),
    "float_type": text("a number"),
    "list_type": text("a list"),
    "string_pattern_mismatch": text("lower-case letters, digits and hyphens"),
    "string_too_short": text("words in quotation marks"),
    "string_type": text("words in quotation marks"),
    "union_tag_not_found": text("the kind of the change"),
}
"""What may stand there, by pydantic's kind of error."""


def read_levers(root: Path, written: Sequence[str] = ()) -> tuple[Lever, ...]:
    """Read levers.

    Parameters
    ----------
    root : Path
        Folder that holds ``methods/``.
    written : sequence of str
        Keys of levers of ``methods/levers/``, of which two may not exclude each other; and files
        that end in ``.toml``, or folders of them. All levers of ``methods/levers/`` by default.

    Returns
    -------
    tuple of Lever
        Ordered by key; a lever for several stages is one for each of them.

    Raises
    ------
    AnalysisError
        LEV-001 to LEV-005, with everything that is wrong in any of the files.
    """
    files, keys = _asked(written)
    findings: list[Finding] = []
    own = _read_all(files, root, findings)
    catalogue = _read_all(_catalogue(root) if keys or not files else (), root, findings)
    if findings:
        raise AnalysisError(findings)
    levers = [*own, *(chosen(catalogue, keys) if keys else catalogue)]
    findings = _twice(levers)
    if findings:
        raise AnalysisError(findings)
    return tuple(sorted(levers, key=lambda lever: lever.key))


def _read_all(paths: Iterable[Path], root: Path, findings: list[Finding]) -> list[Lever]:
    """Read files; what is wrong in any of them is added to the findings."""
    levers: list[Lever] = []
    for path in paths:
        try:
            levers += _read(path, _shown(path, root))
        except AnalysisError as error:
            findings += error.findings
    return levers


def chosen(levers: Sequence[Lever], keys: Iterable[str]) -> tuple[Lever, ...]:
    """Return the levers of some keys.

    Parameters
    ----------
    levers : sequence of Lever
        Among which.
    keys : iterable of str
        Keys; that of a file with a lever for several stages means all of them.

    Returns
    -------
    tuple of Lever
        In the order of `levers`.

    Raises
    ------
    AnalysisError
        LEV-004 for a key that is not there, LEV-005 for levers that exclude each other.
    """
    asked = list(dict.fromkeys(keys))
    findings = [_unknown(key, levers) for key in asked if not _named(levers, key)]
    found = {lever.key for key in asked for lever in _named(levers, key)}
    here = [lever for lever in levers if lever.key in found]
    findings += [
        Finding(
            "LEV-005",
            text("{one} and {other} exclude each other", one=one.name, other=other.name),
            found=f"{one.key}, {other.key}",
            hint=text("name one of them; without keys all are offered, never both together"),
        )
        for i, one in enumerate(here)
        for other in here[i + 1 :]
        if one.excluded_by(other)
    ]
    if findings:
        raise AnalysisError(findings)
    return tuple(here)


def without(levers: Sequence[Lever], keys: Iterable[str]) -> tuple[Lever, ...]:
    """Leave levers out.

    Parameters
    ----------
    levers : sequence of Lever
        Among which.
    keys : iterable of str
        Keys of those left out.

    Returns
    -------
    tuple of Lever
        The others, in their order.

    Raises
    ------
    AnalysisError
        LEV-004 for a key that is not there.
    """
    asked = list(dict.fromkeys(keys))
    findings = [_unknown(key, levers) for key in asked if not _named(levers, key)]
    if findings:
        raise AnalysisError(findings)
    gone = {lever.key for key in asked for lever in _named(levers, key)}
    return tuple(lever for lever in levers if lever.key not in gone)


def _named(levers: Iterable[Lever], key: str) -> list[Lever]:
    stages = {f"{key}-{stage}" for stage in STAGES}
    exact = [lever for lever in levers if lever.key == key]
    return exact or [lever for lever in levers if lever.key in stages]


def _asked(written: Sequence[str]) -> tuple[list[Path], list[str]]:
    files: list[Path] = []
    keys: list[str] = []
    for one in written:
        path = Path(one)
        if one.endswith(SUFFIX):
            files.append(path)
        elif path.is_dir():
            files += sorted(path.glob(f"*{SUFFIX}"))
        else:
            keys.append(one)
    return files, keys


def _catalogue(root: Path) -> list[Path]:
    folder = root / FOLDER
    return [folder / f"{key}{SUFFIX}" for key in keys_of(folder)]


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _unknown(key: str, levers: Sequence[Lever]) -> Finding:
    keys = [lever.key for lever in levers]
    near = get_close_matches(key, keys, n=3, cutoff=0.4)
    return Finding(
        "LEV-004",
        text("there is no lever {key!r}", key=key),
        found=key,
        expected=joined(", ", keys),
        hint=text("did you mean {near}?", near=joined(" or ", near)) if near else "",
    )


def _twice(levers: Sequence[Lever]) -> list[Finding]:
    keys = [lever.key for lever in levers]
    return [
        Finding("LEV-003", text("the key stands twice"), column="key", found=key)
        for key in sorted({one for one in keys if keys.count(one) > 1})
    ]


def _read(path: Path, file: str) -> list[Lever]:
    try:
        content = path.read_bytes()
        data = tomllib.loads(content.decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AnalysisError([_unreadable(file, error)]) from error
    try:
        parsed = LeverFile.model_validate(data)
    except ValidationError as error:
        raise AnalysisError([_wrong(file, one) for one in error.errors()]) from error
    findings = inconsistencies(parsed, file, path.stem)
    if findings:
        raise AnalysisError(findings)
    content_hash = hashlib.sha256(content).hexdigest()
    stages: list[str] = [*parsed.stages] or [""]
    return [_lever(parsed, stage, content_hash) for stage in stages]


def _unreadable(file: str, error: Exception) -> Finding:
    line = re.search(r"at line (\d+)", str(error))
    return Finding(
        "LEV-001",
        text("the lever's file cannot be read"),
        file,
        int(line[1]) if line else None,
        found=str(error),
        expected=text("a TOML file in UTF-8"),
        hint=text("docs/levers.md shows how a lever is written; copy one of methods/levers/"),
    )


def _wrong(file: str, error: ErrorDetails) -> Finding:
    place = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in error["loc"]]
    context = error.get("ctx", {})
    limits = [
        f"{sign} {context[name]}"
        for name, sign in (("ge", "≥"), ("gt", ">"), ("le", "≤"), ("lt", "<"))
        if name in context
    ]
    allowed = context.get("expected", context.get("expected_tags", ", ".join(limits)))
    return Finding(
        "LEV-002",
        WRONG.get(error["type"], text("the value is not possible here")),
        file,
        column="".join(place).lstrip("."),
        found="" if error["type"] == "missing" else str(error["input"])[:80],
        expected=str(allowed) or EXPECTED.get(error["type"], ""),
    )


def _lever(parsed: LeverFile, stage: str, content_hash: str) -> Lever:
    def filled(words: str, term: str = stage) -> str:
        return words.replace("{stage}", term)

    en = STAGES[stage].en if stage else ""
    zh = STAGES[stage].zh if stage else ""
    changes = {
        name: change.model_copy(update={"stage": filled(change.stage)})
        for name, change in parsed.changes.items()
    }
    return Lever(
        key=f"{parsed.key}-{stage}" if stage else parsed.key,
        version=parsed.version,
        en=filled(parsed.en, en),
        zh=filled(parsed.zh, zh),
        who=filled(parsed.who),
        explanation_en=filled(parsed.explanation.en, en),
        explanation_zh=filled(parsed.explanation.zh, zh),
        needs=tuple((filled(one.en, en), filled(one.zh, zh)) for one in parsed.needs),
        caution_en=filled(parsed.caution.en, en),
        caution_zh=filled(parsed.caution.zh, zh),
        changes=changes,
        numbers=tuple(
            Number(**one.model_dump(exclude={"en", "zh"}), note_en=one.en, note_zh=one.zh)
            for one in parsed.numbers
        ),
        excludes=tuple(filled(one) for one in parsed.excludes),
        group=filled(parsed.group),
        valid=tuple(Range(**one.model_dump()) for one in parsed.valid),
        places=tuple(parsed.places),
        basis=parsed.basis,
        sources=parsed.sources,
        content_hash=content_hash,
    )
