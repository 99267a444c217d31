"""Registries on both databases, closed at the end of each test."""

import contextlib
import importlib.util
import sys
from pathlib import Path

import pytest

from pvfootprint.model.findings import RegistryError


@pytest.fixture
def make(registries, address):
    """Give a function that makes a registry; each is closed at the end."""
    with contextlib.ExitStack() as stack:

        def make(clock=None, where=None):
            made = registries.make(where or address, clock)
            stack.callback(made.close)
            return made

        yield make


@pytest.fixture
def registry(make):
    """Give a registry."""
    return make()


@pytest.fixture
def refused():
    """Give a block that must raise a RegistryError of exactly these codes."""

    @contextlib.contextmanager
    def refused(*codes):
        with pytest.raises(RegistryError) as error:
            yield error
        assert [finding.code for finding in error.value.findings] == list(codes)

    return refused


@pytest.fixture(scope="session")
def workers(tmp_path_factory):
    """Give what starts processes that write to a registry (``workers.py`` beside this)."""
    spec = importlib.util.spec_from_file_location("workers", Path(__file__).with_name("workers.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    workers = module.Workers(tmp_path_factory.mktemp("workers"))
    yield workers
    workers.close()
