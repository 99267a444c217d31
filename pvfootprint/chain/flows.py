"""The flows of a site's product: amounts of a period, per unit of what was made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pvfootprint.chain.contracts import ELECTRICITY
from pvfootprint.chain.exchanges import emission, production
from pvfootprint.chain.faults import fault
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.library.units import symbols_of, to_library_unit, unit_of
from pvfootprint.model.inventory import Exchange, Inventory
from pvfootprint.model.site import SUPPLIED_STAGES, SUPPLY, WHOLE_SITE
from pvfootprint.model.supply import FilledGap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pvfootprint.chain.allocating import ProductShare
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory, SiteProduct
    from pvfootprint.model.site_rows import (
        DirectEmission,
        EnergyUse,
        MaterialUse,
        Row,
        SiteOutput,
        TransportLeg,
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """What a product takes of an earlier stage.

    Parameters
    ----------
    amount : float
        Per reference unit of the product, in the row's own unit.
    row : MaterialUse
        Where it stands.
    """

    amount: float
    row: MaterialUse

    @property
    def stage(self) -> str:
        """The stage whose product it is."""
        return self.row.dataset.removeprefix(SUPPLY)


class Flows:
    """Collects the exchanges of a product, per reference unit.

    Parameters
    ----------
    library : Library
        The compiled library.
    site, product
        The workbook, and one of its products.
    output : float
        What was made of it in the period [reference unit].
    code : str
        Code of the product's process.
    electricity : mapping
        Codes of the site's electricity, by the key of the product whose meters it is for; that of
        the whole site for all others.
    share : ProductShare
        What the product carries of the site and of its process.
    """

    def __init__(
        self,
        library: Library,
        site: SiteInventory,
        product: SiteProduct,
        output: float,
        code: str,
        electricity: Mapping[str, str],
        share: ProductShare,
    ) -> None:
        self.library, self.site, self.product = library, site, product
        self.output, self.code, self.electricity = output, code, electricity
        self.parts = {product.key: share.of_process, WHOLE_SITE: share.of_site * share.of_process}
        self.findings: list[Finding] = []
        self.taken: list[Taken] = []
        self.left_out: list[Inventory] = []
        self.named: list[FilledGap] = []

    def all(self) -> Iterator[Exchange]:
        """Go through the workbook; what else is found stands in the lists of this object."""
        for material in self.site.materials:
            yield from self._material(material)
        for energy in self.site.energy:
            yield from self._energy(energy)
        for output in self.site.outputs:
            yield from self._output(output)
        for gas in self.site.emissions:
            yield from self._emission(gas)
        for leg in self.site.transport:
            yield from self._leg(leg)

    def _per_unit(self, product: str, amount: float) -> float:
        """Return the part of an amount of the period that one unit of the product takes."""
        return amount * self.parts.get(product, 0.0) / self.output

    def _material(self, row: MaterialUse) -> Iterator[Exchange]:
        amount = self._per_unit(row.product, row.amount)
        if not amount:
            return
        if row.dataset.startswith(SUPPLY):
            self._supply(row, amount)
        elif not row.dataset:
            yield from self._unknown(row, row.flow, amount, row.unit, "materials", row.method)
        else:
            found = self._linked(row, "dataset", row.dataset, amount, row.unit, "materials")
            for exchange in found:
                yield _with_method(exchange, row)
                if self.library.inventories[exchange.target].stage:
                    self._name_gap(exchange)

    def _supply(self, row: MaterialUse, amount: float) -> None:
        stage = row.dataset.removeprefix(SUPPLY)
        before = SUPPLIED_STAGES[self.site.stage]
        if stage in before:
            self.taken.append(Taken(amount, row))
            return
        self.findings.append(
            fault(
                "CHN-009",
                text(
                    "a {stage} takes {before}, not {found}",
                    stage=Text(self.site.stage),
                    before=joined(" or ", map(Text, before)),
                    found=Text(stage),
                ),
                row.origin,
                "dataset",
                found=row.dataset,
                expected=", ".join(SUPPLY + name for name in before),
            )
        )

    def _name_gap(self, exchange: Exchange) -> None:
        self.named.append(
            FilledGap(
                user=self.code,
                stage=self.library.inventories[exchange.target].stage,
                supplier="",
                supply_share=1.0,
                amount=exchange.amount,
                dataset=exchange.target,
                why=text("the workbook itself names the library's dataset"),
            )
        )

    def _energy(self, row: EnergyUse) -> Iterator[Exchange]:
        amount = self._per_unit(row.product, row.amount)
        if not amount:
            return
        if row.carrier == ELECTRICITY:
            # Where the unit does not fit, the electricity of the whole site says so.
            used = to_library_unit(amount, row.unit, "kilowatt hour") or 0.0
            name = text("electricity of {site}", site=self.site.company.site)
            mix = self.electricity.get(row.product, self.electricity[WHOLE_SITE])
            exchange = self._exchange(row, mix, name, used, "kilowatt hour")
            yield _with_method(exchange, row)
        elif not row.carrier:
            yield from self._unknown(row, row.meter, amount, row.unit, "heat", row.method)
        else:
            unit, value = row.unit, amount
            target = self.library.inventories.get(row.carrier)
            fits = target and to_library_unit(amount, unit, target.unit) is not None
            if row.calorific_value is not None and not fits:
                unit, value = "MJ", amount * row.calorific_value
            for exchange in self._linked(row, "carrier", row.carrier, value, unit, "heat"):
                yield _with_method(exchange, row)

    def _output(self, row: SiteOutput) -> Iterator[Exchange]:
        amount = self._per_unit(row.product, row.amount)
        if not amount:
            return
        if row.kind == "waste" and row.dataset:
            yield from self._linked(row, "dataset", row.dataset, amount, row.unit, "waste")
        elif row.kind == "waste":
            yield from self._unknown(row, row.name, amount, row.unit, "waste")

    def _emission(self, row: DirectEmission) -> Iterator[Exchange]:
        amount = self._per_unit(row.product, row.emitted)
        flow = self.library.flows.get(row.gas)
        if flow is None:
            self.findings.append(self._not_there(row, "gas", row.gas))
            return
        value = to_library_unit(amount, row.unit, flow.unit)
        if value is None:
            self.findings.append(_wrong_unit(row, flow.name, row.unit, flow.unit))
        elif value:
            line = row.origin.line or 0
            yield emission(flow, value, scale=row.spread, note=row.note, line=line)

    def _leg(self, row: TransportLeg) -> Iterator[Exchange]:
        mass = to_library_unit(row.mass, row.unit, "kilogram")
        if mass is None:
            self.findings.append(_wrong_unit(row, row.cargo, row.unit, "kilogram"))
            return
        amount = self._per_unit(row.product, row.distance / 1000 * mass)
        if not amount:
            return
        if row.mode:
            yield from self._linked(row, "mode", row.mode, amount, "tkm", "transport")
        else:
            yield from self._unknown(row, row.cargo, amount, "tkm", "transport")

    def _linked(
        self, row: Row, field: str, code: str, amount: float, symbol: str, group: str
    ) -> Iterator[Exchange]:
        target = self.library.inventories.get(code)
        if target is None:
            self.findings.append(self._not_there(row, field, code))
            return
        value = to_library_unit(amount, symbol, target.unit)
        if value is None:
            self.findings.append(_wrong_unit(row, target.name, symbol, target.unit))
            return
        if target.unit == "kilowatt hour":
            group = "electricity"
        yield self._exchange(row, code, target.name, value, target.unit, group)

    def _exchange(
        self,
        row: Row,
        code: str,
        name: str,
        amount: float,
        unit: str,
        group: str = ELECTRICITY,
    ) -> Exchange:
        target = self.library.inventories.get(code)
        return Exchange(
            "technosphere",
            name,
            target.product if target else name,
            target.location if target else self.site.company.location,
            target.database if target else "",
            "",
            amount,
            unit,
            group=group,
            scale=row.spread,
            note=row.note,
            line=row.origin.line or 0,
            target=code,
        )

    def _unknown(
        self, row: Row, name: str, amount: float, symbol: str, group: str, method: str = ""
    ) -> Iterator[Exchange]:
        """Take a flow without a dataset from a process that emits nothing."""
        unit = unit_of(symbol)
        value = to_library_unit(amount, symbol, unit)
        if value is None:
            self.findings.append(_wrong_unit(row, name, symbol, "kilogram"))
            return
        code = f"{self.code}:left out:{len(self.left_out) + 1}"
        location = self.site.company.location
        made = production(code, name, location, unit)
        is_mass = unit == "kilogram"
        self.left_out.append(
            Inventory(
                code=code,
                database="",
                file=row.origin.file,
                line=row.origin.line or 0,
                name=name,
                product=name,
                location=location,
                unit=unit,
                data_class="cut-off",
                source="",
                comment=row.note,
                mass_per_unit=1.0 if is_mass else None,
                mass_basis=text("the flow itself") if is_mass else "",
                exchanges=(made,),
            )
        )
        message = text(
            "{name} at {site} has no dataset: it is left out",
            name=name,
            site=self.site.company.site,
        )
        hint = text("choose the flow of the library that it is, if there is one")
        self.findings.append(
            fault("CHN-018", message, row.origin, found=name, hint=hint, severity="warning")
        )
        exchange = self._exchange(row, code, name, value, unit, group)
        yield replace(exchange, method=method)

    def _not_there(self, row: Row, field: str, code: str) -> Finding:
        known = self.library.flows if field == "gas" else self.library.inventories
        near = get_close_matches(code, known, n=3, cutoff=0.5)
        return fault(
            "CHN-002",
            text("the library does not hold {code!r}", code=code),
            row.origin,
            field,
            found=code,
            expected=text("a flow of the list, or nothing if there is none that fits"),
            hint=text("nearest: {names}", names=", ".join(near)) if near else "",
        )


def _with_method(exchange: Exchange, row: MaterialUse | EnergyUse) -> Exchange:
    return replace(exchange, method=row.method)


def _wrong_unit(row: Row, name: str, symbol: str, unit: str) -> Finding:
    return fault(
        "CHN-001",
        text("{name} cannot be given in {symbol!r}", name=name, symbol=symbol),
        row.origin,
        "unit",
        found=symbol,
        expected=", ".join(symbols_of(unit)),
        hint=text("convert the amount; fuels can be given with a calorific value"),
    )
