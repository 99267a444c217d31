"""Formulas of the columns that are ours: output in the reference unit, amounts per unit of it.

They keep to functions that Excel 2010, WPS and LibreOffice share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.workbook.expected import FLOW_LISTS
from pvfootprint.workbook.template.entering import quoted
from pvfootprint.workbook.template.lists import (
    ENERGY,
    MONTHS,
    SITE_OUTPUT,
    SITE_WORD,
    list_name,
    typical_said,
)
from pvfootprint.workbook.template.meanings import MEANINGS
from pvfootprint.workbook.template.verdicts import beside, both, empty, filled

if TYPE_CHECKING:
    from pvfootprint.workbook.template.plan import PlacedSheet, Plan
    from pvfootprint.workbook.template.prefilling import Values

FLOW_COLUMNS = {
    "materials": "dataset",
    "energy": "carrier",
    "outputs": "dataset",
    "emissions": "gas",
}
"""Which column names the library's flow."""


def own_column(plan: Plan, place: PlacedSheet, key: str, row: int) -> str:
    """Return the formula of a cell of a column that is ours to fill.

    Parameters
    ----------
    plan : Plan
        Of the workbook.
    place : PlacedSheet
        The sheet.
    key : str
        Of the column, which is of ``Kind.INFO``.
    row : int
        Its row.

    Returns
    -------
    str
        Formula without its equals sign.
    """
    if key == "reference_output":
        return reference_output(plan, place, row)
    flow = place.cell(FLOW_COLUMNS[place.sheet.key], row)
    name = FLOW_LISTS[place.sheet.key]
    if key == "specific":
        return specific(plan, place, row)
    known = beside(flow, list_name(name), list_name(name, key))
    return f'IF({empty(flow)},"",IFERROR({known}&"",""))'


def known_texts(plan: Plan, place: PlacedSheet, values: Values) -> dict[str, str]:
    """Return what the formulas of a row's columns will show, as far as it is known.

    Parameters
    ----------
    plan : Plan
        Of the workbook.
    place : PlacedSheet
        The sheet.
    values : dict
        What the row holds.

    Returns
    -------
    dict
        Texts by key of the column.
    """
    key = place.sheet.key
    code = values.get(FLOW_COLUMNS.get(key, ""))
    if not isinstance(code, str) or not code:
        return {}
    flows = (flow for flow in plan.flows if (flow.sheet, flow.choice.key) == (key, code))
    typical = [typical_said(plan, flow) for flow in flows]
    return {"typical": "".join(typical), "meaning": plan.lines(MEANINGS.get(code, ""))}


def reference_output(plan: Plan, place: PlacedSheet, row: int) -> str:
    """Return the formula of a product's output in the unit to which amounts are referred."""
    output, unit = place.cell("output", row), place.cell("output_unit", row)
    power, efficiency = place.cell("power", row), place.cell("efficiency", row)
    if plan.reference_unit == "kg":
        ways = {"kg": output, "t": f"{output}*1000"}
    else:
        area = _area(plan, place, row)
        made = f"{output}*1000/{power}*{area}"
        ways = {"m2": output, "piece": f"{output}*{area}", "kWp": made}
        if plan.stage == "module":
            ways["kWp"] = f"IF(AND({power}>0,ISNUMBER({area})),{made},{output}/{efficiency})"
    formula = '""'
    for symbol, way in reversed(ways.items()):
        name = plan.name("output units", symbol)
        if name:
            formula = f"IF({unit}={quoted(name)},{way},{formula})"
    return f'IF(ISNUMBER({output}),IFERROR({formula},""),"")'


def _area(plan: Plan, place: PlacedSheet, row: int) -> str:
    """Return the formula of a piece's area: as given, else that of its format; else an error."""
    area, wafer = place.cell("area", row), place.cell("format", row)
    if plan.stage == "module":
        return f"IF(ISNUMBER({area}),{area},NA())"
    known = beside(wafer, list_name("formats"), list_name("formats", "area"))
    return f"IF(ISNUMBER({area}),{area},{known})"


def specific(plan: Plan, place: PlacedSheet, row: int) -> str:
    """Return the formula of what one reference unit takes, in the library's unit of the flow.

    Lines of the same flow and product are summed; of energy only those of the same period, and a
    month is taken as the year that it would make.
    """
    key = place.sheet.key
    flow, product = (place.cell(name, row) for name in (FLOW_COLUMNS[key], "product"))
    unit, amount = place.cell("unit", row), place.cell("amount", row)
    entries, parts = list_name(FLOW_LISTS[key]), FLOW_LISTS[key]
    factor = beside(flow, entries, list_name(parts, "factor"))
    dimension = beside(flow, entries, list_name(parts, "dimension"))
    same = [FLOW_COLUMNS[key], "product", *(["period"] if key == "energy" else [])]
    matches = "*".join(f"({place.cells(name)}={place.cell(name, row)})" for name in same)
    units = place.cells("unit")
    measured = f"({measures_of(units)}={dimension})"
    terms = [f"{matches}*{measured}", place.cells("amount"), factors_of(units)]
    if key == "emissions":
        terms.append(_emitted(plan, place))
    total = f"SUMPRODUCT({','.join(terms)})"
    if key == "energy":
        heat = place.cell("calorific_value", row)
        total = f"IF({is_fuel(place, row)},{amount}*{heat},{total})"
        total += f"*IF(LEN({place.cell('period', row)})=7,{MONTHS},1)"
    value = f"{total}/{factor}/{scope(plan, place, row)}"
    known = both(f"ISNUMBER({amount})", filled(flow), filled(product), filled(unit))
    return f'IF({known},IFERROR(IF({fits(place, row)},{value},""),""),"")'


def _emitted(plan: Plan, place: PlacedSheet) -> str:
    """Return the formula of the share that is emitted, of each line."""
    used = quoted(plan.name("bases", "used"))
    kept = f"(1-{place.cells('conversion')})*(1-{place.cells('abatement')})"
    return f"1-({place.cells('basis')}={used})*(1-{kept})"


def scope(plan: Plan, place: PlacedSheet, row: int) -> str:
    """Return the formula of the output that a row's amount belongs to."""
    products, product = plan.places["products"], place.cell("product", row)
    own = f"INDEX({products.cells('reference_output')},MATCH({product},{products.cells('key')},0))"
    return f"IF({product}={SITE_WORD},{SITE_OUTPUT},{own})"


def measures_of(units: str) -> str:
    """Return the formula of what each of some units measures."""
    return f"SUMIF({list_name('units')},{units},{list_name('units', 'dimension')})"


def factors_of(units: str) -> str:
    """Return the formula of how much each of some units is."""
    return f"SUMIF({list_name('units')},{units},{list_name('units', 'factor')})"


def is_fuel(place: PlacedSheet, row: int) -> str:
    """Return the formula that is true for a fuel with its calorific value."""
    return f"ISNUMBER({place.cell('calorific_value', row)})"


def fits(place: PlacedSheet, row: int) -> str:
    """Return the formula that is true where a row's unit measures what the library's unit does."""
    key = place.sheet.key
    entries = list_name(FLOW_LISTS[key])
    flow = place.cell(FLOW_COLUMNS[key], row)
    dimension = beside(flow, entries, list_name(FLOW_LISTS[key], "dimension"))
    same = f"{measures_of(place.cell('unit', row))}={dimension}"
    if key != "energy":
        return same
    return f"OR({same},AND({dimension}={ENERGY},{is_fuel(place, row)}))"
