"""Looks at a dataset by program before a person judges it: what was kept, and what is plausible."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import Checked
from pvfootprint.certification.evaluation.points import (
    evidence_point,
    is_same,
    recomputation_point,
    rule_points,
)
from pvfootprint.certification.evaluation.recomputing import recomputed
from pvfootprint.certification.issue.values import as_said
from pvfootprint.certification.opening import open_case
from pvfootprint.database.datasets import process_of
from pvfootprint.database.extracting import unit_process
from pvfootprint.database.folding import read_standings
from pvfootprint.database.ingesting import behind
from pvfootprint.database.objecting import unknown_dataset
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.findings import DatabaseError
from pvfootprint.submission.comparing import LISTED, differences
from pvfootprint.workbook.plausibility.checking import check_plausible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.evaluation.recomputing import Recomputed
    from pvfootprint.database.processes import UnitProcess
    from pvfootprint.database.standing import Standing
    from pvfootprint.model.certificate_record import CertificateRecord
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import CharacterizationSet
    from pvfootprint.model.site import SiteInventory
    from pvfootprint.model.study import Study
    from pvfootprint.registry.registry import Registry

    Outcome = Literal["passes", "fails", "asks"]

TITLES = {
    "unit-process": text("stored unit process against the kept submission"),
    "value": text("value of the certificate"),
    "own-footprint": text("footprint of the stored amounts"),
    "balances": text("balances of silicon, area and mass"),
    "period": text("period of the data"),
    "plausibility": text("ranges of the library and of physics"),
    "evidence-share": text("lines with evidence"),
}
"""Points beside those of an evaluation."""

BALANCES = frozenset({"WBK-101", "WBK-102", "WBK-109"})
PERIODS = frozenset({"WBK-104", "WBK-105", "WBK-106", "WBK-107", "WBK-118"})
"""Rules of workbooks on balances, and on the calendar; the others are on ranges."""

CLOSE = 1e-9
"""How far a sum over the stored amounts may be from the value: the rounding of some sums [-]."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What a program found about a dataset.

    Parameters
    ----------
    standing : Standing
        The dataset as it stood.
    process : UnitProcess
        Its numbers as they are kept.
    checks : tuple of Checked
        What was looked at: what fails, what asks a person, what passes.
    software : str
        Hash of the program.
    """

    standing: Standing
    process: UnitProcess
    checks: tuple[Checked, ...]
    software: str

    @property
    def fails(self) -> bool:
        """Whether a check fails, so that nobody may accept the dataset."""
        return any(one.outcome == "fails" for one in self.checks)


def examine(registry: Registry, key: str) -> Examined:
    """Look at a dataset: compute it again, and hold it against what it should be.

    Parameters
    ----------
    registry : Registry
        Where.
    key : str
        ``data/00001``.

    Returns
    -------
    Examined
        With every check.

    Raises
    ------
    DatabaseError
        DAT-003 for an unknown dataset, DAT-011 and DAT-012 if its unit process cannot be made or
        read.
    RegistryError
        REG-003 if anything of it is missing or damaged.
    PvfootprintError
        If it cannot be computed any more.
    """
    with registry.reading() as snapshot:
        standing = read_standings(snapshot).get(key)
        if standing is None:
            raise DatabaseError([unknown_dataset(key)])
        source, stored = behind(snapshot, standing.certificate), process_of(snapshot, standing)
        case = open_case(snapshot, source.record.application)
    with recomputed(source.kept) as found:
        checks = tuple(checks_of(stored, source.record, case, found))
        software = found.result["hashes"]["software"]
    return Examined(standing, stored, checks, software)


def checks_of(
    stored: UnitProcess, record: CertificateRecord, case: Case, found: Recomputed
) -> Iterator[Checked]:
    """Hold a stored unit process against its certificate, and against what comes out again.

    Parameters
    ----------
    stored : UnitProcess
        As it is kept.
    record : CertificateRecord
        What the certificate says.
    case : Case
        The application that led to it.
    found : Recomputed
        The application, computed again.

    Yields
    ------
    Checked
        Point by point, in the order in which people read them.
    """
    leader = found.submitted.leader
    plausible = check_plausible(leader, found.library)
    yield recomputation_point(case, found)
    yield value_point(stored, record, found.study.footprint.total.value)
    yield process_point(stored, unit_process(record, found))
    yield own_point(stored, found.study, found.factors)
    yield asking("balances", [one for one in plausible if one.code in BALANCES])
    yield period_point(stored, record, [one for one in plausible if one.code in PERIODS])
    rest = [one for one in plausible if one.code not in BALANCES | PERIODS]
    yield asking("plausibility", rest)
    yield evidence_point(found)
    yield lines_point(leader)
    yield from rule_points([one for one in found.study.verdicts if one.outcome != "passes"])


def point(key: str, outcome: Outcome, found: Text) -> Checked:
    """Return a point of :data:`TITLES`."""
    return Checked(key=key, title=as_said(TITLES[key]), outcome=outcome, found=as_said(found))


def value_point(stored: UnitProcess, record: CertificateRecord, value: float) -> Checked:
    """Say whether stored, stated and recomputed footprint are one [kgCO2e per declared unit]."""
    stated = record.footprint
    holds = is_same(stored.footprint, stated.value) and is_same(value, stated.value)
    found = text(
        "stored {stored!r}, certificate {stated!r}, recomputed {value!r} {unit}",
        stored=stored.footprint,
        stated=stated.value,
        value=value,
        unit=stated.unit,
    )
    return point("value", "passes" if holds else "fails", found)


def process_point(stored: UnitProcess, found: UnitProcess) -> Checked:
    """Say whether the stored numbers are those of the kept submission, within 1e-12."""
    before, now = stored.model_dump(mode="json"), found.model_dump(mode="json")
    other = list(differences(before, now, 0.0, words=True))
    if not other:
        count = sum(map(len, (stored.supplies, stored.inputs, stored.energy, stored.emissions)))
        return point("unit-process", "passes", text("the same in all {count} flows", count=count))
    more = [text("{count} more", count=len(other) - LISTED)] if len(other) > LISTED else []
    listed = joined("; ", [*map(str, other[:LISTED]), *more])
    return point("unit-process", "fails", text("stored / recomputed: {places}", places=listed))


def own_point(stored: UnitProcess, study: Study, factors: CharacterizationSet) -> Checked:
    """Say whether stored amounts times what each unit causes sum up to the stored own footprint."""
    causes = {
        part.code: part.upstream_value / part.supply
        for part in study.footprint.processes
        if part.supply
    }
    for flow in study.system.flows:
        factor = factors.factors.get(flow.name)
        causes[flow.code] = factor.amount if factor else 0.0
    flows = (*stored.inputs, *stored.energy, *stored.emissions)
    total = math.fsum(flow.amount * causes.get(flow.code, 0.0) for flow in flows)
    own = stored.own_footprint_per_unit
    away = abs(total - own) / (abs(own) or 1.0)
    found = text(
        "{total:.6g} kgCO2e per {unit} from {count} flows; stored {own:.6g}, {away:.1g} away",
        total=total,
        unit=Text(stored.unit),
        count=len(flows),
        own=own,
        away=away,
    )
    return point("own-footprint", "passes" if away <= CLOSE else "fails", found)


def period_point(
    stored: UnitProcess, record: CertificateRecord, findings: list[Finding]
) -> Checked:
    """Say whether the period is that of the certificate, and holds every month once."""
    stated, kept = (f"{one.start} - {one.end}" for one in (record, stored))
    if stated != kept:
        found = text("stored {kept}, certificate {stated}", kept=kept, stated=stated)
        return point("period", "fails", found)
    if findings:
        return asking("period", findings)
    return point("period", "passes", text("{period}, as in the certificate", period=kept))


def lines_point(site: SiteInventory) -> Checked:
    """Say which share of the lines with amounts names a document."""
    parts = (site.materials, site.energy, site.electricity, site.outputs, site.emissions)
    rows = [row for part in (*parts, site.transport) for row in part]
    named = sum(bool(row.evidence) for row in rows)
    found = text("{named} of {count} lines name a document", named=named, count=len(rows))
    return point("evidence-share", "passes" if named == len(rows) else "asks", found)


def asking(key: str, findings: list[Finding]) -> Checked:
    """Say what the rules of workbooks ask; they are for a person to judge, and block nothing."""
    if not findings:
        return point(key, "passes", text("nothing stands out"))
    listed = joined(
        "; ",
        (
            text("{code} {message}: {found}", code=one.code, message=one.message, found=one.found)
            for one in findings
        ),
    )
    return point(key, "asks", listed)
