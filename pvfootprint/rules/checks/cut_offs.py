"""What is left out, each flow and all together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import STAGES
from pvfootprint.rules.answers import (
    asks,
    at_most,
    exceeds,
    fails,
    limit,
    passes,
    percent,
    rule,
    some,
)

if TYPE_CHECKING:
    from pvfootprint.model.quality import LeftOut
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.study import Study
    from pvfootprint.rules.answers import Answer

MEND = text(
    "give these flows a dataset of the library, or the nearest one with a remark; what is left out "
    "must stay small"
)


@rule("CUT-001", text("Each flow left out adds little to the footprint"), "cut_off.flow_footprint")
def flow_footprint(study: Study, rules: RuleSet) -> Answer:
    """Compare the estimate of each flow left out with the footprint."""
    shares = [(flow, flow.estimate_share) for flow in study.coverage.left_out]
    return _each(shares, rules, "cut_off.flow_footprint", text("of the footprint"))


@rule("CUT-002", text("All flows left out add little to the footprint"), "cut_off.total_footprint")
def total_footprint(study: Study, rules: RuleSet) -> Answer:
    """Compare the estimates of all flows left out with the footprint."""
    share = study.coverage.estimate_share
    return _all(study, share, limit(rules, "cut_off.total_footprint"), text("of the footprint"))


@rule("CUT-003", text("Each flow left out is a small part of the mass"), "cut_off.flow_mass")
def flow_mass(study: Study, rules: RuleSet) -> Answer:
    """Compare the mass of each flow left out with that of the product system's inputs.

    ISO 14044:2006, 4.2.3.3.3 measures cut-offs by the mass input of the product system.
    """
    whole = study.coverage.mass_in
    shares = [(flow, _over(flow.mass, whole)) for flow in study.coverage.left_out]
    return _each(shares, rules, "cut_off.flow_mass", text("of the mass of all inputs"))


@rule("CUT-004", text("All flows left out are a small part of the mass"), "cut_off.total_mass")
def total_mass(study: Study, rules: RuleSet) -> Answer:
    """Compare the mass of all flows left out with that of all inputs."""
    share = study.coverage.mass_share
    return _all(study, share, limit(rules, "cut_off.total_mass"), text("of the mass of all inputs"))


@rule("CUT-005", text("Each flow left out is a small part of the energy"), "cut_off.flow_energy")
def flow_energy(study: Study, rules: RuleSet) -> Answer:
    """Compare the energy of each flow left out with that of the product system's inputs."""
    whole = study.coverage.energy_in
    shares = [(flow, _over(flow.energy, whole)) for flow in study.coverage.left_out]
    return _each(shares, rules, "cut_off.flow_energy", text("of the energy of all inputs"))


@rule("CUT-006", text("All flows left out are a small part of the energy"), "cut_off.total_energy")
def total_energy(study: Study, rules: RuleSet) -> Answer:
    """Compare the energy of all flows left out with that of all inputs."""
    share = study.coverage.energy_share
    bound = limit(rules, "cut_off.total_energy")
    return _all(study, share, bound, text("of the energy of all inputs"))


@rule("CUT-007", text("What is left out can be estimated"), "cut_off.unknown")
def unknown(study: Study, rules: RuleSet) -> Answer:
    """Count the flows left out of which neither mass nor energy is known."""
    found = [flow for flow in study.coverage.left_out if flow.estimate is None]
    bound = limit(rules, "cut_off.unknown")
    expected = "" if bound is None else f"≤ {bound:g}"
    if not exceeds(len(found), bound):
        said = text("flows left out without an estimate: {count}", count=len(found))
        return passes(said, found=str(len(found)), expected=expected)
    return asks(
        text(
            "nobody knows what these flows weigh: {flows}",
            flows=some([Text(f.name) for f in found]),
        ),
        text("say why they are not significant, or give their mass or energy"),
        found=str(len(found)),
        expected=expected,
        where=[_where(flow) for flow in found],
    )


def _each(
    shares: list[tuple[LeftOut, float | None]], rules: RuleSet, key: str, of_what: Text
) -> Answer:
    """Compare shares of single flows with a limit."""
    bound = limit(rules, key)
    known = sorted(
        ((flow, share) for flow, share in shares if share is not None), key=lambda pair: -pair[1]
    )
    over = [(flow, share) for flow, share in known if exceeds(share, bound)]
    largest = percent(known[0][1] if known else 0.0)
    if not over:
        said = text("the largest flow left out is {share} {of}", share=largest, of=of_what)
        if not known:
            said = text("no flow is left out whose share is known")
        return passes(said, found=largest, expected=at_most(bound))
    named = [
        text("{flow} ({share})", flow=Text(flow.name), share=percent(share)) for flow, share in over
    ]
    return fails(
        text("too large to be left out, as shares {of}: {flows}", of=of_what, flows=some(named)),
        MEND,
        found=largest,
        expected=at_most(bound),
        where=[_where(flow) for flow, _ in over],
    )


def _over(part: float | None, whole: float) -> float | None:
    return part / whole if part is not None and whole else None


def _all(study: Study, share: float, bound: float | None, of_what: Text) -> Answer:
    said = text("all that is left out is {share} {of}", share=percent(share), of=of_what)
    if not exceeds(share, bound):
        return passes(said, found=percent(share), expected=at_most(bound))
    return fails(
        said,
        MEND,
        found=percent(share),
        expected=at_most(bound),
        where=[_where(flow) for flow in study.coverage.left_out],
    )


def _where(flow: LeftOut) -> str:
    stage = STAGES.get(flow.stage)
    return ": ".join(p for p in (stage.en if stage else "", flow.taken_by, flow.name) if p)


RULES = (
    flow_footprint,
    total_footprint,
    flow_mass,
    total_mass,
    flow_energy,
    total_energy,
    unknown,
)
