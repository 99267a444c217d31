import pytest

from pvfootprint.library.checks import (
    BALANCE_TOLERANCE,
    read_balances,
    read_sources,
    silicon_balance,
)
from pvfootprint.library.compiling import compile_library
from pvfootprint.library.reading import Report
from pvfootprint.model.findings import LibraryError

BALANCE = "inventories/silicon_balance.csv"
SOURCES = "inventories/sources.csv"
CHAIN = "inventories/foreground/chain.csv"

WITH_A_LOOP = {"ingot-cz-CN-2024"}

SILICON = 2330
"""Density of silicon [kg/m3]."""


def balance(library, code):
    terms = [term for term in library.balances if term.dataset == code]
    return silicon_balance(library.inventories[code], terms)


def refused(root):
    with pytest.raises(LibraryError) as caught:
        compile_library(root)
    return [(f.code, f.file, f.line, f.column, f.found) for f in caught.value.findings]


def test_the_balance_of_a_wafer_by_hand(tiny_library):
    # 0.5 kg of ingot gives 0.4 kg of wafer and 0.1 kg of kerf.
    totals = balance(tiny_library, "wafer-CN-2018")
    paper = {"in": 0.5, "returned": 0, "out": 0.4, "kerf": 0.1, "scrap": 0}
    assert totals == pytest.approx(paper, rel=1e-12)


def test_silicon_returned_from_the_own_loop_comes_in_too(tiny_root, replace_once):
    # 0.5 kg of ingot and 0.05 kg of returned silicon give 0.4 kg of wafer and 0.15 kg of kerf.
    replace_once(
        tiny_root / BALANCE,
        "kerf,,1,0.1,made-up,",
        "kerf,,1,0.15,made-up,\nwafer-CN-2018,returned,,1,0.05,made-up,",
    )
    totals = balance(compile_library(tiny_root), "wafer-CN-2018")
    paper = {"in": 0.5, "returned": 0.05, "out": 0.4, "kerf": 0.15, "scrap": 0}
    assert totals == pytest.approx(paper, rel=1e-12)


def test_the_balance_of_the_shipped_wafer_follows_from_its_thickness(library):
    # IEA PVPS T12-19:2020: 170 um of wafer, 65 um of kerf and 20.5 um of other losses.
    totals = balance(library, "wafer-mono-CN-2018")
    assert totals["out"] == pytest.approx(170e-6 * SILICON, rel=1e-3)
    assert totals["kerf"] == pytest.approx(65e-6 * SILICON, rel=1e-3)
    assert totals["in"] == pytest.approx(255.5e-6 * SILICON, rel=1e-3)


def test_every_stage_of_the_shipped_library_keeps_its_silicon(library):
    for inventory in library.inventories.values():
        if inventory.stage:
            totals = balance(library, inventory.code)
            used = totals["out"] + totals["kerf"] + totals["scrap"]
            assert totals["in"] > 0, inventory.code
            taken = totals["in"] + totals["returned"]
            assert used == pytest.approx(taken, rel=BALANCE_TOLERANCE), inventory.code
            assert totals["returned"] == 0 or inventory.code in WITH_A_LOOP, inventory.code


@pytest.mark.parametrize("kerf", ["0.1004", "0.0996"])
def test_a_gap_within_the_tolerance_is_let_pass(tiny_root, replace_once, kerf):
    replace_once(tiny_root / BALANCE, "kerf,,1,0.1,", f"kerf,,1,{kerf},")
    compile_library(tiny_root)


@pytest.mark.parametrize("kerf", ["0.1006", "0.0994"])
def test_a_gap_beyond_the_tolerance_is_a_finding(tiny_root, replace_once, kerf):
    replace_once(tiny_root / BALANCE, "kerf,,1,0.1,", f"kerf,,1,{kerf},")
    found = f"in 0.5 kg, out + kerf + scrap {0.4 + float(kerf):.6g} kg"
    assert refused(tiny_root) == [("LIB-013", CHAIN, 24, "", found)]


def test_a_stage_without_a_balance_is_a_finding(tiny_root, replace_once):
    for row in ("in,silicon,1,", "out,,1,1"):
        replace_once(tiny_root / BALANCE, f"ingot-CN-2018,{row},made-up,\n", "")
    assert refused(tiny_root) == [("LIB-013", CHAIN, 4, "", "no terms")]


def test_a_balance_of_no_dataset_is_a_finding(tiny_root):
    with (tiny_root / BALANCE).open("a", encoding="utf-8") as file:
        file.write("brick-CN-2018,out,,1,1,made-up,\n")
    assert refused(tiny_root) == [("LIB-005", BALANCE, 7, "dataset", "brick-CN-2018")]


@pytest.mark.parametrize(
    ("old", "new", "code", "column", "found"),
    [
        ("kerf,,1,0.1,", "kerv,,1,0.1,", "LIB-003", "term", "kerv"),
        ("kerf,,1,0.1,", "kerf,,x,0.1,", "LIB-004", "kilogram silicon per unit", "x"),
        ("kerf,,1,0.1,", "kerf,,1,,", "LIB-002", "amount", ""),
        ("kerf,,1,0.1,made-up", "kerf,,1,0.1,nobody", "LIB-008", "source", "nobody"),
    ],
)
def test_a_damaged_term_is_a_finding(tiny_root, replace_once, old, new, code, column, found):
    replace_once(tiny_root / BALANCE, old, new)
    assert refused(tiny_root) == [(code, BALANCE, 6, column, found)]


def test_an_incoming_term_takes_its_amount_from_the_exchanges(tiny_root):
    terms = read_balances(tiny_root / BALANCE, Report(BALANCE))
    assert [term.amount for term in terms if term.term == "in"] == [None, None]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (",someone,free,,", "LIB-002", "key"),
        ("new,,free,,", "LIB-002", "citation"),
        ("new,someone,,,", "LIB-002", "licence"),
        ("made-up,someone,free,,", "LIB-010", "key"),
    ],
)
def test_a_source_needs_a_key_of_its_own_a_citation_and_a_licence(tiny_root, row, code, column):
    path = tiny_root / SOURCES
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    report = Report(SOURCES)
    read_sources(path, report)
    (finding,) = report.findings
    assert (finding.code, finding.line, finding.column) == (code, 3, column)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("source,made-up\ncomment,made up\nstage,ingot", "source,nobody\ncomment,x\nstage,ingot"),
        ("0.02,square meter,0.01,0.06,made-up", "0.02,square meter,0.01,0.06,nobody"),
        (
            "10,,megajoule,technosphere,heat,,,,,,made-up",
            "10,,megajoule,technosphere,heat,,,,,,nobody",
        ),
    ],
    ids=["dataset", "parameter", "exchange"],
)
def test_whatever_carries_a_source_must_name_one_that_is_there(tiny_root, replace_once, old, new):
    replace_once(tiny_root / CHAIN, old, new)
    ((code, file, _, column, found),) = refused(tiny_root)
    assert (code, file, column, found) == ("LIB-008", CHAIN, "source", "nobody")
