import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.database.averaging.flows import FlowKey, amounts_of, averages
from pvfootprint.database.contributors import contributors
from pvfootprint.database.publications import Workings

SILVER = FlowKey("input", "silver", "materials", "kilogram")
ARGON = FlowKey("input", "argon-liquid", "materials", "kilogram")
POWER = FlowKey("input", "electricity-grid-supply-CN", "electricity", "kilowatt hour")
SUPPLY = FlowKey("supply", "polysilicon", "materials", "kilogram")


def averaged(datasets, history=()):
    found = averages(tuple(contributors(datasets).values()), history, str)
    return {one.key: one for one in found}


def taking(base_datasets, code, *pairs, shared=()):
    """Datasets of companies by production and amount of one input; None takes none of it."""
    made = []
    for number, (output, amount) in enumerate(pairs, start=1):
        flow = base_datasets.Flow(
            code=code, name=code, amount=amount or 0.0, unit="kilogram", group="materials"
        )
        inputs = () if amount is None else (flow,)
        consent = "open" if number in shared else "statistics"
        made.append(base_datasets.dataset(number, output=output, inputs=inputs, consent=consent))
    return made


def test_weighs_by_production(base_datasets):
    """(1 x 0.5 + 1 x 0.7 + 2 x 0.8) / 4 = 0.7."""
    found = averaged(taking(base_datasets, "argon-liquid", (1e6, 0.5), (1e6, 0.7), (2e6, 0.8)))
    assert found[ARGON].amount == 0.7
    assert found[ARGON].shown
    assert found[SUPPLY].amount == 0.45
    assert found[POWER].amount == 12.0


def test_who_does_not_state_a_flow_has_none_of_it(base_datasets):
    pairs = [(1e6, 0.4), (1e6, 0.4), (1e6, 0.4), (1e6, None)]
    found = averaged(taking(base_datasets, "argon-liquid", *pairs))
    assert found[ARGON].amount == 0.3
    assert found[ARGON].shown


@pytest.mark.parametrize(
    ("pairs", "shown"),
    [
        ([(1e6, 2), (1e6, 2), (1e6, 2), (1e6, None)], True),
        ([(1e6, 2), (1e6, 2), (1e6, None), (1e6, None)], False),
        ([(1e6, 2), (1e6, None), (1e6, None), (1e6, None)], False),
        ([(1e6, 20), (1e6, 2), (1e6, 3), (1e6, None)], False),
        ([(1e6, 20), (1e6, 3), (1e6, 2), (1e6, 1)], True),
    ],
)
def test_what_too_few_state_is_not_shown(base_datasets, pairs, shown):
    assert averaged(taking(base_datasets, "silver", *pairs))[SILVER].shown is shown


def test_what_two_secret_ones_state_is_not_shown_for_an_open_third(base_datasets):
    pairs = [(1e6, 2), (1e6, 2), (1e6, 2), (1e6, None), (1e6, None)]
    assert averaged(taking(base_datasets, "silver", *pairs))[SILVER].shown
    assert not averaged(taking(base_datasets, "silver", *pairs, shared={1}))[SILVER].shown
    assert averaged(taking(base_datasets, "silver", *pairs, shared={1, 2, 3}))[SILVER].shown


def test_flows_of_a_company_without_a_dataset_are_no_flows(base_datasets):
    name = "secret recipe of company 1"
    flow = base_datasets.Flow(code="", name=name, amount=1.0, unit="kilogram", group="materials")
    datasets = [base_datasets.dataset(i, inputs=(flow,)) for i in range(3)]
    assert all(key.code for key in averaged(datasets))


def test_sites_of_a_company_are_weighed(base_datasets):
    datasets = taking(base_datasets, "argon-liquid", (1e6, 0.5), (3e6, 0.9))
    owner = datasets[0].standing.owner
    same = [
        base_datasets.dataset(7, key=one.key, owner=owner, process=one.process) for one in datasets
    ]
    (contributor,) = contributors(same).values()
    assert amounts_of(contributor)[ARGON] == pytest.approx(0.8)


def workings(datasets, year):
    parts = tuple(
        one.part({str(key): amount for key, amount in amounts_of(one).items()})
        for one in contributors(datasets).values()
    )
    return Workings(stage="wafer", technology="mono-n", year=year, kind="average", parts=parts)


def test_a_flow_is_hidden_where_comparing_two_years_would_tell_it(base_datasets):
    """Six stated it before; of the three who are left out now two state it, and would be told."""
    before = taking(base_datasets, "silver", *[(1e6, 2.0)] * 5, (1e6, None))
    now = before[:3]
    assert averaged(before)[SILVER].shown
    assert averaged(now)[SILVER].shown
    assert not averaged(now, [workings(before, 2025)])[SILVER].shown
    assert averaged(now, [workings(before, 2025)])[SUPPLY].shown


AMOUNTS = st.lists(st.floats(0.01, 10), min_size=3, max_size=7)


@given(first=AMOUNTS)
def test_what_is_shown_leaves_15_per_cent_to_an_insider(base_datasets, first):
    pairs = [(1e6, amount) for amount in first]
    found = averaged(taking(base_datasets, "silver", *pairs))[SILVER]
    if not found.shown:
        return
    for mine, own in enumerate(first):
        for other, value in enumerate(first):
            if mine != other:
                assert sum(first) - own >= 1.15 * value * (1 - 1e-9)
