"""Green certificates that are counted once, against sets of single numbers."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pvfootprint.model.certificates import numbers_between
from pvfootprint.model.findings import RegistryError
from pvfootprint.registry.checking import check, check_snapshot
from pvfootprint.registry.projections import GreenRange
from pvfootprint.registry.snapshots import Snapshot
from pvfootprint.registry.transactions import Transaction


def taken(first, last="", system="GEC"):
    """Return a range as the body of an entry has it."""
    return {"system": system, "first": first, "last": last or first}


@pytest.fixture
def reserve(registry, registries):
    """Give a function that takes ranges for an application."""

    def reserve(application, *ranges):
        body = {"green_reserved": list(ranges)}
        return registries.write(registry, "accept", application, body)

    return reserve


@pytest.fixture
def settle(registry, registries):
    """Give a function that spends or releases what an application has taken."""
    return lambda application, now: registries.write(
        registry, "decide", application, {"green_now": now}
    )


def test_a_certificate_counts_for_one_application(reserve, refused):
    reserve("A-1", taken("GEC0001", "GEC0100"))
    with refused("REG-016") as error:
        reserve("A-2", taken("GEC0099", "GEC0101"))
    (finding,) = error.value.findings
    assert "A-1" in finding.message
    assert "2 green certificates" in finding.message
    assert finding.found == "GEC0099, GEC0100"
    reserve("A-2", taken("GEC0101"))


def test_nothing_of_a_refused_act_is_written(reserve, refused, registry):
    reserve("A-1", taken("GEC5"))
    with refused("REG-016"):
        reserve("A-2", taken("GEC4"), taken("GEC5"))
    reserve("A-3", taken("GEC4"))
    with registry.reading() as snapshot:
        assert snapshot.size() == 3


def test_another_spelling_is_the_same_certificate(reserve, refused):
    reserve("A-1", taken("GEC0001"))
    for other in ("gec 0001", "\uff27\uff25\uff23\uff10\uff10\uff10\uff11"):
        with refused("REG-016"):
            reserve("A-2", taken(other))
    with refused("REG-016"):
        reserve("A-2", taken("GEC0001", system="I-REC"))


def test_what_stands_twice_in_one_application_is_refused(reserve, refused):
    with refused("REG-016") as error:
        reserve("A-1", taken("GEC01", "GEC05"), taken("GEC04", "GEC09"), taken("GEC10"))
    assert error.value.findings[0].found == "GEC04, GEC05"


@pytest.mark.parametrize(
    ("first", "last"),
    [("GEC2", "GEC1"), ("GEC1", "GEC10"), ("GECA", "GECB"), ("GEC1", "GEC\u0662")],
)
def test_a_range_that_is_none_is_refused(reserve, refused, first, last):
    with refused("REG-017"):
        reserve("A-1", taken(first, last))


def test_what_was_released_is_free_and_what_was_spent_is_not(reserve, settle, refused):
    reserve("A-1", taken("GEC1", "GEC5"))
    reserve("B-1", taken("GEC6", "GEC9"))
    settle("A-1", "released")
    reserve("A-2", taken("GEC1", "GEC5"))
    settle("A-2", "spent")
    settle("A-2", "released")
    with refused("REG-016", "REG-016") as error:
        reserve("A-3", taken("GEC5", "GEC6"))
    assert sorted(finding.found for finding in error.value.findings) == ["GEC5", "GEC6"]


def test_who_holds_what_is_told(reserve, registry):
    reserve("A-1", taken("GEC1", "GEC5"))
    reserve("B-1", taken("GEC6"))
    wanted = [taken("GEC5", "GEC7"), taken("GEC9"), taken("GEC2", "GEC1")]
    with registry.reading() as snapshot:
        held = snapshot.green_held([GreenRange(**one) for one in wanted])
        everything = list(snapshot.green_taken())
    assert held == [
        ("A-1", GreenRange(**taken("GEC1", "GEC5"))),
        ("B-1", GreenRange(**taken("GEC6"))),
    ]
    assert everything == [(one, who, False) for who, one in held]


def test_an_application_can_exchange_what_it_holds_in_one_entry(
    reserve, refused, registry, registries
):
    reserve("A-1", taken("GEC1", "GEC5"))
    reserve("B-1", taken("GEC9"))
    exchanged = {"green_now": "released", "green_reserved": [taken("GEC3", "GEC9")]}
    with refused("REG-016"):
        registries.write(registry, "amend", "A-1", exchanged)
    exchanged["green_reserved"] = [taken("GEC3", "GEC8")]
    registries.write(registry, "amend", "A-1", exchanged)
    reserve("C-1", taken("GEC1", "GEC2"))
    with refused("REG-016"):
        reserve("C-1", taken("GEC8"))
    assert check(registry).is_sound


def test_a_range_of_a_million_takes_no_longer_than_one(reserve, refused):
    reserve("A-0", taken("X0"))
    seconds = []
    for low, high in ((1, 1), (1_000_000, 1_999_999)):
        started = time.perf_counter()
        reserve(f"A-{low}", taken(f"GEC{low:020}77", f"GEC{high:020}77"))
        with refused("REG-016"):
            reserve("A-2", taken(f"GEC{high:020}77"))
        with refused("REG-016"):
            reserve("A-2", taken(f"GEC{low - 1:020}00", f"GEC{low:020}99"))
        seconds.append(time.perf_counter() - started)
    assert seconds[1] < 10 * seconds[0] + 1


def test_a_clash_is_told_before_the_act(reserve, registry):
    reserve("A-1", taken("GEC1"))
    with registry.reading() as snapshot:
        assert snapshot.green_clashes([GreenRange(**taken("GEC2"))]) == []
        (finding,) = snapshot.green_clashes([GreenRange(**taken("GEC1"))])
    assert finding.code == "REG-016"


@st.composite
def ranges(draw):
    """Draw a range of up to a hundred, in one of a few places of numbers of one length."""
    tail = draw(st.sampled_from(["", "0", "00"]))
    width = 4 - len(tail)
    low = draw(st.integers(0, 10**width - 1))
    high = draw(st.integers(low, min(10**width - 1, low + 99)))
    head = draw(st.sampled_from(["G", "H"]))
    return taken(f"{head}{low:0{width}}{tail}", f"{head}{high:0{width}}{tail}")


def listed(one):
    """Return every number of a range."""
    numbers = numbers_between((one["first"], one["last"]))
    return {numbers.number(place) for place in range(numbers.count)}


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "C"]),
        st.lists(ranges(), max_size=3),
        st.sampled_from(["", "spent", "released"]),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def rollbacks(registries, tmp_path_factory):
    """Give a registry in whose transactions anything may be tried."""
    made = registries.make(tmp_path_factory.mktemp("green") / "registry.db")
    yield made
    made.close()


@given(acts=ACTS)
@settings(max_examples=150)
def test_no_number_is_counted_twice(acts, rollbacks, registries):
    """Against a dictionary of single numbers: who holds each, and whether it is spent."""
    held = {}
    with rollbacks.engine.connect() as connection, connection.begin() as undone:
        transaction = Transaction(connection, rollbacks.now())
        for who, wanted, now in acts:
            freed = {
                n for n, holder in held.items() if now == "released" and holder == (who, False)
            }
            sets = [listed(one) for one in wanted]
            everything = set().union(*sets)
            is_free = sum(map(len, sets)) == len(everything - (held.keys() - freed))
            body = {"green_reserved": wanted, "green_now": now}
            try:
                transaction.append("x", who, body, registries.actor())
            except RegistryError:
                assert not is_free
                continue
            assert is_free
            held = {n: holder for n, holder in held.items() if n not in freed}
            held |= dict.fromkeys(everything, (who, False))
            if now == "spent":
                held |= {n: (who, True) for n, (holder, _) in held.items() if holder == who}
        report = check_snapshot(Snapshot(connection), now=rollbacks.now())
        assert report.is_sound, report.findings
        undone.rollback()
