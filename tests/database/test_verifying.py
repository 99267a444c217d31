"""A data steward judges a dataset by what a program found."""

import json
from dataclasses import replace

import pytest

from pvfootprint.certification.evaluation.recomputing import recomputed
from pvfootprint.database import examining
from pvfootprint.database.datasets import open_dataset, usable, verification_of
from pvfootprint.database.examining import checks_of, examine
from pvfootprint.database.ingesting import Consented, behind, change_consent, ingest
from pvfootprint.database.processes import UnitProcess
from pvfootprint.database.verifying import may_verify, verify
from pvfootprint.model.canonical import canonical
from pvfootprint.model.certificate_record import Said
from pvfootprint.model.findings import DatabaseError, Finding

NOTHING = Said(en="", zh="")
WRONG = Said(en="wrong meter", zh="电表有误")
KEYS = [
    "recomputation",
    "value",
    "unit-process",
    "own-footprint",
    "balances",
    "period",
    "plausibility",
    "evidence",
    "evidence-share",
]


def refused(call, *arguments, **given):
    with pytest.raises(DatabaseError) as error:
        call(*arguments, **given)
    return {finding.code for finding in error.value.findings}


@pytest.fixture
def judge(entered, examined):
    """Give a function by which somebody judges the dataset."""

    def verify_it(by="steward-b", *, accepted=True, reason=NOTHING):
        actor = entered.actor(by)
        return verify(entered.registry, actor, examined, accepted=accepted, reason=reason)

    return verify_it


@pytest.fixture(scope="session")
def checked(entered_registry, tmp_path_factory, house_of):
    """Give a function that checks a stored unit process with changes: outcome by key."""
    file = tmp_path_factory.mktemp("checked") / "registry.db"
    house = house_of(entered_registry[0], file)
    with house.reading() as snapshot:
        source = behind(snapshot, entered_registry[2])
        stored, case = open_dataset(snapshot, "data/00001").process, house.case(entered_registry[1])
    with recomputed(source.kept) as found:

        def check(**changes):
            changed = UnitProcess(**{**dict(stored), **changes})
            checks = checks_of(changed, source.record, case, found)
            return {one.key: one.outcome for one in checks}

        yield check
    house.registry.close()


@pytest.fixture
def forge(entered, judge):
    """Give a function by which a steward brings in a unit process that says something else."""

    def bring_in(**changes):
        process = entered.dataset().process.model_dump(mode="json")
        entry = json.loads(entered.house.entries("data/00001")[0].body)
        judge(accepted=False, reason=WRONG)
        kept = entered.house.keep(canonical({**process, **changes}))
        files = {**entry["files"], "unit-process.json": kept}
        body = {**entry, "files": files, "allotted": {"series": "data", "running": 2}}
        entered.house.write("data-ingest", "data/00002", body, "steward-a")

    return bring_in


def test_every_check_of_a_sound_dataset_passes(examined):
    assert [one.key for one in examined.checks[: len(KEYS)]] == KEYS
    assert {one.outcome for one in examined.checks[: len(KEYS)]} == {"passes"}
    assert not examined.fails


def test_looking_writes_nothing(entered):
    before = len(entered.house.entries())
    examine(entered.registry, "data/00001")
    assert len(entered.house.entries()) == before


def test_it_is_written_who_verified_it_when_and_by_what(entered, judge):
    standing = judge()
    assert (standing.state, standing.judged_by) == ("verified", "steward-b")
    assert standing.judged_on == entered.house.clock.day
    with entered.registry.reading() as snapshot:
        written = verification_of(snapshot, "data/00001")
    assert [one.key for one in written.checks[: len(KEYS)]] == KEYS
    assert written.unit_process == standing.unit_process
    assert len(written.software) == 64


def test_who_entered_it_may_not_verify_it(entered, judge):
    assert refused(judge, by="steward-a") == {"DAT-005"}
    may = (entered.registry, entered.actor("steward-a"), "data/00001")
    assert refused(may_verify, *may) == {"DAT-005"}
    assert entered.standing().state == "unverified"


def test_only_a_data_steward_verifies(judge):
    assert refused(judge, by="reviewer-a") == {"STF-004"}


@pytest.mark.parametrize(("end", "may"), [("", False), ("2025-06-30", False), ("2023-12-31", True)])
def test_who_has_a_tie_to_the_owner_may_not_verify(entered, judge, end, may):
    entered.house.declare("steward-b", entered.standing().owner, start="2023-01-01", end=end)
    if may:
        assert judge().state == "verified"
        return
    assert refused(judge) == {"STF-006"}
    given = (entered.registry, entered.actor("steward-b"), "data/00001")
    assert refused(may_verify, *given) == {"STF-006"}


def test_a_refusal_needs_a_reason_and_is_final(entered, judge, examined):
    assert refused(judge, accepted=False) == {"DAT-008"}
    standing = judge(accepted=False, reason=WRONG)
    assert standing.state == "refused"
    given = (entered.registry, entered.actor("steward-b"))
    seen = replace(examined, standing=standing)
    assert refused(verify, *given, seen, accepted=True, reason=NOTHING) == {"DAT-007"}
    assert refused(may_verify, *given, "data/00001") == {"DAT-007"}


def test_what_was_refused_can_be_entered_again(entered, judge, agreed):
    judge(accepted=False, reason=WRONG)
    steward = entered.actor("steward-b")
    again = ingest(entered.registry, steward, entered.certificate, agreed)
    assert (again.key, again.state) == ("data/00002", "unverified")


def test_a_verified_dataset_can_be_refused_later(entered, judge, examined):
    seen = replace(examined, standing=judge())
    given = (entered.registry, entered.actor("steward-b"), seen)
    assert verify(*given, accepted=False, reason=WRONG).state == "refused"
    assert usable([entered.dataset()], "average") == []


def test_somebody_else_acted_in_the_meantime(entered, judge):
    change_consent(
        entered.registry, entered.actor("steward-b"), "data/00001", Consented(consent="closed")
    )
    assert refused(judge) == {"DAT-013"}


def test_an_unknown_dataset(entered):
    assert refused(examine, entered.registry, "data/00009") == {"DAT-003"}
    may = (entered.registry, entered.actor("steward-b"), "data/00009")
    assert refused(may_verify, *may) == {"DAT-003"}


@pytest.mark.parametrize(
    ("changes", "fails"),
    [
        ({"output": 1.0}, {"unit-process"}),
        ({"supplies": ()}, {"unit-process"}),
        ({"inputs": ()}, {"unit-process", "own-footprint"}),
        ({"footprint": 40.0}, {"unit-process", "value"}),
        ({"own_footprint": 30.0}, {"unit-process", "own-footprint"}),
        ({"end": "2025-11-30"}, {"unit-process", "period"}),
        ({"location": "CN-Yunnan"}, {"unit-process"}),
        ({"technology": "fluidised-bed"}, {"unit-process"}),
    ],
)
def test_a_changed_inventory_fails(checked, changes, fails):
    assert {key for key, outcome in checked(**changes).items() if outcome == "fails"} == fails


def test_a_changed_inventory_cannot_be_accepted(entered, forge):
    forge(output=1.0)
    found = examine(entered.registry, "data/00002")
    given = (entered.registry, entered.actor("steward-b"), found)
    assert refused(verify, *given, accepted=True, reason=NOTHING) == {"DAT-008"}
    assert verify(*given, accepted=False, reason=WRONG).state == "refused"


def test_an_inventory_that_is_no_unit_process(entered, forge):
    forge(output="much")
    assert refused(examine, entered.registry, "data/00002") == {"DAT-012"}


def test_odd_amounts_ask_and_block_nothing(checked, monkeypatch):
    odd = [Finding(code, "odd", found="9") for code in ("WBK-101", "WBK-103", "WBK-104")]
    monkeypatch.setattr(examining, "check_plausible", lambda *_: odd)
    asking = {key for key, outcome in checked().items() if outcome == "asks"}
    assert asking >= {"balances", "plausibility", "period"}
