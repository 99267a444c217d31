"""Fixtures that all tests share.

``data_copy`` and ``tiny_root`` give folders that a test may damage; ``replace_once`` damages them.

The tiny library, by hand (kgCO2e with AR6: CO2 1, fossil CH4 29.8; with AR5 CH4 30):

===============================  ==========================================  =========  =========
dataset (code)                   per unit of product                         AR6        AR5
===============================  ==========================================  =========  =========
electricity-CN-2022              0.6 kg CO2e aggregated with AR5 per kWh     0.6        0.6
electricity-CN-2023              0.5 kg CO2e aggregated with AR5 per kWh     0.5        0.5
grid-supply-CN                   1 kWh of the year asked for, else of 2023   0.5        0.5
heat-CN (a proxy)                0.05 kg CO2 + 0.001 kg CH4 per MJ           0.0798     0.08
silicon-GLO                      1.7 kg CO2 per kg                           1.7        1.7
factory-GLO (cut-off)            nothing; 1000 kg per unit                   0          0
ingot-CN-2018 (stage ingot)      0.3 kg CO2 + 2 kWh + 1 kg silicon per kg    3.0        3.0
wafer-CN-2018 (stage wafer)      0.1 kg CO2 + 5 MJ waste heat + 4 kWh        4.398      4.4
                                 + 10 MJ heat + 0.5 kg ingot
                                 + 0.001 factory per m2
===============================  ==========================================  =========  =========

Per m2 of wafer with AR6: ingot stage 0.5 x 3.0 = 1.5 (direct 0.15, electricity 0.5, materials
0.85), wafer stage 2.898 (direct 0.1, electricity 2.0, heat 0.798). CO2 1.6, CH4 0.298 from
0.01 kg, not split 2.5 from 5 kWh. The proxy carries 0.798. With the electricity of 2022 the
wafer is 4.898. A wafer is 0.02 m2. The 4 kWh have a lognormal spread of 0.1; nothing else has.
"""

import csv
import gc
import importlib.util
import math
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

# bw2data reads this when it is imported.
BRIGHTWAY_HOME = tempfile.TemporaryDirectory(prefix="pvfootprint-tests-")
os.environ["BRIGHTWAY2_DIR"] = BRIGHTWAY_HOME.name

# numpy reads this when it is imported: each worker of the tests has a core, and threads that wait
# for one another on a core take several times as long as one thread alone.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Looking for garbage after every 700 new objects takes a fifth of the time of reading a workbook.
gc.set_threshold(50_000, 20, 20)

from pvfootprint.library.caching import open_library  # noqa: E402
from pvfootprint.library.layout import EXCHANGE_COLUMNS, PARAMETER_COLUMNS  # noqa: E402
from pvfootprint.library.sections import FORMAT  # noqa: E402
from pvfootprint.model.inventory import Library  # noqa: E402

# The same examples at every run, however slow the machine.
settings.register_profile("reproducible", derandomize=True, deadline=None)
settings.load_profile("reproducible")

ROOT = Path(__file__).parents[1]
DATA_FOLDERS = ("inventories", "methods")

Rows = list[list[object]]
ReplaceOnce = Callable[[Path, str, str], None]


@pytest.fixture(scope="session")
def session_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cache folder of this session."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _own_environment(session_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests from the user's cache, data, settings and installed sets."""
    monkeypatch.setenv("PVFOOTPRINT_CACHE", str(session_cache))
    monkeypatch.setenv("PVFOOTPRINT_LIBRARIES", str(tmp_path / "libraries"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for name in ("DATA", "DEBUG", "LANGUAGE", "LOG"):
        monkeypatch.delenv(f"PVFOOTPRINT_{name}", raising=False)


@pytest.fixture(scope="session", autouse=True)
def _brightway_home() -> Iterator[None]:
    """Remove the folder of Brightway at the end."""
    yield
    BRIGHTWAY_HOME.cleanup()


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Folder of the shipped ``inventories/`` and ``methods/``; not to be written to."""
    return ROOT


@pytest.fixture(scope="session")
def library(session_cache: Path) -> Library:
    """Give the shipped library."""
    found, findings = open_library(ROOT, cache=session_cache)
    assert findings == []
    return found


@pytest.fixture(scope="session")
def site_inventories() -> ModuleType:
    """Give the module that makes workbooks of suppliers who say what the library says."""
    return _beside("site_inventories")


@pytest.fixture(scope="session")
def installed_sets() -> ModuleType:
    """Give the module that makes a set of inventories beside the tiny library."""
    return _beside("installed_sets")


@pytest.fixture(scope="session")
def iea_workbooks() -> ModuleType:
    """Give the module that makes workbooks in the shape of the IEA's inventories of 2026."""
    return _beside("iea_workbooks")


@pytest.fixture(scope="session")
def certificate_records() -> ModuleType:
    """Give the module that makes certificates of invented companies."""
    return _beside("certificate_records")


@pytest.fixture(scope="session")
def register_facts(certificate_records: ModuleType) -> ModuleType:
    """Give the module that makes certificates as a public register shows them."""
    assert certificate_records
    return _beside("register_facts")


@pytest.fixture(scope="session")
def dead_links() -> Callable[..., list[str]]:
    """Give the function that finds what a folder of pages refers to and does not hold."""
    return _beside("dead_links").dead_links


@pytest.fixture(scope="session")
def base_datasets() -> ModuleType:
    """Give the module that makes datasets of the base database."""
    return _beside("base_datasets")


@pytest.fixture(scope="session")
def populations(base_datasets: ModuleType) -> object:
    """Give the maker of many such datasets: see populations.py."""
    return _beside("populations").Populations(base_datasets)


@pytest.fixture(scope="session")
def registries() -> ModuleType:
    """Give the module that makes registries of an invented certifier."""
    return _beside("registries")


@pytest.fixture(scope="session")
def registers() -> ModuleType:
    """Give the module that makes certifiers who issue certificates quickly."""
    return _beside("registers")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[object]:
    """Give a PostgreSQL server of this session; `database()` makes an empty database."""
    with _beside("registry/postgresql").server() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.heavy)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address at which a registry can be made, on both databases."""
    if request.param == "sqlite":
        return str(tmp_path / "registry.db")
    return request.getfixturevalue("postgresql").database()


def _beside(name: str) -> ModuleType:
    """Import a module that lies beside this file."""
    path = ROOT / "tests" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def sites(library: Library, site_inventories: ModuleType) -> object:
    """Give the maker of such workbooks on the shipped library."""
    return site_inventories.Sites(library)


@pytest.fixture(scope="session")
def suppliers_chain(sites: object) -> dict[str, object]:
    """Give the workbooks of a whole chain, by stage."""
    return sites.chain()


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """Copy of the shipped ``inventories/`` and ``methods/``, to be damaged."""
    root = tmp_path / "data"
    for name in DATA_FOLDERS:
        shutil.copytree(ROOT / name, root / name)
    return root


@pytest.fixture
def replace_once() -> ReplaceOnce:
    """Give a function that replaces a text that stands once in a file."""

    def replace(path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


@pytest.fixture
def tiny_root(tmp_path: Path) -> Path:
    """Folder with the tiny library of this file's docstring and its GWP sets."""
    root = tmp_path / "tiny"
    inventories, gwp = root / "inventories", root / "methods" / "gwp"
    write_rows(inventories / "elementary_flows.csv", _flow_file())
    write_rows(inventories / "sources.csv", TINY_SOURCES)
    write_rows(inventories / "silicon_balance.csv", TINY_BALANCES)
    write_rows(inventories / "formats.csv", TINY_FORMATS)
    write_rows(inventories / "ranges.csv", TINY_RANGES)
    for file, datasets in TINY_INVENTORIES.items():
        write_rows(inventories / file, _inventory_file(f"tiny {Path(file).stem}", datasets))
    for key, methane in (("ar6", 29.8), ("ar5", 30)):
        write_rows(gwp / f"{key}.csv", _factor_file(methane))
    titles = [["ar6", "IPCC AR6 GWP100", "", ""], ["ar5", "IPCC AR5 GWP100", "", ""]]
    write_rows(gwp / "sets.csv", [["key", "title", "edition", "note"], *titles])
    return root


@pytest.fixture
def tiny_library(tiny_root: Path, tmp_path: Path) -> Library:
    """Give the tiny library, compiled."""
    return open_library(tiny_root, cache=tmp_path / "tiny-cache")[0]


CO2, CH4 = "Carbon dioxide, fossil", "Methane, fossil"
AGGREGATED = "Carbon dioxide equivalent, aggregated with AR5"
AIR = "air::unspecified"
TINY_FLOWS = {
    CO2: ("co2", "kilogram", "True"),
    CH4: ("ch4", "kilogram", "True"),
    AGGREGATED: ("co2e-ar5", "kilogram", "True"),
    "Heat, waste": ("waste-heat", "megajoule", "False"),
}
TINY_SOURCES: Rows = [
    ["key", "citation", "licence", "link", "position"],
    ["made-up", "numbers made up for the tests", "none", "", ""],
]
TINY_BALANCES: Rows = [
    ["dataset", "term", "flow", "kilogram silicon per unit", "amount", "source", "note"],
    ["ingot-CN-2018", "in", "silicon", 1, "", "made-up", ""],
    ["ingot-CN-2018", "out", "", 1, 1, "made-up", ""],
    ["wafer-CN-2018", "in", "ingot", 1, "", "made-up", ""],
    ["wafer-CN-2018", "out", "", 0.4, 1, "made-up", ""],
    ["wafer-CN-2018", "kerf", "", 1, 0.1, "made-up", ""],
]
TINY_FORMATS: Rows = [
    ["key", "width mm", "height mm", "area m2", "source", "note"],
    ["200", 200, 200, 0.04, "made-up", "a square"],
]
TINY_RANGES: Rows = [
    ["stage", "vintage", "unit", "low", "high", "low source", "high source", "note"],
    ["wafer", 2018, "m2", 4, 5, "made-up", "made-up", ""],
]


def write_rows(path: Path, rows: Rows) -> None:
    """Write a CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _takes(name: str, location: str, file: str, amount: float, unit: str, group: str) -> dict:
    return {
        "name": name,
        "reference product": name,
        "location": location,
        "database": f"tiny {file}",
        "amount": amount,
        "unit": unit,
        "type": "technosphere",
        "group": group,
        "source": "made-up",
    }


def _emits(flow: str, amount: float) -> dict:
    return {
        "name": flow,
        "categories": AIR,
        "amount": amount,
        "unit": TINY_FLOWS[flow][1],
        "type": "biosphere",
        "group": "direct",
        "source": "made-up",
    }


def _dataset(
    code: str,
    name: str,
    unit: str,
    *exchanges: dict,
    location: str = "CN",
    data_class: str = "inventory",
    parameters: Rows | None = None,
    **fields: object,
) -> Rows:
    own = {"name": name, "reference product": name, "location": location, "unit": unit}
    production = {**own, "amount": 1, "type": "production"}
    head = {
        "code": code,
        "reference product": name,
        "location": location,
        "production amount": 1,
        "unit": unit,
        "type": "process",
        "data class": data_class,
        "source": "made-up",
        "comment": "made up",
        **{key.replace("_", " "): value for key, value in fields.items()},
    }
    tables: Rows = []
    if parameters:
        tables = [["Parameters"], list(PARAMETER_COLUMNS), *parameters]
    rows = [[e.get(column, "") for column in EXCHANGE_COLUMNS] for e in (production, *exchanges)]
    return [
        ["Activity", name],
        *([key, value] for key, value in head.items()),
        *tables,
        ["Exchanges"],
        list(EXCHANGE_COLUMNS),
        *rows,
        [],
    ]


def _grid(amount: float) -> dict:
    return _takes(
        "electricity, grid supply", "CN", "electricity", amount, "kilowatt hour", "electricity"
    )


def _electricity_of(year: int, amount: float) -> Rows:
    return _dataset(
        f"electricity-CN-{year}",
        f"electricity, {year}",
        "kilowatt hour",
        _emits(AGGREGATED, amount),
        data_class="official",
        electricity_location="CN",
        electricity_year=year,
        electricity_method="official",
        electricity_losses="without",
        electricity_default="True",
    )


_SPREAD = {"uncertainty type": 2, "loc": repr(math.log(4)), "scale": 0.1}
TINY_INVENTORIES = {
    "background/electricity.csv": [
        _electricity_of(2022, 0.6),
        _electricity_of(2023, 0.5),
        _dataset(
            "grid-supply-CN",
            "electricity, grid supply",
            "kilowatt hour",
            _takes("electricity, 2023", "CN", "electricity", 1, "kilowatt hour", "electricity"),
            electricity_supply="CN",
        ),
    ],
    "background/materials.csv": [
        _dataset(
            "heat-CN",
            "heat",
            "megajoule",
            _emits(CO2, 0.05),
            _emits(CH4, 0.001),
            data_class="proxy",
            proxy_for="heat of another fuel",
        ),
        _dataset("silicon-GLO", "silicon", "kilogram", _emits(CO2, 1.7), location="GLO"),
        _dataset(
            "factory-GLO",
            "factory",
            "unit",
            location="GLO",
            data_class="cut-off",
            mass_per_unit_kg=1000,
            mass_basis="made up",
        ),
    ],
    "foreground/chain.csv": [
        _dataset(
            "ingot-CN-2018",
            "ingot",
            "kilogram",
            _emits(CO2, 0.3),
            _grid(2),
            _takes("silicon", "GLO", "materials", 1, "kilogram", "materials"),
            stage="ingot",
            technology="mono",
            vintage=2018,
        ),
        _dataset(
            "wafer-CN-2018",
            "wafer",
            "square meter",
            _emits(CO2, 0.1),
            _emits("Heat, waste", 5),
            _grid(4) | _SPREAD,
            _takes("heat", "CN", "materials", 10, "megajoule", "heat"),
            _takes("ingot", "CN", "chain", 0.5, "kilogram", "materials"),
            _takes("factory", "GLO", "materials", 0.001, "unit", "materials"),
            stage="wafer",
            technology="mono",
            vintage=2018,
            parameters=[["piece_area_m2", 0.02, "square meter", 0.01, 0.06, "made-up", ""]],
        ),
    ],
}


def _inventory_file(database: str, datasets: list[Rows]) -> Rows:
    head: Rows = [["Database", database], ["format", FORMAT], []]
    return [*head, *(row for dataset in datasets for row in dataset)]


def _flow_file() -> Rows:
    rows: Rows = [["Database", "tiny elementary flows"], ["format", FORMAT], []]
    for name, (code, unit, greenhouse_gas) in TINY_FLOWS.items():
        rows += [["Activity", name], ["code", code], ["categories", AIR], ["unit", unit]]
        rows += [["type", "emission"], ["greenhouse gas", greenhouse_gas], []]
    return rows


def _factor_file(methane: float) -> Rows:
    factors = ((CO2, 1, "CO2"), (CH4, methane, "CH4"), (AGGREGATED, 1, "CO2e, not split"))
    rows = [
        [name, "kilogram", amount, gas, "fossil", "made-up", ""] for name, amount, gas in factors
    ]
    return [["name", "unit", "amount", "gas", "category", "source", "note"], *rows]
