"""Says which of several workbooks a footprint is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, SupplyError
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.model.site import SiteInventory


def leading(sites: Iterable[SiteInventory]) -> SiteInventory:
    """Return the workbook of the latest stage.

    Parameters
    ----------
    sites : iterable of SiteInventory
        Workbooks.

    Returns
    -------
    SiteInventory
        The only one of its stage.

    Raises
    ------
    SupplyError
        CHN-022 if there is none, or several.
    """
    order = list(STAGES)
    sites = list(sites)
    latest = max((order.index(site.stage) for site in sites), default=-1)
    leaders = [site for site in sites if order.index(site.stage) == latest]
    if len(leaders) == 1:
        return leaders[0]
    finding = Finding(
        "CHN-022",
        text("it is not clear which workbook the footprint is for"),
        found=", ".join(site.source for site in leaders),
        expected=text("one workbook of the latest stage"),
        hint=text("name the workbook of the product first, then the others"),
    )
    raise SupplyError([finding])
