"""What is signed and hashed in an entry, spelled out by hand."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.model.canonical import canonical
from pvfootprint.registry.entries import FIRST, hash_of, make_entry, signed_bytes

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(words=st.tuples(*[WORDS] * 6), position=st.integers(1, 2**63))
def test_what_is_signed_is_canonical_json_of_the_columns(words, position):
    previous, time, act, subject, person, body = words
    assert signed_bytes(
        position=position,
        previous=previous,
        time=time,
        act=act,
        subject=subject,
        person=person,
        body=body,
    ) == canonical(
        {
            "format": "pvfootprint log entry 1",
            "position": position,
            "previous": previous,
            "time": time,
            "act": act,
            "subject": subject,
            "person": person,
            "body": hashlib.sha256(body.encode()).hexdigest(),
        }
    )


def test_an_entry_by_hand(registries):
    """This must never change: old logs are read with it."""
    time = "2026-01-05T08:00:01.000000Z"
    entry = make_entry(1, FIRST, time, "note", "x", '{"a":"证"}', registries.actor())
    body = hashlib.sha256('{"a":"证"}'.encode()).hexdigest()
    signed = (
        f'{{"act":"note","body":"{body}","format":"pvfootprint log entry 1","person":"admin-a",'
        f'"position":1,"previous":"{"0" * 64}","subject":"x","time":"{time}"}}'
    ).encode()
    key = registries.key_of("admin-a")
    key.public_key().verify(bytes.fromhex(entry.signature), signed)
    leaf = hashlib.sha256(b"\x00" + signed + b"\n" + entry.signature.encode()).hexdigest()
    assert entry.hash == leaf == hash_of(signed, entry.signature)
    assert entry.data == {"a": "证"}
