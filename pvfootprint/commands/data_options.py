"""What the commands of the base database share: options, words, what an act prints."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import print_json, say
from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from pvfootprint.database.acts import Consent
    from pvfootprint.database.ingesting import Consented
    from pvfootprint.database.standing import Standing
    from pvfootprint.registry.registry import Registry

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,63}")
"""A key of the SPDX list of licences."""

CONSENT_NAMES = {
    "closed": text("closed to all use"),
    "statistics": text("statistics and averages only"),
    "open": text("open, also to data packages"),
}
"""What an owner lets be done with a dataset, in words."""

STATE_NAMES = {
    "unverified": text("not verified yet"),
    "verified": text("verified"),
    "refused": text("refused by the verifier"),
}
"""How far a dataset has come, in words."""


def consent_options() -> Decorator:
    """Return the options ``--consent``, ``--paper`` and ``--licence``.

    Together they are a :class:`pvfootprint.database.ingesting.Consented`, as :func:`consented`
    makes it.
    """
    consent = click.option(
        "--consent",
        type=click.Choice(list(CONSENT_NAMES)),
        required=True,
        help="What the owner lets be done with the data: nothing; statistics and averages; also "
        "packages that hold the data themselves.",
    )
    paper = click.option(
        "--paper",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="PDF",
        help="The owner's signed consent; it is kept. Needed unless the data are closed.",
    )

    licence = click.option(
        "--licence",
        default="",
        metavar="SPDX",
        callback=_licence,
        help="Licence that the paper names for open data, such as CC-BY-4.0.",
    )

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        return consent(paper(licence(function)))

    return add


def dataset_argument() -> Decorator:
    """Return the argument DATASET: ``data/00001``, or its number alone."""
    return click.argument("dataset", callback=lambda _, __, value: _key(value))


def _licence(_: click.Context, __: click.Parameter, value: str) -> str:
    if value and not SPDX.fullmatch(value):
        raise click.BadParameter(say(text("a licence is named as in the SPDX list: CC-BY-4.0")))
    return value


def _key(written: str) -> str:
    """Return the key of a dataset that is named by its number alone, else what is written."""
    plain = written.isascii() and written.isdigit() and len(written) < 10
    return f"data/{int(written):05d}" if plain else written


def consented(consent: Consent, paper: Path | None, licence: str) -> Consented:
    """Return what an owner lets be done, as the options of :func:`consent_options` say it.

    Raises
    ------
    SubmissionError
        SUB-002 or SUB-006 if the paper cannot be read.
    """
    from pvfootprint.database.ingesting import Consented
    from pvfootprint.database.papers import LARGEST
    from pvfootprint.submission.archives import read_bytes

    signed = read_bytes(paper, LARGEST) if paper else None
    return Consented(consent=consent, paper=signed, licence=licence)


def announce(registry: Registry, done: Text, standing: Standing, *, as_json: bool) -> None:
    """Say what an act did, and what is to be done next with the dataset."""
    with registry.reading() as snapshot:
        entered_by = snapshot.people()[standing.entered_by].name.text
    comes_next = _next(standing, entered_by)
    if as_json:
        words = {"done": done.en, "done_zh": done.zh}
        words |= {"comes_next": comes_next.en, "comes_next_zh": comes_next.zh}
        print_json({"format": "pvfootprint data act 1", **words, **as_dict(standing)})
        return
    click.echo(say(done))
    if comes_next:
        click.echo(say(comes_next))


def _next(standing: Standing, entered_by: Text) -> Text:
    if standing.state == "unverified":
        return text(
            "next for {key}: verification by another data steward than {person}",
            key=standing.key,
            person=entered_by,
        )
    return Text("")


def as_dict(standing: Standing) -> dict[str, object]:
    """Return how it stands with a dataset as JSON has it."""
    return {
        "key": standing.key,
        "certificate": standing.certificate,
        "owner": standing.owner.model_dump(mode="json"),
        "consent": standing.consent,
        "licence": standing.licence,
        "consent_since": standing.consent_since,
        "state": standing.state,
        "entered": standing.entered,
        "entered_by": standing.entered_by,
        "judged": standing.judged or None,
        "judged_by": standing.judged_by or None,
        "unit_process": standing.unit_process,
    }
