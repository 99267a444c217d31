import json
from dataclasses import replace

import pytest

from pvfootprint.analysis.sanity import check_plausible, footprints
from pvfootprint.chain.selecting import products

CHAIN = "inventories/foreground/chain.csv"
RANGES = "inventories/ranges.csv"
WAFER = "wafer-CN-2018"
VALUES = {("ingot-CN-2018", "kg"): 3.0, (WAFER, "m2"): 4.4}
EXPLAINED = "power of another kind"


@pytest.fixture
def with_wafer(tiny_library):
    """Give the tiny library with one more wafer, otherwise like the first."""

    def add(**fields):
        other = replace(tiny_library.inventories[WAFER], code="other", line=77, **fields)
        inventories = {**tiny_library.inventories, "other": other}
        return replace(tiny_library, inventories=inventories, ranges=())

    return add


@pytest.fixture
def tiny_data(tiny_root, tmp_path, monkeypatch):
    """Let the commands work on the tiny library."""
    monkeypatch.setenv("PVFOOTPRINT_DATA", str(tiny_root))
    monkeypatch.setenv("PVFOOTPRINT_CACHE", str(tmp_path / "cache"))
    return tiny_root


def values(wafer=4.4, other=None):
    found = {**VALUES, (WAFER, "m2"): wafer}
    return found if other is None else {**found, ("other", "m2"): other}


def explained(library, code):
    changed = replace(library.inventories[code], explanation=EXPLAINED)
    return replace(library, inventories={**library.inventories, code: changed})


def test_the_shipped_library_is_plausible(library, factors):
    found = footprints(library, factors)
    assert check_plausible(library, found) == []
    assert {code for code, _ in found} == {product.code for product in products(library)}


def test_a_module_is_computed_per_area_and_per_power(library, factors):
    module = library.inventories["module-topcon-glass-glass-framed-CN-2024"]
    others = {code: replace(i, stage="") for code, i in library.inventories.items()}
    alone = replace(library, inventories={**others, module.code: module})
    found = footprints(alone, factors)
    assert found[module.code, "kWp"] == pytest.approx(found[module.code, "m2"] / 0.2259, rel=1e-12)


def test_the_values_of_the_tiny_library_by_hand(tiny_library, tiny_factors):
    found = footprints(tiny_library, tiny_factors)
    assert found == pytest.approx({("ingot-CN-2018", "kg"): 3.0, (WAFER, "m2"): 4.398}, rel=1e-12)
    assert check_plausible(tiny_library, found) == []


@pytest.mark.parametrize(("value", "codes"), [(3.99, 1), (4.0, 0), (5.0, 0), (5.01, 1)])
def test_a_value_outside_its_published_range_is_a_finding(tiny_library, value, codes):
    wafer = tiny_library.inventories[WAFER]
    findings = check_plausible(tiny_library, values(value))
    expected = ("LIB-018", CHAIN, wafer.line, "explanation", f"{value:g} kgCO2e/m2")
    assert [(f.code, f.file, f.line, f.column, f.found) for f in findings] == [expected] * codes
    assert all(f"4 to 5 ({RANGES}:2)" in f.expected for f in findings)


def test_a_range_without_a_ceiling_has_none(tiny_library):
    (entry,) = tiny_library.ranges
    library = replace(tiny_library, ranges=(replace(entry, high=None),))
    assert check_plausible(library, values(1e6)) == []
    (finding,) = check_plausible(library, values(3.9))
    assert finding.code == "LIB-018"


@pytest.mark.parametrize("fields", [{"stage": "cell"}, {"vintage": 2024}, {"unit": "kWp"}])
def test_a_range_holds_for_its_own_stage_vintage_and_unit(tiny_library, fields):
    (entry,) = tiny_library.ranges
    library = replace(tiny_library, ranges=(replace(entry, **fields),))
    assert check_plausible(library, values(100)) == []


def test_an_explanation_silences_the_range(tiny_library):
    assert check_plausible(explained(tiny_library, WAFER), values(100)) == []


@pytest.mark.parametrize(
    "fields", [{"vintage": 2024}, {"location": "DE"}], ids=["another time", "another region"]
)
@pytest.mark.parametrize(("value", "line"), [(8.8, "first"), (2.2, "other")])
def test_a_factor_of_two_between_neighbours_is_a_finding(with_wafer, fields, value, line):
    library = with_wafer(**fields)
    (finding,) = check_plausible(library, values(4.4, value))
    lower = library.inventories[WAFER if line == "first" else "other"]
    assert (finding.code, finding.file, finding.line) == ("LIB-018", CHAIN, lower.line)
    assert {WAFER, "other"} <= set(finding.message.split())
    assert "4.4" in finding.found
    assert f"{value:g}" in finding.found


@pytest.mark.parametrize("value", [8.79, 2.21, 4.4])
def test_less_than_a_factor_of_two_is_let_pass(with_wafer, value):
    assert check_plausible(with_wafer(vintage=2024), values(4.4, value)) == []


@pytest.mark.parametrize("code", [WAFER, "other"])
def test_an_explanation_of_either_neighbour_silences_the_factor(with_wafer, code):
    library = explained(with_wafer(vintage=2024), code)
    assert check_plausible(library, values(4.4, 44)) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"technology": "multi", "vintage": 2018},
        {"design": "thin"},
        {"stage": "cell"},
        {"location": "DE", "vintage": 2024},
    ],
    ids=["technology", "design", "stage", "time and region"],
)
def test_what_differs_otherwise_is_no_neighbour(with_wafer, fields):
    assert check_plausible(with_wafer(**fields), values(4.4, 44)) == []


def test_a_neighbour_without_emissions_is_a_finding(with_wafer):
    (finding,) = check_plausible(with_wafer(vintage=2024), values(4.4, 0.0))
    assert finding.code == "LIB-018"


def test_an_implausible_library_fails_its_check(run, tiny_data, replace_once):
    replace_once(tiny_data / RANGES, "wafer,2018,m2,4,5,", "wafer,2018,m2,4,4.1,")
    ended = run("library", "check")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("LIB-018: wafer-CN-2018 is outside the published range")
    assert f"at: {CHAIN}:" in ended.err
    assert "found: 4.398 kgCO2e/m2" in ended.err


def test_an_explanation_in_the_file_lets_the_check_pass(run, tiny_data, replace_once):
    replace_once(tiny_data / RANGES, "wafer,2018,m2,4,5,", "wafer,2018,m2,4,4.1,")
    replace_once(tiny_data / CHAIN, "stage,wafer", f"explanation,{EXPLAINED}\nstage,wafer")
    ended = run("library", "check", "--json")
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out)["findings"] == []


def test_a_shipped_dataset_out_of_line_fails_the_check(run, data_copy, replace_once, monkeypatch):
    path = data_copy / "inventories/foreground/mg_silicon.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if not row.startswith("explanation,")]
    assert len(kept) < len(rows)
    path.write_text("".join(kept), encoding="utf-8")
    monkeypatch.setenv("PVFOOTPRINT_DATA", str(data_copy))
    ended = run("library", "check")
    assert (ended.code, ended.out) == (1, "")
    assert "LIB-018: mg-silicon-arc-furnace-CN-2018 is" in ended.err
    assert "at: inventories/foreground/mg_silicon.csv:" in ended.err
