"""Applications and certificates whose papers are made."""

import pytest

from pvfootprint.rules.certification.reading import read_scheme

from .paper_cases import Cases


@pytest.fixture(scope="session")
def pilot_scheme(data_folder):
    return read_scheme("yancheng-pilot", data_folder)


@pytest.fixture(scope="session")
def short(pilot_scheme, certificate_records):
    return Cases(pilot_scheme, certificate_records)


@pytest.fixture(scope="session")
def long(pilot_scheme, certificate_records):
    return Cases(pilot_scheme, certificate_records, long=True)
