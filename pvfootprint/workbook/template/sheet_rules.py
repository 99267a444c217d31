"""Rules of the check column that one sheet wants: sums, months, certificates, usual amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.site import SUPPLIED_STAGE
from pvfootprint.model.terms import SILICON_STAGES
from pvfootprint.workbook.expected import FLOW_LISTS
from pvfootprint.workbook.layout import Column
from pvfootprint.workbook.plausibility.checking import CONTRACT_GAP
from pvfootprint.workbook.plausibility.shares import SHARE_GAP
from pvfootprint.workbook.template.entering import quoted
from pvfootprint.workbook.template.lists import (
    ENERGY,
    FIRST_MONTH,
    LAST_MONTH,
    MONTHS,
    list_name,
)
from pvfootprint.workbook.template.specific import FLOW_COLUMNS, factors_of, fits, measures_of
from pvfootprint.workbook.template.verdicts import (
    BAD,
    ODD,
    OPEN,
    Rule,
    beside,
    both,
    empty,
    filled,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pvfootprint.workbook.template.plan import PlacedSheet, Plan

CHINESE_PLACES = 32
"""How many of the first locations are China and its provinces."""

SCORES = ("reliability", "completeness", "temporal", "geographical", "technological")


def company_rules(place: PlacedSheet, column: Column, cell: str) -> Iterator[Rule]:
    """Give the rules of one line of the company's form."""
    if column.key == "end":
        start = place.entry("start")
        yield Rule(f"{cell}<{start}", BAD, text("it is before the first day"))
        whole = f"{MONTHS}<>12"
        yield Rule(whole, ODD, text("not twelve months"))
    if column.key == "code":
        position = f"IFERROR(MATCH({place.entry('location')},{list_name('locations')},0),99)"
        chinese = f"{position}<={CHINESE_PLACES}"
        words = text("a Chinese code has 18 characters")
        yield Rule(both(chinese, f"LEN({cell})<>18"), ODD, words)


def _products(plan: Plan, place: PlacedSheet, row: int) -> Iterator[Rule]:
    yield from _once(place, row, "key")
    converted = place.cell("reference_output", row)
    needed = text("area and power of one piece, to convert the output")
    yield Rule(f"NOT(ISNUMBER({converted}))", OPEN, needed)
    share = f"SUM({place.cells('share')})>1+{SHARE_GAP}"
    yield Rule(share, BAD, text("the shares of the site sum to more than 100 %"))
    basis, bases = place.cell("share_basis", row), place.cells("share_basis")
    mixed = both(filled(basis), f'SUMPRODUCT(({bases}<>"")*({bases}<>{basis}))>0')
    yield Rule(mixed, BAD, text("the shares of all products are by one quantity"))
    by_value = f"{basis}={quoted(plan.name('share bases', 'revenue'))}"
    words = text("to fill in: {what}", what=place.sheet.column("revenue").heading)
    yield Rule(both(by_value, empty(place.cell("revenue", row))), OPEN, words)
    if plan.stage == "module":
        power, area, efficiency = (place.cell(key, row) for key in ("power", "area", "efficiency"))
        given = f"AND(ISNUMBER({power}),ISNUMBER({area}),ISNUMBER({efficiency}))"
        off = f"IF({given},ABS({power}/{area}/1000-{efficiency})>0.01*{efficiency},FALSE)"
        yield Rule(off, ODD, text("power, area and efficiency do not agree"))


def _once(place: PlacedSheet, row: int, key: str) -> Iterator[Rule]:
    cell = place.cell(key, row)
    same = f"SUMPRODUCT(--({place.cells(key)}={cell}))>1"
    words = text("twice: {what}", what=place.sheet.column(key).heading)
    yield Rule(same, BAD, words)


def _same(place: PlacedSheet, row: int, *keys: str) -> str:
    """Return the formula that is 1 for each row that holds the same as this one."""
    return "*".join(f"({place.cells(key)}={place.cell(key, row)})" for key in keys)


def _in_period(place: PlacedSheet, row: int) -> Iterator[Rule]:
    """Give the rule that a month or year lies in the data's period."""
    cell = place.cell("period", row)
    year, month = f"LEFT({cell},4)*12", f"RIGHT({cell},2)"
    early, late = f"{year}+{month}<{FIRST_MONTH}", f"{year}+{month}>{LAST_MONTH}"
    other_year = f"OR({year}+12<{FIRST_MONTH},{year}+1>{LAST_MONTH})"
    outside = f"IF(LEN({cell})=7,OR({early},{late}),{other_year})"
    words = text("outside the period on the company's sheet")
    yield Rule(both(f"{FIRST_MONTH}>0", outside), BAD, words)


def _energy(_plan: Plan, place: PlacedSheet, row: int) -> Iterator[Rule]:
    yield from _in_period(place, row)
    meter = _same(place, row, "carrier", "meter", "product")
    period = place.cell("period", row)
    twice = f"SUMPRODUCT({meter}*({place.cells('period')}={period}))>1"
    yield Rule(twice, BAD, text("twice: the same meter and month"))
    mixed = f"SUMPRODUCT({meter}*(LEN({place.cells('period')})<>LEN({period})))>0"
    yield Rule(mixed, BAD, text("months and a year of the same meter"))
    heat = place.cell("calorific_value", row)
    entries = list_name("carriers")
    dimension = beside(place.cell("carrier", row), entries, list_name("carriers", "dimension"))
    burned = f"IFERROR({dimension},0)={ENERGY}"
    no_energy = f"{measures_of(place.cell('unit', row))}<>{ENERGY}"
    needed = text("to fill in: {what}", what=place.sheet.column("calorific_value").heading)
    yield Rule(both(burned, no_energy, empty(heat)), OPEN, needed)
    months = f"SUMPRODUCT({meter}*(LEN({place.cells('period')})=7))"
    few = both(f"LEN({period})=7", f"{months}<{MONTHS}")
    counted = f'{months}&"/"&{MONTHS}'
    yield Rule(few, ODD, text("months of this meter are missing:"), counted)


def _electricity(plan: Plan, place: PlacedSheet, row: int) -> Iterator[Rule]:
    yield from _in_period(place, row)
    yield Rule(
        f"{measures_of(place.cell('unit', row))}<>{ENERGY}",
        BAD,
        text("a unit of energy, such as kWh"),
    )
    kind = place.cell("kind", row)
    grid, green_power, generation = (
        quoted(plan.name("contract kinds", key))
        for key in ("grid", "green power", "own generation")
    )
    yes, green = quoted(plan.name("flags", "yes")), f"{kind}={green_power}"
    source = both(f"{kind}<>{grid}", empty(place.cell("technology", row)))
    yield Rule(
        source, OPEN, text("to fill in: {what}", what=place.sheet.column("technology").heading)
    )
    uncertified = both(green, empty(place.cell("certificates", row)))
    yield Rule(uncertified, ODD, text("green power without certificates"))
    kept = both(green, f"{place.cell('cancelled', row)}<>{yes}")
    yield Rule(kept, ODD, text("certificates not cancelled for you: counts as grid"))
    certified = filled(place.cell("certificates", row))
    undated = both(green, certified, empty(place.cell("generated", row)))
    words = text("to fill in: {what}", what=place.sheet.column("generated").heading)
    yield Rule(undated, ODD, words)
    sold = both(f"{kind}={generation}", f"{place.cell('sold', row)}={yes}")
    yield Rule(sold, ODD, text("certificates sold: counts as grid"))
    used = _energy_sum(plan.places["energy"], carrier=plan.name("carriers", "electricity"))
    contracted = _energy_sum(place)
    above = both(f"{used}>0", f"{contracted}>{used}*(1+{CONTRACT_GAP})")
    yield Rule(above, ODD, text("all contracts together are more than the electricity used"))


def _energy_sum(place: PlacedSheet, carrier: str = "") -> str:
    """Return the formula of the energy on a sheet [MJ]."""
    units = place.cells("unit")
    chosen = f"({place.cells('carrier')}={quoted(carrier)})" if carrier else "1"
    measured = f"({measures_of(units)}={ENERGY})"
    return f"SUMPRODUCT({chosen}*{measured},{place.cells('amount')},{factors_of(units)})"


def _outputs(plan: Plan, place: PlacedSheet, row: int) -> Iterator[Rule]:
    waste = quoted(plan.name("output kinds", "waste"))
    untreated = both(f"{place.cell('kind', row)}={waste}", empty(place.cell("dataset", row)))
    yield Rule(untreated, ODD, text("waste without treatment"))
    kind = quoted(plan.name("output kinds", "co-product"))
    by_value = empty(place.cell("revenue", row))
    by_mass = empty(place.cell("silicon", row)) if plan.stage in SILICON_STAGES else "FALSE"
    alone = both(f"{place.cell('kind', row)}={kind}", by_value, by_mass)
    words = text("a co-product carries no burden without the silicon in it, or revenue")
    yield Rule(alone, ODD, words)


def _emissions(plan: Plan, place: PlacedSheet, row: int) -> Iterator[Rule]:
    used = quoted(plan.name("bases", "used"))
    all_of_it = both(
        f"{place.cell('basis', row)}={used}",
        empty(place.cell("conversion", row)),
        empty(place.cell("abatement", row)),
    )
    yield Rule(all_of_it, ODD, text("without conversion and abatement all of it counts as emitted"))


def _suppliers(plan: Plan, place: PlacedSheet, row: int) -> Iterator[Rule]:
    """Shares sum to 100 % for each product and stage; no stage means the stage before."""
    usual = quoted(plan.name("supplied stages", SUPPLIED_STAGE[plan.stage]))
    cell, cells = place.cell("stage", row), place.cells("stage")
    meant = f"IF({empty(cell)},{usual},{cell})"
    same = f'(({cells}={meant})+({cells}="")*({meant}={usual})>0)'
    total = f"SUMPRODUCT({_same(place, row, 'product')}*{same},{place.cells('share')})"
    percent = f'ROUND(100*{total},2)&" %"'
    off = f"ABS({total}-1)>{SHARE_GAP}"
    yield Rule(off, BAD, text("the shares must sum to 100 %; now:"), percent)


def _evidence(_plan: Plan, place: PlacedSheet, row: int) -> Iterator[Rule]:
    yield from _once(place, row, "key")
    cell = place.cell("sha256", row)
    yield Rule(both(filled(cell), f"LEN({cell})<>64"), BAD, text("a SHA-256 has 64 characters"))


def _quality(_plan: Plan, place: PlacedSheet, row: int) -> Iterator[Rule]:
    yield from _once(place, row, "subject")
    scores = ",".join(place.cell(key, row) for key in SCORES)
    yield Rule(f"COUNT({scores})<{len(SCORES)}", OPEN, text("to fill in: scores"))


SPECIAL: dict[str, Callable[[Plan, PlacedSheet, int], Iterator[Rule]]] = {
    "products": _products,
    "energy": _energy,
    "electricity": _electricity,
    "outputs": _outputs,
    "emissions": _emissions,
    "suppliers": _suppliers,
    "evidence": _evidence,
    "quality": _quality,
}
"""What each sheet wants besides what its columns declare."""


def plausible_rules(plan: Plan, place: PlacedSheet, row: int) -> Iterator[Rule]:
    """Give the rules that an amount is of the library's order.

    Too little is only said where all lines of a flow are of one product: else another line may hold
    the rest.
    """
    name, column = FLOW_LISTS[place.sheet.key], FLOW_COLUMNS[place.sheet.key]
    flow, product = place.cell(column, row), place.cell("product", row)
    own = place.cell("specific", row)
    low, high = (beside(flow, list_name(name), list_name(name, part)) for part in ("low", "high"))
    unit = beside(flow, list_name(name), list_name(name, "unit"))
    # Wafers and cells are counted by the piece, whose area the makers of them give.
    counted = f"{place.cell('unit', row)}={quoted(plan.name('units', 'piece'))}"
    area = f"IFERROR({unit},0)={quoted('m2')}"
    misfit = both(
        filled(flow), f"NOT(IFERROR({fits(place, row)},TRUE))", f"NOT(AND({counted},{area}))"
    )
    yield Rule(misfit, ODD, text("another unit than the library's:"), unit)
    others = f"SUMPRODUCT(({place.cells(column)}={flow})*({place.cells('product')}<>{product}))=0"
    little = both(f"{own}>0", f"{own}<{low}", others)
    far = f"IF(ISNUMBER({own}),IFERROR(OR({own}>{high},{little}),FALSE),FALSE)"
    yield Rule(far, ODD, text("unusual; typical:"), place.cell("typical", row))
