"""Options of the commands that use a registry: where it is, and who acts with which key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.logs import note_person, note_registry
from pvfootprint.commands.passphrases import ask_passphrase, passphrase_option
from pvfootprint.commands.printing import print_findings

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry

DEFAULT = "registry.db"
"""Registry of the present folder."""

KEYRING = "pvfootprint"
"""Service under which a keyring holds passphrases; the user name is the key's fingerprint."""


def registry_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option ``--registry``; :func:`open_registry` takes its value, ``registry``."""
    return click.option(
        "--registry",
        default=DEFAULT,
        show_default=True,
        envvar="PVFOOTPRINT_REGISTRY",
        metavar="ADDRESS",
        help="File of the registry, or postgresql://USER@HOST/DATABASE with the password in "
        "~/.pgpass; also PVFOOTPRINT_REGISTRY.",
    )


def actor_options(*, required: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the options ``--key`` and ``--passphrase-fd``; :func:`open_actor` takes their values.

    Their names are ``key`` and ``passphrase_fd``; without `required`, ``key`` may be None.
    """
    key = click.option(
        "--key",
        type=click.Path(path_type=Path, dir_okay=False),
        required=required,
        envvar="PVFOOTPRINT_KEY",
        metavar="KEY.pem",
        help="Key of who acts, as `pvfootprint keys new --kind signing` makes it; also "
        "PVFOOTPRINT_KEY.",
    )

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        return key(passphrase_option()(function))

    return add


def open_registry(address: str) -> Registry:
    """Open the registry at an address, to be closed at the end of the command.

    Parameters
    ----------
    address : str
        Value of :func:`registry_option`.

    Returns
    -------
    Registry
        Whose tables are of this version.

    Raises
    ------
    RegistryError
        REG-001, REG-005, REG-006 or REG-008.
    """
    from pvfootprint.registry.registry import Registry

    registry = Registry.open(address)
    note_registry(registry)
    ctx = click.get_current_context(silent=True)
    if ctx:
        ctx.call_on_close(registry.close)
    return registry


def open_actor(registry: Registry, key: Path, passphrase_fd: int | None) -> Actor:
    """Open the key of who acts; ask for no passphrase if its acts would be refused anyway.

    Parameters
    ----------
    registry : Registry
        In which the person is found by the key.
    key : Path
        PEM file.
    passphrase_fd : int, optional
        File descriptor with the passphrase; else the keyring has it, or it is asked for.

    Returns
    -------
    Actor
        The person and the private key.

    Raises
    ------
    RegistryError
        STF-001 if the key belongs to nobody, STF-002 if the person was revoked, STF-003 if the key
        expired.
    SubmissionError
        SUB-018 or SUB-019 if it cannot be opened.
    """
    from pvfootprint.model.findings import RegistryError
    from pvfootprint.registry.acting import inactive, unknown
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.people import with_key

    opened = None
    public = public_of(key)
    if not public:
        opened = open_key(key, passphrase_fd)
        public = opened.public_key().public_bytes_raw().hex()
    with registry.reading() as snapshot:
        person = with_key(snapshot.people(), public)
    if person is None or public in person.former:
        raise RegistryError([unknown(key.name)])
    if findings := inactive(person, registry.now()):
        raise RegistryError(findings)
    note_person(person.key)
    return Actor(person.key, opened or open_key(key, passphrase_fd))


def open_key(key: Path, passphrase_fd: int | None) -> Ed25519PrivateKey:
    """Open a key that signs; warn if others can read its file.

    Parameters
    ----------
    key, passphrase_fd
        As for :func:`open_actor`.

    Returns
    -------
    Ed25519PrivateKey
        The key.
    """
    from pvfootprint.submission.keys import open_to_others, read_signing_key

    passphrase = None if passphrase_fd is not None else from_keyring(key)
    if passphrase is None:
        passphrase = ask_passphrase(passphrase_fd, key.name)
    opened = read_signing_key(key, passphrase)
    print_findings(open_to_others(key))
    return opened


def public_of(key: Path) -> str:
    """Return the public key that stands beside a private one.

    Parameters
    ----------
    key : Path
        PEM file.

    Returns
    -------
    str
        Ed25519, hexadecimal, as the registry has it; empty if only the passphrase can tell.

    Raises
    ------
    SubmissionError
        SUB-018 if the file holds no key that signs.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    from pvfootprint.model.findings import SubmissionError
    from pvfootprint.submission.keyfacts import describe
    from pvfootprint.submission.keys import PUBLIC, SIGNING, read_blocks, wrong_kind

    if not any(fact.kind in {SIGNING, ""} for fact in describe(key)):
        raise SubmissionError([wrong_kind(key, "Ed25519", SIGNING)])
    for block in read_blocks(key).get(PUBLIC, []):
        public = load_pem_public_key(block)
        if isinstance(public, Ed25519PublicKey):
            return public.public_bytes_raw().hex()
    return ""


def from_keyring(key: Path) -> bytes | None:
    """Return the passphrase that the keyring of the desktop holds for a key, if there is one.

    It is kept under the service :data:`KEYRING` and the SHA-256 of the public key as `pvfootprint
    keys show` prints it, without spaces.
    """
    import keyring
    from keyring.errors import KeyringError

    from pvfootprint.submission.keyfacts import describe

    fingerprint = next((fact.fingerprint for fact in describe(key) if fact.fingerprint), "")
    if not fingerprint:
        return None
    try:
        found = keyring.get_password(KEYRING, fingerprint.replace(" ", ""))
    except KeyringError:
        return None
    return found.encode("utf-8") if found else None
