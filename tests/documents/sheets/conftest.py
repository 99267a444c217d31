"""A sheet for the tests of what writes sheets."""

import pytest

from pvfootprint.documents.sheets.sheet import GROUND, MARK, Sheet


@pytest.fixture
def sheet():
    """Give a sheet of 200 by 100 points with texts, boxes and a turned word."""
    made = Sheet(200, 100)
    made.words(10, 30, "示例组件 382.7 kgCO2e/kWp", 12, bold=True)
    made.words(190, 50, "partial, from cradle to gate <&>", 7, anchor="end", colour="#14507a")
    made.words(60, 80, "TEST", 30, angle=20, colour="#f6e3da", layer=MARK)
    made.rect(0, 0, 200, 100, "#fff8f0", layer=GROUND)
    made.frame(2, 2, 196, 96, 1, "#b3401c")
    return made
