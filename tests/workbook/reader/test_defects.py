"""One defect in each workbook, over every sheet: the right code at the right cell, and no other."""

import datetime

import pytest

SEVERITIES = {"error": 0, "warning": 1, "question": 2}


def put(sheet, column, value, line=0, number_format=None):
    """Return an edit that writes into a cell."""
    return lambda b: b.put(sheet, column, value, line, number_format)


def case(code, sheet, column, value, line=0, number_format=None, also=()):
    """Return a row of the table: a value that is wrong where it stands."""
    name = f"{code}-{sheet}-{column}-{value!r}"[:70]
    edit = put(sheet, column, value, line, number_format)
    return pytest.param(edit, code, sheet, column, line, set(also), id=name)


def edited(name, edit, code, sheet, column="", line=0, also=()):
    """Return a row of the table: an edit of another kind."""
    return pytest.param(edit, code, sheet, column, line, set(also), id=f"{code}-{name}")


def merge(sheet, first, last, line, to):
    def edit(b):
        top, bottom = b.place(sheet, first, line), b.place(sheet, last, to)
        b.page(sheet).merge_cells(
            start_row=top[0], start_column=top[1], end_row=bottom[0], end_column=bottom[1]
        )

    return edit


def copy_line(sheet, line, **changes):
    def edit(b):
        page, target = b.page(sheet), b.line_of(sheet)
        row, new = b.place(sheet, "note" if sheet != "quality" else "subject", line)[0], 0
        for cell in list(page[row]):
            new = b.place(sheet, next(iter(changes), "note"), target)[0]
            page.cell(new, cell.column).value = cell.value
        for column, value in changes.items():
            b.put(sheet, column, value, target)

    return edit


def add(sheet, **values):
    def edit(b):
        line = b.line_of(sheet)
        for column, value in values.items():
            b.put(sheet, column, value, line)

    return edit


def both(*edits):
    def edit(b):
        for one in edits:
            one(b)

    return edit


NEXT = {"materials": 24, "quality": 2, "suppliers": 2, "electricity": 2, "evidence": 2}
DAY = datetime.date(2025, 3, 1)
GREEN = "GEC" + "0" * 26
"""A green certificate without the last three of its 32 characters."""

SECOND = {
    "key": "P2",
    "name": "x",
    "technology": "perc",
    "declared_unit": "kWp",
    "output": 1,
    "output_unit": "piece",
    "share": 0.1,
    "share_basis": "area",
    "area": 2,
}
"""A second product, of which the site made next to nothing."""

NUMBERS = [
    case("WBK-032", "materials", "amount", "abc"),
    case("WBK-032", "materials", "amount", "约500"),
    case("WBK-032", "materials", "amount", "1234 (estimated)"),
    case("WBK-032", "materials", "amount", "12 lbs"),
    case("WBK-032", "materials", "amount", "10-20"),
    case("WBK-032", "materials", "amount", "10³"),
    case("WBK-032", "materials", "amount", "n/a"),
    case("WBK-032", "materials", "amount", "无"),
    case("WBK-032", "energy", "amount", "see note", 3),
    case("WBK-032", "electricity", "amount", "all"),
    case("WBK-032", "outputs", "amount", "?"),
    case("WBK-032", "emissions", "amount", "traces"),
    case("WBK-032", "transport", "mass", "full truck"),
    case("WBK-032", "transport", "distance", "far"),
    case("WBK-032", "products", "output", "many"),
    case("WBK-032", "products", "power", "590-600"),
    case("WBK-032", "suppliers", "share", "most"),
    case("WBK-032", "quality", "reliability", "good"),
    case("WBK-033", "materials", "amount", "1,23", 4),
    case("WBK-033", "materials", "amount", "1.234,5", 4),
    case("WBK-033", "energy", "amount", "12,34,567"),
    case("WBK-033", "outputs", "amount", "1.234.567"),
    case("WBK-033", "transport", "distance", "3,5"),
    case("WBK-034", "energy", "amount", "0.2 GWh", 12, also={"WBK-103"}),
    case("WBK-034", "transport", "mass", "500 kg"),
    case("WBK-034", "products", "power", "0.59 kW"),
    case("WBK-034", "transport", "distance", "350000 m"),
    case("WBK-035", "energy", "amount", "3 kg"),
    case("WBK-035", "materials", "amount", "3 kWh", 3),
    case("WBK-035", "products", "mass", "32 m"),
    case("WBK-035", "suppliers", "share", "5 kg"),
    case("WBK-036", "materials", "amount", -1),
    case("WBK-036", "materials", "amount", 1e300),
    case("WBK-036", "materials", "amount", "1e400"),
    case("WBK-036", "energy", "amount", "-5"),
    case("WBK-036", "products", "power", 5900),
    case("WBK-036", "products", "area", 0),
    case("WBK-036", "products", "efficiency", 23.6, number_format="0.0%"),
    case("WBK-036", "products", "mass", 3200),
    case("WBK-036", "products", "output", 0),
    case("WBK-036", "products", "thickness", 13),
    case("WBK-036", "products", "power_bins", 585590595),
    case("WBK-036", "products", "share", 0, number_format="0%"),
    case("WBK-036", "products", "revenue", -1),
    case("WBK-036", "outputs", "revenue", -1, 5),
    case("WBK-036", "emissions", "abatement", 1.5, number_format="0%"),
    case("WBK-036", "outputs", "silicon", 90),
    case("WBK-036", "transport", "distance", 350000),
    case("WBK-036", "suppliers", "share", 1.2, number_format="0%"),
    case("WBK-036", "materials", "spread", 9),
    case("WBK-036", "quality", "reliability", 6),
    case("WBK-036", "quality", "temporal", 1.5),
    case("WBK-041", "products", "share", 100, number_format="General"),
    case("WBK-041", "suppliers", "share", 75, number_format="General"),
    case("WBK-041", "emissions", "conversion", 0.5, number_format="General"),
    case("WBK-041", "products", "efficiency", "23.6"),
    case("WBK-044", "materials", "amount", DAY),
    case("WBK-044", "energy", "amount", True),
    case("WBK-044", "transport", "distance", datetime.time(3, 50)),
    case("WBK-045", "transport", "distance", "350.00000000000000001"),
]

WORDS = [
    case("WBK-030", "company", "name", None),
    case("WBK-030", "company", "site", "  "),
    case("WBK-030", "company", "location", None),
    case("WBK-030", "company", "start", None),
    case("WBK-030", "products", "name", None),
    case("WBK-030", "products", "technology", None),
    case("WBK-030", "products", "output", None),
    case("WBK-030", "products", "share", None),
    case("WBK-030", "materials", "flow", None),
    case("WBK-030", "materials", "product", None),
    case("WBK-030", "materials", "unit", None),
    case("WBK-030", "materials", "amount", None),
    case("WBK-030", "energy", "carrier", None),
    case("WBK-030", "energy", "period", None),
    case("WBK-030", "electricity", "kind", None),
    case("WBK-030", "electricity", "unit", None),
    case("WBK-030", "outputs", "name", None),
    case("WBK-030", "emissions", "gas", None),
    case("WBK-030", "transport", "cargo", None),
    case("WBK-030", "transport", "mode", None),
    case("WBK-030", "suppliers", "supplier", None),
    case("WBK-030", "evidence", "title", None),
    case("WBK-030", "quality", "subject", None),
    case("WBK-037", "materials", "amount", "#REF!"),
    case("WBK-037", "company", "name", "#N/A"),
    case("WBK-037", "energy", "period", "#NAME?"),
    case("WBK-038", "materials", "amount", "=E6*2"),
    case("WBK-038", "products", "output", "=SUM(A1:A3)"),
    case("WBK-038", "company", "end", "=TODAY()"),
    case("WBK-040", "company", "location", "Jiangsoo"),
    case("WBK-040", "products", "technology", "TOPCOM"),
    case("WBK-040", "products", "design", "glass"),
    case("WBK-040", "products", "declared_unit", "Wp"),
    case("WBK-040", "products", "output_unit", "pieces of it"),
    case("WBK-040", "products", "share_basis", "by weight"),
    case("WBK-040", "materials", "dataset", "solar glas"),
    case("WBK-040", "materials", "unit", "pound"),
    case("WBK-040", "materials", "method", "guessed"),
    case("WBK-040", "energy", "carrier", "power"),
    case("WBK-040", "electricity", "kind", "green"),
    case("WBK-040", "electricity", "technology", "sun"),
    case("WBK-040", "electricity", "place", "Mars", 1),
    case("WBK-040", "electricity", "cancelled", "maybe"),
    case("WBK-040", "outputs", "kind", "junk"),
    case("WBK-040", "outputs", "dataset", "burning"),
    case("WBK-040", "emissions", "gas", "N20"),
    case("WBK-040", "emissions", "basis", "made"),
    case("WBK-040", "transport", "mode", "lory"),
    case("WBK-040", "suppliers", "location", "Sichuann"),
    case("WBK-040", "suppliers", "technology", "unknown"),
    case("WBK-040", "quality", "subject", "everything"),
    case("GAS-001", "materials", "flow", "carbon credits", 3),
    case("GAS-001", "materials", "flow", "碳中和", 24),
    case("GAS-001", "outputs", "name", "CCER抵消"),
    case("WBK-042", "energy", "period", "March"),
    case("WBK-042", "energy", "period", "3月"),
    case("WBK-042", "energy", "period", "2025-13"),
    case("WBK-042", "energy", "period", 2025.1),
    case("WBK-042", "electricity", "period", "whole year"),
    case("WBK-043", "company", "start", "01/02/2025"),
    case("WBK-043", "company", "end", "end of year"),
    case("WBK-043", "company", "end", "2025-02-30"),
    case("WBK-043", "company", "start", 45658, number_format="General"),
    case("WBK-046", "materials", "note", "x" * 3000),
    case("WBK-050", "materials", "product", "P9"),
    case("WBK-050", "energy", "evidence", "E9"),
    case("WBK-050", "suppliers", "product", "Pl"),
    case("WBK-050", "outputs", "product", "all"),
    case("WBK-053", "materials", "unit", "kWh", 2),
    case("WBK-053", "energy", "unit", "kg"),
    case("WBK-053", "electricity", "unit", "kg"),
    case("WBK-053", "outputs", "unit", "kWh"),
    case("WBK-053", "emissions", "unit", "m3"),
    case("WBK-053", "transport", "unit", "m3"),
    case("WBK-054", "electricity", "certificates", "see mail"),
    case("WBK-054", "electricity", "certificates", "GEC2025000001"),
    case("WBK-054", "electricity", "certificates", f"{GREEN}009~{GREEN}008"),
    case("WBK-056", "company", "end", datetime.date(2024, 12, 31)),
    case("WBK-057", "evidence", "sha256", "abc"),
    case("WBK-058", "company", "code", "91320200MA1TE5T00X"),
    case("WBK-058", "suppliers", "supplier_code", "12345"),
]

LINES = [
    edited("second-P1", add("products", key="p1", name="x", technology="perc",
                            declared_unit="kWp", output=1, output_unit="piece", share=0.01,
                            area=2), "WBK-051", "products", "key", 1),
    edited("second-E1", add("evidence", key="\uff25\uff11", title="x"), "WBK-051",
           "evidence", "key", 2),
    edited("second-subject", add("quality", subject="energy", reliability=2), "WBK-051",
           "quality", "subject", 2),
    edited("line-twice", copy_line("materials", 3), "WBK-052", "materials", "flow", 25,
           also={"WBK-103"}),
    edited("total", add("materials", flow="合计", amount=1e6), "WBK-047", "materials", "flow", 25),
    edited("asked", add("materials", flow="glue 2", product="P1", unit="kg"), "WBK-031",
           "materials", "amount", 25),
    edited("merged-amounts", merge("materials", "amount", "amount", 3, 4), "WBK-039",
           "materials", "amount", 3),
    edited("merged-carriers", merge("energy", "carrier", "carrier", 0, 11), "WBK-039",
           "energy", "carrier", 0),
    edited("merged-across", merge("materials", "method", "evidence", 5, 5), "WBK-039",
           "materials", "method", 5),
    edited("merged-form", merge("company", "address", "contact", 0, 0), "WBK-039",
           "company", "address"),
]  # fmt: skip

PLAUSIBLE = [
    case("WBK-102", "materials", "amount", 300_000),
    case("WBK-103", "materials", "amount", 20_000_000, 2, also={"WBK-109"}),
    case("WBK-113", "materials", "amount", 2_300_000_000, 2, also={"WBK-109"}),
    edited("one-month", put("energy", "unit", "MWh", 4), "WBK-113", "energy", "amount", 4,
           also={"WBK-103"}),
    edited("efficiency", put("products", "efficiency", 0.2, 0, "0%"), "WBK-111", "products",
           "power"),
    case("WBK-112", "products", "power", 610, also={"WBK-111"}),
    case("WBK-112", "products", "representative", "A-600"),
    case("WBK-112", "products", "power_bins", "500, 590"),
    case("WBK-109", "products", "mass", 12),
    edited("scrap", both(put("outputs", "kind", "scrap", 5), put("outputs", "amount", 2e6, 5)),
           "WBK-110", "outputs", "amount", 5),
    edited("month-missing", put("energy", "meter", "M9", 4), "WBK-104", "energy", "period", 11),
    case("WBK-105", "energy", "period", "2025-01", 1, also={"WBK-104"}),
    case("WBK-106", "energy", "period", "2024-02", 1, also={"WBK-104"}),
    case("WBK-107", "energy", "period", "2025", 1),
    case("WBK-108", "suppliers", "share", 0.3, 1),
    case("WBK-114", "electricity", "amount", 1e9),
    case("WBK-115", "emissions", "abatement", 0.9999, number_format="0.00%"),
    case("WBK-116", "electricity", "certificates", f"{GREEN}001~{GREEN}100, {GREEN}050"),
    case("WBK-117", "transport", "mass", 5_000_000),
    case("WBK-118", "company", "end", datetime.date(2025, 6, 30), also={"WBK-106"}),
    edited("no-area", put("products", "area", None), "WBK-119", "products", "output_unit"),
    case("WBK-120", "electricity", "cancelled", "no"),
    case("WBK-120", "electricity", "certificates", None),
    edited("share-of-area", both(put("products", "share", 0.9), add("products", **SECOND)),
           "WBK-122", "products", "share"),
    edited("two-bases", both(put("products", "share", 0.9),
                             add("products", **SECOND | {"share_basis": "mass"})),
           "WBK-122", "products", "share_basis", 1),
]  # fmt: skip

CASES = [*NUMBERS, *WORDS, *LINES, *PLAUSIBLE]


def test_there_are_enough_cases_over_every_sheet():
    assert len(CASES) >= 120
    sheets = {param.values[2] for param in CASES}
    assert len(sheets) == 11


@pytest.mark.parametrize(("edit", "code", "sheet", "column", "line", "also"), CASES)
def test_one_defect(edit, code, sheet, column, line, also, book, check):
    edit(book)
    found, findings = check(book)

    there = {(f.code, f.sheet, f.cell) for f in findings}
    expected = (code, book.page(sheet).title, book.at(sheet, column, line).coordinate)
    assert expected in there
    assert {f.code for f in findings} - also == {code}
    assert all(f.hint and f.file and f.severity in SEVERITIES for f in findings)
    has_error = any(f.severity == "error" for f in findings)
    assert (found is None) == has_error
