"""Declares companies that have a common owner, and so count as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.database.acting import refuse, write
from pvfootprint.database.folding import read_standings
from pvfootprint.database.publication_acts import GROUP, DeclareGroup
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry


def declare_group(registry: Registry, actor: Actor, companies: Iterable[str]) -> list[str]:
    """Declare that companies belong together.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        A data steward.
    companies : iterable of str
        Codes, or names where they have none; two at least.

    Returns
    -------
    list of str
        The companies, each once.

    Raises
    ------
    DatabaseError
        DAT-030 for fewer than two, or for a company of which the base database has no data; STF-004
        for somebody who is no data steward.
    """
    named = sorted({one.strip().casefold() for one in companies})
    with registry.writing() as transaction:
        owners = {
            (one.owner.code or one.owner.name).casefold()
            for one in read_standings(transaction).values()
        }
        refuse(_against(named, owners))
        body = DeclareGroup(companies=tuple(named))
        write(transaction, actor, GROUP, body.subject, body)
    return named


def _against(named: list[str], owners: Collection[str]) -> list[Finding]:
    findings = []
    if len(named) < 2:
        message = text("a group is two companies or more")
        findings.append(Finding("DAT-030", message, found=", ".join(named)))
    hint = text("see which there are: {command}", command="pvfootprint data list")
    findings += [
        Finding(
            "DAT-030",
            text("the base database has no data of this company"),
            found=name[:100],
            hint=hint,
        )
        for name in named
        if name not in owners
    ]
    return findings
