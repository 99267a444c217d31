"""Computes an application again, from what the registry keeps of it alone."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pvfootprint.analysis.studying import study_of_companies
from pvfootprint.certification.evaluation.archiving import unpacked_data
from pvfootprint.certification.intake.submitted import Submitted, open_submitted
from pvfootprint.library.caching import open_library
from pvfootprint.library.gwp import read_set
from pvfootprint.model.canonical import canonical
from pvfootprint.rules.checking import check
from pvfootprint.rules.reading import read_rules
from pvfootprint.submission.comparing import differences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pvfootprint.certification.acts import Apply
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import CharacterizationSet, Library
    from pvfootprint.model.rules import RuleSet
    from pvfootprint.model.study import Study
    from pvfootprint.registry.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the registry keeps of an application.

    Parameters
    ----------
    name : str
        File name of the submission.
    submission, data : bytes
        The submission; inventories and methods of its time, packed.
    rules : str
        Key of the accounting rules.
    """

    name: str
    submission: bytes
    data: bytes
    rules: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """An application that was computed again.

    Parameters
    ----------
    root : Path
        Folder of the kept inventories and methods, as long as it is there.
    library : Library
        Of them.
    submitted : Submitted
        The submission, and its footprint computed again as its maker asked for it.
    rules : RuleSet
        Accounting rules.
    study : Study
        The product as these rules count it, with what each rule says.
    factors : CharacterizationSet
        GWP set of the study.
    findings : tuple of Finding
        Warnings and questions about the data.
    """

    root: Path
    library: Library
    submitted: Submitted
    rules: RuleSet
    study: Study
    factors: CharacterizationSet
    findings: tuple[Finding, ...]

    @property
    def identical(self) -> bool:
        """Whether every number that was stated comes out again to the last bit.

        What says with which software and platform it was computed does not count.
        """
        stated, found = self.submitted.stated, self.submitted.recomputed
        return next(differences(stated, found, 0.0, words=False, tolerance=0.0), None) is None

    @property
    def result(self) -> dict[str, Any]:
        """The footprint of the study as JSON has it."""
        found: dict[str, Any] = json.loads(canonical(self.study.footprint.to_dict()))
        return found


def kept_of(registry: Registry, application: Apply, rules: str) -> Kept:
    """Return what the registry keeps of an application.

    Parameters
    ----------
    registry : Registry
        Where.
    application : Apply
        As it stands.
    rules : str
        Key of the accounting rules.

    Returns
    -------
    Kept
        For :func:`recomputed`.

    Raises
    ------
    RegistryError
        REG-003 if anything of it is missing or damaged.
    """
    with registry.reading() as snapshot:
        return Kept(
            name=application.submission_name,
            submission=snapshot.file(application.submission),
            data=snapshot.file(application.data),
            rules=rules,
        )


@contextlib.contextmanager
def recomputed(kept: Kept) -> Iterator[Recomputed]:
    """Compute an application again with the inventories and methods of its time.

    Parameters
    ----------
    kept : Kept
        What the registry keeps of it.

    Yields
    ------
    Recomputed
        Its folder goes away with the block.

    Raises
    ------
    PvfootprintError
        If it cannot be computed; a submission that does not hold can be.
    """
    with unpacked_data(kept.data) as root:
        library, _ = open_library(root)
        submitted = open_submitted(kept.submission, kept.name, library, root, strict=False)
        rules = read_rules(kept.rules, root)
        study, findings = study_of_companies(
            submitted.leader,
            submitted.suppliers,
            submitted.inputs.summaries,
            rules=rules,
            product=submitted.product.key,
            per=submitted.options.per,
            electricity_year=submitted.options.electricity_year,
            fill_gaps=submitted.options.fill_gaps,
            root=root,
            library=library,
        )
        yield Recomputed(
            root=root,
            library=library,
            submitted=submitted,
            rules=rules,
            study=replace(study, verdicts=check(study, rules)),
            factors=read_set(root, str(rules.value("gwp.set")), library),
            findings=tuple(findings),
        )
