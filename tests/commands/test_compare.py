"""``pvfootprint compare`` as people use it."""

import pytest

TOPCON, PERC = "module:topcon:CN@2024", "module:perc:CN@2024"
OLD, NEW = "mg-silicon:arc-furnace:CN@2018", "mg-silicon:arc-furnace:CN@2024"


def test_everything_is_printed_and_written(run, tmp_path):
    ended = run("compare", TOPCON, PERC, "-o", tmp_path / "out")
    assert ended.code == 0
    assert "above A" in ended.out
    assert "比A" in ended.out
    assert "Causes of B minus A" in ended.out
    assert "over its life" in ended.out.replace("\n", " ")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["comparison.html", "comparison.svg", "comparison.xlsx"]


def test_totals_are_those_of_the_footprints(run):
    found = run("compare", OLD, NEW, "--json").json
    for product, name in zip(found["products"], (OLD, NEW), strict=True):
        assert product["total"] == run("footprint", name, "--json").json["total"]["value"]


def test_other_unit_is_mended_by_per(run):
    ended = run("compare", "wafer:mono:CN@2018", "wafer:mono:CN@2018", "--per", "m2", "--json")
    assert ended.json["declared_unit"] == "m2"
    assert ended.json["products"][1]["difference"] == 0.0


def test_different_stages_are_refused(run, tmp_path):
    ended = run("compare", TOPCON, NEW, "-o", tmp_path / "out")
    assert (ended.code, "ANA-005" in ended.err) == (1, True)
    assert f"{TOPCON}: module; {NEW}: MG silicon" in ended.err
    assert not (tmp_path / "out").exists()


def test_one_product_is_no_comparison(run):
    ended = run("compare", NEW)
    assert (ended.code, "ANA-006" in ended.err) == (1, True)


def test_everything_wrong_with_any_input_is_told(run):
    ended = run("compare", "module:unheard:CN", "wafer:unheard:CN")
    assert ended.code == 1
    assert ended.err.count("SEL-") >= 2


def test_draws_say_how_often_it_is_lower(run):
    options = ("--draws", "100", "--seed", "7", "--json")
    found = run("compare", OLD, NEW, *options).json
    (pair,) = found["paired"]
    assert (pair["draws"], pair["seed"]) == (100, 7)
    assert run("compare", OLD, NEW, *options).json["paired"] == [pair]


@pytest.mark.parametrize("options", [("--seed", "1"), ("--unstated", "2"), ("--draws", "many")])
def test_wrong_usage_ends_with_2(run, options):
    assert run("compare", OLD, NEW, *options).code == 2


def test_scenario_stands_beside_the_product_as_it_is(run, tmp_path):
    scenario = tmp_path / "green.toml"
    scenario.write_text(
        '[scenario]\nkey = "green"\nen = "Green power"\nzh = "绿电"\nsource = "made up"\n'
        '[change.wind]\nkind = "electricity"\nto = "CN-green-wind"\nshare = 1.0\n',
        encoding="utf-8",
    )
    found = run("compare", NEW, "--scenario", scenario, "--json").json
    assert found["products"][1]["difference"] < 0
    assert any(limit.startswith("B: a scenario.") for limit in found["limits"])
    (largest, *_) = found["differences"][0]["causes"]
    assert (largest["flow"], largest["quantity"]) == ("electricity", pytest.approx(0, abs=1e-9))


@pytest.mark.long
def test_documentation_shows_what_is_printed(run, data_folder, tmp_path):
    pilot = data_folder / "examples" / "pilot"
    ended = run("compare", pilot, "module:topcon:CN", "--draws", "10000", "-o", tmp_path)
    printed = "".join(ended.out.split())
    page = (data_folder / "docs" / "comparing.md").read_text(encoding="utf-8")
    blocks = page.split("```\n")[1::2]
    message, draws = (next(b for b in blocks if b.startswith(word)) for word in ("B (", "B is"))
    for said in (message, draws):
        assert "".join(said.split()) in printed
    kept = data_folder / "docs" / "images" / "comparison.svg"
    assert (tmp_path / "comparison.svg").read_bytes() == kept.read_bytes()
