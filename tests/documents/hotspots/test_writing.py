"""The page, the figure and the workbook of hot spots."""

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import openpyxl
import pytest

from pvfootprint.documents.hotspots.lines import tree_lines
from pvfootprint.documents.hotspots.network import draw_network
from pvfootprint.documents.hotspots.tables import cross_table, split_table, tree_table
from pvfootprint.documents.hotspots.writing import write_hotspots
from pvfootprint.engine.computing import footprint
from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import OutputError
from pvfootprint.model.hotspots import Band, Network, NetworkNode

FIELDS = {
    "location": "CN",
    "stage": "",
    "data_class": "inventory",
    "owner": "",
    "value": 2e-4,
    "share": 2e-5,
    "own": 2e-4,
    "folded": 0.0,
    "returned": 0.0,
}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def small_footprint(library):
    """Give the footprint of a small product, for the diagram by stage."""
    return footprint("mg-silicon:arc-furnace:CN", library=library)


@pytest.fixture(scope="module")
def written(hotspots, small_footprint, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hotspots") / "new"
    return {path.suffix: path for path in write_hotspots(hotspots, small_footprint, folder)}


def drawn(found):
    return ElementTree.fromstring(draw_network(found, text("total")))  # noqa: S314  (own)


def said(svg):
    return ["".join(element.itertext()) for element in svg.iter(f"{SVG}text")]


def test_figure_says_every_process_and_band(hotspots):
    svg = drawn(hotspots)
    lines = said(svg)
    assert "7.000 (70.0 %)" in lines
    assert "Maker" in lines
    titles = [element.text for element in svg.iter(f"{SVG}title")]
    assert any("glass to" in title and "6.000 kgCO2e/kg" in title for title in titles)
    assert any("own emissions 4.000" in title for title in titles)


def test_loop_is_closed_off_by_a_box_of_its_own(hotspots):
    svg = drawn(hotspots)
    assert "1.000" in said(svg)
    assert any(element.get("stroke-dasharray") for element in svg.iter(f"{SVG}rect"))


def test_finest_bands_are_drawn_only_where_a_process_has_no_other(hotspots):
    crumbs = [NetworkNode(**{**FIELDS, "code": code, "name": Text(code)}) for code in ("c1", "c2")]
    bands = (
        *hotspots.network.bands,
        Band(source="c1", target="g", value=1e-4),
        Band(source="c1", target="m", value=2e-4),
        Band(source="c2", target="m", value=1e-4),
    )
    network = Network(nodes=(*crumbs, *hotspots.network.nodes), bands=bands)
    svg = drawn(replace(hotspots, network=network))
    titles = " ".join(element.text for element in svg.iter(f"{SVG}title"))
    assert "c1 to m" in titles
    assert "c2 to m" in titles
    assert "c1 to glass" not in titles


def test_figure_keeps_inside_its_frame(hotspots):
    svg = drawn(hotspots)
    _, _, width, height = map(float, svg.get("viewBox").split())
    for box in svg.iter(f"{SVG}rect"):
        assert 0 <= float(box.get("x")) <= float(box.get("x")) + float(box.get("width")) <= width
        assert float(box.get("y")) >= 0
        assert float(box.get("y")) + float(box.get("height")) <= height + 1e-6


def test_names_stay_text(hostile, small_footprint, tmp_path):
    page, *_ = write_hotspots(hostile, small_footprint, tmp_path)
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_page_refers_to_nothing_outside(written):
    html = written[".html"].read_text(encoding="utf-8")
    outside = re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?([^"')#>\s]+)""", html)
    assert outside == []
    assert "http" not in html.replace("http://www.w3.org/2000/svg", "")
    assert html.startswith("<!DOCTYPE html>")
    assert 'name="viewport"' in html
    assert "Two things make all." in html
    assert "两项占全部。" in html


def test_workbook_holds_every_table_with_all_digits(written, hotspots):
    book = openpyxl.load_workbook(io.BytesIO(written[".xlsx"].read_bytes()))
    names = [name.split(" ", 1)[-1] for name in book.sheetnames[1:]]
    assert names == [
        "hot-spots",
        *(f"by-{split.key}" for split in hotspots.splits),
        "supplier-flow",
        "tree",
    ]
    sheet = book["5 by-flow"]
    values = [line[1] for line in sheet.iter_rows(min_row=4, values_only=True)]
    assert values == [6.0, 4.0, 10.0]


def test_same_hot_spots_give_the_same_bytes(hotspots, small_footprint, written, tmp_path):
    for path in write_hotspots(hotspots, small_footprint, tmp_path):
        assert path.read_bytes() == written[path.suffix].read_bytes()


def test_folder_that_is_a_file_is_told(hotspots, small_footprint, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="OUT-001"):
        write_hotspots(hotspots, small_footprint, tmp_path / "file")


def test_tables_end_with_the_footprint(hotspots):
    for split in hotspots.splits:
        table = split_table(hotspots, split)
        value = next(i for i, column in enumerate(table.columns) if column.is_number)
        assert table.rows[-1][value] == 10.0
    (cross,) = hotspots.crosses
    # More flows than suppliers: the flows go down.
    table = cross_table(hotspots, cross)
    assert [row[1:] for row in table.rows] == [(6.0, 6.0), (4.0, 4.0), (10.0, 10.0)]


def test_what_only_passes_on_shares_a_line(hotspots):
    lines = tree_lines(hotspots.tree)
    assert [(line.depth, str(line.name), line.parent) for line in lines] == [
        (0, "module", None),
        (1, "trader ← glass", 0),
        (2, "own emissions", 1),
        (2, "back", 1),
        (1, "own emissions", 0),
    ]
    assert [row[1] for row in tree_table(hotspots).rows] == [10.0, 6.0, 5.0, 1.0, 4.0]
