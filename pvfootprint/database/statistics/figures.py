"""The statistics of a year: what is published, as a file that anybody may read."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from pvfootprint.language.texts import text
from pvfootprint.model.canonical import CLOSED, canonical

MEASURES = {
    "footprint": text("carbon footprint, cradle to gate"),
    "electricity": text("electricity of the process itself"),
}
"""What statistics are about."""


class Between(BaseModel):
    """From `low`, included, to `high`, left out."""

    model_config = CLOSED

    low: float
    high: float


class Measure(BaseModel):
    """Statistics of one quantity.

    Parameters
    ----------
    measure : str
        A key of :data:`MEASURES`.
    unit : str
        ``kgCO2e/m2``.
    mean : float
        Production-weighted mean, of values that were said in bands before [`unit`].
    percentiles : dict
        ``"25"`` -> the band in which a quarter of the companies is reached [`unit`].
    """

    model_config = CLOSED

    measure: Literal["footprint", "electricity"]
    unit: str
    mean: float
    percentiles: dict[str, Between]


class Cell(BaseModel):
    """Statistics of one product and technology.

    Parameters
    ----------
    stage, technology : str
        As in the library.
    companies_from : int
        At least so many companies.
    companies_to : int, optional
        And at most so many; None for no bound.
    production : Between
        Production of a year, all of them together [`production_unit`].
    production_unit : str
        ``m2``.
    measures : tuple of Measure
        The figures.
    """

    model_config = CLOSED

    stage: str
    technology: str
    companies_from: int
    companies_to: int | None
    production: Between
    production_unit: str
    measures: tuple[Measure, ...]

    def measure(self, key: str) -> Measure | None:
        """Return the figures of a quantity, if there are any."""
        return next((one for one in self.measures if one.measure == key), None)


class Statistics(BaseModel):
    """The statistics of a year; only products and technologies that may be published are in it."""

    model_config = CLOSED

    format: Literal["pvfootprint statistics"] = "pvfootprint statistics"
    version: Literal[1] = 1
    year: int
    cells: tuple[Cell, ...]

    @property
    def content(self) -> bytes:
        """The file, canonical JSON."""
        return canonical(self.model_dump(mode="json"))

    def cell(self, stage: str, technology: str) -> Cell | None:
        """Return the figures of a product and technology, if there are any."""
        return next(
            (one for one in self.cells if (one.stage, one.technology) == (stage, technology)), None
        )
