"""Pages and figures of how sure a footprint is: what they say, and that nothing overlaps."""

import io
import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import openpyxl
import pytest

from pvfootprint.documents.drawing import WIDTH
from pvfootprint.documents.uncertainty.composing import sensitivity_page, uncertainty_page
from pvfootprint.documents.uncertainty.histogram import (
    draw_difference,
    draw_distribution,
    draw_pair,
)
from pvfootprint.documents.uncertainty.plotting import ROW, densities
from pvfootprint.documents.uncertainty.tornado import draw_tornado
from pvfootprint.documents.uncertainty.writing import write_sensitivity, write_uncertainty
from pvfootprint.documents.webpage import webpage
from pvfootprint.language.texts import Text
from pvfootprint.model.findings import OutputError
from pvfootprint.model.uncertainty import (
    DataPoint,
    Distribution,
    Leverage,
    PairedComparison,
    Resting,
    Uncertainty,
    Unshared,
)

SVG = "{http://www.w3.org/2000/svg}"
TITLE = Text("a title")


def distribution(deterministic=400.0, **fields):
    """Make a distribution of four bins from 380 to 420."""
    given = {
        "unit": "kgCO2e/kWp",
        "draws": 1000,
        "deterministic": deterministic,
        "position": 0.48,
        "mean": 401.0,
        "median": 400.5,
        "low": 384.0,
        "high": 417.0,
        "standard_deviation": 8.0,
        "variation": 0.02,
        "geometric": 1.02,
        "mean_error": 0.3,
        "median_error": 0.3,
        "low_error": 0.6,
        "high_error": 0.7,
        "edges": (380.0, 390.0, 400.0, 410.0, 420.0),
        "counts": (100, 400, 398, 100),
    }
    return Distribution(**given | fields)


def point(name="glass <b> & steel", **fields):
    """Make a data point."""
    given = {
        "key": name,
        "name": Text(name),
        "process": Text("module"),
        "owner": Text("Maker, Site"),
        "place": Text("module.xlsx, Materials, E5"),
        "basis": "pedigree",
        "said": Text("scores 1, 1, 1, 1, 1"),
        "exchanges": 1,
        "scale": 0.1,
        "value": 40.0,
        "elasticity": 0.1,
        "linear_share": 0.5,
        "drawn_share": 0.49,
        "narrower": 0.2,
        "narrower_error": 0.01,
    }
    return DataPoint(**given | fields)


@pytest.fixture
def resting():
    return Resting(
        stated_share=0.25,
        factor_shares={"given": 0.3, "none": 0.7},
        numbers={"given": 4, "none": 6, "fixed": 10},
    )


@pytest.fixture
def result(resting):
    """Give a simulation with everything that there can be."""
    other = PairedComparison(
        other="the <other>",
        distribution=distribution(410.0),
        difference=distribution(
            -10.0,
            mean=-9.0,
            median=-10.0,
            low=-25.0,
            high=4.0,
            geometric=None,
            edges=(-30.0, -10.0, 10.0),
            counts=(500, 498),
        ),
        lower_share=0.9,
        correlation=0.4,
        shared=3,
        only_first=2,
        only_other=1,
        unshared=(Unshared(of="b", process=Text("cell"), name=Text("silver"), value=4.0),),
    )
    return Uncertainty(
        product="module A",
        unit="kgCO2e/kWp",
        seed=7,
        draws=1000,
        version="0.0",
        matrix="ecoinvent 3",
        assumed=None,
        distribution=distribution(),
        resting=resting,
        threshold=410.0,
        below_share=0.8,
        comparison=other,
    )


@pytest.fixture
def leverage(resting):
    """Give what decides a footprint: two data points with a spread, one without."""
    return Leverage(
        product="module A",
        unit="kgCO2e/kWp",
        seed=7,
        draws=1000,
        version="0.0",
        matrix="ecoinvent 3",
        assumed=1.2,
        distribution=distribution(),
        resting=resting,
        points=(point(), point("a meter", scale=0.2, narrower=0.1)),
        unstated=(point("factor", basis="none", scale=0.0, drawn_share=None, narrower=None),),
        linear_sum=1.0,
        drawn_sum=0.98,
        largest_gap=0.01,
        linear_geometric=1.02,
    )


def read(svg):
    return ElementTree.fromstring(svg)  # noqa: S314  (own)


def texts(svg):
    return [node.text for node in read(svg).iter(f"{SVG}text")]


def test_figures_are_sound_and_hold_their_numbers(result):
    whole = " ".join(texts(draw_distribution(result, TITLE)))
    assert "400.0" in whole
    assert "400.5" in whole
    assert "80.0 % of the draws keep it" in whole
    assert "384.0 to 417.0" in whole
    pair = " ".join(texts(draw_pair(result, result.comparison, TITLE)))
    assert "A: median 400.5" in pair
    difference = " ".join(texts(draw_difference(result.comparison, TITLE)))
    assert "90.0 % of the draws" in difference


def test_words_stand_inside_the_figure_and_on_lines_of_their_own(result):
    # Marks at both ends, whose words would leave the figure or lie on each other.
    found = replace(result, threshold=419.0, distribution=distribution(381.0, median=382.0))
    svg = read(draw_distribution(found, TITLE))
    above = [n for n in svg.iter(f"{SVG}text") if float(n.get("y")) < 4 * ROW]
    assert len({node.get("y") for node in above}) == len(above) == 3
    for node in svg.iter(f"{SVG}rect"):
        x, wide = float(node.get("x")), float(node.get("width"))
        assert x >= 0
        assert x + wide <= WIDTH


def test_a_histogram_holds_its_draws():
    found = distribution()
    areas = [density * (high - low) for density, low, high in densities(found)]
    assert sum(areas) == pytest.approx(sum(found.counts) / found.draws)


def test_a_constant_difference_can_be_drawn(result):
    constant = distribution(
        1.0, low=1.0, high=1.0, median=1.0, edges=(0.5, 1.5), counts=(1000,), geometric=1.0
    )
    other = replace(result.comparison, difference=constant)
    assert "1.000" in " ".join(texts(draw_difference(other, TITLE)))


def test_the_tornado_shows_95_percent_and_ten_percent():
    svg = draw_tornado(400.0, [point()], [point("factor", scale=0.0, basis="none")], TITLE)
    said = texts(svg)
    # 400 x 0.1 x (exp(±1.96 x 0.1) - 1) and 400 x 0.1 x 10 %.
    assert {"+8.7", "−7.1", "+4.0", "−4.0"} <= set(said)
    assert "<b>" in " ".join(said)
    assert "<b>" not in svg


def test_a_negative_elasticity_is_drawn_from_its_lower_end():
    said = texts(draw_tornado(400.0, [point(elasticity=-0.1)], [], TITLE))
    assert {"+7.1", "−8.7"} <= set(said)


def test_the_page_says_what_it_rests_on_and_how_to_repeat_it(result):
    page = webpage(uncertainty_page(result, [point()]), "report")
    assert "lower bound" in page
    assert "只是下限" in page
    assert "75.0" in page
    assert "Seed 7, 1000 draws" in page
    assert "the &lt;other&gt;" in page
    assert "may look surer than it is" in page
    assert "<b>" not in page


def test_an_assumption_is_named_as_one(result, leverage):
    page = webpage(sensitivity_page(leverage), "report")
    assert "an assumption of whoever" in page
    assert "1.20" in page
    assumed = webpage(uncertainty_page(replace(result, assumed=1.5), ()), "report")
    assert "an assumption of whoever" in assumed
    assert "lower bound" not in assumed


def test_files_are_written_whole(tmp_path, result, leverage):
    written = write_uncertainty(result, [point()], tmp_path / "out")
    written += write_sensitivity(leverage, tmp_path / "out", 10)
    assert sorted(path.name for path in written) == sorted(
        path.name for path in (tmp_path / "out").iterdir()
    )
    data = json.loads((tmp_path / "out/uncertainty.json").read_text(encoding="utf-8"))
    assert data["distribution"]["median"] == 400.5
    assert data["points"][0]["owner"] == "Maker, Site"
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "out/sensitivity.xlsx").read_bytes()))
    cells = {str(cell.value) for sheet in book for row in sheet for cell in row}
    assert "a meter" in cells
    assert any("module.xlsx" in cell for cell in cells)


def test_the_same_result_gives_the_same_bytes(tmp_path, result):
    for name in ("a", "b"):
        write_uncertainty(result, [point()], tmp_path / name)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_out_001_a_file_in_the_way(tmp_path, result):
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        write_uncertainty(result, (), tmp_path / "out")
    assert caught.value.findings[0].code == "OUT-001"


def test_the_page_names_no_place_outside_itself(result):
    page = webpage(uncertainty_page(result, ()), "report")
    assert not re.findall(r'(?:src|href)="(?!#)', page)
