"""The catalogue on the example chain: four companies, with a cell maker that buys green power."""

from dataclasses import replace
from itertools import combinations

import pytest

from pvfootprint.analysis.reduction.offering import changes_of
from pvfootprint.analysis.reduction.reducing import closed_parts, companies_of, reduce
from pvfootprint.analysis.scenarios import apply
from pvfootprint.engine.solving import solve
from pvfootprint.interface.subjects import open_subject
from pvfootprint.rules.levers.reading import read_levers

SOME = (
    "frame-recycled",
    "frame-steel",
    "granular-silicon",
    "green-wind-cell",
    "thinner-wafer",
)


@pytest.fixture(scope="module")
def chain(library, data_folder):
    """Give the module of the example chain."""
    return open_subject(str(data_folder / "examples" / "pilot"), library=library)


@pytest.fixture(scope="module")
def of(data_folder):
    """Give the catalogue by key."""
    return {lever.key: lever for lever in read_levers(data_folder)}


@pytest.fixture(scope="module")
def found(chain, of):
    """Give what some levers would do."""
    return reduce(chain, [of[key] for key in SOME], 290.0)


def test_every_set_equals_the_plain_engine(chain, of, found):
    levers = [of[key] for key in SOME]
    sets = [
        some
        for size in range(len(levers) + 1)
        for some in combinations(levers, size)
        if not any(one.excluded_by(other) for one, other in combinations(some, 2))
    ]
    assert found.sets == len(sets) == 2**3 * 3
    values = {}
    for some in sets:
        system = apply(chain, changes_of(some), strict=False).system if some else chain.system
        values[tuple(lever.key for lever in some)] = solve(system, chain.factors).score
    for one in found.best:
        assert one.footprint == pytest.approx(values[one.keys], rel=1e-10)
        least = min(v for keys, v in values.items() if len(keys) == len(one.keys))
        assert one.footprint == pytest.approx(least, rel=1e-10)
    assert (
        found.smallest.footprint
        <= 290
        < min(v for keys, v in values.items() if len(keys) < len(found.smallest.keys))
    )


def test_savings_interact(found):
    alone = {one.lever.key: one.saving for one in found.alone}
    taken = {step.lever.key: step.saving for step in found.sequence}
    assert taken["granular-silicon"] < alone["granular-silicon"] * 0.95
    assert sum(taken.values()) < sum(alone[key] for key in taken)
    assert found.footprint - sum(taken.values()) == pytest.approx(found.lowest.footprint)


def test_green_power_that_is_bought_already_is_not_offered(chain, of):
    """Three tenths of the cell maker's electricity are green: a quarter is no lever any more."""
    green = of["green-wind-cell"]
    quarter = {"electricity": green.changes["electricity"].model_copy(update={"share": 0.25})}
    less = replace(green, key="quarter", changes=quarter)
    offers = {o.lever.key: o for o in reduce(chain, [less, of["thinner-wire"]]).offers}
    assert offers["quarter"].state == "pulled"
    assert offers["quarter"].why
    assert offers["thinner-wire"].state == "open"


def test_the_whole_catalogue_is_offered_or_told_why_not(chain, of):
    """Without solar power there are fewer sets; nothing else of the catalogue is left out."""
    levers = [lever for key, lever in of.items() if not key.startswith(("green-solar", "green-wi"))]
    reduction = reduce(chain, [*levers, of["green-wind-ingot"]])
    states = {offer.lever.key: offer.state for offer in reduction.offers}
    assert states["green-wind-ingot"] == "absent"
    assert states["heat-pump-module"] == "absent"
    assert states["thinner-glass"] == states["frameless"] == "open"
    assert all(offer.why for offer in reduction.offers if offer.state != "open")
    lowest = set(reduction.lowest.keys)
    assert not {"thinner-glass", "frameless"} <= lowest
    assert len({"frame-recycled", "frame-steel", "frameless"} & lowest) == 1
    assert not {"less-silver", "plated-copper"} <= lowest


def test_what_is_sealed_is_said_and_its_company_is_not_asked_to_act(chain, of):
    """The module takes 1.367 kg of the sealed polysilicon: 68.8 of 383.0 kgCO2e/kWp."""
    members = tuple(
        replace(m, source="summary") if m.stage == "polysilicon" else m
        for m in chain.system.members
    )
    sealed = replace(chain, system=replace(chain.system, members=members))

    (closed,) = closed_parts(sealed)

    assert (closed.company, closed.stage) == ("示例硅料有限公司", "polysilicon")
    assert closed.footprint == pytest.approx(68.76, abs=0.01)
    assert closed.share == pytest.approx(68.76 / 383.01, abs=1e-4)
    assert closed.said.en.startswith("18.0% of the footprint is behind the sealed part")
    assert companies_of(sealed)["polysilicon"] == "supplier of polysilicon"
    assert companies_of(chain)["polysilicon"] == "示例硅料有限公司, supplier of polysilicon"
    assert companies_of(chain)["cell"] == "示例电池有限公司"
    assert closed_parts(chain) == ()
    assert reduce(sealed, [of["thinner-wire"]]).to_dict()["closed"][0]["stage"] == "polysilicon"
