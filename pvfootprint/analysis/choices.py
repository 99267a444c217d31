"""The footprint under other choices: each alone, computed anew over the whole product system."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from pvfootprint.engine.solving import solve
from pvfootprint.language.texts import Text, text
from pvfootprint.library.gwp import available_sets, read_set
from pvfootprint.library.reading import Report, read_table
from pvfootprint.model.accounting import ALLOCATION_METHODS
from pvfootprint.model.findings import LibraryError, PvfootprintError
from pvfootprint.model.footprint import Amount
from pvfootprint.model.study import Sensitivity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pvfootprint.model.accounting import Accounting
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Inventory, Library
    from pvfootprint.model.system import ProductSystem

COLUMNS = ("key", "dataset", "alternative", "en", "zh")
NO_SUCH_YEAR = "SEL-010"
"""What is found where the library has no electricity of a year: there is no such choice then."""


class Build(Protocol):
    """Builds the product system of a study under given choices."""

    def __call__(
        self, library: Library, accounting: Accounting, year: int | None
    ) -> tuple[ProductSystem, list[Finding]]:
        """Build it from a library, with an accounting and a year of electricity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a study computes, and the choices it makes.

    Parameters
    ----------
    build : Build
        Builds its product system.
    library : Library
        The compiled library.
    accounting : Accounting
        How flows are counted.
    year : int, optional
        Year of the electricity data; the newest by default.
    gwp : str
        GWP set.
    root : Path
        Folder with ``methods/``.
    """

    build: Build
    library: Library
    accounting: Accounting
    year: int | None
    gwp: str
    root: Path

    def score(self) -> float:
        """Return the footprint of the case [kgCO2e per declared unit]."""
        system, _ = self.build(self.library, self.accounting, self.year)
        return solve(system, read_set(self.root, self.gwp, self.library)).score


@dataclass(frozen=True, slots=True)
class Replacement:
    """A dataset that may stand in another one's place.

    Parameters
    ----------
    key : str
        Stable name of the choice.
    dataset, alternative : str
        Codes.
    en, zh : str
        What is otherwise.
    """

    key: str
    dataset: str
    alternative: str
    en: str
    zh: str


def read_replacements(root: Path, library: Library) -> tuple[Replacement, ...]:
    """Read ``methods/sensitivity.csv``.

    Parameters
    ----------
    root : Path
        Folder with ``methods/``.
    library : Library
        Holds both datasets of each row.

    Returns
    -------
    tuple of Replacement
        In the order of the file.

    Raises
    ------
    LibraryError
        LIB-005 for a dataset that is not there, LIB-014 if the file cannot be read.
    """
    report = Report("methods/sensitivity.csv")
    found = []
    for line, cells in read_table(root / "methods" / "sensitivity.csv", COLUMNS, report):
        for column in ("dataset", "alternative"):
            if cells[column] not in library.inventories:
                said = text("the library does not hold {code!r}", code=cells[column])
                report.add("LIB-005", said, line, column)
        found.append(Replacement(*(cells[column] for column in COLUMNS)))
    if report.findings:
        raise LibraryError(report.findings)
    return tuple(found)


def sensitivities(
    case: Case, system: ProductSystem, score: float, known: Mapping[str, float] | None = None
) -> tuple[Sensitivity, ...]:
    """Compute a study's footprint under other choices, each alone.

    Parameters
    ----------
    case : Case
        The study's own choices.
    system : ProductSystem
        What it computed.
    score : float
        Its footprint [kgCO2e per declared unit].
    known : mapping, optional
        Footprints that are computed already, by key of the choice [kgCO2e per declared unit].

    Returns
    -------
    tuple of Sensitivity
        Electricity by the other basis and of the year before, other allocation, other GWP sets,
        other datasets; the largest difference first. Choices that change nothing by their nature
        are left out.

    Raises
    ------
    LibraryError
        As :func:`read_replacements`.
    """
    unit = f"kgCO2e/{system.declared_unit.unit}"
    known, found = known or {}, []
    for other in _others(case, system):
        try:
            value = known[other.key] if other.key in known else other.case.score()
        except PvfootprintError as error:
            if any(f.severity == "error" and f.code != NO_SUCH_YEAR for f in error.findings):
                raise
            continue
        difference = value / score - 1 if score else 0.0
        found.append(
            Sensitivity(
                key=other.key,
                title=other.en,
                title_zh=other.zh,
                value=Amount(value, unit),
                difference=difference,
            )
        )
    return tuple(sorted(found, key=lambda one: -abs(one.difference)))


def basis_key(basis: str) -> str:
    """Return the key of the choice of an electricity basis."""
    return f"electricity-{basis}"


def other_basis(case: Case, basis: str) -> Case:
    """Return the case with electricity by another basis."""
    return replace(case, accounting=replace(case.accounting, electricity_basis=basis))


@dataclass(frozen=True, slots=True)
class _Other:
    """A case that differs in one choice, and what that is."""

    key: str
    en: str
    zh: str
    case: Case


def _others(case: Case, system: ProductSystem) -> Iterator[_Other]:
    if system.members:
        basis, name = "market", text("electricity by contracts and certificates")
        if case.accounting.electricity_basis == "market":
            basis, name = "location", text("electricity by what physically supplies the sites")
        yield _Other(basis_key(basis), name.en, name.zh, other_basis(case, basis))
    newest = max((choice.year for choice in system.electricity if choice.own), default=None)
    if newest is not None:
        name = text("electricity data of {year}", year=newest - 1)
        other = replace(case, year=newest - 1)
        yield _Other(f"electricity-{newest - 1}", name.en, name.zh, other)
    yield from _other_allocations(case, system)
    for key, title in available_sets(case.root).items():
        if key != case.gwp:
            name = text("GWP set {title}", title=Text(title))
            yield _Other(f"gwp-{key}", name.en, name.zh, replace(case, gwp=key))
    used = {inventory.code for inventory in system.inventories}
    for one in read_replacements(case.root, case.library):
        if one.dataset in used:
            other = replace(case, library=_replaced(case.library, one))
            yield _Other(one.key, one.en, one.zh, other)


def _other_allocations(case: Case, system: ProductSystem) -> Iterator[_Other]:
    methods = {a.alternative_method for a in system.allocations if a.alternative}
    for method in sorted(methods):
        order = (method, *(m for m in ALLOCATION_METHODS if m != method))
        name = text("{method} allocation", method=Text(method))
        accounting = replace(case.accounting, allocation_order=order)
        other = replace(case, accounting=accounting)
        yield _Other(f"allocation-{method}", name.en, name.zh, other)


def _replaced(library: Library, one: Replacement) -> Library:
    """Return the library whose datasets take the alternative wherever they took the dataset."""
    inventories = {
        code: inventory if code == one.alternative else _relinked(inventory, one)
        for code, inventory in library.inventories.items()
    }
    return replace(library, inventories=inventories)


def _relinked(inventory: Inventory, one: Replacement) -> Inventory:
    if not any(e.target == one.dataset for e in inventory.inputs):
        return inventory
    exchanges = tuple(
        replace(e, target=one.alternative)
        if e.type == "technosphere" and e.target == one.dataset
        else e
        for e in inventory.exchanges
    )
    return replace(inventory, exchanges=exchanges)
