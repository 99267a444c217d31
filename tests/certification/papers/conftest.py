"""Applications and certificates whose papers are made."""

import importlib.util
import sys
from pathlib import Path

import pytest

from pvfootprint.rules.certification.reading import read_scheme

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def pilot_scheme(data_folder):
    return read_scheme("yancheng-pilot", data_folder)


@pytest.fixture(scope="session")
def paper_cases():
    spec = importlib.util.spec_from_file_location("paper_cases", HERE / "paper_cases.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["paper_cases"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def short(paper_cases, pilot_scheme, certificate_records):
    return paper_cases.Cases(pilot_scheme, certificate_records)


@pytest.fixture(scope="session")
def long(paper_cases, pilot_scheme, certificate_records):
    return paper_cases.Cases(pilot_scheme, certificate_records, long=True)
