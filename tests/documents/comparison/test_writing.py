"""The page, the figures and the workbook of a comparison."""

import io
import re
from xml.etree import ElementTree

import openpyxl
import pytest

from pvfootprint.documents.comparison.figures import draw_causes, draw_parts
from pvfootprint.documents.comparison.tables import causes_table, parts_table
from pvfootprint.documents.comparison.writing import write_comparison
from pvfootprint.language.texts import text
from pvfootprint.model.findings import OutputError

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def written(comparison, tmp_path_factory):
    folder = tmp_path_factory.mktemp("comparison") / "new"
    return {path.suffix: path for path in write_comparison(comparison, folder)}


def parsed(svg):
    return ElementTree.fromstring(svg)  # noqa: S314  (own)


def bars(svg, beginning):
    """Give the bars whose title begins so: left edge and width."""
    found = {}
    for group in svg.iter(f"{SVG}g"):
        title, box = group.find(f"{SVG}title"), group.find(f"{SVG}rect")
        if title is not None and title.text.startswith(beginning):
            found[title.text] = (float(box.get("x")), float(box.get("width")))
    return found


def test_bars_are_as_long_as_their_values(comparison):
    svg = parsed(draw_parts(comparison, text("total")))
    lengths = {
        title.rsplit(" ", 2)[-2]: box
        for title, box in (bars(svg, "A") | bars(svg, "B")).items()
        if "total" in title
    }
    (a, wide), (b, narrow) = lengths["12.00"], lengths["8.000"]
    assert wide / narrow == pytest.approx(12 / 8, rel=1e-2)
    assert a == pytest.approx(b, abs=0.02)
    credit, width = lengths["\N{MINUS SIGN}2.000"]
    assert credit + width == pytest.approx(a, abs=0.02)


def test_causes_lie_on_their_side_of_the_axis(comparison):
    (causes,) = comparison.differences
    svg = parsed(draw_causes(comparison, causes, text("total")))
    found = list(bars(svg, "glass, module").values())
    (less, width), (first, further), (second, _) = found
    assert less + width == pytest.approx(first, abs=0.02)
    assert first + further == pytest.approx(second, abs=0.02)


@pytest.mark.parametrize("draw", [draw_parts, draw_causes])
def test_figures_keep_inside_their_frame(comparison, draw):
    more = comparison.differences if draw is draw_causes else ()
    svg = parsed(draw(comparison, *more, text("total")))
    _, _, width, height = map(float, svg.get("viewBox").split())
    for box in svg.iter(f"{SVG}rect"):
        if box.get("x"):
            assert float(box.get("x")) >= 0
            assert float(box.get("x")) + float(box.get("width")) <= width
            assert float(box.get("y")) + float(box.get("height")) <= height + 1e-6


def test_page_refers_to_nothing_outside_and_names_stay_text(written):
    html = written[".html"].read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?([^"')#>\s]+)""", html) == []
    assert "http" not in html.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in html
    for said in ("B is below A.", "B低于A。", "Not over their life.", "Because of glass."):
        assert said in html


def test_workbook_holds_every_table(written):
    book = openpyxl.load_workbook(io.BytesIO(written[".xlsx"].read_bytes()))
    names = [name.split(" ", 1)[-1] for name in book.sheetnames[1:]]
    assert names == [
        "products", "paired", "causes-B", "by-stage", "by-group", "by-stage-group", "by-gas",
        "methods", "assumed",
    ]  # fmt: skip


def test_tables_end_with_the_totals(comparison):
    for kind in ("stage", "group", "gas"):
        assert parts_table(comparison, kind).rows[-1][1:] == (10.0, 7.0, -3.0)
    (causes,) = comparison.differences
    assert causes_table(comparison, causes).rows[-1][1:] == (10.0, 7.0, -3.0, -4.0, 0.5, 0.5)


def test_same_comparison_gives_the_same_bytes(comparison, written, tmp_path):
    for path in write_comparison(comparison, tmp_path):
        assert path.read_bytes() == written[path.suffix].read_bytes()


def test_folder_that_is_a_file_is_told(comparison, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="OUT-001"):
        write_comparison(comparison, tmp_path / "file")
