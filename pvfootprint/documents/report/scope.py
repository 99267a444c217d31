"""Goal and scope: why, what, how much of it, and where the boundary runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import (
    Fact,
    Facts,
    Figure,
    Paragraph,
    Section,
    Table,
    Words,
    words,
)
from pvfootprint.documents.boundary import draw_boundary
from pvfootprint.documents.numbers import figures
from pvfootprint.documents.report.naming import (
    SOURCES,
    both,
    column,
    group_name,
    named,
    stage_name,
    symbol,
)
from pvfootprint.documents.report.summary import (
    owner_name,
    period,
    product_name,
    rules_name,
    unit_name,
)
from pvfootprint.language.texts import in_both, text

if TYPE_CHECKING:
    from pvfootprint.model.inventory import Inventory
    from pvfootprint.model.site import SiteProduct
    from pvfootprint.model.study import Study


def scope(study: Study) -> Section:
    """Return goal and scope."""
    return Section(
        key="scope",
        title=words(text("Goal and scope")),
        parts=(_goal(study), _product(study), _unit(study), _boundary(study), _time(study)),
    )


def _goal(study: Study) -> Section:
    rules = rules_name(study)
    audience = text(
        "The maker of the product and its suppliers, the certification body, and those to whom "
        "the maker gives this report"
    )
    rows = (
        (
            text("Reason for the study"),
            text(
                "To quantify the greenhouse gases that the product causes from the cradle to the "
                "gate of its maker, and to find where in the chain they arise"
            ),
        ),
        (
            text("Intended use"),
            text(
                "Evaluation of the product under the rule set {rules}; a starting point for "
                "reductions along the chain",
                rules=in_both(rules.en, rules.zh),
            ),
        ),
        (text("Audience"), audience),
        (text("Comparisons"), in_both(*_not_claimed(study))),
        (
            text("Product category rules"),
            text(
                "No product category rules were applied beyond the rule set, which rests on "
                "{basis}",
                basis=", ".join(study.rules.basis),
            ),
        ),
        (
            text("Changes of scope"),
            text("None during the study; what is left out stands in the section on cut-offs"),
        ),
    )
    return Section(key="goal", title=words(text("Goal")), blocks=(_facts("goal", rows),))


def _not_claimed(study: Study) -> tuple[str, str]:
    scope = study.footprint.scope
    return scope["not_claimed_en"], scope["not_claimed_zh"]


def _facts(key: str, rows: tuple[tuple[str, str], ...]) -> Facts:
    return Facts(
        key=key,
        title=words(rows[0][0]),
        facts=tuple(Fact(label=words(name), value=words(value)) for name, value in rows if value),
    )


def _product(study: Study) -> Section:
    product = study.footprint.product
    made = _as_declared(study)
    bins = ", ".join(f"{power:g}" for power in product.get("power_bins") or ())
    rows = (
        (text("Product"), product_name(study)),
        (text("Company and site"), owner_name(study)),
        (text("Registered number"), str(product.get("company_code") or "")),
        (text("Stage"), in_both(product["stage_en"], product["stage_zh"])),
        (text("Technology"), str(product["technology"])),
        (text("Design"), str(product["design"])),
        (text("Place of production"), str(product["location"])),
        (text("Models"), ", ".join(product.get("models") or ())),
        (text("Power bins [W]"), bins),
        (text("Representative model"), str(product.get("representative") or "")),
        (text("Power of one piece [W]"), _figure(made.power if made else None)),
        (text("Area of one piece [m2]"), _figure(made.area if made else None)),
        (text("Mass of one piece [kg]"), _figure(made.mass if made else None)),
        (text("Thickness of the wafer [um]"), _figure(made.thickness if made else None)),
    )
    return Section(
        key="product", title=words(text("The product")), blocks=(_facts("product", rows),)
    )


def _figure(value: float | None) -> str:
    return "" if value is None else figures(value)


def _as_declared(study: Study) -> SiteProduct | None:
    """Return what the leader's workbook says of the product."""
    key = str(study.footprint.product.get("key") or "")
    return study.sites[0].product(key) if study.sites and key else None


def _unit(study: Study) -> Section:
    declared = study.system.declared_unit
    rows = (
        (text("Declared unit"), f"1 {declared.unit}"),
        (
            text("Reference flow"),
            f"{figures(declared.reference_flow, 6)} {symbol(declared.reference_unit)}",
        ),
        (text("Conversion"), "; ".join(declared.assumptions)),
        (
            text("Function"),
            text(
                "A declared unit is used, because a partial footprint covers no use of the "
                "product and so fulfils no function"
            ),
        ),
    )
    said = text(
        "All values of this report refer to {unit} of the product at the gate of its maker.",
        unit=unit_name(study),
    )
    return Section(
        key="unit",
        title=words(text("Declared unit and reference flow")),
        blocks=(Paragraph(words(said)), _facts("unit", rows)),
    )


def _boundary(study: Study) -> Section:
    title = text("System boundary and supply chain")
    inside = text(
        "Inside are all processes from the extraction of raw materials to the gate of the maker: "
        "the stages of the chain with their energy, materials, direct emissions, transport and "
        "treatment of waste, and what lies behind these inputs. A process belongs to the system if "
        "its product is taken anywhere in the chain; nothing is left out but the flows listed "
        "under cut-offs."
    )
    outside = text(
        "Outside are delivery to the user, installation, use and end of life. No use profile and "
        "no end-of-life scenario enters the value."
    )
    flows = text(
        "The elementary flows are the greenhouse gases of the set of global warming potentials, to "
        "air from fossil and biogenic sources and from land-use change, and carbon dioxide that "
        "biomass takes up. Other elementary flows are not counted."
    )
    return Section(
        key="boundary",
        title=words(text("System boundary")),
        blocks=(
            Paragraph(words(inside)),
            Paragraph(words(outside)),
            Paragraph(words(flows)),
            Figure(
                key="boundary",
                title=words(title),
                svg=draw_boundary(study.system, study.footprint, title),
                notes=(
                    words(
                        text(
                            "Solid boxes: data of companies. Dashed boxes: the library stands in; "
                            "their value holds everything before them, that of all others only "
                            "their own stage. Arrows: share of what the user takes of that stage. "
                            "Values in {unit}.",
                            unit=study.footprint.total.unit,
                        )
                    ),
                ),
            ),
            _unit_processes(study),
        ),
    )


def _unit_processes(study: Study) -> Table:
    """Return the important unit processes: those of the chain, by stage."""
    system = study.system
    by_code = {inventory.code: inventory for inventory in system.inventories}
    members = {member.code: member for member in system.members}
    rows = []
    for stage in study.footprint.stages:
        for code in stage.processes:
            member = members.get(code)
            inventory = by_code[code]
            whose = words(member.title) if member else named(SOURCES, "library")
            rows.append(
                (
                    both(stage.name, stage.name_zh),
                    whose,
                    words(code if not member else member.product),
                    _takes(inventory),
                    float(len(inventory.exchanges) - 1),
                )
            )
    return Table(
        key="unit-processes",
        title=words(text("Unit processes of the chain")),
        columns=(
            column(text("stage"), width=0.8),
            column(text("whose"), width=1.6),
            column(text("product or dataset"), "code", width=1.4),
            column(text("what it takes and gives"), width=1.6),
            column(text("number of flows"), "count"),
        ),
        rows=tuple(rows),
        notes=(
            words(
                text(
                    "Behind them stand {count} processes of the library; the largest are listed "
                    "with the results, all of them in the workbook.",
                    count=len(system.inventories) - len(system.stage_codes),
                )
            ),
        ),
    )


def _takes(inventory: Inventory) -> Words:
    groups = list(
        dict.fromkeys(
            exchange.group for exchange in inventory.exchanges if exchange.type != "production"
        )
    )
    names = [group_name(group) for group in groups if group]
    return Words(", ".join(n.en for n in names), "、".join(n.zh for n in names))


def _time(study: Study) -> Section:
    rows = tuple(
        (
            stage_name(member.stage),
            words(f"{member.company}, {member.site}"),
            words(_place(study, member.code)),
            words(f"{member.start.isoformat()} – {member.end.isoformat()}"),
            named(SOURCES, member.source),
        )
        for member in study.system.members
    )
    said = text(
        "The value stands for production in the time {period}. All emissions and removals count "
        "as if they happened at once; no delay is weighed.",
        period=period(study),
    )
    years = sorted({choice.year for choice in study.system.electricity})
    background = text(
        "Background data are the newest that the library holds; the electricity is that of "
        "{years}.",
        years=", ".join(str(year) for year in years) or "–",
    )
    table = Table(
        key="periods",
        title=words(text("Time and place of the companies' data")),
        columns=(
            column(text("stage"), width=0.8),
            column(text("company, site"), width=1.6),
            column(text("place")),
            column(text("period"), width=1.2),
            column(text("data from"), width=0.8),
        ),
        rows=rows,
    )
    return Section(
        key="time",
        title=words(text("Time and place")),
        blocks=(Paragraph(words(said)), Paragraph(words(background)), *((table,) if rows else ())),
    )


def _place(study: Study, code: str) -> str:
    return next((i.location for i in study.system.inventories if i.code == code), "")
