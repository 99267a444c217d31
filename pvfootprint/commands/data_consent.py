"""``pvfootprint data consent``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pvfootprint.commands.certification.options import act_options
from pvfootprint.commands.data_options import (
    CONSENT_NAMES,
    announce,
    consent_options,
    consented,
    dataset_argument,
)
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.database.acts import Consent


@click.command("consent")
@dataset_argument()
@consent_options()
@act_options(papers=False)
def command(
    dataset: str,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    *,
    consent: Consent,
    paper: Path | None,
    licence: str,
    as_json: bool,
) -> None:
    """Write down what the owner of DATASET lets be done with it from now on.

    The newest consent counts for every later output. What was given out before stays with those
    who have it.
    """
    from pvfootprint.database.ingesting import change_consent

    opened = open_registry(registry)
    given = consented(consent, paper, licence)
    actor = open_actor(opened, key, passphrase_fd)
    standing = change_consent(opened, actor, dataset, given)
    done = text(
        "consent for {key} from now on: {consent}",
        key=standing.key,
        consent=CONSENT_NAMES[consent],
    )
    announce(opened, done, standing, as_json=as_json)
