"""A set of inventories beside the tiny library of ``conftest.py``.

It brings a wafer that emits 0.2 kg CO2 and takes 2 kWh from the grid, 0.5 kg of the tiny library's
ingot and 0.1 kg of the set's own slurry (1 kg CO2 per kg): per m2, with AR6 and the electricity of
2023, 0.2 + 2 x 0.5 + 0.5 x 3.0 + 0.1 x 1 = 2.8 kgCO2e.
"""

from pvfootprint.library.installing import write_set
from pvfootprint.library.writing import inventory_csv, source_csv
from pvfootprint.model.inventory import (
    Exchange,
    Inventory,
    Library,
    LibrarySet,
    Parameter,
    Source,
)

DATABASE = "own chain"
DETAILS = LibrarySet(
    name="own",
    title="A set made up for the tests",
    licence="CC BY-NC-SA 4.0",
    licence_link="https://example.org/licence",
    notice="For non-commercial use only.",
    notice_zh="仅限非商业用途。",
    source="numbers made up for the tests",
    source_sha256="0" * 64,
    mended=("slip",),
)
SOURCES = [Source("made-up", "numbers made up for the tests", "none", "", "")]
CO2 = Exchange(
    "biosphere", "Carbon dioxide, fossil", "", "", DATABASE, "air::unspecified", 1.0, "kilogram",
    group="direct", source="made-up",
)  # fmt: skip


def takes(name: str, location: str, database: str, amount: float, unit: str, **more) -> Exchange:
    """Return an input."""
    group = {"group": "materials", "source": "made-up", **more}
    return Exchange("technosphere", name, name, location, database, "", amount, unit, **group)


def emits(amount: float) -> Exchange:
    """Return an emission of CO2 [kg]."""
    fields = {field: getattr(CO2, field) for field in CO2.__slots__}
    return Exchange(**{**fields, "amount": amount})


def process(code: str, unit: str, *exchanges: Exchange, **more) -> Inventory:
    """Return a unit process of the set."""
    given = {"database": DATABASE, "file": "", "line": 0, "name": code, "product": code}
    given |= {"location": "CN", "unit": unit, "data_class": "inventory", "source": "made-up"}
    return Inventory(code=code, exchanges=exchanges, **{**given, "comment": "made up", **more})


SLURRY = process("slurry", "kilogram", emits(1.0))
WAFER = process(
    "wafer",
    "square meter",
    emits(0.2),
    takes("electricity, grid supply", "CN", "tiny electricity", 2, "kilowatt hour",
          group="electricity", scale=0.1),
    takes("ingot", "CN", "tiny chain", 0.5, "kilogram"),
    takes("slurry", "CN", DATABASE, 0.1, "kilogram", note="recycled, mostly"),
    stage="wafer",
    technology="mono",
    vintage=2018,
    parameters=(Parameter("piece_area_m2", 0.02, "square meter", 0.01, 0.06, "made-up"),),
)  # fmt: skip


def files(*processes: Inventory) -> dict[str, bytes]:
    """Return the files of a set; by default of slurry and wafer."""
    made = inventory_csv(DATABASE, "made up", processes or (SLURRY, WAFER))
    return {"sources.csv": source_csv(SOURCES), "inventories/chain.csv": made}


def install(library: Library, *processes: Inventory, details: LibrarySet = DETAILS) -> LibrarySet:
    """Install the set."""
    return write_set(details, files(*processes), library)
