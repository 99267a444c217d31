"""The hidden sheets: what the workbook is, and the lists and values that its formulas look up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName

from pvfootprint.library.units import to_library_unit
from pvfootprint.model import terms
from pvfootprint.workbook.choices import UNITS, WHOLE_SITE
from pvfootprint.workbook.expected import FLOW_LISTS
from pvfootprint.workbook.layout import (
    ABOUT,
    ABOUT_SHEET,
    FORMAT,
    LISTS_SHEET,
    TEMPLATE_VERSION,
    Kind,
)
from pvfootprint.workbook.template.entering import compute, put
from pvfootprint.workbook.template.meanings import MEANINGS
from pvfootprint.workbook.template.plan import OWN_AND_SITE
from pvfootprint.workbook.template.styling import protect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from pvfootprint.workbook.expected import ExpectedFlow
    from pvfootprint.workbook.template.plan import Plan

FAMILIES = ("kilogram", "megajoule", "square meter", "cubic meter", "unit", "ton kilometer")
"""Units of the library, one for each thing that is measured; formulas know it by its place."""

ENERGY = FAMILIES.index("megajoule") + 1

NO_RANGE = (0.0, 1e99)
"""Where the library knows no range, every amount is plausible."""

SITE_WORD = "pv_site"
MONTHS, FIRST_MONTH, LAST_MONTH = "pv_months", "pv_first_month", "pv_last_month"
SITE_OUTPUT = "pv_site_output"


def list_name(choices: str, part: str = "") -> str:
    """Return the defined name of a list, or of what stands beside its entries.

    Parameters
    ----------
    choices : str
        Name of the list, such as ``declared units`` or ``own:products+site``.
    part : str
        Such as ``unit``; the entries themselves if there is none.

    Returns
    -------
    str
        Such as ``pv_declared_units`` and ``pv_materials_unit``.
    """
    words = choices.replace(":", "_").replace("+", "_").replace(" ", "_")
    return f"pv_{words}_{part}" if part else f"pv_{words}"


def write_about(book: Workbook, plan: Plan) -> None:
    """Write the sheet that says what the workbook is; only a program can show it.

    Parameters
    ----------
    book : Workbook
        Of openpyxl.
    plan : Plan
        Of the workbook.
    """
    ws = book.create_sheet(ABOUT_SHEET)
    facts = (FORMAT, str(TEMPLATE_VERSION), plan.language, plan.stage, plan.library_hash)
    for row, (key, value) in enumerate(zip(ABOUT, facts, strict=True), start=1):
        put(ws.cell(row, 1), key)
        put(ws.cell(row, 2), value)
    ws.sheet_state = "veryHidden"
    protect(ws)


def write_lists(book: Workbook, plan: Plan) -> None:
    """Write the sheet of the lists, each with a name that validations and formulas use.

    Parameters
    ----------
    book : Workbook
        Of openpyxl, with the sheets of data.
    plan : Plan
        Of the workbook.
    """
    ws = book.create_sheet(LISTS_SHEET)
    writer = _Lists(book, ws)
    _write_flow_lists(writer, plan)
    measures = [_measure(unit) for unit in UNITS]
    writer.block(
        "units",
        plan.offered("units"),
        dimension=[dimension for dimension, _ in measures],
        factor=[factor for _, factor in measures],
    )
    formats = [plan.areas.get(choice.key) for choice in plan.choices["formats"]]
    writer.block("formats", plan.offered("formats"), area=formats)
    for name in _simple_lists(plan):
        writer.block(name, plan.offered(name))
    _write_own_lists(writer, plan)
    _write_values(writer, plan)
    ws.sheet_state = "hidden"
    protect(ws)


class _Lists:
    """Columns of the hidden sheet, from left to right."""

    def __init__(self, book: Workbook, ws: Worksheet) -> None:
        self.book, self.ws, self.column = book, ws, 0

    def block(self, name: str, entries: Sequence[str], **beside: Iterable[object]) -> None:
        """Write a list and what stands beside its entries."""
        for part, values in {"": entries, **beside}.items():
            self.column += 1
            put(self.ws.cell(1, self.column), f"{name} {part}".strip())
            for row, value in enumerate(values, start=2):
                put(self.ws.cell(row, self.column), value)
            letter = get_column_letter(self.column)
            # A list without entries still has a cell, for the formulas that look into it.
            last = max(2, len(entries) + 1)
            self.name(list_name(name, part), f"'{LISTS_SHEET}'!${letter}$2:${letter}${last}")

    def value(self, name: str, formula: str) -> None:
        """Write one value that formulas use by its name."""
        self.column += 1
        put(self.ws.cell(1, self.column), name)
        compute(self.ws.cell(2, self.column), formula)
        self.name(name, f"'{LISTS_SHEET}'!${get_column_letter(self.column)}$2")

    def name(self, name: str, reference: str) -> None:
        """Define a name."""
        self.book.defined_names[name] = DefinedName(name, attr_text=reference)


def _measure(symbol: str) -> tuple[int, float]:
    """Return what a unit measures, as a number, and how much of it; 0 if it is not known."""
    for dimension, unit in enumerate(FAMILIES, start=1):
        factor = to_library_unit(1.0, symbol, unit)
        if factor is not None:
            return dimension, factor
    return 0, 1.0


def _simple_lists(plan: Plan) -> list[str]:
    columns = [c for place in plan.places.values() for c in place.sheet.columns]
    used = {c.choices for c in columns if c.kind is Kind.CHOICE} | {"flags"}
    return sorted((used & set(plan.choices)) - {*FLOW_LISTS.values(), "units", "formats"})


def _write_flow_lists(writer: _Lists, plan: Plan) -> None:
    for sheet, name in FLOW_LISTS.items():
        expected = {flow.choice.key: flow for flow in plan.flows if flow.sheet == sheet}
        shown = set(plan.offered(name))
        listed = [choice for choice in plan.choices[name] if plan.say(choice.name) in shown]
        flows = [expected.get(choice.key) for choice in listed]
        units = [terms.UNITS.get(choice.unit, choice.unit) for choice in listed]
        measures = [_measure(unit) for unit in units]
        writer.block(
            name,
            [plan.say(choice.name) for choice in listed],
            unit=units,
            dimension=[dimension for dimension, _ in measures],
            factor=[factor for _, factor in measures],
            low=[(flow.plausible if flow else NO_RANGE)[0] for flow in flows],
            high=[(flow.plausible if flow else NO_RANGE)[1] for flow in flows],
            typical=[typical_said(plan, flow) if flow else "" for flow in flows],
            meaning=[plan.lines(MEANINGS.get(choice.key, "")) for choice in listed],
        )


def typical_said(plan: Plan, flow: ExpectedFlow) -> str:
    """Return what the library's own datasets take of a flow, for people.

    Parameters
    ----------
    plan : Plan
        Of the workbook.
    flow : ExpectedFlow
        The flow.

    Returns
    -------
    str
        Such as ``0.3–0.61 kg/m2``.
    """
    low, high = _rounded(flow.low), _rounded(flow.high)
    span = low if low == high else f"{low}–{high}"
    return f"{span} {flow.unit}/{plan.reference_unit}"


def _rounded(value: float) -> str:
    """Write three digits without an exponent."""
    if value == 0:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(abs(value))))
    written = f"{value:.{decimals}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _write_own_lists(writer: _Lists, plan: Plan) -> None:
    """Write the lists that the company makes itself: its products, its documents."""
    products, evidence = plan.places["products"], plan.places["evidence"]
    ws = writer.ws
    name = OWN_AND_SITE
    writer.block(name, [plan.say(WHOLE_SITE)])
    letter, count = get_column_letter(writer.column), len(products.rows)
    for row, source in enumerate(products.rows, start=3):
        key = f"{quote_sheetname(products.title)}!{products.cell('key', source)}"
        compute(ws.cell(row, writer.column), f'IF({key}="","",{key})')
    home = f"'{LISTS_SHEET}'!${letter}$2"
    writer.name(SITE_WORD, home)
    writer.name(list_name(name, "all"), f"{home}:${letter}${count + 2}")
    # Blank cells at the end of a list would let Excel accept anything.
    filled = f"COUNTA({products.cells('key')})"
    writer.name(list_name(name), f"OFFSET({home},0,0,1+{filled},1)")
    keys = evidence.cells("key")
    writer.name(list_name("own:evidence", "all"), keys)
    first = keys.split(":")[0]
    writer.name(list_name("own:evidence"), f"OFFSET({first},0,0,MAX(1,COUNTA({keys})),1)")


def _write_values(writer: _Lists, plan: Plan) -> None:
    company, products = plan.places["company"], plan.places["products"]
    start, end = company.entry("start"), company.entry("end")
    both = f"AND(ISNUMBER({start}),ISNUMBER({end}))"
    writer.value(FIRST_MONTH, f"IF({both},YEAR({start})*12+MONTH({start}),0)")
    writer.value(LAST_MONTH, f"IF({both},YEAR({end})*12+MONTH({end}),0)")
    writer.value(MONTHS, f"IF({both},MAX(1,{LAST_MONTH}-{FIRST_MONTH}+1),12)")
    share = f"SUM({products.cells('share')})"
    # What the site makes beside these products takes its part of what the site takes.
    whole = f"IF(AND({share}>0,{share}<1),{share},1)"
    writer.value(SITE_OUTPUT, f"SUM({products.cells('reference_output')})/{whole}")
