"""A real certificate, and a library with an invented factor of a new year.

``certified``
    A house with the certificate of a real application, of polysilicon.
``new_year``
    Folder of a library that has the official factor of an invented new year, too.
"""

import shutil

import pytest

YEAR, FACTOR = 2025, 0.5401
"""A plainly invented official factor of a year that the library does not have."""

OFFICIAL = 'Activity,"electricity, national average, 2024"'


@pytest.fixture
def certified(certified_registry, tmp_path, house_of):
    """Give a certifier with that certificate."""
    made = house_of(certified_registry[0], tmp_path / "registry.db")
    yield made
    made.registry.close()


@pytest.fixture(scope="session")
def new_year(data_folder, tmp_path_factory):
    """Give the folder of a library that has the official factor of an invented new year."""
    root = tmp_path_factory.mktemp("library")
    for folder in ("inventories", "methods"):
        shutil.copytree(data_folder / folder, root / folder)
    file = root / "inventories" / "background" / "electricity.csv"
    written = file.read_text(encoding="utf-8")
    start = written.index(OFFICIAL)
    block = written[start : written.index("\nActivity,", start) + 1]
    block = block.replace("mee-2024", "pvfootprint").replace("2024", str(YEAR))
    block = block.replace("0.5777", str(FACTOR))
    file.write_text(written[:start] + block + written[start:], encoding="utf-8")
    return root
