"""Levers made by hand for the tiny library, and for the shipped one.

The tiny wafer (tests/conftest.py) is 4.398 kgCO2e/m2: direct 0.1, 4 kWh x 0.5 = 2.0, 10 MJ x 0.0798
= 0.798, 0.5 kg ingot x 3.0 = 1.5, of which 0.5 x 2 kWh x 0.5 = 0.5 electricity and 0.5 x 1.7 = 0.85
silicon.

=======  =============================================  ============
lever    what it does                                   alone
=======  =============================================  ============
clean    all electricity counts a tenth                 2.148
still    the wafer plant takes no electricity           2.398
spare    the wafer takes no ingot                       2.898
=======  =============================================  ============

clean + still 1.948 (0.1 + 0.798 + 0.5 x (0.3 + 0.1 + 1.7)), clean + spare 1.098, still + spare
0.898 (0.1 + 0.798), all three 0.898. The greedy sequence begins with clean and takes three levers
below 0.95; still and spare are enough.
"""

from types import SimpleNamespace

import pytest

from pvfootprint.analysis.subjects import subject_of_product
from pvfootprint.model.lever import Lever
from pvfootprint.model.scenario import FlowChange
from pvfootprint.rules.reading import read_rules


def make_lever(key, who="wafer", group="", **changes):
    """Make a lever from its changes."""
    return Lever(
        key=key,
        version="1",
        en=key,
        zh=f"{key}措施",
        who=who,
        explanation_en="made up",
        explanation_zh="虚构",
        needs=(),
        caution_en="made up",
        caution_zh="虚构",
        changes={name: FlowChange(**change) for name, change in changes.items()},
        numbers=(),
        group=group,
    )


GRID, INGOT = "grid-supply-CN", "ingot-CN-2018"


@pytest.fixture
def levers():
    """Give the levers of this file's docstring."""
    grid = {"flow": GRID, "factor": 0.1}
    return SimpleNamespace(
        clean=make_lever("clean", power=grid),
        still=make_lever("still", power={"stage": "wafer", "flow": GRID, "factor": 0.0}),
        spare=make_lever("spare", ingot={"stage": "wafer", "flow": INGOT, "factor": 0.0}),
    )


@pytest.fixture
def tiny(tiny_library, tiny_root, data_folder):
    """Give the wafer of the tiny library, per square metre."""
    return subject_of_product(
        "wafer:mono:CN",
        rules=read_rules("iso14067", data_folder),
        per="m2",
        library=tiny_library,
        root=tiny_root,
    )
