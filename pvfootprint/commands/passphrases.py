"""Asks for passphrases: never on the command line, never from the environment."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import say
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 1024
"""Longest passphrase that is read [bytes]."""


def passphrase_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option ``--passphrase-fd``; :func:`ask_passphrase` takes its value."""
    return click.option(
        "--passphrase-fd",
        type=click.IntRange(min=0),
        metavar="N",
        help="Read the passphrase from this file descriptor, up to the end of its first line; by "
        "default it is asked for at the terminal.",
    )


def ask_passphrase(descriptor: int | None, file: str, *, twice: bool = False) -> bytes:
    """Get a passphrase.

    Parameters
    ----------
    descriptor : int, optional
        File descriptor to read it from; the terminal by default.
    file : str
        Name of the key file, for the question.
    twice : bool
        Whether it must be typed twice.

    Returns
    -------
    bytes
        UTF-8, without the end of the line.

    Raises
    ------
    SubmissionError
        SUB-019 if there is neither a descriptor that can be read nor a terminal.
    """
    if descriptor is not None:
        return _from_descriptor(descriptor)
    if not sys.stdin.isatty():
        raise _missing(text("there is no terminal to ask at"))
    question = say(text("Passphrase of {file}", file=file))
    again = say(text("The same once more")) if twice else False
    typed: str = click.prompt(question, hide_input=True, confirmation_prompt=again, err=True)
    return typed.encode("utf-8")


def _from_descriptor(descriptor: int) -> bytes:
    from pvfootprint.model.findings import Finding, SubmissionError

    read = b""
    try:
        while b"\n" not in read and len(read) <= LONGEST:
            piece = os.read(descriptor, LONGEST)
            if not piece:
                break
            read += piece
    except OSError as error:
        raise _missing(text("the file descriptor cannot be read")) from error
    passphrase = read.partition(b"\n")[0].removesuffix(b"\r")
    if not passphrase:
        raise _missing(text("the file descriptor gave nothing"))
    if len(passphrase) > LONGEST:
        message = text("the passphrase is too long")
        expected = text("at most {count} characters", count=LONGEST)
        raise SubmissionError([Finding("SUB-019", message, expected=expected)])
    return passphrase


def _missing(why: str) -> Exception:
    from pvfootprint.model.findings import Finding, SubmissionError

    finding = Finding(
        "SUB-019",
        text("no passphrase was given"),
        found=why,
        hint=text("run it at a terminal, or give {option}", option="--passphrase-fd N"),
    )
    return SubmissionError([finding])
