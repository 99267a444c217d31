"""Registries of an invented certifier, for the tests: people, their keys, and a clock that ticks.

``make(address)`` makes one with ``admin-a`` as its administrator, ``add(registry, "auditor-a",
"auditor")`` adds a person; ``actor("auditor-a")`` acts as that person. The same names always have
the same keys, and the same calls make the same log.
"""

import datetime
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pvfootprint.registry.entries import Actor
from pvfootprint.registry.people import ADD, REVOKE, PersonBody
from pvfootprint.registry.registry import Registry

START = datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC)
ADMINISTRATOR = "admin-a"
IDENTITY = "registry of the tests"


class Clock:
    """A clock that goes on by a second at every look.

    Parameters
    ----------
    now : datetime
        What it shows next; may be set.
    """

    def __init__(self, now=START):
        self.now = now

    def __call__(self):
        self.now += datetime.timedelta(seconds=1)
        return self.now


def key_of(person):
    """Return the private key of a person."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(person.encode()).digest())


def public_of(person):
    """Return a person's public key, hexadecimal."""
    return key_of(person).public_key().public_bytes_raw().hex()


def actor(person=ADMINISTRATOR):
    """Return a person who acts."""
    return Actor(person, key_of(person))


def body_of(person, *roles, expires="2030-12-31", key=""):
    """Return what adds a person."""
    name = {"en": person.replace("-", " "), "zh": f"人员 {person}"}
    public = public_of(key or person)
    return PersonBody(person=person, name=name, roles=roles, public=public, expires=expires)


def make(address, clock=None):
    """Make a registry."""
    administrator = body_of(ADMINISTRATOR, "administrator")
    return Registry.create(
        str(address), administrator, actor(), clock=clock or Clock(), identity=IDENTITY
    )


def add(registry, person, *roles, by=ADMINISTRATOR, **settings):
    """Add a person."""
    body = body_of(person, *roles, **settings).model_dump(mode="json")
    with registry.writing() as transaction:
        transaction.append(ADD, f"staff/{person}", body, actor(by))


def revoke(registry, person, by=ADMINISTRATOR):
    """Revoke a person."""
    body = {"person": person, "reason": {"en": "left", "zh": "离职"}}
    with registry.writing() as transaction:
        transaction.append(REVOKE, f"staff/{person}", body, actor(by))


def write(registry, act, subject, body=None, by=ADMINISTRATOR):
    """Add an entry."""
    with registry.writing() as transaction:
        return transaction.append(act, subject, body or {}, actor(by))


def allot(registry, series="case", by=ADMINISTRATOR, **body):
    """Give out the next number of a series."""
    with registry.writing() as transaction:
        running = transaction.next_running(series)
        number = f"{series.upper()}-{running:05d}"
        given = {"allotted": {"series": series, "running": running}, **body}
        transaction.append("apply", number, given, actor(by))
    return number
