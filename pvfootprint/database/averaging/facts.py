"""What is said of a published average: nothing that tells a company's part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, Field

from pvfootprint.database.averaging.withholding import percent
from pvfootprint.database.statistics.figures import Between
from pvfootprint.language.texts import text
from pvfootprint.model.canonical import CLOSED
from pvfootprint.model.terms import UNITS

if TYPE_CHECKING:
    from pvfootprint.language.texts import Text


class Facts(BaseModel):
    """About an average.

    Parameters
    ----------
    stage, technology, design : str
        Of which product, as in the library.
    year : int
        Year of the data.
    location : str
        Country of the companies; ``GLO`` for several.
    companies_from : int
        At least so many companies.
    companies_to : int, optional
        And at most so many; None for no bound.
    production : Between
        Production of a year, all of them together [`unit`].
    unit : str
        Of the product, a key of :data:`pvfootprint.model.terms.UNITS`.
    withheld_footprint : float
        At most this share of the own footprint of the process is withheld [-].
    withheld_mass : float
        At most this share of the mass of its inputs is withheld [-].
    library : str
        Hash of the library to which it is linked.
    replaces : str
        Subject of the average of an earlier year; empty for a first one.
    """

    model_config = CLOSED

    format: Literal["pvfootprint average"] = "pvfootprint average"
    version: Literal[1] = 1
    stage: str
    technology: str
    design: str
    year: int
    location: str
    companies_from: int
    companies_to: int | None
    production: Between
    unit: str
    withheld_footprint: Annotated[float, Field(ge=0, le=1)]
    withheld_mass: Annotated[float, Field(ge=0, le=1)]
    library: str
    replaces: str

    @property
    def said(self) -> Text:
        """The same in words."""
        return text(
            "Production-weighted mean of {companies} companies of the pilot, data of {year}; "
            "together {low:,.0f} to {high:,.0f} {unit} a year. Withheld, because too few state "
            "them: flows of at most {footprint} of the footprint of the process itself and at most "
            "{mass} of the mass of its inputs.",
            companies=said_count(self.companies_from, self.companies_to),
            year=self.year,
            low=self.production.low,
            high=self.production.high,
            unit=UNITS[self.unit],
            footprint=percent(self.withheld_footprint),
            mass=percent(self.withheld_mass),
        )


def said_count(least: int, most: int | None) -> Text:
    """Return a class of numbers of companies in words."""
    if most is None:
        return text("{least} or more", least=least)
    return text("{least} to {most}", least=least, most=most)
