"""``pvfootprint cert surveil``."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, cast

import click

from pvfootprint.commands.certification.days import day_option
from pvfootprint.commands.certification.options import act_options, one_said, said_options
from pvfootprint.commands.certification.outcome import conclude
from pvfootprint.commands.printing import say
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text
from pvfootprint.model.certification import GRADES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pvfootprint.certification.acts import Grade
    from pvfootprint.certification.upkeep.surveilling import Found

KEPT_UP = text("the surveillance was entered; it keeps the certificate up")
NOT_KEPT_UP = text(
    "the surveillance was entered; it does not keep the certificate up: suspend or withdraw it"
)


@click.command("surveil")
@click.argument("number")
@day_option("--day", "When it was done; today by default")
@click.option(
    "--maintained/--not-maintained",
    default=None,
    help="Whether the certificate is kept up.",
)
@said_options("remark", "What was looked at, and the result")
@click.option(
    "--finding",
    "findings",
    nargs=3,
    multiple=True,
    metavar="GRADE ZH EN",
    help="Something that was found: major, minor or observation, in Chinese and in English; one of "
    'both may be empty: "". May be repeated.',
)
@click.option(
    "--due",
    "dues",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    multiple=True,
    metavar="DATE",
    help="Last day for the corrective action of each finding, in their order; by default the days "
    "that the scheme gives.",
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
    """Enter a surveillance of a certificate, with what it found.

    The next one is due the scheme's interval after its day. Findings are closed by `cert correct`.
    """
    from pvfootprint.certification.upkeep.surveilling import surveil

    maintained = given["maintained"]
    if maintained is None:
        option = "--maintained / --not-maintained"
        raise click.UsageError(say(text("{option} is missing", option=option)))
    found = list(_found(given["findings"], given["dues"]))
    opened = open_registry(registry)
    today = opened.now().date()
    acted = surveil(
        opened,
        open_actor(opened, key, passphrase_fd),
        number,
        day=given["day"] or today,
        maintained=maintained,
        remark=given["remark"],
        found=found,
    )
    conclude(acted, KEPT_UP if maintained else NOT_KEPT_UP, today, output, as_json=as_json)


def _found(
    findings: tuple[tuple[str, str, str], ...], dues: tuple[datetime.datetime, ...]
) -> Iterable[Found]:
    from pvfootprint.certification.upkeep.surveilling import Found

    if len(dues) > len(findings):
        raise click.UsageError(say(text("there are more days than findings")))
    for i, (grade, chinese, english) in enumerate(findings):
        if grade not in GRADES or not (chinese.strip() or english.strip()):
            grades = ", ".join(GRADES)
            message = text("a finding has a grade ({grades}) and a text", grades=grades)
            raise click.UsageError(say(message))
        due = dues[i].date() if i < len(dues) else None
        yield Found(cast("Grade", grade), one_said(chinese, english), due)
