"""How good the data are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import STAGES
from pvfootprint.rules.answers import asks, exceeds, fails, limit, passes, percent, rule, some

if TYPE_CHECKING:
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.study import Study
    from pvfootprint.rules.answers import Answer


@rule("QUA-001", text("The data are good enough"), "quality.dqr")
def rating(study: Study, rules: RuleSet) -> Answer:
    """Compare the mean rating with its largest value."""
    total, most = study.quality.total, limit(rules, "quality.dqr")
    said = text(
        "technology {technology:.1f}, geography {geography:.1f}, time {time:.1f}, mean {mean:.2f}",
        technology=total.technological,
        geography=total.geographical,
        time=total.temporal,
        mean=total.overall,
    )
    details = {
        "found": f"{total.overall:.2f}",
        "expected": "" if most is None else f"≤ {most:g}",
    }
    if not exceeds(total.overall, most):
        return passes(said, **details)
    poor = sorted(
        study.quality.inputs,
        key=lambda i: -(i.technological + i.geographical + i.temporal) * abs(i.value),
    )
    return fails(
        said,
        text(
            "these inputs weigh most, ask for better data of them: {names}",
            names=some([Text(i.name) for i in poor[:3]]),
        ),
        where=[f"{i.process}: {i.name}" for i in poor[:3]],
        **details,
    )


@rule("QUA-002", text("Somebody scored the data of each site"), "quality.dqr")
def scored(study: Study, rules: RuleSet) -> Answer:
    """Look for workbooks without scores."""
    del rules
    share = study.quality.total.scored_share
    silent = [site for site in study.sites if not site.quality]
    if not silent:
        return passes(
            text("{share} of the footprint has scores; the rest counts as 5", share=percent(share)),
            found=percent(share),
        )
    return asks(
        text(
            "workbooks without scores, whose data count as 5: {names}",
            names=some([site.company.site for site in silent]),
        ),
        text("fill in the sheet of data quality: 1 is good, 5 is poor"),
        found=percent(share),
        where=[site.source for site in silent if site.source],
    )


@rule("QUA-003", text("No stage is much worse than the whole may be"), "quality.dqr")
def stages(study: Study, rules: RuleSet) -> Answer:
    """Name the stages whose rating is above the limit."""
    most = limit(rules, "quality.dqr")
    poor = [one for one in study.quality.stages if exceeds(one.overall, most)]
    worst = max((one.overall for one in study.quality.stages), default=0.0)
    details = {"found": f"{worst:.2f}", "expected": "" if most is None else f"≤ {most:g}"}
    if not poor:
        return passes(text("the worst stage has {rating:.2f}", rating=worst), **details)
    named = [
        text("{stage} ({rating:.2f})", stage=STAGES.get(one.stage, one.stage), rating=one.overall)
        for one in poor
    ]
    return asks(
        text("stages above the limit: {stages}", stages=some(named)),
        text("ask the suppliers of these stages for data, or say why there are no better ones"),
        where=[one.stage for one in poor],
        **details,
    )


RULES = (rating, scored, stages)
