"""``pvfootprint analyse hotspots`` as people use it."""

import math

import pytest

MODULE = "module:topcon:CN@2024"


def test_everything_is_printed_and_written(run, tmp_path):
    ended = run("analyse", "hotspots", MODULE, "-o", tmp_path / "out")
    assert ended.code == 0
    assert "Five things make" in ended.out
    assert "五项占" in ended.out
    for title in ("By stage", "By supplier", "By process", "By flow", "By gas", "Tree"):
        assert title in ended.out
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["hotspots.html", "hotspots.svg", "hotspots.xlsx"]


def test_json_sums_to_the_footprint(run):
    found = run("analyse", "hotspots", MODULE, "--json", "--top", "2").json
    plain = run("footprint", MODULE, "--json").json
    assert found["total"] == plain["total"]["value"]
    assert len(found["spots"]) == 2
    for split in found["splits"]:
        whole = math.fsum(row["value"] for row in split["rows"])
        assert whole == pytest.approx(found["total"], rel=1e-12)


def test_depth_and_cutoff_hold(run):
    found = run("analyse", "hotspots", MODULE, "--json", "--depth", "1", "--cutoff", "0.2").json
    assert max(node["depth"] for node in found["tree"]) == 1
    assert found["cutoff"] == 0.2


def test_declared_unit_of_the_study_holds(run):
    found = run("analyse", "hotspots", MODULE, "--per", "m2", "--json").json
    assert found["unit"] == "kgCO2e/m2"


def test_what_cannot_be_asked_is_told_all_at_once(run, tmp_path):
    options = ("--cutoff", "2", "--depth", "0", "--top", "0", "-o", tmp_path / "out")
    ended = run("analyse", "hotspots", MODULE, *options)
    assert ended.code == 1
    for code in ("ANA-001", "ANA-002", "ANA-003"):
        assert code in ended.err
    assert not (tmp_path / "out").exists()


def test_unknown_product_and_missing_input_are_told(run):
    assert run("analyse", "hotspots", "module:unheard:CN").code == 1
    assert run("analyse", "hotspots").code == 2


def test_chinese_alone_is_said_where_it_is_asked_for(run):
    ended = run("analyse", "hotspots", MODULE, "--language", "zh", "--depth", "1")
    assert "项较小投入" in ended.out


@pytest.mark.long
def test_documentation_shows_what_is_printed(run, data_folder, tmp_path):
    pilot = data_folder / "examples" / "pilot"
    ended = run("analyse", "hotspots", pilot, "-o", tmp_path)
    printed = "".join(ended.out.split())
    page = (data_folder / "docs" / "hot-spots.md").read_text(encoding="utf-8")
    _, message, tree = (block.split("```")[0] for block in page.split("```\n")[1::2][:3])
    for paragraph in message.split("\n\n"):
        assert "".join(paragraph.split()) in printed
    for line in tree.splitlines()[1:]:
        assert "".join(line.split()).lstrip("│├└─") in printed
    kept = data_folder / "docs" / "images" / "hot-spots.svg"
    assert (tmp_path / "hotspots.svg").read_bytes() == kept.read_bytes()
