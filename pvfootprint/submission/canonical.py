"""Reads JSON from outside that must be in its one spelling."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from pvfootprint.language.texts import text
from pvfootprint.model.canonical import canonical
from pvfootprint.model.findings import Finding, SubmissionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Model = TypeVar("Model", bound=BaseModel)

LISTED = 10
"""How many complaints about one JSON file are told."""

ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Controls, ends of lines and marks that turn the direction of writing."""


def read_model(content: bytes, model: type[Model], file: str, formats: Sequence[str]) -> Model:
    """Read a canonical JSON file from outside into its model.

    Parameters
    ----------
    content : bytes
        What was read.
    model : type
        Class with the fields ``format`` and ``version``.
    file : str
        Its name, for findings.
    formats : sequence of str
        Name of the format and its version.

    Returns
    -------
    Model
        Whose canonical JSON is `content`, byte by byte.

    Raises
    ------
    SubmissionError
        SUB-004 for anything that is not understood or spelled otherwise, SUB-005 for a version
        that is not known.
    """
    _check_format(_parsed(content, file), file, *formats)
    try:
        found = model.model_validate_json(content)
    except ValidationError as error:
        raise SubmissionError(_complaints(error, file)) from error
    if written(found) != content:
        message = text("the JSON is not written as pvfootprint writes it")
        hint = text("ask for the file as pvfootprint made it, without changes")
        raise SubmissionError([Finding("SUB-004", message, file, hint=hint)])
    return found


def written(model: BaseModel) -> bytes:
    """Return the canonical JSON of a model."""
    return canonical(model.model_dump(mode="json"))


def odd_texts(model: BaseModel, file: str) -> list[Finding]:
    """Find texts that could play tricks on a terminal or a reader.

    Parameters
    ----------
    model : BaseModel
        Whose texts people will read.
    file : str
        Its name, for findings.

    Returns
    -------
    list of Finding
        SUB-003 if there are line ends, escapes or marks that turn the direction of writing.
    """
    found = sorted({odd for said in _texts(model.model_dump()) for odd in ODD.findall(said)})
    if not found:
        return []
    message = text("a text holds characters that are not for reading")
    hint = text("write names in one line, without special characters")
    return [Finding("SUB-003", message, file, found=ascii("".join(found))[:80], hint=hint)]


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from (str(key), *_texts(value))
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)


def _parsed(content: bytes, file: str) -> object:
    try:
        return json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        message = text("the file is not JSON that can be read")
        found = str(error)[:200]
        raise SubmissionError([Finding("SUB-004", message, file, found=found)]) from error


def _check_format(data: object, file: str, name: str, version: str) -> None:
    fields = data if isinstance(data, dict) else {}
    if fields.get("format") != name:
        message = text("the file is not of the format {format!r}", format=name)
        found = str(fields.get("format", ""))[:80]
        raise SubmissionError([Finding("SUB-004", message, file, found=found, expected=name)])
    if str(fields.get("version")) != version:
        finding = Finding(
            "SUB-005",
            text("this version of the format is not known"),
            file,
            found=str(fields.get("version", ""))[:80],
            expected=version,
            hint=text("use the version of pvfootprint that made the file, or have it made again"),
        )
        raise SubmissionError([finding])


def _complaints(error: ValidationError, file: str) -> list[Finding]:
    # Never the input: a file from outside could put anything on the screen.
    return [
        Finding(
            "SUB-004",
            text("a field is not as the format has it"),
            file,
            column=".".join(str(part)[:40] for part in complaint["loc"]),
            found=complaint["msg"][:200],
        )
        for complaint in error.errors(include_input=False, include_url=False)[:LISTED]
    ]
