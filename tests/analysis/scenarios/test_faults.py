"""What is wrong with changes, said all together with the nearest names."""

import numpy as np
import pytest

from pvfootprint.analysis.scenarios import apply, apply_file, vary
from pvfootprint.model.findings import AnalysisError
from pvfootprint.model.scenario import (
    DesignChange,
    ElectricityChange,
    FlowChange,
    ParameterChange,
    SupplyChange,
    TransportChange,
    WaferChange,
    YieldChange,
)

FBR, SIEMENS = "polysilicon:fbr:CN", "polysilicon:siemens:CN"
WRONG = {
    "two things at once": (
        FlowChange(flow="steel", factor=0.5, amount=1.0),
        ("SCN-003", "change.it", "factor, amount", ""),
    ),
    "a flow without a change": (FlowChange(flow="steel"), ("SCN-003", "change.it", "", "")),
    "a wafer without a change": (WaferChange(), ("SCN-003", "change.it", "", "")),
    "transport without a change": (
        TransportChange(stage="module"),
        ("SCN-003", "change.it", "", ""),
    ),
    "a yield of everything": (
        YieldChange(old=0.9, new=1.0),
        ("SCN-003", "change.it.stage", "", ""),
    ),
    "no supplier": (
        SupplyChange(stage="wafer", shares={"present": 1.0}),
        ("SCN-003", "change.it.shares", "", ""),
    ),
    "no such stage": (
        YieldChange(stage="waver", old=0.9, new=1.0),
        ("SCN-004", "change.it.stage", "waver", "did you mean wafer?"),
    ),
    "no such flow": (
        FlowChange(flow="stel", factor=0.5),
        ("SCN-005", "change.it.flow", "stel", "did you mean steel"),
    ),
    "no such dataset": (
        FlowChange(flow="steel", replace_with="recycled-stel"),
        ("SCN-005", "change.it.replace_with", "recycled-stel", "did you mean recycled-steel"),
    ),
    "no such mode": (
        TransportChange(to="railway"),
        ("SCN-005", "change.it.to", "railway", "did you mean rail?"),
    ),
    "no such supplier": (
        SupplyChange(stage="wafer", shares={"polysilicon:fbrr:CN": 1.0}),
        ("SCN-006", "change.it.shares", "polysilicon:fbrr:CN", "did you mean fbr?"),
    ),
    "a supplier of another stage": (
        SupplyChange(stage="wafer", takes="wafer", shares={FBR: 1.0}),
        ("SCN-006", "change.it.shares", FBR, ""),
    ),
    "a supplier of nothing of the chain": (
        SupplyChange(stage="wafer", shares={"steel": 1.0}),
        ("SCN-006", "change.it.shares", "steel", ""),
    ),
    "suppliers of two stages": (
        SupplyChange(shares={FBR: 0.5, "wafer:mono:CN": 0.5}),
        ("SCN-006", "change.it.shares", f"{FBR}: polysilicon, wafer:mono:CN: wafer", ""),
    ),
    "shares of nine tenths": (
        SupplyChange(stage="wafer", shares={FBR: 0.5, SIEMENS: 0.4}),
        ("SCN-007", "change.it.shares", "0.5 + 0.4", ""),
    ),
    "electricity of nowhere": (
        ElectricityChange(to="CN-green-wynd"),
        ("SCN-008", "change.it.to", "CN-green-wynd", "nearest: CN-green-wind"),
    ),
    "a form of electricity that is none": (
        ElectricityChange(to="CN:guess"),
        ("SCN-008", "change.it.to", "CN:guess", ""),
    ),
    "no such parameter": (
        ParameterChange(stage="wafer", parameter="thickness", value=100.0),
        ("SCN-009", "change.it.parameter", "thickness", "did you mean thickness_um?"),
    ),
    "a parameter out of range": (
        ParameterChange(stage="wafer", parameter="thickness_um", value=10.0),
        ("SCN-009", "change.it.value", "10", "`stage` may be one of them"),
    ),
    "no such design": (
        DesignChange(to="framless"),
        ("SCN-010", "change.it.to", "framless", "did you mean frameless"),
    ),
    "kilograms for kilowatt hours": (
        FlowChange(stage="module", flow="grid", replace_with="steel"),
        ("SCN-011", "change.it.replace_with", "kg", ""),
    ),
    "goods that go by steel": (
        TransportChange(to="steel"),
        ("SCN-011", "change.it.to", "kg", ""),
    ),
    "nothing to change": (
        FlowChange(stage="module", flow="silicone", factor=0.5),
        ("SCN-012", "change.it", "", ""),
    ),
}


@pytest.mark.parametrize(("change", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_change(hand, change, expected):
    with pytest.raises(AnalysisError) as caught:
        apply(hand, {"it": change})

    (finding,) = caught.value.findings
    code, column, found, hint = expected
    assert (finding.code, finding.column, finding.found) == (code, column, found)
    assert hint in finding.hint


def test_all_findings_come_together(hand):
    changes = {
        "a": YieldChange(stage="waver", old=0.9, new=1.0),
        "b": SupplyChange(stage="waver", shares={"nobody": 0.4, FBR: 0.5}),
        "c": FlowChange(stage="nowhere", flow="stel", factor=0.5, replace_with="nothing"),
    }
    with pytest.raises(AnalysisError) as caught:
        vary(hand, changes)

    assert [(f.code, f.column) for f in caught.value.findings] == [
        ("SCN-004", "change.a.stage"),
        ("SCN-007", "change.b.shares"),
        ("SCN-004", "change.b.stage"),
        ("SCN-006", "change.b.shares"),
        ("SCN-003", "change.c"),
        ("SCN-004", "change.c.stage"),
        ("SCN-005", "change.c.flow"),
        ("SCN-005", "change.c.replace_with"),
    ]


def test_scn_013_a_loop_that_feeds_on_itself(by_hand):
    """A kilogram of steel takes half a kilogram of its own, and then a whole one."""
    steel = by_hand.process("steel", 2.0, by_hand.takes("steel", 0.5))
    subject = by_hand.make(steel)

    with pytest.raises(AnalysisError) as caught:
        apply(subject, {"more": FlowChange(stage="steel", flow="steel", amount=1.0)})

    (finding,) = caught.value.findings
    assert (finding.code, finding.column) == ("SCN-013", "change.more")
    assert "a loop of processes feeds on itself" in finding.message


def test_scn_012_a_stage_behind_its_own_supplier(hand):
    with pytest.raises(AnalysisError) as caught:
        apply(hand, {"it": SupplyChange(stage="wafer", shares={"wafer:mono:CN": 1.0})})

    (finding,) = caught.value.findings
    assert finding.code == "SCN-012"
    assert finding.message == "wafer takes no wafer in this product"


def test_findings_of_a_file_say_the_line(hand, tmp_path):
    path = tmp_path / "s.toml"
    path.write_text(
        '[scenario]\nkey = "x"\nen = "x"\nzh = "x"\n'
        '[change.a]\nkind = "flow"\nflow = "stel"\nfactor = 0.5\n',
        encoding="utf-8",
    )
    with pytest.raises(AnalysisError) as caught:
        apply_file(hand, path)

    (finding,) = caught.value.findings
    assert (finding.code, finding.file, finding.line) == ("SCN-005", str(path), 7)


@pytest.fixture(scope="module")
def variation(hand):
    """Give a variation with every kind of field."""
    changes = {
        "green": ElectricityChange(stage="module", to="CN-green-wind", share=0.5),
        "supply": SupplyChange(stage="wafer", shares={FBR: 0.5, SIEMENS: 0.5}),
        "yield": YieldChange(stage="module", old=0.9, new=0.95),
        "thick": ParameterChange(stage="wafer", parameter="thickness_um", value=120.0),
        "design": DesignChange(to="frameless"),
        "steel": FlowChange(flow="steel", factor=0.5),
    }
    return vary(hand, changes)


COLUMNS = {
    "a field that no change has": ({"green.sahre": [0.5]}, [("SCN-014", "green.sahre")]),
    "a field that this change does not use": ({"steel.ratio": [1.0]}, [("SCN-014", "steel.ratio")]),
    "a share beyond 1": ({"green.share": [0.5, 1.2]}, [("SCN-015", "green.share")]),
    "a negative factor": ({"steel.factor": -0.1}, [("SCN-015", "steel.factor")]),
    "a yield of 0": ({"yield.new": [0.9, 0.0]}, [("SCN-015", "yield.new")]),
    "a parameter out of range": ({"thick.value": [300.0]}, [("SCN-015", "thick.value")]),
    "half a design": ({"design.on": [0.5]}, [("SCN-015", "design.on")]),
    "half a parameter": ({"thick.on": [0.5]}, [("SCN-015", "thick.on")]),
    "no number": ({"green.share": ["much"]}, [("SCN-015", "green.share")]),
    "not a number": ({"green.share": [float("nan")]}, [("SCN-015", "green.share")]),
    "columns of two lengths": (
        {"green.share": [0.1, 0.2], "green.on": [1, 1, 1]},
        [("SCN-015", "")],
    ),
    "a table for a column": ({"green.share": [[0.1, 0.2]]}, [("SCN-015", "")]),
    "shares that do not sum to 1": (
        {f"supply.shares.{FBR}": [0.5, 0.7]},
        [("SCN-007", "supply.shares")],
    ),
    "two at once": (
        {"green.share": [2.0], "nothing": [1.0]},
        [("SCN-014", "nothing"), ("SCN-015", "green.share")],
    ),
}


@pytest.mark.parametrize(("columns", "expected"), COLUMNS.values(), ids=COLUMNS)
def test_columns_that_are_not_possible(variation, columns, expected):
    with pytest.raises(AnalysisError) as caught:
        variation.amounts(columns)

    assert [(f.code, f.column) for f in caught.value.findings] == expected


def test_scn_015_names_the_first_row(variation):
    with pytest.raises(AnalysisError) as caught:
        variation.amounts({"green.share": np.array([0.1, 0.2, 1.5, 1.6])})

    (finding,) = caught.value.findings
    assert "2 values that are not possible, the first in row 3" in finding.message
    assert (finding.found, finding.expected) == ("1.5", "0 to 1")


def test_scn_015_an_amount_beyond_numbers(hand):
    variation = vary(hand, {"steel": FlowChange(stage="module", flow="steel", factor=0.5)})

    with pytest.raises(AnalysisError) as caught:
        variation.amounts({"steel.factor": [1.0, 1e308]})

    (finding,) = caught.value.findings
    assert (finding.code, finding.found) == ("SCN-015", "framed: steel")
