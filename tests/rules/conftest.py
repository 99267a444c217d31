"""Studies and rule sets for the rules."""

import importlib.util
import sys
from pathlib import Path

import pytest

from pvfootprint.rules.reading import read_rules

STUDIES = Path(__file__).parents[1] / "studies.py"


@pytest.fixture(scope="session")
def studies():
    """Give the module that makes a study by hand."""
    spec = importlib.util.spec_from_file_location("studies", STUDIES)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def pilot(data_folder):
    """Give the rule set of the pilot."""
    return read_rules("yancheng-pilot", data_folder)


@pytest.fixture(scope="session")
def plain(data_folder):
    """Give the rule set that asks for what the standard asks for."""
    return read_rules("iso14067", data_folder)


@pytest.fixture
def study(studies, pilot):
    """Give the study that keeps every rule of the pilot."""
    return studies.make_study(pilot)
