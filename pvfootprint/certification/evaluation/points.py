"""Points of an evaluation: what was looked at, and what was found."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import Checked
from pvfootprint.certification.evaluation.eliminating import plain_value
from pvfootprint.certification.intake.requesting import required_but
from pvfootprint.certification.issue.values import as_said, shown_value
from pvfootprint.language.texts import Text, in_both, joined, text
from pvfootprint.model.accounting import DEFAULT
from pvfootprint.model.certification import months_later
from pvfootprint.model.findings import has_errors
from pvfootprint.rules.accounting import make_accounting

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.evaluation.recomputing import Recomputed
    from pvfootprint.certification.evaluation.sealed import LookedInto
    from pvfootprint.certification.intake.green import Wanted
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.rules import Verdict

    Outcome = Literal["passes", "fails", "asks"]

CLOSE = 1e-9
"""How far plain elimination may be from the value: the rounding of some hundred sums [-]."""

SAME = 1e-12
"""Up to where a value computed elsewhere is the same [-]."""

TITLES = {
    "documents": text("documents that the scheme asks for"),
    "evidence": text("evidence that the workbooks name"),
    "system": text("age of the management system"),
    "recomputation": text("recomputation of the stated footprint"),
    "declaration": text("value that a certificate would state"),
    "sealed": text("sealed inventories"),
    "upstream": text("certificates of suppliers"),
    "green-certificates": text("green certificates"),
}
"""Points that are no rules."""

COUNTED = {
    "electricity_basis": text("basis of electricity"),
    "instruments": text("contracts that count"),
    "certificate_energy": text("electricity of one green certificate"),
    "certificate_form": text("form of a green certificate's number"),
    "certificate_age": text("age of green certificates"),
    "product_claims": text("electricity claimed by one product"),
    "allocation_order": text("order of allocation methods"),
}
"""What accounting rules choose: fields of :class:`pvfootprint.model.accounting.Accounting`."""


def point(key: str, outcome: Outcome, found: Text) -> Checked:
    """Return a point that is no rule."""
    return Checked(key=key, title=as_said(TITLES[key]), outcome=outcome, found=as_said(found))


def documents_point(case: Case) -> Checked:
    """Say whether every document that the scheme asks for is there."""
    missing = required_but(case.scheme, case.application.documents)
    if missing:
        listed = joined("; ", (one.title for one in missing))
        return point("documents", "fails", text("missing: {documents}", documents=listed))
    count = len(case.application.documents)
    return point("documents", "passes", text("documents: {count}, none is missing", count=count))


def evidence_point(recomputed: Recomputed) -> Checked:
    """Say whether the documents that workbooks name are there with their hashes."""
    inputs, findings = recomputed.submitted.inputs, recomputed.submitted.findings
    rows = [row for site in inputs.sites for row in site.evidence]
    other = [one for one in findings if one.code == "SUB-013"]
    if other:
        return point("evidence", "fails", text("other documents: {files}", files=_files(other)))
    missing = [one for one in findings if one.code == "SUB-012"]
    unnamed = [row.title for row in rows if not row.file]
    if missing or unnamed or not rows:
        found = text(
            "documents named: {count}; not handed in: {missing}; without a file: {unnamed}",
            count=len(rows),
            missing=_files(missing) if missing else "-",
            unnamed=joined(", ", unnamed) if unnamed else "-",
        )
        return point("evidence", "asks", found)
    with_hash = sum(bool(row.sha256) for row in rows)
    found = text(
        "documents: {count}, all there; with the SHA-256 that the workbook states: {hashes}",
        count=len(rows),
        hashes=with_hash,
    )
    return point("evidence", "passes", found)


def system_point(case: Case, since: datetime.date | None) -> Checked:
    """Say whether the management system had run long enough when it was applied for."""
    months, applied = case.scheme.system_months, case.all("apply")[0].day
    if since is None and months:
        found = text(
            "it was not looked at since when it runs; {months} months asked", months=months
        )
        return point("system", "asks", found)
    if since is None:
        return point("system", "passes", text("the scheme asks for no least time"))
    found = text(
        "since {since}, applied for on {applied}; {months} months asked",
        since=since,
        applied=applied,
        months=months,
    )
    long_enough = months_later(since, months) <= applied
    return point("system", "passes" if long_enough else "fails", found)


def recomputation_point(case: Case, recomputed: Recomputed) -> Checked:
    """Say whether the stated footprint comes out again, and by another way, too."""
    submitted, study = recomputed.submitted, recomputed.study
    errors = [one for one in submitted.findings if one.severity == "error"]
    total = study.footprint.total.value
    away = abs(plain_value(study.system, recomputed.factors) - total) / (abs(total) or 1.0)
    if errors:
        listed = joined(
            "; ", (text("{what} {found}", what=e.message, found=e.found) for e in errors)
        )
        return point("recomputation", "fails", listed)
    if away > CLOSE:
        found = text("plain elimination gives another value: {away:.2g} away", away=away)
        return point("recomputation", "fails", found)
    stated = submitted.stated["total"]
    values = {
        "shown": shown_value(stated["value"], case.scheme.decimals),
        "value": repr(stated["value"]),
        "unit": stated["unit"],
        "away": away,
    }
    if recomputed.identical:
        found = text(
            "{shown} {unit} ({value}) comes out again, identical to the last bit; plain "
            "elimination without Brightway: {away:.1g} away",
            **values,
        )
    else:
        found = text(
            "{shown} {unit} ({value}) comes out again within 1e-12; plain elimination without "
            "Brightway: {away:.1g} away",
            **values,
        )
    others = [one.message for one in submitted.findings if one.code == "SUB-011"]
    return point("recomputation", "passes", joined("; ", [found, *others]))


def declaration_point(case: Case, recomputed: Recomputed) -> Checked:
    """Say which value a certificate would state, and why it is another than the declared one."""
    figures, ours = case.scheme.decimals, recomputed.study.footprint.total
    stated = recomputed.submitted.stated["total"]
    values = {
        "ours": shown_value(ours.value, figures),
        "theirs": shown_value(stated["value"], figures),
        "unit": ours.unit,
    }
    if is_same(ours.value, stated["value"]) and ours.unit == stated["unit"]:
        found = text("the declared one: {ours} {unit}", **values)
    else:
        found = text(
            "{ours} {unit} by the rules of the scheme; {theirs} {unit} was declared. What the "
            "rules choose otherwise: {reasons}",
            reasons=joined("; ", _reasons(recomputed)) or "-",
            **values,
        )
    return point("declaration", "passes", found)


def is_same(one: float, other: float) -> bool:
    """Return whether two values agree within :data:`SAME` of the larger."""
    return abs(one - other) <= SAME * max(abs(one), abs(other))


def sealed_points(parts: Sequence[LookedInto], recomputed: Recomputed) -> Iterator[Checked]:
    """Say what the certifier saw in sealed inventories: one point for all, or none.

    Parameters
    ----------
    parts : sequence of LookedInto
        Sealed parts.
    recomputed : Recomputed
        The accounting rules: a sealed part was computed before anybody knew under which ones.

    Yields
    ------
    Checked
        It asks for what was not opened, and for what was counted by other rules.
    """
    if not parts:
        return
    other = joined("; ", _chosen_otherwise(recomputed))
    wrong = [one for one in parts if one.wrong]
    closed = [one for one in parts if not one.opened and one.part.sealed]
    empty = [one for one in parts if not one.part.sealed]
    told = [
        *(_about(one) for one in wrong),
        *(_closed(one) for one in closed if not one.wrong),
        *(
            text("{file} holds no inventory: it counts as a gap", file=one.part.file)
            for one in empty
        ),
        *(
            text("{file} is what its inventory gives", file=one.part.file)
            for one in parts
            if one.opened and not one.wrong
        ),
    ]
    if other:
        told.append(text("sealed without what the rules choose otherwise: {rules}", rules=other))
    outcome: Outcome = "fails" if wrong else "asks" if closed or other else "passes"
    yield point("sealed", outcome, joined("; ", told))


def upstream_point(held: dict[str, str]) -> Checked:
    """Say on which certificates of suppliers the value can stand.

    Parameters
    ----------
    held : dict
        Company and product -> number of the valid certificate; empty where there is none.
    """
    if not held:
        return point("upstream", "passes", text("no other company's product is in it"))
    listed = (
        text("{product}: {number}", product=product, number=number or text("without a certificate"))
        for product, number in held.items()
    )
    return point("upstream", "passes", joined("; ", listed))


def green_points(wanted: Wanted, count: int, parts: Sequence[LookedInto]) -> Iterator[Checked]:
    """Say how it stands about green certificates: one point, or none where nobody counts any.

    Parameters
    ----------
    wanted : Wanted
        What is free, held for the same use, or taken by others.
    count : int
        How many ranges are counted.
    parts : sequence of LookedInto
        Sealed parts; nobody knows what an unopened one counts.
    """
    closed = [one.part.file for one in parts if not one.opened and one.part.sealed]
    if wanted.findings:
        listed = joined("; ", (_taken(one) for one in wanted.findings))
        yield point("green-certificates", "fails", listed)
    elif closed:
        found = text("not known for what is sealed: {files}", files=", ".join(closed))
        yield point("green-certificates", "asks", found)
    elif count:
        found = text(
            "ranges: {count}, each counted once; held by a supplier for the same use: {shared}",
            count=count,
            shared=len(wanted.shared),
        )
        yield point("green-certificates", "passes", found)


def rule_points(verdicts: Sequence[Verdict]) -> Iterator[Checked]:
    """Carry in what each accounting rule says."""
    for one in verdicts:
        limits = f" [{one.found} / {one.expected}]" if one.found and one.expected else ""
        arrows = (f" → {hint}" if hint else "" for hint in (one.hint, one.hint_zh))
        hint, hint_zh = arrows if one.outcome != "passes" else ("", "")
        yield Checked(
            key=one.code,
            title=as_said(in_both(one.title, one.title_zh)),
            outcome=one.outcome,  # type: ignore[arg-type]
            found=as_said(
                in_both(f"{one.message}{limits}{hint}", f"{one.message_zh}{limits}{hint_zh}")
            ),
        )


def _reasons(recomputed: Recomputed) -> Iterator[Text]:
    """Say what the accounting rules choose otherwise than the submission was computed with."""
    asked, ours = recomputed.submitted.options.gwp, recomputed.study.footprint.method["gwp"]
    if asked != ours:
        yield text("GWP set {ours} instead of {asked}", ours=ours, asked=asked)
    yield from _chosen_otherwise(recomputed)


def _chosen_otherwise(recomputed: Recomputed) -> Iterator[Text]:
    """Name what the accounting rules choose otherwise than is usual."""
    accounting = make_accounting(recomputed.rules)
    for one in fields(accounting):
        if getattr(accounting, one.name) != getattr(DEFAULT, one.name):
            yield COUNTED[one.name]


def _about(one: LookedInto) -> Text:
    errors = [finding for finding in one.findings if has_errors([finding])]
    listed = joined("; ", (text("{what} {found}", what=e.message, found=e.found) for e in errors))
    return text("{file}: {what}", file=one.part.file, what=listed)


def _closed(one: LookedInto) -> Text:
    why = joined("; ", (finding.message for finding in one.findings))
    if why:
        return text("{file} was not opened: {why}", file=one.part.file, why=why)
    return text("{file} was not opened", file=one.part.file)


def _taken(finding: Finding) -> Text:
    return text("{what}: {found}", what=finding.message, found=finding.found)


def _files(findings: Sequence[Finding]) -> Text:
    return joined(", ", (finding.found for finding in findings))
