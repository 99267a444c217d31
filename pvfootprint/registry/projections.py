"""What the registry itself reads from the entries, whatever act they are of.

These fields may stand at the top level of any entry's body:

``allotted``
    ``{"series": ..., "running": ...}``: the entry's subject is a number that is given out here, the
    next of its series.
``green_reserved``
    List of ``{"system", "first", "last"}``: green certificates that the entry's subject takes.
``green_now``
    ``"spent"``: what the subject has taken, this entry included, is spent and never comes back;
    ``"released"``: what it had taken before this entry and not spent is free again.
``files``, ``file``
    SHA-256 of kept files by name, and of one more.

The tables for look-up follow from these fields: :meth:`Transaction.append` writes them, and the
check of the registry works them out anew.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from pvfootprint.model.canonical import CLOSED
from pvfootprint.model.certificate_record import Sha256

SPENT, RELEASED = "spent", "released"


class Allotted(BaseModel):
    """A number's place: series, such as ``certificate:yancheng-pilot``, and running number."""

    model_config = CLOSED

    series: Annotated[str, Field(min_length=1, max_length=200)]
    running: Annotated[int, Field(ge=1)]


class GreenRange(BaseModel):
    """Green certificates by their numbers; `last` equals `first` for a single one."""

    model_config = CLOSED

    system: Annotated[str, Field(max_length=64)]
    first: Annotated[str, Field(min_length=1, max_length=200)]
    last: Annotated[str, Field(min_length=1, max_length=200)]


class Effects(BaseModel):
    """What an entry changes in the tables for look-up, and which files it names.

    Parameters
    ----------
    allotted : Allotted, optional
        The entry's subject is this number.
    green_reserved : tuple of GreenRange
        What the subject takes.
    green_now : str
        :data:`SPENT`, :data:`RELEASED` or empty.
    files : dict
        SHA-256 by name.
    file : str
        One more SHA-256; empty if there is none.
    """

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    allotted: Allotted | None = None
    green_reserved: tuple[GreenRange, ...] = ()
    green_now: Literal["", "spent", "released"] = ""
    files: dict[str, Sha256] = {}
    file: Sha256 | Literal[""] = ""

    @property
    def named(self) -> set[str]:
        """SHA-256 of every file that the entry names."""
        return {*self.files.values(), *filter(None, [self.file])}


NOTHING = Effects()
"""Of most entries."""

HAS_EFFECTS = re.compile("|".join(f'"{name}":' for name in Effects.model_fields))
"""One of these stands in the canonical JSON of every body that has an effect."""


def effects_of(body: str) -> Effects:
    """Read what an entry changes.

    Parameters
    ----------
    body : str
        JSON.

    Returns
    -------
    Effects
        Nothing, for a body that is no object.

    Raises
    ------
    ValidationError
        Of pydantic, if one of these fields holds something else.
    """
    if body.startswith("{") and HAS_EFFECTS.search(body):
        return Effects.model_validate_json(body)
    return NOTHING
