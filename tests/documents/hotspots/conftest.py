"""Hot spots of a small module, made by hand: a loop, a hostile name, what is below the cut-off."""

import datetime

import pytest

from pvfootprint.language.texts import Text, in_both
from pvfootprint.model.hotspots import (
    Band,
    CrossTable,
    HotSpot,
    Hotspots,
    Network,
    NetworkNode,
    Row,
    Split,
    TreeNode,
)

HOSTILE = '<script>alert("x")</script> & "glass"'
START = datetime.date(2025, 1, 1)


def row(key, value, **more):
    return Row(key=key, name=Text(key), value=value, share=value / 10, **more)


def split(key, *rows):
    return Split(key=key, title=Text(key), rows=rows)


def node(code, value, own, **more):
    fields = {"location": "CN", "stage": "", "data_class": "inventory", "owner": "", "folded": 0.0}
    given = {**fields, "returned": 0.0, "name": Text(code), **more}
    return NetworkNode(code=code, value=value, share=value / 10, own=own, **given)


def leaf(number, parent, depth, kind, name, value, **more):
    fields = {"code": "", "amount": None, "unit": "", "name": Text(name), **more}
    return TreeNode(
        number=number,
        parent=parent,
        depth=depth,
        kind=kind,
        value=value,
        share=value / 10,
        **fields,
    )


def made(name="glass"):
    """Per kg 10 kgCO2e: 6 of glass (by way of a trader), 4 of its own; the glass takes cullet."""
    shares = {"primary_share": 0.5, "proxy_share": 0.25}
    stage = row("module", 10.0, detail=Text("Maker, Site"), **shares)
    flows = (row(name, 6.0, **shares), row("direct", 4.0, **shares))
    process = {"data_class": "inventory", "upstream": 10.0}
    return Hotspots(
        product="Module",
        owner="Maker",
        total=10.0,
        unit="kgCO2e/kg",
        method="IPCC AR6 GWP100",
        cutoff=0.01,
        primary_share=0.5,
        proxy_share=0.25,
        message=in_both("Two things make all.", "两项占全部。"),
        spots=(
            HotSpot(
                key="k",
                stage="module",
                supplier=Text("Maker, Site"),
                flow=Text(name),
                group="materials",
                value=6.0,
                share=0.6,
                primary_share=0.5,
                proxy_share=0.25,
                says=in_both(f"It is {name}.", f"是{name}。"),
            ),
        ),
        splits=(
            split("stage", row("module", 10.0, **shares)),
            split("supplier", stage),
            split("process", row("module", 4.0, **process), row(name, 6.0, **process)),
            split("flow", *flows),
            split("gas", row("CO2", 10.0)),
        ),
        crosses=(
            CrossTable(
                key="supplier-flow",
                title=Text("cross"),
                rows=(stage,),
                columns=flows,
                values=((6.0, 4.0),),
            ),
        ),
        tree=(
            leaf(0, None, 0, "process", "module", 10.0, code="module", amount=1.0, unit="kilogram"),
            leaf(1, 0, 1, "process", "trader", 6.0, code="t", amount=2.0, unit="kilogram"),
            leaf(2, 1, 2, "process", name, 6.0, code="g", amount=2.0, unit="kilogram"),
            leaf(3, 2, 3, "own", "own emissions", 5.0),
            leaf(4, 2, 3, "loop", "back", 1.0, code="m", amount=0.1, amplification=1.25),
            leaf(5, 0, 1, "own", "own emissions", 4.0),
        ),
        network=Network(
            nodes=(
                node("g", 7.0, 5.0, name=Text(name), returned=0.0, folded=1.0),
                node("m", 10.0, 4.0, data_class="primary", owner="Maker", stage="module"),
            ),
            bands=(
                Band(source="g", target="m", value=6.0),
                Band(source="m", target="g", value=1.0, closes_loop=True),
            ),
        ),
        hashes={"library": "0" * 64},
    )


@pytest.fixture(scope="session")
def hotspots():
    """Give the hot spots."""
    return made()


@pytest.fixture(scope="session")
def hostile():
    """Give hot spots in which a name is a script."""
    return made(HOSTILE)
