"""Certificates as a public register shows them, for the tests of its pages.

``public()`` is the module of the example chain with two certificates above it; ``hostile()`` has
texts that try to break a page; ``site()``, ``row()`` and ``summary()`` go with them.
"""

import datetime
import re

from certificate_records import extreme, hash_of, number_of, record

from pvfootprint.web.facts import Linked, PublicAct, PublicCertificate, PublicFile
from pvfootprint.web.site import Row, Site, Summary

BASE = "https://register.example"
FINGERPRINT = " ".join(re.findall("....", hash_of("publisher")))
DAY = datetime.date(2026, 3, 2)
MOMENT = datetime.datetime(2026, 11, 21, 22, 0, tzinfo=datetime.UTC)

SCRIPT = "<script>alert(1)</script>"
TURN = "\N{RIGHT-TO-LEFT OVERRIDE}"
ENDED = {"withdrawn": "withdraw", "cancelled": "cancel", "superseded": "supersede"}

FILES = tuple(
    PublicFile(name, hash_of(name), size)
    for name, size in (
        ("certificate.pdf", 151_204),
        ("record.json", 6_412),
        ("credential.json", 9_120),
        ("proof.json", 842),
    )
)


def site(**changes):
    """Return a register of tests."""
    data = {
        "base_url": BASE,
        "certifier": record().certifier,
        "registry": "example",
        "fingerprint": FINGERPRINT,
        "test": True,
    }
    return Site(**{**data, **changes})


def linked(running, status="valid", **changes):
    """Return another certificate of the chain."""
    data = {
        "number": number_of(running),
        "status": status,
        "company": "示例电池有限公司",
        "company_en": "Example Cell Co., Ltd.",
        "product": "182 mm TOPCon电池片 TOPCon cell",
        "stage_en": "cell",
        "stage_zh": "电池片",
        "shown": "32.61",
        "unit": "kgCO2e/m2",
    }
    return Linked(**{**data, **changes})


def acts(status):
    """Return a life that leads to a status."""
    found = [PublicAct("issue", DAY, 58)]
    if status in ENDED:
        found.append(PublicAct("suspend", DAY.replace(month=6), 91))
        found.append(PublicAct("resume", DAY.replace(month=7), 97))
    if status not in {"valid", "expired"}:
        act = ENDED.get(status, "suspend")
        found.append(PublicAct(act, DAY.replace(month=8), 120))
    return tuple(found)


def public(status="valid", said=None, **changes):
    """Return a certificate with a status; `said` is its record."""
    done = acts(status)
    data = {
        "record": said or record(),
        "status": status,
        "since": done[-1].day,
        "successor": number_of(7) if status == "superseded" else "",
        "acts": done,
        "files": FILES,
        "upstream": (
            linked(3),
            linked(2, product="182 mm N型单晶硅片 n-type wafer", stage_en="wafer", stage_zh="硅片"),
            linked(1, depth=2, stage_en="polysilicon", stage_zh="多晶硅", unit="kgCO2e/kg"),
        ),
        "downstream": (),
        "index": 3,
    }
    return PublicCertificate(**{**data, **changes})


def hostile():
    """Return a certificate whose texts try to break a page, as long as they come."""
    said = extreme()
    company = said.client.model_copy(
        update={
            "name": f"{SCRIPT}{TURN}\"'&" + "恶意公司" * 65,
            "name_en": f"{SCRIPT} " + "Evil" * 74,
        }
    )
    product = said.product.model_copy(
        update={
            "name": f'x" onmouseover=alert(1) {TURN}{SCRIPT}',
            "models": tuple(f"{SCRIPT}-{i}-" + "M" * 60 for i in range(60)),
            "representative": SCRIPT,
            "technology": SCRIPT,
        }
    )
    both = {"client": company, "producer": company, "product": product, "signatory": SCRIPT}
    above = (linked(3, "withdrawn", company=company.name, product=product.name),)
    return public("suspended", said.model_copy(update=both), upstream=above, downstream=above)


def row(running=4, **changes):
    """Return a line of a list."""
    said = record()
    data = {
        "number": number_of(running),
        "status": "valid",
        "since": DAY,
        "stage": said.product.stage,
        "stage_key": "module",
        "technology": "topcon",
        "company": said.client.name,
        "company_en": said.client.name_en,
        "product": said.product.name,
        "models": said.product.models,
        "shown": said.footprint.shown,
        "unit": said.footprint.unit,
        "value": said.footprint.value,
        "issued": said.issued,
        "expires": said.expires,
    }
    return Row(**{**data, **changes})


def summary(**changes):
    """Return what a home page tells of the register."""
    data = {
        "statuses": {"valid": 4, "suspended": 1},
        "pages": 1,
        "generated": MOMENT,
        "size": 142,
        "root": hash_of("root"),
    }
    return Summary(**{**data, **changes})
