"""What the commands say of options that their input cannot have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pvfootprint.commands.printing import say
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def refuse_options(options: Mapping[str, object], of_what: str) -> None:
    """Refuse options that would be ignored.

    Parameters
    ----------
    options : mapping
        Value by option; None for one that is not given.
    of_what : str
        What they cannot be used for.

    Raises
    ------
    click.UsageError
        With every option that is given.
    """
    given = [name for name, value in options.items() if value is not None]
    if given:
        msg = text("{options} cannot be used for {what}", options=", ".join(given), what=of_what)
        raise click.UsageError(say(msg))


def only_product(written: Sequence[str]) -> str:
    """Return the product of the library that is meant.

    Parameters
    ----------
    written : sequence of str
        Inputs of which none is a file.

    Returns
    -------
    str
        The only one.

    Raises
    ------
    click.UsageError
        If there are several.
    """
    if len(written) > 1:
        msg = text("one product of the library at a time; found {names}", names=", ".join(written))
        raise click.UsageError(say(msg))
    return written[0]
