"""Follows a submission while answers come in: who has answered, what is open, what doesn't fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.chain.leading import leading
from pvfootprint.chain.sites import site_offers
from pvfootprint.chain.summaries import summary_offer
from pvfootprint.chain.suppliers import find_offer
from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import Finding, PvfootprintError, has_errors
from pvfootprint.model.site import SUPPLIED_STAGE, SUPPLY
from pvfootprint.model.terms import STAGES
from pvfootprint.submission.manifest import Options
from pvfootprint.submission.stating import compute_inputs
from pvfootprint.workbook.choices import REFERENCE_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pvfootprint.chain.suppliers import Offer
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory, SupplyShare
    from pvfootprint.submission.inputs import Inputs

SEVERITIES = ("error", "warning", "question")


@dataclass(frozen=True, slots=True)
class Answer:
    """A product for which somebody has answered, or a file that could not be read.

    Parameters
    ----------
    file, source : str
        Where it stands: a ``workbook`` or a ``sealed part``.
    stage, company, site, product : str
        Whose product; empty where the file could not be read.
    start, end : str
        First and last day of its data, ISO 8601.
    named_by : tuple of str
        Who names it as a supply, with the share.
    counts : dict
        Findings about the file by severity.
    leads : bool
        Whether the footprint is for it.
    """

    file: str
    source: str
    stage: str
    company: str
    site: str
    product: str
    start: str
    end: str
    named_by: tuple[str, ...]
    counts: dict[str, int]
    leads: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A supplier that is named and has sent nothing, or a supply whose supplier is not named.

    Parameters
    ----------
    stage : str
        What it supplies.
    supplier, site : str
        Who; empty if nobody is named.
    share : float, optional
        Share of what the customer's product takes [-].
    named_by, file : str
        The customer, and its workbook.
    """

    stage: str
    supplier: str
    site: str
    share: float | None
    named_by: str
    file: str


@dataclass(frozen=True, slots=True)
class Status:
    """How far a submission is.

    Parameters
    ----------
    answers : tuple of Answer
        By stage.
    missing : tuple of Missing
        By stage.
    findings : tuple of Finding
        About the files, and about how they fit.
    steps : tuple of Text
        What to do next, in words.
    complete : bool
        Whether everybody has answered and everything fits.
    """

    answers: tuple[Answer, ...]
    missing: tuple[Missing, ...]
    findings: tuple[Finding, ...]
    steps: tuple[Text, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class _Named:
    """A line of a workbook that names a supplier, and what was found for it."""

    site: SiteInventory
    row: SupplyShare
    stage: str
    offer: Offer | None


def status_of(inputs: Inputs, library: Library) -> Status:
    """Say how far a submission is.

    Parameters
    ----------
    inputs : Inputs
        What has come in.
    library : Library
        The compiled library.

    Returns
    -------
    Status
        Answers, open ends, next steps.
    """
    offers = [offer for site in inputs.sites for offer in site_offers(site, library)]
    offers += [summary_offer(summary) for summary in inputs.summaries]
    named = list(_named(inputs.sites, offers))
    leader, findings = _leader(inputs.sites)
    findings += [*_apart(named), *_fit(inputs, leader, library)]
    missing = (*_silent(named), *_nobody_named(inputs.sites))
    answers = _by_stage([*_answers(inputs, offers, named, leader), *_unread(inputs)])
    findings = list(dict.fromkeys([*inputs.findings, *findings]))
    unnamed = [a for a in answers if a.stage and not a.leads and not a.named_by]
    steps = [*_file_steps(answers), *_missing_steps(missing), *_unnamed_steps(unnamed)]
    wrong = has_errors(findings)
    complete = bool(leader) and not (missing or unnamed or wrong or _misfits(findings))
    return Status(
        answers,
        tuple(sorted(missing, key=lambda m: _order(m.stage))),
        tuple(findings),
        tuple(steps or [_last_step(complete=complete)]),
        complete,
    )


def _named(sites: Sequence[SiteInventory], offers: Sequence[Offer]) -> Iterator[_Named]:
    for site in sites:
        for row in site.suppliers:
            stage = row.stage or SUPPLIED_STAGE[site.stage]
            yield _Named(site, row, stage, find_offer(row, stage, offers)[0])


def _leader(sites: Sequence[SiteInventory]) -> tuple[SiteInventory | None, list[Finding]]:
    try:
        return leading(sites), []
    except PvfootprintError as error:
        return None, list(error.findings)


def _apart(named: Sequence[_Named]) -> Iterator[Finding]:
    """Find customers and suppliers whose data have no day in common."""
    for one in named:
        company, offer = one.site.company, one.offer
        if offer and (offer.end < company.start or company.end < offer.start):
            yield Finding(
                "CHN-013",
                text(
                    "the periods of {user} and {supplier} have no day in common",
                    user=company.name,
                    supplier=offer.title,
                ),
                one.site.source,
                one.row.origin.line,
                found=f"{offer.start} - {offer.end}",
                expected=f"{company.start} - {company.end}",
                hint=text("ask the supplier for data of the same time"),
                severity="warning",
                sheet=one.row.origin.sheet,
            )


def _fit(inputs: Inputs, leader: SiteInventory | None, library: Library) -> list[Finding]:
    """Compute what can be computed and return what the chain has to say."""
    if leader is None:
        return []
    others = [site for site in inputs.sites if site is not leader]
    found: list[Finding] = []
    for product in leader.products:
        options = Options(product=product.key)
        try:
            computed = compute_inputs(library, leader, others, inputs.summaries, options)
            found += computed.findings
        except PvfootprintError as error:
            found += error.findings
    return found


def _misfits(findings: Sequence[Finding]) -> list[Finding]:
    """Return what keeps a chain from fitting though it can be computed."""
    return [f for f in findings if f.code == "CHN-013" and f.severity == "warning"]


def _silent(named: Sequence[_Named]) -> Iterator[Missing]:
    # There are no workbooks for metallurgical silicon, so nobody can answer for it.
    for one in named:
        if one.offer is None and one.stage in REFERENCE_UNITS:
            row = one.row
            who = one.site.company.name
            yield Missing(one.stage, row.supplier, row.site, row.share, who, one.site.source)


def _nobody_named(sites: Sequence[SiteInventory]) -> Iterator[Missing]:
    for site in sites:
        taken = {
            row.dataset.removeprefix(SUPPLY)
            for row in site.materials
            if row.dataset.startswith(SUPPLY) and row.amount > 0
        }
        told = {row.stage or SUPPLIED_STAGE[site.stage] for row in site.suppliers}
        for stage in sorted((taken - told) & REFERENCE_UNITS.keys(), key=_order):
            yield Missing(stage, "", "", None, site.company.name, site.source)


def _answers(
    inputs: Inputs,
    offers: Sequence[Offer],
    named: Sequence[_Named],
    leader: SiteInventory | None,
) -> Iterator[Answer]:
    for offer in offers:
        file = offer.origin.file
        users = [one for one in named if one.offer and one.offer.code == offer.code]
        yield Answer(
            file=file,
            source="workbook" if offer.source == "workbook" else "sealed part",
            stage=offer.stage,
            company=offer.companies[0],
            site=offer.sites[0],
            product=offer.product,
            start=offer.start.isoformat(),
            end=offer.end.isoformat(),
            named_by=tuple(f"{one.site.company.name} {100 * one.row.share:.4g}%" for one in users),
            counts=_counts(inputs, file),
            leads=leader is not None and leader.source == file,
        )


def _unread(inputs: Inputs) -> Iterator[Answer]:
    read = {site.source for site in inputs.sites} | {part.file for part in inputs.parts}
    for file in inputs.files:
        if file not in read:
            kind = "sealed part" if file.lower().endswith(".pvfs") else "workbook"
            counts = _counts(inputs, file)
            yield Answer(file, kind, "", "", "", "", "", "", (), counts, leads=False)


def _counts(inputs: Inputs, file: str) -> dict[str, int]:
    about = [finding.severity for finding in inputs.findings if finding.file == file]
    return {severity: about.count(severity) for severity in SEVERITIES}


def _order(stage: str) -> int:
    """Return the place of a stage from the latest on; what is not known comes last."""
    stages = list(STAGES)
    return -stages.index(stage) if stage in stages else 1


def _by_stage(answers: list[Answer]) -> tuple[Answer, ...]:
    return tuple(sorted(answers, key=lambda a: (_order(a.stage), not a.leads, a.company, a.file)))


def _file_steps(answers: Sequence[Answer]) -> Iterator[Text]:
    for answer in answers:
        who = answer.company or answer.file
        if errors := answer.counts["error"]:
            yield text(
                "ask {who} to correct {file}; errors: {count}",
                who=who,
                count=errors,
                file=answer.file,
            )
        elif questions := answer.counts["question"]:
            yield text(
                "ask {who} about {file}; questions: {count}",
                who=who,
                count=questions,
                file=answer.file,
            )


def _missing_steps(missing: Sequence[Missing]) -> Iterator[Text]:
    for one in missing:
        stage = STAGES[one.stage]
        if one.supplier:
            yield text(
                "send {supplier} a workbook for {stage}: {user} names it with a share of {share}",
                supplier=one.supplier,
                stage=stage,
                user=one.named_by,
                share=f"{one.share:.0%}" if one.share is not None else "?",
            )
        else:
            yield text("ask {user} who supplies its {stage}", user=one.named_by, stage=stage)


def _unnamed_steps(unnamed: Sequence[Answer]) -> Iterator[Text]:
    for answer in unnamed:
        yield text(
            "nobody names {company}: ask its customer to name it, or take {file} out",
            company=answer.company,
            file=answer.file,
        )


def _last_step(*, complete: bool) -> Text:
    if complete:
        return text("pack it with {command}", command="pvfootprint submission make")
    return text("mend what the findings say")
