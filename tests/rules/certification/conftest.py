"""Certification schemes that a test may damage."""

import pytest

from pvfootprint.model.findings import LibraryError
from pvfootprint.rules.certification.reading import FOLDER, read_scheme


@pytest.fixture(params=["declaration-only", "yancheng-pilot"])
def scheme(request, data_folder):
    """Give each shipped scheme."""
    return read_scheme(request.param, data_folder)


@pytest.fixture
def findings_of(data_copy, replace_once):
    """Read a scheme with some replacements made, and give what is wrong with it."""

    def read(key, *edits):
        for old, new in edits:
            replace_once(data_copy / FOLDER / f"{key}.toml", old, new)
        with pytest.raises(LibraryError) as raised:
            read_scheme(key, data_copy)
        return raised.value.findings

    return read
