"""Which levers are offered for a product, and why the others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.findings import AnalysisError, Finding
from pvfootprint.model.reduction import Offer
from pvfootprint.model.scenario import FlowChange, TransportChange
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.model.inventory import Inventory, Library
    from pvfootprint.model.lever import Lever, Range
    from pvfootprint.model.scenario import Change


def changes_of(levers: Iterable[Lever]) -> dict[str, Change]:
    """Return the changes of levers by the name that they have in a variation.

    Parameters
    ----------
    levers : iterable of Lever
        Whose.

    Returns
    -------
    dict
        ``LEVER.CHANGE`` to change.
    """
    return {
        f"{lever.key}.{name}": change for lever in levers for name, change in lever.changes.items()
    }


def gone(levers: Iterable[Lever], library: Library) -> list[Finding]:
    """Return where levers take datasets that the library does not have.

    Parameters
    ----------
    levers : iterable of Lever
        Those asked for.
    library : Library
        Of the product.

    Returns
    -------
    list of Finding
        LEV-007, one for each change.
    """
    codes = set(library.inventories)
    return [
        Finding(
            "LEV-007",
            text("the lever {key} takes a dataset that the library does not have", key=lever.key),
            column=f"changes.{name}",
            found=code,
            expected=text("the code of a dataset of the library"),
            hint=text(
                "correct the lever's file, or leave it out with --without {key}", key=lever.key
            ),
        )
        for lever in levers
        for name, change in lever.changes.items()
        for code in _datasets(change)
        if code not in codes
    ]


def _datasets(change: Change) -> list[str]:
    if isinstance(change, FlowChange):
        return [change.replace_with] if change.replace_with else []
    if isinstance(change, TransportChange):
        return [change.to] if change.to else []
    return []


def check_elsewhere(subject: Subject, levers: Sequence[Lever]) -> dict[str, Offer]:
    """Return the levers that cannot be pulled here: at this place, in this range, by these rules.

    Parameters
    ----------
    subject : Subject
        Product system, and what it was built from.
    levers : sequence of Lever
        Those asked for.

    Returns
    -------
    dict
        Offer by key, of those that are not valid here.
    """
    chain = set(subject.system.stage_codes)
    of_stage: dict[str, list[Inventory]] = {stage: [] for stage in STAGES}
    for inventory in subject.system.inventories:
        if inventory.code in chain and inventory.stage:
            of_stage[inventory.stage].append(inventory)
    basis = str(subject.rules.value("electricity.basis"))
    found = {}
    for lever in levers:
        offer = _other_basis(lever, basis) or _elsewhere(lever, of_stage)
        if offer:
            found[lever.key] = offer
    return found


def _other_basis(lever: Lever, basis: str) -> Offer | None:
    if lever.basis in {"", basis}:
        return None
    why = text("the rule set counts electricity by {basis}: contracts do not count", basis=basis)
    return Offer(lever=lever, state="elsewhere", why=why)


def _elsewhere(lever: Lever, of_stage: Mapping[str, list[Inventory]]) -> Offer | None:
    processes = of_stage[lever.who]
    if not processes and all(change.stage == lever.who for change in lever.changes.values()):
        why = text("no {stage} of its own stands in this chain", stage=STAGES[lever.who])
        return Offer(lever=lever, state="absent", why=why)
    made_in = [process.location for process in processes]
    out = [place for place in made_in if lever.places and not place.startswith(lever.places)]
    if out:
        why = text(
            "holds for {places} only; {stage} is made in {location}",
            places=joined(", ", lever.places),
            stage=STAGES[lever.who],
            location=joined(", ", dict.fromkeys(out)),
        )
        return Offer(lever=lever, state="elsewhere", why=why)
    for place in lever.valid:
        outside = _outside(place, of_stage[place.stage])
        if outside:
            return Offer(lever=lever, state="elsewhere", why=outside)
    return None


def _outside(place: Range, processes: Iterable[Inventory]) -> Text | None:
    """Return why a range does not hold, in the words of an amount per unit; None if it holds."""
    for process in processes:
        taken = [e for e in process.exchanges if e.target == place.flow]
        amount = sum(e.amount for e in taken)
        if not place.above < amount <= place.below:
            return text(
                "holds for {meaning}: here the {stage} takes {amount:.3g} of {flow}, not {above:g} "
                "to {below:g}",
                meaning=place.meaning,
                stage=STAGES[place.stage],
                amount=amount,
                flow=place.flow,
                above=place.above,
                below=place.below,
            )
    return None


def offer_of(lever: Lever, states: Mapping[str, tuple[str, Text]]) -> Offer:
    """Return the offer of a lever from the states of its changes.

    Parameters
    ----------
    lever : Lever
        Which one.
    states : mapping
        Status (``open``, ``pulled`` or ``absent``) and reason of each change, by its name in the
        variation.

    Returns
    -------
    Offer
        Open if one of its changes is, with what that rests on; pulled if those that find something
        are already made.
    """
    own = [states[f"{lever.key}.{name}"] for name in lever.changes]
    found = {status: [why for known, why in own if known == status] for status, _ in own}
    for state in ("open", "pulled", "absent"):
        if state in found:
            whys = dict.fromkeys(found[state])
            return Offer(
                lever=lever,
                state=state,
                why=joined("; ", whys) if state == "open" else next(iter(whys)),
            )
    msg = f"the lever {lever.key} has no change"
    raise ValueError(msg)


def check_left(offers: Sequence[Offer]) -> None:
    """Refuse to go on where no lever is offered.

    Parameters
    ----------
    offers : sequence of Offer
        All of them.

    Raises
    ------
    AnalysisError
        LEV-008 with the reason of each.
    """
    if any(offer.state == "open" for offer in offers):
        return
    raise AnalysisError(
        [
            Finding(
                "LEV-008",
                text("no lever is left that would change this product"),
                found=joined("; ", [f"{offer.lever.key}: " + offer.why for offer in offers]),
                hint=text("offer other levers with --levers, or fewer of --without"),
            )
        ]
    )
