"""Writes the tables of docs/library.md and its figure from the library as it is now."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib import rc_context
from matplotlib.figure import Figure

from pvfootprint.analysis.coverage import coverage
from pvfootprint.chain.selecting import Selection, name_of, products
from pvfootprint.documents.figure import save
from pvfootprint.documents.fonts import required_font
from pvfootprint.engine.computing import build_system, compute
from pvfootprint.library.caching import open_library
from pvfootprint.library.folders import data_root
from pvfootprint.library.gwp import read_set
from pvfootprint.model.findings import SelectionError
from pvfootprint.model.terms import DECLARED_UNITS, STAGES

if TYPE_CHECKING:
    from pvfootprint.model.footprint import Footprint
    from pvfootprint.model.inventory import CharacterizationSet, Inventory, Library

DOCS = Path(__file__).parent
UNITS = ("kg", "m2", "piece", "kWp")
CLASSES = ("official", "by gas", "aggregated", "derived", "proxy")
COLOURS = ("#999999", "#0072B2", "#56B4E9", "#009E73", "#E69F00", "#D55E00")
HATCHES = ("", "////", "", "....", "\\\\\\\\", "")
UNUSUAL = ("electricity-year-not-available", "derived-electricity", "cut-offs")


def main() -> None:
    """Compute every product and write tables and figure."""
    library, _ = open_library()
    factors = read_set(data_root(), "ar6", library)
    chain = products(library)
    vintages = sorted({product.vintage or 0 for product in chain})
    text = "\n\n".join(
        f"### Vintage {vintage}\n\n{_table(library, factors, vintage)}" for vintage in vintages
    )
    page = DOCS / "library.md"
    content = page.read_text(encoding="utf-8")
    start, end = "<!-- products -->\n", "<!-- end of products -->"
    pattern = re.escape(start) + ".*?" + re.escape(end)
    page.write_text(
        re.sub(pattern, lambda _: f"{start}\n{text}\n\n{end}", content, flags=re.DOTALL),
        encoding="utf-8",
    )
    figure = _figure(library, factors, vintages)
    for ending in ("svg", "png"):
        save(figure, DOCS / "images" / f"modules.{ending}")


def _table(library: Library, factors: CharacterizationSet, vintage: int) -> str:
    heads = ["product", *(f"kgCO2e/{unit}" for unit in UNITS), *CLASSES, "left out", "notes"]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    order = list(STAGES)
    chain = [p for p in products(library) if p.vintage == vintage]
    chain.sort(key=lambda p: order.index(p.stage))
    lines += [_row(library, factors, product) for product in chain]
    return "\n".join(lines)


def _row(library: Library, factors: CharacterizationSet, product: Inventory) -> str:
    values = []
    for unit in UNITS:
        try:
            system = build_system(library, Selection(product), unit)
        except SelectionError:
            values.append("")
            continue
        values.append(f"{compute(system, factors).total.value:.4g}")
    system = build_system(library, Selection(product), DECLARED_UNITS[product.stage][0])
    shares = coverage(system, factors).by_class
    result = compute(system, factors)
    known = [f"{shares.get(name, 0):.0%}" for name in CLASSES]
    notes = _notes(result, product)
    left_out = f"{len(result.cut_offs)} flows" if result.cut_offs else ""
    return f"| `{name_of(product)}` | {' | '.join([*values, *known, left_out, notes])} |"


def _notes(result: Footprint, product: Inventory) -> str:
    notes = []
    if any(caution.code == "derived-electricity" for caution in result.warnings):
        notes.append("derived electricity")
    if any(c.code == "electricity-year-differs" for c in result.warnings):
        years = {c["year"] for c in result.electricity}
        notes.append("electricity of " + "/".join(str(year) for year in sorted(years)))
    if product.explanation:
        notes.append(product.explanation)
    return "; ".join(notes)


def _figure(library: Library, factors: CharacterizationSet, vintages: list[int]) -> Figure:
    modules = [p for p in products(library) if p.stage == "module" and "mix" not in p.technology]
    groups = {v: [p for p in modules if p.vintage == v] for v in vintages}
    style = {"font.family": required_font(), "font.size": 8, "hatch.linewidth": 0.4}
    with rc_context(style):
        heights = [len(group) for group in groups.values()]
        figure = Figure(figsize=(7.5, 0.26 * sum(heights) + 1.6), layout="constrained")
        panels = figure.subplots(len(groups), 1, sharex=True, height_ratios=heights)
        for panel, (vintage, group) in zip(panels, groups.items(), strict=True):
            results = [
                compute(build_system(library, Selection(product), "kWp"), factors)
                for product in group
            ]
            _bars(panel, results)
            panel.set_title(
                f"status {vintage} ({vintage}年水平); the other panel is another technology "
                "and is not to be compared",
                loc="left",
                fontsize=8,
            )
        panels[-1].set_xlabel("kgCO2e/kWp, partial footprint, cradle to gate 产品部分碳足迹")
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False)
    return figure


def _bars(panel, results: list[Footprint]) -> None:  # noqa: ANN001  (matplotlib axes)
    results = sorted(results, key=lambda result: result.total.value)
    base = [0.0] * len(results)
    for i, (stage, term) in enumerate(STAGES.items()):
        widths = [
            next((part.value for part in result.stages if part.stage == stage), 0.0)
            for result in results
        ]
        label = f"{term.en} {term.zh}"
        panel.barh(
            range(len(results)),
            widths,
            0.72,
            base,
            label=label,
            color=COLOURS[i],
            hatch=HATCHES[i],
            edgecolor="black",
            linewidth=0.3,
        )
        base = [left + width for left, width in zip(base, widths, strict=True)]
    for place, total in enumerate(base):
        panel.text(total + 6, place, f"{total:.0f}", va="center", fontsize=7)
    names = [result.product["name"].removeprefix("module:").partition("@")[0] for result in results]
    panel.set_yticks(range(len(results)), names, fontsize=7)
    panel.spines[["top", "right"]].set_visible(False)
    panel.margins(x=0.08)


if __name__ == "__main__":
    main()
