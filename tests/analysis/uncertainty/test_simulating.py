"""Simulations whose results are known on paper."""

import math

import numpy as np
import pytest

from pvfootprint.analysis.uncertainty import uncertainty
from pvfootprint.analysis.uncertainty.checking import check_request
from pvfootprint.model.findings import AnalysisError

DRAWS = 20_000


@pytest.fixture(scope="module")
def product(hand):
    """Give 2 kg of A with a spread of 0.2, that each emit 3 kg with one of 0.1: 6 kg in all."""
    return hand.subject(
        hand.process("product", hand.takes("A", 2.0, 0.2)),
        hand.process("A", hand.emits(3.0, 0.1)),
    )


@pytest.fixture(scope="module")
def simulated(product):
    """Give the simulation of that product, against 6 kg."""
    return uncertainty(product, draws=DRAWS, seed=1, threshold=6.0)


def test_a_product_of_lognormals_is_lognormal(simulated):
    found = simulated.result.distribution
    scale = math.hypot(0.2, 0.1)
    assert found.deterministic == pytest.approx(6.0)
    assert found.median == pytest.approx(6.0, abs=4 * found.median_error)
    assert found.geometric == pytest.approx(math.exp(scale), rel=0.01)
    assert found.mean == pytest.approx(6 * math.exp(scale**2 / 2), abs=4 * found.mean_error)
    assert found.low == pytest.approx(6 * math.exp(-1.959964 * scale), abs=4 * found.low_error)
    assert found.high == pytest.approx(6 * math.exp(1.959964 * scale), abs=4 * found.high_error)
    assert found.variation == pytest.approx(math.sqrt(math.exp(scale**2) - 1), rel=0.03)
    assert found.position == pytest.approx(0.5, abs=0.02)
    assert simulated.result.below_share == found.position


def test_standard_errors_are_those_of_many_repetitions(product):
    runs = [uncertainty(product, draws=1000, seed=seed).result.distribution for seed in range(40)]
    for name in ("low", "median", "high", "mean"):
        spread = np.std([getattr(run, name) for run in runs], ddof=1)
        stated = np.mean([getattr(run, f"{name}_error") for run in runs])
        assert stated == pytest.approx(spread, rel=0.35), name


def test_the_same_seed_gives_the_same_on_any_number_of_processes(product, simulated):
    shared = uncertainty(product, draws=DRAWS, seed=1, processes=2)
    assert (shared.scores == simulated.scores).all()
    other = uncertainty(product, draws=DRAWS, seed=2)
    assert (other.scores != simulated.scores).all()


def test_what_two_products_share_cancels(hand, product):
    # Both take the same A; the second emits a certain kilogram more.
    more = hand.subject(
        hand.process("other", hand.takes("product", 1.0), hand.emits(1.0)),
        *product.system.inventories,
    )
    compared = uncertainty(more, product, draws=1000, seed=3).result.comparison
    assert compared.correlation == pytest.approx(1.0)
    assert compared.lower_share == 0.0
    assert (compared.shared, compared.only_first, compared.only_other) == (2, 0, 0)
    difference = compared.difference
    assert (difference.low, difference.high) == pytest.approx((1.0, 1.0))
    assert difference.standard_deviation == pytest.approx(0.0, abs=1e-9)
    assert difference.counts == (1000,)


def test_what_they_do_not_share_is_independent(hand):
    def made(name):
        return hand.subject(hand.process(name, hand.emits(5.0, 0.1)))

    compared = uncertainty(made("one"), made("two"), draws=DRAWS, seed=4).result.comparison
    assert compared.correlation == pytest.approx(0.0, abs=0.03)
    assert compared.lower_share == pytest.approx(0.5, abs=0.02)
    assert (compared.shared, compared.only_first, compared.only_other) == (0, 1, 1)
    assert compared.unshared == ()


def test_unc_012_a_difference_that_rests_on_an_unshared_unknown_is_named(hand):
    sure = hand.process("sure", hand.emits(5.0, 0.01))
    one = hand.subject(hand.process("one", hand.takes("sure", 1.0, 0.01)), sure)
    two = hand.subject(
        hand.process("two", hand.takes("sure", 1.0, 0.01), hand.takes("unsure", 1.0, 0.01)),
        sure,
        hand.process("unsure", hand.emits(2.0)),
    )
    found = uncertainty(one, two, draws=200, seed=5)
    (unshared,) = found.result.comparison.unshared
    assert (unshared.of, unshared.process, unshared.value) == ("b", "unsure (CN)", 2.0)
    assert "UNC-012" in [finding.code for finding in found.findings]


def test_what_rests_on_unstated_numbers_is_said(hand):
    # 4 kg pass through stated numbers only; of the other 6 kg an amount or a factor is unknown.
    subject = hand.subject(
        hand.process("product", hand.takes("A", 2.0, 0.2), hand.takes("B", 1.0), hand.emits(3.0)),
        hand.process("A", hand.emits(2.0, 0.1)),
        hand.process("B", hand.emits(3.0, 0.1)),
    )
    found = uncertainty(subject, draws=200, seed=6)
    assert found.result.resting.stated_share == pytest.approx(0.4)
    assert found.result.resting.factor_shares == pytest.approx({"given": 0.7, "none": 0.3})
    (warning, _) = found.findings
    assert warning.code == "UNC-011"
    assert "60.0%" in warning.message
    assert "lower bound" in warning.message
    assumed = uncertainty(subject, draws=200, seed=6, unstated=1.2)
    assert "assumed" in assumed.findings[0].message
    assert assumed.result.distribution.width > found.result.distribution.width


def test_unc_013_too_few_draws_are_said_and_enough_are_not(product, simulated):
    few = uncertainty(product, draws=300, seed=7)
    (warning,) = few.findings
    assert warning.code == "UNC-013"
    assert "--draws" in warning.hint
    assert simulated.findings == ()


def test_unc_006_nothing_is_uncertain(hand):
    sure = hand.subject(hand.process("sure", hand.emits(5.0)))
    with pytest.raises(AnalysisError) as caught:
        uncertainty(sure)
    assert [finding.code for finding in caught.value.findings] == ["UNC-006"]
    assert "--unstated" in caught.value.findings[0].hint
    assumed = uncertainty(sure, draws=DRAWS, seed=8, unstated=1.3)
    assert assumed.result.distribution.geometric == pytest.approx(1.3, rel=0.01)


def test_unc_007_different_units_are_not_compared(hand, product):
    other = hand.subject(hand.process("other", hand.emits(5.0, 0.1)), unit="piece")
    with pytest.raises(AnalysisError) as caught:
        uncertainty(product, other)
    (finding,) = caught.value.findings
    assert (finding.code, finding.found, finding.expected) == (
        "UNC-007",
        "kgCO2e/piece",
        "kgCO2e/kg",
    )


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("UNC-003", {"draws": 99}),
        ("UNC-003", {"draws": 10**9}),
        ("UNC-004", {"seed": -1}),
        ("UNC-004", {"seed": 2**63}),
        ("UNC-005", {"unstated": 0.99}),
        ("UNC-005", {"unstated": 11.0}),
        ("UNC-005", {"unstated": math.nan}),
        ("UNC-008", {"threshold": 0.0}),
        ("UNC-008", {"threshold": math.inf}),
        ("UNC-009", {"processes": 0}),
        ("UNC-010", {"top": 0}),
    ],
)
def test_senseless_questions_are_refused(code, asked):
    with pytest.raises(AnalysisError) as caught:
        check_request(**{"draws": 1000, "seed": 1} | asked)
    assert [finding.code for finding in caught.value.findings] == [code]


def test_all_faults_of_a_question_come_together():
    with pytest.raises(AnalysisError) as caught:
        check_request(draws=1, seed=-1, unstated=0.5, threshold=-1.0, processes=0, top=0)
    assert len(caught.value.findings) == 6


def test_the_result_is_json(simulated):
    data = simulated.result.to_dict()
    assert data["distribution"]["draws"] == DRAWS
    assert sum(data["distribution"]["counts"]) == pytest.approx(0.998 * DRAWS, abs=5)
    assert data["comparison"] is None
