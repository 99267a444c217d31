"""Many variants at once are what the plain engine gives for each."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pvfootprint.analysis.scenarios import apply, vary
from pvfootprint.analysis.subjects import subject_of_product
from pvfootprint.chain.selecting import name_of, products
from pvfootprint.engine.plans import make_plan
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

SHARES, FACTORS = st.floats(0, 1), st.floats(0, 2)
FBR = "polysilicon:fbr:CN"
KINDS = {
    "green": st.builds(
        ElectricityChange,
        stage=st.sampled_from(["", "module", "polysilicon"]),
        to=st.sampled_from(["CN-green-wind", "CN-green-solar-photovoltaic"]),
        share=SHARES,
    ),
    "more-green": st.builds(ElectricityChange, to=st.just("CN-green-wind"), share=SHARES),
    "supply": st.builds(
        lambda share: SupplyChange(stage="wafer", shares={FBR: share, "present": 1 - share}), SHARES
    ),
    "sole-supply": st.just(SupplyChange(stage="wafer", shares={FBR: 1.0})),
    "steel": st.builds(FlowChange, flow=st.just("steel"), factor=FACTORS),
    "amount": st.builds(
        FlowChange, stage=st.just("module"), flow=st.just("lorry"), amount=st.floats(0, 20)
    ),
    "recycled": st.builds(
        FlowChange,
        flow=st.just("steel"),
        replace_with=st.sampled_from(["recycled-steel", "aluminium"]),
        share=SHARES,
        ratio=st.floats(0.1, 2),
    ),
    "yield": st.builds(
        YieldChange,
        stage=st.sampled_from(["wafer", "module", "polysilicon"]),
        old=st.floats(0.5, 1),
        new=st.floats(0.5, 1),
    ),
    "thickness": st.builds(
        ParameterChange,
        stage=st.just("wafer"),
        parameter=st.just("thickness_um"),
        value=st.floats(51, 199),
    ),
    "efficiency": st.builds(
        ParameterChange,
        stage=st.just("module"),
        parameter=st.just("efficiency"),
        value=st.floats(0.15, 0.3),
    ),
    "wafer": st.builds(WaferChange, thickness_um=st.floats(60, 120), kerf_um=st.floats(30, 90)),
    "design": st.just(DesignChange(to="frameless")),
    "transport": st.builds(
        TransportChange,
        to=st.just("rail"),
        mode=st.sampled_from(["", "lorry"]),
        share=SHARES,
        distance_factor=FACTORS,
    ),
}


@given(data=st.data())
@settings(max_examples=30)
def test_any_subset_in_any_order_is_what_apply_gives(hand, score, scores, data):
    names = data.draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=6, unique=True))
    changes = {name: data.draw(KINDS[name], label=name) for name in names}
    made = data.draw(st.sets(st.sampled_from(names)), label="made")
    variation = vary(hand, changes, strict=False)

    (found,) = scores(hand, variation, {f"{n}.on": [float(n in made)] for n in names})

    subset = {name: change for name, change in changes.items() if name in made}
    plainly = apply(hand, subset, strict=False) if subset else hand
    assert found == pytest.approx(score(plainly), rel=1e-12)


@given(first=st.fixed_dictionaries(KINDS), second=st.fixed_dictionaries(KINDS))
@settings(max_examples=12)
def test_fields_in_columns_are_what_they_are_in_changes(hand, score, scores, first, second):
    numbers = {name: _numbers(change) for name, change in second.items()}
    other = {name: change.model_copy(update=numbers[name]) for name, change in first.items()}
    variation = vary(hand, first, strict=False)
    columns = vary(hand, other, strict=False).quantities

    (found,) = scores(hand, variation, {name: [value] for name, value in columns.items()})

    assert found == pytest.approx(score(apply(hand, other, strict=False)), rel=1e-12)


def _numbers(change):
    """Give the numbers of a change, not its words."""
    values = {name: getattr(change, name) for name in type(change).model_fields}
    return {n: v for n, v in values.items() if isinstance(v, float | dict)}


EXAMPLES = {
    "green": ElectricityChange(stage="cell", to="CN-green-wind", share=0.8),
    "green-silicon": ElectricityChange(stage="polysilicon", to="CN-green-hydro"),
    "granular": SupplyChange(stage="ingot", shares={"Jiangsu Granular": 0.5, "present": 0.5}),
    "wafers": SupplyChange(stage="cell", shares={"Yunnan Wafer": 0.5, "wafer:mono-n:CN@2024": 0.5}),
    "glass": FlowChange(stage="module", flow="solar-glass", factor=0.8),
    "recycled": FlowChange(
        flow="aluminium-primary-CN-high", replace_with="aluminium-secondary-CN", share=0.5
    ),
    "yield": YieldChange(stage="cell", old=0.97, new=0.98),
    "wafer": WaferChange(thickness_um=110.0),
    "frameless": DesignChange(to="glass-glass-frameless"),
    "rail": TransportChange(stage="module", mode="transport-lorry", to="transport-rail-diesel"),
    "efficiency": ParameterChange(stage="module", parameter="efficiency", value=0.24),
}


def test_the_chain_of_companies_by_a_plan(chain, score):
    variation = vary(chain, EXAMPLES, strict=False)
    on = np.random.default_rng(7).integers(0, 2, size=(len(EXAMPLES), 12)).astype(float)
    on[:, 0], on[:, 1] = 0.0, 1.0
    columns = {f"{name}.on": row for name, row in zip(EXAMPLES, on, strict=True)}

    plan = make_plan(variation.system, chain.factors, variation.changing)
    found = variation.reference_flow(columns) * plan.upstream(variation.amounts(columns))[0]

    assert {s.status for s in variation.states.values()} <= {"open", "absent"}
    for column, value in enumerate(found):
        made = {
            n: c for (n, c), is_on in zip(EXAMPLES.items(), on[:, column], strict=True) if is_on
        }
        plainly = apply(chain, made, strict=False) if made else chain
        assert value == pytest.approx(score(plainly), rel=1e-10)


def test_what_stands_behind_a_dataset_does_not_hang_on_other_changes(by_hand, score, scores):
    """Silicone is made with steel. Steel is replaced by silicone everywhere but in its making.

    Another change would let silicone take aluminium, which takes steel: while it is not made,
    aluminium does not stand behind silicone.
    """
    silicone = by_hand.process("silicone", 4.0, by_hand.takes("lorry", 1.0))
    module = by_hand.library.inventories["framed"]
    framed = replace(module, exchanges=(*module.exchanges, by_hand.takes("aluminium", 1.0)))
    subject = by_hand.make(silicone, framed)
    changes = {
        "aluminium": FlowChange(
            stage="silicone", flow="lorry", replace_with="aluminium", ratio=1.0
        ),
        "silicone": FlowChange(flow="steel", replace_with="silicone"),
    }
    variation = vary(subject, changes, strict=False)

    only = apply(subject, {"silicone": changes["silicone"]})

    on = {"aluminium.on": [0.0], "silicone.on": [1.0]}
    assert scores(subject, variation, on) == pytest.approx([score(only)], rel=1e-13)
    assert score(only) == pytest.approx(5 * (19.5 + 3 * 2.1 + 2 * 4.1), rel=1e-13)


def test_a_variation_goes_to_other_processes_and_gives_the_same(hand):
    variation = vary(hand, {"green": ElectricityChange(to="CN-green-wind")})
    columns = {"green.share": np.linspace(0, 1, 5)}

    again = pickle.loads(pickle.dumps(variation))  # noqa: S301  (our own)

    assert (again.amounts(columns) == variation.amounts(columns)).all()
    assert again.amounts().shape == (len(variation.changing), 1)
    assert again.reference_flow(columns) == 5.0


def test_what_nothing_takes_from_is_no_fault_of_the_system(library, rules, score):
    """Wafers stand in the widened system of silicon though nothing takes them: rounding alone."""
    subject = subject_of_product("polysilicon:fbr:CN", rules=rules, library=library)
    wafers = {"wafers": SupplyChange(stage="cell", shares={"wafer:mono-n:CN": 1.0})}

    widened = replace(subject, system=vary(subject, wafers, strict=False).system)

    assert score(widened) == pytest.approx(score(subject), rel=1e-12)


@pytest.mark.long
def test_every_product_of_the_library(library, rules, score):
    """Two subsets of the changes on each product, by the plan and plainly."""
    random = np.random.default_rng(1)
    for product in products(library):
        subject = subject_of_product(str(name_of(product)), rules=rules, library=library)
        changes = {
            name: change for name, change in EXAMPLES.items() if name not in {"granular", "wafers"}
        }
        changes["wafers"] = SupplyChange(stage="cell", shares={"wafer:mono-n:CN": 1.0})
        variation = vary(subject, changes, strict=False)
        on = random.integers(0, 2, size=(len(changes), 2)).astype(float)
        columns = {f"{name}.on": row for name, row in zip(changes, on, strict=True)}
        plan = make_plan(variation.system, subject.factors, variation.changing)
        found = variation.reference_flow(columns) * plan.upstream(variation.amounts(columns))[0]
        for column, value in enumerate(found):
            made = {
                n: c for (n, c), is_on in zip(changes.items(), on[:, column], strict=True) if is_on
            }
            plainly = apply(subject, made, strict=False) if made else subject
            assert value == pytest.approx(score(plainly), rel=1e-10), (product.code, list(made))
