import csv

import pytest

from pvfootprint.library.mappings import read_mapping
from pvfootprint.model.findings import LibraryError
from pvfootprint.model.mapping import QUALITIES


@pytest.fixture
def folder(tiny_root):
    """Folder of a mapping onto the tiny library, with files to be damaged."""
    folder = tiny_root / "methods" / "mappings"
    folder.mkdir()
    tables = {
        "background": [
            ["activity", "reference product", "location", "unit", "target", "factor", "quality",
             "reason", "reason zh"],
            ["heating", "heat", "", "megajoule", "heat-CN", "1", "exact", "same", "同"],
            ["heating", "heat", "RER", "megajoule", "heat-CN", "2", "proxy", "like", "近"],
            ["building", "hall", "", "unit", "", "1", "capital goods", "hall", "厂房"],
        ],
        "flows": [
            ["name", "categories", "unit", "target name", "target categories"],
            ["CO2", "air", "kilogram", "Carbon dioxide, fossil", "air::unspecified"],
            ["Water", "air", "cubic meter", "", ""],
        ],
        "products": [
            ["activity", "stage", "technology", "design", "default design", "like"],
            ["sawing", "wafer", "mono", "", "True", "wafer-CN-2018"],
        ],
    }  # fmt: skip
    for name, rows in tables.items():
        with (folder / f"other-{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def test_an_input_is_looked_up_by_place_first(folder, tiny_root, tiny_library):
    mapping = read_mapping(tiny_root, "other", tiny_library)
    asked = ("heating", "heat", "megajoule")
    assert mapping.counterpart(*asked, "RER").factor == 2
    assert mapping.counterpart(*asked, "CN").factor == 1
    assert mapping.counterpart("heating", "heat", "kilowatt hour", "CN") is None
    assert mapping.counterpart("building", "hall", "unit", "CN").why.zh == "厂房"
    assert mapping.flow("CO2", "air", "kilogram").target == "Carbon dioxide, fossil"
    assert mapping.flow("Water", "air", "cubic meter").target == ""
    assert mapping.flow("CO2", "water", "kilogram") is None
    assert mapping.as_product("sawing").default
    assert mapping.as_product("milling") is None


WRONG = [
    ("background", "heat-CN,1", "heat-XX,1", "LIB-005", "target"),
    ("background", "exact", "perfect", "LIB-003", "quality"),
    ("background", ",unit,,1", ",unit,heat-CN,1", "LIB-007", "unit"),
    ("background", "heat-CN,1", ",1", "LIB-005", "target"),
    ("background", "heat-CN,2", "heat-CN,much", "LIB-004", "factor"),
    ("flows", "Carbon dioxide, fossil", "Phlogiston", "LIB-005", "target name"),
    ("products", "wafer-CN-2018", "wafer-CN-2999", "LIB-005", "like"),
    ("products", "wafer,mono", "waffle,mono", "LIB-003", "stage"),
    ("products", "True", "yes", "LIB-003", "default design"),
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong[3]} {wrong[4]}")
def test_what_is_wrong_is_told_with_its_place(folder, tiny_root, tiny_library, replace_once, wrong):
    file, old, new, code, column = wrong
    replace_once(folder / f"other-{file}.csv", old, new)
    with pytest.raises(LibraryError) as caught:
        read_mapping(tiny_root, "other", tiny_library)
    found = {(finding.code, finding.column) for finding in caught.value.findings}
    assert (code, column) in found
    assert all(f.file == f"methods/mappings/other-{file}.csv" for f in caught.value.findings)


def test_the_mapping_that_ships(data_folder, library):
    mapping = read_mapping(data_folder, "iea-2026", library)
    assert {one.quality for one in mapping.background} == set(QUALITIES)
    assert all(one.reason and one.reason_zh for one in mapping.background)
    keys = [(o.activity, o.product, o.location, o.unit) for o in mapping.background]
    assert len(keys) == len(set(keys))
    asked = [(p.activity) for p in mapping.products]
    assert len(asked) == len(set(asked))
    # A negative input of waste becomes its treatment; nothing else changes its sign.
    assert {o.activity.split()[0] for o in mapping.background if o.factor < 0} == {"treatment"}
    names = {p.like for p in mapping.products if p.stage == "module"}
    assert all(library.inventories[name].parameter("efficiency") for name in names)
