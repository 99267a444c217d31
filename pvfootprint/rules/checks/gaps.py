"""Where something stands in for data that are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text
from pvfootprint.rules.answers import (
    at_most,
    exceeds,
    fails,
    limit,
    passes,
    percent,
    rule,
)

if TYPE_CHECKING:
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.study import Study
    from pvfootprint.rules.answers import Answer


@rule("GAP-001", text("Few suppliers are stood in for by the library"), "gaps.filled")
def filled(study: Study, rules: RuleSet) -> Answer:
    """Compare the share of gaps that the library fills with its largest value."""
    gaps = study.footprint.gaps
    share = sum(gap.share for gap in gaps)
    said = text(
        "{share} of the footprint stands in for suppliers without data, {count} in number",
        share=percent(share),
        count=len(gaps),
    )
    where = [f"{gap.stage_en}: {gap.supplier or gap.taken_by}" for gap in gaps]
    hint = text("ask these suppliers for workbooks or sealed summaries, the largest gap first")
    return _at_most(share, limit(rules, "gaps.filled"), said, hint, where)


@rule("GAP-002", text("Little rests on estimates"), "gaps.estimated")
def estimated(study: Study, rules: RuleSet) -> Answer:
    """Compare the share of companies' estimates with its largest value."""
    parts = [
        (part, part.share * (1 - part.primary_share))
        for part in study.footprint.suppliers
        if part.source == "workbook"
    ]
    share = sum(value for _, value in parts)
    said = text("{share} of the footprint rests on estimates of companies", share=percent(share))
    hint = text("measure these amounts, or calculate them from meters and books")
    where = [f"{part.company}, {part.site}" for part, value in parts if value > 0]
    return _at_most(share, limit(rules, "gaps.estimated"), said, hint, where)


@rule("GAP-003", text("Little rests on proxies"), "gaps.proxies")
def proxies(study: Study, rules: RuleSet) -> Answer:
    """Compare the share of proxies with its largest value."""
    share = study.footprint.proxy_share
    said = text("{share} of the footprint rests on proxies", share=percent(share))
    hint = text("choose datasets of the flows themselves, or ask the suppliers for data")
    return _at_most(share, limit(rules, "gaps.proxies"), said, hint, [])


def _at_most(share: float, bound: float | None, said: Text, hint: Text, where: list[str]) -> Answer:
    details = {"found": percent(share), "expected": at_most(bound)}
    if not exceeds(share, bound):
        return passes(said, **details)
    return fails(said, hint, where=where, **details)


RULES = (filled, estimated, proxies)
