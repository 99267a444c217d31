"""Workbooks in the shape of the IEA PVPS inventories of 2026, with invented numbers.

Every amount is made up. The faults of the real workbook are in it: see ``FAULTS``. The PERC module
of China takes nothing but electricity of China, its cell and what is behind it; per m2:

=============  ==================================================  =====================
product        takes                                               kWh
=============  ==================================================  =====================
siemens, fbr   50 and 10 kWh per kg                                50, 10
mix            0.9 siemens, 0.1 fbr                                46
recycled       0.5 kWh per kg                                      0.5
ingot          10 kWh, 0.5 kg mix, 0.5 kg recycled                 33.25
wafer, perc    2 kWh, 0.5 kg ingot                                 18.625
cell, perc     10 kWh, 1 m2 wafer                                  28.625
module, perc   3 kWh, 0.9 m2 cell                                  28.7625
=============  ==================================================  =====================
"""

from pathlib import Path

import openpyxl

HEADING = ("name", "amount", "location", "unit", "categories", "type", "uncertainty type", "loc")
HEADING = (*HEADING, "scale", "negative", "reference product", "comment")
KG, M2, KWH = "kilogram", "square meter", "kilowatt hour"
POWER, GROUP = (
    "market for electricity, medium voltage",
    "market group for electricity, medium voltage",
)

MG = ("silicon production, metallurgical grade, photovoltaic supply chain", "mg")
SOLAR = "silicon production, solar grade, "
SIEMENS = (SOLAR + "modified siemens process, photovoltaic supply chain", "siemens")
FBR, RECYCLED = (SOLAR + "fluidized bed reactor", "fbr"), (SOLAR + "recycled", "recycled")
MIX = ("market for silicon, solar grade, for photovoltaics", "mix")
CZ = ("single-crystalline silicon ingot production, photovoltaic, czochralski process", "cz")
BRICK = ("single-crystalline silicon brick production, photovoltaic, czochralski process", "brick")
WAFER = "single-crystalline silicon wafer production, photovoltaics, "
WAFERS = "market for single-crystalline silicon wafer, photovoltaics, "
CELL = "photovoltaic cell production, single-crystalline silicon, "
CELLS = "market for photovoltaic cell, single-crystalline silicon, "
PECVD = (CELL + "topcon, plasma-enhanced chemical vapour deposition", "pecvd")
LPCVD = (CELL + "topcon, low-pressure chemical vapour deposition", "lpcvd")
PERC_CELL = (CELL + "perc", "perc cell")
PANEL = "photovoltaic panel production, single-crystalline silicon, "
LAMINATE = "photovoltaic laminate production, single-crystalline silicon, "
BIFACIAL = (PANEL + "topcon, bifacial, 72 cells", "bifacial 72")
TOPCON = [
    BIFACIAL,
    (PANEL + "topcon, bifacial, 60 cells", "bifacial 60"),
    (PANEL + "topcon, monofacial, 72 cells", "monofacial 72"),
    (PANEL + "topcon, monofacial, 60 cells", "monofacial 60"),
    (LAMINATE + "topcon, bifacial, 72 cells", "laminate 72"),
]
PERC = (PANEL + "perc", "perc panel")

Row = tuple


def takes(
    name: str, product: str, location: str, unit: str, amount: object, comment: str = ""
) -> Row:
    """Return a row of an input."""
    return (name, amount, location, unit, None, "technosphere", None, None, None, None, product,
            comment)  # fmt: skip


def own(activity: tuple[str, str], amount: object, unit: str = KG, location: str = "CN") -> Row:
    """Return a row of an input of the workbook's own."""
    return takes(activity[0], activity[1], location, unit, amount)


def power(amount: object, location: str = "CN") -> Row:
    """Return a row of electricity [kWh]."""
    name = GROUP if location in {"CN", "US", "ENTSO-E", "RER", "IN"} else POWER
    return takes(name, "electricity, medium voltage", location, KWH, amount)


def emits(name: str, categories: str, amount: float, unit: str = KG) -> Row:
    """Return a row of an emission."""
    return (name, amount, None, unit, categories, "biosphere", *(None,) * 6)


def nickel(amount: float) -> Row:
    """Return a row of nickel on the sawing wire [kg]."""
    return takes("market for nickel, class 1", "nickel, class 1", "GLO", KG, amount)


def steel(amount: float) -> Row:
    """Return a row of steel in the sawing wire [kg]."""
    name = "steel production, low-alloyed, hot rolled"
    return takes(name, "steel, low-alloyed, hot rolled", "RER", KG, amount)


def _ammonia(amount: float, comment: str = "") -> Row:
    name = "market for ammonia, anhydrous, liquid"
    return takes(name, "ammonia, anhydrous, liquid", "RER", KG, amount, comment)


def _boron(amount: float) -> Row:
    return takes("trichloroborane production", "trichloroborane", "GLO", KG, amount)


def _chips(amount: float) -> Row:
    product = "wood chips, green, measured as dry mass"
    return takes(f"market for {product}", product, "Europe without Switzerland", KG, amount)


def _waste(amount: float) -> Row:
    name = "treatment of hazardous waste, hazardous waste incineration"
    return takes(name, "hazardous waste, for incineration", "CH", KG, amount)


Activities = dict[tuple[str, str, str], tuple[str, list[Row]]]


def activities() -> Activities:
    """Return the activities: unit and rows by name, product and location."""
    made: Activities = {}

    def add(activity: tuple[str, str], location: str, unit: str, *rows: Row) -> None:
        made[(*activity, location)] = (unit, list(rows))

    add(MG, "CN", KG, power(10), _chips(0.004), emits("Carbon dioxide, fossil", AIR, 2.0))
    add(SIEMENS, "CN", KG, power(50))
    add(SIEMENS, "RER", KG, power(50, "NO"), own(MG, 1.0))
    add(FBR, "CN", KG, power(10))
    add(RECYCLED, "CN", KG, power(0.5))
    add(MIX, "CN", KG, own(SIEMENS, 0.9), own(FBR, 0.1))
    add(CZ, "CN", KG, power(10), own(MIX, 0.5), own(RECYCLED, 0.5))
    add(BRICK, "CN", KG, own(CZ, 2.0), nickel(0.0002), steel(0.0004))
    for kind in ("topcon", "perc"):
        add((WAFERS + kind, kind), "RER", M2, own((WAFER + kind, kind), 1.0, M2))
    sawn = (own(BRICK, 0.4), power(2), nickel(0.02), steel(0.002))
    add((WAFER + "topcon", "topcon"), "CN", M2, *sawn)
    add((WAFER + "perc", "perc"), "CN", M2, power(2), own(CZ, 0.5))
    wafer = own((WAFER + "topcon", "topcon"), 1.1, M2)
    gases = (_ammonia(0.01), _ammonia(0.005, "industry data; proxy for nitrous oxide"))
    add(PECVD, "CN", M2, wafer, power(20), *gases, _boron(0.005))
    add(LPCVD, "CN", M2, wafer, power(20), *gases, _boron(0.0001))
    add(PERC_CELL, "CN", M2, power(10), own((WAFER + "perc", "perc"), 1.0, M2))
    add((CELLS + "topcon", "topcon cell"), "RER", M2, own(PECVD, 1.0, M2))
    add((CELLS + "perc", "perc cell mix"), "RER", M2, own(PERC_CELL, 1.0, M2))
    cells = (own(PECVD, 0.5, M2), own(LPCVD, 0.4, M2), _waste(-0.01))
    for module in TOPCON:
        add(module, "CN", M2, *cells, power(4))
        add(module, "RER", M2, *cells, power(0.4, "ENTSO-E"))
        add(module, "APAC", M2, *cells, power(0.4, "MY"), power(3.5, "VN"), power(1.6, "IN"))
    add(PERC, "CN", M2, power(3), own(PERC_CELL, 0.9, M2))
    add(PERC, "RER", M2, power(3, "ENTSO-E"), own(PERC_CELL, 0.9, M2))
    shares = power(0.3, "MY"), power(1.5, "VN"), power(1.2, "IN")
    add(PERC, "APAC", M2, *shares, own(PERC_CELL, 0.9, M2))
    add((LAMINATE + "perc", "perc laminate"), "CN", M2, power(3), own(PERC_CELL, 0.9, M2))
    add(("photovoltaic installation construction", "installation"), "CH", "unit", own(PERC, 50, M2))
    return made


AIR = "air::urban air close to ground"
FAULTS = {
    "topcon-module-electricity": 10,
    "rer-polysilicon-grid": 1,
    "wafer-nickel": 1,
    "boron-trichloride": 1,
    "nitrous-oxide": 4,
    "wood-chips": 1,
}
"""Rows that each rule changes."""


def rows(made: Activities | None = None) -> list[list[object]]:
    """Return the rows of the sheet."""
    lines: list[list[object]] = [["Database", "invented"], []]
    for (name, product, location), (unit, exchanges) in (made or activities()).items():
        fields = {"reference product": product, "location": location, "unit": unit}
        fields |= {"production amount": 1, "comment": "made up", "source": "made up"}
        made_here = (name, 1, location, unit, None, "production", *(None,) * 4, product, None)
        lines += [["Activity", name], *([key, value] for key, value in fields.items())]
        lines += [["Exchanges"], [*HEADING], [*made_here], *map(list, exchanges), []]
    return lines


def write(path: Path, made: Activities | None = None) -> Path:
    """Write a workbook."""
    book = openpyxl.Workbook()
    for row in rows(made):
        book.active.append(row)
    book.save(path)
    return path
