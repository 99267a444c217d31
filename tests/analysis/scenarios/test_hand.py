"""Every kind of change on a system that a hand can compute."""

from dataclasses import replace

import pytest

from pvfootprint.analysis.scenarios import apply, vary
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

PER_M2 = 19.5
"""Footprint of the framed module [kgCO2e/m2]; a kilowatt-peak is 5 m2."""

FBR, SIEMENS = "polysilicon:fbr:CN", "polysilicon:siemens:CN"
CHANGES = {
    "eight tenths of the module's 5 kWh from wind, 0.9 less each": (
        ElectricityChange(stage="module", to="CN-green-wind", share=0.8),
        PER_M2 - 5 * 0.8 * 0.9,
    ),
    "all stages on wind: 5 + 2 + 0.5 x 10 kWh": (
        ElectricityChange(to="CN-green-wind"),
        PER_M2 - 12 * 0.9,
    ),
    "granular silicon for all 0.5 kg, 8 less each": (
        SupplyChange(stage="wafer", shares={FBR: 1.0}),
        PER_M2 - 0.5 * 8,
    ),
    "granular silicon for a quarter, the present supplier for the rest": (
        SupplyChange(stage="wafer", shares={FBR: 0.25, "present": 0.75}),
        PER_M2 - 0.25 * 0.5 * 8,
    ),
    "shares in rounded percent count as what they sum to": (
        SupplyChange(stage="wafer", shares={FBR: 0.333, SIEMENS: 0.666}),
        PER_M2 - 0.5 * 8 / 3,
    ),
    "half of the steel": (FlowChange(stage="module", flow="steel", factor=0.5), PER_M2 - 3),
    "a kilogram of steel instead of three": (FlowChange(flow="steel", amount=1.0), PER_M2 - 4),
    "recycled steel for half of 3 kg, 1.5 less each": (
        FlowChange(flow="steel", replace_with="recycled-steel", share=0.5),
        PER_M2 - 1.5 * 1.5,
    ),
    "0.6 kg of aluminium for a kilogram of steel: 2.4 instead of 2": (
        FlowChange(stage="module", flow="steel", replace_with="aluminium", ratio=0.6),
        PER_M2 + 3 * 0.4,
    ),
    "a tenth less of a group of flows, in every process of the stage": (
        FlowChange(stage="module", flow="electricity", factor=0.9),
        PER_M2 - 0.5,
    ),
    "a yield of 1 instead of 0.8 needs 0.8 of everything": (
        YieldChange(stage="module", old=0.8, new=1.0),
        PER_M2 * 0.8,
    ),
    "60 um instead of 100 um: 0.375 kg of silicon instead of 0.5 kg": (
        ParameterChange(stage="wafer", parameter="thickness_um", value=60.0),
        PER_M2 - 0.125 * 11,
    ),
    "25 % efficiency: 4 m2 instead of 5 m2": (
        ParameterChange(stage="module", parameter="efficiency", value=0.25),
        PER_M2 * 4 / 5,
    ),
    "a cut of 20 um instead of 60 um; a thicker wafer is no change": (
        WaferChange(thickness_um=150.0, kerf_um=20.0),
        PER_M2 - 0.125 * 11,
    ),
    "no frame: silicone for steel, a tonne-kilometre less": (
        DesignChange(to="frameless"),
        15.4,
    ),
    "half of the goods by rail": (
        TransportChange(stage="module", to="rail", share=0.5),
        PER_M2 - 10 * 0.5 * 0.08,
    ),
    "half of the way": (
        TransportChange(stage="module", distance_factor=0.5),
        PER_M2 - 5 * 0.1,
    ),
}


@pytest.mark.parametrize(("change", "per_m2"), CHANGES.values(), ids=CHANGES)
def test_one_change(hand, score, scores, change, per_m2):
    changed = apply(hand, {"it": change})

    assert score(hand) == pytest.approx(5 * PER_M2, rel=1e-13)
    assert score(changed) == pytest.approx(5 * per_m2, rel=1e-12)
    variation = vary(hand, {"it": change})
    assert variation.states["it"].status == "open"
    columns = {"it.on": [0.0, 1.0]}
    assert scores(hand, variation, columns) == pytest.approx([5 * PER_M2, 5 * per_m2], rel=1e-12)


def test_thinner_wafer_times_granular_silicon_times_green_power(hand, score):
    """0.375 kg of granular silicon, each 1 kg CO2 and 2 kWh of wind: never the sum of three."""
    changes = {
        "thin": WaferChange(thickness_um=60.0),
        "granular": SupplyChange(stage="wafer", shares={FBR: 1.0}),
        "green": ElectricityChange(stage="polysilicon", to="CN-green-wind"),
    }
    silicon = 0.375 * (1 + 2 * 0.1)
    expected = 5 * (PER_M2 - 0.5 * 11 + silicon)

    assert score(apply(hand, changes)) == pytest.approx(expected, rel=1e-12)
    backwards = dict(reversed(changes.items()))
    assert score(apply(hand, backwards)) == pytest.approx(expected, rel=1e-12)


def test_changes_of_one_flow_are_made_in_their_order(hand, score):
    half, amount = FlowChange(flow="steel", factor=0.5), FlowChange(flow="steel", amount=1.0)

    assert score(apply(hand, {"a": half, "b": amount})) == pytest.approx(5 * (PER_M2 - 4))
    assert score(apply(hand, {"b": amount, "a": half})) == pytest.approx(5 * (PER_M2 - 5))


def test_fields_of_a_change_as_columns(hand, scores):
    changes = {
        "green": ElectricityChange(stage="module", to="CN-green-wind", share=0.8),
        "granular": SupplyChange(stage="wafer", shares={FBR: 0.5, SIEMENS: 0.5}),
        "efficiency": ParameterChange(stage="module", parameter="efficiency", value=0.25),
    }
    variation = vary(hand, changes)
    columns = {
        "green.share": [0.0, 0.5, 1.0],
        f"granular.shares.{FBR}": [0.0, 1.0, 0.25],
        f"granular.shares.{SIEMENS}": [1.0, 0.0, 0.75],
        "efficiency.value": [0.2, 0.25, 0.25],
    }

    assert variation.quantities["green.share"] == 0.8
    assert scores(hand, variation, columns) == pytest.approx(
        [5 * 19.5, 4 * (19.5 - 5 * 0.5 * 0.9 - 4), 4 * (19.5 - 5 * 0.9 - 1)], rel=1e-12
    )


def test_half_made_means_half_of_the_production(hand, scores):
    variation = vary(hand, {"steel": FlowChange(flow="steel", factor=0.5)})

    assert scores(hand, variation, {"steel.on": [0.5]}) == pytest.approx([5 * (PER_M2 - 1.5)])


def test_what_is_green_already_counts(by_hand, score):
    """Of 5 kWh 2 are from the roof: 0.8 green is 2 more from the wind, and the roof stays."""
    framed = by_hand.library.inventories["framed"]
    others = [e for e in framed.exchanges if e.target != "grid"]
    roof = by_hand.takes("electricity-solar-photovoltaic-roof", 2.0)
    subject = by_hand.make(replace(framed, exchanges=(*others, by_hand.takes("grid", 3.0), roof)))
    at_least = {"it": ElectricityChange(stage="module", to="CN-green-wind", share=0.8)}

    assert score(subject) == pytest.approx(5 * (PER_M2 - 2 * 0.8))
    assert score(apply(subject, at_least)) == pytest.approx(5 * (PER_M2 - 2 * 0.8 - 2 * 0.9))


STATES = {
    "no change of the share that is there": (
        ElectricityChange(stage="module", to="CN"),
        "pulled",
        "at least 100% of the electricity of module is from CN already",
    ),
    "the supplier there is": (
        SupplyChange(stage="wafer", shares={SIEMENS: 0.4, "present": 0.6}),
        "pulled",
        "polysilicon comes from polysilicon:siemens:CN already",
    ),
    "as thin already": (
        WaferChange(thickness_um=100.0, kerf_um=60.0),
        "pulled",
        "the wafers are as thin already, and lose no more",
    ),
    "the same design": (DesignChange(to="framed"), "pulled", "the design is framed already"),
    "the same way": (
        TransportChange(stage="module", mode="lorry", to="lorry"),
        "pulled",
        "the transport of module is already so",
    ),
    "the same parameter": (
        ParameterChange(stage="wafer", parameter="kerf_um", value=60.0),
        "pulled",
        "kerf_um is 60 already",
    ),
    "the same amount": (
        FlowChange(flow="steel", amount=3.0),
        "pulled",
        "the flow steel is already so",
    ),
    "the same yield": (
        YieldChange(stage="wafer", old=0.9, new=0.9),
        "pulled",
        "the yield of wafer is already so",
    ),
    "a stage that the product does not have": (
        ElectricityChange(stage="ingot", to="CN-green-wind"),
        "absent",
        "ingot takes no electricity in this product",
    ),
    "nothing of an earlier stage": (
        SupplyChange(stage="polysilicon", shares={FBR: 1.0}),
        "absent",
        "polysilicon takes no polysilicon in this product",
    ),
    "a flow of another product": (
        FlowChange(stage="module", flow="silicone", factor=0.5),
        "absent",
        "module has no flow 'silicone' in this product",
    ),
    "a yield of no stage": (
        YieldChange(stage="cell", old=0.9, new=0.95),
        "absent",
        "cell is not in this product",
    ),
    "a parameter that nothing follows from": (
        ParameterChange(stage="wafer", parameter="efficiency", value=0.2),
        "absent",
        "nothing follows from the parameter efficiency of wafer in this product",
    ),
    "no transport by that mode": (
        TransportChange(stage="module", mode="rail", distance_factor=0.5),
        "absent",
        "module has no transport rail in this product",
    ),
}


@pytest.mark.parametrize(("change", "status", "why"), STATES.values(), ids=STATES)
def test_states(hand, score, change, status, why):
    variation = vary(hand, {"it": change}, strict=False)

    assert (variation.states["it"].status, variation.states["it"].why) == (status, why)
    assert score(apply(hand, {"it": change}, strict=False)) == pytest.approx(5 * PER_M2)


def test_a_change_of_what_another_one_brings_in_is_open(hand):
    changes = {
        "design": DesignChange(to="frameless"),
        "silicone": FlowChange(stage="module", flow="silicone", factor=0.5),
    }
    state = vary(hand, changes).states["silicone"]

    assert (state.status, state.why) == (
        "open",
        "only together with a change that brings it in",
    )
