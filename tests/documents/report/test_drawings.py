import re
from collections import defaultdict
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from pvfootprint.documents.bars import draw_bars
from pvfootprint.documents.boundary import draw_boundary
from pvfootprint.documents.chain_graph import GAP, LIBRARY, MEMBER, chain_graph
from pvfootprint.documents.drawing import WIDTH
from pvfootprint.documents.figure import STYLES
from pvfootprint.documents.measuring import width
from pvfootprint.documents.numbers import figures
from pvfootprint.documents.sankey import draw_sankey
from pvfootprint.language.texts import Text
from pvfootprint.model.terms import GROUPS

SVG = "{http://www.w3.org/2000/svg}"
TITLE = Text("figure")


def parsed(svg):
    return ElementTree.fromstring(svg)  # noqa: S314  (drawn by this package)


def words(svg):
    return [text.text for text in parsed(svg).iter(f"{SVG}text")]


def drawings(study):
    footprint = study.footprint
    return [
        draw_boundary(study.system, footprint, TITLE),
        draw_sankey(footprint, TITLE),
        draw_bars(footprint, TITLE),
    ]


@pytest.fixture(scope="module")
def graph(study):
    return chain_graph(study.system)


def test_every_company_and_every_gap_is_a_box(study, graph):
    kinds = [node.kind for node in graph.nodes]
    assert kinds.count(MEMBER) == len(study.system.members) == 4
    assert kinds.count(GAP) == len(study.system.gaps) == 2
    assert kinds.count(LIBRARY) == 1  # the silicon behind the polysilicon that stands in


def test_the_arrows_into_a_box_carry_whole_supplies(graph):
    stages = {node.key: node.stage for node in graph.nodes}
    sums = defaultdict(float)
    for link in graph.links:
        sums[link.target, stages[link.source]] += link.share
    assert all(total == pytest.approx(1) for total in sums.values())


def test_the_shares_are_those_of_the_workbook(study, graph):
    wafer = next(member.code for member in study.system.members if member.stage == "wafer")
    shares = sorted(link.share for link in graph.links if link.target == wafer)
    assert shares == pytest.approx([0.3, 0.7])


def test_a_chain_of_the_library_has_a_box_per_stage(one_stage):
    graph = chain_graph(one_stage.system)
    assert [node.stage for node in graph.nodes] == ["mg-silicon", "polysilicon"]
    assert [(link.share, link.target) for link in graph.links] == [
        (pytest.approx(1), "library:polysilicon")
    ]


@pytest.mark.parametrize("name", ["study", "one_stage", "hostile"])
def test_no_text_leaves_a_drawing(request, name):
    for svg in drawings(request.getfixturevalue(name)):
        for text in parsed(svg).iter(f"{SVG}text"):
            bold = text.get("font-weight") == "bold"
            long = width(text.text, float(text.get("font-size")), bold=bold)
            x, anchor = float(text.get("x")), text.get("text-anchor")
            start = {"start": x, "middle": x - long / 2, "end": x - long}[anchor]
            assert start > -0.5, text.text
            assert start + long < WIDTH + 0.5, text.text


def test_twelve_suppliers_of_one_stage_fit_on_a_page(study):
    cell = next(member for member in study.system.members if member.stage == "cell")
    module = study.system.product
    more = [replace(cell, code=f"{cell.code}-{i}", company=f"Cell {i}") for i in range(11)]
    inventory = next(i for i in study.system.inventories if i.code == cell.code)
    link = next(e for e in module.exchanges if e.target == cell.code)
    twelfth = replace(link, amount=link.amount / 12)
    links = [replace(twelfth, target=one.code) for one in (cell, *more)]
    others = [e for e in module.exchanges if e.target != cell.code]
    module = replace(module, exchanges=(*others, *links))
    rest = [i for i in study.system.inventories if i.code != module.code]
    copies = [replace(inventory, code=one.code) for one in more]
    system = replace(
        study.system,
        product=module,
        members=(*study.system.members, *more),
        inventories=(module, *rest, *copies),
    )
    svg = draw_boundary(system, study.footprint, TITLE)
    said = words(svg)
    assert all(f"Cell {i}" in said for i in range(11))
    assert said.count("8.3 %") == 12
    assert float(parsed(svg).get("viewBox").split()[3]) < 660


def test_a_dashed_box_stands_for_each_gap(study):
    svg = draw_boundary(study.system, study.footprint, TITLE)
    boxes = [rect for rect in parsed(svg).iter(f"{SVG}rect") if rect.get("stroke-dasharray")]
    # The frame of the system, what lies outside, and the gaps.
    assert len(boxes) == 2 + len(study.system.gaps)


def test_the_boundary_names_companies_shares_and_the_declared_unit(study):
    said = words(draw_boundary(study.system, study.footprint, TITLE))
    for expected in ("示例电池有限公司", "70 %", "30 %", "100 %"):
        assert expected in said
    assert any("1 kWp" in text for text in said)


def test_bars_are_as_long_as_their_values(study):
    svg = draw_bars(study.footprint, TITLE)
    fills = {
        f"url(#bars-{group})" if hatch else colour: group
        for group, (colour, hatch) in STYLES.items()
    }
    lengths = [
        (float(rect.get("width")), fills[rect.get("fill")])
        for rect in parsed(svg).iter(f"{SVG}rect")
        if rect.get("height") == "14.00"
    ]
    values = [
        (stage.groups[group], group)
        for stage in study.footprint.stages
        for group in GROUPS
        if stage.groups[group] > 0
    ]
    scale = sum(length for length, _ in lengths) / sum(value for value, _ in values)
    assert [group for _, group in lengths] == [group for _, group in values]
    for (length, _), (value, _) in zip(lengths, values, strict=True):
        assert length == pytest.approx(value * scale, abs=0.01)


def test_a_negative_part_stands_left_of_the_axis(study):
    first, *others = study.footprint.stages
    credit = replace(first, groups={**first.groups, "waste": -20.0})
    footprint = replace(study.footprint, stages=(credit, *others))
    axis = float(re.search(r'd="M([\d.]+),0 V', draw_bars(footprint, TITLE))[1])
    assert axis > float(re.search(r'd="M([\d.]+),0 V', draw_bars(study.footprint, TITLE))[1])
    assert words(draw_sankey(footprint, TITLE))  # where it is left out, and the note says so


def test_the_bands_of_a_sankey_leave_and_reach_their_boxes_whole(study):
    svg = draw_sankey(study.footprint, TITLE)
    course = re.compile(r"M([\d.]+),([\d.]+) C.*? ([\d.]+),([\d.]+) v([\d.]+) C")
    bands = [tuple(map(float, found)) for found in course.findall(svg)]
    suppliers = [part for part in study.footprint.suppliers if part.value > 0]
    groups = sum(s.groups[g] > 0 for s in study.footprint.stages for g in GROUPS)
    assert len(bands) == len(suppliers) + groups
    into_stages = sum(band[4] for band in bands[: len(suppliers)])
    out_of_stages = sum(band[4] for band in bands[len(suppliers) :])
    assert into_stages == pytest.approx(out_of_stages, abs=0.01 * len(bands))


def test_a_sankey_shows_every_value_of_its_boxes(study):
    said = "\n".join(words(draw_sankey(study.footprint, TITLE)))
    for part in (*study.footprint.suppliers, *study.footprint.stages):
        assert figures(part.value) in said


def test_text_from_outside_is_escaped(hostile):
    svg = draw_boundary(hostile.system, hostile.footprint, TITLE)
    assert "<script" not in svg
    assert "&lt;script" in svg
