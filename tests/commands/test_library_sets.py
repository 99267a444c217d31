"""What the commands do with sets that are installed beside the shipped library."""

import pytest

from pvfootprint.library.installed import libraries_folder
from pvfootprint.model.inventory import Exchange, Parameter


@pytest.fixture
def installed(library, installed_sets):
    """Install a set beside the shipped library, with a module of made-up numbers."""
    grid = library.inventories["electricity-grid-supply-CN"]
    power = Exchange(
        "technosphere", grid.name, grid.product, grid.location, grid.database, "", 100.0,
        grid.unit, group="electricity", source="made-up",
    )  # fmt: skip
    efficiency = Parameter("efficiency", 0.2, "kilowatt per square meter", 0.1, 0.3, "made-up")
    module = installed_sets.process(
        "module", "square meter", power,
        stage="module", technology="topcon", vintage=2024, parameters=(efficiency,),
    )  # fmt: skip
    return installed_sets.install(library, module)


def test_a_footprint_of_a_set(run, installed):
    result = run("footprint", "module:topcon:CN@own", "--json")
    said = result.json
    assert said["hashes"]["library own"] == installed.content_hash
    # 1 / 0.2 m2 per kWp, 100 kWh per m2, 0.5777 kgCO2e per kWh
    assert said["total"]["value"] == pytest.approx(500 * 0.5777, rel=1e-9)
    shown = run("footprint", "module:topcon:CN@own", "--electricity", "CN-green-wind")
    assert "CC BY-NC-SA 4.0" in shown.out


def test_a_set_beside_the_shipped_library(run, installed):
    result = run("compare", "module:topcon:CN", "module:topcon:CN@own", "--json")
    _, other = result.json["products"]
    assert other["total"] == pytest.approx(500 * 0.5777, rel=1e-9)
    library = next(m for m in result.json["methods"] if m["key"] == "library")
    shipped, beside = library["values"]
    assert beside == f"{shipped} + own {installed.content_hash[:12]} (CC BY-NC-SA 4.0)"


def test_hot_spots_of_a_set(run, installed):
    said = run("analyse", "hotspots", "module:topcon:CN@own", "--json").json
    assert said["hashes"]["library own"] == installed.content_hash


def test_list_and_show(run, installed):
    listed = run("library", "list", "--json").json
    assert [one["name"] for one in listed["sets"]] == ["own"]
    assert all("@own" not in one["product"] for one in listed["products"])
    of_set = run("library", "list", "own", "--all", "--json").json
    assert [one["product"] for one in of_set["products"]] == ["module:topcon:CN@2024@own"]
    assert installed.title in run("library", "list").out
    shown = run("library", "show", "module@own", "--json").json
    assert shown["library_set"] == "own"


def test_remove(run, installed):
    assert "own" in run("library", "remove", "own").out
    result = run("footprint", "module:topcon:CN@own")
    assert "INS-001" in result.err
    assert run("library", "list", "--json").json["sets"] == []


def test_a_set_that_is_not_sound_is_told_and_the_others_are_listed(run, installed):
    (libraries_folder() / "own" / "set.toml").write_text("format =")
    ended = run("library", "list", "--json")
    assert ended.code == 0
    assert ended.json["sets"] == []
    assert ended.json["products"]
    assert "INS-002" in ended.err
    assert run("library", "remove", "own").code == 0


def test_a_set_without_products_says_so(run, library, installed_sets):
    installed_sets.install(library, installed_sets.SLURRY)
    ended = run("footprint", "wafer:mono:CN@own")
    assert ended.code == 1
    assert "INS-016" in ended.err
