"""A small study, made by hand: a module of two companies that keeps every rule of the pilot.

Per kWp, 400 kgCO2e: metallurgical silicon 20 and polysilicon 60 from the library, where they stand
in for a supplier without data (20 %); cells 120 from a supplier's workbook, modules 200 from the
maker's. The maker's site takes 100 MWh: 60 MWh of its own roof, 20 MWh of wind with 20
certificates, 20 MWh of the grid.
"""

import datetime
from dataclasses import replace

from pvfootprint.language.texts import Text
from pvfootprint.model.accounting import Allocation, ElectricityUse
from pvfootprint.model.footprint import (
    Amount,
    Footprint,
    Gap,
    GasPart,
    NotSplit,
    Part,
    StagePart,
    SupplierPart,
)
from pvfootprint.model.inventory import Exchange, Inventory
from pvfootprint.model.quality import (
    BiomassInput,
    Coverage,
    InputQuality,
    LeftOut,
    Quality,
    QualityRating,
)
from pvfootprint.model.rules import RuleSet
from pvfootprint.model.site import Company, DataQuality, Evidence, SiteInventory, SiteProduct
from pvfootprint.model.site_rows import (
    DirectEmission,
    ElectricityContract,
    EnergyUse,
    MaterialUse,
    Origin,
    SiteOutput,
)
from pvfootprint.model.study import Sensitivity, Study
from pvfootprint.model.supply import ChainMember, FilledGap
from pvfootprint.model.system import DeclaredUnit, ProductSystem

START, END = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)
MODULE, CELL = "site:module-maker:s1:module:p1", "site:cell-maker:s1:cell:p1"
CERTIFICATES = tuple(f"{number:032d}" for number in range(20))


def make_study(rules: RuleSet) -> Study:
    """Make the study of this file's docstring."""
    return Study(
        footprint=footprint(),
        rules=rules,
        system=system(),
        sites=(maker(), supplier()),
        summaries=(),
        market_based=Amount(400.0, "kgCO2e/kWp"),
        location_based=Amount(430.0, "kgCO2e/kWp"),
        electricity=electricity(),
        allocations=allocations(),
        coverage=coverage(),
        quality=quality(),
        biomass=(biomass(),),
        sensitivities=(
            Sensitivity(
                key="allocation-physical",
                title="physical allocation",
                title_zh="物理分配",
                value=Amount(404.0, "kgCO2e/kWp"),
                difference=0.01,
            ),
        ),
        sources=(),
    )


def footprint() -> Footprint:
    """Make the footprint."""
    kinds = {
        "fossil": 400.0,
        "biogenic emission": 3.0,
        "biogenic removal": -3.0,
        "land-use change": 0.0,
        "aircraft": 0.0,
    }
    stages = {"mg-silicon": 20.0, "polysilicon": 60.0, "cell": 120.0, "module": 200.0}
    return Footprint(
        product={
            "name": "module (Module Maker, Site 1)",
            "dataset": MODULE,
            "stage": "module",
            "technology": "topcon",
            "design": "glass-glass-framed",
            "location": "CN-Jiangsu",
            "vintage": 2025,
            "key": "P1",
            "company": "Module Maker",
            "site": "Site 1",
        },
        declared_unit={"unit": "kWp", "reference_flow": {"amount": 4.5, "unit": "square meter"}},
        scope={
            "object_en": "partial carbon footprint of a product",
            "boundary_en": "cradle to gate",
            "not_claimed_en": "not a full carbon footprint of a product",
        },
        total=Amount(400.0, "kgCO2e/kWp"),
        categories=tuple(Part(key, key, key, value, value / 400) for key, value in kinds.items()),
        gases=(GasPart("CO2", 400.0, 400.0, 1.0),),
        stages=tuple(
            StagePart(key, key, key, value, value / 400, {}, ()) for key, value in stages.items()
        ),
        processes=(),
        not_split=NotSplit(0.0, 0.0, {}),
        data_classes={},
        proxy_share=0.1,
        primary_data_share=0.8,
        cut_offs=(),
        electricity=(grid(), {**grid("CN-green-wind"), "method": "technology"}),
        warnings=(),
        method={"gwp": "ar6", "title": "IPCC AR6 GWP100"},
        hashes={},
        computed_with={},
        suppliers=(
            part("", "mg-silicon", 20.0, 0.0, source="library"),
            part("", "polysilicon", 60.0, 0.0, source="library"),
            part("Cell Maker", "cell", 120.0, 1.0),
            part("Module Maker", "module", 200.0, 1.0),
        ),
        gaps=(gap(0.2),),
    )


def grid(place: str = "CN", method: str = "official") -> dict[str, object]:
    """Make what a footprint says of a grid."""
    return {"place": place, "year": 2024, "method": method, "dataset": f"electricity-{place}-2024"}


def part(
    company: str, stage: str, value: float, primary: float, source: str = "workbook"
) -> SupplierPart:
    """Make what a company's product adds."""
    return SupplierPart(
        code="",
        company=company,
        site="Site 1",
        product="P1",
        name=stage,
        stage=stage,
        stage_en=stage,
        stage_zh=stage,
        source=source,
        supply=1.0,
        unit="square meter",
        value=value,
        share=value / 400,
        primary_share=primary,
        start="2025-01-01",
        end="2025-12-31",
    )


def gap(share: float) -> Gap:
    """Make a gap that the library fills."""
    return Gap(
        stage="polysilicon",
        stage_en="polysilicon",
        stage_zh="多晶硅",
        taken_by="cell (Cell Maker, Site 1)",
        supplier="Silent Silicon",
        supply_share=1.0,
        dataset="polysilicon-siemens-CN-2024",
        why="has sent no workbook",
        why_zh="未提交工作簿",
        value=400 * share,
        share=share,
    )


def system() -> ProductSystem:
    """Make the product system: nothing is computed from it here."""
    processes = (
        process(MODULE, "module", taken(CELL, 0.95)),
        process(CELL, "cell", taken("polysilicon-siemens-CN-2024", 0.4)),
    )
    return ProductSystem(
        product=processes[0],
        declared_unit=DeclaredUnit("kWp", 4.5, "square meter"),
        inventories=processes,
        flows=(),
        stage_codes=(MODULE, CELL),
        electricity=(),
        library_hash="",
        members=(
            member(MODULE, "Module Maker", "module", models=("M-575", "M-580", "M-585")),
            member(CELL, "Cell Maker", "cell"),
        ),
        gaps=(
            FilledGap(
                user=CELL,
                stage="polysilicon",
                supplier="Silent Silicon",
                supply_share=1.0,
                amount=0.4,
                dataset="polysilicon-siemens-CN-2024",
                why=Text("has sent no workbook"),
            ),
        ),
    )


def process(code: str, name: str, *exchanges: Exchange) -> Inventory:
    """Make a process of a company."""
    return Inventory(
        code=code,
        database="",
        file="",
        line=0,
        name=name,
        product=name,
        location="CN",
        unit="square meter",
        data_class="primary",
        source="",
        comment="",
        exchanges=exchanges,
    )


def taken(target: str, amount: float) -> Exchange:
    """Make an input."""
    place = {"location": "CN", "database": "", "categories": ""}
    return Exchange(
        type="technosphere",
        name=target,
        product=target,
        amount=amount,
        unit="square meter",
        target=target,
        **place,
    )


def member(code: str, company: str, stage: str, **fields: object) -> ChainMember:
    """Make a company's product in the system."""
    given = {
        "code": code,
        "company": company,
        "site": "Site 1",
        "product": "P1",
        "name": stage,
        "stage": stage,
        "source": "workbook",
        "start": START,
        "end": END,
        "file": f"{stage}.xlsx",
        **fields,
    }
    return ChainMember(**given)


def maker() -> SiteInventory:
    """Make the workbook of the module maker."""
    return SiteInventory(
        stage="module",
        company=company("Module Maker"),
        products=(product(),),
        materials=(material("cell", "supply:cell", 4.4e6, "m2"),),
        energy=(
            EnergyUse(
                carrier="electricity",
                period="2025",
                product="site",
                amount=100.0,
                unit="MWh",
                method="measured",
                origin=at("Energy", "method", "G5"),
            ),
        ),
        electricity=(
            contract("PV-1", "own generation", 60.0, sold=False, evidence="E1"),
            contract(
                "GP-1",
                "green power",
                20.0,
                technology="wind",
                certificates=CERTIFICATES,
                cancelled=True,
                evidence="E2",
            ),
        ),
        emissions=(
            DirectEmission(gas="hfc-134a", product="site", basis="emitted", amount=1.0, unit="kg"),
        ),
        evidence=(Evidence(key="E1", title="meters"), Evidence(key="E2", title="cancellation")),
        quality=(DataQuality(subject="materials", temporal=1),),
        source="module.xlsx",
    )


def supplier() -> SiteInventory:
    """Make the workbook of the cell maker, which pulls its own ingots."""
    return SiteInventory(
        stage="cell",
        company=company("Cell Maker"),
        products=(
            SiteProduct(
                key="P1",
                name="cell",
                technology="topcon",
                declared_unit="m2",
                output=4.4e6,
                output_unit="m2",
                share=1.0,
            ),
        ),
        materials=(material("polysilicon", "supply:polysilicon", 1800.0, "t"),),
        outputs=(returned(400.0, 0.99),),
        quality=(DataQuality(subject="materials", temporal=1),),
        source="cell.xlsx",
    )


def company(name: str, **fields: object) -> Company:
    """Make a company with one site."""
    given = {
        "code": "91000000EXAMPLE041",
        "address": "Example Road 1",
        "site": "Site 1",
        "site_address": "Example Road 2",
        "location": "CN-Jiangsu",
        "start": START,
        "end": END,
        **fields,
    }
    return Company(name=name, origin=at("Company", "end", "C14"), **given)


def product(**fields: object) -> SiteProduct:
    """Make the family of modules, declared by its lowest power."""
    given = {
        "key": "P1",
        "name": "TOPCon bifacial module",
        "technology": "topcon",
        "design": "glass-glass-framed",
        "declared_unit": "kWp",
        "models": ("M-575", "M-580", "M-585"),
        "power_bins": (575.0, 580.0, 585.0),
        "representative": "M-575",
        "power": 575.0,
        "area": 2.58,
        "efficiency": 0.2229,
        "format": "182",
        "output": 1e6,
        "output_unit": "piece",
        "share": 1.0,
        "evidence": "E1",
        "origin": at("Products", "power_bins", "H5"),
        **fields,
    }
    return SiteProduct(**given)


def material(flow: str, dataset: str, amount: float, unit: str) -> MaterialUse:
    """Make a material."""
    return MaterialUse(
        flow=flow,
        dataset=dataset,
        product="P1",
        amount=amount,
        unit=unit,
        method="measured",
        origin=at("Materials", "method", "F5"),
    )


def contract(key: str, kind: str, amount: float, **fields: object) -> ElectricityContract:
    """Make a contract [MWh]."""
    given = {
        "technology": "solar-photovoltaic",
        "period": "2025",
        "origin": at("Electricity", "evidence", "K5"),
        **fields,
    }
    return ElectricityContract(key=key, kind=kind, amount=amount, unit="MWh", **given)


def returned(amount: float, silicon: float | None) -> SiteOutput:
    """Make silicon that goes back to its own process [t]."""
    return SiteOutput(
        kind="returned",
        name="tops and tails",
        product="P1",
        amount=amount,
        unit="t",
        silicon=silicon,
        origin=at("Outputs", "silicon", "H7"),
    )


def at(sheet: str, field: str, cell: str) -> Origin:
    """Make a place in a workbook."""
    return Origin("module.xlsx", sheet, 5, {field: cell})


def electricity() -> tuple[ElectricityUse, ...]:
    """Make what the sites' electricity counts as."""
    return (
        use("Module Maker", "own generation", 0.6, contracts=("PV-1",)),
        use("Module Maker", "green power", 0.2, contracts=("GP-1",), certificates=20),
        use("Module Maker", "grid", 0.2, place="CN", why="there is no residual mix"),
        use("Cell Maker", "grid", 1.0, place="CN", why="there is no residual mix"),
    )


def use(company: str, tier: str, share: float, **fields: object) -> ElectricityUse:
    """Make a part of a site's 100 MWh."""
    given = {"site": "Site 1", "product": "site", "dataset": "electricity", **fields}
    return ElectricityUse(
        company=company, tier=tier, amount=share * 100_000.0, share=share, **given
    )


def allocations() -> tuple[Allocation, ...]:
    """Make a site shared by mass, and a co-product shared by value with mass beside it."""
    return (
        allocation("site", "physical", {"P1": 0.8, "P2": 0.2}, basis="mass [kg]"),
        allocation("frame scrap", "physical", {"P1": 0.95, "frame scrap": 0.05}, basis="mass [kg]"),
    )


def allocation(
    subject: str, method: str, factors: dict[str, float], **fields: object
) -> Allocation:
    """Make an allocation."""
    given = {"basis": "revenue [CNY]", "alternative": {}, **fields}
    return Allocation(
        company="Module Maker",
        site="Site 1",
        subject=subject,
        method=method,
        factors=factors,
        **given,
    )


def coverage() -> Coverage:
    """Make what is left out: one small flow."""
    flow = left_out()
    return Coverage(
        left_out=(flow,),
        mass_in=100.0,
        energy_in=1000.0,
        mass_share=0.002,
        energy_share=0.0,
        estimate_share=0.004,
        unknown=0,
    )


def left_out(**fields: object) -> LeftOut:
    """Make a flow that is left out."""
    given = {
        "stage": "module",
        "taken_by": "module (Module Maker, Site 1)",
        "name": "charcoal",
        "amount": 0.2,
        "unit": "kg",
        "mass": 0.2,
        "mass_share": 0.002,
        "energy": None,
        "energy_share": None,
        "estimate": 1.6,
        "estimate_share": 0.004,
        "basis": "by mass",
        "basis_zh": "按质量",
        **fields,
    }
    return LeftOut(**given)


def quality() -> Quality:
    """Make the ratings."""
    total = rating("", 400.0)
    stages = (rating("cell", 120.0), rating("module", 200.0))
    return Quality(total=total, stages=stages, inputs=(scored("glass", 80.0, 2021),))


def rating(stage: str, value: float, **fields: object) -> QualityRating:
    """Make a rating."""
    given = {
        "technological": 2.0,
        "geographical": 1.5,
        "temporal": 2.5,
        "overall": 2.0,
        "scored_share": 0.9,
        "primary_share": 0.8,
        **fields,
    }
    return QualityRating(stage=stage, value=value, **given)


def scored(name: str, value: float, year: int | None) -> InputQuality:
    """Make the scores of an input."""
    return InputQuality(
        stage="module",
        process="module (Module Maker, Site 1)",
        name=name,
        technological=2,
        geographical=1,
        temporal=3,
        basis="by rule",
        basis_zh="按规则",
        year=year,
        value=value,
    )


def biomass(**fields: object) -> BiomassInput:
    """Make a biomass input."""
    given = {
        "stage": "mg-silicon",
        "process": "silicon",
        "name": "wood chips",
        "amount": 1.35,
        "unit": "kg",
        "carbon": 0.6,
        "basis": "half of the dry mass",
        "basis_zh": "干重的一半",
        **fields,
    }
    return BiomassInput(**given)


def with_footprint(study: Study, **fields: object) -> Study:
    """Change the footprint."""
    return replace(study, footprint=replace(study.footprint, **fields))


def with_system(study: Study, **fields: object) -> Study:
    """Change the product system."""
    return replace(study, system=replace(study.system, **fields))


def with_maker(study: Study, **fields: object) -> Study:
    """Change the maker's workbook."""
    changed = replace(study.sites[0], **fields)
    return replace(study, sites=(changed, *study.sites[1:]))


def with_supplier(study: Study, **fields: object) -> Study:
    """Change the supplier's workbook."""
    return replace(study, sites=(study.sites[0], replace(study.sites[1], **fields)))


def with_product(study: Study, **fields: object) -> Study:
    """Change the product in the maker's workbook."""
    return with_maker(study, products=(product(**fields),))
