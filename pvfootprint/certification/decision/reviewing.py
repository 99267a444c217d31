"""Reviews what was found, and recommends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pvfootprint.certification.acting import refuse
from pvfootprint.certification.acts import Review
from pvfootprint.certification.permitting import may_act_on
from pvfootprint.certification.stepping import look, write_down

if TYPE_CHECKING:
    from pvfootprint.certification.subjects import Acted
    from pvfootprint.model.certificate_record import Said
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry


def review(
    registry: Registry,
    actor: Actor,
    number: str,
    recommends: Literal["grant", "refuse"],
    remark: Said,
) -> Acted:
    """Review an application.

    Parameters
    ----------
    registry : Registry
        Where.
    actor : Actor
        Who: neither evaluated nor audited.
    number : str
        Of the application.
    recommends : str
        ``grant`` or ``refuse``.
    remark : Said
        What was looked at, and why.

    Returns
    -------
    Acted
        What was done.

    Raises
    ------
    CertificationError
        STF-001 to STF-006, CRT-003, CRT-004, CRT-008: everything that stands against it.
    """
    seen = look(registry, actor, number)
    refuse(may_act_on(seen.person, "review", seen.case, seen.now))
    body = Review(recommends=recommends, remark=remark)
    return write_down(registry, actor, "review", seen, body)
