"""Scores how well data represent technology, place and time, from 1 (best) to 5.

Time: the differences of the pedigree matrix, "less than 3, 6, 10, 15 years", as in Weidema and
Wesnæs (1996), doi 10.1016/S0959-6526(96)00043-1, and in EPA/600/R-16/096 (2016).

Place: after EPA/600/R-16/096, which counts the levels between the two areas in one hierarchy of
political boundaries. Here the levels are province, country, region and world.

Technology: after the pedigree matrix, from what is known of a dataset of the library.

The matrix of the PACT Methodology, version 3, could not be read: to be confirmed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pvfootprint.model.inventory import Inventory

WORST = 5
"""What counts where no score is known."""

YEARS = (3, 6, 10, 15)
"""Differences below which data score 1, 2, 3 and 4 [years]."""

WORLD = "GLO"
EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
REGIONS = {
    name: frozenset(codes.split())
    for name, codes in {
        "EU-27": EU,
        "RER": f"{EU} AL BA BY CH GB IS LI MD ME MK NO RS UA",
        "APAC": "AU ID IN JP KH KR LA MM MY NZ PH SG TH TW VN",
    }.items()
}
"""Countries of the regions of the library; APAC is Asia and the Pacific without China there."""

TECHNOLOGICAL = {
    "primary": 1,
    "official": 2,
    "inventory": 2,
    "literature": 3,
    "derived": 3,
    "proxy": 4,
}
"""Score by kind of knowledge: the process itself; the same process of others; the same product,
made in a way that need not be the same; a related product."""

PEDIGREE = re.compile(r"\((?:[1-5]|na),(?:[1-5]|na),([1-5]|na),([1-5]|na),([1-5]|na)\b.*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Scores of technology, place and time, 1 to 5; None where nobody knows.

    Parameters
    ----------
    technological, geographical, temporal : float, optional
        Representativeness; whole numbers, but for the means of a summary.
    """

    technological: float | None = None
    geographical: float | None = None
    temporal: float | None = None

    @property
    def complete(self) -> bool:
        """Whether all three are known."""
        return None not in (self.technological, self.geographical, self.temporal)


def worse(one: Scores, other: Scores) -> Scores:
    """Return the worse of two scores by indicator; unknown is worse than any.

    Parameters
    ----------
    one, other : Scores
        Such as those of an amount and of the factor that it is multiplied by: the product
        represents no better than the poorer of the two.

    Returns
    -------
    Scores
        The worse ones.
    """
    found: dict[str, float | None] = {}
    for field in fields(Scores):
        pair = (getattr(one, field.name), getattr(other, field.name))
        found[field.name] = None if None in pair else max(pair)
    return Scores(**found)


def temporal_score(year: int | None, meant: int | None) -> int | None:
    """Score the time of data.

    Parameters
    ----------
    year : int, optional
        Year that the data describe.
    meant : int, optional
        Year that they stand for.

    Returns
    -------
    int, optional
        1 for a difference of less than 3 years, 2 less than 6, 3 less than 10, 4 less than 15,
        else 5; None if a year is not known.
    """
    if year is None or meant is None:
        return None
    difference = abs(year - meant)
    return next((n for n, years in enumerate(YEARS, start=1) if difference < years), WORST)


def geographical_score(place: str, meant: str) -> int | None:
    """Score the place of data.

    Parameters
    ----------
    place : str
        Where the data are from: ``CN-Jiangsu``, ``CN``, ``RER``, ``GLO``.
    meant : str
        Where the process is that they stand for.

    Returns
    -------
    int, optional
        1 for the same area; 2 for a country and a part of it; 3 for another part of the same
        country, or a country and its region; 4 for the world, or another country of the same
        region; 5 for anywhere else; None if a place is not known.
    """
    if not place or not meant:
        return None
    if place == meant:
        return 1
    if WORLD in (place, meant):
        return 4
    one, other = _country(place), _country(meant)
    if one == other:
        return 2 if one in (place, meant) else 3
    if _within(one, other) or _within(other, one):
        return 3
    together = any({one, other} <= countries for countries in REGIONS.values())
    return 4 if together else WORST


def _country(place: str) -> str:
    return place if place in REGIONS else place.partition("-")[0]


def _within(place: str, region: str) -> bool:
    inner = REGIONS.get(place, frozenset({place}))
    return region in REGIONS and inner <= REGIONS[region]


def technological_score(dataset: Inventory) -> int | None:
    """Score the technology of a dataset.

    Parameters
    ----------
    dataset : Inventory
        Of the library, or of a company.

    Returns
    -------
    int, optional
        4 if it stands for something else, otherwise by :data:`TECHNOLOGICAL`; None for a summary,
        which does not say.
    """
    if dataset.proxy_for:
        return TECHNOLOGICAL["proxy"]
    return TECHNOLOGICAL.get(dataset.data_class)


def dataset_scores(dataset: Inventory, place: str, year: int | None) -> Scores:
    """Score a dataset for a place and a year.

    Parameters
    ----------
    dataset : Inventory
        Of the library.
    place : str
        Where the process is that takes it.
    year : int, optional
        Year that it stands for.

    Returns
    -------
    Scores
        By the rules of this module.
    """
    return Scores(
        technological=technological_score(dataset),
        geographical=geographical_score(dataset.location, place),
        temporal=temporal_score(dataset.year, year),
    )


def pedigree_scores(pedigree: str) -> Scores | None:
    """Read the scores of a source.

    Parameters
    ----------
    pedigree : str
        Reliability, completeness, time, place, technology and perhaps more:
        ``(2,2,4,1,1,3)``, ``(4,5,na,na,na,na,BU:1.5)``.

    Returns
    -------
    Scores, optional
        ``na`` is not known; None if the text holds no scores.
    """
    found = PEDIGREE.fullmatch(pedigree)
    if not found:
        return None
    temporal, geographical, technological = (
        None if score == "na" else int(score) for score in found.groups()
    )
    return Scores(technological=technological, geographical=geographical, temporal=temporal)


def whole_pedigree(pedigree: str) -> tuple[int, ...] | None:
    """Read the five scores of a source, if it gives all of them.

    Parameters
    ----------
    pedigree : str
        As for :func:`pedigree_scores`.

    Returns
    -------
    tuple of int, optional
        Reliability, completeness, time, place and technology; None if one of them is not known.
    """
    scores = pedigree.strip("()").split(",")[:5]
    return tuple(map(int, scores)) if PEDIGREE.fullmatch(pedigree) and "na" not in scores else None
