"""Opens the sealed parts of a submission with the certifier's key, and computes them again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.certification.intake.green import green_uses
from pvfootprint.chain.electricity import ElectricityOptions
from pvfootprint.engine.chain_footprint import chain_system
from pvfootprint.model.findings import PvfootprintError, has_errors
from pvfootprint.rules.accounting import make_accounting
from pvfootprint.submission.inputs import read_inputs
from pvfootprint.submission.parts import open_inventory
from pvfootprint.submission.sealing import verify_inventory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import rsa

    from pvfootprint.certification.acts import GreenUse
    from pvfootprint.certification.evaluation.recomputing import Recomputed
    from pvfootprint.model.findings import Finding
    from pvfootprint.submission.parts import OpenedInventory, SealedPart

    OpeningKey = tuple[rsa.RSAPrivateKey, x509.Certificate]


@dataclass(frozen=True, slots=True)
class LookedInto:
    """A sealed part, as far as the certifier could look into it.

    Parameters
    ----------
    part : SealedPart
        The part.
    opened : bool
        Whether its inventory was opened and computed again.
    findings : tuple of Finding
        What that showed.
    green : tuple of GreenUse
        Green certificates that it counts.
    """

    part: SealedPart
    opened: bool
    findings: tuple[Finding, ...] = ()
    green: tuple[GreenUse, ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether it says something else than its inventory."""
        return has_errors(self.findings)


def look_into(
    parts: Sequence[SealedPart], key: OpeningKey | None, recomputed: Recomputed
) -> tuple[LookedInto, ...]:
    """Open the sealed parts of a submission.

    Parameters
    ----------
    parts : sequence of SealedPart
        Whose signatures hold.
    key : tuple, optional
        Of the certifier, with its certificate; without it nothing is opened.
    recomputed : Recomputed
        Library and rules to compute with.

    Returns
    -------
    tuple of LookedInto
        In their order; nothing is raised for a part that cannot be opened.
    """
    return tuple(
        _look_into(part, key, recomputed) if key and part.sealed else LookedInto(part, opened=False)
        for part in parts
    )


def _look_into(part: SealedPart, key: OpeningKey, recomputed: Recomputed) -> LookedInto:
    library, root = recomputed.library, recomputed.root
    try:
        opened = open_inventory(part, *key)
        findings = verify_inventory(part, opened, library, root)
        green = () if has_errors(findings) else _green(part, opened, recomputed)
    except PvfootprintError as error:
        return LookedInto(part, opened=False, findings=tuple(map(_lenient, error.findings)))
    return LookedInto(part, opened=True, findings=tuple(findings), green=green)


def _lenient(finding: Finding) -> Finding:
    """Take it as a warning that a key does not open a part: it may be the wrong key."""
    return replace(finding, severity="warning") if finding.code == "SUB-023" else finding


def _green(
    part: SealedPart, opened: OpenedInventory, recomputed: Recomputed
) -> tuple[GreenUse, ...]:
    """Return the green certificates that a sealed inventory counts."""
    inputs = read_inputs(opened.workbooks, recomputed.library, recomputed.root)
    own = inputs.site_of(opened.own)
    if own is None:
        return ()
    accounting, statement = make_accounting(recomputed.rules), part.statement
    system, _ = chain_system(
        recomputed.library,
        own,
        [site for site in inputs.sites if site is not own],
        inputs.summaries,
        product=statement.summary.product,
        options=ElectricityOptions(year=statement.electricity_year),
        fill_gaps=statement.fill_gaps,
        accounting=accounting,
    )
    return green_uses(inputs.sites, system.electricity_uses, accounting)
