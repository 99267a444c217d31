"""Advice on a product of the library, with a few levers of the catalogue."""

import pytest

from pvfootprint.analysis.reduction.reducing import reduce
from pvfootprint.analysis.studying import study_of
from pvfootprint.analysis.subjects import subject_of_product
from pvfootprint.rules.levers.reading import read_levers
from pvfootprint.rules.reading import read_rules

KEYS = (
    "frame-recycled",
    "frameless",
    "granular-silicon",
    "green-wind-cell",
    "green-wind-polysilicon",
    "heat-pump-module",
    "heat-pump-wafer",
    "thinner-wafer",
)


@pytest.fixture(scope="session")
def subject(library, data_folder):
    """Give a glass-glass module of the library."""
    return subject_of_product(
        "module:topcon:CN@2024",
        rules=read_rules("yancheng-pilot", data_folder),
        library=library,
        root=data_folder,
    )


@pytest.fixture(scope="session")
def study(subject):
    """Give its study."""
    return study_of(subject)[0]


@pytest.fixture(scope="session")
def reduced(subject, data_folder):
    """Give a function that looks for a target."""
    levers = [lever for lever in read_levers(data_folder) if lever.key in KEYS]

    def found(target=None):
        return reduce(subject, levers, target)

    return found
