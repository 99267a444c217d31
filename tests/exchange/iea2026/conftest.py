"""Activities of the invented workbook, and the mapping that ships."""

import pytest

from pvfootprint.exchange.iea2026.sheet import read_activities
from pvfootprint.library.mappings import read_mapping


@pytest.fixture
def read(iea_workbooks):
    """Read activities as they would stand in a workbook."""

    def read_rows(made=None):
        rows = enumerate(iea_workbooks.rows(made), start=1)
        found, findings = read_activities(rows, "made-up.xlsx")
        assert findings == []
        return found

    return read_rows


@pytest.fixture(scope="session")
def mapping(data_folder, library):
    """Give the mapping that ships."""
    return read_mapping(data_folder, "iea-2026", library)
