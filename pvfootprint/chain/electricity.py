"""Chooses what stands behind the grid of each location: place, method, year, losses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import Finding, SelectionError
from pvfootprint.model.system import ElectricityChoice
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pvfootprint.model.inventory import Inventory, Library

FORM = "[STAGE=]PLACE[:METHOD]"
RESIDUAL_MIX = text("residual mix")
"""Method of a mix of what is left when every claim to electricity is taken off."""

METHODS = {
    "official": text("official"),
    "consumption": text("consumption"),
    "generation": text("generation mix"),
    "technology": text("technology"),
    "residual": RESIDUAL_MIX,
}
"""Methods as a user types them, in the order in which they are preferred."""

LOSSES = (text("default"), text("with"), text("without"))


@dataclass(frozen=True, slots=True)
class ElectricityRequest:
    """Electricity as asked for.

    Parameters
    ----------
    place : str
        ``CN``, ``CN-Jiangsu``, ``KR``, ``CN-green-wind`` ...
    method : str
        A value of :data:`METHODS`; empty if the preferred one is meant.
    stage : str
        Stage whose own electricity it is; empty for the grid of the product's location.
    """

    place: str
    method: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class ElectricityOptions:
    """How electricity is chosen.

    Parameters
    ----------
    requests : tuple of ElectricityRequest
        What is asked for; everything else takes the grid of its own location.
    year : int, optional
        Year of the data; the newest by default.
    losses : str
        ``default``, ``with`` or ``without`` losses of transmission and distribution. The default
        is ``without`` for the official national factor, whose announcement does not say whether
        it holds them, and ``with`` for everything built from generation technologies.
    strict : bool
        Whether a missing year is an error instead of a fallback to the nearest.
    """

    requests: tuple[ElectricityRequest, ...] = ()
    year: int | None = None
    losses: str = "default"
    strict: bool = False


DEFAULT = ElectricityOptions()


def parse_electricity(written: str) -> ElectricityRequest:
    """Read what a user asks for.

    Parameters
    ----------
    written : str
        ``[STAGE=]PLACE[:METHOD]``, such as ``CN-Jiangsu:consumption`` or ``cell=CN-green-wind``.

    Returns
    -------
    ElectricityRequest
        Whether the place is known is the library's to say.

    Raises
    ------
    SelectionError
        SEL-014 if it does not have the form.
    """
    stage, equals, rest = written.strip().rpartition("=")
    place, colon, method = rest.partition(":")
    wrong = not place or (equals and stage not in STAGES) or (colon and method not in METHODS)
    if wrong:
        raise SelectionError(
            [
                Finding(
                    "SEL-014",
                    text("the electricity {written!r} is not understood", written=written),
                    column="--electricity",
                    found=written,
                    expected=text(
                        "{form}; stages: {stages}; methods: {methods}",
                        form=FORM,
                        stages=", ".join(STAGES),
                        methods=", ".join(METHODS),
                    ),
                )
            ]
        )
    return ElectricityRequest(place, METHODS.get(method, ""), stage)


def electricity_years(library: Library, place: str) -> dict[int, str]:
    """Return the years for which a place's electricity is known.

    Parameters
    ----------
    library : Library
        The compiled library.
    place : str
        Location of the grid.

    Returns
    -------
    dict
        Code of the default dataset by year, oldest first.
    """
    found = {
        i.electricity_year or 0: i.code for i in _nodes(library, place) if i.electricity_default
    }
    return dict(sorted(found.items()))


def choose_electricity(
    library: Library, product: Inventory, stage_codes: Iterable[str], options: ElectricityOptions
) -> tuple[dict[str, Inventory], list[tuple[str, ElectricityChoice]]]:
    """Put the chosen electricity behind the grids and stages.

    Parameters
    ----------
    library : Library
        The compiled library.
    product : Inventory
        The product.
    stage_codes : iterable of str
        Datasets of the product's chain.
    options : ElectricityOptions
        What is asked for.

    Returns
    -------
    dict
        All datasets by code, with changed links.
    list of (str, ElectricityChoice)
        Choices, each with the code of the node whose electricity it is: a grid supply node, or
        the dataset itself where a stage asked for it.

    Raises
    ------
    SelectionError
        SEL-010 for a missing year, SEL-014 for an unknown place, method or losses.
    """
    inventories = dict(library.inventories)
    chain = [library.inventories[code] for code in stage_codes]
    _check_requests(options.requests, chain)
    own = _own_supplies(library, product, chain)
    choices: list[tuple[str, ElectricityChoice]] = []
    supplies: set[str] = set()
    for supply in library.inventories.values():
        if not supply.electricity_supply:
            continue
        request = next((r for r in options.requests if not r.stage), None)
        if request is None or supply.code not in own:
            request = ElectricityRequest(supply.electricity_supply)
            asked = replace(options, strict=options.strict or supply.code in own)
        else:
            asked = options
        choice = resolve(library, request, asked, lenient=supply.code not in own)
        choices.append((supply.code, replace(choice, own=supply.code in own)))
        supplies.add(supply.code)
        inventories[supply.code] = _relinked(supply, set(), library.inventories[choice.node])
    for request in options.requests:
        if request.stage:
            choice = resolve(library, request, options)
            target = library.inventories[choice.node]
            for inventory in chain:
                if inventory.stage == request.stage:
                    inventories[inventory.code] = _relinked(inventory, supplies, target)
            choices.append((choice.node, replace(choice, own=True)))
    return inventories, choices


def resolve(
    library: Library,
    request: ElectricityRequest,
    options: ElectricityOptions,
    *,
    lenient: bool = False,
) -> ElectricityChoice:
    """Find the dataset of a request.

    Parameters
    ----------
    library : Library
        The compiled library.
    request : ElectricityRequest
        Place and method.
    options : ElectricityOptions
        Year, losses, strictness.
    lenient : bool
        Whether losses that are not known for this place are left at the default: for grids that
        the user did not ask about.

    Returns
    -------
    ElectricityChoice
        The dataset, and whether it is what was asked for.

    Raises
    ------
    SelectionError
        SEL-010 for a missing year, SEL-014 for an unknown place, method or losses.
    """
    nodes = _of_method(library, request)
    with_losses = [n for n in nodes if _has_losses(n, options.losses)]
    if not with_losses and lenient:
        with_losses = [n for n in nodes if n.electricity_default]
    if not with_losses:
        message = text(
            "{place} is not known {losses} network losses",
            place=request.place,
            losses=Text(options.losses),
        )
        raise _unknown(
            message,
            found=f"--losses {options.losses}",
            expected=", ".join(sorted({n.electricity_losses for n in nodes})),
        )
    years = {n.electricity_year or 0: n for n in with_losses}
    year = options.year if options.year is not None else max(years)
    official = request.method == "official" or with_losses[0].electricity_method == "official"
    if year not in years and (options.strict or official):
        raise SelectionError(
            [
                Finding(
                    "SEL-010",
                    text(
                        "there is no electricity of {place} for {year}",
                        place=request.place,
                        year=year,
                    ),
                    column="--electricity-year",
                    found=str(year),
                    expected=", ".join(str(known) for known in sorted(years)),
                )
            ]
        )
    nearest = min(sorted(years), key=lambda known: (abs(known - year), -known))
    node = years[nearest]
    return ElectricityChoice(
        location=request.place,
        year=nearest,
        asked=options.year,
        node=node.code,
        method=node.electricity_method,
        losses=node.electricity_losses,
        stage=request.stage,
    )


def _of_method(library: Library, request: ElectricityRequest) -> list[Inventory]:
    nodes = _nodes(library, request.place)
    if not nodes:
        places = sorted({i.electricity_location for i in library.inventories.values()} - {""})
        near = get_close_matches(request.place, places, n=4, cutoff=0.4)
        message = text("the library has no electricity of {place!r}", place=request.place)
        raise _unknown(
            message,
            found=request.place,
            expected=text("a place of `pvfootprint library electricity`"),
            hint=text("nearest: {names}", names=", ".join(near)) if near else "",
        )
    methods = {n.electricity_method for n in nodes}
    words = [word for word, method in METHODS.items() if method in methods]
    wanted = request.method
    if (
        not wanted
        and request.place.startswith("CN-")
        and methods - {RESIDUAL_MIX} == {"generation mix"}
    ):
        message = text(
            "{place} has no consumption-based estimate: say that the generation mix is "
            "meant, which ignores what the province imports",
            place=request.place,
        )
        raise _unknown(
            message,
            found=request.place,
            expected=f"{request.place}:generation",
        )
    wanted = wanted or METHODS[words[0]]
    found = [n for n in nodes if n.electricity_method == wanted]
    if not found:
        message = text("{place} has no electricity by this method", place=request.place)
        raise _unknown(
            message,
            found=wanted,
            expected=", ".join(words),
        )
    return found


def _nodes(library: Library, place: str) -> list[Inventory]:
    return [i for i in library.inventories.values() if i.electricity_location == place]


def _has_losses(node: Inventory, losses: str) -> bool:
    return node.electricity_default if losses == "default" else node.electricity_losses == losses


def _unknown(message: str, found: str, expected: str, hint: str = "") -> SelectionError:
    return SelectionError(
        [
            Finding(
                "SEL-014",
                message,
                column="--electricity",
                found=found,
                expected=expected,
                hint=hint,
            )
        ]
    )


def _check_requests(requests: Sequence[ElectricityRequest], chain: Iterable[Inventory]) -> None:
    """Refuse requests that would be ignored: a second one, or one for a stage that is not there."""
    stages = {inventory.stage for inventory in chain}
    asked = [request.stage for request in requests]
    for request in requests:
        what = text("the grid of the product")
        if request.stage:
            what = text("the stage {stage}", stage=Text(request.stage))
        if asked.count(request.stage) > 1:
            message = text("{what} is given electricity more than once", what=what)
            raise _unknown(message, found=request.place, expected=text("one place"))
        if request.stage and request.stage not in stages:
            message = text("{what} is not in the chain of this product", what=what)
            raise _unknown(message, found=request.stage, expected=", ".join(sorted(stages)))


def _own_supplies(library: Library, product: Inventory, chain: Iterable[Inventory]) -> set[str]:
    """Return the grid supply nodes of the chain's datasets at the product's location."""
    return {
        exchange.target
        for inventory in chain
        if inventory.location == product.location
        for exchange in inventory.inputs
        if library.inventories[exchange.target].electricity_supply
    }


def _relinked(user: Inventory, supplies: Collection[str], target: Inventory) -> Inventory:
    """Return a dataset that takes its electricity from another one.

    A grid supply node takes all it takes from there; any other dataset what it takes from grids.
    """
    everything = bool(user.electricity_supply)
    exchanges = tuple(
        replace(
            e,
            name=target.name,
            product=target.product,
            location=target.location,
            database=target.database,
            target=target.code,
        )
        if e.type == "technosphere" and (everything or e.target in supplies)
        else e
        for e in user.exchanges
    )
    return replace(user, exchanges=exchanges)
