"""An attacker who solves for a company's value from everything that was ever published.

He knows every production, who was in which publication, and the values of one company, his own; he
takes it that no value changes from year to year, which helps him. He looks for the least and the
largest value of another company with which everything published agrees, by linear programming.
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pvfootprint.database.averaging.flows import FlowKey, amounts_of, averages
from pvfootprint.database.contributors import contributors
from pvfootprint.database.disclosure.comparing import admit
from pvfootprint.database.publications import Workings

SILVER = FlowKey("input", "silver", "materials", "kilogram")
BOUND = 0.15
"""Nobody may be told more closely than this [-]."""

COMPANIES = 7
EVERYBODY = st.integers(0, COMPANIES - 1)


def publish(base_datasets, present, outputs, amounts, history):
    """Publish the average of who is present, if it may be; return it, and the history after it."""
    made = [
        base_datasets.dataset(
            i,
            output=outputs[i],
            consent="statistics",
            inputs=(
                base_datasets.Flow(
                    code="silver",
                    name="silver",
                    amount=amounts[i],
                    unit="kilogram",
                    group="materials",
                ),
            ),
        )
        for i in sorted(present)
    ]
    candidates = contributors(made)
    members = {element: one.member(str) for element, one in candidates.items()}
    admission = admit(members, [past.members(str) for past in history])
    included = [candidates[one.element] for one in admission.included]
    if not included:
        return None, history
    found = {one.key: one for one in averages(included, history, str)}
    parts = tuple(one.part({str(k): v for k, v in amounts_of(one).items()}) for one in included)
    past = Workings(
        stage="wafer", technology="mono-n", year=2025 + len(history), kind="average", parts=parts
    )
    return found[SILVER], [*history, past]


def constraints(published, everybody):
    """Return rows, lowest and highest sums that everything published leaves."""
    rows, low, high = [], [], []
    for average, parts in published:
        weights = {one.element: one.weight for one in parts}
        whole = sum(weights.values())
        # Three figures are given: the mean lies within half a unit of the last.
        half = 0.5 * 10 ** (np.floor(np.log10(average.amount)) - 2)
        rows.append([weights.get(element, 0.0) / whole for element in everybody])
        low.append(average.amount - half)
        high.append(average.amount + half)
    return np.array(rows), np.array(low), np.array(high)


def interval(published, truth, mine, other):
    """Return the least and the largest value of `other` that `mine` has to reckon with."""
    everybody = sorted(truth)
    rows, low, high = constraints(published, everybody)
    bounds = [(truth[e], truth[e]) if e == mine else (0, None) for e in everybody]
    goal = np.array([float(element == other) for element in everybody])
    ends = []
    for sign in (1, -1):
        solved = linprog(
            sign * goal,
            A_ub=np.vstack([rows, -rows]),
            b_ub=np.concatenate([high, -low]),
            bounds=bounds,
        )
        ends.append(np.inf if solved.status == 3 else sign * solved.fun)
    return ends[0], ends[1]


@given(
    absent=st.lists(st.sets(EVERYBODY, max_size=2), min_size=2, max_size=3),
    outputs=st.lists(st.floats(5e5, 2e6), min_size=COMPANIES, max_size=COMPANIES),
    amounts=st.lists(st.floats(0.2, 20), min_size=COMPANIES, max_size=COMPANIES),
)
@settings(max_examples=20)
def test_nobody_can_be_told_to_less_than_fifteen_per_cent(base_datasets, absent, outputs, amounts):
    """Year by year one or two companies more or fewer could be in."""
    history, published = [], []
    for missing in absent:
        present = set(range(COMPANIES)) - missing
        average, history = publish(base_datasets, present, outputs, amounts, history)
        if average and average.shown:
            published.append((average, history[-1].parts))
    if not published:
        return
    truth = {one.element: one.amounts[str(SILVER)] for past in history for one in past.parts}
    ever = {one.element for _, parts in published for one in parts}
    for mine in ever:
        for other in ever - {mine}:
            least, largest = interval(published, truth, mine, other)
            assert largest >= truth[other] * (1 + BOUND) * (1 - 1e-6)
            assert least <= truth[other] * (1 - BOUND)


def test_the_attacker_finds_what_is_not_protected(base_datasets):
    """Without the rules one difference gives the value away: the attack itself works."""
    outputs, amounts = [1e6] * COMPANIES, [1.0, 2.0, 3.0, 4.0, *[5.0] * 3]
    whole, history = publish(base_datasets, range(4), outputs, amounts, [])
    naive, _ = publish(base_datasets, range(3), outputs, amounts, [])
    truth = {one.element: one.amounts[str(SILVER)] for one in history[0].parts}
    told, left = history[0].parts, tuple(p for p in history[0].parts if "code3" not in p.element)
    least, largest = interval([(whole, told), (naive, left)], truth, "code0|", "code3|")
    assert 3.9 < least <= 4.0 <= largest < 4.1
