"""Filled-in workbooks of every stage, and ways to damage copies of them."""

import datetime
import io
import pickle
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from pvfootprint.model.site import (
    SUPPLIED_STAGE,
    Company,
    DataQuality,
    Evidence,
    SiteInventory,
    SiteProduct,
    SupplyShare,
)
from pvfootprint.model.site_rows import (
    DirectEmission,
    ElectricityContract,
    EnergyUse,
    MaterialUse,
    SiteOutput,
    TransportLeg,
)
from pvfootprint.model.terms import DECLARED_UNITS
from pvfootprint.workbook.choices import REFERENCE_UNITS, choices_of
from pvfootprint.workbook.expected import expected_flows
from pvfootprint.workbook.layout import FIRST_ROW, FORM_VALUES
from pvfootprint.workbook.reading import read_workbook
from pvfootprint.workbook.sheets import sheet
from pvfootprint.workbook.writing import write_workbook

PIECES = 100_000.0
AREA = 2.5
YEAR = 2025
CODE = "91320200MA1TE5T00T"
"""Made up, with the right check character."""

CERTIFICATE = "GEC" + "0" * 26
"""A green certificate without the last three of its 32 characters."""

NOWHERE_TO_BUY = "glue"
GAS = "dinitrogen-monoxide-air-unspecified"


def company(location="CN-Jiangsu"):
    return Company(
        name="甲光伏有限公司",
        name_en="A Photovoltaics",
        code=CODE,
        contact="ESG manager",
        site="One",
        site_address="1 Road",
        location=location,
        start=datetime.date(YEAR, 1, 1),
        end=datetime.date(YEAR, 12, 31),
        currency="CNY",
    )


def product(library, stage):
    technologies = {i.technology for i in library.inventories.values() if i.stage == stage}
    wafer_like = stage in {"wafer", "cell"}
    module = stage == "module"
    return SiteProduct(
        key="P1",
        name=f"our {stage}",
        technology=sorted(technologies)[-1] if not module else "topcon",
        design="glass-glass-framed" if module else "",
        declared_unit=DECLARED_UNITS[stage][0],
        models=("A-590", "A-595") if module else (),
        power_bins=(585.0, 590.0, 595.0) if module else (),
        representative="A-590" if module else "",
        power=590.0 if module else None,
        area=AREA if module else None,
        efficiency=0.236 if module else None,
        format="182" if wafer_like else "",
        thickness=130.0 if wafer_like else None,
        mass=32.0 if module else None,
        output=PIECES if REFERENCE_UNITS[stage] == "m2" else 1e6,
        output_unit="piece" if REFERENCE_UNITS[stage] == "m2" else "kg",
        share=1.0,
        share_basis="area" if REFERENCE_UNITS[stage] == "m2" else "mass",
        revenue=1234567.5,
        evidence="E1",
        note="all lines",
    )


def site_of(library, stage):
    """Make a sound inventory of a stage: the middle of what the library has."""
    made = product(library, stage)
    area = {"wafer": 0.033124, "cell": 0.033124, "module": AREA}.get(stage)
    output = made.output * area if area else made.output
    flows = expected_flows(library, stage, choices_of(library, stage))
    asked = [flow for flow in flows if flow.asked]
    middle = {f.choice.key: (f.low + f.high) / 2 * output for f in asked}
    materials = [
        MaterialUse(
            flow=str(f.choice.name),
            dataset=f.choice.key,
            product="P1",
            amount=round(middle[f.choice.key], 3),
            unit=f.unit,
            method="measured",
            evidence="E1",
        )
        for f in asked
        if f.sheet == "materials"
    ]
    materials.append(
        MaterialUse(flow=NOWHERE_TO_BUY, dataset="", product="P1", amount=12.5, unit="kg", note="x")
    )
    meters = [
        EnergyUse(
            carrier="electricity",
            meter="M1",
            period=f"{YEAR}-{month:02}",
            product="site",
            amount=round(middle["electricity"] / 12, 1),
            unit="kWh",
            method="measured",
            evidence="E1",
        )
        for month in range(1, 13)
    ]
    fuels = [
        EnergyUse(
            carrier=f.choice.key,
            meter="M2",
            period=str(YEAR),
            product="P1",
            amount=round(middle[f.choice.key], 1),
            unit=f.unit,
        )
        for f in asked
        if f.sheet == "energy" and f.choice.key != "electricity"
    ]
    waste = [
        SiteOutput(
            kind="waste",
            name=str(f.choice.name),
            dataset=f.choice.key,
            product="P1",
            amount=round(middle[f.choice.key], 3),
            unit=f.unit,
            destination="away",
        )
        for f in asked
        if f.sheet == "outputs"
    ]
    returned = 0.6 * output if stage == "ingot" else 5.0
    waste.append(
        SiteOutput(
            kind="returned",
            name="offcuts",
            product="P1",
            amount=returned,
            unit="kg",
            silicon=0.9,
            revenue=0.0,
        )
    )
    kwh = meters[0].amount
    upstream = sorted(
        i.technology for i in library.inventories.values() if i.stage == SUPPLIED_STAGE[stage]
    )[0]
    return SiteInventory(
        stage=stage,
        company=company(),
        products=(made,),
        materials=tuple(materials),
        energy=(*meters, *fuels),
        electricity=(
            ElectricityContract(
                key="C1",
                kind="green power",
                technology="wind",
                period=str(YEAR),
                amount=kwh,
                unit="kWh",
                certificates=(f"{CERTIFICATE}001~{CERTIFICATE}100", f"{CERTIFICATE}200"),
                cancelled=True,
                product="P1",
                generated=f"{YEAR}-01",
                owner=CODE,
                evidence="E2",
            ),
            ElectricityContract(
                key="C2", kind="grid", place="CN-Jiangsu", period=str(YEAR), amount=kwh, unit="kWh"
            ),
        ),
        outputs=tuple(waste),
        emissions=(
            DirectEmission(
                gas=GAS,
                product="P1",
                basis="used",
                amount=1.25,
                unit="kg",
                conversion=0.5,
                abatement=0.95,
                spread=0.2,
            ),
        ),
        transport=(
            TransportLeg(
                cargo=materials[0].flow,
                mode="transport-lorry",
                product="P1",
                distance=350.0,
                mass=0.5,
                unit="t",
                start="Wuxi",
                end="Suzhou",
            ),
        ),
        suppliers=(
            SupplyShare(
                product="P1",
                supplier="乙硅材料有限公司",
                supplier_code=CODE,
                supplied="P1",
                share=0.75,
                location="CN-Sichuan",
                technology=upstream,
            ),
            SupplyShare(product="P1", supplier="C Ltd", share=0.25, location="DE"),
        ),
        evidence=(
            Evidence(
                key="E1",
                title="meter readings",
                kind="meter reading",
                file="a.pdf",
                sha256="0" * 64,
                covers="all",
            ),
            Evidence(key="E2", title="certificates", kind="certificate"),
        ),
        quality=(
            DataQuality(
                subject="materials",
                reliability=1,
                completeness=2,
                temporal=1,
                geographical=1,
                technological=2,
            ),
            DataQuality(subject="energy", reliability=1),
        ),
    )


@pytest.fixture(scope="session")
def site_inventory(library):
    """Give a function that makes the sound inventory of a stage."""
    made = {stage: site_of(library, stage) for stage in REFERENCE_UNITS}
    return lambda stage, **changes: replace(made[stage], **changes)


SPARE = 4
"""Empty lines that a stripped sheet keeps."""


def stripped(content):
    """Leave what is read, and the formats of what is asked: all becomes many times faster."""
    full, plain = openpyxl.load_workbook(io.BytesIO(content)), openpyxl.Workbook()
    plain.remove(plain.active)
    for page in full.worksheets:
        if page.title != "_lists":
            copy_plainly(page, plain.create_sheet(page.title))
    return content_of(plain)


def copy_plainly(page, new):
    cells = [cell for cell in page._cells.values() if cell.data_type != "f"]
    last = max(cell.row for cell in cells if cell.value is not None) + SPARE
    for cell in cells:
        asked = not cell.protection.locked and cell.row <= last
        if asked or cell.value is not None:
            made = new.cell(cell.row, cell.column, cell.value)
            made.number_format = cell.number_format
    for merged in page.merged_cells.ranges:
        new.merge_cells(merged.coord)
    new.sheet_state = page.sheet_state


def content_of(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="session")
def base_content(library, site_inventory, tmp_path_factory):
    """Bytes of the sound module workbook in English, without checks and drop-downs."""
    path = tmp_path_factory.mktemp("base") / "site.xlsx"
    write_workbook(path, library, "module", "en", site_inventory("module"))
    return stripped(path.read_bytes())


class Book:
    """A copy of the sound workbook, addressed by the keys of sheets and columns."""

    def __init__(self, book):
        self.book = book

    def page(self, key):
        return self.book[str(sheet(key).title)]

    def place(self, key, column, line=0):
        """Return row and column of a cell; `line` counts from the first line of data."""
        keys = [c.key for c in sheet(key).columns]
        if sheet(key).form:
            return FIRST_ROW + keys.index(column), FORM_VALUES
        return FIRST_ROW + line, keys.index(column) + 1

    def at(self, key, column, line=0):
        """Return the cell."""
        return self.page(key).cell(*self.place(key, column, line))

    def put(self, key, column, value, line=0, number_format=None):
        """Write into a cell."""
        cell = self.at(key, column, line)
        cell.value = value
        if number_format:
            cell.number_format = number_format
        return self

    def line_of(self, key):
        """Return the number of the first line that is free."""
        page, first = self.page(key), next(c.key for c in sheet(key).read)
        line = 0
        while page.cell(*self.place(key, first, line)).value is not None:
            line += 1
        return line

    def save(self, path):
        path.write_bytes(content_of(self.book))
        return path


@pytest.fixture(scope="session")
def pickled_book(base_content):
    """The sound workbook as openpyxl loads it, pickled: copied in a fraction of the time."""
    return pickle.dumps(openpyxl.load_workbook(io.BytesIO(base_content)))


@pytest.fixture
def book(pickled_book):
    """Copy of the sound workbook."""
    return Book(pickle.loads(pickled_book))  # noqa: S301  (made just above)


@pytest.fixture
def check(library, tmp_path):
    """Give a function that reads a workbook: of a book, of bytes, or of a path."""

    def read(what, name="site.xlsx"):
        path = tmp_path / name
        if isinstance(what, Book):
            what.save(path)
        elif isinstance(what, bytes):
            path.write_bytes(what)
        else:
            path = Path(what)
        return read_workbook(path, library)

    return read
