from dataclasses import replace

import pytest

from pvfootprint.library.compiling import compile_library
from pvfootprint.library.identities import check_identities
from pvfootprint.model.findings import LibraryError

FLOWS = "inventories/elementary_flows.csv"
CHAIN = "inventories/foreground/chain.csv"
ELECTRICITY = "inventories/background/electricity.csv"
PRODUCT = "wafer | mono |  | CN | 2018"


def line_of(path, text):
    rows = path.read_text(encoding="utf-8").splitlines()
    (line,) = (number for number, row in enumerate(rows, 1) if row == text)
    return line


def refused(root):
    with pytest.raises(LibraryError) as caught:
        compile_library(root)
    return [(f.code, f.file, f.line, f.column, f.found) for f in caught.value.findings]


def identities(library, **changed):
    """Check a library in which the dataset of each code is followed by a changed copy."""
    inventories = list(library.inventories.values())
    copies = [replace(library.inventories[code], **fields) for code, fields in changed.items()]
    return check_identities([*inventories, *copies], library.flows.values())


def test_the_shipped_library_uses_every_identity_once(library):
    assert check_identities(library.inventories.values(), library.flows.values()) == []


def test_the_tiny_library_uses_every_identity_once(tiny_library):
    assert identities(tiny_library) == []


def test_a_dataset_code_used_twice_is_a_finding(tiny_root, replace_once):
    path = tiny_root / CHAIN
    replace_once(path, "code,wafer-CN-2018", "code,ingot-CN-2018")
    expected = ("LIB-009", CHAIN, line_of(path, "Activity,wafer"), "code", "ingot-CN-2018")
    assert expected in refused(tiny_root)


def test_a_dataset_code_used_twice_in_two_files_names_the_first(tiny_root, replace_once):
    replace_once(tiny_root / CHAIN, "code,wafer-CN-2018", "code,heat-CN")
    with pytest.raises(LibraryError) as caught:
        compile_library(tiny_root)
    (finding,) = (f for f in caught.value.findings if f.code == "LIB-009")
    first = line_of(tiny_root / "inventories/background/materials.csv", "Activity,heat")
    assert finding.file == CHAIN
    assert f"inventories/background/materials.csv:{first}" in finding.expected


def test_a_product_name_used_twice_is_a_finding(tiny_root, replace_once):
    path = tiny_root / CHAIN
    replace_once(path, "stage,ingot", "stage,wafer")
    line = line_of(path, "Activity,wafer")
    columns = "stage, technology, design, location, vintage"
    assert refused(tiny_root) == [("LIB-009", CHAIN, line, columns, PRODUCT)]


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": "cell"},
        {"technology": "multi"},
        {"design": "thin"},
        {"location": "DE"},
        {"vintage": 2024},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_products_that_differ_in_one_part_of_the_name_are_told_apart(tiny_library, fields):
    copy = {"wafer-CN-2018": {"code": "other", **fields}}
    assert identities(tiny_library, **copy) == []


def test_background_datasets_have_no_product_name(tiny_library):
    assert identities(tiny_library, **{"heat-CN": {"code": "heat-of-another-boiler"}}) == []


def test_electricity_of_one_place_method_year_and_losses_used_twice_is_a_finding(
    tiny_root, replace_once
):
    path = tiny_root / ELECTRICITY
    replace_once(path, "electricity year,2022", "electricity year,2023")
    line = line_of(path, 'Activity,"electricity, 2023"')
    columns = "electricity location, method, year, losses"
    found = "CN | official | 2023 | without"
    assert refused(tiny_root) == [("LIB-009", ELECTRICITY, line, columns, found)]


@pytest.mark.parametrize(
    "fields",
    [
        {"electricity_location": "CN-Jiangsu"},
        {"electricity_method": "generation mix"},
        {"electricity_year": 2021},
        {"electricity_losses": "with"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_electricity_that_differs_in_one_respect_is_told_apart(tiny_library, fields):
    copy = {"electricity-CN-2023": {"code": "other", **fields}}
    assert identities(tiny_library, **copy) == []


def test_a_grid_without_electricity_is_a_finding(tiny_root, replace_once):
    path = tiny_root / ELECTRICITY
    replace_once(path, "electricity supply,CN", "electricity supply,DE")
    line = line_of(path, 'Activity,"electricity, grid supply"')
    assert refused(tiny_root) == [("LIB-005", ELECTRICITY, line, "electricity supply", "DE")]


def test_a_grid_whose_electricity_is_never_the_default_is_a_finding(tiny_root):
    path = tiny_root / ELECTRICITY
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("electricity default,True\n", ""), encoding="utf-8")
    line = line_of(path, 'Activity,"electricity, grid supply"')
    assert refused(tiny_root) == [("LIB-005", ELECTRICITY, line, "electricity supply", "CN")]


def test_a_flow_code_used_twice_is_a_finding(tiny_root, replace_once):
    path = tiny_root / FLOWS
    replace_once(path, "code,ch4", "code,co2")
    line = line_of(path, 'Activity,"Methane, fossil"')
    assert refused(tiny_root) == [("LIB-009", FLOWS, line, "code", "co2")]


def test_a_flow_of_one_name_and_compartment_used_twice_is_a_finding(tiny_library):
    flow = tiny_library.flows["ch4"]
    again = replace(flow, code="ch4-again", line=99)
    findings = check_identities(tiny_library.inventories.values(), [flow, again])
    assert [(f.code, f.file, f.line, f.column, f.found) for f in findings] == [
        ("LIB-009", FLOWS, 99, "name, categories", "Methane, fossil | air::unspecified")
    ]


def test_one_gas_in_two_compartments_is_no_repetition(tiny_library):
    flow = tiny_library.flows["ch4"]
    other = replace(flow, code="ch4-low", categories="air::low population density")
    assert check_identities(tiny_library.inventories.values(), [flow, other]) == []


def test_every_repetition_is_named(tiny_library):
    copies = {"wafer-CN-2018": {"line": 90}, "electricity-CN-2023": {"line": 91}}
    found = [(f.line, f.column.split(",")[0]) for f in identities(tiny_library, **copies)]
    assert sorted(found) == [
        (90, "code"),
        (90, "stage"),
        (91, "code"),
        (91, "electricity location"),
    ]
