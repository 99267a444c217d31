import json
import math

import pytest

from pvfootprint import footprint


@pytest.fixture
def result(tiny_root):
    return footprint("wafer:mono:CN", per="m2", root=tiny_root)


def test_the_value_stands_where_programs_look_for_it(result):
    data = result.to_dict()
    assert data["format"] == "pvfootprint footprint 1"
    assert data["total"]["value"] == pytest.approx(4.398, rel=1e-12)
    assert data["total"]["unit"] == "kgCO2e/m2"
    assert [stage["stage"] for stage in data["stages"]] == ["ingot", "wafer"]


def test_a_footprint_survives_json_unrounded(result):
    data = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert data["total"]["value"] == result.total.value
    assert math.fsum(stage["value"] for stage in data["stages"]) == pytest.approx(
        result.total.value, rel=1e-12
    )


def test_a_footprint_cannot_be_changed(result):
    with pytest.raises(AttributeError):
        result.total.value = 0
