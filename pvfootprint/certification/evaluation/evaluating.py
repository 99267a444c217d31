"""Evaluates an application: documents, evidence, rules, and the value computed again."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pvfootprint.analysis.schemes.comparing import compare
from pvfootprint.certification.acting import refuse
from pvfootprint.certification.acts import Evaluate, Supplied
from pvfootprint.certification.decision.upstream_matching import matching, valid_of
from pvfootprint.certification.evaluation.points import (
    declaration_point,
    documents_point,
    evidence_point,
    green_points,
    recomputation_point,
    rule_points,
    sealed_points,
    system_point,
    upstream_point,
)
from pvfootprint.certification.evaluation.recomputing import kept_of, recomputed
from pvfootprint.certification.evaluation.results import (
    certified_product,
    gas_lines,
    stage_lines,
    stage_said,
    value_of,
)
from pvfootprint.certification.evaluation.sealed import look_into
from pvfootprint.certification.intake.green import wanted_by
from pvfootprint.certification.permitting import may_act_on
from pvfootprint.certification.stepping import look, write_down
from pvfootprint.documents.report.writing import write_report
from pvfootprint.language.texts import text
from pvfootprint.model.canonical import canonical
from pvfootprint.model.certificate_record import Recomputing, Rulebook, Said
from pvfootprint.model.findings import Finding, SelectionError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from pvfootprint.certification.acts import Checked
    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.evaluation.recomputing import Recomputed
    from pvfootprint.certification.evaluation.sealed import LookedInto, OpeningKey
    from pvfootprint.certification.intake.green import Wanted
    from pvfootprint.certification.subjects import Acted
    from pvfootprint.model.scheme import SchemeResult
    from pvfootprint.model.study import Study
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry
    from pvfootprint.submission.parts import SealedPart

REPORT, FOOTPRINT = "study-report.pdf", "footprint.json"
"""Files that are kept with an evaluation: the study report, and the recomputed footprint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the evaluator adds to what was computed.

    Parameters
    ----------
    remark : Said
        A remark.
    system_since : date, optional
        Since when the management system runs, by its records; None if that was not looked at.
    satisfied : bool
        False if something beside the points keeps the application from going on; the remark says
        what.
    """

    remark: Said
    system_since: datetime.date | None = None
    satisfied: bool = True


def evaluate(
    registry: Registry,
    actor: Actor,
    number: str,
    opinion: Opinion,
    key: OpeningKey | None = None,
) -> Acted:
    """Evaluate an application from what the registry keeps of it.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who.
    number : str
        Of the application.
    opinion : Opinion
        What the evaluator adds.
    key : tuple, optional
        The certifier's key and certificate, to open sealed inventories.

    Returns
    -------
    Acted
        The application, and the evaluation report.

    Raises
    ------
    CertificationError
        With everything that stands against it: STF-001 to STF-006, CRT-001, CRT-003, CRT-004,
        CRT-008; CRT-018 for a verdict without a remark.
    PvfootprintError
        If the submission cannot be computed.
    """
    seen = look(registry, actor, number)
    refuse([*may_act_on(seen.person, "evaluate", seen.case, seen.now), *_unsaid(opinion)])
    application = seen.case.application
    with recomputed(kept_of(registry, application, seen.case.scheme.rules)) as found:
        parts = look_into(found.submitted.inputs.parts, key, found)
        body = _body(registry, seen.case, found, parts, opinion, seen.today)
        files = {REPORT: study_report(found), FOOTPRINT: canonical(found.result)}
    return write_down(registry, actor, "evaluate", seen, body, kept=files)


def study_report(found: Recomputed) -> bytes:
    """Return the report of the study as PDF/A-3u, as :func:`write_report` writes it."""
    study = replace(found.study, schemes=_schemes(found))
    with tempfile.TemporaryDirectory(prefix="pvfootprint-report-") as folder:
        written = write_report(study, Path(folder))
        return next(path for path in written if path.suffix == ".pdf").read_bytes()


def _unsaid(opinion: Opinion) -> Iterator[Finding]:
    if not (opinion.satisfied or opinion.remark.zh or opinion.remark.en):
        message = text("what keeps the application from going on is not said")
        hint = text("say it with {option}", option="--remark-zh / --remark-en")
        yield Finding("CRT-018", message, hint=hint)


def _body(
    registry: Registry,
    case: Case,
    found: Recomputed,
    parts: tuple[LookedInto, ...],
    opinion: Opinion,
    today: datetime.date,
) -> Evaluate:
    green = tuple({use.use: use for part in parts for use in part.green}.values())
    supplied = tuple(_supplied(found.study, found.submitted.inputs.parts))
    with registry.reading() as snapshot:
        wanted = wanted_by(snapshot, case, (*case.application.green, *green))
        certificates = matching(snapshot, supplied)
        held = {
            f"{one.company}, {one.product}": valid_of(snapshot, certificates[one.code], today)[0]
            for one in supplied
        }
    points = tuple(_points(case, found, parts, opinion, (wanted, len(green)), held))
    result, application = found.result, case.application
    same_value = result["total"]["value"] == found.submitted.stated["total"]["value"]
    return Evaluate(
        satisfied=opinion.satisfied and all(one.outcome != "fails" for one in points),
        points=points,
        rules=Rulebook(
            key=found.rules.key,
            version=found.rules.version,
            title=Said(en=found.rules.title, zh=found.rules.title_zh),
            sha256=found.rules.content_hash,
        ),
        product=certified_product(application, found.submitted.product),
        footprint=value_of(result, case.scheme.decimals),
        gases=gas_lines(result),
        stages=stage_lines(result),
        supplied=supplied,
        identical=found.identical and same_value,
        recomputing=Recomputing(
            submission=application.submission,
            library=result["hashes"]["library"],
            method=result["hashes"]["method"],
            software=result["hashes"]["software"],
            product_system=result["hashes"]["product_system"],
            data=application.data,
        ),
        start=result["product"]["start"],
        end=result["product"]["end"],
        green=green,
        green_reserved=() if wanted.findings else wanted.ranges,
        remark=opinion.remark,
    )


def _points(
    case: Case,
    found: Recomputed,
    parts: tuple[LookedInto, ...],
    opinion: Opinion,
    green: tuple[Wanted, int],
    held: dict[str, str],
) -> Iterator[Checked]:
    wanted, sealed = green
    yield documents_point(case)
    yield evidence_point(found)
    yield system_point(case, opinion.system_since)
    yield recomputation_point(case, found)
    yield declaration_point(case, found)
    yield from sealed_points(parts, found)
    yield upstream_point(held)
    yield from green_points(wanted, len(case.application.green) + sealed, parts)
    yield from rule_points(found.study.verdicts)


def _supplied(study: Study, parts: tuple[SealedPart, ...]) -> Iterator[Supplied]:
    """Return the products of other companies, each with the hash of its maker's workbook.

    A sealed product has the code that it has where its maker's workbook is open, so that its
    certificate is found.
    """
    sealed = {part.file: part.statement.workbook for part in parts}
    for member in study.system.members:
        if member.code != study.system.product.code:
            kind, colon, rest = member.code.partition(":")
            yield Supplied(
                code=f"site{colon}{rest}" if kind == "summary" else member.code,
                workbook=sealed.get(member.file, member.file_hash),
                stage=stage_said(member.stage),
                company=member.company,
                product=member.name or member.product,
            )


def _schemes(found: Recomputed) -> tuple[SchemeResult, ...]:
    """Hold a module against other schemes; a module of unknown power has no value per kWp."""
    if found.study.footprint.product["stage"] != "module":
        return ()
    try:
        return compare(
            found.study.system,
            root=found.root,
            library=found.library,
            factors_key=found.study.footprint.method["gwp"],
            coefficients=None,
        )
    except SelectionError:
        return ()
