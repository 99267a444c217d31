"""Copies the library and adds an official grid factor of a new year, plainly invented.

Usage: new_factor.py FOLDER
"""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OFFICIAL = 'Activity,"electricity, national average, 2024"'
YEAR, FACTOR = "2025", "0.5401"
"""No such factor was published: the year and the number are made up for the example."""


def main(folder: Path) -> None:
    """Write ``inventories/`` and ``methods/`` into a folder, with the new factor."""
    for name in ("inventories", "methods"):
        shutil.copytree(ROOT / name, folder / name)
    file = folder / "inventories" / "background" / "electricity.csv"
    written = file.read_text(encoding="utf-8")
    start = written.index(OFFICIAL)
    block = written[start : written.index("\nActivity,", start) + 1]
    block = block.replace("mee-2024", "pvfootprint").replace("2024", YEAR)
    block = block.replace("0.5777", FACTOR)
    file.write_text(written[:start] + block + written[start:], encoding="utf-8")
    print(f"{file}: electricity, national average, {YEAR}: {FACTOR} kgCO2e/kWh (invented)")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
