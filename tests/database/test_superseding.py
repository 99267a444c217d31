"""A newer dataset of a product, and what becomes of its certificate."""

import pytest

from pvfootprint.database.datasets import all_datasets, usable
from pvfootprint.database.examining import examine
from pvfootprint.database.ingesting import ingest
from pvfootprint.database.verifying import verify
from pvfootprint.model.certificate_record import Said


@pytest.fixture
def verified(entered, examined):
    accept(entered, examined)
    return entered


def accept(entered, found):
    nothing, steward = Said(en="", zh=""), entered.actor("steward-b")
    verify(entered.registry, steward, found, accepted=True, reason=nothing)


def datasets(entered):
    with entered.registry.reading() as snapshot:
        return all_datasets(snapshot)


def test_a_newer_one_supersedes_it_once_it_is_verified(verified, agreed):
    number = verified.certify()
    verified.house.clock.wait(days=1)
    ingest(verified.registry, verified.actor("steward-a"), number, agreed)
    assert [one.superseded_by for one in datasets(verified)] == ["", ""]
    assert [one.key for one in usable(datasets(verified), "package")] == ["data/00001"]
    accept(verified, examine(verified.registry, "data/00002"))
    assert [one.superseded_by for one in datasets(verified)] == ["data/00002", ""]
    assert [one.key for one in usable(datasets(verified), "package")] == ["data/00002"]


@pytest.mark.parametrize(
    ("act", "body", "status", "used"),
    [
        ("suspend", {"until": "2026-06-01"}, "suspended", False),
        ("withdraw", {}, "withdrawn", False),
        ("cancel", {}, "cancelled", False),
    ],
)
def test_what_becomes_of_its_certificate(verified, act, body, status, used):
    reason = {"files": {}, "reason": {"en": "-", "zh": "-"}}
    verified.house.write(act, verified.certificate, {**reason, **body}, "decider-a")
    (one,) = datasets(verified)
    assert one.certificate_status == status
    assert bool(usable([one], "statistics")) is used


def test_a_suspension_counts_whatever_the_day(verified):
    """A certificate that expired while it was suspended is only called expired."""
    said = {"files": {}, "reason": {"en": "-", "zh": "-"}}
    verified.house.write(
        "suspend", verified.certificate, {**said, "until": "2026-06-01"}, "decider-a"
    )
    certificate = verified.house.certificate(verified.certificate)
    assert certificate.status(certificate.expires.replace(year=2031)) == "expired"
    assert usable(datasets(verified), "statistics") == []
    verified.house.write("resume", verified.certificate, said, "decider-a")
    assert len(usable(datasets(verified), "statistics")) == 1
