"""Applications and certificates whose papers are made."""

import pytest

from pvfootprint.certification.papers.checklist import write_checklist
from pvfootprint.rules.certification.reading import read_scheme

from .filled_checklists import PLANNED, WRITTEN, Filled
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


@pytest.fixture(scope="session")
def case(short):
    return short.case(*PLANNED)


@pytest.fixture(scope="session")
def blank(short, case):
    return write_checklist(case, short.people(), WRITTEN)


@pytest.fixture
def filled(blank):
    return Filled(blank)
