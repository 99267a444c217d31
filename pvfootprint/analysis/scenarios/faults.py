"""What is wrong with changes, said where it stands."""

from __future__ import annotations

from contextlib import contextmanager
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.findings import AnalysisError, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TABLE = "change"
"""Table of a scenario file that holds the changes."""


def fault(
    code: str, message: Text, place: str, found: str = "", expected: str = "", hint: str = ""
) -> Finding:
    """Return a finding about a change.

    Parameters
    ----------
    code : str
        SCN-...
    message : Text
        What is wrong.
    place : str
        ``CHANGE`` or ``CHANGE.FIELD``.
    found, expected, hint : str
        As in :class:`pvfootprint.model.findings.Finding`.

    Returns
    -------
    Finding
        Its column is the key in a scenario file.
    """
    return Finding(
        code, message, column=f"{TABLE}.{place}", found=found, expected=expected, hint=hint
    )


def nearest(name: str, there: Iterable[str]) -> Text:
    """Return a hint with the nearest names; empty if none is near."""
    known = {one.casefold(): one for one in there}
    near = get_close_matches(name.casefold(), known, n=3, cutoff=0.4)
    if not near:
        return Text("")
    return text("did you mean {near}?", near=joined(" or ", [known[one] for one in near]))


@contextmanager
def collected(findings: list[Finding]) -> Iterator[None]:
    """Keep what is wrong, and go on, so that all of it is said at once.

    Parameters
    ----------
    findings : list of Finding
        Grows by the findings of an error inside.
    """
    try:
        yield
    except AnalysisError as error:
        findings += error.findings
