"""``pvfootprint analyse uncertainty`` and ``analyse sensitivity``."""

import pytest

SILICON = "polysilicon:siemens:CN"
FEW = ("--draws", "500")


def test_the_result_names_draws_seed_and_what_it_rests_on(run):
    ended = run("analyse", "uncertainty", SILICON, *FEW, "--threshold", "20")
    assert ended.code == 0, ended.err
    assert "500 draws, seed 20250101, pedigree matrix ecoinvent 3" in ended.out
    assert "95 % interval" in ended.out
    assert "threshold of 20.00 kgCO2e/kg" in ended.out
    assert "UNC-011" in ended.err
    assert "lower bound" in ended.err
    assert "UNC-013" in ended.err


def test_the_json_is_the_same_for_the_same_seed(run):
    asked = ("analyse", "uncertainty", SILICON, *FEW, "--json")
    first, again = run(*asked).json, run(*asked).json
    assert first == again
    assert first["seed"] == 20250101
    assert first["distribution"]["draws"] == 500
    other = run(*asked, "--seed", "2").json
    assert other["distribution"]["median"] != first["distribution"]["median"]


def test_an_assumption_stands_in_every_output(run, tmp_path):
    asked = ("analyse", "uncertainty", SILICON, *FEW, "--unstated", "1.3")
    ended = run(*asked, "-o", tmp_path / "out")
    assert "1.30 ASSUMED" in ended.out
    assert "assumed" in ended.err
    assert "1.30" in (tmp_path / "out/uncertainty.html").read_text(encoding="utf-8")
    assert run(*asked, "--json").json["assumed"] == 1.3
    assert "假定" in run("--language", "zh", *asked).out


def test_the_spread_of_every_number_is_listed_with_its_source(run):
    ended = run("analyse", "uncertainty", SILICON, *FEW, "--spreads")
    assert "given in the source" in ended.out
    assert "not stated" in ended.out
    data = run("analyse", "uncertainty", SILICON, *FEW, "--spreads", "--json").json
    assert {"given", "none"} <= {point["basis"] for point in data["points"]}


def test_another_product_is_compared_draw_by_draw(run):
    asked = ("analyse", "uncertainty", SILICON, *FEW, "--against", SILICON, "--json")
    compared = run(*asked).json["comparison"]
    assert compared["correlation"] == pytest.approx(1.0)
    assert compared["difference"]["mean"] == pytest.approx(0.0, abs=1e-9)
    assert compared["unshared"] == []
    ended = run("analyse", "uncertainty", SILICON, *FEW, "--against", "polysilicon:fbr:CN")
    assert "lower in" in ended.out
    assert "correlation" in ended.out


def test_sensitivity_ranks_and_tells_the_unstated_apart(run, tmp_path):
    asked = ("analyse", "sensitivity", SILICON, *FEW, "--top", "3")
    ended = run(*asked, "-o", tmp_path / "out")
    assert ended.code == 0, ended.err
    assert "Data worth measuring better" in ended.out
    assert "Data without a stated spread, by weight" in ended.out
    assert "electricity" in ended.out
    assert (tmp_path / "out/sensitivity-tornado.svg").exists()
    data = run(*asked, "--json").json
    simulated = [point for point in data["points"] if point["narrower"] is not None]
    assert len(simulated) == 8
    assert {point["basis"] for point in data["unstated"]} == {"none"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "Missing argument"),
        ((SILICON, "--draws", "ten"), 2, "not a valid integer"),
        ((SILICON, "--draws", "5"), 1, "UNC-003"),
        ((SILICON, "--seed", "-1"), 1, "UNC-004"),
        ((SILICON, "--unstated", "0.9"), 1, "UNC-005"),
        ((SILICON, "--pedigree", "mine"), 1, "UNC-001"),
        ((SILICON, "--processes", "0"), 1, "UNC-009"),
        (("no-such-file.xlsx",), 1, "CHN-024"),
    ],
)
@pytest.mark.parametrize("command", ["uncertainty", "sensitivity"])
def test_senseless_questions_are_refused_and_nothing_is_written(
    run, tmp_path, command, arguments, code, said
):
    ended = run("analyse", command, *arguments, "-o", tmp_path / "out")
    assert ended.code == code
    assert said in ended.err + ended.out
    assert not (tmp_path / "out").exists()


def test_what_only_one_of_them_takes(run):
    assert "UNC-008" in run("analyse", "uncertainty", SILICON, "--threshold", "-1").err
    assert "UNC-010" in run("analyse", "sensitivity", SILICON, "--top", "0").err
    ended = run("analyse", "uncertainty", SILICON, *FEW, "--against", "module:perc:CN")
    assert ended.code == 1
    assert "SEL-007" in ended.err


@pytest.mark.long
def test_the_documentation_shows_what_comes_out(run, data_folder):
    written = (data_folder / "docs/uncertainty.md").read_text(encoding="utf-8")
    chain = data_folder / "examples/pilot"
    asked = ("--threshold", "400", "--against", "module:topcon:CN")
    ended = run("--language", "en", "analyse", "uncertainty", chain, *asked)
    said = {line.strip() for line in written.splitlines()}
    first, _, difference = (part for part in ended.out.partition("The other footprint"))
    shown = [*first.splitlines()[1:-1], *difference.partition("Difference")[2].splitlines()[4:]]
    missing = [line for line in map(str.strip, shown) if line and line not in said]
    headings = ("How sure the footprint is", "Where the spreads come from")
    assert [line for line in missing if line not in headings] == []
