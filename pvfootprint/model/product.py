"""How a user names a product of the library, of the shipped one or of a set installed beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, SelectionError

if TYPE_CHECKING:
    from collections.abc import Iterable

FORM = "STAGE:TECHNOLOGY[:DESIGN]:LOCATION[@VINTAGE][@SET]"
SET_NAME = "[a-z][a-z0-9-]{0,39}"
"""How an installed set is called; never like a year."""


@dataclass(frozen=True, slots=True)
class ProductName:
    """A product as asked for.

    Parameters
    ----------
    stage, technology, location : str
        As typed, in the library's spelling (stage and technology in lower case).
    design : str
        Empty if the default design is meant.
    vintage : int, optional
        Year; None if the newest is meant.
    library_set : str
        Name of an installed set; empty if the shipped library is meant.
    """

    stage: str
    technology: str
    location: str
    design: str = ""
    vintage: int | None = None
    library_set: str = ""

    def __str__(self) -> str:
        """Return the name as a user would type it."""
        parts = [self.stage, self.technology, self.design, self.location]
        path = ":".join(part for part in parts if part)
        ends = (str(self.vintage or ""), self.library_set)
        return "@".join([path, *(end for end in ends if end)])


def parse_product_name(written: str) -> ProductName:
    """Read a product's name.

    Parameters
    ----------
    written : str
        For example ``module:perc:CN@2018`` or ``module:topcon:CN@iea-2026``.

    Returns
    -------
    ProductName
        What the user asked for; whether it exists is the library's to say.

    Raises
    ------
    SelectionError
        SEL-006 if it does not have the form.
    """
    path, at, end = written.strip().partition("@")
    parts = [part.strip() for part in path.split(":")]
    meant = re.fullmatch(f"(?:([12][0-9]{{3}})(?:@|$))?({SET_NAME})?", end.lower(), re.ASCII)
    end_is_wrong = bool(at) and (not end or end.endswith("@") or not meant)
    if len(parts) not in {3, 4} or not all(parts) or end_is_wrong or not meant:
        raise SelectionError(
            [
                Finding(
                    "SEL-006",
                    text("the product {written!r} is not understood", written=written),
                    found=written,
                    expected=FORM,
                    hint=text(
                        "for example {example}; `pvfootprint library list` shows all",
                        example="module:perc:CN@2018",
                    ),
                )
            ]
        )
    stage, technology, *design, location = parts
    return ProductName(
        stage=stage.lower(),
        technology=technology.lower(),
        design=design[0].lower() if design else "",
        location=location.upper(),
        vintage=int(meant[1]) if meant[1] else None,
        library_set=meant[2] or "",
    )


def sets_named(written: Iterable[str]) -> tuple[str, ...]:
    """Return the installed sets that products or datasets are named of.

    Parameters
    ----------
    written : iterable of str
        Names such as ``module:topcon:CN@iea-2026``, ``silver@iea-2026`` or ``wafer:mono:CN``.

    Returns
    -------
    tuple of str
        Each set once, in order.
    """
    ends = (re.search(f"@({SET_NAME})$", one.strip().lower(), re.ASCII) for one in written)
    return tuple(sorted({end[1] for end in ends if end}))
