"""A comparison of two small modules, made by hand."""

import pytest

from pvfootprint.language.texts import Text, in_both
from pvfootprint.model.comparison import (
    Cause,
    Causes,
    Compared,
    Comparison,
    MethodRow,
    PairedDraws,
    PartRow,
)

HOSTILE = "<script>alert(1)</script>"


def product(letter, total):
    return Compared(
        letter=letter,
        written=f"{letter}.xlsx",
        product=f"Module {letter} {HOSTILE}",
        owner="",
        total=total,
        difference=total - 10.0,
        ratio=total / 10.0 - 1,
        primary_share=0.5,
        proxy_share=0.25,
        not_split_share=0.0,
        reference_flow=1.0,
        reference_unit="square meter",
        assumed=(Text("an assumption"),),
    )


def part(kind, key, values, stage=""):
    return PartRow(kind=kind, key=key, stage=stage, name=Text(key), values=values)


@pytest.fixture(scope="session")
def comparison():
    """A is 10: 12 of materials less a credit of 2. B is 7: 8 less 1."""
    cause = Cause(
        stage="module",
        flow="glass",
        name=Text("glass, module"),
        first=12.0,
        other=8.0,
        difference=-4.0,
        quantity=-5.0,
        factor=0.5,
        one_only=0.5,
    )
    rest = Cause(
        stage="",
        flow="",
        name=Text("2 smaller differences"),
        first=-2.0,
        other=-1.0,
        difference=1.0,
        quantity=1.0,
        factor=0.0,
        one_only=0.0,
        count=2,
    )
    return Comparison(
        stage="module",
        declared_unit="kWp",
        unit="kgCO2e/kWp",
        message=in_both("B is below A.", "B低于A。"),
        limits=(in_both("Not over their life.", "不涉及寿命。"),),
        products=(product("A", 10.0), product("B", 7.0)),
        parts=(
            part("stage", "module", (10.0, 7.0), "module"),
            part("group", "materials", (12.0, 8.0)),
            part("group", "waste", (-2.0, -1.0)),
            part("stage-group", "module:materials", (12.0, 8.0), "module"),
            part("stage-group", "module:waste", (-2.0, -1.0), "module"),
            part("gas", "CO2", (10.0, 7.0)),
        ),
        methods=(
            MethodRow(
                key="gwp",
                name=Text("GWP"),
                values=(Text("AR6"), Text("AR5")),
                differs=True,
                matters=True,
            ),
        ),
        differences=(
            Causes(
                letter="B", difference=-3.0, message=Text("Because of glass."), causes=(cause, rest)
            ),
        ),
        paired=(
            PairedDraws(
                letter="B",
                draws=1000,
                seed=1,
                assumed=None,
                lower=0.9,
                low=-4.0,
                median=-3.0,
                high=1.0,
                message=Text("B is lower in 90 %."),
            ),
        ),
    )
