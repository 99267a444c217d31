"""``pvfootprint cert issue``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.certification.certifier_key import (
    CertifierKey,
    certifier_key_options,
    open_signer,
)
from pvfootprint.commands.certification.options import act_options, announce
from pvfootprint.commands.printing import say
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.certification.issue.handouts import Handouts
    from pvfootprint.certification.issue.issuing import Issued
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry

FORMS = ("svg", "png", "pdf")


@click.command("issue")
@click.argument("number")
@certifier_key_options()
@click.option(
    "--tsa",
    default="",
    metavar="URL",
    help="Time-stamping authority (RFC 3161), the only thing here that uses a network.",
)
@click.option(
    "--label",
    "labels",
    multiple=True,
    metavar="SIZE-LANGUAGE[-one-colour]",
    help="A label: 30-both, 50-zh-one-colour; repeatable; `all` for every one. By default 30-both, "
    "50-both and 50-both-one-colour.",
)
@click.option(
    "--label-form",
    "forms",
    multiple=True,
    type=click.Choice(FORMS),
    help="Form of the labels; repeatable, by default each.",
)
@act_options()
def command(
    number: str,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    output: Path | None,
    *,
    as_json: bool,
    **given: Any,  # noqa: ANN401
) -> None:
    """Issue the certificate that was granted to the application NUMBER, and hand it out.

    Certificate, labels and licence are made and signed, kept in the registry, and written to the
    folder. If it is killed on the way, the same command goes on; if all was done, it writes the
    same files again, and then needs no key of the certifier.
    """
    from pvfootprint.certification.issue.issuing import write_out

    opened = open_registry(registry)
    actor = open_actor(opened, key, passphrase_fd)
    asked = _asked(given["labels"], given["forms"], given["tsa"])
    issued = _issue(opened, actor, number, given["certifier"], asked)
    written = write_out(issued.files, output or Path(issued.certificate.subject))
    certificate = issued.certificate
    done = text(
        "issued: certificate {certificate}, valid until {day}",
        certificate=certificate.subject,
        day=certificate.expires,
    )
    comes_next = text(
        "give these files to the client; the first surveillance is due {months} months after the "
        "issue: {command}",
        months=issued.case.scheme.surveillance_months,
        command="pvfootprint cert next",
    )
    announce(
        done,
        issued.case.subject,
        comes_next,
        papers=written,
        as_json=as_json,
        certificate=certificate.subject,
        expires=certificate.expires.isoformat(),
    )


def _issue(
    registry: Registry, actor: Actor, number: str, certifier: CertifierKey, asked: Handouts
) -> Issued:
    from pvfootprint.certification.issue.issuing import handed_out, issue

    found = handed_out(registry, number)
    if found:
        return found
    if not certifier.given:
        return issue(registry, actor, number, None, asked)
    with open_signer(certifier, registry.now()) as signer:
        return issue(registry, actor, number, signer, asked)


def _asked(labels: tuple[str, ...], forms: tuple[str, ...], tsa: str) -> Handouts:
    from pvfootprint.certification.issue.handouts import ALL_LABELS, FORMS, USUAL_LABELS, Handouts

    known = {str(label): label for label in ALL_LABELS}
    unknown = [label for label in labels if label not in known and label != "all"]
    if unknown:
        message = text(
            "there is no label {label}; there are: {known}",
            label=unknown[0],
            known=", ".join([*known, "all"]),
        )
        raise click.UsageError(say(message))
    chosen = ALL_LABELS if "all" in labels else tuple(known[label] for label in labels)
    return Handouts(
        labels=chosen or USUAL_LABELS,
        forms=tuple(form for form in FORMS if form in forms or not forms),
        time_stamps=tsa,
    )
