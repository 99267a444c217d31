"""Reads and writes the JSON of credentials."""

from __future__ import annotations

import datetime
import json
from typing import Any

from pvfootprint.language.texts import text
from pvfootprint.model.findings import CredentialError, Finding


def as_json(document: dict[str, Any]) -> bytes:
    """Write a document for a file, so that people can read it too."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"


def read_json(content: bytes, name: str) -> dict[str, Any]:
    """Read a document.

    Parameters
    ----------
    content : bytes
        From outside.
    name : str
        Of the file, for what is said.

    Returns
    -------
    dict
        JSON object.

    Raises
    ------
    CredentialError
        STL-003 if it is none, or says something twice.
    """
    try:
        document = json.loads(content, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise CredentialError([not_understood(name)]) from error
    if not isinstance(document, dict):
        raise CredentialError([not_understood(name)])
    return document


def not_understood(name: str, found: str = "") -> Finding:
    """Say that a document is no credential: STL-003."""
    message = text("the signed file is not understood")
    hint = text("it is damaged, or was made by another program: fetch it again")
    return Finding("STL-003", message, name, found=found, hint=hint)


def stamp(time: datetime.datetime) -> str:
    """Write a time as credentials have it (dateTimeStamp of XML Schema 1.1, part 2), to seconds."""
    return time.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_stamp(written: object, name: str) -> datetime.datetime:
    """Read a time that a credential has.

    Parameters
    ----------
    written : object
        Whatever stands where a time with a time zone should.
    name : str
        Of the file, for what is said.

    Returns
    -------
    datetime
        UTC.

    Raises
    ------
    CredentialError
        STL-003 if it is none.
    """
    try:
        time = datetime.datetime.fromisoformat(str(written))
        if time.tzinfo is not None:
            return time.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        pass
    raise CredentialError([not_understood(name, str(written)[:50])])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that has a name twice: readers differ in which of both they take."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refuse(constant: str) -> None:
    """Refuse NaN and Infinity, which JSON does not know."""
    raise ValueError(constant)
