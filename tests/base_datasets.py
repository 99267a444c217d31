"""Datasets of invented companies, for the tests of what is made of them.

``dataset(1)`` is a verified open one of a wafer, of company 1; ``dataset(2, output=5e6,
footprint=30.0, consent="statistics")`` changes fields of its unit process, of its standing
(``consent``, ``state``, ``owner`` ...) or of the dataset (``certificate_status`` ...).
"""

import datetime
from dataclasses import fields

from pvfootprint.database.datasets import Dataset
from pvfootprint.database.processes import Flow, Supply, UnitProcess
from pvfootprint.database.standing import Standing
from pvfootprint.model.canonical import digest
from pvfootprint.model.certificate_record import Party, Recomputing, Rulebook, Said

UNITS = {"polysilicon": "kilogram", "wafer": "square meter", "cell": "square meter"}
DECLARED = {"kilogram": "kg", "square meter": "m2"}


def hash_of(name):
    """Return a made-up SHA-256."""
    return digest(name.encode())


def unit_process(number=1, **changes):
    """Make the unit process of company `number`: a wafer, per square meter."""
    stage = changes.get("stage", "wafer")
    unit = changes.pop("unit", UNITS.get(stage, "square meter"))
    made = {
        "certificate": f"TEST-{number:05d}",
        "workbook": hash_of(f"workbook {number}"),
        "recomputing": Recomputing(
            submission=hash_of(f"submission {number}"),
            library=hash_of("library"),
            method=hash_of("method"),
            software=hash_of("software"),
            product_system=hash_of(f"system {number}"),
            data=hash_of("data"),
        ),
        "rules": Rulebook(
            key="rules", version="1", title=Said(en="rules", zh="规则"), sha256=hash_of("rules")
        ),
        "code": f"site:company{number}:s1:{stage}:p1",
        "product": f"product {number}",
        "stage": stage,
        "technology": "mono-n",
        "location": "CN-Jiangsu",
        "start": "2025-01-01",
        "end": "2025-12-31",
        "unit": unit,
        "output": 1e6,
        "declared_unit": DECLARED[unit],
        "reference_flow": 1.0,
        "footprint": 30.0,
        "own_footprint": 10.0,
        "primary_share": 0.8,
        "proxy_share": 0.05,
        "supplies": (Supply(stage="polysilicon", amount=0.45, unit="kilogram", by_companies=0.7),),
        "inputs": (
            Flow(
                code="argon-liquid",
                name="argon, liquid",
                amount=0.7,
                unit="kilogram",
                group="materials",
            ),
        ),
        "energy": (
            Flow(
                code="electricity-grid-supply-CN",
                name="electricity, grid supply",
                amount=12.0,
                unit="kilowatt hour",
                group="electricity",
            ),
        ),
    }
    return UnitProcess(**{**made, **changes})


def dataset(number=1, **changes):
    """Make a dataset of company `number`."""
    ours = {name: changes.pop(name) for name in _names(Dataset) & changes.keys()}
    of_standing = {name: changes.pop(name) for name in _names(Standing) & changes.keys()}
    process = ours.pop("process", None) or unit_process(number, **changes)
    standing = {
        "key": f"data/{number:05d}",
        "certificate": process.certificate,
        "owner": Party(name=f"示例公司{number}", name_en=f"Example {number}", code=f"CODE{number}"),
        "unit_process": hash_of(f"unit process {number}"),
        "entered": "2026-03-02T09:00:00.000000Z",
        "entered_by": "steward-a",
        "consent": "open",
        "consent_since": "2026-03-02T09:00:00.000000Z",
        "state": "verified",
        "judged": "2026-03-03T09:00:00.000000Z",
        "judged_by": "steward-b",
        "position": number,
    }
    made = {
        "standing": Standing(**{**standing, **of_standing}),
        "process": process,
        "certificate_status": "valid",
        "expires": datetime.date(2028, 3, 1),
    }
    return Dataset(**{**made, **ours})


def _names(kind):
    return {field.name for field in fields(kind)}
