"""Licences under which data packages may be shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import DatabaseError, Finding

if TYPE_CHECKING:
    from pvfootprint.language.texts import Text


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence for data.

    Parameters
    ----------
    spdx : str
        Its identifier in the SPDX License List.
    title : str
        Its name.
    link : str
        Where its text stands.
    notice : Text
        What it means for who uses the data, in short.
    """

    spdx: str
    title: str
    link: str
    notice: Text


_CC = "https://creativecommons.org/licenses"

LICENCES = {
    one.spdx: one
    for one in (
        Licence(
            "CC-BY-4.0",
            "Creative Commons Attribution 4.0 International",
            f"{_CC}/by/4.0/",
            text("Any use, if the source is named and changes are said."),
        ),
        Licence(
            "CC-BY-SA-4.0",
            "Creative Commons Attribution Share Alike 4.0 International",
            f"{_CC}/by-sa/4.0/",
            text(
                "Any use, if the source is named and changes are said; what is made of it is "
                "shared on the same terms."
            ),
        ),
        Licence(
            "CC-BY-NC-4.0",
            "Creative Commons Attribution Non Commercial 4.0 International",
            f"{_CC}/by-nc/4.0/",
            text("Any use that is not commercial, if the source is named and changes are said."),
        ),
        Licence(
            "CC-BY-NC-SA-4.0",
            "Creative Commons Attribution Non Commercial Share Alike 4.0 International",
            f"{_CC}/by-nc-sa/4.0/",
            text(
                "Any use that is not commercial, if the source is named and changes are said; what "
                "is made of it is shared on the same terms."
            ),
        ),
    )
}
"""By SPDX identifier: licences that keep the source named. One that gives up every right is none of
them, because the owners of the data give none up."""


def licence_of(spdx: str) -> Licence:
    """Return a licence by its SPDX identifier.

    Raises
    ------
    DatabaseError
        DAT-054 if packages are not shared under it.
    """
    if spdx in LICENCES:
        return LICENCES[spdx]
    message = text("data packages are not shared under this licence")
    expected = ", ".join(LICENCES)
    raise DatabaseError([Finding("DAT-054", message, found=spdx[:60], expected=expected)])
