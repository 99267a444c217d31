"""Reads rule sets: TOML files of ``methods/rules/``, or a user's own."""

from __future__ import annotations

import hashlib
import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.clause_words import NOT_SET
from pvfootprint.model.findings import Finding, LibraryError, SelectionError
from pvfootprint.model.rules import CERTAINTIES, Clause, RuleSet, Value
from pvfootprint.rules.clauses import CLAUSES, Known
from pvfootprint.rules.method_files import SUFFIX, keys_of, read_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FOLDER = "methods/rules"
UNCONFIRMED = "to be confirmed"

CODE_OF = {"missing": "RST-003", "extra_forbidden": "RST-002"}
"""Code by pydantic's kind of error; a wrong kind of value is RST-004, any other error RST-005."""


class _Entry(BaseModel):
    """One clause as it stands in the file, but for its value."""

    model_config = ConfigDict(extra="forbid", strict=True)

    value: Any
    unit: str = ""
    basis: list[str] = Field(min_length=1)
    certainty: str
    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)
    note_en: str = ""
    note_zh: str = ""


class _Head(BaseModel):
    """What stands before the clauses."""

    model_config = ConfigDict(extra="forbid", strict=True)

    key: str = Field(pattern="^[a-z0-9-]+$")
    version: str = Field(min_length=1)
    title: str = Field(min_length=1)
    title_zh: str = Field(min_length=1)
    status: Literal["draft", "in force"]
    basis: list[str] = Field(min_length=1)


EXPECTED: dict[str, Text] = {
    "key": text("lower-case letters, digits and hyphens"),
    "status": joined(" or ", ["draft", "in force"]),
    "basis": text("a list of standards with their clauses"),
    "certainty": joined(", ", CERTAINTIES),
    "en": text("what it means, in English"),
    "zh": text("what it means, in Chinese"),
}


def read_rules(written: str, root: Path) -> RuleSet:
    """Read a rule set.

    Parameters
    ----------
    written : str
        Name of a rule set of ``methods/rules/``, or a file that ends in ``.toml``.
    root : Path
        Folder with ``methods/``.

    Returns
    -------
    RuleSet
        Every clause of :data:`pvfootprint.rules.clauses.CLAUSES`, in the order of the file.

    Raises
    ------
    SelectionError
        RST-007 if there is no such rule set.
    LibraryError
        RST-001 to RST-006, RST-008 and RST-009, with everything that is wrong in the file.
    """
    if written.endswith(SUFFIX):
        return _read(Path(written), written)
    names = keys_of(root / FOLDER)
    if written not in names:
        raise SelectionError([_unknown(written, names)])
    file = f"{FOLDER}/{written}{SUFFIX}"
    return _read(root / file, file, key=written)


def list_rules(root: Path) -> list[RuleSet]:
    """Read every rule set of ``methods/rules/``.

    Parameters
    ----------
    root : Path
        Folder with ``methods/``.

    Returns
    -------
    list of RuleSet
        Ordered by name.

    Raises
    ------
    LibraryError
        With everything that is wrong in any of the files.
    """
    return read_each(keys_of(root / FOLDER), lambda name: read_rules(name, root))


def _unknown(written: str, names: list[str]) -> Finding:
    near = get_close_matches(written, names, n=1, cutoff=0.4)
    return Finding(
        "RST-007",
        text("there is no rule set {name!r}", name=written),
        found=written,
        expected=joined(", ", names),
        hint=text("did you mean {name}?", name=near[0])
        if near
        else text("name one of these, or a file that ends in .toml"),
    )


def _read(path: Path, file: str, key: str = "") -> RuleSet:
    try:
        content = path.read_bytes()
        source = content.decode("utf-8")
        data = tomllib.loads(source)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LibraryError([_unreadable(file, error)]) from error
    file_of = _File(file, source)
    head = file_of.head({k: v for k, v in data.items() if not isinstance(v, dict)})
    clauses = file_of.clauses({k: v for k, v in data.items() if isinstance(v, dict)})
    if head and key and head.key != key:
        file_of.add(
            "RST-008",
            text("the key of a rule set is the name of its file"),
            "key",
            found=head.key,
            expected=key,
        )
    if file_of.findings or head is None:
        raise LibraryError(file_of.findings)
    return RuleSet(
        key=head.key,
        version=head.version,
        title=head.title,
        title_zh=head.title_zh,
        status=head.status,
        basis=tuple(head.basis),
        clauses=clauses,
        content_hash=hashlib.sha256(content).hexdigest(),
    )


def _unreadable(file: str, error: Exception) -> Finding:
    line = re.search(r"at line (\d+)", str(error))
    return Finding(
        "RST-001",
        text("the rule set cannot be read"),
        file,
        line=int(line[1]) if line else None,
        found=str(error),
        expected=text("a TOML file in UTF-8"),
        hint=text("`rules list` shows the rule sets that come with pvfootprint; copy one of them"),
    )


class _File:
    """Collects what is wrong with one file."""

    def __init__(self, name: str, source: str) -> None:
        self.name, self.lines = name, source.splitlines()
        self.findings: list[Finding] = []

    def add(self, code: str, message: Text, place: str, **details: str) -> None:
        """Add a finding at a clause or field, with the line where its table begins."""
        table = ".".join(place.split(".")[:2])
        line = next((i for i, x in enumerate(self.lines, 1) if x.strip() == f"[{table}]"), None)
        self.findings.append(Finding(code, message, self.name, line, place, **details))

    def head(self, data: Mapping[str, object]) -> _Head | None:
        """Return what stands before the clauses; None if it is wrong."""
        try:
            return _Head.model_validate(data)
        except ValidationError as error:
            self._explain(error, "", _Head)
            return None

    def clauses(self, sections: Mapping[str, Mapping[str, object]]) -> dict[str, Clause]:
        """Return the clauses that are right, and add what is wrong with the others."""
        written = {
            f"{section}.{name}": entry
            for section, entries in sections.items()
            for name, entry in entries.items()
        }
        for key in (k for k in written if k not in CLAUSES):
            self._unknown(key, CLAUSES)
        for key in (k for k in CLAUSES if k not in written):
            self.add(
                "RST-003",
                text("the clause {key} is missing", key=key),
                key,
                expected=CLAUSES[key].expected,
                hint=text("every rule set has every clause; copy it from another one"),
            )
        made = {key: self._clause(key, written[key]) for key in written if key in CLAUSES}
        return {key: clause for key, clause in made.items() if clause}

    def _unknown(self, key: str, known: Iterable[str]) -> None:
        near = get_close_matches(key, list(known), n=3, cutoff=0.5)
        self.add(
            "RST-002",
            text("{key} is not known", key=key),
            key,
            found=key,
            expected=joined(", ", near),
            hint=text("correct its name, or remove it"),
        )

    def _clause(self, key: str, data: object) -> Clause | None:
        try:
            entry = _Entry.model_validate(data)
        except ValidationError as error:
            self._explain(error, key, _Entry)
            return None
        known = CLAUSES[key]
        value = self._value(key, known, entry.value)
        sound = [value is not None, self._unit(key, known, entry), self._certainty(key, entry)]
        if not all(sound):
            return None
        return Clause(
            key=key,
            value=cast("Value", value),
            unit=entry.unit,
            basis=tuple(entry.basis),
            certainty=entry.certainty,
            en=entry.en,
            zh=entry.zh,
            note_en=entry.note_en,
            note_zh=entry.note_zh,
        )

    def _value(self, key: str, known: Known, written: object) -> object:
        if known.may_be_unset and written == NOT_SET:
            return NOT_SET
        value = tuple(written) if isinstance(written, list) else written
        try:
            return TypeAdapter(known.kind).validate_python(value, strict=True)
        except ValidationError as error:
            wrong_kind = any(e["type"].endswith("_type") for e in error.errors())
            message = (
                text("the value of {key} is of another kind", key=key)
                if wrong_kind
                else text("the value of {key} is not possible", key=key)
            )
            self.add(
                "RST-004" if wrong_kind else "RST-005",
                message,
                f"{key}.value",
                found=str(written),
                expected=known.expected,
            )
            return None

    def _unit(self, key: str, known: Known, entry: _Entry) -> bool:
        right = entry.unit == known.unit
        if not right:
            self.add(
                "RST-005",
                text("the unit of {key} is another one", key=key),
                f"{key}.unit",
                found=entry.unit,
                expected=known.unit,
                hint=text("a share is written from 0 to 1, its unit as -"),
            )
        return right

    def _certainty(self, key: str, entry: _Entry) -> bool:
        if entry.certainty not in CERTAINTIES:
            self.add(
                "RST-006",
                text("it is not clear how sure {key} is", key=key),
                f"{key}.certainty",
                found=entry.certainty,
                expected=EXPECTED["certainty"],
            )
            return False
        if entry.certainty == UNCONFIRMED and not (entry.note_en and entry.note_zh):
            self.add(
                "RST-009",
                text("{key} is to be confirmed, and no note says what", key=key),
                f"{key}.note_en",
                hint=text("say in note_en and note_zh what could not be read"),
            )
            return False
        return True

    def _explain(self, error: ValidationError, key: str, model: type[BaseModel]) -> None:
        for one in error.errors():
            field = str(one["loc"][0]) if one["loc"] else ""
            place = ".".join(part for part in (key, field) if part)
            code = CODE_OF.get(one["type"])
            if code == "RST-002":
                self._unknown(place, [f"{key}.{n}" if key else n for n in model.model_fields])
                continue
            wrong_kind = one["type"].endswith("_type")
            messages = {
                "RST-003": text("{place} is missing", place=place),
                "RST-004": text("{place} is of another kind", place=place),
                "RST-005": text("{place} is not possible", place=place),
            }
            code = code or ("RST-004" if wrong_kind else "RST-005")
            found = "" if code == "RST-003" else str(one["input"])
            self.add(code, messages[code], place, found=found, expected=EXPECTED.get(field, ""))
