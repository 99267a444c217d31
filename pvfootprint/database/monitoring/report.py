"""Everything that monitoring found on a day, and the same as JSON."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pvfootprint.certification.overview.gathering import overview
from pvfootprint.database.datasets import all_datasets
from pvfootprint.database.monitoring.limits import GROUNDS
from pvfootprint.database.monitoring.lost_upstream import doubtful
from pvfootprint.database.monitoring.lowered import lowered
from pvfootprint.database.monitoring.superseding import find_superseded
from pvfootprint.database.monitoring.watching import watch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pvfootprint.certification.overview.gathering import Overview
    from pvfootprint.database.monitoring.lost_upstream import Doubtful
    from pvfootprint.database.monitoring.superseding import Affected, FactorChange, Superseding
    from pvfootprint.database.monitoring.watching import Remark
    from pvfootprint.model.inventory import Library
    from pvfootprint.registry.registry import Registry

FORMAT = "pvfootprint monitoring 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitored:
    """What monitoring found.

    Parameters
    ----------
    day : date
        On which day.
    seen : Overview
        All certificates and applications.
    library : str
        Hash of the library that was monitored against.
    superseding : Superseding
        Certificates whose value rests on superseded factors.
    doubtful : tuple of Doubtful
        Valid certificates that stand on one which does not hold.
    datasets : dict
        Keys of the datasets by number of their certificate.
    remarks : tuple of Remark
        About datasets.
    tolerance : float, optional
        Change from which a value is to be looked at [-], as who asks has it: no scheme names one.
    """

    day: datetime.date
    seen: Overview
    library: str
    superseding: Superseding
    doubtful: tuple[Doubtful, ...]
    datasets: Mapping[str, tuple[str, ...]]
    remarks: tuple[Remark, ...]
    tolerance: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values; changes and shares [-], values [kgCO2e per declared unit]."""
        return {
            "format": FORMAT,
            "day": str(self.day),
            "library": self.library,
            "tolerance": self.tolerance,
            "certificates": self.superseding.looked_at,
            "superseded": [self._affected(one) for one in self.superseding.affected],
            "upstream": [
                {
                    "certificate": one.number,
                    "client": one.client.name,
                    "stands_on": one.upstream.number,
                    "through": list(one.upstream.path[:-1]),
                    "status": one.upstream.status,
                    "since": str(one.upstream.since) if one.upstream.since else None,
                }
                for one in self.doubtful
            ],
            "datasets": [
                {
                    "kind": one.kind,
                    "subject": one.subject,
                    "certificate": one.certificate,
                    "owner": one.owner,
                    "said": one.said.en,
                    "said_zh": one.said.zh,
                    "measure": one.measure,
                }
                for one in self.remarks
            ],
            "limits": {key: {"en": said.en, "zh": said.zh} for key, said in GROUNDS.items()},
            "findings": [finding.to_dict() for finding in self.superseding.findings],
        }

    def _affected(self, one: Affected) -> dict[str, Any]:
        record = one.record
        return {
            "certificate": record.number,
            "status": one.status,
            "datasets": list(self.datasets.get(record.number, ())),
            "client": record.client.name,
            "client_code": record.client.code,
            "product": record.product.name,
            "stage": record.product.stage_key,
            "unit": record.footprint.unit,
            "factors": [_factor(change) for change in one.factors],
            "fixed_year": one.again.fixed_year,
            "value": record.footprint.value,
            "shown": record.footprint.shown,
            "value_new": one.value,
            "shown_new": one.shown,
            "change": one.change,
            "shows_otherwise": one.shows_otherwise,
            "beyond_tolerance": one.crosses(self.tolerance),
            "stays_as_stated": list(one.again.stated),
        }


def monitor(
    registry: Registry,
    library: Library,
    day: datetime.date,
    *,
    tolerance: float | None = None,
    told: Callable[[int, int], None] | None = None,
) -> Monitored:
    """Look at all certificates and datasets.

    Parameters
    ----------
    registry : Registry
        Where they are kept.
    library : Library
        The library to monitor against: the installed one, or one that is to come.
    day : date
        Today.
    tolerance : float, optional
        Change from which a value is to be looked at [-].
    told : callable, optional
        Is told how many certificates are done, and of how many.

    Returns
    -------
    Monitored
        What was found. Nothing is written to the registry.

    Raises
    ------
    RegistryError
        REG-003 if a file of a record or of a dataset is missing or damaged.
    """
    with registry.reading() as snapshot:
        seen = overview(snapshot, day)
        datasets = all_datasets(snapshot)
        given_away = tuple(lowered(snapshot, datasets))
    keys: dict[str, tuple[str, ...]] = {}
    for one in datasets:
        keys[one.certificate] = (*keys.get(one.certificate, ()), one.key)
    return Monitored(
        day=day,
        seen=seen,
        library=library.content_hash,
        superseding=find_superseded(registry, seen, library, told),
        doubtful=tuple(doubtful(seen)),
        datasets=keys,
        remarks=(*watch(datasets, library, day), *given_away),
        tolerance=tolerance,
    )


def _factor(change: FactorChange) -> dict[str, Any]:
    old_year, new_year = change.factor.years
    return {
        "dataset": change.factor.old.code,
        "by": change.factor.new.code,
        "place": change.factor.place,
        "year": old_year,
        "year_new": new_year,
        "kgCO2e_per_kWh": change.old,
        "kgCO2e_per_kWh_new": change.new,
        "kWh": change.amount,
        "effect": change.effect,
    }
