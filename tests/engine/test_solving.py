"""Systems without a sound solution, and systems that only look like that."""

import pytest

from pvfootprint.engine.computing import compute
from pvfootprint.model.codes import CODES
from pvfootprint.model.findings import CalculationError


def finding_of(system, factors):
    with pytest.raises(CalculationError) as caught:
        compute(system, factors)
    (finding,) = caught.value.findings
    assert finding.code in CODES
    return finding


@pytest.fixture
def loop(small):
    """Give a system of two processes that take from each other."""

    def of(first_takes, second_takes, *more):
        first = small.process(
            "first", small.takes("second", first_takes), small.emits(small.co2, 1), stage="module"
        )
        second = small.process("second", small.takes("first", second_takes), *more)
        return small.system(first, second)

    return of


def test_loop_that_takes_exactly_what_it_makes_is_singular(loop, gwp):
    finding = finding_of(loop(1, 1), gwp("ar6"))
    assert finding.code == "CAL-001"
    assert finding.found == "first <-> second"
    assert finding.hint


def test_process_that_eats_all_it_makes_is_singular(small, gwp):
    alone = small.process(
        "alone", small.takes("alone", 1), small.emits(small.co2, 1), stage="module"
    )
    finding = finding_of(small.system(alone), gwp("ar6"))
    assert (finding.code, finding.found) == ("CAL-001", "alone")


def test_only_the_loop_is_named(small, gwp):
    product = small.process("p", small.takes("a", 1), small.emits(small.co2, 1), stage="module")
    first = small.process("a", small.takes("b", 1), small.takes("other", 1))
    second = small.process("b", small.takes("a", 1))
    system = small.system(product, first, second, small.process("other"))
    assert finding_of(system, gwp("ar6")).found == "a <-> b"


def test_loop_that_takes_more_than_it_makes_runs_backwards(loop, gwp):
    finding = finding_of(loop(2, 1), gwp("ar6"))
    assert finding.code == "CAL-003"
    assert finding.found == "first, second"
    assert finding.hint


def test_score_beyond_all_numbers_is_not_given(small, gwp):
    product = small.process("p", small.emits(small.co2, 1e308), stage="module")
    finding = finding_of(small.system(product, amount=100), gwp("ar6"))
    assert (finding.code, finding.found) == ("CAL-002", "inf")


def test_emission_that_overflows_with_its_factor_is_not_given(small, gwp):
    product = small.process("p", small.emits(small.methane, 1e308), stage="module")
    assert finding_of(small.system(product), gwp("ar6")).code == "CAL-002"


def test_supply_beyond_all_numbers_is_not_called_a_loop(small, gwp):
    product = small.process("p", small.takes("a", 1e200), stage="module")
    middle = small.process("a", small.takes("b", 1e200))
    system = small.system(product, middle, small.process("b", small.emits(small.co2, 1)))
    assert finding_of(system, gwp("ar6")).code == "CAL-002"


def test_sound_loop_with_large_amounts_is_computed(small, gwp, solve_densely):
    """A plant takes 1e8 units of something that two processes make for each other."""
    processes = (
        small.process("p", small.takes("a", 1e8 / 3), stage="module"),
        small.process("a", small.takes("b", 0.7), small.takes("c", 0.123)),
        small.process(
            "b", small.takes("a", 0.3), small.takes("c", 0.77), small.emits(small.co2, 1)
        ),
        small.process("c", small.takes("b", 0.37), small.takes("a", 0.177)),
    )
    expected = solve_densely(processes, "p", 1, {small.co2: 1})
    total = compute(small.system(*processes), gwp("ar6")).total.value
    assert total == pytest.approx(expected.score, rel=1e-12)


def test_loop_that_almost_takes_what_it_makes_is_computed(loop, gwp):
    """1 / (1 - 0.999) = 1000 kg are made for each kilogram sold."""
    assert compute(loop(1, 0.999), gwp("ar6")).total.value == pytest.approx(1000, rel=1e-12)


def test_system_that_emits_nothing_has_a_footprint_of_nothing(small, gwp):
    product = small.process("p", stage="module")
    assert compute(small.system(product), gwp("ar6")).total.value == 0


def test_system_without_greenhouse_gases_has_a_footprint_of_nothing(small, gwp):
    product = small.process("p", small.emits(small.heat, 1), stage="module")
    assert compute(small.system(product), gwp("ar6")).total.value == 0


@pytest.mark.parametrize("amount", [1e-300, 1e-9, 1e15])
def test_reference_flow_may_be_of_any_size(loop, gwp, amount, small):
    first = small.process("first", small.emits(small.co2, 1), stage="module")
    total = compute(small.system(first, amount=amount), gwp("ar6")).total.value
    assert total == pytest.approx(amount, rel=1e-12, abs=0)
