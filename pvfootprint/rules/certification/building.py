"""Builds a certification scheme from its file as parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, in_both, text
from pvfootprint.model.certification import (
    GRADES,
    CertificationScheme,
    Ground,
    Question,
    Required,
    Term,
)
from pvfootprint.rules.certification.consistency import grounded
from pvfootprint.rules.certification.places import column

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.rules.certification.layout import Grounded, Line, Named, Paragraph, SchemeFile


def build(parsed: SchemeFile, content: bytes, content_hash: str) -> CertificationScheme:
    """Return the scheme of a parsed file.

    Parameters
    ----------
    parsed : SchemeFile
        A file that is right as a whole.
    content : bytes
        The file.
    content_hash : str
        Its SHA-256.

    Returns
    -------
    CertificationScheme
        For the rest of the package.
    """
    certifier = parsed.certifier.model_dump()
    return CertificationScheme(
        key=parsed.key,
        version=parsed.version,
        status=parsed.status,
        title=in_both(parsed.en, parsed.zh),
        basis=tuple(_said(one) for one in parsed.basis),
        rules=parsed.rules,
        stages=tuple(parsed.stages),
        mark=certifier.pop("mark"),
        certifier=certifier,
        test=parsed.test,
        steps=tuple(parsed.steps.value),
        left_out=_left_out(parsed),
        roles={act: tuple(roles) for act, roles in parsed.roles.value.items()},
        apart=tuple(tuple(acts) for acts in parsed.apart.value),
        conflict_acts=tuple(parsed.conflict_acts.value),
        conflict_years=parsed.conflict_years.value,
        documents=tuple(
            Required(key=one.key, title=_said(one), ground=_ground(one), optional=one.optional)
            for one in parsed.documents
        ),
        system_months=parsed.system_months.value,
        man_days=_man_days(parsed),
        checklist=tuple(_question(one, parsed) for one in parsed.checklist),
        due_days=_due_days(parsed),
        open_grades=tuple(parsed.open_grades.value),
        criteria=_terms(parsed.criteria),
        validity_months=parsed.validity_months.value,
        surveillance_months=parsed.surveillance_months.value,
        surveillance_margin_days=parsed.surveillance_margin_days.value,
        suspension_months=parsed.suspension_months.value,
        appeal_days=parsed.appeal_days.value,
        number_pattern=parsed.number_pattern.value,
        application_pattern=parsed.application_pattern.value,
        stage_codes=parsed.codes,
        check_algorithm=parsed.check_algorithm.value,
        decimals=parsed.decimals.value,
        status_address=parsed.status_address.value,
        label={
            name: _said(getattr(parsed.label, name)) for name in type(parsed.label).model_fields
        },
        agreement=_terms(parsed.agreement),
        licence=_terms(parsed.licence),
        retention_years={str(k): years for k, years in parsed.retention_years.value.items()},
        grounds={
            column(place): _ground(part, what=True)
            for place, part in grounded(parsed)
            if len(place) == 1 or place[0] == "basis"
        },
        sources=parsed.sources,
        content=content,
        content_hash=content_hash,
    )


def _man_days(parsed: SchemeFile) -> dict[str, float]:
    given = parsed.man_days.value if parsed.man_days else {}
    return {str(stage): float(days) for stage, days in given.items()}


def _due_days(parsed: SchemeFile) -> dict[str, int | None]:
    given = {str(grade): days for grade, days in parsed.due_days.value.items()}
    return {grade: given.get(grade) for grade in GRADES}


def _left_out(parsed: SchemeFile) -> dict[str, tuple[str, ...]]:
    given = parsed.left_out.value if parsed.left_out else {}
    return {kind: tuple(steps) for kind, steps in given.items()}


def _said(named: Named) -> Text:
    return in_both(named.en, named.zh)


def _ground(part: Grounded, *, what: bool = False) -> Ground:
    return Ground(
        certainty=part.certainty,
        basis=tuple(part.basis),
        what=_said(part) if what else Text(""),
        note=in_both(part.note_en, part.note_zh),
    )


def _terms(paragraphs: Iterable[Paragraph]) -> tuple[Term, ...]:
    return tuple(
        Term(
            key=one.key,
            title=_said(one),
            said=in_both(one.said_en, one.said_zh),
            ground=_ground(one),
        )
        for one in paragraphs
    )


def _question(line: Line, parsed: SchemeFile) -> Question:
    clause = in_both(line.clause_en, line.clause_zh)
    return Question(
        key=line.key,
        chapter=_said(parsed.chapters[line.chapter]),
        title=_said(line),
        clause=text("rules, {clause}", clause=line.rule) if line.rule else clause,
        ground=_ground(line),
    )
