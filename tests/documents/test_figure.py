from dataclasses import replace
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from PIL import Image

from pvfootprint import footprint
from pvfootprint.documents import fonts
from pvfootprint.documents.figure import STYLES, draw, save
from pvfootprint.model.findings import OutputError
from pvfootprint.model.terms import GROUPS

PRODUCTS = [
    "module:perc:CN",
    "cell:perc:CN",
    "wafer:mono:CN",
    "ingot:cz:CN",
    "mg-silicon:arc-furnace:NO",
]


@pytest.fixture(scope="module")
def footprints(session_cache):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PVFOOTPRINT_CACHE", str(session_cache))
        return [footprint(product) for product in PRODUCTS]


def saved(footprints, path):
    save(draw(footprints), path)
    return path.read_bytes()


def texts(figure):
    found = [text.get_text() for panel in figure.axes for text in panel.texts]
    for panel in figure.axes:
        found += [panel.get_title(loc="left"), panel.get_ylabel()]
        found += [label.get_text() for label in panel.get_xticklabels()]
    return "\n".join(found)


@pytest.mark.parametrize("count", [2, 5])
def test_the_svg_is_sound_xml(footprints, tmp_path, count):
    content = saved(footprints[:count], tmp_path / "figure.svg")
    root = ElementTree.fromstring(content)  # noqa: S314  (drawn a line above)
    assert root.tag.endswith("svg")


def test_the_png_can_be_opened_and_shows_something(footprints, tmp_path):
    saved(footprints[:1], tmp_path / "figure.png")
    with Image.open(tmp_path / "figure.png") as image:
        assert image.format == "PNG"
        assert min(image.size) > 500
        colours = {colour[:3] for _, colour in image.convert("RGBA").getcolors(10_000_000)}
    assert {tuple(bytes.fromhex(colour[1:])) for colour, _ in STYLES.values()} <= colours


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_the_same_footprints_give_the_same_bytes(footprints, tmp_path, ending):
    first = saved(footprints[:2], tmp_path / f"first.{ending}")
    assert saved(footprints[:2], tmp_path / f"second.{ending}") == first


def test_another_footprint_gives_another_figure(footprints, tmp_path):
    (module,) = footprints[:1]
    other = replace(module, total=replace(module.total, value=module.total.value * 1.01))
    first = saved([module], tmp_path / "first.svg")
    assert saved([other], tmp_path / "second.svg") != first


def test_the_identifiers_in_the_svg_do_not_hang_on_the_users_settings(footprints, tmp_path):
    first = saved(footprints[:1], tmp_path / "first.svg")
    with mpl.rc_context({"svg.hashsalt": "mine", "hatch.linewidth": 3}):
        assert saved(footprints[:1], tmp_path / "second.svg") == first


def test_each_panel_names_its_product_its_value_and_its_unit(footprints):
    for result, panel in zip(footprints, draw(footprints).axes, strict=False):
        title = panel.get_title(loc="left")
        assert result.product["name"] in title
        assert f"{result.total.value:.4g} {result.total.unit}" in title
        assert result.product["stage_zh"] in title
        assert panel.get_ylabel() == result.total.unit


def test_each_stage_stands_with_both_names_its_value_and_its_share(footprints):
    (module,) = footprints[:1]
    shown = texts(draw([module]))
    for stage in module.stages:
        assert f"{stage.value:.3g}\n{stage.share:.0%}" in shown
        assert stage.name_zh in shown
        assert stage.name.replace(" ", "\n") in shown


def test_the_bars_of_a_stage_sum_to_its_value(footprints):
    (module,) = footprints[:1]
    panel = draw([module]).axes[0]
    heights = [[bar.get_height() for bar in group] for group in panel.containers]
    assert len(heights) == len(GROUPS)
    for stage, *parts in zip(module.stages, *heights, strict=True):
        assert sum(parts) == pytest.approx(stage.value, rel=1e-12)


def test_the_title_says_what_the_number_is_in_both_languages(footprints):
    title = draw(footprints).get_suptitle()
    assert title.startswith("Partial carbon footprint of a product, cradle to gate, status 2018")
    assert "产品部分碳足迹（从摇篮到大门）" in title


def test_the_legend_explains_every_group_in_both_languages(footprints):
    (legend,) = draw(footprints).legends
    assert [text.get_text() for text in legend.get_texts()] == [
        f"{term.en} {term.zh}" for term in GROUPS.values()
    ]


def test_a_character_that_the_font_lacks_is_not_let_pass(footprints, tmp_path):
    (module,) = footprints[:1]
    unknown = replace(module, product={**module.product, "stage_zh": "\U0010fffd"})
    with pytest.warns(UserWarning, match="missing from"):
        saved([unknown], tmp_path / "figure.svg")


def test_without_the_font_there_is_no_figure(footprints, monkeypatch):
    monkeypatch.setattr(fonts, "chinese_font", lambda: None)
    with pytest.raises(OutputError) as caught:
        draw(footprints)
    assert [finding.code for finding in caught.value.findings] == ["OUT-002"]


def test_every_group_has_a_colour_and_a_hatch_of_its_own():
    assert set(STYLES) == set(GROUPS)
    assert len(set(STYLES.values())) == len(STYLES)
    assert len({hatch for _, hatch in STYLES.values()}) == len(STYLES)
