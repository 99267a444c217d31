"""``pvfootprint data ingest``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pvfootprint.commands.certification.options import act_options
from pvfootprint.commands.data_options import (
    CONSENT_NAMES,
    announce,
    consent_options,
    consented,
)
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.database.acts import Consent


@click.command("ingest")
@click.argument("certificate")
@consent_options()
@act_options(papers=False)
def command(
    certificate: str,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    *,
    consent: Consent,
    paper: Path | None,
    licence: str,
    as_json: bool,
) -> None:
    """Take the inventory of CERTIFICATE into the base database, with its owner's consent.

    What enters is the producer's own unit process, computed again from the submission that the
    registry keeps; its numbers are kept, so that no later software changes them. Suppliers are told
    by stage only. Nobody uses it before another data steward has verified it.
    """
    from pvfootprint.database.ingesting import ingest

    opened = open_registry(registry)
    given = consented(consent, paper, licence)
    standing = ingest(opened, open_actor(opened, key, passphrase_fd), certificate, given)
    done = text(
        "entered as {key}: {certificate}, {owner}; consent: {consent}",
        key=standing.key,
        certificate=certificate,
        owner=standing.owner.name,
        consent=CONSENT_NAMES[consent],
    )
    announce(opened, done, standing, as_json=as_json)
