"""Workbooks of one made-up module maker, and LibreOffice to calculate them."""

import datetime
import shutil
import subprocess
from dataclasses import replace

import openpyxl
import pytest

from pvfootprint.model.site import (
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
from pvfootprint.workbook.choices import QUALITY_SUBJECTS
from pvfootprint.workbook.writing import write_workbook

PERIOD = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)
CERTIFICATE = "GEC" + "0" * 26
"""A green certificate without the last three of its 32 characters."""

AREA, POWER, PIECES = 2.583, 590.0, 1_000_000.0
CO2 = "carbon-dioxide-fossil-air-unspecified"


def site_inventory() -> SiteInventory:
    """Say what a module maker with two suppliers could say; every row of it is sound."""
    square_metres = PIECES * AREA
    return SiteInventory(
        stage="module",
        company=Company(
            name="示例组件有限公司",
            name_en="Example Modules & Sons Ltd",
            code="91320000MA1EXAMPLE",
            site="一号厂",
            site_address="江苏省示例市示例路1号",
            location="CN-Jiangsu",
            start=PERIOD[0],
            end=PERIOD[1],
        ),
        products=(
            SiteProduct(
                key="P1",
                name="TOPCon 590 W",
                technology="topcon",
                design="glass-glass-framed",
                declared_unit="kWp",
                models=("M-585", "M-590"),
                power_bins=(585.0, 590.0, 592.5),
                representative="M-590",
                power=POWER,
                area=AREA,
                output=PIECES,
                output_unit="piece",
                share=1.0,
            ),
        ),
        materials=(
            MaterialUse(
                flow="光伏玻璃",
                dataset="solar-glass",
                product="P1",
                amount=square_metres * 10 / 1000,
                unit="t",
                method="measured",
                evidence="E1",
                spread=0.1 + 0.2,
            ),
            MaterialUse(
                flow="=1+1", dataset="", product="P1", amount=1 / 3, unit="kg", note="@home"
            ),
        ),
        energy=tuple(
            EnergyUse(
                carrier="electricity",
                meter="M1",
                period=f"2025-{month:02d}",
                product="site",
                amount=square_metres * 8 / 12 / 1000,
                unit="MWh",
            )
            for month in range(1, 13)
        ),
        electricity=(
            ElectricityContract(
                key="C1",
                kind="green power",
                technology="wind",
                period="2025",
                amount=1000.0,
                unit="MWh",
                certificates=(f"{CERTIFICATE}001-{CERTIFICATE}999", f"{CERTIFICATE[:-1]}1000"),
                cancelled=True,
                generated="2025",
                evidence="E1",
            ),
        ),
        outputs=(
            SiteOutput(
                kind="waste",
                name="边角料",
                dataset="incineration-plastic",
                product="P1",
                amount=square_metres * 0.028,
                unit="kg",
            ),
        ),
        emissions=(
            DirectEmission(
                gas=CO2, product="P1", basis="emitted", amount=square_metres * 0.02, unit="kg"
            ),
        ),
        transport=(
            TransportLeg(
                cargo="glass",
                mode="transport-lorry",
                product="P1",
                distance=300,
                mass=1e4,
                unit="t",
            ),
        ),
        suppliers=(
            SupplyShare(product="P1", supplier="甲公司", share=0.6, location="CN-Anhui"),
            SupplyShare(product="P1", stage="cell", supplier="乙公司", share=0.4),
        ),
        evidence=(Evidence(key="E1", title="发票", kind="invoice", sha256="0" * 64),),
        quality=tuple(
            DataQuality(
                subject=subject,
                reliability=2,
                completeness=1,
                temporal=1,
                geographical=1,
                technological=2,
            )
            for subject in QUALITY_SUBJECTS
        ),
    )


def with_faults(site: SiteInventory) -> tuple[SiteInventory, dict[str, list[str]]]:
    """Spoil rows of a sound site; the signs of the verdicts that are due stand beside it."""
    glass, other = site.materials
    faulty = replace(
        site,
        company=replace(site.company, end=datetime.date(2025, 11, 30)),
        products=(site.products[0], replace(site.products[0], key="P2", share=0.5, area=99.0)),
        materials=(
            replace(glass, amount=glass.amount * 1000),
            replace(glass, amount=-1.0),
            replace(glass, dataset="silicone", unit="m3"),
            replace(glass, product="P9"),
            replace(glass, evidence="E7"),
            replace(other, unit=""),
        ),
        energy=(*site.energy[:3], site.energy[2], replace(site.energy[3], period="2024-13")),
        electricity=(
            replace(site.electricity[0], cancelled=None),
            replace(site.electricity[0], certificates=()),
            replace(site.electricity[0], unit="kg"),
            replace(site.electricity[0], generated=""),
        ),
        suppliers=(replace(site.suppliers[0], share=0.5), site.suppliers[1]),
        evidence=(site.evidence[0], site.evidence[0]),
        quality=(replace(site.quality[0], reliability=None), site.quality[1]),
    )
    due = {
        "company": ["√"] * 3 + ["√", "√", "√", "√", "△"],
        "products": ["×", "×"],
        "materials": ["△", "×", "△", "×", "×", "○"],
        "energy": ["△", "△", "×", "×", "×"],
        "electricity": ["△", "△", "×", "△"],
        "outputs": ["√"],
        "emissions": ["√"],
        "transport": ["√"],
        "suppliers": ["×", "×"],
        "evidence": ["×", "×"],
        "quality": ["○", "√"],
    }
    return faulty, due


@pytest.fixture(scope="session")
def site() -> SiteInventory:
    """Give a sound site."""
    return site_inventory()


@pytest.fixture(scope="session")
def faulty(site):
    """Give a site with faults, and the verdicts that are due."""
    return with_faults(site)


@pytest.fixture(scope="session")
def written_once(library, tmp_path_factory):
    """Give a function that writes a workbook, the same one once, and returns its bytes."""
    path = tmp_path_factory.mktemp("written") / "book.xlsx"
    made = {}

    def write(stage, language, inventory):
        asked = stage, language, repr(inventory)
        if asked not in made:
            period = None if inventory else PERIOD
            write_workbook(path, library, stage, language, inventory, period=period)
            made[asked] = path.read_bytes()
        return made[asked]

    return write


@pytest.fixture
def written(written_once, tmp_path):
    """Give a function that writes a workbook and returns its path; it may be damaged."""

    def write(stage="module", language="en", inventory=None, name="book.xlsx"):
        path = tmp_path / name
        path.write_bytes(written_once(stage, language, inventory))
        return path

    return write


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory):
    """Give a function that converts workbooks of a folder, with a profile of its own."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("libreoffice")

    def convert(path, kind, *others):
        folder = path.parent / "converted"
        command = [program, f"-env:UserInstallation=file://{profile}", "--headless"]
        command += ["--convert-to", kind, "--outdir", str(folder), *map(str, (path, *others))]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        return folder / f"{path.stem}.{kind}"

    return convert


@pytest.fixture
def calculated(libreoffice):
    """Give a function that returns a workbook with the results of its formulas."""

    def calculate(path):
        return openpyxl.load_workbook(libreoffice(path, "xlsx"), data_only=True)

    return calculate
