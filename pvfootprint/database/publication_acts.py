"""What the acts say by which something is published from the base database."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pvfootprint.certification.acts import Body

AVERAGE, STATISTICS, GROUP = "data-publish", "data-statistics", "data-group"
"""Acts: publish an average unit process; publish the statistics of a year; declare companies that
belong together."""

AVERAGE_FILE, SOURCES_FILE, FACTS_FILE = "average.csv", "sources.csv", "average.json"
STATISTICS_FILE = "statistics.json"
WORKINGS_FILE = "workings.json"
"""Names of the files of these acts; the workings are confidential."""

AVERAGE_FILES = frozenset({AVERAGE_FILE, SOURCES_FILE, FACTS_FILE, WORKINGS_FILE})
STATISTICS_FILES = frozenset({STATISTICS_FILE, WORKINGS_FILE})
"""Files that each act has."""

Year = Annotated[int, Field(ge=2000, le=2100)]
Word = Annotated[str, Field(min_length=1, max_length=200)]


class PublishAverage(Body):
    """Body of ``data-publish``: an average unit process, with the files of :data:`AVERAGE_FILES`.

    Parameters
    ----------
    stage, technology, design : str
        Of which product, as in the library; the design may be empty.
    year : int
        Year of the data.
    replaces : str
        Subject of the average of an earlier year in whose place it stands; empty for a first one.
    """

    stage: Word
    technology: Word
    design: str
    year: Year
    replaces: str

    @property
    def subject(self) -> str:
        """Subject of its entry: ``average/wafer-mono-n/2026``."""
        return average_subject(self.stage, self.technology, self.design, self.year)


class PublishStatistics(Body):
    """Body of ``data-statistics``: the statistics of a year, with :data:`STATISTICS_FILES`."""

    year: Year

    @property
    def subject(self) -> str:
        """Subject of its entry: ``statistics/2026``."""
        return statistics_subject(self.year)


class DeclareGroup(Body):
    """Body of ``data-group``: companies with a common owner, which count as one from now on.

    Parameters
    ----------
    companies : tuple of str
        Codes, or names where they have none, as ``Dataset.owner_key`` says them.
    """

    companies: Annotated[tuple[str, ...], Field(min_length=2)]

    @property
    def subject(self) -> str:
        """Subject of its entry: ``group/`` and the first of the companies."""
        return f"group/{min(self.companies)}"


PUBLICATION_BODIES: dict[str, type[PublishAverage | PublishStatistics | DeclareGroup]] = {
    AVERAGE: PublishAverage,
    STATISTICS: PublishStatistics,
    GROUP: DeclareGroup,
}
"""Model of each act's body."""


def average_key(stage: str, technology: str, design: str) -> str:
    """Return by which an average is known from year to year: ``wafer-mono-n``."""
    return "-".join(part for part in (stage, technology, design) if part)


def average_subject(stage: str, technology: str, design: str, year: int) -> str:
    """Return the subject of an average's entry."""
    return f"average/{average_key(stage, technology, design)}/{year}"


def statistics_subject(year: int) -> str:
    """Return the subject of the entry of a year's statistics."""
    return f"statistics/{year}"
