"""Computes kept submissions again: as they were, and with the factors of new years."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pvfootprint.analysis.grids import electricity_values
from pvfootprint.certification.evaluation.archiving import unpacked_data
from pvfootprint.certification.evaluation.points import is_same
from pvfootprint.certification.intake.submitted import open_submitted
from pvfootprint.database.monitoring.factors import superseded, with_newest
from pvfootprint.engine.solving import solve
from pvfootprint.library.caching import open_library
from pvfootprint.library.gwp import read_set
from pvfootprint.rules.accounting import make_accounting
from pvfootprint.rules.reading import read_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pvfootprint.certification.intake.submitted import Submitted
    from pvfootprint.database.monitoring.factors import Superseded
    from pvfootprint.model.certificate_record import CertificateRecord
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.registry.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A submission computed again, under the rules of its certificate.

    Parameters
    ----------
    then, now : float
        With the factors of then, and with the newest [kgCO2e per declared unit].
    codes : frozenset of str
        Datasets behind the new value.
    values : dict
        Value of each factor by code [kgCO2e/kWh].
    fixed_year : int, optional
        Year that the submission itself asks for: no newer one counts, and `now` is `then`.
    stated : tuple of str
        Companies whose sealed or summarised part stays as they stated it: what newer factors would
        change in it is not in `now`.
    """

    then: float
    now: float
    codes: frozenset[str]
    values: dict[str, float]
    fixed_year: int | None
    stated: tuple[str, ...]

    def comes_out(self, record: CertificateRecord) -> bool:
        """Return whether the certified value comes out again with the factors of then."""
        return is_same(self.then, record.footprint.value)


@dataclass(frozen=True, slots=True)
class Then:
    """Inventories and methods of then.

    Parameters
    ----------
    root : Path
        Their folder.
    kept, merged : Library
        The library of then, as it was and with the newest factors.
    superseded : dict
        Factors that have a newer year, by code of the old dataset.
    computed : dict
        What was computed, by submission and rules.
    """

    root: Path
    kept: Library
    merged: Library
    superseded: dict[str, Superseded]
    computed: dict[tuple[str, str], Again] = field(default_factory=dict)

    def compute(self, registry: Registry, record: CertificateRecord, name: str) -> Again:
        """Compute the submission of a certificate again; each one once under the same rules.

        Parameters
        ----------
        registry : Registry
            Where it is kept.
        record : CertificateRecord
            What the certificate says.
        name : str
            File name of the submission, for findings.

        Returns
        -------
        Again
            Both values.

        Raises
        ------
        PvfootprintError
            If it cannot be computed.
        """
        key = (record.recomputing.submission, record.rules.key)
        if key not in self.computed:
            with registry.reading() as snapshot:
                content = snapshot.file(key[0])
            submitted = open_submitted(content, name, self.kept, self.root, strict=False)
            self.computed[key] = self._again(submitted, read_rules(record.rules.key, self.root))
        return self.computed[key]

    def _again(self, submitted: Submitted, rules: RuleSet) -> Again:
        accounting, year = make_accounting(rules), submitted.options.electricity_year
        factors = read_set(self.root, str(rules.value("gwp.set")), self.merged)
        before = submitted.system(self.kept, accounting)
        after = submitted.system(self.merged, accounting)
        return Again(
            then=solve(before, factors).score,
            now=solve(after, factors).score,
            codes=frozenset(inventory.code for inventory in after.inventories),
            values=electricity_values(self.merged, factors),
            fixed_year=year,
            stated=tuple(
                dict.fromkeys(m.company for m in after.members if m.code.startswith("summary:"))
            ),
        )


@contextlib.contextmanager
def opened(registry: Registry, data: str, library: Library) -> Iterator[Then]:
    """Open inventories and methods of then, as long as they are needed.

    Parameters
    ----------
    registry : Registry
        Where they are kept.
    data : str
        SHA-256 of the archive.
    library : Library
        The library that has newer years.

    Yields
    ------
    Then
        With the factors that are superseded.

    Raises
    ------
    RegistryError
        REG-003 if the archive is missing or damaged.
    """
    with registry.reading() as snapshot:
        content = snapshot.file(data)
    with unpacked_data(content) as root:
        kept, _ = open_library(root)
        yield Then(root, kept, with_newest(kept, library), superseded(kept, library))
