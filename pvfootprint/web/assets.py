"""The files that all pages share: style, scripts, and the mark."""

from __future__ import annotations

import hashlib
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from pvfootprint.documents.templating import template_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = "assets"
"""Where they lie in the register."""

FILES = ("register.css", "search.js", "status.js", "mark.svg")

HASH_LENGTH = 12
"""Characters of the SHA-256 in a name: a changed file has another name, so none is ever stale."""


def assets() -> dict[str, bytes]:
    """Return the files of the folder ``assets``.

    Returns
    -------
    dict
        Name with a part of the content's SHA-256 -> content.
    """
    return {asset_names()[name]: content for name, content in _contents().items()}


@cache
def asset_names() -> Mapping[str, str]:
    """Return the published name of each file."""
    return MappingProxyType({name: _hashed(name, one) for name, one in _contents().items()})


def _hashed(name: str, content: bytes) -> str:
    stem, ending = name.rsplit(".", 1)
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:HASH_LENGTH]}.{ending}"


@cache
def _contents() -> Mapping[str, bytes]:
    folder = template_folder() / "web"
    return MappingProxyType({name: (folder / name).read_bytes() for name in FILES})
