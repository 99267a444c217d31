"""Registries on both databases, closed at the end of each test."""

import contextlib

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
