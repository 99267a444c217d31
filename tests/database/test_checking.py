"""The check of the registry looks at every act of the base database."""

import json
import zlib

import pytest
from sqlalchemy import text, update

from pvfootprint.database.checking import check_database
from pvfootprint.database.datasets import verification_of
from pvfootprint.database.examining import examine
from pvfootprint.database.publications import holders, publications
from pvfootprint.database.verifying import verify
from pvfootprint.model.canonical import canonical
from pvfootprint.model.certificate_record import Said
from pvfootprint.registry.tables import FILES

SAID = {"en": "-", "zh": "-"}
CHECK = {"key": "value", "title": SAID, "outcome": "passes", "found": SAID}
FAILS = {**CHECK, "outcome": "fails"}


def codes(entered):
    return {finding.code for finding in check_database(entered.registry)}


def judgement(entered, **changes):
    body = {
        "files": {},
        "accepted": True,
        "reason": SAID,
        "checks": [CHECK],
        "unit_process": entered.standing().unit_process,
        "software": "0" * 64,
    }
    return {**body, **changes}


def ingested(entered, running=2, **changes):
    body = json.loads(entered.house.entries("data/00001")[0].body)
    return {**body, "allotted": {"series": "data", "running": running}, **changes}


def write(entered, act, subject, body, by="steward-b"):
    """Write an entry as somebody can who has a key and knows Python."""
    entered.house.write(act, subject, body, by)


def test_a_sound_base_database(entered):
    assert codes(entered) == set()
    found = examine(entered.registry, "data/00001")
    steward = entered.actor("steward-b")
    verify(entered.registry, steward, found, accepted=True, reason=Said(en="", zh=""))
    assert codes(entered) == set()


def test_a_registry_without_one(base):
    assert codes(base) == set()


def test_the_place_is_said(entered):
    write(entered, "data-verify", "data/00001", judgement(entered), by="steward-a")
    (finding,) = check_database(entered.registry)
    assert finding.code == "DAT-005"
    assert f"entry {entered.house.entries()[-1].position} " in finding.message


@pytest.mark.parametrize(
    ("act", "subject", "body"),
    [
        ("data-verify", "data/00001", {}),
        ("data-verify", "data/00001", {"accepted": "yes"}),
        ("data-consent", "data/00001", {"files": {}, "consent": "everything"}),
        ("data-consent", "data/00001", {"files": {}, "consent": "closed", "more": 1}),
        ("data-erase", "data/00001", {}),
        ("withdraw", "data/00001", {"files": {}, "reason": SAID}),
        ("data-erase", "YC-1", {}),
        ("decide", "average/wafer-mono-n/2025", {}),
        ("issue", "package/pilot", {}),
    ],
)
def test_what_is_not_understood(entered, act, subject, body):
    write(entered, act, subject, body)
    assert codes(entered) == {"DAT-001"}


@pytest.mark.parametrize(
    ("act", "body", "code"),
    [
        ("data-consent", {"files": {}, "consent": "open"}, "DAT-006"),
        ("data-verify", {"unit_process": "0" * 64}, "DAT-013"),
        ("data-verify", {"checks": []}, "DAT-008"),
        ("data-verify", {"checks": [FAILS]}, "DAT-008"),
        ("data-verify", {"accepted": False, "reason": {"en": "", "zh": ""}}, "DAT-008"),
    ],
)
def test_what_no_act_may_say(entered, act, body, code):
    body = judgement(entered, **body) if act == "data-verify" else body
    write(entered, act, "data/00001", body)
    assert codes(entered) == {code}


@pytest.mark.parametrize("act", ["data-consent", "data-verify"])
def test_an_act_on_what_is_not_there(entered, act):
    body = {"files": {}, "consent": "closed"}
    write(entered, act, "data/00077", judgement(entered) if act == "data-verify" else body)
    assert codes(entered) == {"DAT-003"}


def test_an_act_of_somebody_without_the_role(entered):
    write(entered, "data-verify", "data/00001", judgement(entered), by="evaluator-a")
    assert codes(entered) == {"STF-004"}


def test_a_refused_dataset_is_not_judged_again(entered):
    write(entered, "data-verify", "data/00001", judgement(entered, accepted=False))
    assert codes(entered) == set()
    write(entered, "data-verify", "data/00001", judgement(entered))
    assert codes(entered) == {"DAT-007"}
    assert len(check_database(entered.registry)) == 1


def test_a_certificate_that_stands_twice(entered):
    write(entered, "data-ingest", "data/00002", ingested(entered))
    assert codes(entered) == {"DAT-004"}


@pytest.mark.parametrize(
    ("subject", "changes"),
    [
        ("data/2", {}),
        ("data/00002", {"allotted": {"series": "other", "running": 1}}),
        ("data/00002", {"files": {}, "consent": "closed"}),
    ],
)
def test_a_dataset_that_is_not_numbered_or_has_no_numbers(entered, subject, changes):
    write(entered, "data-ingest", subject, ingested(entered, certificate="YC-2", **changes))
    assert codes(entered) == {"DAT-001"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("workbook", "1" * 64),
        ("submission", "1" * 64),
        ("library", "1" * 64),
        ("owner", {"name": "another company", "name_en": "", "code": "", "address": ""}),
    ],
)
def test_an_entry_that_names_other_data(entered, field, value):
    other = {"certificate": entered.certify(), field: value}
    write(entered, "data-ingest", "data/00002", ingested(entered, **other))
    (finding,) = check_database(entered.registry)
    assert (finding.code, finding.found) == ("DAT-002", f"certificate, {field}")


def test_a_unit_process_of_another_value_than_the_certificate(entered):
    process = entered.dataset().process.model_dump(mode="json")
    number = entered.certify()
    changed = {**process, "certificate": number, "footprint": 1.0}
    files = {"unit-process.json": entered.house.keep(canonical(changed))}
    body = ingested(entered, certificate=number, consent="closed", files=files)
    write(entered, "data-ingest", "data/00002", body)
    (finding,) = check_database(entered.registry)
    assert (finding.code, finding.found) == ("DAT-002", "footprint")


def test_a_certificate_that_is_not_there(entered):
    body = ingested(entered, certificate="YC-PCF-2026-00099-X")
    write(entered, "data-ingest", "data/00002", body)
    assert codes(entered) == {"CRT-002"}


def test_a_unit_process_that_is_not_understood(entered):
    files = {"unit-process.json": entered.house.keep(b"{}")}
    number = entered.certify()
    body = ingested(entered, certificate=number, consent="closed", files=files)
    write(entered, "data-ingest", "data/00002", body)
    assert codes(entered) == {"DAT-012"}


def test_a_stored_inventory_that_somebody_changed(entered):
    process = entered.dataset().process.model_dump(mode="json")
    content = zlib.compress(canonical({**process, "output": 1.0}))
    sha256 = entered.standing().unit_process
    with entered.registry.connected(writing=True) as connection:
        triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type='trigger'"))
        for (name,) in triggers.all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        change = update(FILES).where(FILES.c.sha256 == sha256).values(content=content)
        connection.execute(change)
    assert codes(entered) == {"REG-003"}


def test_no_more_than_ten_are_told(entered):
    for _ in range(12):
        write(entered, "data-erase", "data/00001", {})
    assert len(check_database(entered.registry)) == 10


def test_what_was_written_past_the_commands_counts_for_nothing(entered):
    write(entered, "data-verify", "data/00001", judgement(entered), by="steward-a")
    write(entered, "data-verify", "data/00001", judgement(entered), by="evaluator-a")
    write(entered, "data-consent", "data/00001", {"files": {}, "consent": "statistics"})
    dataset = entered.dataset()
    assert (dataset.state, dataset.consent) == ("unverified", "open")
    with entered.registry.reading() as snapshot:
        assert verification_of(snapshot, "data/00001") is None


@pytest.mark.parametrize(
    ("act", "subject"),
    [
        ("data-group", "group/a"),
        ("data-publish", "average/wafer-mono-n/2025"),
        ("data-statistics", "statistics/2025"),
    ],
)
def test_a_publication_that_is_not_understood_counts_for_nothing(entered, act, subject):
    write(entered, act, subject, {})
    with entered.registry.reading() as snapshot:
        assert publications(snapshot) == []
        assert holders(snapshot)("a") == "a"
    assert codes(entered) == {"DAT-001"}
