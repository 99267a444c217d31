"""Companies in a product system: which process is whose, and where the library stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime

    from pvfootprint.language.texts import Text

FILL_GAPS = ("library", "fail")
"""What is done where a supplier has sent nothing: take the library's dataset, or stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainMember:
    """A product of a company in a product system.

    Parameters
    ----------
    code : str
        Code of its process in the product system.
    company, company_code, site : str
        Whose, and where it is made.
    product, name : str
        Key of the product in its workbook, and its name in the trade.
    stage : str
        A key of :data:`pvfootprint.model.terms.STAGES`.
    source : str
        ``workbook``, or ``summary`` where it gives elementary flows only.
    start, end : date
        First and last day of its data.
    models : tuple of str
        Models that it stands for.
    power_bins : tuple of float
        Powers in which they are sold [W].
    representative : str
        The representative model.
    primary_share : float
        Share of a summary that rests on data of companies; 0 without a sealed inventory [-].
    ratings : tuple of float, optional
        Data quality of a summary with a sealed inventory, 1 (best) to 5: technology, place, time
        [-].
    file, file_hash : str
        What it was read from, and its SHA-256.
    """

    code: str
    company: str
    company_code: str = ""
    site: str
    product: str
    name: str
    stage: str
    source: str
    start: datetime.date
    end: datetime.date
    models: tuple[str, ...] = ()
    power_bins: tuple[float, ...] = ()
    representative: str = ""
    primary_share: float = 0.0
    ratings: tuple[float, float, float] | None = None
    file: str = ""
    file_hash: str = ""

    @property
    def title(self) -> str:
        """Product, company and site, as people read them."""
        return f"{self.name or self.product} ({self.company}, {self.site})"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledGap:
    """A supply without an inventory of the supplier.

    Parameters
    ----------
    user : str
        Code of the process that takes it.
    stage : str
        Stage of what is taken.
    supplier : str
        Who supplies it, as the user names it; empty if nobody is named.
    supply_share : float
        Share of what the user takes of this stage [-].
    amount : float
        What one unit of the user's product takes [unit of the dataset].
    dataset : str
        Code of the dataset that stands in.
    why : Text
        Why there is a gap, and why this dataset.
    """

    user: str
    stage: str
    supplier: str
    supply_share: float
    amount: float
    dataset: str
    why: Text
