"""A certifier for the tests: a registry with people, a clock to set, applications at every step.

The certifier works under the pilot's scheme. Nobody computes anything: the bodies of the acts are
made by hand, each as short as it can be. Real submissions are those of the fixture ``submissions``.
"""

import datetime
from contextlib import contextmanager
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pvfootprint.certification import acts
from pvfootprint.certification.acting import act_on_case
from pvfootprint.certification.opening import open_case, open_certificate
from pvfootprint.model.canonical import canonical
from pvfootprint.model.certificate_record import Rulebook, Said
from pvfootprint.registry.entries import Actor
from pvfootprint.registry.people import PersonBody
from pvfootprint.registry.registry import Registry
from pvfootprint.rules.certification.numbers import (
    application_number,
    certificate_number,
    plain_pattern,
)

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)

PEOPLE = {
    "admin-a": ("管理员 A", "Administrator A", "administrator"),
    "intake-a": ("受理员 A", "Intake A", "intake"),
    "intake-b": ("受理员 B", "Intake B", "intake"),
    "evaluator-a": ("评审员 A", "Evaluator A", "evaluator"),
    "evaluator-b": ("评审员 B", "Evaluator B", "evaluator"),
    "auditor-a": ("审核员 A", "Auditor A", "auditor"),
    "auditor-b": ("审核员 B", "Auditor B", "auditor"),
    "auditor-c": ("审核员 C", "Auditor C", "auditor"),
    "reviewer-a": ("复核人 A", "Reviewer A", "reviewer"),
    "reviewer-b": ("复核人 B", "Reviewer B", "reviewer"),
    "decider-a": ("决定人 A", "Decision-maker A", "decision-maker"),
    "decider-b": ("决定人 B", "Decision-maker B", "decision-maker"),
    "signatory-a": ("签发人 A", "Signatory A", "signatory"),
}
"""Chinese name, English name and role of each person."""

BY = {
    "apply": "intake-a",
    "amend": "intake-a",
    "accept": "intake-a",
    "reject": "intake-a",
    "evaluate": "evaluator-a",
    "plan-audit": "auditor-a",
    "audit": "auditor-a",
    "correct": "auditor-a",
    "review": "reviewer-a",
    "decide": "decider-a",
    "refuse": "decider-a",
    "issue": "signatory-a",
}
"""Who does an act where the test names nobody."""


def said(words):
    """Return a text that is the same in both languages."""
    return Said(en=words, zh=words)


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: datetime.datetime = NOW

    def __call__(self):
        return self.now

    def wait(self, **time):
        """Let time pass: ``wait(days=3)``."""
        self.now += datetime.timedelta(**time)

    def set(self, day, hour=9):
        """Set it to an hour of a day: ``set("2027-03-01")``."""
        date = datetime.date.fromisoformat(day)
        self.now = datetime.datetime.combine(date, datetime.time(hour), datetime.UTC)

    @property
    def day(self):
        return self.now.date()


@dataclass
class House:
    """A certifier.

    ``registry`` and ``clock``; ``scheme``; ``keys`` by person; ``records`` makes certificates
    (tests/certificate_records.py).
    """

    address: str
    registry: Registry
    clock: Clock
    scheme: object
    records: object
    keys: dict = field(default_factory=dict)

    # -------------------------------------------------------------------------------- people

    def actor(self, person):
        return Actor(person, self.keys[person])

    def body_of(self, person, *roles, name=None, years=2, key=None):
        """Make the body that adds a person; the person's key is made unless it is given."""
        self.keys[person] = key or self.keys.get(person) or Ed25519PrivateKey.generate()
        public = self.keys[person].public_key().public_bytes_raw().hex()
        expires = self.clock.day.replace(year=self.clock.day.year + years)
        zh, en = name or (person, person)
        return PersonBody(
            person=person,
            name=Said(en=en, zh=zh),
            roles=roles,
            public=public,
            expires=expires.isoformat(),
        )

    def add(self, person, *roles, by="admin-a", **given):
        """Add a person."""
        self.write("add-person", f"staff/{person}", self.body_of(person, *roles, **given), by)

    def declare(self, person, client, *, kind="consulted", start="2025-06-01", end="2025-09-30"):
        """Let a person declare a tie to a client (a Party)."""
        body = {
            "person": person,
            "client": client.code,
            "client_name": client.name,
            "kind": kind,
            "start": start,
            "end": end,
            "note": said("helped with the data").model_dump(),
        }
        self.write("declare-interest", f"staff/{person}", body, person)

    def revoke(self, person):
        body = {"person": person, "reason": said("left").model_dump()}
        self.write("revoke-person", f"staff/{person}", body, "admin-a")

    # ---------------------------------------------------------------------------------- acts

    def write(self, act, subject, body, by):
        """Write an entry without asking whether the scheme allows it."""
        data = body if isinstance(body, dict) else body.model_dump(mode="json")
        with self.registry.writing() as transaction:
            return transaction.append(act, subject, data, self.actor(by))

    def keep(self, content):
        """Keep a file; return its SHA-256."""
        return self.registry.keep([content])[0]

    def act(self, act, number, body=None, by=None, **changes):
        """Do an act on an application, as :func:`act_on_case` allows it; return the case."""
        if act == "accept" and not body:
            uses = self.case(number).application.green
            changes = {"green_reserved": tuple(use.range for use in uses), **changes}
        body = body or self.body(act, **changes)
        actor = self.actor(by or BY[act])
        return act_on_case(self.registry, actor, number, act, body)

    def body(self, act, **changes):
        """Make the shortest body of an act."""
        made = BODIES[act](self)
        return made.model_copy(update=changes)

    def apply(self, by="intake-a", **changes):
        """Apply with a body made by hand; return the number of the application."""
        series = f"application:{plain_pattern(self.scheme.application_pattern)}"
        body = self.body("apply", **changes)
        with self.registry.writing() as transaction:
            running = transaction.next_running(series)
            year = self.clock.day.year
            number = application_number(self.scheme, running, year, body.stage)
            allotted = acts.Allotted(series=series, running=running)
            body = body.model_copy(update={"allotted": allotted})
            transaction.append("apply", number, body.model_dump(mode="json"), self.actor(by))
        return number

    def case_at(self, step, **changes):
        """Apply, and do every act before a step; return the number: `step` is what comes next.

        ``case_at("")`` gives an application with a certificate; `changes` are those of the
        application.
        """
        number = self.apply(**changes)
        while (next_step := self.case(number).next_step) != step:
            if next_step == "issue":
                self.issue(number)
            else:
                self.act(next_step, number)
        return number

    def granted(self, count, **changes):
        """Apply so many times and do everything up to the grant at once; return the numbers."""
        first = self.case_at("issue", **changes)
        bodies = [(one.act, one.body, one.person) for one in self.case(first).done]
        with self.registry.writing() as transaction:
            return [first, *(self._again(transaction, bodies) for _ in range(count - 1))]

    def _again(self, transaction, bodies):
        """Write the acts of an application once more, as another one."""
        applied = bodies[0][1]
        running = transaction.next_running(applied.allotted.series)
        year, stage = self.clock.day.year, applied.stage
        number = application_number(self.scheme, running, year, stage)
        place = applied.allotted.model_copy(update={"running": running})
        bodies = [
            ("apply", applied.model_copy(update={"allotted": place}), bodies[0][2]),
            *bodies[1:],
        ]
        for act, body, person in bodies:
            transaction.append(act, number, body.model_dump(mode="json"), self.actor(person))
        return number

    def issue(self, application, **changes):
        """Allot, certify and issue by hand; return the number of the certificate."""
        series = f"certificate:{plain_pattern(self.scheme.number_pattern)}"
        actor, case = self.actor("signatory-a"), self.case(application)
        with self.registry.writing() as transaction:
            running, year = transaction.next_running(series), self.clock.day.year
            stage = case.application.stage
            number = certificate_number(self.scheme, running, year, stage)
            record = self.record(number, application, **changes)
            body = acts.Allot(
                application=application,
                record=transaction.keep(canonical(record.model_dump(mode="json"))),
                expires=record.expires,
                product=record.product.code,
                workbook=record.product.workbook,
                upstream=tuple(one.number for one in record.upstream),
                allotted=acts.Allotted(series=series, running=running),
            )
            transaction.append("allot", number, body.model_dump(mode="json"), actor)
            certify = {"number": number, "files": {}}
            transaction.append("certify", application, certify, actor)
            paper = transaction.keep(f"certificate {number}".encode())
            transaction.append("issue", number, {"files": {f"{number}.pdf": paper}}, actor)
        return number

    def record(self, number, application, **changes):
        """Make what a certificate says: the example's module, valid for two years from today."""
        day = self.clock.day
        expires = day.replace(year=day.year + 2) - datetime.timedelta(days=1)
        dates = {
            "issued": day.isoformat(),
            "first_issued": day.isoformat(),
            "expires": expires.isoformat(),
        }
        given = {"number": number, "application": application, "upstream": (), **dates}
        return self.records.record(**{**given, **changes})

    # ------------------------------------------------------------------------------- reading

    @contextmanager
    def reading(self):
        with self.registry.reading() as snapshot:
            yield snapshot

    def case(self, number):
        with self.registry.reading() as snapshot:
            return open_case(snapshot, number)

    def certificate(self, number):
        with self.registry.reading() as snapshot:
            return open_certificate(snapshot, number)

    def entries(self, subject=None, act=None):
        with self.registry.reading() as snapshot:
            return list(snapshot.entries(subject, act=act))


def furnish(address, scheme, records, keys):
    """Make a registry with all people at an address, and give its house.

    Parameters
    ----------
    address : str
        Where.
    scheme : CertificationScheme
        The scheme.
    records : module
        Makes certificates (tests/certificate_records.py).
    keys : dict
        Key of each person.
    """
    house = House(address, None, Clock(), scheme, records, dict(keys))
    bodies = [
        house.body_of(person, role, name=(zh, en)) for person, (zh, en, role) in PEOPLE.items()
    ]
    actor = house.actor("admin-a")
    house.registry = Registry.create(address, bodies[0], actor, clock=house.clock, identity="tests")
    with house.registry.writing() as transaction:
        for body in bodies[1:]:
            subject = f"staff/{body.person}"
            transaction.append("add-person", subject, body.model_dump(mode="json"), actor)
    return house


def _apply(house):
    record = house.record("-", "-")
    scheme = house.scheme
    return acts.Apply(
        kind="initial",
        scheme=Rulebook(
            key=scheme.key,
            version=scheme.version,
            title=Said(en=scheme.title.en, zh=scheme.title.zh),
            sha256=house.keep(scheme.content),
        ),
        submission=house.keep(b"a submission"),
        submission_name="module.pvf",
        client=record.client,
        producer=record.producer,
        site=record.site,
        stage=record.product.stage_key,
        technology=record.product.technology,
        design=record.product.design,
        product=record.product.key,
        product_code=record.product.code,
        product_name=record.product.name,
        models=record.product.models,
        documents=tuple(
            acts.GivenDocument(
                kind=one.key, name=f"{one.key}.pdf", sha256=house.keep(one.key.encode())
            )
            for one in scheme.documents
            if not one.optional
        ),
        workbook=record.product.workbook,
        data=house.keep(b"inventories and methods"),
        declared=record.footprint,
    )


def _evaluate(house):
    record = house.record("-", "-")
    report = house.keep(b"the study report")
    return acts.Evaluate(
        satisfied=True,
        points=tuple(
            acts.Checked(key=key, title=said(key), outcome="passes", found=said("it is there"))
            for key in ("documents", "evidence", "system", "recomputation")
        ),
        rules=record.rules,
        product=record.product,
        footprint=record.footprint,
        gases=record.gases,
        stages=record.stages,
        identical=True,
        recomputing=record.recomputing,
        start=record.start,
        end=record.end,
        remark=said("nothing to add"),
        files={"study-report.pdf": report},
    )


def _plan_audit(house):
    day = house.clock.day + datetime.timedelta(days=14)
    return acts.PlanAudit(
        start=day.isoformat(),
        end=(day + datetime.timedelta(days=1)).isoformat(),
        team=(
            acts.Member(person="auditor-a", role="leader"),
            acts.Member(person="auditor-b", role="auditor"),
        ),
        sites=(house.record("-", "-").site,),
        agenda=(
            acts.AgendaItem(
                day=day.isoformat(),
                hours="09:00-12:00",
                what=said("opening meeting"),
                who=said("management"),
            ),
        ),
        man_days=house.scheme.man_days["module"],
        reason=said(""),
    )


def _audit(house):
    return acts.Audit(
        start=house.clock.day.isoformat(),
        end=house.clock.day.isoformat(),
        answers=tuple(
            acts.AuditAnswer(
                question=one.key, answer="conforms", evidence=said("seen"), remark=said("")
            )
            for one in house.scheme.checklist
        ),
        findings=(),
        conclusion=said("the site conforms"),
    )


def _decide(decision, green_now):
    return acts.Decide(decision=decision, reasons=(said(decision),), green_now=green_now)


BODIES = {
    "apply": _apply,
    "accept": lambda house: acts.Accept(),
    "reject": lambda house: acts.Reject(reasons=(said("not covered"),)),
    "evaluate": _evaluate,
    "plan-audit": _plan_audit,
    "audit": _audit,
    "review": lambda house: acts.Review(recommends="grant", remark=said("sound")),
    "decide": lambda house: _decide("grant", "spent"),
    "refuse": lambda house: _decide("refuse", "released"),
}
"""What makes the shortest body of an act."""
