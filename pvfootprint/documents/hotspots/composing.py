"""Composes what is said about hot spots: one document for the page and the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import (
    Document,
    Fact,
    Facts,
    Figure,
    Items,
    Paragraph,
    Section,
    Words,
    words,
)
from pvfootprint.documents.hotspots.network import draw_network
from pvfootprint.documents.hotspots.tables import cross_table, split_table, spot_table, tree_table
from pvfootprint.documents.numbers import percent
from pvfootprint.documents.sankey import draw_sankey
from pvfootprint.language.texts import text
from pvfootprint.model.terms import BOUNDARY, PARTIAL_FOOTPRINT

if TYPE_CHECKING:
    from pvfootprint.model.footprint import Footprint
    from pvfootprint.model.hotspots import Hotspots

NETWORK_TITLE = text("Which processes the emissions pass through")


def compose(found: Hotspots, footprint: Footprint) -> Document:
    """Compose the document.

    Parameters
    ----------
    found : Hotspots
        Where the footprint comes from.
    footprint : Footprint
        The same footprint, for its diagram by stage.

    Returns
    -------
    Document
        For :func:`pvfootprint.documents.webpage.webpage` and the workbook.
    """
    return Document(
        title=words(text("Hot spots")),
        subtitle=words(text("Where the footprint comes from")),
        subject=words(found.product),
        owner=words(found.owner),
        headline=Fact(label=words(PARTIAL_FOOTPRINT), value=found.total, unit=found.unit),
        status=Paragraph(words(found.message), "good"),
        facts=_facts(found),
        sections=(
            Section(
                key="most",
                title=words(text("What makes most of it")),
                blocks=(
                    Items("spots", tuple(words(s.says) for s in found.spots)),
                    spot_table(found),
                ),
            ),
            _flows(found, footprint),
            Section(
                key="splits",
                title=words(text("Split five ways")),
                blocks=(
                    Paragraph(words(_rest_note(found))),
                    *(split_table(found, split) for split in found.splits),
                ),
            ),
            Section(
                key="crosses",
                title=words(text("Split two ways at once")),
                blocks=tuple(cross_table(found, cross) for cross in found.crosses),
            ),
            Section(
                key="tree",
                title=words(text("Tree")),
                blocks=(Paragraph(words(TREE_NOTE)), tree_table(found)),
            ),
        ),
        annexes=(),
    )


TREE_NOTE = text(
    "Each line holds its emissions with everything before it; the lines one step further in sum to "
    "it. What is below the cut-off stands as one line. Where a loop comes back to a process that "
    "stands further up the path, the line holds what the loop takes back and is not opened again, "
    "so that nothing counts twice; the last column then says how much must be made for one net "
    "unit."
)


def _rest_note(found: Hotspots) -> Words:
    return words(
        text(
            "Every table sums to the footprint. Processes and flows below {cutoff} % of it stand "
            "as one row.",
            cutoff=percent(found.cutoff),
        )
    )


def _facts(found: Hotspots) -> Facts:
    scope = text("{object}, {boundary}", object=PARTIAL_FOOTPRINT, boundary=BOUNDARY)
    facts = (
        Fact(label=words(text("what the number is")), value=words(scope)),
        Fact(label=words(text("GWP set")), value=words(found.method)),
        Fact(label=words(text("cut-off of tables and tree")), value=_percent(found.cutoff)),
        Fact(label=words(text("Share of primary data")), value=_percent(found.primary_share)),
        Fact(label=words(text("share that rests on proxies")), value=_percent(found.proxy_share)),
    )
    return Facts(key="title", title=words(text("Hot spots")), facts=facts)


def _percent(share: float) -> Words:
    return words(f"{percent(share)} %")


def _flows(found: Hotspots, footprint: Footprint) -> Section:
    by_stage = text("Suppliers, stages and what they take")
    notes = (
        text(
            "Each box is a process; its number is its emissions with everything before it. As much "
            "leaves a box as enters it. Processes below {cutoff} % of the footprint are folded "
            "into those that take from them, and so is what only passes something on, such as the "
            "supply of a grid. Point at a box or a band to read it.",
            cutoff=percent(found.cutoff),
        ),
    )
    network = Figure(
        key="network",
        title=words(NETWORK_TITLE),
        svg=draw_network(found, NETWORK_TITLE),
        notes=tuple(words(note) for note in notes),
    )
    overview = Figure(key="stages", title=words(by_stage), svg=draw_sankey(footprint, by_stage))
    return Section(key="flows", title=words(text("Where it flows")), blocks=(overview, network))
