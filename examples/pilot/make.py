"""Makes the workbooks of the example chain: a module maker and three suppliers, all invented.

What one unit takes is the library's own sourced value (the dataset is named at each site); outputs,
distances, meters, shares over months, contract and certificate numbers are invented.

Run it from the checkout: ``python examples/pilot/make.py [FOLDER]``.
"""

from __future__ import annotations

import datetime
import hashlib
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pvfootprint.library.caching import open_library
from pvfootprint.model.site import (
    SUPPLY,
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
from pvfootprint.model.terms import UNITS
from pvfootprint.workbook.choices import choices_of
from pvfootprint.workbook.writing import write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pvfootprint.model.inventory import Exchange, Library

YEAR = 2025
FIRST, LAST = datetime.date(YEAR, 1, 1), datetime.date(YEAR, 12, 31)
MONTHS = (8.6, 7.1, 8.4, 8.2, 8.4, 8.3, 8.9, 8.9, 8.3, 8.2, 8.2, 8.5)
"""Share of each month in a year's consumption [%]; February with the holidays is the lowest."""

FIGURES = 6
"""Significant figures of an amount in a company's books."""

PIECE = 0.033124
"""Area of a wafer and of a cell of 182 mm, by the piece of which companies count them [m2]."""

NOT_CARRIED = {"tap-water", "water-deionised"}
"""Materials that come through a pipe."""


@dataclass(frozen=True)
class Site:
    """An invented company with one site and one product, and the datasets that it follows.

    `datasets` are those of the library that the site holds, with the amount of each that goes
    into one reference unit of the product; `supplied` is what it takes from another company.
    """

    company: Company
    stage: str
    product: SiteProduct
    reference_output: float
    datasets: Mapping[str, float]
    supplied: str
    suppliers: tuple[SupplyShare, ...] = ()
    contracts: tuple[ElectricityContract, ...] = ()
    evidence: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def company(name: str, english: str, place: str, city: str, code: str) -> Company:
    """Return an invented company."""
    return Company(
        name=name,
        name_en=english,
        code=code,
        address=f"示例省{city}示例路1号",
        contact="碳管理岗 carbon office, carbon@example.invalid",
        site=f"{city}基地",
        site_code="S1",
        site_address=f"示例省{city}示例路1号",
        location=place,
        start=FIRST,
        end=LAST,
        prepared="碳管理岗 carbon office",
        note="示例数据，企业为虚构 Example data, the company is invented",
    )


POLYSILICON = company(
    "示例硅料有限公司", "Example Polysilicon Co.", "CN-Inner-Mongolia", "包头", "91000000EXAMPLE01P"
)
WAFER = company("示例硅片有限公司", "Example Wafer Co.", "CN-Yunnan", "曲靖", "91000000EXAMPLE02T")
CELL = company("示例电池有限公司", "Example Cell Co.", "CN-Anhui", "滁州", "91000000EXAMPLE03X")
MODULE = company(
    "示例组件有限公司", "Example Module Co.", "CN-Jiangsu", "盐城", "91000000EXAMPLE041"
)


def share_of(supplier: Company, stage: str, technology: str, share: float = 1.0) -> SupplyShare:
    """Say that a company supplies a product, and which share of it."""
    return SupplyShare(
        product="P1",
        stage=stage,
        supplier=supplier.name,
        supplier_code=supplier.code,
        site=supplier.site,
        supplied="P1",
        share=share,
        location=supplier.location,
        technology=technology,
        evidence="E1",
    )


SITES = {
    "polysilicon": Site(
        company=POLYSILICON,
        stage="polysilicon",
        product=SiteProduct(
            key="P1",
            name="N型多晶硅料 n-type polysilicon",
            technology="siemens",
            declared_unit="kg",
            models=("PS-N-01",),
            representative="PS-N-01",
            output=62000.0,
            output_unit="t",
            share=1.0,
            evidence="E1",
        ),
        reference_output=62e6,
        datasets={"polysilicon-siemens-CN-2024": 1.0},
        supplied="mg-silicon",
        contracts=(
            ElectricityContract(
                key="SH-2025-01",
                kind="grid",
                place="CN",
                period=str(YEAR),
                amount=3267400000.0,
                unit="kWh",
                evidence="E2",
            ),
        ),
    ),
    "wafer": Site(
        company=WAFER,
        stage="wafer",
        product=SiteProduct(
            key="P1",
            name="182 mm N型单晶硅片 n-type wafer",
            technology="mono-n",
            declared_unit="piece",
            models=("W182N-130",),
            representative="W182N-130",
            area=PIECE,
            format="182",
            thickness=124.4,
            output=1.2e9,
            output_unit="piece",
            share=0.8,
            evidence="E1",
        ),
        reference_output=1.2e9 * PIECE,
        datasets={
            "wafer-mono-n-CN-2024": 1.0,
            "ingot-brick-CN-2024": 0.411,
            "ingot-cz-CN-2024": 0.411 * 1.812,
        },
        supplied="polysilicon",
        suppliers=(
            share_of(POLYSILICON, "polysilicon", "siemens", 0.7),
            SupplyShare(
                product="P1",
                stage="polysilicon",
                supplier="示例颗粒硅有限公司",
                share=0.3,
                location="CN",
                technology="fbr",
                evidence="E1",
                note="未参加试点 does not take part",
            ),
        ),
    ),
    "cell": Site(
        company=CELL,
        stage="cell",
        product=SiteProduct(
            key="P1",
            name="182 mm TOPCon电池片 TOPCon cell",
            technology="topcon",
            design="lpcvd",
            declared_unit="piece",
            models=("C182T-16BB",),
            representative="C182T-16BB",
            power=8.35,
            area=PIECE,
            efficiency=0.252,
            format="182",
            output=8.4e8,
            output_unit="piece",
            share=1.0,
            evidence="E1",
        ),
        reference_output=8.4e8 * PIECE,
        datasets={"cell-topcon-lpcvd-CN-2024": 1.0},
        supplied="wafer",
        suppliers=(share_of(WAFER, "wafer", "mono-n"),),
        contracts=(
            ElectricityContract(
                key="GP-2025-07",
                kind="green power",
                technology="wind",
                period=str(YEAR),
                amount=120000.0,
                unit="MWh",
                certificates=("EXAMPLE0000000000000000000000001-EXAMPLE0000000000000000000120000",),
                generated=str(YEAR),
                cancelled=True,
                owner=CELL.name,
                evidence="E3",
            ),
            ElectricityContract(
                key="PV-01",
                kind="own generation",
                technology="solar-photovoltaic",
                period=str(YEAR),
                amount=18600.0,
                unit="MWh",
                sold=False,
                evidence="E2",
            ),
        ),
        evidence={"E3": ("绿色电力证书注销证明 cancellation of green certificates", "certificate")},
    ),
    "module": Site(
        company=MODULE,
        stage="module",
        product=SiteProduct(
            key="P1",
            name="TOPCon双玻组件 TOPCon bifacial module",
            technology="topcon",
            design="glass-glass-framed",
            declared_unit="kWp",
            models=("M144T-575", "M144T-580", "M144T-585"),
            power_bins=(575.0, 580.0, 585.0),
            representative="M144T-575",
            power=575.0,
            area=2.5833,
            efficiency=0.22258,
            format="182",
            mass=32.0,
            output=5.1e6,
            output_unit="piece",
            share=0.85,
            evidence="E1",
        ),
        reference_output=5.1e6 * 2.5833,
        datasets={"module-topcon-glass-glass-framed-CN-2024": 1.0},
        supplied="cell",
        suppliers=(share_of(CELL, "cell", "topcon"),),
        contracts=(
            ElectricityContract(
                key="PV-YC-01",
                kind="own generation",
                technology="solar-photovoltaic",
                period=str(YEAR),
                amount=5200.0,
                unit="MWh",
                sold=False,
                evidence="E2",
            ),
        ),
    ),
}
"""The four sites, from the first stage to the module."""

DOCUMENTS = {
    "E1": ("生产月报 production records", "production record"),
    "E2": ("能源计量台账 energy metering ledger", "meter reading"),
}
SCORES = (
    ("products", 1, 1),
    ("materials", 2, 1),
    ("energy", 1, 1),
    ("electricity", 2, 1),
    ("outputs", 2, 2),
    ("emissions", 3, 2),
    ("transport", 3, 3),
)


class Books:
    """Turns the datasets that a site follows into the rows of its workbook."""

    def __init__(self, site: Site, library: Library) -> None:
        self.site, self.library = site, library
        lists = choices_of(library, site.stage)
        self.names = {
            sheet: {c.key: c for c in lists[sheet] if c.offered}
            for sheet in ("materials", "carriers", "treatments", "modes", "gases")
        }
        self.sums: dict[tuple[str, str], float] = {}
        for code, amount in site.datasets.items():
            for exchange in library.inventories[code].exchanges:
                self._take(exchange, amount)

    def _take(self, exchange: Exchange, times: float) -> None:
        if exchange.type == "production" or exchange.target in self.site.datasets:
            return
        key = self._key(exchange)
        if key:
            value = exchange.amount * times * self.site.reference_output
            self.sums[key] = self.sums.get(key, 0.0) + value

    def _key(self, exchange: Exchange) -> tuple[str, str] | None:
        """Return list and key of a flow; None for infrastructure and unregulated emissions."""
        if exchange.type == "biosphere":
            names = {self.library.flows[code].name: code for code in self.names["gases"]}
            return ("gases", names[exchange.name]) if exchange.name in names else None
        target = self.library.inventories[exchange.target]
        if target.stage:
            return "materials", SUPPLY + target.stage
        if target.electricity_supply:
            return "carriers", "electricity"
        for sheet in ("carriers", "materials", "treatments", "modes"):
            if target.code in self.names[sheet] and target.unit != "unit":
                return sheet, target.code
        return None

    def _rows(self, sheet: str) -> Iterator[tuple[str, float, str]]:
        """Yield key, amount over the period and symbol of the unit, largest amounts first."""
        found = [(key, value) for (s, key), value in self.sums.items() if s == sheet]
        for key, value in sorted(found, key=lambda row: -row[1]):
            yield key, float(f"{value:.{FIGURES}g}"), UNITS[self.names[sheet][key].unit]

    def inventory(self) -> SiteInventory:
        """Return what the site's workbook says."""
        site = self.site
        return SiteInventory(
            stage=site.stage,
            company=site.company,
            products=(site.product,),
            materials=tuple(self._materials()),
            energy=tuple(self._energy()),
            electricity=site.contracts,
            outputs=tuple(self._outputs()),
            emissions=tuple(self._emissions()),
            transport=tuple(self._transport()),
            suppliers=site.suppliers,
            evidence=tuple(self.evidence()),
            quality=tuple(
                DataQuality(
                    subject=subject,
                    reliability=reliability,
                    completeness=completeness,
                    temporal=1,
                    geographical=1,
                    technological=1,
                )
                for subject, reliability, completeness in SCORES
            ),
        )

    def _materials(self) -> Iterator[MaterialUse]:
        for key, amount, unit in self._rows("materials"):
            if key in {SUPPLY + "wafer", SUPPLY + "cell"}:
                amount, unit = float(round(amount / PIECE)), "piece"  # noqa: PLW2901
            yield MaterialUse(
                flow=self.names["materials"][key].name.said("both"),
                dataset=key,
                product="P1",
                amount=amount,
                unit=unit,
                method="measured",
                evidence="E1",
            )

    def _energy(self) -> Iterator[EnergyUse]:
        for key, amount, unit in self._rows("carriers"):
            for month, part in enumerate(MONTHS, start=1):
                yield EnergyUse(
                    carrier=key,
                    meter="M1" if key == "electricity" else "M2",
                    period=f"{YEAR}-{month:02d}",
                    product="P1",
                    amount=float(f"{amount * part / 100:.{FIGURES}g}"),
                    unit=unit,
                    method="measured",
                    evidence="E2",
                )

    def _outputs(self) -> Iterator[SiteOutput]:
        for key, amount, unit in self._rows("treatments"):
            yield SiteOutput(
                kind="waste",
                name=self.names["treatments"][key].name.said("both"),
                dataset=key,
                product="P1",
                amount=amount,
                unit=unit,
                destination="示例环保公司 Example Waste Co.",
                evidence="E1",
            )

    def _emissions(self) -> Iterator[DirectEmission]:
        for key, amount, unit in self._rows("gases"):
            yield DirectEmission(
                gas=key, product="P1", basis="emitted", amount=amount, unit=unit, evidence="E1"
            )

    def _transport(self) -> Iterator[TransportLeg]:
        """Spread the dataset's tonne-kilometres over the mass of what is carried."""
        carried = [
            value
            for (sheet, key), value in self.sums.items()
            if sheet == "materials"
            and key not in NOT_CARRIED
            and self.names[sheet][key].unit == "kilogram"
        ]
        mass = float(f"{sum(carried) / 1000:.{FIGURES}g}")
        for mode, work, _ in self._rows("modes"):
            yield TransportLeg(
                cargo="外购原辅材料 purchased materials",
                mode=mode,
                product="P1",
                distance=float(round(work / mass)),
                mass=mass,
                unit="t",
                start="供应商 suppliers",
                end=self.site.company.site,
                evidence="E1",
            )

    def documents(self) -> dict[str, tuple[str, str]]:
        """Return title and kind of each document by key."""
        return {**DOCUMENTS, **self.site.evidence}

    def evidence(self) -> Iterator[Evidence]:
        """Yield the rows of the evidence sheet."""
        for key, (title, kind) in self.documents().items():
            name, content = document(self.site, key, title)
            yield Evidence(
                key=key,
                title=title,
                kind=kind,
                file=name,
                sha256=hashlib.sha256(content).hexdigest(),
                covers="全部行 all rows that name it",
            )


def document(site: Site, key: str, title: str) -> tuple[str, bytes]:
    """Return name and content of an invented document."""
    text = (
        f"{site.company.name} {site.company.name_en}\n{title}\n{YEAR}\n示例文件 Example document\n"
    )
    return f"{site.stage}-{key}.txt", text.encode()


def make(folder: Path, stages: Sequence[str] = tuple(SITES)) -> list[Path]:
    """Write workbooks and evidence.

    Parameters
    ----------
    folder : Path
        Where to.
    stages : sequence of str
        Which sites.

    Returns
    -------
    list of Path
        The workbooks, from the first stage to the module.
    """
    library, _ = open_library()
    written = []
    for stage in stages:
        books = Books(SITES[stage], library)
        path = folder / f"{stage}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(path, library, stage, "both", books.inventory())
        written.append(path)
        for key, (title, _kind) in books.documents().items():
            name, content = document(SITES[stage], key, title)
            evidence = folder / "evidence" / name
            evidence.parent.mkdir(exist_ok=True)
            evidence.write_bytes(content)
    return written


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    print("\n".join(str(path) for path in make(target)))
