"""Each lever in detail, those that are not offered, and what the advice does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import (
    Column,
    Items,
    Paragraph,
    Section,
    Table,
    Words,
    words,
)
from pvfootprint.language.texts import Text, in_both, joined, text
from pvfootprint.model.lever import CERTAINTIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pvfootprint.model.lever import Lever, Number
    from pvfootprint.model.reduction import Reduction

NOT_SAID = (
    text(
        "What a lever costs, and how long it takes: money and time stand nowhere in the data. The "
        "order of the list is by footprint alone."
    ),
    text(
        "What happens to the quality: efficiency, breakage and life of the product are taken to "
        "stay as they are, unless a lever says otherwise."
    ),
    text(
        "What suppliers will do: a lever of a supplier is a wish until its next workbook shows it. "
        "Where a dataset of the library stands in for a supplier, a lever acts on that dataset, "
        "not on the real plant."
    ),
    text(
        "What a certifier will accept: green power counts only with valid certificates, recycled "
        "content only with evidence. The values here are for planning and may not be declared."
    ),
    text(
        "How uncertain the whole is: the analysis of uncertainty shows the spread of the "
        "footprint. A saving smaller than the spread of the data behind it is not sure to be there."
    ),
    text(
        "Other burdens: land, water, toxicity. Only the climate is looked at, and only up to the "
        "gate."
    ),
)

NOT_IN_CATALOGUE = text(
    "Not offered for lack of data: heat from biomass and from waste heat (no Chinese factor and no "
    "rule for sharing its burden was found), more power from the same module (no source tells what "
    "it takes to make it), recycled glass, and frames of composite."
)


def details(reduction: Reduction) -> Section:
    """Return each lever that is offered: what is done, what it needs, how sure it is.

    Parameters
    ----------
    reduction : Reduction
        What the search found.

    Returns
    -------
    Section
        One part for each file of the catalogue: a lever for several stages stands once. Their
        numbers stand in one table at the end.
    """
    rests_on = {offer.lever.key: offer.why for offer in reduction.offers}
    files: dict[str, list[Lever]] = {}
    for one in reduction.alone:
        files.setdefault(one.lever.content_hash or one.lever.key, []).append(one.lever)
    parts = tuple(_detail(levers, rests_on) for levers in files.values())
    return Section(
        key="details",
        title=words(text("The levers one by one")),
        parts=(*parts, _numbers([levers[0] for levers in files.values()])),
    )


def _detail(levers: Sequence[Lever], rests_on: Mapping[str, Text]) -> Section:
    lever = levers[0]
    whys = dict.fromkeys(rests_on[one.key] for one in levers if rests_on[one.key])
    needs = joined(" ", [in_both(en, zh) for en, zh in lever.needs])
    said = [
        lever.explanation,
        text("It needs: {needs}", needs=needs) if lever.needs else Text(""),
        text("What to know: {caution}", caution=lever.caution),
        text("It rests on this: {why}.", why=joined("; ", whys)) if whys else Text(""),
    ]
    return Section(
        key=f"lever-{lever.key}",
        title=words(joined("; ", [one.name for one in levers])),
        blocks=tuple(Paragraph(words(one)) for one in said if one),
    )


def _numbers(levers: Sequence[Lever]) -> Section:
    """Return the numbers of all levers in one table."""
    rows = tuple(
        (
            words(lever.name),
            words(_with_unit(f"{number.value:g}", number.unit)),
            words(_range(number)),
            words(CERTAINTIES[number.certainty]),
            Words(number.note_en, number.note_zh),
            words(number.source),
        )
        for lever in levers
        for number in _different(lever.numbers)
    )
    table = Table(
        key="numbers",
        title=words(text("Numbers of the levers, and where they come from")),
        columns=(
            Column(heading=words(text("lever")), width=1.3),
            Column(heading=words(text("value")), form="code", width=0.7),
            Column(heading=words(text("range")), form="code", width=0.8),
            Column(heading=words(text("how sure")), width=0.8),
            Column(heading=words(text("what it says")), form="prose", width=2.6),
            Column(heading=words(text("source")), form="code", width=0.9),
        ),
        rows=rows,
    )
    return Section(key="numbers", title=words(text("Their numbers")), blocks=(table,))


def _different(numbers: Sequence[Number]) -> list[Number]:
    """Leave out numbers that say the same as one before them."""
    found: dict[tuple[float, str, str], Number] = {}
    for number in numbers:
        found.setdefault((number.value, number.unit, number.source), number)
    return list(found.values())


def _with_unit(value: str, unit: str) -> str:
    return value if unit in {"", "-"} else f"{value} {unit}"


def _range(number: Number) -> str:
    if number.low is None or number.high is None:
        return ""
    return f"{number.low:g} – {number.high:g}"


def not_offered(reduction: Reduction) -> Section:
    """Return the levers that are not offered, and why.

    Parameters
    ----------
    reduction : Reduction
        What the search found.

    Returns
    -------
    Section
        With a table, and what the catalogue lacks.
    """
    rows = tuple(
        (words(joined("; ", [lever.name for lever in levers])), words(state), words(why))
        for levers, state, why in reduction.not_offered()
    )
    table = Table(
        key="not-offered",
        title=words(text("Levers that are not offered, and why")),
        columns=(
            Column(heading=words(text("lever")), form="prose", width=1.6),
            Column(heading=words(text("state"))),
            Column(heading=words(text("why")), form="prose", width=2.4),
        ),
        rows=rows,
    )
    blocks = (
        *(Paragraph(words(one.said)) for one in reduction.closed),
        *((table,) if rows else ()),
        Paragraph(words(NOT_IN_CATALOGUE)),
    )
    return Section(key="not-offered", title=words(text("What is not offered")), blocks=blocks)


def limits() -> Section:
    """Return what the advice does not say.

    Returns
    -------
    Section
        The same in every advice.
    """
    items = tuple(words(said) for said in NOT_SAID)
    return Section(
        key="limits",
        title=words(text("What this advice does not say")),
        blocks=(Items(key="limits", items=items),),
    )


def sources(reduction: Reduction) -> Section:
    """Return the sources of the levers that are offered.

    Parameters
    ----------
    reduction : Reduction
        What the search found.

    Returns
    -------
    Section
        With a table, ordered by key.
    """
    cited: dict[str, dict[str, None]] = {}
    for one in reduction.alone:
        for key, citation in one.lever.sources.items():
            cited.setdefault(key, {})[citation] = None
    table = Table(
        key="sources",
        title=words(text("Sources")),
        columns=(
            Column(heading=words(text("source")), form="code"),
            Column(heading=words(text("citation")), form="prose", width=5),
        ),
        rows=tuple(
            (words(key), words(Text(citation))) for key in sorted(cited) for citation in cited[key]
        ),
        notes=(
            words(
                text(
                    "Factors of the datasets that levers bring in are those of the library, "
                    "which names their sources."
                )
            ),
        ),
    )
    return Section(key="sources", title=words(text("Sources")), blocks=(table,))
