"""``pvfootprint verify``: whether a certificate is genuine and valid."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from pvfootprint.commands.certification.days import day_option
from pvfootprint.commands.printing import console, language_option, print_json, say, table
from pvfootprint.commands.registry_options import open_registry
from pvfootprint.language.texts import Text, joined, text

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from cryptography import x509

    from pvfootprint.certification.verification.given import Given
    from pvfootprint.certification.verification.steps import Step, Verification
    from pvfootprint.model.certificate_record import CertificateRecord
    from pvfootprint.model.findings import Finding

FILES = {".pdf", ".json", ".png", ".svg"}
"""Endings by which a file that is not there is told from a number."""

OUTCOMES = {
    "passed": text("passed"),
    "failed": text("FAILED"),
    "unchecked": text("not checked"),
}

HOLDS = ("genuine", "status-unknown")
"""Verdicts with which it ends with 0: the second is the best that can be had offline."""


@click.command("verify")
@click.argument("what", metavar="FILE|NUMBER")
@click.option(
    "--registry",
    default=None,
    envvar="PVFOOTPRINT_REGISTRY",
    metavar="ADDRESS",
    help="The certifier's registry: a file, or postgresql://USER@HOST/DATABASE; also "
    "PVFOOTPRINT_REGISTRY.",
)
@click.option(
    "--register",
    default=None,
    metavar="DIR|URL",
    help="The certifier's published register instead: its address (https://...), or a copy of it "
    "in a folder.",
)
@click.option(
    "--register-key",
    default="",
    metavar="FINGERPRINT",
    help="Fingerprint that the register's key must have, as the certifier has published it.",
)
@click.option(
    "--issuer",
    "issuers",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    multiple=True,
    metavar="CERT.pem",
    help="The certifier's certificate, as the certifier itself gives it away; never one that came "
    "with the file. May be repeated.",
)
@day_option("--on", "On which day it must be valid; today by default")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option("messages and headings")
@click.pass_context
def command(
    ctx: click.Context,
    what: str,
    registry: str | None,
    register: str | None,
    register_key: str,
    issuers: tuple[Path, ...],
    on: datetime.date | None,
    *,
    as_json: bool,
) -> None:
    """Say whether a certificate, a label or a licence is genuine and valid.

    FILE is a certificate (PDF), its record (JSON), a label or a licence; NUMBER is the number of a
    certificate. With --registry everything is checked. With --register the same is proven from
    the files that the certifier publishes for everybody. With --issuer alone it works offline, and
    the present status stays unknown.

    Ends with 0 only for what is genuine and valid; offline also for what is genuine and within its
    dates, and the verdict says that its present status is not known. Ends with 1 for everything
    else.
    """
    by_hand = ctx.get_parameter_source("registry") == ParameterSource.COMMANDLINE
    if register is not None and by_hand:
        raise click.UsageError(say(text("give either --registry or --register, not both")))
    if register_key and register is None:
        raise click.UsageError(say(text("--register-key goes with --register")))
    given, trusted = _given(what), _trusted(issuers)
    if register is None:
        found = _verified(given, registry, trusted, on)
    else:
        found = _by_register(given, register, register_key, trusted, on)
    if as_json:
        print_json(_as_json(found))
    else:
        _show(found)
    ctx.exit(0 if found.holds or (register is None and found.verdict in HOLDS) else 1)


def _given(what: str) -> Given:
    from pvfootprint.certification.verification.given import Given, read_file

    path = Path(what)
    if path.suffix.lower() in FILES or os.sep in what or path.exists():
        return read_file(path)
    return Given(name=what, kind="number")


def _trusted(issuers: Sequence[Path]) -> list[x509.Certificate]:
    from pvfootprint.documents.signatures.certificates import LARGEST_FILE, read_certificates

    trusted: list[x509.Certificate] = []
    for path in issuers:
        with path.open("rb") as file:
            trusted += read_certificates(file.read(LARGEST_FILE + 1), path.name)
    return trusted


def _verified(
    given: Given,
    registry: str | None,
    trusted: list[x509.Certificate],
    on: datetime.date | None,
) -> Verification:
    from pvfootprint.certification.verification.verifying import verify
    from pvfootprint.library.folders import data_root
    from pvfootprint.registry.registry import utc_now
    from pvfootprint.rules.certification.reading import list_schemes

    schemes = list_schemes(data_root())
    if registry is None:
        return verify(given, now=utc_now(), day=on, trusted=trusted, schemes=schemes)
    opened = open_registry(registry)
    with opened.reading() as snapshot:
        return verify(
            given, now=opened.now(), day=on, snapshot=snapshot, trusted=trusted, schemes=schemes
        )


def _by_register(
    given: Given,
    register: str,
    register_key: str,
    trusted: list[x509.Certificate],
    on: datetime.date | None,
) -> Verification:
    from pvfootprint.certification.verification.reaching import open_reader
    from pvfootprint.certification.verification.verifying import verify
    from pvfootprint.library.folders import data_root
    from pvfootprint.registry.registry import utc_now
    from pvfootprint.rules.certification.reading import list_schemes

    return verify(
        given,
        now=utc_now(),
        day=on,
        reader=open_reader(register),
        expected=register_key,
        trusted=trusted,
        schemes=list_schemes(data_root()),
    )


def _as_json(found: Verification) -> dict[str, Any]:
    from pvfootprint.certification.verification.steps import STEPS, TRUSTED_CONTENT, VERDICTS

    relied_on = found.record if found.verdict in TRUSTED_CONTENT else None
    return {
        "format": "pvfootprint verification 1",
        "name": found.name,
        "sha256": found.sha256,
        "number": found.number,
        "day": found.day.isoformat(),
        "verdict": found.verdict,
        "verdict_en": VERDICTS[found.verdict].en,
        "verdict_zh": VERDICTS[found.verdict].zh,
        "valid": found.holds,
        "steps": [
            {
                "step": step.key,
                "title": STEPS[step.key].en,
                "title_zh": STEPS[step.key].zh,
                "outcome": step.outcome,
                "said": step.said.en,
                "said_zh": step.said.zh,
                "findings": [finding.to_dict() for finding in step.findings],
            }
            for step in found.steps
        ],
        "remarks": [{"en": one.en, "zh": one.zh} for one in found.remarks],
        "not_proven": [{"en": one.en, "zh": one.zh} for one in found.not_proven],
        "signer": dict(found.signer),
        "record": relied_on.model_dump(mode="json") if relied_on else None,
    }


def _show(found: Verification) -> None:
    from pvfootprint.certification.verification.steps import (
        MEANINGS,
        STEPS,
        TRUSTED_CONTENT,
        VERDICTS,
    )

    click.echo(say(text("Verified: {name}, for {day}", name=_safe(found.name), day=found.day)))
    lines = table(text("step"), text("result"), text("what was found"), left=3)
    for step in found.steps:
        lines.add_row(say(STEPS[step.key]), say(OUTCOMES[step.outcome]), _safe(say(_details(step))))
    console().print(lines)
    if found.record and found.verdict in TRUSTED_CONTENT:
        _show_record(found.record)
    click.echo()
    click.echo(say(text("VERDICT: {verdict}", verdict=VERDICTS[found.verdict])))
    click.echo(say(MEANINGS[found.verdict]))
    if found.record and found.record.test and found.verdict in TRUSTED_CONTENT:
        click.echo(say(text("It is a TEST certificate: it certifies nothing.")))
    for remark in found.remarks:
        click.echo(say(remark))
    if found.not_proven:
        click.echo()
        click.echo(say(text("This does not prove:")))
        for one in found.not_proven:
            click.echo(f"- {_safe(say(one))}")


def _details(step: Step) -> Text:
    """Return what a step found, with codes and values of what is wrong."""
    if not step.findings:
        return step.said
    return joined("; ", map(_finding, step.findings))


def _finding(finding: Finding) -> Text:
    # A file of the register is named; the one that is verified stands in the title.
    place = f"({finding.file})" if finding.file and finding.code.startswith("STL-") else ""
    said = joined(" ", filter(None, [f"{finding.code}:", finding.message, place]))
    if finding.found:
        said = joined("; ", [said, text("found: {found}", found=finding.found)])
    if finding.expected:
        said = joined("; ", [said, text("expected: {expected}", expected=finding.expected)])
    return joined("; ", [said, finding.hint])


def _show_record(record: CertificateRecord) -> None:
    value, product = record.footprint, record.product
    facts = (
        (text("certificate"), record.number),
        (text("client"), record.client.name),
        (text("producer"), record.producer.name),
        (text("product"), product.name),
        (text("models"), ", ".join(product.models)),
        (text("product carbon footprint"), f"{value.shown} {value.unit}"),
        (text("validity"), text("{start} to {end}", start=record.issued, end=record.expires)),
        (text("certifier"), f"{record.certifier.name} {record.certifier.name_en}".strip()),
        (text("status to be asked at"), record.status_address),
    )
    for word, said in facts:
        click.echo(_safe(say(text("{word}: {value}", word=word, value=said))))


def _safe(said: str) -> str:
    """Return a text that can do nothing to a terminal."""
    return "".join(sign if sign.isprintable() or sign == "\n" else "?" for sign in said)
