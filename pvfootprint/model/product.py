"""How a user names a product of the library: ``STAGE:TECHNOLOGY[:DESIGN]:LOCATION[@VINTAGE]``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, SelectionError

FORM = "STAGE:TECHNOLOGY[:DESIGN]:LOCATION[@VINTAGE]"


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
    """

    stage: str
    technology: str
    location: str
    design: str = ""
    vintage: int | None = None

    def __str__(self) -> str:
        """Return the name as a user would type it."""
        parts = [self.stage, self.technology, self.design, self.location]
        path = ":".join(part for part in parts if part)
        return f"{path}@{self.vintage}" if self.vintage else path


def parse_product_name(written: str) -> ProductName:
    """Read a product's name.

    Parameters
    ----------
    written : str
        For example ``module:perc:CN@2018``.

    Returns
    -------
    ProductName
        What the user asked for; whether it exists is the library's to say.

    Raises
    ------
    SelectionError
        SEL-006 if it does not have the form.
    """
    path, at, year = written.strip().partition("@")
    parts = [part.strip() for part in path.split(":")]
    year_is_wrong = bool(at) and not re.fullmatch("[12][0-9]{3}", year)
    if len(parts) not in {3, 4} or not all(parts) or year_is_wrong:
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
        vintage=int(year) if at else None,
    )
