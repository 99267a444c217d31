"""What holds for every product system, tried on random ones, with loops and without."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pvfootprint.engine.computing import compute
from pvfootprint.model.terms import DATA_CLASSES, GROUPS

SAME = 1e-12
KEPT = 0.9
"""Largest sum that a process takes in a system with loops: below 1, so that all loops converge."""

amounts = st.floats(1e-3, 10)
row = st.tuples(st.integers(0, 5), amounts, st.sampled_from(sorted(GROUPS)))
plan = st.fixed_dictionaries(
    {
        "takes": st.lists(row, max_size=6),
        "emits": st.lists(st.tuples(st.integers(0, 4), amounts), max_size=3),
        "unit": st.sampled_from([0.001, 0.1, 1.0, 30.0, 1000.0]),
        "stage": st.sampled_from(["", "cell", "wafer"]),
        "data_class": st.sampled_from(sorted(DATA_CLASSES)),
        "proxy_for": st.sampled_from(["", "", "something else"]),
    }
)
plans = st.lists(plan, min_size=1, max_size=6)
many = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@pytest.fixture(scope="session")
def write(small):
    """Write down the processes of some plans, with loops among them or without."""

    def process(i, plans, loops):
        plan = plans[i]
        taken = [(to % len(plans), amount, group) for to, amount, group in plan["takes"]]
        if loops:
            total = sum(amount for _, amount, _ in taken)
            taken = [(to, amount * KEPT / max(KEPT, total), group) for to, amount, group in taken]
        else:
            taken = [(to, amount, group) for to, amount, group in taken if to > i]
        unit = plan["unit"]
        inputs = [
            small.takes(str(to), amount * plans[to]["unit"] / unit, group)
            for to, amount, group in taken
        ]
        emissions = [small.emits(small.flows[flow], n / unit) for flow, n in plan["emits"]]
        if i == 0:
            emissions.append(small.emits(small.co2, 1.0))
        return small.process(
            str(i),
            *inputs,
            *emissions,
            stage=plan["stage"] if i else "module",
            data_class=plan["data_class"],
            proxy_for=plan["proxy_for"],
        )

    return lambda plans, loops: [process(i, plans, loops) for i in range(len(plans))]


@pytest.fixture(scope="session")
def ar6(gwp):
    """Give the default GWP set."""
    return gwp("ar6")


@pytest.fixture(scope="session")
def weights(ar6):
    """Give its factors by flow."""
    return {name: factor.amount for name, factor in ar6.factors.items()}


def same(value, expected, least=1e-300):
    return value == pytest.approx(expected, rel=SAME, abs=least)


@many
@given(plans=plans, loops=st.booleans(), amount=amounts)
def test_total_and_supply_are_those_of_a_dense_solve(
    write, small, ar6, weights, solve_densely, plans, loops, amount
):
    processes = write(plans, loops)
    result = compute(small.system(*processes, amount=amount), ar6)
    expected = solve_densely(processes, "0", amount, weights)
    assert same(result.total.value, expected.score)
    for part in result.processes:
        assert same(part.supply, expected.supply[part.code])


@many
@given(plans=plans, loops=st.booleans(), amount=amounts)
def test_parts_sum_to_the_total(write, small, ar6, plans, loops, amount):
    result = compute(small.system(*write(plans, loops), amount=amount), ar6)
    for parts in (result.stages, result.gases, result.categories, result.processes):
        assert same(math.fsum(part.value for part in parts), result.total.value)
    assert same(math.fsum(result.data_classes.values()), result.total.value)
    for stage in result.stages:
        assert same(math.fsum(stage.groups.values()), stage.value)


@many
@given(plans=plans, loops=st.booleans(), amount=amounts)
def test_reference_flow_scales_everything(write, small, ar6, plans, loops, amount):
    processes = write(plans, loops)
    one = compute(small.system(*processes), ar6)
    more = compute(small.system(*processes, amount=amount), ar6)
    assert same(more.total.value, amount * one.total.value)
    assert same(more.not_split.value, amount * one.not_split.value)
    assert same(more.proxy_share, one.proxy_share, least=SAME)
    for kind, key in (("stages", "stage"), ("gases", "gas"), ("categories", "key")):
        scaled = {getattr(part, key): amount * part.value for part in getattr(one, kind)}
        assert same({getattr(part, key): part.value for part in getattr(more, kind)}, scaled)
    supply = {part.code: amount * part.supply for part in one.processes}
    assert same({part.code: part.supply for part in more.processes}, supply)


@many
@given(plans=plans, loops=st.booleans(), amount=amounts)
def test_process_without_emissions_changes_nothing(write, small, ar6, plans, loops, amount):
    first, *others = write(plans, loops)
    taking = replace(first, exchanges=(*first.exchanges, small.takes("idle", amount)))
    before = compute(small.system(first, *others), ar6)
    after = compute(small.system(taking, *others, small.process("idle")), ar6)
    total = before.total.value
    assert same(after.total.value, total)
    assert same(after.proxy_share, before.proxy_share, least=SAME)
    for old, new in zip(before.stages, after.stages, strict=True):
        assert same(new.groups, old.groups, least=SAME * total)


@many
@given(plans=plans, loops=st.booleans(), amount=amounts)
def test_proxy_share_is_what_goes_away_with_the_proxies(
    write, small, ar6, weights, solve_densely, plans, loops, amount
):
    processes = write(plans, loops)
    result = compute(small.system(*processes, amount=amount), ar6)
    without = [replace(p, exchanges=p.exchanges[:1]) if p.proxy_for else p for p in processes]
    left = solve_densely(without, "0", amount, weights).score
    assert same(result.proxy_share, 1 - left / result.total.value, least=SAME)
    assert -SAME <= result.proxy_share <= 1 + SAME
