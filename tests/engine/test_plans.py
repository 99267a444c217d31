"""Plans against the plain engine, and their refusals."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pvfootprint.engine import elimination, plans
from pvfootprint.engine.elimination import Loop
from pvfootprint.engine.plans import make_plan
from pvfootprint.engine.positions import flat_exchanges, with_amounts
from pvfootprint.engine.solving import solve
from pvfootprint.model.findings import CalculationError

SAME = 1e-10
LEAST = 1e-13
"""Rounding of a value that is nothing [kgCO2e], where own emissions are of the order of 1."""


@pytest.fixture(scope="session")
def ar6(gwp):
    """Give the default GWP set."""
    return gwp("ar6")


@pytest.fixture
def loop(small):
    """Two processes that take from each other, and one that emits.

    Per kg of a: 0.5 kg b, 1 kg CO2; per kg of b: 0.4 kg a, 2 kg c, 3 kg CO2; c emits 0.5 kg CO2.
    """
    return small.system(
        small.process("a", small.takes("b", 0.5), small.emits(small.co2, 1.0)),
        small.process(
            "b", small.takes("a", 0.4), small.takes("c", 2.0), small.emits(small.co2, 3.0)
        ),
        small.process("c", small.emits(small.co2, 0.5)),
        amount=2.0,
    )


def amounts_of(system):
    return np.array([exchange.amount for _, exchange in flat_exchanges(system)])


def upstream(system, factors, targets):
    found = solve(system, factors).upstream
    codes = [inventory.code for inventory in system.inventories]
    return [found[codes.index(target)] for target in targets]


def plan_upstream(system, factors, positions, columns, **options):
    return make_plan(system, factors, positions, **options).upstream(np.asarray(columns, float))


def test_a_loop_by_hand(loop, ar6):
    # u_a = 1 + 0.5 u_b, u_b = 3 + 0.4 u_a + 2 x 0.5: u_a = (1 + 0.5 x 4) / (1 - 0.5 x 0.4) = 3.75.
    # Twice the CO2 of c: (1 + 0.5 x 5) / 0.8 = 4.375. With 0.8 kg of a in b: 3 / 0.6 = 5.
    of_c = [i for i, (p, e) in enumerate(flat_exchanges(loop)) if p.code == "c"][1]
    of_b = [i for i, (p, e) in enumerate(flat_exchanges(loop)) if p.code == "b"][1]
    assert flat_exchanges(loop)[of_b][1].target == "a"
    found = plan_upstream(loop, ar6, (of_c, of_b), [[0.5, 1.0, 0.5], [0.4, 0.4, 0.8]])
    assert found == pytest.approx(np.array([[3.75, 4.375, 5.0]]), rel=1e-15)


def test_production_own_use_and_reference_flow_vary(small, ar6):
    # u = 3 / (made - own use): 3 / (1 - 0.25) = 4; made 2: 3 / 1.75; own use 0.5: 6.
    made = small.process("a", small.takes("a", 0.25), small.emits(small.co2, 3.0))
    system = small.system(made)
    found = plan_upstream(system, ar6, (0, 1), [[1, 2, 1], [0.25, 0.25, 0.5]])
    assert found == pytest.approx(np.array([[4.0, 3 / 1.75, 6.0]]), rel=1e-15)
    assert found * np.array([1, 7, 2]) == pytest.approx(np.array([[4.0, 12.0, 12.0]]), rel=1e-15)


def test_what_another_process_makes_of_a_product_counts_against_it(small, ar6):
    # b takes 0.6 kg of a and makes 0.1 kg of it: u_b = 2 + 0.6 x 3 - 0.1 x 3 = 3.5.
    byproduct = replace(small.takes("a", 0.1), type="production")
    system = small.system(
        small.process("b", byproduct, small.takes("a", 0.6), small.emits(small.co2, 2.0)),
        small.process("a", small.emits(small.co2, 3.0)),
    )
    made = at(system, "b", "production", "a")
    found = plan_upstream(system, ar6, (made,), [[0.1, 0.35]])
    assert found == pytest.approx(np.array([[3.5, 2.75]]), rel=1e-14)


def test_targets_that_nothing_reaches_are_constants(loop, ar6):
    of_a = [i for i, (p, e) in enumerate(flat_exchanges(loop)) if p.code == "a"][2]
    options = {"targets": ("c", "b", "a")}
    found = plan_upstream(loop, ar6, (of_a,), [[1.0, 9.0]], **options)
    # u_a = (own + 2) / 0.8 and u_b = 4 + 0.4 u_a.
    expected = np.array([[0.5, 0.5], [5.5, 9.5], [3.75, 13.75]])
    assert found == pytest.approx(expected, rel=1e-15)


def test_nothing_changing_gives_the_plain_result(loop, ar6):
    assert plan_upstream(loop, ar6, (), np.empty((0, 3))) == pytest.approx(3.75, rel=1e-15)


def test_amounts_may_be_multiples_and_share_a_row(loop, ar6):
    positions = [i for i, (_, e) in enumerate(flat_exchanges(loop)) if e.type == "biosphere"]
    options = {"units": (1.0, 3.0, 0.5), "rows": (0, 0, 1)}
    found = plan_upstream(loop, ar6, positions, [[1, 2, 1], [1, 1, 2]], **options)
    # Twice the own emissions of a and b: (2 + 0.5 x 7) / 0.8 = 6.875.
    assert found == pytest.approx(np.array([[3.75, 6.875, 4.375]]), rel=1e-15)


def test_flows_without_a_factor_do_not_matter(small, ar6):
    system = small.system(
        small.process("a", small.emits(small.heat, 3.0), small.emits(small.co2, 1))
    )
    found = plan_upstream(system, ar6, (1,), [[3.0, 4.0]])
    assert found.tolist() == [[1.0, 1.0]]


@pytest.mark.parametrize("kinds", [("technosphere",), ("biosphere",), ("production",), ()])
def test_example_chain_is_that_of_the_plain_engine(pilot, kinds):
    system, factors = pilot.system, pilot.factors
    given = amounts_of(system)
    positions = [
        i for i, (_, e) in enumerate(flat_exchanges(system)) if not kinds or e.type in kinds
    ]
    rng = np.random.default_rng(1)
    columns = given[positions, None] * rng.lognormal(0, 0.3, (len(positions), 3))
    targets = system.stage_codes
    found = plan_upstream(system, factors, positions, columns, targets=targets)
    for column in range(2):
        changed = given.copy()
        changed[positions] = columns[:, column]
        expected = upstream(with_amounts(system, range(len(changed)), changed), factors, targets)
        assert found[:, column] == pytest.approx(expected, rel=SAME, abs=0)


@pytest.mark.parametrize("name", ["module:perc:glass-backsheet-framed:CN@2018", "module:topcon"])
def test_products_of_the_library(newest, ar6, solve_densely, name):
    (system, *_) = (s for n, s in newest.items() if n.startswith(name) and ":CN@" in n)
    check_product(system, ar6, solve_densely)


@pytest.mark.long
def test_all_products_of_the_library(newest, ar6, solve_densely):
    for system in newest.values():
        check_product(system, ar6, solve_densely)


def check_product(system, factors, solve_densely):
    """Compare with numpy: the plain engine refuses a credit that grows beyond what is taken."""
    given = amounts_of(system)
    weights = {name: factor.amount for name, factor in factors.factors.items()}
    rng = np.random.default_rng(2)
    for share in (0.02, 0.3, 1.0):
        positions = np.flatnonzero(rng.random(len(given)) <= share)
        columns = given[positions, None] * rng.lognormal(0, 0.2, (len(positions), 2))
        ((_, found),) = plan_upstream(system, factors, positions, columns)
        changed = given.copy()
        changed[positions] = columns[:, 1]
        processes = with_amounts(system, range(len(changed)), changed).inventories
        expected = solve_densely(processes, system.product.code, 1.0, weights).score
        assert found == pytest.approx(expected, rel=SAME, abs=0)


process = st.fixed_dictionaries(
    {
        "takes": st.lists(
            st.tuples(st.integers(0, 7), st.floats(1e-3, 1.0)), min_size=1, max_size=5
        ),
        "emits": st.lists(st.tuples(st.integers(0, 4), st.floats(1e-3, 10.0)), max_size=2),
    }
)


@settings(max_examples=80)
@given(
    written=st.lists(process, min_size=2, max_size=8),
    kept=st.floats(0.05, 0.9),
    share=st.sampled_from([0.1, 0.5, 1.0]),
    seed=st.integers(0, 2**32),
    sweeps=st.booleans(),
)
def test_random_systems_with_loops(small, ar6, written, kept, share, seed, sweeps):
    def made(i, plan):
        total = sum(amount for _, amount in plan["takes"])
        inputs = [(str(to % len(written)), kept * n / total) for to, n in plan["takes"]]
        emitted = [small.emits(small.flows[flow], n) for flow, n in plan["emits"]]
        return small.process(
            str(i), *(small.takes(*one) for one in inputs), *emitted, small.emits(small.co2, 1.0)
        )

    system = small.system(*(made(i, plan) for i, plan in enumerate(written)))
    rng = np.random.default_rng(seed)
    given = amounts_of(system)
    positions = np.flatnonzero(rng.random(len(given)) <= share)
    columns = given[positions, None] * rng.uniform(0.96, 1.04, (len(positions), 2))
    targets = [i.code for i in system.inventories]
    usual, elimination.SWEEPS = elimination.SWEEPS, 0 if sweeps else elimination.SWEEPS
    try:
        found = plan_upstream(system, ar6, positions, columns, targets=targets)
    finally:
        elimination.SWEEPS = usual
    changed = given.copy()
    changed[positions] = columns[:, 0]
    expected = upstream(with_amounts(system, range(len(changed)), changed), ar6, targets)
    assert found[:, 0] == pytest.approx(expected, rel=SAME, abs=LEAST)


def test_large_loops_are_solved_by_sweeps(small, ar6):
    rng = np.random.default_rng(4)
    count = 150

    def made(i):
        others = rng.choice([j for j in range(count) if j != i], 5, replace=False)
        takes = [small.takes(str(j), float(rng.uniform(0.05, 0.17))) for j in others]
        return small.process(str(i), *takes, small.emits(small.co2, float(rng.uniform(0.1, 2))))

    system = small.system(*map(made, range(count)))
    positions = range(len(flat_exchanges(system)))
    plan = make_plan(system, ar6, positions)
    assert [step.sweeps for step in plan.steps if isinstance(step, Loop)] == [True]
    columns = amounts_of(system)[:, None] * rng.lognormal(0, 0.05, (len(positions), 3))
    columns[1, 2] = 1e3  # This column takes more than it makes.
    assert flat_exchanges(system)[1][1].type == "technosphere"
    for column in range(2):
        changed = with_amounts(system, positions, columns[:, column])
        expected = upstream(changed, ar6, [system.product.code])
        assert plan.upstream(columns[:, :2])[:, column] == pytest.approx(expected, rel=SAME, abs=0)
    with pytest.raises(CalculationError, match="CAL-003") as error:
        plan.upstream(columns)
    assert error.value.findings[0].found.endswith("the first of them column 3")


def test_columns_do_not_depend_on_their_block(pilot, monkeypatch):
    given = amounts_of(pilot.system)
    positions = range(len(given))
    columns = given[:, None] * np.random.default_rng(3).lognormal(0, 0.2, (len(given), 700))
    plan = make_plan(pilot.system, pilot.factors, positions)
    whole = plan.upstream(columns)
    assert (whole == replace(plan, width=256).upstream(columns)).all()
    pieces = [columns[:, :300], columns[:, 300:300], columns[:, 300:]]
    assert (whole == np.concatenate(list(plan.blocks(iter(pieces))), axis=1)).all()


def test_threads_and_pickles_give_the_same(loop, ar6):
    plan = make_plan(loop, ar6, range(len(flat_exchanges(loop))))
    columns = amounts_of(loop)[:, None] * np.linspace(0.9, 1.1, 5000)
    again = pickle.loads(pickle.dumps(plan))  # noqa: S301  (written in this line)
    assert (again.upstream(columns) == plan.upstream(columns)).all()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(plan.upstream, [columns] * 4))
    assert all((one == found[0]).all() for one in found)


def test_wide_systems_get_narrow_blocks(small, ar6):
    def plan(count):
        parts = [small.process(str(i), small.emits(small.co2, 1.0)) for i in range(1, count)]
        first = small.process("0", *(small.takes(p.code, 1.0) for p in parts))
        system = small.system(first, *parts)
        loop = [replace(p, exchanges=(*p.exchanges, small.takes("0", 0.1 / count))) for p in parts]
        system = small.system(first, *loop)
        return make_plan(system, ar6, range(len(flat_exchanges(system))))

    assert plan(3).width == plans.WIDEST
    assert plan(150).width == plans.NARROWEST


def at(system, code, kind, target):
    (found,) = (
        i
        for i, (p, e) in enumerate(flat_exchanges(system))
        if (p.code, e.type, e.target) == (code, kind, target)
    )
    return found


def test_singular_columns_are_named(loop, ar6):
    # 0.5 x 2 = 1: the loop takes all that it makes.
    changing = (at(loop, "b", "technosphere", "a"),)
    plan = make_plan(loop, ar6, changing)
    columns = np.full((1, 5000), 0.4)
    columns[0, [4500, 4700]] = 2.0
    with pytest.raises(CalculationError) as error:
        plan.upstream(columns)
    (finding,) = error.value.findings
    assert finding.code == "CAL-001"
    assert finding.found == "2 of the columns 4097 to 5000, the first of them column 4501"


def test_backward_columns_are_named_in_loops(loop, ar6, monkeypatch):
    both = [make_plan(loop, ar6, (at(loop, "b", "technosphere", "a"),))]
    monkeypatch.setattr(elimination, "SWEEPS", 0)
    both.append(make_plan(loop, ar6, both[0].changing))
    for plan in both:
        with pytest.raises(CalculationError) as error:
            plan.upstream(np.array([[0.4, 1.9, 2.1, 3.0]]))
        (finding,) = error.value.findings
        assert finding.code == "CAL-003"
        assert finding.found == "2 of the columns 1 to 4, the first of them column 3"


def test_backward_columns_are_named_where_a_process_uses_its_own(small, ar6):
    system = small.system(small.process("a", small.takes("a", 0.2), small.emits(small.co2, 1.0)))
    plan = make_plan(system, ar6, (1,))
    with pytest.raises(CalculationError, match="CAL-003"):
        plan.upstream(np.array([[0.2, 1.5]]))
    with pytest.raises(CalculationError, match="CAL-001"):
        plan.upstream(np.array([[0.2, 1.0]]))


def test_returned_material_in_a_loop_is_not_taken_for_running_backwards(loop, ar6):
    # b gives a back: the matrix is no Z-matrix, its sign pattern says nothing.
    changing = (at(loop, "b", "technosphere", "a"), at(loop, "a", "technosphere", "b"))
    plan = make_plan(loop, ar6, changing)
    # u_a = (1 + 0.5 x 4) / (1 + 0.5 x 0.4) = 2.5.
    assert plan.upstream(np.array([[-0.4], [0.5]])) == pytest.approx(2.5, rel=1e-15)


def test_amounts_that_are_not_finite_are_named(loop, ar6):
    plan = make_plan(loop, ar6, (at(loop, "a", "biosphere", "Carbon dioxide, fossil"),))
    with pytest.raises(CalculationError, match="CAL-002") as error:
        plan.upstream(np.array([[1.0, np.nan, np.inf]]))
    assert [f.code for f in error.value.findings] == ["CAL-002"]
    with pytest.raises(CalculationError, match="CAL-002"):
        plan.upstream(np.array([[1.7e308]]))


def test_columns_that_elimination_gets_wrong_are_solved_with_pivots(small, ar6):
    # Without pivots a production of 1e-17 loses everything: made by others, it has a solution.
    byproduct = replace(small.takes("a", 1.0), type="production")
    system = small.system(
        small.process("a", small.takes("b", 0.5), small.emits(small.co2, 1.0)),
        small.process("b", byproduct, small.takes("a", 0.1), small.emits(small.co2, 2.0)),
    )
    made = at(system, "a", "production", "a")
    plan = make_plan(system, ar6, (made,))
    found = plan.upstream(np.array([[1.0, 1e-17, 1e-3]]))
    given = amounts_of(system)
    for column, amount in enumerate((1.0, 1e-17, 1e-3)):
        given[made] = amount
        matrix = np.array([[amount, -0.5], [0.9, 1.0]])
        (expected, _) = np.linalg.solve(matrix, [1.0, 2.0])
        assert found[0, column] == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("changing", [(0, 0), (-1,), (99,)])
def test_positions_that_are_none_are_refused(loop, ar6, changing):
    with pytest.raises(ValueError, match="between 0 and 8"):
        make_plan(loop, ar6, changing)


def test_amounts_of_another_shape_are_refused(loop, ar6):
    plan = make_plan(loop, ar6, (1, 2))
    for shape in ((3, 4), (2,)):
        with pytest.raises(ValueError, match=r"shape \(2, n\)"):
            plan.upstream(np.ones(shape))
