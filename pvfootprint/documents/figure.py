"""The figure of footprints: stacked bars by stage, one panel per product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pvfootprint.documents.fonts import required_font
from pvfootprint.model.terms import BOUNDARY, GROUPS, PARTIAL_FOOTPRINT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from pvfootprint.model.footprint import Footprint

STYLES = {
    "direct": ("#D55E00", "////"),
    "electricity": ("#0072B2", ""),
    "heat": ("#E69F00", "...."),
    "materials": ("#56B4E9", "\\\\\\\\"),
    "transport": ("#009E73", "xxxx"),
    "waste": ("#F0E442", "||||"),
}
"""Colour (Okabe and Ito 2008, told apart by the colour-blind) and hatch (for print in grey)."""

WIDTH, HEIGHT = 7.5, 6.6
"""Size of the figure, fit for a page of A4 [inch]."""

PANELS_PER_ROW = 2


def draw(footprints: Sequence[Footprint]) -> Figure:
    """Draw footprints side by side, each in its own declared unit.

    Parameters
    ----------
    footprints : sequence of Footprint
        One panel each; bars are the stages of the chain, stacked by what they are made of.

    Returns
    -------
    matplotlib.figure.Figure
        To be saved with :func:`save`.

    Raises
    ------
    OutputError
        OUT-002 if no font for Chinese is installed.
    """
    import matplotlib as mpl  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    style: dict[Any, Any] = {
        "font.family": required_font(),
        "font.size": 8,
        "hatch.linewidth": 0.4,
        "svg.hashsalt": "pvfootprint",
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(style)
        rows = -(-len(footprints) // PANELS_PER_ROW)
        figure = Figure(figsize=(WIDTH, HEIGHT / 2 * rows), layout="constrained")
        panels = figure.subplots(rows, PANELS_PER_ROW, squeeze=False)
        for panel in panels.flat[len(footprints) :]:
            panel.set_visible(False)
        for panel, footprint in zip(panels.flat, footprints, strict=False):
            _panel(panel, footprint)
        handles, labels = panels.flat[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False)
        figure.suptitle(_title(footprints), fontsize=9, fontweight="bold")
    return figure


def save(figure: Figure, path: Path) -> None:
    """Save a figure; the same footprints give the same bytes.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        From :func:`draw`.
    path : Path
        Ends with ``.svg`` or ``.png``.
    """
    import matplotlib as mpl  # noqa: PLC0415

    metadata = {"Date": None} if path.suffix == ".svg" else {"Software": None}
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update({"svg.hashsalt": "pvfootprint", "hatch.linewidth": 0.4})
        figure.savefig(path, dpi=200, metadata=metadata)


def _title(footprints: Sequence[Footprint]) -> str:
    statuses = {str(footprint.product["vintage"]) for footprint in footprints}
    kinds = f"{PARTIAL_FOOTPRINT.en}, {BOUNDARY.en}"
    kinds_zh = f"{PARTIAL_FOOTPRINT.zh}（{BOUNDARY.zh}）"
    return f"{kinds[0].upper()}{kinds[1:]}, status {', '.join(sorted(statuses))}  {kinds_zh}"


def _panel(panel: Axes, footprint: Footprint) -> None:
    stages = footprint.stages
    places = range(len(stages))
    base = [0.0] * len(stages)
    for group, term in GROUPS.items():
        heights = [stage.groups[group] for stage in stages]
        colour, hatch = STYLES[group]
        panel.bar(
            places,
            heights,
            0.7,
            base,
            label=f"{term.en} {term.zh}",
            color=colour,
            hatch=hatch,
            edgecolor="black",
            linewidth=0.4,
        )
        base = [low + height for low, height in zip(base, heights, strict=True)]
    tallest = max(base)
    for place, stage, top in zip(places, stages, base, strict=True):
        label = f"{stage.value:.3g}\n{stage.share:.0%}"
        panel.text(place, top + 0.02 * tallest, label, ha="center", va="bottom", fontsize=7)
    names = [f"{stage.name.replace(' ', chr(10))}\n{stage.name_zh}" for stage in stages]
    panel.set_xticks(list(places), names, fontsize=6)
    panel.set_ylim(0, tallest * 1.22)
    panel.set_xlim(-0.6, max(len(stages), 4) - 0.4)
    panel.set_ylabel(footprint.total.unit)
    panel.set_title(
        f"{footprint.product['stage_en']} {footprint.product['stage_zh']}: "
        f"{footprint.total.value:.4g} {footprint.total.unit}\n{footprint.product['name']}",
        fontsize=8,
        loc="left",
    )
