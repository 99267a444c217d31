"""Whatever people try in whatever order: the base database keeps its rules."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pvfootprint.certification.acts import Checked
from pvfootprint.database.acting import write
from pvfootprint.database.acts import (
    CONSENT,
    CONSENTS,
    INGEST,
    PAPER,
    VERIFY,
    ChangeConsent,
    Ingest,
    Verify,
    key_of,
)
from pvfootprint.database.checking import check_database
from pvfootprint.database.folding import read_standings
from pvfootprint.database.processes import UNIT_PROCESS
from pvfootprint.model.canonical import canonical, digest
from pvfootprint.model.certificate_record import Party, Said
from pvfootprint.model.findings import DatabaseError
from pvfootprint.registry.engines import WRITING
from pvfootprint.registry.projections import Allotted
from pvfootprint.registry.transactions import Transaction

PEOPLE = ("steward-a", "steward-b", "reviewer-a")
CERTIFICATES = (1, 2)
SAID = Said(en="-", zh="-")

people = st.sampled_from(PEOPLE)
consents = st.sampled_from(CONSENTS)
acts = st.one_of(
    st.tuples(st.just(INGEST), people, st.sampled_from(CERTIFICATES), consents, st.booleans()),
    st.tuples(st.just(CONSENT), people, st.integers(1, 4), consents, st.booleans()),
    st.tuples(
        st.just(VERIFY),
        people,
        st.integers(1, 4),
        st.sampled_from(["passes", "asks", "fails"]),
        st.booleans(),
    ),
)


class Plain:
    """What must come out, by the rules as people say them."""

    def __init__(self):
        self.rows = {}

    def allows(self, act):
        kind, person, which, what, flag = act
        if person == "reviewer-a":
            return False
        if kind == INGEST:
            held = [r for r in self.rows.values() if r["certificate"] == which]
            return all(r["state"] == "refused" for r in held) and (flag or what == "closed")
        row = self.rows.get(which)
        if row is None:
            return False
        if kind == CONSENT:
            return flag or what == "closed"
        free = row["by"] != person and row["state"] != "refused"
        return free and not (flag and what == "fails")

    def do(self, act):
        kind, person, which, what, flag = act
        if kind == INGEST:
            row = {"certificate": which, "by": person, "consent": what, "state": "unverified"}
            self.rows[len(self.rows) + 1] = row
        elif kind == CONSENT:
            self.rows[which]["consent"] = what
        else:
            self.rows[which]["state"] = "verified" if flag else "refused"


class Doer:
    """Does the same with the base database."""

    def __init__(self, registry, registries, processes):
        self.registry, self.registries, self.processes = registry, registries, processes

    def do(self, act):
        kind, person, which, what, flag = act
        with self.registry.writing() as transaction:
            paper = {PAPER: transaction.keep(b"%PDF-1.7 %%EOF")} if flag else {}
            subject = key_of(which)
            if kind == INGEST:
                running = transaction.next_running("data")
                subject, body = key_of(running), self._ingest(which, what, running)
                kept = transaction.keep(self._content(which))
                body = body.model_copy(update={"files": {**paper, UNIT_PROCESS: kept}})
            elif kind == CONSENT:
                body = ChangeConsent(consent=what, files=paper)
            else:
                body = self._verify(transaction, subject, what, accepted=flag)
            write(transaction, self.registries.actor(person), kind, subject, body)

    def _content(self, which):
        return canonical(self.processes[which].model_dump(mode="json"))

    def _ingest(self, which, consent, running):
        process = self.processes[which]
        return Ingest(
            certificate=process.certificate,
            owner=Party(name=f"示例公司{which}"),
            consent=consent,
            workbook=process.workbook,
            submission=process.recomputing.submission,
            library=process.recomputing.library,
            allotted=Allotted(series="data", running=running),
        )

    def _verify(self, transaction, subject, outcome, *, accepted):
        held = read_standings(transaction).get(subject)
        return Verify(
            accepted=accepted,
            reason=SAID,
            checks=(Checked(key="value", title=SAID, outcome=outcome, found=SAID),),
            unit_process=held.unit_process if held else digest(b""),
            software="",
        )


@pytest.fixture(scope="module")
def processes(base_datasets):
    """Give the unit process of each certificate."""
    return {n: base_datasets.unit_process(n) for n in CERTIFICATES}


@pytest.fixture(scope="module")
def furnished(registries, certificate_records, processes):
    """Give a function that makes a registry with people and certificates."""

    def make(address):
        made = registries.make(address)
        for person in PEOPLE[:2]:
            registries.add(made, person, "data-steward")
        registries.add(made, PEOPLE[2], "reviewer")
        for n, process in processes.items():
            allot(made, registries, certificate_records, n, process)
        return made

    return make


def allot(registry, registries, certificate_records, running, process):
    """Allot a certificate by hand, of an invented company."""
    record = certificate_records.record(
        number=process.certificate,
        producer={"name": f"示例公司{running}", "name_en": "", "code": "", "address": ""},
        product={"code": process.code, "workbook": process.workbook},
        recomputing=process.recomputing.model_dump(),
        footprint={"value": process.footprint},
    )
    content = canonical(record.model_dump(mode="json"))
    body = {
        "files": {},
        "application": record.application,
        "record": registry.keep([content])[0],
        "expires": record.expires,
        "product": process.code,
        "workbook": process.workbook,
        "allotted": {"series": "certificate", "running": running},
    }
    registries.write(registry, "allot", process.certificate, body)


@pytest.fixture(scope="module")
def staffed(furnished, tmp_path_factory):
    """Make a registry in which each example goes back to where it began."""
    made = furnished(tmp_path_factory.mktemp("sequences") / "registry.db")
    yield made
    made.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=st.lists(acts, max_size=14))
def test_any_sequence_of_acts(sequence, staffed, registries, processes):
    writer = staffed.engine.execution_options(**{WRITING: True})
    with writer.connect() as connection, connection.begin() as undone:
        one = _Within(Transaction(connection, staffed.now()))
        doer, plain = Doer(one, registries, processes), Plain()
        for act in sequence:
            if plain.allows(act):
                doer.do(act)
                plain.do(act)
            else:
                with pytest.raises(DatabaseError):
                    doer.do(act)
            assert _told(one.transaction) == _expected(plain)
        assert check_database(one) == []
        undone.rollback()


def test_on_both_databases(address, furnished, registries, processes):
    registry = furnished(address)
    doer, plain = Doer(registry, registries, processes), Plain()
    for act in (
        (INGEST, "steward-a", 1, "open", True),
        (INGEST, "steward-b", 2, "closed", False),
        (VERIFY, "steward-b", 1, "asks", True),
        (CONSENT, "steward-a", 1, "statistics", True),
        (VERIFY, "steward-a", 2, "fails", False),
        (INGEST, "steward-b", 2, "statistics", True),
    ):
        doer.do(act)
        plain.do(act)
    with registry.reading() as snapshot:
        assert _told(snapshot) == _expected(plain)
    assert check_database(registry) == []
    registry.close()


class _Within:
    """A registry all of whose transactions are one, which is undone in the end."""

    def __init__(self, transaction):
        self.transaction = transaction

    def writing(self):
        return self

    reading = writing

    def __enter__(self):
        return self.transaction

    def __exit__(self, *_):
        return False


def _told(snapshot):
    return [
        (one.key, one.certificate, one.entered_by, one.consent, one.state)
        for one in read_standings(snapshot).values()
    ]


def _expected(plain):
    return [
        (key_of(n), f"TEST-{row['certificate']:05d}", row["by"], row["consent"], row["state"])
        for n, row in plain.rows.items()
    ]
