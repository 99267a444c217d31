"""Remembers the workbooks that were read last.

A supplier's workbook stands in the submissions of all its customers, and opening it takes longer
than computing with what it says.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory

REMEMBERED = 64
"""How many workbooks are remembered; each takes some hundred kilobytes."""


class _Known(NamedTuple):
    library: Library
    inventory: SiteInventory
    findings: tuple[Finding, ...]


class RecentWorkbooks:
    """What the workbooks say that were read last, without errors.

    What is said of a workbook hangs on its content, its name, and the library whose flows it names.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], _Known] = OrderedDict()

    def find(
        self, name: str, sha256: str, library: Library
    ) -> tuple[SiteInventory, list[Finding]] | None:
        """Return what was read of a workbook.

        Parameters
        ----------
        name : str
            Under which everything is said of it.
        sha256 : str
            Of its content.
        library : Library
            The compiled library.

        Returns
        -------
        tuple, optional
            As :func:`pvfootprint.workbook.reading.read_content` returned it; None if it is not
            remembered.
        """
        known = self._known.get((name, sha256))
        # Comparing libraries takes a hundredth of a second, and nothing where they are one object.
        if known is None or known.library != library:
            return None
        return known.inventory, list(known.findings)

    def keep(
        self,
        name: str,
        sha256: str,
        library: Library,
        inventory: SiteInventory,
        findings: list[Finding],
    ) -> None:
        """Remember a workbook, and forget the one that was read longest ago where there are many.

        Parameters
        ----------
        name, sha256, library
            As :meth:`find` takes them.
        inventory : SiteInventory
            What the company says.
        findings : list of Finding
            Warnings and questions.
        """
        self._known.pop((name, sha256), None)
        self._known[name, sha256] = _Known(library, inventory, tuple(findings))
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
