"""Simulations: pairs of products, processes, and what is said when it cannot be done."""

import multiprocessing
from dataclasses import replace

import numpy as np
import pytest

from pvfootprint.engine import monte_carlo
from pvfootprint.engine.monte_carlo import simulate
from pvfootprint.engine.plans import make_plan
from pvfootprint.engine.sampling import BLOCK, draw, normals, uncertain_exchanges
from pvfootprint.model.findings import AnalysisError, CalculationError


@pytest.fixture(scope="session")
def ar6(gwp):
    """Give the default GWP set."""
    return gwp("ar6")


@pytest.fixture
def system(small):
    """2 kg of a product that takes something from a supplier; it emits 1 kg, the other one 4 kg."""

    def of(taken=0.5):
        takes, emits = small.takes("b", taken), small.emits(small.co2, 1.0)
        return small.system(
            small.process("a", replace(takes, scale=0.1), replace(emits, scale=0.2)),
            small.process("b", replace(small.emits(small.co2, 4.0), scale=0.3)),
            amount=2.0,
        )

    return of


def lognormal(scale, *which, seed=1, draws=1000):
    return np.exp(scale * normals(which, seed, draws)[0])


KEYS = ("a\ntechnosphere\nb\n0", "a\nbiosphere\nCarbon dioxide, fossil\n0")
KEY_OF_B = "b\nbiosphere\nCarbon dioxide, fossil\n0"


def test_a_simulation_by_hand(system, ar6):
    (found,) = simulate([system()], ar6, draws=1000, seed=1)
    taken, emitted, of_b = (
        lognormal(scale, key) for scale, key in zip((0.1, 0.2, 0.3), (*KEYS, KEY_OF_B), strict=True)
    )
    assert found == pytest.approx(2 * (emitted + 0.5 * taken * 4 * of_b), rel=1e-14)


def test_it_is_the_plan_of_the_draws(system, ar6):
    uncertain = uncertain_exchanges(system())
    amounts = draw(uncertain, 3, BLOCK + 500)
    expected = 2 * make_plan(system(), ar6, uncertain.positions).upstream(amounts)
    found = simulate([system()], ar6, draws=BLOCK + 500, seed=3)
    assert found == pytest.approx(expected, rel=1e-14)


def test_more_draws_begin_with_the_same(system, ar6):
    many = simulate([system()], ar6, draws=BLOCK + 500, seed=3)
    few = simulate([system()], ar6, draws=700, seed=3)
    assert many[:, :700] == pytest.approx(few, rel=1e-15)


def test_products_are_drawn_in_pairs(system, ar6):
    one, other = simulate([system(0.5), system(0.6)], ar6, draws=1000, seed=1)
    assert (one < other).all()
    (alone,) = simulate([system(0.6)], ar6, draws=1000, seed=1)
    assert (alone == other).all()


def test_exchanges_with_equal_keys_vary_together(system, ar6):
    keys = {1: "meter", 2: "meter", 4: "other"}
    (found,) = simulate([system()], ar6, [{1: 0.1, 2: 0.1, 4: 0.2}], [keys], draws=1000, seed=1)
    meter, other = lognormal(0.1, "meter"), lognormal(0.2, "other")
    assert found == pytest.approx(2 * meter * (1 + 2 * other), rel=1e-14)
    (found,) = simulate([system()], ar6, [{1: 0.1, 2: 0.3, 4: 0.2}], [keys], draws=1000, seed=1)
    emitted = lognormal(0.3, "meter")
    assert found == pytest.approx(2 * (emitted + 2 * meter * other), rel=1e-14)


def test_without_spreads_every_draw_is_the_footprint(system, ar6):
    found = simulate([system(), system(1.0)], ar6, [{}, {}], draws=10, seed=1)
    assert found.tolist() == [[6.0] * 10, [10.0] * 10]


def test_progress_is_told(system, ar6):
    told = []
    simulate([system()], ar6, draws=2 * BLOCK + 1, seed=1, progress=lambda *done: told.append(done))
    assert [done for done, _ in told] == [BLOCK, 2 * BLOCK, 2 * BLOCK + 1]
    assert {all_of_them for _, all_of_them in told} == {2 * BLOCK + 1}


def test_processes_change_nothing(system, ar6, monkeypatch):
    monkeypatch.setattr(monte_carlo, "WORTH", 0)
    draws = 5 * BLOCK + 17
    alone = simulate([system(), system(0.6)], ar6, draws=draws, seed=9)
    told = []
    shared = simulate(
        [system(), system(0.6)],
        ar6,
        draws=draws,
        seed=9,
        processes=2,
        progress=lambda done, _: told.append(done),
    )
    assert (alone == shared).all()
    assert told == sorted(told)
    assert told[-1] == draws


def test_faults_of_a_draw_come_back_from_a_process(small, ar6, monkeypatch):
    # The loop takes 0.9 of what it makes; with so wide a spread some draws take more.
    system = small.system(
        small.process("a", small.takes("b", 1.0), small.emits(small.co2, 1.0)),
        small.process("b", small.takes("a", 0.9)),
    )
    findings = []
    for worth in (monte_carlo.WORTH, 0):
        monkeypatch.setattr(monte_carlo, "WORTH", worth)
        with pytest.raises(CalculationError) as error:
            simulate([system], ar6, [{4: 0.5}], draws=BLOCK, seed=1, processes=2)
        findings.append(error.value.findings)
    assert findings[0] == findings[1]
    (finding,) = findings[0]
    assert finding.code == "CAL-003"
    assert f"of the columns 1 to {BLOCK}" in finding.found


def test_a_process_that_ends_early_is_told(system, ar6, monkeypatch):
    monkeypatch.setattr(monte_carlo, "WORTH", 0)

    def kill(done, _):
        for child in multiprocessing.active_children():
            child.kill()

    with pytest.raises(AnalysisError) as error:
        simulate([system()], ar6, draws=500 * BLOCK, seed=1, processes=2, progress=kill)
    (finding,) = error.value.findings
    assert finding.code == "UNC-021"
    assert finding.found.endswith(" draws were done")
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(("draws", "processes"), [(0, 1), (-5, 1), (1, 0)])
def test_numbers_below_one_are_refused(system, ar6, draws, processes):
    with pytest.raises(AnalysisError) as error:
        simulate([system()], ar6, draws=draws, seed=1, processes=processes)
    (finding,) = error.value.findings
    assert finding.code == "UNC-022"
    assert finding.found == str(draws if draws < 1 else processes)
