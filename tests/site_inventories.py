"""Suppliers that say exactly what the library says, for the tests.

A site takes what its dataset takes per unit, times its output; datasets of its own stage behind it
(the bricks of the rods) are part of the site. So a chain of such suppliers has exactly the
footprint of the library's own chain.
"""

import datetime
from dataclasses import dataclass

from pvfootprint.model.inventory import Exchange, Inventory, Library
from pvfootprint.model.site import (
    SUPPLIED_STAGE,
    SUPPLY,
    Company,
    SiteInventory,
    SiteProduct,
    SupplyShare,
)
from pvfootprint.model.site_rows import (
    DirectEmission,
    EnergyUse,
    MaterialUse,
    Origin,
    SiteOutput,
    TransportLeg,
)
from pvfootprint.model.terms import UNITS

START, END = datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)
CHAIN = {
    "module": ("module-topcon-glass-glass-framed-CN-2024", "Jiangsu Module", "CN-Jiangsu"),
    "cell": ("cell-topcon-pecvd-CN-2024", "Anhui Cell", "CN-Anhui"),
    "wafer": ("wafer-mono-n-CN-2024", "Yunnan Wafer", "CN-Yunnan"),
    "ingot": ("ingot-brick-CN-2024", "Ningxia Ingot", "CN-Ningxia"),
    "siemens": ("polysilicon-siemens-CN-2024", "Xinjiang Silicon", "CN-Xinjiang"),
    "fbr": ("polysilicon-fbr-CN-2024", "Jiangsu Granular", "CN-Jiangsu"),
}
"""Dataset, company and place of each site of the chain; the ingots take 86 % Siemens silicon."""

MIX = "polysilicon-mix-CN-2024"
SYMBOLS = {**UNITS, "unit": "piece"}


def company(name: str, location: str = "CN", **fields: object) -> Company:
    """Make a company with one site."""
    site = {"site": f"{name} Site 1", "site_address": "Industrial Road 1"}
    given = {**site, "start": START, "end": END, **fields}
    return Company(name=name, location=location, **given)


def supplied(supplier: str, share: float = 1.0, product: str = "P1", **fields: object):
    """Name a supplier."""
    line = Origin("book.xlsx", "Suppliers", 5, {"supplier": "B5", "share": "F5"})
    given = {"origin": line, **fields}
    return SupplyShare(product=product, supplier=supplier, share=share, **given)


@dataclass(frozen=True)
class Sites:
    """Makes workbooks of the library's datasets."""

    library: Library

    def flat(self, code: str, amount: float = 1.0) -> list[tuple[Exchange, float]]:
        """Give what a dataset takes and emits, those of its own stage behind it included."""
        dataset = self.library.inventories[code]
        found = []
        for exchange in (*dataset.inputs, *dataset.emissions):
            target = self.library.inventories.get(exchange.target)
            if target and target.stage == dataset.stage:
                found += self.flat(target.code, amount * exchange.amount)
            elif exchange.target == MIX:
                mix = self.library.inventories[MIX]
                found.append((exchange, amount * exchange.amount))
                legs = [e for e in mix.inputs if e.group == "transport"]
                found += [(e, amount * exchange.amount * e.amount) for e in legs]
            else:
                found.append((exchange, amount * exchange.amount))
        return found

    def of(
        self,
        code: str,
        name: str = "Maker",
        location: str = "CN",
        *,
        output: float = 1e6,
        suppliers: tuple[SupplyShare, ...] = (),
        **fields: object,
    ) -> SiteInventory:
        """Make the workbook of a company whose only product is that of a dataset."""
        dataset = self.library.inventories[code]
        rows = {"materials": [], "energy": [], "outputs": [], "emissions": [], "transport": []}
        for exchange, amount in self.flat(code):
            sheet, row = self._row(dataset, exchange, amount * output)
            rows[sheet].append(row)
        return SiteInventory(
            stage=dataset.stage,
            company=company(name, location),
            products=(self.product(dataset, output, **fields),),
            suppliers=suppliers,
            source=f"{name}.xlsx",
            source_hash=f"hash of {name}",
            **{sheet: tuple(found) for sheet, found in rows.items()},
        )

    def product(self, dataset: Inventory, output: float, **fields: object) -> SiteProduct:
        """Make the only product of a site."""
        area, efficiency = dataset.parameter("piece_area_m2"), dataset.parameter("efficiency")
        unit = SYMBOLS[dataset.unit]
        given = {
            "key": "P1",
            "name": dataset.stage,
            "technology": dataset.technology,
            "design": dataset.design,
            "declared_unit": unit,
            "area": area.amount if area else None,
            "efficiency": efficiency.amount if efficiency else None,
            "output": output,
            "output_unit": unit,
            "share": 1.0,
            **fields,
        }
        return SiteProduct(**given)

    def _row(self, dataset: Inventory, exchange: Exchange, amount: float) -> tuple[str, object]:
        unit, code = SYMBOLS[exchange.unit], exchange.target
        target = self.library.inventories.get(code)
        if target is None:
            gas = DirectEmission(gas=code, product="P1", basis="emitted", amount=amount, unit=unit)
            return "emissions", gas
        if target.electricity_supply:
            used = EnergyUse(
                carrier="electricity", period="2024", product="P1", amount=amount, unit=unit
            )
            return "energy", used
        if exchange.group == "heat":
            heat = EnergyUse(carrier=code, period="2024", product="P1", amount=amount, unit=unit)
            return "energy", heat
        if exchange.group == "transport":
            leg = TransportLeg(
                cargo="goods", mode=code, product="P1", distance=100.0, mass=amount / 100, unit="t"
            )
            return "transport", leg
        if exchange.group == "waste":
            waste = SiteOutput(
                kind="waste", name=target.name, dataset=code, product="P1", amount=amount, unit=unit
            )
            return "outputs", waste
        before = target.stage == SUPPLIED_STAGE[dataset.stage]
        return "materials", MaterialUse(
            flow=target.name,
            dataset=SUPPLY + target.stage if before else code,
            product="P1",
            amount=amount,
            unit=unit,
        )

    def chain(self) -> dict[str, SiteInventory]:
        """Make the whole chain, each company with its suppliers."""
        names = {stage: name for stage, (_, name, _) in CHAIN.items()}
        suppliers = {
            "module": (supplied(names["cell"]),),
            "cell": (supplied(names["wafer"]),),
            "wafer": (supplied(names["ingot"]),),
            "ingot": (supplied(names["siemens"], 0.86), supplied(names["fbr"], 0.14)),
        }
        return {
            stage: self.of(code, name, place, suppliers=suppliers.get(stage, ()))
            for stage, (code, name, place) in CHAIN.items()
        }
