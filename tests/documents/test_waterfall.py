from dataclasses import dataclass, field
from xml.etree import ElementTree

import pytest

from pvfootprint.documents.drawing import WIDTH
from pvfootprint.documents.waterfall import draw_waterfall
from pvfootprint.language.texts import Text, in_both

NAMES = ("granular silicon", "wind power for the making of polysilicon and of everything before it")


@dataclass(frozen=True)
class OfOneStep:
    name: Text


@dataclass(frozen=True)
class Step:
    lever: OfOneStep
    footprint: float
    saving: float


@dataclass(frozen=True)
class Found:
    footprint: float
    target: float | None = None
    sequence: tuple = field(default=())


def made(footprint, savings, target=None):
    steps, left = [], footprint
    for i, saving in enumerate(savings):
        left -= saving
        name = in_both(f"{NAMES[i % 2]} {i} <&>", f"措施{i}")
        steps.append(Step(OfOneStep(name), left, saving))
    return Found(footprint, target, tuple(steps))


def drawn(found):
    return ElementTree.fromstring(draw_waterfall(found, Text("title")))  # noqa: S314  (own)


def texts(svg):
    return [element.text for element in svg.iter() if element.tag.endswith("}text")]


def test_every_step_stands_with_its_name_and_what_it_takes_off():
    svg = drawn(made(100.0, [30.0, 20.0], target=60.0))
    said = texts(svg)
    assert "100.0" in said
    assert "50.0" in said
    assert {"−30.0", "−20.0"} <= set(said)
    assert "措施0" in said
    assert any("60.0" in one and "目标" in one for one in said)


def test_bars_are_as_long_as_their_values_and_hang_together():
    svg = drawn(made(100.0, [30.0, 20.0]))
    bars = [e for e in svg.iter() if e.tag.endswith("}rect") and e.get("stroke") == "#1a1a1a"]
    widths = [float(bar.get("width")) for bar in bars]
    starts = [float(bar.get("x")) for bar in bars]
    assert widths[1] / widths[0] == pytest.approx(0.3, abs=1e-3)
    assert widths[2] / widths[0] == pytest.approx(0.2, abs=1e-3)
    assert widths[3] / widths[0] == pytest.approx(0.5, abs=1e-3)
    assert starts[1] + widths[1] == pytest.approx(starts[0] + widths[0], abs=0.02)
    assert starts[2] + widths[2] == pytest.approx(starts[1], abs=0.02)


def test_small_steps_at_the_end_stand_together():
    """Of 100: 30, then 0.9, 0.8 and 0.7, which are 2.4 together."""
    said = texts(drawn(made(100.0, [30.0, 0.9, 0.8, 0.7])))
    assert "−2.4" in said
    assert any("3" in one and "1 %" in one for one in said)
    assert "−0.9" not in said


def test_a_small_step_before_a_large_one_stands_alone():
    said = texts(drawn(made(100.0, [0.5, 30.0])))
    assert {"−0.5", "−30.0"} <= set(said)


@pytest.mark.parametrize(
    "found",
    [made(100.0, []), made(100.0, [], 10.0), made(10.0, [30.0]), made(-5.0, [1.0], 400.0)],
)
def test_nothing_lies_outside_the_drawing(found):
    svg = drawn(found)
    for element in svg.iter():
        if element.tag.endswith("}rect"):
            assert float(element.get("x")) >= 0
            assert float(element.get("x")) + float(element.get("width")) <= WIDTH + 1
            assert float(element.get("width")) >= 0
