"""Finds certificates that stand on others which do not hold any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.overview.upstream import upstream_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.certification.overview.gathering import Overview
    from pvfootprint.certification.overview.upstream import Upstream
    from pvfootprint.model.certificate_record import Party


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A valid certificate that stands on one which does not hold.

    Parameters
    ----------
    number : str
        Its number.
    client : Party
        Who must be told.
    upstream : Upstream
        What was lost, and the way to it.
    """

    number: str
    client: Party
    upstream: Upstream


def doubtful(seen: Overview) -> Iterator[Doubtful]:
    """Yield what stands on certificates that were suspended, withdrawn or cancelled.

    Parameters
    ----------
    seen : Overview
        All that there is, on a day.

    Yields
    ------
    Doubtful
        Once for each certificate upstream of each valid one, by number.
    """
    for number, certificate in seen.certificates.items():
        if certificate.status(seen.day) != "valid":
            continue
        for above in upstream_of(number, seen.certificates.get, seen.day):
            if above.lost:
                yield Doubtful(number, seen.behind(certificate).application.client, above)
