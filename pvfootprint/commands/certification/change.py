"""``pvfootprint cert change``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.certification.intake import document_options, open_data
from pvfootprint.commands.certification.options import act_options
from pvfootprint.commands.certification.renew import conclude_application, offer_of
from pvfootprint.commands.printing import say
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from typing import Any

    from pvfootprint.language.texts import Text


@click.command("change")
@click.argument("number")
@click.option(
    "--extend",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE.pvf",
    help="More models: the submission that holds them, and those of before.",
)
@click.option(
    "--reduce",
    "fewer",
    multiple=True,
    metavar="MODEL",
    help="A model that is taken out; repeatable. The submission stays the one of before.",
)
@document_options()
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
    """Take in the application for a larger or a smaller scope of a certificate.

    With --extend, documents that are not handed in anew are those of before, and --model names the
    models. The new certificate takes the place of the old one when it is issued, and ends with it.
    """
    from pvfootprint.certification.upkeep.changing import extend, reduce

    file, fewer = given.pop("file"), given.pop("fewer")
    _check_usage(file, fewer, given)
    opened = open_registry(registry)
    actor = open_actor(opened, key, passphrase_fd)
    if file:
        data = open_data()
        acted = extend(opened, actor, number, offer_of(file, data, **given), data)
    else:
        acted = reduce(opened, actor, number, fewer)
    conclude_application(
        acted, _done(number, acted.case.subject, extended=bool(file)), output, as_json=as_json
    )


def _check_usage(file: Path | None, fewer: tuple[str, ...], more: dict[str, Any]) -> None:
    if bool(file) == bool(fewer):
        message = text(
            "either {extend} or {reduce} is needed", extend="--extend", reduce="--reduce"
        )
        raise click.UsageError(say(message))
    if fewer and any(more.values()):
        message = text("a reduction takes neither documents nor other models")
        raise click.UsageError(say(message))


def _done(number: str, application: str, *, extended: bool) -> Text:
    if extended:
        return text(
            "taken in as {number}: extension of {certificate}",
            number=application,
            certificate=number,
        )
    return text(
        "taken in as {number}: reduction of {certificate}", number=application, certificate=number
    )
