from dataclasses import replace

import pytest

from pvfootprint.chain.selecting import find_dataset, products, select
from pvfootprint.engine.computing import footprint
from pvfootprint.library.caching import open_library
from pvfootprint.library.joining import joined_hash
from pvfootprint.model.findings import InstallError, LibraryError, SelectionError


@pytest.fixture
def both(tiny_library, tiny_root, tmp_path, installed_sets):
    """Give the tiny library with the set."""
    installed_sets.install(tiny_library)
    return open_library(tiny_root, cache=tmp_path / "tiny-cache", sets=["own"])[0]


def test_a_set_stands_beside_the_shipped_library(both, tiny_library, installed_sets):
    added = {c: i for c, i in both.inventories.items() if i.library_set}
    assert sorted(added) == ["slurry@own", "wafer@own"]
    assert {c: i for c, i in both.inventories.items() if not i.library_set} == (
        tiny_library.inventories
    )
    assert both.shipped == tiny_library.content_hash
    assert both.content_hash == joined_hash(tiny_library.content_hash, both.sets)
    assert both.content_hash != tiny_library.content_hash
    assert [one.name for one in both.sets] == ["own"]
    assert both.sources["made-up@own"].citation == "numbers made up for the tests"
    wafer = added["wafer@own"]
    assert {e.target for e in wafer.inputs} == {"grid-supply-CN", "ingot-CN-2018", "slurry@own"}
    assert wafer.inputs[0].scale == 0.1


def test_its_products_are_asked_for_by_its_name(both, tiny_library):
    assert select(both, "wafer:mono:CN@own").product.code == "wafer@own"
    assert select(both, "wafer:mono:CN").product.code == "wafer-CN-2018"
    assert find_dataset(both, "slurry@own").product == "slurry"
    assert products(both) == products(tiny_library)
    assert select(both, "wafer:mono:CN@own").name == "wafer:mono:CN@2018@own"
    with pytest.raises(SelectionError) as caught:
        select(tiny_library, "wafer:mono:CN@own")
    assert [finding.code for finding in caught.value.findings] == ["INS-016"]


def test_a_footprint_states_the_set_and_its_licence(both, tiny_root, tiny_library):
    of_set = footprint("wafer:mono:CN@own", per="m2", root=tiny_root, library=both)
    assert of_set.total.value == pytest.approx(2.8, rel=1e-12)
    (own,) = both.sets
    assert of_set.hashes["library own"] == own.content_hash
    assert of_set.hashes["library"] == tiny_library.content_hash
    said = next(c for c in of_set.warnings if c.code == "installed-set")
    assert "CC BY-NC-SA 4.0" in said.message
    assert "仅限非商业用途。" in said.message_zh


def test_a_shipped_product_is_the_same_beside_a_set(both, tiny_root, tiny_library):
    alone = footprint("wafer:mono:CN", per="m2", root=tiny_root, library=tiny_library)
    beside = footprint("wafer:mono:CN", per="m2", root=tiny_root, library=both)
    assert alone == beside


def test_the_name_of_a_product_opens_its_set(both, tiny_root):
    assert footprint("wafer:mono:CN@own", root=tiny_root).product["dataset"] == "wafer@own"
    with pytest.raises(InstallError) as caught:
        footprint("wafer:mono:CN@other", root=tiny_root)
    assert [finding.code for finding in caught.value.findings] == ["INS-001"]


def test_a_changed_set_is_compiled_again(both, tiny_root, tiny_library, tmp_path, installed_sets):
    slurry = installed_sets.process("slurry", "kilogram", installed_sets.emits(2.0))
    installed_sets.install(tiny_library, slurry, installed_sets.WAFER)
    changed, findings = open_library(tiny_root, cache=tmp_path / "tiny-cache", sets=["own"])
    assert findings == []
    assert changed.content_hash != both.content_hash
    assert footprint("wafer:mono:CN@own", per="m2", root=tiny_root).total.value == pytest.approx(
        2.9, rel=1e-12
    )


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"database": "tiny chain"}, "INS-004", "Database"),
        ({"electricity_location": "CN"}, None, ""),
    ],
)
def test_a_set_brings_nothing_that_the_shipped_library_says(
    tiny_library, installed_sets, change, code, column
):
    slurry = replace(installed_sets.SLURRY, **change)
    if code is None:  # The writer has no such field.
        assert b"electricity location" not in installed_sets.files(slurry)["inventories/chain.csv"]
        return
    files = installed_sets.files()
    made = files["inventories/chain.csv"].replace(b"own chain", change["database"].encode())
    with pytest.raises(LibraryError) as caught:
        installed_sets.write_set(
            installed_sets.DETAILS, {**files, "inventories/chain.csv": made}, tiny_library
        )
    found = [finding for finding in caught.value.findings if finding.code == code]
    assert {finding.column for finding in found} == {column}


def test_a_grid_of_its_own_is_refused(tiny_library, installed_sets):
    files = installed_sets.files()
    made = files["inventories/chain.csv"].replace(
        b"comment,made up", b"electricity supply,CN\ncomment,made up", 1
    )
    with pytest.raises(LibraryError) as caught:
        installed_sets.write_set(
            installed_sets.DETAILS, {**files, "inventories/chain.csv": made}, tiny_library
        )
    assert "INS-004" in {finding.code for finding in caught.value.findings}


def test_what_links_nowhere_is_told_with_file_and_line(tiny_library, installed_sets):
    with pytest.raises(LibraryError) as caught:
        installed_sets.install(tiny_library, installed_sets.WAFER)
    (finding,) = caught.value.findings
    assert finding.code == "LIB-005"
    assert finding.file == "own/inventories/chain.csv"
    assert finding.line
    assert "slurry" in finding.found


def test_sources_are_those_of_the_set(tiny_library, installed_sets):
    slurry = replace(installed_sets.SLURRY, source="nowhere")
    with pytest.raises(LibraryError) as caught:
        installed_sets.install(tiny_library, slurry)
    assert {finding.code for finding in caught.value.findings} == {"LIB-008"}
