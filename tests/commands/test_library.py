import pytest

from pvfootprint.chain.selecting import name_of, products


def words(text):
    return set(text.split())


def test_list_names_every_product(run, library):
    ended = run("library", "list")
    assert (ended.code, ended.err) == (0, "")
    names = {str(name_of(inventory)) for inventory in products(library)}
    assert names <= words(ended.out)


def test_list_all_names_other_datasets_too(run):
    assert {"solar-glass", "acetic-acid", "heat-natural-gas"} <= words(
        run("library", "list", "--all").out
    )


def test_list_as_json(run, library):
    data = run("library", "list", "--json").json
    assert data["datasets"] == []
    module = next(p for p in data["products"] if p["dataset"] == "module-perc-framed-CN-2018")
    assert module["product"] == "module:perc:glass-backsheet-framed:CN@2018"
    assert module["per"] == ["kWp", "m2", "piece"]
    everything = run("library", "list", "--all", "--json").json
    assert everything["products"] == data["products"]
    found = {i["dataset"] for part in everything.values() for i in part}
    assert found == set(library.inventories)


def test_show_says_where_each_number_comes_from(run, library):
    ended = run("library", "show", "wafer:mono:CN")
    assert (ended.code, ended.err) == (0, "")
    assert "file: inventories/foreground/wafer.csv:5" in ended.out
    assert "0.59524" in ended.out
    assert "thickness_um" in ended.out
    assert "iea-t12-19: Frischknecht" in ended.out.replace("\n", " ")
    assert library.inventories["wafer-mono-CN-2018"].name in ended.out


def test_show_as_json_is_the_dataset(run, library):
    data = run("library", "show", "solar-glass", "--json").json
    inventory = library.inventories["solar-glass"]
    assert data["code"] == "solar-glass"
    assert [e["amount"] for e in data["exchanges"]] == [e.amount for e in inventory.exchanges]


@pytest.mark.long
def test_every_dataset_can_be_shown(run, library):
    """Every product, and one in six of the others: each is a run of the command."""
    products = [code for code, inventory in library.inventories.items() if inventory.stage]
    for code in {*products[::2], *sorted(library.inventories)[::6]}:
        ended = run("library", "show", code)
        assert (ended.code, ended.err) == (0, ""), code


def test_check_says_what_was_checked(run, library):
    ended = run("library", "check")
    assert (ended.code, ended.err) == (0, "")
    assert f"{len(library.inventories)} datasets" in ended.out
    assert library.content_hash in ended.out


def test_check_as_json(run, library):
    data = run("library", "check", "--json").json
    assert data["findings"] == []
    assert data["hash"] == library.content_hash
    assert data["datasets"] == len(library.inventories)
    assert set(data["gwp_sets"]) == {"ar6", "ar5"}
    assert set(data["silicon_balance"]) == {i.code for i in products(library)}


def test_check_looks_at_the_gwp_sets_too(run, data_copy, replace_once, monkeypatch):
    replace_once(data_copy / "methods/gwp/ar5.csv", "Dinitrogen monoxide", "Dinitrogen oxide")
    monkeypatch.setenv("PVFOOTPRINT_DATA", str(data_copy))
    ended = run("library", "check")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("LIB-012: the greenhouse gas 'Dinitrogen monoxide'")
    assert "at: methods/gwp/ar5.csv" in ended.err


def test_check_does_not_trust_the_cache(run, tiny_root, monkeypatch, tmp_path):
    monkeypatch.setenv("PVFOOTPRINT_DATA", str(tiny_root))
    monkeypatch.setenv("PVFOOTPRINT_CACHE", str(tmp_path / "cache"))
    assert run("library", "check").code == 0
    assert not (tmp_path / "cache").exists()


def test_export_writes_the_file_and_nothing_else(run, tmp_path):
    path = tmp_path / "new/library.xlsx"
    ended = run("library", "export", "--format", "brightway-xlsx", path)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(f"{path}: ")
    assert list(path.parent.iterdir()) == [path]


def test_export_where_no_file_can_be_written(run, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("mine", encoding="utf-8")
    path = in_the_way / "library.xlsx"
    ended = run("library", "export", "--format", "brightway-xlsx", path)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("OUT-001: ")
    assert list(tmp_path.iterdir()) == [in_the_way]
    assert in_the_way.read_text(encoding="utf-8") == "mine"


def test_export_into_a_folder_is_wrong_usage(run, tmp_path):
    assert run("library", "export", "--format", "brightway-xlsx", tmp_path).code == 2


def test_an_export_that_fails_keeps_the_earlier_file(run, tmp_path, monkeypatch):
    from pvfootprint.exchange import brightway

    def fail(_, path):
        path.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    path = tmp_path / "library.xlsx"
    path.write_text("earlier", encoding="utf-8")
    monkeypatch.setattr(brightway, "write_workbook", fail)
    ended = run("library", "export", "--format", "brightway-xlsx", path)
    assert ended.code == 1
    assert "No space left on device" in ended.err
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text(encoding="utf-8") == "earlier"


@pytest.mark.usefixtures("no_cache")
def test_json_stays_pure_beside_a_warning(run):
    ended = run("library", "list", "--json")
    assert ended.code == 0
    assert ended.json["products"]
    assert ended.err.startswith("warning CAC-001: ")
