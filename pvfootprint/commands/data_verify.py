"""``pvfootprint data verify``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.certification.options import said_options
from pvfootprint.commands.data_options import announce, as_dict, dataset_argument
from pvfootprint.commands.printing import console, language_option, print_json, say, table
from pvfootprint.commands.registry_options import (
    actor_options,
    open_actor,
    open_registry,
    registry_option,
)
from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pvfootprint.certification.acts import Checked
    from pvfootprint.database.examining import Examined
    from pvfootprint.model.certificate_record import Said


OUTCOMES = {"passes": text("passes"), "fails": text("fails"), "asks": text("asks")}


@click.command("verify")
@dataset_argument()
@click.option("--accept", is_flag=True, help="Judge that it may be used.")
@click.option("--refuse", is_flag=True, help="Judge that it may not; final.")
@said_options("reason", "Why it is refused, or a remark", required=False)
@registry_option()
@actor_options(required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option("messages")
def command(
    dataset: str,
    registry: str,
    key: Path | None,
    passphrase_fd: int | None,
    *,
    accept: bool,
    refuse: bool,
    reason: Said,
    as_json: bool,
) -> None:
    """Check DATASET by program; with --accept or --refuse, judge it.

    The kept submission is computed again and held against the stored unit process and the
    certificate; balances, ranges, period and evidence are looked at. What asks is for a person to
    judge; what fails cannot be accepted. Without a verdict nothing is written and no key is needed,
    and the command ends with 1 if a check fails. Who entered a dataset may not judge it.
    """
    from pvfootprint.database.examining import examine
    from pvfootprint.database.verifying import may_verify, verify

    if accept and refuse:
        raise click.UsageError(say(text("a dataset is either accepted or refused")))
    opened = open_registry(registry)
    if not (accept or refuse):
        if reason.en:
            raise click.UsageError(say(text("a reason needs --accept or --refuse")))
        examined = examine(opened, dataset)
        _show(examined, as_json=as_json)
        click.get_current_context().exit(1 if examined.fails else 0)
    if key is None:
        raise click.UsageError(say(text("{option} is missing", option="--key")))
    actor = open_actor(opened, key, passphrase_fd)
    may_verify(opened, actor, dataset)
    examined = examine(opened, dataset)
    if not as_json:
        show_checks(examined.checks)
    standing = verify(opened, actor, examined, accepted=accept, reason=reason)
    done = text("verified: {key}", key=dataset) if accept else text("refused: {key}", key=dataset)
    announce(opened, done, standing, as_json=as_json)


def _show(examined: Examined, *, as_json: bool) -> None:
    if as_json:
        checks: list[dict[str, Any]] = [one.model_dump(mode="json") for one in examined.checks]
        head = {"format": "pvfootprint data examination 1", "fails": examined.fails}
        print_json({**head, **as_dict(examined.standing), "checks": checks})
        return
    show_checks(examined.checks)
    if examined.fails:
        click.echo(say(text("a check fails: the dataset cannot be accepted")))
    else:
        click.echo(say(text("no check fails; judge it with --accept or --refuse")))


def show_checks(checks: Sequence[Checked]) -> None:
    """Print what a program looked at, and what it found."""
    lines = table(text("outcome"), text("what was looked at"), text("found"), left=3)
    for one in checks:
        outcome = OUTCOMES.get(one.outcome, Text(one.outcome))
        lines.add_row(say(outcome), say(one.title.text), say(one.found.text))
    console().print(lines)
