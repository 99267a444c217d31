"""``pvfootprint submission check``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import (
    console,
    figures,
    language_option,
    print_findings,
    print_json,
    say,
    table,
)
from pvfootprint.language.texts import text
from pvfootprint.model.findings import has_errors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.model.findings import Finding
    from pvfootprint.submission.parts import SealedPart
    from pvfootprint.submission.verifying import Verdict

ROLES = {
    "leader": text("leader"),
    "supplier": text("supplier"),
    "sealed part": text("sealed part"),
    "evidence": text("evidence"),
    "footprint": text("footprint"),
}
HOLDS, DOES_NOT = text("it holds"), text("it does not hold")


@click.command("check")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option("messages and headings")
@click.pass_context
def command(ctx: click.Context, file: Path, *, as_json: bool) -> None:
    """Verify a submission (.pvf) or a sealed part (.pvfs).

    Of a submission: that its files are complete and unchanged, that signatures hold, and that its
    footprint comes out when it is computed again. Of a sealed part: that signature and total hold.
    Ends with 1 if anything does not.
    """
    from pvfootprint.library.caching import open_library
    from pvfootprint.submission.archives import read_bytes
    from pvfootprint.submission.parts import ENDING
    from pvfootprint.submission.verifying import check_submission

    library, about = open_library()
    print_findings(about)
    content = read_bytes(file)
    if file.suffix.lower() == ENDING:
        from pvfootprint.submission.inputs import read_inputs

        inputs = read_inputs({file.name: content}, library)
        findings, parts = inputs.findings, inputs.parts
        shown: dict[str, Any] = {}
    else:
        verdict = check_submission(content, file.name, library)
        findings, parts = verdict.findings, verdict.inputs.parts if verdict.inputs else ()
        shown = _as_json(verdict)
        if not as_json:
            _show(verdict)
    holds = not has_errors(findings)
    if as_json:
        print_json(_report(holds, findings, parts, shown))
    else:
        print_findings(findings)
        _show_parts(parts)
        click.echo(say(HOLDS if holds else DOES_NOT))
    ctx.exit(0 if holds else 1)


def _report(
    holds: bool,
    findings: Iterable[Finding],
    parts: Iterable[SealedPart],
    shown: dict[str, Any],
) -> dict[str, Any]:
    from pvfootprint.submission.canonical import written

    return {
        "format": "pvfootprint submission check 1",
        "holds": holds,
        **shown,
        "sealed_parts": [
            {
                "file": part.file,
                "signer": part.signer,
                "statement": json.loads(written(part.statement)),
            }
            for part in parts
        ],
        "findings": [finding.to_dict() for finding in findings],
    }


def _as_json(verdict: Verdict) -> dict[str, Any]:
    manifest = verdict.manifest.model_dump(mode="json") if verdict.manifest else None
    stated, recomputed = verdict.stated, verdict.recomputed
    return {
        "manifest": manifest,
        "stated": stated["total"] if stated else None,
        "recomputed": recomputed["total"] if recomputed else None,
    }


def _show(verdict: Verdict) -> None:
    if verdict.manifest is None:
        return
    lines = table(text("file"), text("what"), text("bytes"), text("SHA-256"), left=2)
    for entry in verdict.manifest.files:
        lines.add_row(entry.name, say(ROLES[entry.role]), str(entry.size), entry.sha256[:16])
    console().print(lines)
    pairs = ((text("stated"), verdict.stated), (text("recomputed"), verdict.recomputed))
    for word, footprint in pairs:
        if footprint:
            total = footprint["total"]
            click.echo(f"{say(word)}: {figures(total['value'], 12)} {total['unit']}")


def _show_parts(parts: Iterable[SealedPart]) -> None:
    for part in parts:
        summary = part.statement.summary
        words = text(
            "{file}: {value} kgCO2e per {unit} of {product}, signed by {supplier}",
            file=part.file,
            value=figures(part.statement.footprint),
            unit=summary.declared_unit,
            product=summary.product_name or summary.product,
            supplier=summary.supplier,
        )
        click.echo(say(words))
        click.echo(say(text("  compare this fingerprint by telephone: {key}", key=part.signer)))
