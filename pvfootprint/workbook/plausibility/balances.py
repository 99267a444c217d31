"""Rules on amounts: silicon, area, mass, power, and what one unit of a product takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.site import SUPPLIED_STAGE, SUPPLY
from pvfootprint.model.terms import SILICON_DENSITY
from pvfootprint.workbook.plausibility.quantities import (
    ELECTRICITY,
    largest,
    mass,
    note,
)
from pvfootprint.workbook.reader.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.model.findings import Finding
    from pvfootprint.model.site import SiteProduct
    from pvfootprint.model.site_rows import EnergyUse, MaterialUse
    from pvfootprint.workbook.expected import ExpectedFlow
    from pvfootprint.workbook.plausibility.quantities import Site

SILICON_GAP = 0.02
"""Silicon that may be missing in a balance over what enters [-]."""

LOSSES = (0.0, 180e-6)
"""Kerf and other losses of sawing [m]: the library has 52e-6 (2024) to 92.5e-6 (2018)."""

AREAS = {"cell": (0.99, 1.25), "module": (0.85, 1.0)}
"""Wafers per cell, and cells per module [m2/m2]: the library has 1.03 to 1.10, 0.925 to 0.94."""

BUILT_IN = ("glass", "metals", "polymers")
"""Files of the library whose materials stay in the module."""

SERVICES = ("tempering", "coating", "extrusion", "anodising", "wire-drawing")
"""Services that are counted per kilogram and add no mass."""

MASS_RANGE = (0.75, 1.3)
SCRAP_LIMIT = 0.3
POWER_GAP = 0.02
BIN_SPAN = 0.1
THOUSAND = 1000.0
AROUND = 3.0
CELL_MASS = 0.4
"""Mass of cells per area of module [kg/m2]: 0.15 mm of silicon and what is on it."""


def check_silicon(site: Site) -> Iterator[Finding]:
    """WBK-101: silicon that leaves in products and scrap has come in."""
    stage = site.inventory.stage
    taken, made = site.supplied(SUPPLIED_STAGE[stage]), site.output_of_site
    if taken is None or made is None or stage not in {"polysilicon", "ingot", "wafer"}:
        return
    if stage == "wafer":
        yield from _sawn_silicon(site, taken)
        return
    entering = taken + _silicon(site, {"returned"})
    leaving = made + _silicon(site, {"scrap", "waste"})
    if entering < leaving * (1 - SILICON_GAP):
        yield _silicon_note(
            site,
            text("more silicon leaves than enters"),
            found=f"{plain(entering)} kg",
            expected=f">= {plain(leaving)} kg",
        )


def _sawn_silicon(site: Site, taken: float) -> Iterator[Finding]:
    low = high = 0.0
    for product in site.inventory.products:
        area = site.outputs[product.key]
        thickness = (product.thickness or 0.0) * 1e-6
        if area is None or not thickness:
            return
        low += area * (thickness + LOSSES[0]) * SILICON_DENSITY
        high += area * (thickness + LOSSES[1]) * SILICON_DENSITY
    if not low * (1 - SILICON_GAP) <= taken <= high:
        yield _silicon_note(
            site,
            text("the ingots do not fit thickness and area of the wafers"),
            found=f"{plain(taken)} kg",
            expected=f"{plain(low)} - {plain(high)} kg",
        )


def _silicon(site: Site, kinds: set[str]) -> float:
    return sum(
        site.attributed(output.product, mass(output.amount, output.unit) or 0.0)
        * (output.silicon or 0.0)
        for output in site.inventory.outputs
        if output.kind in kinds
    )


def _supply_line(site: Site) -> MaterialUse:
    key = SUPPLY + SUPPLIED_STAGE[site.inventory.stage]
    lines = [line for line in site.inventory.materials if line.dataset == key]
    return max(lines, key=lambda line: line.amount)


def _silicon_note(site: Site, message: str, *, found: str, expected: str) -> Finding:
    return note(
        "WBK-101",
        message,
        ("materials", "amount", _supply_line(site).origin),
        found=found,
        expected=expected,
        hint=text("check amounts and units; name silicon that returns to the process as an output"),
    )


def check_area(site: Site) -> Iterator[Finding]:
    """WBK-102: wafers fit the cells made of them, and cells the modules."""
    bounds = AREAS.get(site.inventory.stage)
    taken, made = site.supplied(SUPPLIED_STAGE[site.inventory.stage]), site.output_of_site
    if bounds is None or not taken or made is None:
        return
    ratio = taken / made
    if not bounds[0] <= ratio <= bounds[1]:
        yield note(
            "WBK-102",
            text("the area taken does not fit the area made"),
            ("materials", "amount", _supply_line(site).origin),
            found=text(
                "{taken} m2 for {made} m2: {ratio:.3f}",
                taken=plain(taken),
                made=plain(made),
                ratio=ratio,
            ),
            expected=f"{bounds[0]:g} - {bounds[1]:g} m2/m2",
            hint=text("check the amounts, and the area of one piece"),
        )


def check_per_unit(site: Site) -> Iterator[Finding]:
    """WBK-103 and WBK-113: what a unit takes is near the library's, or a thousand times off."""
    made = site.output_of_site
    if made is None:
        return
    for (sheet, key), flow in site.expected.items():
        if sheet not in {"materials", "energy"}:
            continue
        column = "dataset" if sheet == "materials" else "carrier"
        lines = [line for line in getattr(site.inventory, sheet) if getattr(line, column) == key]
        amounts = [site.used(line) for line in lines]
        total = sum(
            site.attributed(line.product, amount)
            for line, amount in zip(lines, amounts, strict=True)
            if amount is not None
        )
        if total > 0 and all(amount is not None for amount in amounts):
            yield from _judge(site, flow, total / made, largest(lines))


def _judge(
    site: Site, flow: ExpectedFlow, amount: float, line: MaterialUse | EnergyUse
) -> Iterator[Finding]:
    low, high = flow.plausible
    if low <= amount <= high:
        return
    place = (flow.sheet, "amount", line.origin)
    per = f"{flow.unit}/{site.reference_unit}"
    details = {
        "found": f"{plain(amount)} {per}",
        "expected": f"{plain(flow.low)} - {plain(flow.high)} {per}",
    }
    near = (flow.low / AROUND, flow.high * AROUND)
    for factor in (THOUSAND, 1 / THOUSAND):
        if near[0] <= amount / factor <= near[1]:
            yield note(
                "WBK-113",
                text("{flow} is about a thousand times off", flow=flow.choice.name),
                place,
                hint=_other_unit(line, too_much=factor > 1),
                **details,
            )
            return
    yield note(
        "WBK-103",
        text("{flow} per unit is far from what the library knows", flow=flow.choice.name),
        place,
        hint=text("check amount, unit and output; if it is right, say why in the remark"),
        severity="question",
        **details,
    )


def _other_unit(line: MaterialUse | EnergyUse, *, too_much: bool) -> str:
    smaller = {"kWh": "Wh", "MWh": "kWh", "GWh": "MWh", "kg": "g", "t": "kg", "m3": "L"}
    larger = {"kWh": "MWh", "MWh": "GWh", "kg": "t", "g": "kg", "L": "m3", "MJ": "GJ"}
    meant = (smaller if too_much else larger).get(line.unit)
    if meant is None:
        return text("check the unit of the amount and of the output")
    return text(
        "is the amount in {meant} and not in {unit}? Check the unit of the output too",
        meant=meant,
        unit=line.unit,
    )


def check_module_mass(site: Site) -> Iterator[Finding]:
    """WBK-109: the mass of the modules is that of what is built into them."""
    products = site.inventory.products
    if site.inventory.stage != "module":
        return
    masses = [_mass_of(site, product) for product in products]
    made = site.output_of_site
    if made is None or any(found is None for found in masses):
        return
    stated = sum(found for found in masses if found is not None)
    built = _built_in(site)
    if built is None:
        return
    built += CELL_MASS * made
    if not MASS_RANGE[0] <= built / stated <= MASS_RANGE[1]:
        yield note(
            "WBK-109",
            text("the mass of the modules does not fit the materials built into them"),
            ("products", "mass", products[0].origin),
            found=text("{mass} kg by the mass of a piece", mass=plain(stated)),
            expected=text("about {mass} kg by the materials", mass=plain(built)),
            hint=text("check the mass of a piece, and glass, frame and foils"),
        )


def _mass_of(site: Site, product: SiteProduct) -> float | None:
    pieces = site.pieces(product)
    return product.mass * pieces if product.mass and pieces else None


def _built_in(site: Site) -> float | None:
    """Sum what stays in the modules [kg]; None if there is none, or not by mass."""
    total = 0.0
    for line in site.inventory.materials:
        known = site.library.inventories.get(line.dataset)
        if known is None or any(word in line.dataset for word in SERVICES):
            continue
        if known.file.rsplit("/", 1)[-1].removesuffix(".csv") in BUILT_IN:
            amount = mass(line.amount, line.unit)
            if amount is None:
                return None
            total += site.attributed(line.product, amount)
    return total or None


def check_scrap(site: Site) -> Iterator[Finding]:
    """WBK-110: what is sold as scrap is a small part of what is made."""
    scrap = [output for output in site.inventory.outputs if output.kind == "scrap"]
    made = _made_mass(site)
    amounts = [mass(output.amount, output.unit) or 0.0 for output in scrap]
    total = sum(
        site.attributed(output.product, amount)
        for output, amount in zip(scrap, amounts, strict=True)
    )
    if made and total > SCRAP_LIMIT * made:
        yield note(
            "WBK-110",
            text("much of what is made is scrap"),
            ("outputs", "amount", max(scrap, key=lambda output: output.amount).origin),
            found=f"{plain(total)} kg / {plain(made)} kg = {total / made:.0%}",
            expected=f"<= {SCRAP_LIMIT:.0%}",
            hint=text("check amounts and units; what returns to the process is no scrap"),
            severity="question",
        )


def _made_mass(site: Site) -> float | None:
    """Return the mass of all products [kg], as far as it follows from what is given."""
    made = site.output_of_site
    if made is None or site.reference_unit == "kg":
        return made
    total = 0.0
    for product in site.inventory.products:
        area = site.outputs[product.key] or 0.0
        thickness = product.thickness or 0.0
        found = _mass_of(site, product) or area * thickness * 1e-6 * SILICON_DENSITY
        if not found:
            return None
        total += found
    return total


def check_power(site: Site) -> Iterator[Finding]:
    """WBK-111: power = area x efficiency x 1000 W/m2."""
    for product in site.inventory.products:
        if not (product.power and product.area and product.efficiency):
            continue
        follows = product.area * product.efficiency * 1000
        if abs(follows / product.power - 1) > POWER_GAP:
            yield note(
                "WBK-111",
                text("power, area and efficiency contradict each other"),
                ("products", "power", product.origin),
                found=f"{plain(product.power)} W",
                expected=text(
                    "{area} m2 x {efficiency} % x 1000 W/m2 = {power} W",
                    area=plain(product.area),
                    efficiency=plain(product.efficiency * 100),
                    power=plain(follows),
                ),
                hint=text("check all three; the efficiency is that of the whole piece"),
            )


def check_bins(site: Site) -> Iterator[Finding]:
    """WBK-112: the representative model is one of the family, and the family is narrow."""
    for product in site.inventory.products:
        bins = product.power_bins
        if bins and product.power and not min(bins) <= product.power <= max(bins):
            yield _bin_note(product, "power", plain(product.power), severity="warning")
        elif bins and (max(bins) - min(bins)) > BIN_SPAN * max(bins):
            yield _bin_note(product, "power_bins", f"{min(bins):g} - {max(bins):g} W")
        listed = product.models
        if product.representative and listed and product.representative not in listed:
            yield note(
                "WBK-112",
                text("the representative model is not one of the models"),
                ("products", "representative", product.origin),
                found=product.representative,
                expected=", ".join(listed[:12]),
                hint=text("name one of the models, spelled in the same way"),
                severity="question",
            )


def _bin_note(
    product: SiteProduct, column: str, found: str, *, severity: str = "question"
) -> Finding:
    bins = product.power_bins
    return note(
        "WBK-112",
        text("power bins and representative power do not fit"),
        ("products", column, product.origin),
        found=found,
        expected=f"{min(bins):g} - {max(bins):g} W, <= {BIN_SPAN:.0%}",
        hint=text("declare families that differ more as products of their own"),
        severity=severity,
    )


def check_transport(site: Site) -> Iterator[Finding]:
    """WBK-117: no leg carries more than all materials weigh."""
    materials = [m for m in site.inventory.materials if "water" not in m.dataset]
    weighed = sum(mass(line.amount, line.unit) or 0.0 for line in materials)
    if not weighed or any(mass(line.amount, line.unit) is None for line in materials):
        weighed += (site.output_of_site or 0.0) if weighed else 0.0
    for leg in site.inventory.transport:
        carried = mass(leg.mass, leg.unit)
        if weighed and carried and carried > 1.2 * weighed:
            yield note(
                "WBK-117",
                text("more is carried than all materials weigh"),
                ("transport", "mass", leg.origin),
                found=f"{plain(carried)} kg",
                expected=f"<= {plain(weighed)} kg",
                hint=text("check the mass and its unit, and whether materials are missing"),
            )


def check_referable(site: Site) -> Iterator[Finding]:
    """WBK-119: the output can be referred to the unit of the library."""
    for product in site.inventory.products:
        if site.outputs[product.key] is None:
            yield note(
                "WBK-119",
                text("the output cannot be counted in {unit}", unit=site.reference_unit),
                ("products", "output_unit", product.origin),
                found=f"{plain(product.output)} {product.output_unit}",
                expected=text("the area of one piece; for kWp the power or efficiency too"),
                hint=text("fill in the area of one piece, or the wafer format"),
            )


def check_electricity_given(site: Site) -> Iterator[Finding]:
    """WBK-121: every stage takes electricity."""
    if site.inventory.energy and site.electricity() <= 0:
        first = site.inventory.energy[0]
        yield note(
            "WBK-121",
            text("no electricity is given"),
            ("energy", "carrier", first.origin),
            expected=ELECTRICITY,
            hint=text("add the electricity meters, one line for each month"),
        )
