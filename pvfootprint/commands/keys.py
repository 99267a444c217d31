"""``pvfootprint keys``: keys that sign summaries and documents, and that open what was sealed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.passphrases import ask_passphrase, passphrase_option
from pvfootprint.commands.printing import (
    console,
    language_option,
    print_findings,
    print_json,
    say,
    table,
)
from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    from cryptography import x509

    from pvfootprint.submission.keyfacts import KeyFacts

WORDS = {
    "signing": text("signing"),
    "sealing": text("sealing"),
    "documents": text("signing documents"),
    "authority": text("authority"),
    "private key": text("private key"),
    "public key": text("public key"),
    "certificate": text("certificate"),
}

LONGEST_NAME = 64
"""Longest common name that X.509 allows [characters]."""

AUTHORITY, CERTIFIER, SIGNING = "ca.pem", "certifier.pem", "certifier.p12"
"""Files of the test authority: two certificates to give away, and the key that signs."""


@click.group("keys")
def command() -> None:
    """Make and show the keys that sign and seal."""


@command.command("new")
@click.option(
    "--kind",
    type=click.Choice(["signing", "sealing"]),
    required=True,
    help="signing: a supplier's, for its summaries. sealing: a certifier's, with the certificate "
    "to which suppliers seal.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="KEY.pem",
    help="File of the private key; never overwritten.",
)
@click.option(
    "--name", default="pvfootprint certifier", show_default=True, help="Name in the certificate."
)
@passphrase_option()
@language_option("messages")
def new(kind: str, output: Path, name: str, passphrase_fd: int | None) -> None:
    """Make a new key under a passphrase.

    A key for sealing comes with KEY-certificate.pem, which is given to suppliers and is valid for
    three years. The private key never leaves its owner.
    """
    from pvfootprint.submission.keyfacts import describe
    from pvfootprint.submission.keymaking import make_sealing_key, make_signing_key

    if not 0 < len(name) <= LONGEST_NAME:
        message = text("a name in a certificate has 1 to {count} characters", count=LONGEST_NAME)
        raise click.UsageError(say(message))
    passphrase = ask_passphrase(passphrase_fd, output.name, twice=True)
    if kind == "signing":
        make_signing_key(output, passphrase)
        _show(describe(output))
        return
    certificate = make_sealing_key(output, passphrase, name)
    _show(describe(output))
    click.echo(say(text("give to suppliers: {file}", file=certificate.name)))


@command.command("demo-ca")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="Folder for the three files; made if it is not there. Nothing in it is overwritten.",
)
@click.option(
    "--kind",
    type=click.Choice(["ecdsa", "rsa"]),
    default="ecdsa",
    show_default=True,
    help="The certifier's key: ECDSA P-256, or RSA 3072.",
)
@passphrase_option()
@language_option("messages and headings")
def demo_authority(output: Path, kind: str, passphrase_fd: int | None) -> None:
    """Make a test authority and a certifier's key under it, to sign documents for tests.

    All of it says TEST and certifies nothing. The authority is valid for five years, the
    certifier's certificate for three; the authority's own key is not kept. For certificates that
    count, see docs/signatures.md.
    """
    import datetime

    from cryptography.hazmat.primitives.serialization import Encoding

    from pvfootprint.documents.signatures.demo_authority import make_demo_authority
    from pvfootprint.submission.keymaking import check_new, write_new

    paths = {name: output / name for name in (AUTHORITY, CERTIFIER, SIGNING)}
    passphrase = ask_passphrase(passphrase_fd, SIGNING, twice=True)
    check_new(list(paths.values()), passphrase)
    made = make_demo_authority(passphrase, datetime.datetime.now(datetime.UTC), kind)
    _make_folder(output)
    write_new(paths[SIGNING], made.pkcs12, 0o600)
    write_new(paths[AUTHORITY], made.authority.public_bytes(Encoding.PEM), 0o644)
    write_new(paths[CERTIFIER], made.certificate.public_bytes(Encoding.PEM), 0o644)
    _show([fact for name in (AUTHORITY, CERTIFIER) for fact in _document_facts(paths[name])])
    for line in (
        text("keep to yourself, with its passphrase: {file}", file=SIGNING),
        text("give to whoever checks certificates: {file}", file=f"{CERTIFIER}, {AUTHORITY}"),
        text("what is signed with it is a TEST and certifies nothing"),
    ):
        click.echo(say(line))


def _make_folder(path: Path) -> None:
    from pvfootprint.model.findings import Finding, OutputError

    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = text("the folder cannot be made")
        raise OutputError(
            [Finding("OUT-001", message, found=f"{path}: {error.strerror}")]
        ) from error


@command.command("public")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="PUBLIC.pem",
    help="Where to; never overwritten.",
)
@language_option("messages and headings")
def public(file: Path, output: Path) -> None:
    """Take the public key out of FILE, to be given away; asks for no passphrase."""
    from pvfootprint.model.findings import Finding, SubmissionError
    from pvfootprint.submission.keyfacts import describe
    from pvfootprint.submission.keymaking import write_new
    from pvfootprint.submission.keys import PUBLIC, read_blocks

    blocks = read_blocks(file).get(PUBLIC, [])
    if len(blocks) != 1:
        message = text("the file does not hold one public key")
        raise SubmissionError([Finding("SUB-018", message, file.name)])
    write_new(output, blocks[0], 0o644)
    _show(describe(output))


@command.command("show")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option("messages and headings")
def show(file: Path, *, as_json: bool) -> None:
    """Print kind, fingerprint and validity of the keys in FILE; asks for no passphrase."""
    from pvfootprint.submission.keyfacts import describe
    from pvfootprint.submission.keys import open_to_others

    facts = _document_facts(file) or describe(file)
    if any(fact.holds == "private key" for fact in facts):
        print_findings(open_to_others(file))
    if as_json:
        print_json({"format": "pvfootprint keys 1", "keys": [_as_json(fact) for fact in facts]})
    else:
        _show(facts)


def _document_facts(file: Path) -> list[KeyFacts]:
    """Tell what is known of certificates that sign documents; nothing if the file holds others."""
    from pvfootprint.documents.signatures.certificates import (
        common_name,
        fingerprint,
        read_certificates,
    )
    from pvfootprint.model.findings import SignatureError
    from pvfootprint.submission.archives import read_bytes
    from pvfootprint.submission.keyfacts import KeyFacts
    from pvfootprint.submission.keys import LARGEST_KEY, PRIVATE

    content = read_bytes(file, LARGEST_KEY)
    try:
        found = [] if PRIVATE.encode() in content else read_certificates(content, file.name)
    except SignatureError:
        found = []
    return [
        KeyFacts(
            file.name,
            kind,
            "certificate",
            fingerprint(one),
            common_name(one.subject),
            one.not_valid_before_utc,
            one.not_valid_after_utc,
        )
        for one in found
        if (kind := _kind(one))
    ]


def _kind(certificate: x509.Certificate) -> str:
    """Say what the key of a certificate is for: empty if it is not about signed documents."""
    from pvfootprint.documents.signatures.certificates import allows, may_issue

    if may_issue(certificate):
        return "authority"
    signs = allows(certificate, "digital_signature") or allows(certificate, "content_commitment")
    return "documents" if signs else ""


def _as_json(fact: KeyFacts) -> dict[str, str | None]:
    return {
        "file": fact.file,
        "kind": fact.kind,
        "holds": fact.holds,
        "fingerprint": fact.fingerprint,
        "name": fact.name,
        "start": fact.start.isoformat() if fact.start else None,
        "end": fact.end.isoformat() if fact.end else None,
    }


def _show(facts: list[KeyFacts]) -> None:
    out = console()
    lines = table(text("kind"), text("what"), text("name"), text("validity"), left=4)
    for fact in facts:
        valid = ""
        if fact.start and fact.end:
            valid = text("{start} to {end}", start=fact.start.date(), end=fact.end.date())
        words = (WORDS.get(fact.kind, Text("")), WORDS[fact.holds], fact.name, valid)
        lines.add_row(*map(say, words))
    out.print(lines)
    for fingerprint in dict.fromkeys(fact.fingerprint for fact in facts if fact.fingerprint):
        out.print(say(text("fingerprint: {fingerprint}", fingerprint=fingerprint)))
