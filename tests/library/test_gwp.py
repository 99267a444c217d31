import hashlib

import pytest

from pvfootprint.library.gwp import DEFAULT_SET, available_sets, read_set
from pvfootprint.model.findings import LibraryError, SelectionError
from pvfootprint.model.terms import CATEGORIES

AR6 = "methods/gwp/ar6.csv"
METHANE = '"Methane, fossil",kilogram,29.8,CH4,fossil,made-up,'


@pytest.fixture
def refused(tiny_root, tiny_library, replace_once):
    """Damage the AR6 set of the tiny library and return what is said about it."""

    def damage(old, new):
        replace_once(tiny_root / AR6, old, new)
        with pytest.raises(LibraryError) as caught:
            read_set(tiny_root, "ar6", tiny_library)
        return caught.value.findings

    return damage


def test_the_shipped_sets(data_folder):
    titles = {"ar6": "IPCC AR6 GWP100", "ar5": "IPCC AR5 GWP100"}
    assert available_sets(data_folder) == titles
    assert DEFAULT_SET in titles


@pytest.mark.parametrize(
    ("key", "factors"),
    [
        (
            "ar6",
            {
                "Carbon dioxide, fossil": 1,
                "Carbon dioxide, in air": -1,
                "Methane, fossil": 29.8,
                "Methane, non-fossil": 27.0,
                "Dinitrogen monoxide": 273,
                "Sulfur hexafluoride": 25200,
                "Nitrogen trifluoride": 17400,
            },
        ),
        (
            "ar5",
            {
                "Carbon dioxide, fossil": 1,
                "Carbon dioxide, in air": -1,
                "Methane, fossil": 30,
                "Methane, non-fossil": 28,
                "Dinitrogen monoxide": 265,
                "Sulfur hexafluoride": 23500,
                "Nitrogen trifluoride": 16100,
            },
        ),
    ],
)
def test_factors_are_those_of_the_ipcc(library, data_folder, key, factors):
    found = read_set(data_folder, key, library).factors
    assert {name: found[name].amount for name in factors} == factors


@pytest.mark.parametrize("key", ["ar6", "ar5"])
def test_every_greenhouse_gas_of_the_library_has_a_factor(library, data_folder, key):
    factors = read_set(data_folder, key, library).factors
    gases = {flow.name for flow in library.flows.values() if flow.greenhouse_gas}
    assert gases <= set(factors)
    assert {factor.category for factor in factors.values()} <= set(CATEGORIES)


def test_the_sets_characterize_the_same_flows(library, data_folder):
    ar5, ar6 = (read_set(data_folder, key, library).factors for key in ("ar5", "ar6"))
    assert {name: (f.gas, f.category) for name, f in ar5.items()} == {
        name: (f.gas, f.category) for name, f in ar6.items()
    }


@pytest.mark.parametrize("key", ["ar6", "ar5"])
def test_aggregated_flows_are_not_rescaled(library, data_folder, key):
    factors = read_set(data_folder, key, library).factors.values()
    aggregated = [factor for factor in factors if "aggregated" in factor.name]
    assert aggregated
    assert {(factor.amount, factor.gas) for factor in aggregated} == {(1, "CO2e, not split")}


def test_the_hash_of_a_set_is_that_of_its_file(tiny_root, tiny_library):
    digest = hashlib.sha256((tiny_root / AR6).read_bytes()).hexdigest()
    assert read_set(tiny_root, "ar6", tiny_library).content_hash == digest


@pytest.mark.parametrize("key", ["ar7", "", "AR6", "../gwp/ar6", "sets"])
def test_a_set_that_is_not_on_the_list_is_refused(tiny_root, tiny_library, key):
    with pytest.raises(SelectionError) as caught:
        read_set(tiny_root, key, tiny_library)
    (finding,) = caught.value.findings
    assert (finding.code, finding.found, finding.expected) == ("SEL-011", key, "ar6, ar5")


def test_a_missing_factor_names_the_gas(refused):
    (finding,) = refused(f"{METHANE}\n", "")
    assert (finding.code, finding.file, finding.column) == ("LIB-012", AR6, "name")
    assert "'Methane, fossil'" in finding.message


@pytest.mark.parametrize(
    ("new", "code", "line", "column", "found"),
    [
        (METHANE.replace("kilogram", "ton"), "LIB-003", 3, "unit", "ton"),
        (METHANE.replace(",fossil,", ",fossils,"), "LIB-003", 3, "category", "fossils"),
        (METHANE.replace("29.8", "nan"), "LIB-004", 3, "amount", "nan"),
        (METHANE.replace("29.8", ""), "LIB-002", 3, "amount", ""),
        (METHANE.replace("made-up", "nobody"), "LIB-008", 3, "source", "nobody"),
        (f"{METHANE}\n{METHANE}", "LIB-010", 4, "name", ""),
        (METHANE.replace("kilogram", "megajoule"), "LIB-007", None, "unit", "megajoule"),
    ],
)
def test_a_damaged_factor_is_a_finding(refused, new, code, line, column, found):
    finding, *_ = refused(METHANE, new)
    assert (finding.code, finding.file, finding.line) == (code, AR6, line)
    assert (finding.column, finding.found) == (column, found)


def test_a_set_on_the_list_without_a_file_is_a_finding(tiny_root, tiny_library):
    (tiny_root / AR6).unlink()
    with pytest.raises(LibraryError) as caught:
        read_set(tiny_root, "ar6", tiny_library)
    assert (caught.value.findings[0].code, caught.value.findings[0].file) == ("LIB-014", AR6)


def test_a_missing_list_of_sets_is_a_finding(tiny_root):
    (tiny_root / "methods/gwp/sets.csv").unlink()
    with pytest.raises(LibraryError) as caught:
        available_sets(tiny_root)
    assert [finding.code for finding in caught.value.findings] == ["LIB-014"]
