import pytest

from pvfootprint.library.compiling import compile_library, library_files, library_hash
from pvfootprint.model.findings import LibraryError


def test_the_tiny_library_is_read_whole(tiny_root):
    library = compile_library(tiny_root)
    assert sorted(library.inventories) == [
        "electricity-CN-2022",
        "electricity-CN-2023",
        "factory-GLO",
        "grid-supply-CN",
        "heat-CN",
        "ingot-CN-2018",
        "silicon-GLO",
        "wafer-CN-2018",
    ]
    assert sorted(library.flows) == ["ch4", "co2", "co2e-ar5", "waste-heat"]
    assert list(library.sources) == ["made-up"]
    assert len(library.balances) == 5
    assert {key: form.area for key, form in library.formats.items()} == {"200": 0.04}
    assert [(r.stage, r.vintage, r.unit, r.low, r.high) for r in library.ranges] == [
        ("wafer", 2018, "m2", 4, 5)
    ]


def test_compiling_twice_gives_the_same(tiny_root):
    assert compile_library(tiny_root) == compile_library(tiny_root)


def test_the_hash_is_the_same_in_another_folder(tiny_root, tmp_path):
    before = library_hash(tiny_root)
    assert library_hash(tiny_root.rename(tmp_path / "moved")) == before


def test_the_hash_holds_every_byte_and_every_name(tiny_root):
    hashes = {library_hash(tiny_root)}
    files = library_files(tiny_root)
    for path in files:
        original = path.read_bytes()
        path.write_bytes(original + b"\n")
        hashes.add(library_hash(tiny_root))
        path.write_bytes(original)
    files[-1].rename(files[-1].with_name("renamed.csv"))
    hashes.add(library_hash(tiny_root))
    assert len(hashes) == len(files) + 2


def test_other_files_beside_the_inventories_do_not_count(tiny_root):
    before = library_hash(tiny_root)
    (tiny_root / "inventories/README.md").write_text("read me", encoding="utf-8")
    (tiny_root / "inventories/background/notes.txt").write_text("note", encoding="utf-8")
    assert library_hash(tiny_root) == before


@pytest.mark.parametrize(
    "name", ["elementary_flows", "sources", "silicon_balance", "formats", "ranges"]
)
def test_a_missing_file_is_a_finding(tiny_root, name):
    file = f"inventories/{name}.csv"
    (tiny_root / file).unlink()
    with pytest.raises(LibraryError) as caught:
        compile_library(tiny_root)
    finding = caught.value.findings[0]
    assert (finding.code, finding.file, finding.line) == ("LIB-014", file, None)


def test_a_missing_inventory_file_makes_its_users_link_nowhere(tiny_root):
    (tiny_root / "inventories/background/materials.csv").unlink()
    with pytest.raises(LibraryError) as caught:
        compile_library(tiny_root)
    assert [finding.code for finding in caught.value.findings] == ["LIB-005"] * 3


def test_a_dataset_that_cannot_be_read_is_not_reported_again_by_its_users(tiny_root, replace_once):
    path = tiny_root / "inventories/background/materials.csv"
    replace_once(path, "proxy for,heat of another fuel", "heat of another fuel")
    with pytest.raises(LibraryError) as caught:
        compile_library(tiny_root)
    assert [finding.code for finding in caught.value.findings] == ["LIB-001"]
