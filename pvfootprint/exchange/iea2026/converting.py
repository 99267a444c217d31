"""Turns activities of the workbook into datasets of a set beside the shipped library."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pvfootprint.model.inventory import Exchange, Inventory
from pvfootprint.model.mapping import Counterpart

if TYPE_CHECKING:
    from pvfootprint.exchange.iea2026.sheet import Key, SheetActivity, SheetExchange
    from pvfootprint.model.inventory import Library, Parameter
    from pvfootprint.model.mapping import MappedProduct, Mapping

CHAIN, ANCILLARY, BACKGROUND = (f"iea-2026 {part}" for part in ("chain", "ancillary", "background"))
SOURCE, OURS = "iea-t12-33", "pvfootprint"
"""Keys of the sources: the workbook, and what was added here."""

VINTAGE = 2024
"""The report describes 2023 to 2025."""

KEPT = ("efficiency", "piece_area_m2")
"""Parameters that a product takes over from a shipped dataset like it."""

GROUPS = {"electricity": "electricity", "heat": "heat", "fuels": "heat", "transport": "transport"}
GROUPS |= {"waste": "waste"}
"""What a dataset of the shipped library counts as, by the last word of its database, where no
process of the library takes it."""

PEDIGREE = re.compile(r"\((?:\d|na)(?:,(?:\d|na)){5}")
LONGEST_NOTE = 300


@dataclass(slots=True)
class Use:
    """An input that the mapping was asked for.

    Parameters
    ----------
    counterpart : Counterpart
        What stands for it.
    known : bool
        Whether the mapping knows it; what it does not know is left out, visibly.
    users : list of str
        Codes of the datasets that take it.
    """

    counterpart: Counterpart
    known: bool = True
    users: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Converted:
    """What became of the workbook.

    Parameters
    ----------
    chain, ancillary, background : list of Inventory
        Datasets: products of the chain, what the workbook makes for them, and what stands between
        them and the shipped library.
    uses : list of Use
        Every input that was looked up.
    flows_left_out : list of str
        Elementary flows without a counterpart.
    """

    chain: list[Inventory] = field(default_factory=list)
    ancillary: list[Inventory] = field(default_factory=list)
    background: list[Inventory] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    flows_left_out: list[str] = field(default_factory=list)

    def all(self) -> list[Inventory]:
        """Return every dataset."""
        return [*self.chain, *self.ancillary, *self.background]


def convert(activities: dict[Key, SheetActivity], mapping: Mapping, library: Library) -> Converted:
    """Turn the products of the chain, and all that they take, into datasets.

    Parameters
    ----------
    activities : dict
        The workbook's activities, mended.
    mapping : Mapping
        What stands for its inputs, flows and products.
    library : Library
        The shipped library.

    Returns
    -------
    Converted
        Datasets that link to each other and to the shipped library only.
    """
    return _Conversion(activities, mapping, library).run()


class _Conversion:
    def __init__(
        self, activities: dict[Key, SheetActivity], mapping: Mapping, library: Library
    ) -> None:
        self.activities, self.mapping, self.library = activities, mapping, library
        self.uses: dict[Counterpart, Use] = {}
        self.standing: dict[Counterpart, Inventory] = {}
        self.left_out: set[str] = set()
        self.groups = _groups(library)

    def run(self) -> Converted:
        result = Converted()
        for activity in self._taken():
            product = self.mapping.as_product(activity.name)
            made = self._dataset(activity, product)
            (result.chain if product else result.ancillary).append(made)
        result.background = sorted(self.standing.values(), key=lambda i: i.code)
        result.uses = list(self.uses.values())
        result.flows_left_out = sorted(self.left_out)
        return result

    def _taken(self) -> list[SheetActivity]:
        """Return the products of the chain and whatever of the workbook they take, ordered."""
        waiting = [a for a in self.activities.values() if self.mapping.as_product(a.name)]
        taken: dict[Key, SheetActivity] = {}
        while waiting:
            activity = waiting.pop()
            if activity.key in taken:
                continue
            taken[activity.key] = activity
            waiting += [found for e in activity.inputs() if (found := self._own(e))]
        return sorted(taken.values(), key=lambda a: a.line)

    def _own(self, exchange: SheetExchange) -> SheetActivity | None:
        """Return the workbook's own supplier of an input; what is mapped is not looked into."""
        if self._mapped(exchange):
            return None
        return self.activities.get((exchange.name, exchange.product, exchange.location))

    def _mapped(self, e: SheetExchange) -> Counterpart | None:
        return self.mapping.counterpart(e.name, e.product, e.unit, e.location)

    def _dataset(self, activity: SheetActivity, product: MappedProduct | None) -> Inventory:
        code = _product_code(activity, product) if product else _slug(activity)
        made = Inventory(
            code=code,
            database=CHAIN if product else ANCILLARY,
            file="",
            line=activity.line,
            name=activity.name,
            product=activity.product,
            location=activity.location,
            unit=activity.unit,
            data_class="inventory",
            source=SOURCE,
            comment=activity.comment or activity.source or activity.name,
            year=VINTAGE,
            exchanges=_summed(self._exchanges(activity, code)),
        )
        if product is None:
            return made
        return replace(
            made,
            stage=product.stage,
            technology=product.technology,
            design=product.design,
            default_design=product.default,
            vintage=VINTAGE,
            parameters=self._parameters(product.like),
        )

    def _parameters(self, like: str) -> tuple[Parameter, ...]:
        if not like:
            return ()
        there = self.library.inventories[like].parameters
        return tuple(p for p in there if p.name in KEPT)

    def _exchanges(self, activity: SheetActivity, code: str) -> list[Exchange]:
        found = []
        for exchange in activity.exchanges:
            if exchange.type == "technosphere":
                found.append(self._input(exchange, code))
            elif exchange.type == "biosphere":
                found += self._flow(exchange)
        return found

    def _flow(self, exchange: SheetExchange) -> list[Exchange]:
        flow = self.mapping.flow(exchange.name, exchange.categories, exchange.unit)
        if flow is None or not flow.target:
            self.left_out.add(f"{exchange.name}, {exchange.categories}")
            return []
        made = _exchange(exchange, exchange.amount, "direct")
        return [replace(made, name=flow.target, categories=flow.target_categories)]

    def _input(self, exchange: SheetExchange, user: str) -> Exchange:
        own = self._own(exchange)
        if own is not None:
            product = self.mapping.as_product(own.name)
            database = CHAIN if product else ANCILLARY
            made = _exchange(exchange, exchange.amount, "materials")
            return replace(
                made, name=own.name, product=own.product, location=own.location, database=database
            )
        counterpart = self._mapped(exchange)
        known = counterpart is not None
        counterpart = counterpart or _unknown(exchange)
        use = self.uses.setdefault(counterpart, Use(counterpart, known))
        use.users.append(user)
        target, factor = self._target(counterpart)
        group = self.groups.get(counterpart.target) or "materials"
        made = _exchange(exchange, exchange.amount * factor, group)
        return replace(
            made,
            name=target.name,
            product=target.product,
            location=target.location,
            database=target.database,
        )

    def _target(self, counterpart: Counterpart) -> tuple[Inventory, float]:
        """Return the dataset that an input is taken from, and how much of it per unit."""
        if counterpart.quality == "exact":
            return self.library.inventories[counterpart.target], counterpart.factor
        if counterpart not in self.standing:
            self.standing[counterpart] = self._stand_in(counterpart)
        return self.standing[counterpart], -1.0 if counterpart.factor < 0 else 1.0

    def _stand_in(self, counterpart: Counterpart) -> Inventory:
        """Return a dataset that shows in every footprint what is a proxy, or left out."""
        is_proxy = counterpart.quality == "proxy"
        target = self.library.inventories[counterpart.target] if counterpart.target else None
        kind = "proxy" if is_proxy else "cutoff"
        place = counterpart.location or (target.location if target else "GLO")
        taken = [] if target is None else [self._taken_from(target, counterpart)]
        what = f"proxy: {target.product}" if target and is_proxy else "cut-off"
        return Inventory(
            code=f"{kind}-{_words(counterpart.activity)}-{_words(counterpart.product)}-{place}",
            database=BACKGROUND,
            file="",
            line=0,
            name=f"{counterpart.activity} ({what})",
            product=counterpart.product,
            location=place,
            unit=counterpart.unit,
            data_class="proxy" if is_proxy else "cut-off",
            source=OURS,
            comment=counterpart.reason,
            proxy_for=counterpart.product if is_proxy else "",
            mass_per_unit=None if is_proxy else _mass(counterpart),
            mass_basis="" if is_proxy or counterpart.unit != "kilogram" else "by definition",
            capital_goods=counterpart.quality == "capital goods",
            exchanges=tuple(taken) if is_proxy else (),
        )

    def _taken_from(self, target: Inventory, counterpart: Counterpart) -> Exchange:
        return Exchange.taken(
            target,
            abs(counterpart.factor),
            group=self.groups.get(target.code) or "materials",
            source=OURS,
            note=counterpart.reason,
        )


def _mass(counterpart: Counterpart) -> float | None:
    """Return the mass of a unit that is left out; None where its unit does not say it [kg]."""
    if counterpart.unit != "kilogram":
        return None
    return 0.0 if counterpart.quality == "service" else 1.0


def _unknown(exchange: SheetExchange) -> Counterpart:
    return Counterpart(
        activity=exchange.name,
        product=exchange.product,
        location=exchange.location,
        unit=exchange.unit,
        target="",
        factor=1.0,
        quality="cut-off",
        reason="not in the mapping",
        reason_zh="映射表中没有",
    )


def _exchange(exchange: SheetExchange, amount: float, group: str) -> Exchange:
    scores = PEDIGREE.search(exchange.comment)
    named = (exchange.name, exchange.location or exchange.categories)
    return Exchange(
        type=exchange.type,
        name="",
        product="",
        location="",
        database="",
        categories="",
        amount=amount,
        unit=exchange.unit,
        group=group,
        scale=exchange.scale,
        pedigree=f"{scores[0]})" if scores else "",
        source=SOURCE,
        source_flow=" | ".join(named),
        note=exchange.comment[:LONGEST_NOTE],
    )


def _summed(exchanges: list[Exchange]) -> tuple[Exchange, ...]:
    """Sum rows that are the same in all but their amount: a set may not say a row twice."""
    sums: dict[Exchange, float] = defaultdict(float)
    for exchange in exchanges:
        sums[replace(exchange, amount=0.0)] += exchange.amount
    return tuple(replace(exchange, amount=amount) for exchange, amount in sums.items())


def _groups(library: Library) -> dict[str, str]:
    """Return what each dataset of the library counts as: as most of its processes take it."""
    taken: dict[str, Counter[str]] = defaultdict(Counter)
    for inventory in library.inventories.values():
        if inventory.stage:
            for exchange in inventory.inputs:
                taken[exchange.target][exchange.group] += 1
    usual = {code: groups.most_common(1)[0][0] for code, groups in taken.items()}
    named = {
        i.code: GROUPS.get(i.database.rpartition(" ")[2], "materials")
        for i in library.inventories.values()
    }
    return named | usual


def _product_code(activity: SheetActivity, product: MappedProduct) -> str:
    parts = (product.stage, product.technology, product.design, activity.location)
    return "-".join(part for part in parts if part)


def _slug(activity: SheetActivity) -> str:
    return f"{_words(activity.product)}-{_words(activity.location)}"


def _words(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
