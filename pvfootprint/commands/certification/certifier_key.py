"""The certifier's key that signs certificates: in a file, or on a security token."""

from __future__ import annotations

import contextlib
import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.passphrases import ask_passphrase
from pvfootprint.commands.printing import say
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator

    from pvfootprint.documents.signatures.signer import Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifierKey:
    """Where the certifier's key is.

    Parameters
    ----------
    file : Path, optional
        PKCS #12 file.
    module : Path, optional
        Library of a security token's maker.
    token, label : str
        Label of the token, and of the key on it.
    descriptor : int, optional
        File descriptor with the passphrase or PIN; by default it is asked for.
    """

    file: Path | None
    module: Path | None
    token: str
    label: str
    descriptor: int | None

    @property
    def given(self) -> bool:
        """Whether there is one."""
        return bool(self.file or self.module)


def certifier_key_options() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the options of the certifier's key; the argument is `certifier`, a CertifierKey."""
    file = click.Path(path_type=Path, dir_okay=False)
    options = (
        click.option(
            "--certifier-key",
            type=file,
            metavar="FILE.p12",
            help="The certifier's key with its certificate (PKCS #12).",
        ),
        click.option(
            "--token-module",
            type=file,
            metavar="LIBRARY.so",
            help="Sign with a security token instead: library of its maker (PKCS #11).",
        ),
        click.option("--token", default="", metavar="LABEL", help="Label of the token."),
        click.option("--token-key", default="", metavar="LABEL", help="Label of the key on it."),
        click.option(
            "--certifier-passphrase-fd",
            type=click.IntRange(min=0),
            metavar="N",
            help="Read the passphrase of the certifier's key, or the PIN, from this file "
            "descriptor; by default it is asked for.",
        ),
    )

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def with_key(*arguments: Any, **given: Any) -> Any:  # noqa: ANN401
            key = CertifierKey(
                file=given.pop("certifier_key"),
                module=given.pop("token_module"),
                token=given.pop("token"),
                label=given.pop("token_key"),
                descriptor=given.pop("certifier_passphrase_fd"),
            )
            _check(key)
            return function(*arguments, **given, certifier=key)

        for option in reversed(options):
            with_key = option(with_key)
        return with_key

    return add


@contextlib.contextmanager
def open_signer(key: CertifierKey, now: datetime.datetime) -> Iterator[Signer]:
    """Open the certifier's key for as long as the block lasts.

    Parameters
    ----------
    key : CertifierKey
        Where it is.
    now : datetime
        When it is to sign.

    Yields
    ------
    Signer
        What signs.

    Raises
    ------
    SignatureError
        SIG-001 to SIG-007, SIG-010 if it cannot be opened, or documents cannot be signed with it.
    SubmissionError
        SUB-002, SUB-006 or SUB-019 if file or passphrase cannot be read.
    """
    if key.module:
        from pvfootprint.documents.signatures.tokens import signer_from_token

        pin = ask_passphrase(key.descriptor, key.token)
        with signer_from_token(
            key.module, token=key.token, key=key.label, pin=pin, now=now
        ) as signer:
            yield signer
    elif key.file:
        from pvfootprint.documents.signatures.signer import signer_from_pkcs12
        from pvfootprint.submission.archives import read_bytes

        content = read_bytes(key.file)
        passphrase = ask_passphrase(key.descriptor, key.file.name)
        yield signer_from_pkcs12(content, passphrase, now=now, file=key.file.name)


def _check(key: CertifierKey) -> None:
    if key.file and key.module:
        message = text("give either a file or a token")
    elif key.module and not (key.token and key.label):
        message = text("{option} is missing", option="--token, --token-key")
    else:
        return
    raise click.UsageError(say(message))
