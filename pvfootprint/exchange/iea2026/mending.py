"""Mends known faults of the workbook, each only where it is found as it is known.

The faults were found in the edition that the package premise 2.5.2 carries. What the right value
is follows from other rows of the workbook itself, or from the unit that a row must have.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pvfootprint.exchange.iea2026.sheet import Key, SheetActivity, SheetExchange

    Activities = dict[Key, SheetActivity]
    Change = Callable[[SheetExchange], SheetExchange]

ELECTRICITY = "electricity, medium voltage"
SAME = 0.01
"""Within which two amounts count as the same [-]."""

PANEL = "photovoltaic panel production, single-crystalline silicon, "
TOPCON = (
    PANEL + "topcon, ",
    "photovoltaic laminate production, single-crystalline silicon, topcon, ",
)
PERC_PANEL = PANEL + "perc"
POLYSILICON = "silicon production, solar grade, "
WAFER = "single-crystalline silicon wafer production, photovoltaics, "
BRICK = "single-crystalline silicon brick production, photovoltaic, czochralski process"
CELL = "photovoltaic cell production, single-crystalline silicon, "
MG_SILICON = "silicon production, metallurgical grade, photovoltaic supply chain"
NICKEL, STEEL = "nickel, class 1", ("steel, low-alloyed, hot rolled", "steel, low-alloyed")
BORON, AMMONIA = "trichloroborane", "ammonia, anhydrous, liquid"
CHIPS = "wood chips, green, measured as dry mass"
SIMULATED = "simulated data"

FURTHEST = 10.0
"""Factor between two routes' amounts of one gas beyond which one of them must be a slip [-]."""

NICKEL_PER_STEEL = 1.0
"""Nickel on a wire over the steel in it [-]: a coating does not weigh more than its core."""

CHIPS_AS_VOLUME = 0.01
"""Wood chips per kilogram of silicon below which their amount is a volume [m3/kg]."""

CHIPS_DENSITY = 415.0
"""Bulk density of wood chips [kg/m3]: 1.35 kg are 0.003253 m3 in the edition of 2020."""

AMMONIA_PER_N2O = 17.031 / 44.013
"""Ammonia in the ammonium nitrate that a kilogram of nitrous oxide is made from, at full yield
(NH4NO3 -> N2O + 2 H2O) [kg/kg]."""

NITRIC_PER_N2O = 63.013 / 44.013
"""Nitric acid in it, dry mass [kg/kg]."""


@dataclass(frozen=True, slots=True)
class Mend:
    """What was done about a known fault.

    Parameters
    ----------
    rule : str
        Its name.
    fault : Text
        What is wrong.
    done : Text
        What the right value is taken from.
    places : int
        How many rows were changed; 0 if the fault was not found.
    """

    rule: str
    fault: Text
    done: Text
    places: int


def mend(activities: Activities) -> tuple[Activities, list[Mend]]:
    """Mend the known faults.

    Parameters
    ----------
    activities : dict
        The workbook's activities by name, reference product and location.

    Returns
    -------
    dict
        Mended activities.
    list of Mend
        One for every known fault, found or not.
    """
    mends = []
    for rule, (fault, done, work) in RULES.items():
        mended = {key: work(activity, activities) for key, activity in activities.items()}
        places = sum(_changed(mended[key], activities[key]) for key in activities)
        activities = mended
        mends.append(Mend(rule, fault, done, places))
    return activities, mends


def _changed(after: SheetActivity, before: SheetActivity) -> int:
    if after is before:
        return 0
    same = set(before.exchanges)
    return sum(exchange not in same for exchange in after.exchanges)


def _module_electricity(module: SheetActivity, all_: Activities) -> SheetActivity:
    """Take China's electricity of the same module, shared as the region's PERC module does."""
    if not module.name.startswith(TOPCON) or SIMULATED in module.name or module.location == "CN":
        return module
    home = all_.get((module.name, module.product, "CN"))
    like = _only(all_, PERC_PANEL, module.location)
    if home is None or like is None:
        return module
    whole, shares = sum(_power(home).values()), _power(like)
    total = sum(shares.values())
    if not total or set(shares) != set(_power(module)):
        return module
    right = {place: whole * share / total for place, share in shares.items()}
    return _with(
        module,
        lambda e: _amount(e, right[e.location]) if e.product == ELECTRICITY else e,
    )


def _polysilicon_grid(silicon: SheetActivity, _: Activities) -> SheetActivity:
    """Take the European grid for European polysilicon."""
    if not silicon.name.startswith(POLYSILICON) or silicon.location != "RER":
        return silicon

    def from_europe(exchange: SheetExchange) -> SheetExchange:
        if exchange.product != ELECTRICITY or exchange.location != "NO":
            return exchange
        name = "market group for electricity, medium voltage"
        return replace(exchange, name=name, location="RER")

    return _with(silicon, from_europe)


def _wafer_nickel(wafer: SheetActivity, all_: Activities) -> SheetActivity:
    """Take as much nickel per steel of the wire as where bricks are sawn."""
    if not wafer.name.startswith(WAFER):
        return wafer
    brick = _only(all_, BRICK, wafer.location) or _only(all_, BRICK, "CN")
    if brick is None:
        return wafer
    steel, nickel = _sum(wafer, *STEEL), _sum(wafer, NICKEL)
    of_brick = _sum(brick, *STEEL), _sum(brick, NICKEL)
    if nickel <= NICKEL_PER_STEEL * steel or not all(of_brick):
        return wafer
    right = steel * of_brick[1] / of_brick[0]
    return _with(wafer, lambda e: _amount(e, right) if e.product == NICKEL else e)


def _boron(cell: SheetActivity, all_: Activities) -> SheetActivity:
    """Take the larger amount in both routes: which one slipped is not known."""
    if not cell.name.startswith(CELL + "topcon") or SIMULATED in cell.name:
        return cell
    amounts = [
        _sum(other, BORON)
        for other in all_.values()
        if other.name.startswith(CELL + "topcon") and other.location == cell.location
    ]
    amounts = [amount for amount in amounts if amount > 0]
    if not amounts or max(amounts) <= FURTHEST * min(amounts):
        return cell
    return _with(cell, lambda e: _amount(e, max(amounts)) if e.product == BORON else e)


def _nitrous_oxide(cell: SheetActivity, _: Activities) -> SheetActivity:
    """Take what nitrous oxide is made from, where ammonia stands for it."""
    if not cell.name.startswith(CELL) or SIMULATED in cell.name:
        return cell
    rows: list[SheetExchange] = []
    for exchange in cell.exchanges:
        if not is_nitrous_oxide(exchange):
            rows.append(exchange)
            continue
        nitric = replace(
            exchange,
            name="nitric acid production, product in 50% solution state",
            product="nitric acid, without water, in 50% solution state",
            location="RER w/o RU",
            amount=exchange.amount * NITRIC_PER_N2O,
        )
        rows += [_amount(exchange, exchange.amount * AMMONIA_PER_N2O), nitric]
    return replace(cell, exchanges=tuple(rows)) if len(rows) > len(cell.exchanges) else cell


def _wood_chips(silicon: SheetActivity, _: Activities) -> SheetActivity:
    """Turn a volume of wood chips into its mass."""
    if silicon.name != MG_SILICON or not 0 < _sum(silicon, CHIPS) < CHIPS_AS_VOLUME:
        return silicon
    return _with(
        silicon, lambda e: _amount(e, e.amount * CHIPS_DENSITY) if e.product == CHIPS else e
    )


def is_nitrous_oxide(exchange: SheetExchange) -> bool:
    """Whether ammonia stands for nitrous oxide in a row."""
    return exchange.product == AMMONIA and "nitrous oxide" in exchange.comment.lower()


RULES: dict[str, tuple[Text, Text, Callable[[SheetActivity, Activities], SheetActivity]]] = {
    "topcon-module-electricity": (
        text(
            "the electricity of TOPCon modules outside China is shifted by a column: Europe has a "
            "tenth of it, one country of Asia too much"
        ),
        text("that of the same module in China, shared among countries as for the PERC module"),
        _module_electricity,
    ),
    "rer-polysilicon-grid": (
        text("European polysilicon takes its electricity from the Norwegian grid"),
        text("the European grid"),
        _polysilicon_grid,
    ),
    "wafer-nickel": (
        text("the sawing wire of wafers carries more nickel than steel"),
        text("nickel per steel as on the wire that saws bricks"),
        _wafer_nickel,
    ),
    "boron-trichloride": (
        text("the boron trichloride of the two TOPCon routes differs more than tenfold"),
        text("the larger amount for both, as it is not known which one slipped"),
        _boron,
    ),
    "nitrous-oxide": (
        text("ammonia stands for nitrous oxide, kilogram for kilogram"),
        text(
            "ammonia and nitric acid of the ammonium nitrate that it is made from, at full yield "
            "and without energy; a lower bound"
        ),
        _nitrous_oxide,
    ),
    "wood-chips": (
        text("the wood chips of metallurgical silicon are a volume under the name of a mass"),
        text("415 kg per cubic metre, as in the edition of 2020"),
        _wood_chips,
    ),
}
"""Known faults: what is wrong, what is done, and the function that does it."""


def _with(activity: SheetActivity, change: Change) -> SheetActivity:
    exchanges = tuple(change(e) if e.type == "technosphere" else e for e in activity.exchanges)
    return activity if exchanges == activity.exchanges else replace(activity, exchanges=exchanges)


def _amount(exchange: SheetExchange, amount: float) -> SheetExchange:
    near = abs(exchange.amount - amount) <= SAME * abs(amount)
    return exchange if near else replace(exchange, amount=amount)


def _power(activity: SheetActivity) -> dict[str, float]:
    """Return electricity by place [kWh]."""
    found: dict[str, float] = defaultdict(float)
    for exchange in activity.inputs():
        if exchange.product == ELECTRICITY:
            found[exchange.location] += exchange.amount
    return found


def _sum(activity: SheetActivity, *products: str) -> float:
    return sum(e.amount for e in activity.inputs() if e.product in products)


def _only(activities: Activities, name: str, location: str) -> SheetActivity | None:
    found = _named(activities, name, location)
    return next(found, None)


def _named(activities: Activities, name: str, location: str) -> Iterator[SheetActivity]:
    return (a for a in activities.values() if (a.name, a.location) == (name, location))
