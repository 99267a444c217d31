import math
from dataclasses import replace

import pytest

from pvfootprint.library.compiling import compile_library
from pvfootprint.library.formulas import AGREEMENT, check_formulas, evaluate, with_parameters
from pvfootprint.model.findings import LibraryError

CHAIN = "inventories/foreground/chain.csv"
VALUES = {"thickness_um": 150.0, "kerf_um": 50.0}
BY_HAND = [
    ("thickness_um", 150),
    ("0.4 * (thickness_um + kerf_um) / 160", 0.5),
    ("1 - kerf_um / 200", 0.75),
    ("-kerf_um", -50),
    ("1e-3*thickness_um", 0.15),
]
NOT_ARITHMETIC = [
    "",
    "thickness",
    "__import__('os')",
    "import os",
    "thickness_um.__class__",
    "exec('1')",
    "(lambda: 1)()",
    "print(1)",
    "[thickness_um]",
    "'150'",
    "None",
    "thickness_um = 1",
    "(-1) ** 0.5",
    "1j",
    "1 +",
]
NOT_FINITE = ["1 / 0", "1e308 * 10", "-1e308 * 10", "1e309", "0 ** -1", "1e309 - 1e309"]
HOSTILE = ["9**9**9", "1<<10**9", "'a' * 10**9", "(" * 2000 + "1", "1+" * 20000 + "1", "-" * 50000]
LET_PASS = [
    "thickness_um.real",
    "sqrt(4)",
    "len('abc')",
    "max(1, 2)",
    "pi",
    "e",
    "True",
    "thickness_um > 100",
    "x = 3; x",
    "1; 2",
]


@pytest.fixture
def wafer(tiny_library):
    """Return the tiny wafer, whose 4 kWh and 0.5 kg of ingot follow from its area of 0.02 m2."""
    found = tiny_library.inventories["wafer-CN-2018"]
    formulas = {4: "200 * piece_area_m2", 0.5: "0.5 * piece_area_m2 / 0.02"}
    exchanges = tuple(
        replace(e, formula=formulas[e.amount]) if e.amount in formulas else e
        for e in found.exchanges
    )
    return replace(found, exchanges=exchanges)


def with_formula(inventory, formula):
    (line,) = (e.line for e in inventory.exchanges if e.amount == 4)
    exchanges = tuple(
        replace(e, formula=formula) if e.line == line else e for e in inventory.exchanges
    )
    return replace(inventory, exchanges=exchanges), line


def amounts(inventory):
    return [e.amount for e in inventory.exchanges]


@pytest.mark.parametrize(("formula", "value"), BY_HAND)
def test_a_formula_gives_what_it_gives_by_hand(formula, value):
    found = evaluate(formula, VALUES)
    assert found == pytest.approx(value, rel=1e-15)
    assert isinstance(found, float)


@pytest.mark.parametrize("formula", [*NOT_ARITHMETIC, *NOT_FINITE])
def test_what_is_no_finite_arithmetic_is_refused(formula):
    with pytest.raises(ValueError, match=r".+"):
        evaluate(formula, VALUES)


@pytest.mark.timeout(5)
@pytest.mark.parametrize("formula", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_formula_is_refused_in_bounded_time(formula):
    with pytest.raises(ValueError, match=r".+"):
        evaluate(formula, VALUES)


@pytest.mark.parametrize("formula", LET_PASS)
def test_nothing_but_arithmetic_over_parameters_is_let_pass(formula):
    with pytest.raises(ValueError, match=r".+"):
        evaluate(formula, VALUES)


def test_a_formula_reads_no_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("12345", encoding="utf-8")
    with pytest.raises(ValueError, match=r".+") as caught:
        evaluate(f"open({str(secret)!r}).read()", VALUES)
    assert "12345" not in str(caught.value)


@pytest.mark.parametrize("formula", ["10 ** 400", "9999999999 ** 999"])
def test_an_integer_too_large_for_a_float_is_refused(formula):
    with pytest.raises(ValueError, match=r".+"):
        evaluate(formula, VALUES)


@pytest.mark.timeout(3)
def test_nested_powers_are_refused_in_bounded_time():
    with pytest.raises(ValueError, match=r".+"):
        evaluate("(9 ** 9999) ** 9999 * 0.0", VALUES)


def test_changed_parameters_change_the_amounts_that_follow(wafer):
    changed = with_parameters(wafer, {"piece_area_m2": 0.03})
    assert changed.parameter("piece_area_m2").amount == 0.03
    before = dict(zip(amounts(wafer), amounts(changed), strict=True))
    moved = {old: new for old, new in before.items() if new != old}
    assert moved == pytest.approx({4: 6, 0.5: 0.75}, rel=1e-15)


def test_nothing_but_parameters_and_amounts_changes(wafer):
    changed = with_parameters(wafer, {"piece_area_m2": 0.03})
    back = tuple(
        replace(new, amount=old.amount)
        for new, old in zip(changed.exchanges, wafer.exchanges, strict=True)
    )
    assert replace(changed, exchanges=back, parameters=wafer.parameters) == wafer


def test_without_changes_the_amounts_stay(wafer):
    assert amounts(with_parameters(wafer, {})) == pytest.approx(amounts(wafer), rel=1e-15)


def test_a_formula_that_fails_with_new_values_is_a_finding(wafer):
    broken, line = with_formula(wafer, "4 * 0.02 / piece_area_m2")
    with pytest.raises(LibraryError) as caught:
        with_parameters(broken, {"piece_area_m2": 0.0})
    (finding,) = caught.value.findings
    assert (finding.code, finding.file, finding.line) == ("LIB-017", CHAIN, line)
    assert finding.found == "4 * 0.02 / piece_area_m2"


def test_formulas_that_give_their_amounts_pass(wafer):
    assert check_formulas([wafer]) == []


def test_a_formula_that_contradicts_its_amount_is_a_finding(wafer):
    broken, line = with_formula(wafer, "201 * piece_area_m2")
    (finding,) = check_formulas([broken])
    assert (finding.code, finding.file, finding.line) == ("LIB-016", CHAIN, line)
    assert finding.found.startswith("amount 4.0, 201 * piece_area_m2 = 4.02")


@pytest.mark.parametrize(("gap", "codes"), [(0.5e-9, []), (2e-9, ["LIB-016"])])
def test_the_amounts_agree_within_a_billionth(wafer, gap, codes):
    nearly, _ = with_formula(wafer, f"200 * piece_area_m2 * (1 + {gap})")
    assert [f.code for f in check_formulas([nearly])] == codes


def test_a_formula_that_is_not_understood_is_a_finding(wafer):
    broken, line = with_formula(wafer, "200 * area")
    (finding,) = check_formulas([broken])
    assert (finding.code, finding.file, finding.line) == ("LIB-017", CHAIN, line)
    assert (finding.column, finding.found) == ("formula", "200 * area")
    assert "'area'" in finding.message
    assert "piece_area_m2" in finding.expected


def test_every_wrong_formula_is_named_by_its_row_of_the_file(tiny_root, replace_once):
    path = tiny_root / CHAIN
    replace_once(path, ",tiny chain,,0.5,,", ",tiny chain,,0.5,1 +,")
    replace_once(path, ",tiny materials,,10,,", ",tiny materials,,10,20 / 4,")
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = {
        (code, CHAIN, next(n for n, row in enumerate(lines, 1) if text in row), found)
        for code, text, found in [
            ("LIB-017", "1 +", "1 +"),
            ("LIB-016", "20 / 4", "amount 10.0, 20 / 4 = 5.0"),
        ]
    }
    with pytest.raises(LibraryError) as caught:
        compile_library(tiny_root)
    assert {(f.code, f.file, f.line, f.found) for f in caught.value.findings} == expected


def test_every_shipped_formula_gives_its_amount(library):
    formulas = 0
    for inventory in library.inventories.values():
        values = {p.name: p.amount for p in inventory.parameters}
        for exchange in inventory.exchanges:
            if exchange.formula:
                expected = eval(exchange.formula, {"__builtins__": {}}, values)  # noqa: S307
                assert math.isclose(exchange.amount, expected, rel_tol=AGREEMENT), exchange.line
                formulas += 1
    assert formulas > 100


def test_every_parameter_of_the_shipped_library_is_used(library):
    read_elsewhere = {"biogenic_carbon_kg", "efficiency", "piece_area_m2"}
    for inventory in library.inventories.values():
        text = " ".join(e.formula for e in inventory.exchanges)
        for parameter in inventory.parameters:
            assert parameter.name in read_elsewhere or parameter.name in text, inventory.code
