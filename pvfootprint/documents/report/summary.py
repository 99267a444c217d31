"""The title page and the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.bars import draw_bars
from pvfootprint.documents.blocks import Fact, Facts, Figure, Paragraph, Section, Words, words
from pvfootprint.documents.numbers import figures, percent
from pvfootprint.documents.report.naming import BASES, STATUSES, named, symbol
from pvfootprint.language.texts import Text, in_both, text
from pvfootprint.model.terms import GROUPS

if TYPE_CHECKING:
    from pvfootprint.documents.blocks import Block
    from pvfootprint.model.study import Study

TITLE = text("Carbon footprint study report")
SCENARIO_TITLE = text("Carbon footprint scenario, not a declaration")


def title(study: Study) -> Text:
    """Return the title of the report; one of a scenario says so on every page."""
    return SCENARIO_TITLE if study.system.scenario_hash else TITLE


def product_name(study: Study) -> str:
    """Return the product as people call it, with the scenario if it is one."""
    product = study.footprint.product
    if study.system.scenario_hash:
        return str(product["name"])
    return str(product.get("product_name") or product["name"])


def owner_name(study: Study) -> str:
    """Return the company and the site; empty for a product of the library."""
    product = study.footprint.product
    return ", ".join(str(product[key]) for key in ("company", "site") if product.get(key))


def unit_name(study: Study) -> Text:
    """Return the declared unit with its reference flow."""
    declared = study.system.declared_unit
    unit = symbol(declared.reference_unit)
    if declared.unit == unit:
        return Text(f"1 {unit}")
    return Text(f"1 {declared.unit} = {figures(declared.reference_flow)} {unit}")


def scope_name(study: Study) -> Words:
    """Return what the number is: a partial footprint, cradle to gate."""
    scope = study.footprint.scope
    return Words(
        f"{scope['object_en']}, {scope['boundary_en']}",
        f"{scope['object_zh']}（{scope['boundary_zh']}）",
    )


def rules_name(study: Study) -> Words:
    """Return the rule set with version and status."""
    rules = study.rules
    status = named(STATUSES, rules.status)
    return Words(
        f"{rules.title} ({rules.key} {rules.version}, {status.en})",
        f"{rules.title_zh}（{rules.key} {rules.version}，{status.zh}）",
    )


def period(study: Study) -> str:
    """Return the first and last day of the companies' data, or the year of the library's."""
    days = [(member.start, member.end) for member in study.system.members]
    if not days:
        return str(study.footprint.product["vintage"])
    return f"{min(d[0] for d in days).isoformat()} – {max(d[1] for d in days).isoformat()}"


def headline(study: Study) -> Fact:
    """Return the number of the report."""
    total = study.footprint.total
    return Fact(label=scope_name(study), value=total.value, unit=total.unit)


def title_facts(study: Study) -> Facts:
    """Return what the title page says of the study."""
    footprint = study.footprint
    product = footprint.product
    facts = [
        (text("Product"), words(product_name(study))),
        (text("Models"), words(", ".join(product.get("models") or ()))),
        (text("Company and site"), words(owner_name(study))),
        (text("Declared unit"), words(unit_name(study))),
        (text("Period of the data"), words(period(study))),
        (text("Rule set"), rules_name(study)),
        (text("Global warming potentials"), words(footprint.method["title"])),
        (text("Electricity"), named(BASES, str(study.rules.value("electricity.basis")))),
        (text("Share of primary data"), words(f"{percent(footprint.primary_data_share)} %")),
        (text("Data quality rating"), words(figures(study.quality.total.overall, 3))),
        (text("Rules"), counted(study)),
    ]
    return Facts(
        key="title",
        title=words(TITLE),
        facts=tuple(Fact(label=words(name), value=value) for name, value in facts if value.en),
    )


def counted(study: Study) -> Words:
    """Return how many rules are kept, broken, or ask for evidence."""
    if not study.verdicts:
        return words(text("not checked"))
    counts = {
        outcome: sum(verdict.outcome == outcome for verdict in study.verdicts)
        for outcome in ("passes", "fails", "asks")
    }
    return words(text("{passes} kept, {fails} broken, {asks} ask for evidence", **counts))


def status(study: Study) -> Paragraph:
    """Return what a reader must know before the number."""
    if study.system.scenario_hash:
        said = text(
            "This is a scenario: what the footprint would be if what the company supposes came "
            "true. It must not be declared, certified or submitted."
        )
        return Paragraph(words(said), "warning")
    fails = [verdict for verdict in study.verdicts if verdict.outcome == "fails"]
    asks = [verdict for verdict in study.verdicts if verdict.outcome == "asks"]
    if not study.verdicts:
        said = text("The study was not checked against the rule set.")
        return Paragraph(words(said), "warning")
    if fails:
        said = text(
            "The study breaks {count} rules of the rule set ({codes}): its value must not be "
            "declared under it.",
            count=len(fails),
            codes=", ".join(verdict.code for verdict in fails),
        )
        return Paragraph(words(said), "warning")
    if asks:
        said = text(
            "No rule is broken; {count} ask for evidence that is not there yet ({codes}).",
            count=len(asks),
            codes=", ".join(verdict.code for verdict in asks),
        )
        return Paragraph(words(said), "warning")
    return Paragraph(words(text("The study keeps every rule of the rule set.")), "good")


def summary(study: Study) -> Section:
    """Return the summary."""
    footprint = study.footprint
    blocks: list[Block] = [
        Paragraph(words(_value(study))),
        Paragraph(words(_where(study))),
        Paragraph(words(_electricity(study))),
        Paragraph(words(_data(study))),
        status(study),
        Figure(
            key="bars",
            title=words(text("Footprint by stage, stacked by what it is made of")),
            svg=draw_bars(footprint, text("Footprint by stage, stacked by what it is made of")),
            notes=(
                words(text("In {unit}; share of the footprint in brackets.", unit=_unit(study))),
            ),
        ),
    ]
    return Section(key="summary", title=words(text("Summary")), blocks=tuple(blocks))


def _unit(study: Study) -> str:
    return study.footprint.total.unit


def _value(study: Study) -> Text:
    total = study.footprint.total
    rules = rules_name(study)
    return text(
        "The partial carbon footprint of {product}, cradle to gate, is {value} {unit}, counted "
        "by the rule set {rules}.",
        product=product_name(study),
        value=figures(total.value),
        unit=total.unit,
        rules=in_both(rules.en, rules.zh),
    )


def _where(study: Study) -> Text:
    footprint = study.footprint
    stage = max(footprint.stages, key=lambda part: part.value)
    groups = {key: sum(s.groups[key] for s in footprint.stages) for key in GROUPS}
    largest = sorted(groups, key=lambda key: -groups[key])[:2]
    total = footprint.total.value or 1.0
    return text(
        "The stage that adds most is {stage} with {value} {unit} ({share} %); over all stages "
        "{first} make up {first_share} % and {second} {second_share} %.",
        stage=in_both(stage.name, stage.name_zh),
        value=figures(stage.value),
        unit=footprint.total.unit,
        share=percent(stage.share),
        first=GROUPS[largest[0]],
        first_share=percent(groups[largest[0]] / total),
        second=GROUPS[largest[1]],
        second_share=percent(groups[largest[1]] / total),
    )


def _electricity(study: Study) -> Text:
    return text(
        "With electricity by contracts and certificates the value is {market}, by what physically "
        "supplies the sites {location} {unit}; the rule set counts the {basis} value.",
        market=figures(study.market_based.value),
        location=figures(study.location_based.value),
        unit=study.footprint.total.unit,
        basis=BASES[str(study.rules.value("electricity.basis"))],
    )


def _data(study: Study) -> Text:
    footprint = study.footprint
    gaps = sum(gap.share for gap in footprint.gaps)
    return text(
        "Activity data of companies carry {primary} % of the value, proxies {proxies} %; for "
        "{gaps} % the library stands in for suppliers without data. The data quality rating is "
        "{rating} (1 is best, 5 is worst).",
        primary=percent(footprint.primary_data_share),
        proxies=percent(footprint.proxy_share),
        gaps=percent(gaps),
        rating=figures(study.quality.total.overall, 3),
    )
