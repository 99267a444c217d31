"""Which data decide, on systems where that is known on paper."""

import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as given_any
from hypothesis import strategies as st

from pvfootprint.analysis.uncertainty import data_points, know, sensitivity
from pvfootprint.engine.solving import solve

DRAWS = 20_000


@pytest.fixture(scope="module")
def weighed(hand):
    """Give 4 kg x 1.5 (0.2 and 0.1, and nobody knows the 1.5) and 3 kg (0.3), which are certain.

    Footprint 4 x 1.5 + 3 = 9; elasticities 2/3 and 1/3. Linear variances: (2/3 x 0.2)^2 = 4/225,
    (1/3 x 0.3)^2 = 1/100: shares 0.64 and 0.36.
    """
    subject = hand.subject(
        hand.process("product", hand.takes("A", 4.0, 0.2), hand.emits(3.0, 0.3)),
        hand.process("A", hand.emits(1.5)),
    )
    return sensitivity(subject, draws=DRAWS, seed=1, top=5)


def test_elasticities_and_linear_shares_are_those_on_paper(weighed):
    by_name = {point.name: point for point in weighed.result.points}
    a, own = by_name["A (CN)"], by_name["emission of CO2"]
    assert (a.elasticity, own.elasticity) == pytest.approx((2 / 3, 1 / 3))
    assert (a.linear_share, own.linear_share) == pytest.approx((0.64, 0.36))
    assert (a.value, own.value) == pytest.approx((6.0, 3.0))
    assert weighed.result.linear_sum == pytest.approx(1.0)
    assert weighed.result.linear_geometric == pytest.approx(math.exp(math.sqrt(4 / 225 + 0.01)))


def test_drawn_shares_are_those_of_a_sum_of_lognormals(weighed):
    # Exactly: Var = 36 (exp(0.04) - 1) exp(0.04) and 9 (exp(0.09) - 1) exp(0.09).
    a = 36 * math.expm1(0.04) * math.exp(0.04)
    own = 9 * math.expm1(0.09) * math.exp(0.09)
    by_name = {point.name: point for point in weighed.result.points}
    assert by_name["A (CN)"].drawn_share == pytest.approx(a / (a + own), abs=0.03)
    assert by_name["emission of CO2"].drawn_share == pytest.approx(own / (a + own), abs=0.03)
    assert weighed.result.drawn_sum == pytest.approx(1.0, abs=0.02)
    assert weighed.result.largest_gap < 0.06


def test_the_interval_shrinks_to_that_of_the_rest(weighed):
    first, second = weighed.result.points
    assert first.name == "A (CN)"
    width = weighed.result.distribution.width
    alone = 3 * (math.exp(1.959964 * 0.3) - math.exp(-1.959964 * 0.3))
    assert first.narrower == pytest.approx(1 - alone / width, abs=0.02)
    other = 6 * (math.exp(1.959964 * 0.2) - math.exp(-1.959964 * 0.2))
    assert second.narrower == pytest.approx(1 - other / width, abs=0.02)
    assert 0 < first.narrower_error < 0.02


def test_what_has_no_spread_is_told_apart(weighed):
    (factor,) = weighed.result.unstated
    assert (factor.name, factor.process) == ("emission factor", "A (CN)")
    assert (factor.basis, factor.scale, factor.narrower) == ("none", 0.0, None)
    assert factor.elasticity == pytest.approx(2 / 3)


def test_an_assumed_spread_is_ranked_marked_and_still_told_apart(hand):
    subject = hand.subject(
        hand.process("product", hand.takes("A", 4.0, 0.2)), hand.process("A", hand.emits(1.5))
    )
    found = sensitivity(subject, draws=1000, seed=4, unstated=1.5).result
    assumed, given = found.points
    assert (assumed.basis, given.basis) == ("assumed", "given")
    assert assumed.marked == "emission factor (spread assumed)"
    assert given.marked == given.name
    assert [point.key for point in found.unstated] == [assumed.key]


def test_shares_of_a_product_sum_to_one(hand):
    subject = hand.subject(
        hand.process("product", hand.takes("A", 2.0, 0.2)),
        hand.process("A", hand.takes("B", 3.0, 0.1)),
        hand.process("B", hand.emits(1.0, 0.3)),
    )
    found = sensitivity(subject, draws=DRAWS, seed=2).result
    assert [point.elasticity for point in found.points] == pytest.approx([1.0, 1.0, 1.0])
    shares = [0.09 / 0.14, 0.04 / 0.14, 0.01 / 0.14]
    assert [point.linear_share for point in found.points] == pytest.approx(shares)
    # Interactions of a product take a little of the variance from the single numbers.
    assert found.drawn_sum == pytest.approx(1.0, abs=0.08)
    assert found.linear_geometric == pytest.approx(found.distribution.geometric, rel=0.01)


def test_one_uncertain_number_known_leaves_no_interval(hand):
    subject = hand.subject(hand.process("product", hand.emits(2.0, 0.2)))
    (point,) = sensitivity(subject, draws=500, seed=3).result.points
    assert point.narrower == pytest.approx(1.0)
    assert point.drawn_share == pytest.approx(1.0)


def test_a_loop_makes_a_number_count_more_than_once(hand):
    # Each kg takes 0.5 kg of itself by way of B: 2 kg are made, the emission counts twice, and the
    # derivative of 1 / (1 - 0.5) makes the elasticity of the returned amount 1.
    subject = hand.subject(
        hand.process("A", hand.takes("B", 1.0), hand.emits(1.0, 0.1)),
        hand.process("B", hand.takes("A", 0.5, 0.01)),
    )
    points = {point.name: point for point in data_points(know(subject))}
    assert points["A (CN)"].elasticity == pytest.approx(1.0)
    assert points["emission of CO2"].elasticity == pytest.approx(1.0)


def test_rows_are_flat_and_in_both_languages(weighed):
    (row, *_) = weighed.result.to_dict()["points"]
    assert row["basis_said"] == "given with the number"
    assert row["said"] == "given in the source"
    assert row["said_zh"] == "来源中给出"
    assert all(not isinstance(value, dict | list | tuple) for value in row.values())


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given_any(
    amounts=st.lists(st.floats(0.1, 3.0), min_size=6, max_size=6),
    scales=st.lists(st.sampled_from([None, 0.05, 0.3]), min_size=6, max_size=6),
    back=st.floats(0.0, 0.3),
)
def test_elasticities_are_those_of_the_plain_engine(hand, amounts, scales, back):
    """A product of A and B, which take each other, against small steps of every number."""
    scales[0] = scales[0] or 0.1
    own, a, b, of_a, of_b, between = zip(amounts, scales, strict=True)
    subject = hand.subject(
        hand.process("product", hand.takes("A", *a), hand.takes("B", *b), hand.emits(*own)),
        hand.process("A", hand.emits(*of_a), hand.takes("B", *between)),
        hand.process("B", hand.emits(*of_b), hand.takes("A", back)),
    )
    known = know(subject)
    points = data_points(known)
    assert sum(point.linear_share for point in points) == pytest.approx(1.0)
    steps = {point.key: _by_step(known, point.key) for point in points}
    for point in points:
        assert point.elasticity == pytest.approx(steps[point.key], rel=1e-5, abs=1e-7)


def _by_step(known, key, step=1e-6):
    """Return the relative change of the footprint by a relative step of a number, both ways."""
    system = known.subject.system
    scores = []
    for factor in (1 - step, 1 + step):
        spreads = iter(known.spreads)
        inventories = tuple(
            replace(
                i,
                exchanges=tuple(
                    replace(e, amount=e.amount * (factor if next(spreads).key == key else 1))
                    for e in i.exchanges
                ),
            )
            for i in system.inventories
        )
        moved = replace(system, inventories=inventories)
        scores.append(solve(moved, known.subject.factors).score)
    return (scores[1] - scores[0]) / known.solution.score / (2 * step)
