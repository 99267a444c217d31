"""Tables of a supply chain: suppliers' parts, gaps, primary data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.commands.printing import aligned, bilingual, figures, language, table
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from rich.console import Console

    from pvfootprint.model.footprint import Footprint

SOURCES = {
    "workbook": text("workbook"),
    "summary": text("summary"),
    "library": text("library"),
}
"""Where a part of the chain comes from."""


def show_suppliers(result: Footprint, out: Console) -> None:
    """Print whose data a footprint rests on.

    Parameters
    ----------
    result : Footprint
        With suppliers.
    out : Console
        Where to.
    """
    share = f"{bilingual(text('Share of primary data'), ' ')}: {result.primary_data_share:.1%}"
    out.print(share, style="bold")
    _parts(result, out)
    if result.gaps:
        _gaps(result, out)


def _parts(result: Footprint, out: Console) -> None:
    headings = (text("stage"), text("company, site, product"), text("data from"))
    numbers = ("kgCO2e", bilingual(text("share")), bilingual(text("of it primary")))
    lines = table(*(bilingual(heading) for heading in headings), *numbers, left=3)
    total = result.total.value
    for part in result.suppliers:
        whose = ", ".join(word for word in (part.company, part.site, part.product) if word)
        period = f" {part.start} ~ {part.end}" if part.start else ""
        lines.add_row(
            f"{part.stage_en} {part.stage_zh}",
            whose or "-",
            f"{bilingual(SOURCES[part.source], ' ')}{period}",
            aligned(part.value, total),
            f"{part.share:.1%}",
            f"{part.primary_share:.1%}",
        )
    out.print(lines)


def _gaps(result: Footprint, out: Console) -> None:
    headings = (text("gap"), text("for"), text("filled with"), text("why"))
    numbers = (bilingual(text("of supply")), "kgCO2e", bilingual(text("share")))
    lines = table(*(bilingual(heading) for heading in headings), *numbers, left=4)
    for gap in result.gaps:
        why = {"en": gap.why, "zh": gap.why_zh}.get(language(), f"{gap.why_zh} {gap.why}")
        lines.add_row(
            f"{gap.stage_en} {gap.stage_zh}",
            gap.taken_by,
            gap.dataset,
            why,
            f"{gap.supply_share:.1%}",
            figures(gap.value),
            f"{gap.share:.1%}",
        )
    out.print(lines)
