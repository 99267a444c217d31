"""The footprint under other choices: each against an independent computation of the same."""

from dataclasses import replace

import pytest

from pvfootprint.analysis.choices import COLUMNS, Case, read_replacements, sensitivities
from pvfootprint.chain.electricity import ElectricityOptions
from pvfootprint.chain.selecting import select
from pvfootprint.engine.computing import build_system, footprint
from pvfootprint.engine.solving import solve
from pvfootprint.library.folders import data_root
from pvfootprint.library.gwp import read_set
from pvfootprint.model.accounting import DEFAULT
from pvfootprint.model.findings import Finding, LibraryError, SelectionError

MODULE = "module:topcon:CN@2024"


@pytest.fixture(scope="module")
def case(library):
    """Give the case of a module of the library."""

    def build(library, accounting, year):
        del accounting
        options = ElectricityOptions(year=year)
        return build_system(library, select(library, MODULE), "kWp", electricity=options), []

    return Case(
        build=build, library=library, accounting=DEFAULT, year=None, gwp="ar6", root=data_root()
    )


@pytest.fixture(scope="module")
def found(case, library):
    """Give its sensitivities by key, with the system and its solution."""
    system, _ = case.build(library, DEFAULT, None)
    solution = solve(system, _factors(library))
    return sensitivities(case, system, solution.score), system, solution


def _factors(library):
    return read_set(data_root(), "ar6", library)


def test_another_gwp_set_and_year_give_the_footprint_computed_with_them(found, library):
    values = {one.key: one.value.value for one in found[0]}
    ar5 = footprint(MODULE, per="kWp", gwp="ar5", library=library).total.value
    of_2023 = footprint(MODULE, per="kWp", electricity_year=2023, library=library).total.value
    assert values["gwp-ar5"] == pytest.approx(ar5, rel=1e-12)
    assert values["electricity-2023"] == pytest.approx(of_2023, rel=1e-12)


def test_another_dataset_adds_its_supply_times_the_difference_of_the_factors(found, library):
    sensitivity, system, solution = found
    value = next(one.value.value for one in sensitivity if one.key == "aluminium")
    place = [inventory.code for inventory in system.inventories].index("aluminium-primary")
    alternative = library.inventories["aluminium-primary-CN-high"]
    factor = sum(e.amount for e in alternative.emissions)
    assert factor == pytest.approx(20.3)
    added = float(solution.supply[place]) * (factor - float(solution.upstream[place]))
    assert added > 10
    assert value == pytest.approx(solution.score + added, rel=1e-12)


def test_the_largest_difference_stands_first(found):
    differences = [abs(one.difference) for one in found[0]]
    assert differences == sorted(differences, reverse=True)
    for one in found[0]:
        assert one.difference == pytest.approx(one.value.value / found[2].score - 1)


def test_what_a_product_of_the_library_does_not_have_is_no_choice(found):
    keys = {one.key for one in found[0]}
    assert not {key for key in keys if key.startswith(("allocation-", "electricity-location"))}


def test_a_year_that_the_library_does_not_have_is_no_choice(case, library):
    of_2023 = replace(case, year=2023)
    system, _ = of_2023.build(library, DEFAULT, 2023)
    keys = {one.key for one in sensitivities(of_2023, system, 1.0)}
    assert "electricity-2022" not in keys
    assert "gwp-ar5" in keys


def test_any_other_error_is_none_to_pass_over(case, library):
    system, _ = case.build(library, DEFAULT, None)
    with pytest.raises(SelectionError):
        sensitivities(replace(case, build=_refuse), system, 1.0)


def _refuse(*_):
    raise SelectionError([Finding("SEL-014", "no")])


@pytest.mark.parametrize(
    ("row", "code"), [("x,no-such,aluminium-primary,a,b", "LIB-005"), (None, "LIB-014")]
)
def test_a_wrong_file_is_refused(tmp_path, library, row, code):
    (tmp_path / "methods").mkdir()
    if row:
        path = tmp_path / "methods" / "sensitivity.csv"
        path.write_text(",".join(COLUMNS) + "\n" + row + "\n", encoding="utf-8")
    with pytest.raises(LibraryError) as refused:
        read_replacements(tmp_path, library)
    assert {finding.code for finding in refused.value.findings} == {code}
