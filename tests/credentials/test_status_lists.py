"""Status lists: what is set is read back, and what is wrong with a list is said."""

import base64
import datetime
import gzip

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from pvfootprint.credentials.did_web import key_id
from pvfootprint.credentials.integrity import sign
from pvfootprint.credentials.reading import as_json, read_json
from pvfootprint.credentials.status_lists import (
    LARGEST,
    SIZE,
    StatusList,
    decode,
    encode,
    place_of,
    read_status_list,
    status_entry,
    status_list,
)
from pvfootprint.model.findings import CredentialError

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC = PRIVATE.public_key()
DID = "did:web:register.example"
ADDRESS = "https://register.example/status/revocation/1.json"
START = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
END = START + datetime.timedelta(days=14)


def made(bits=(3,), **changes):
    """Return a signed list as it is read from its file."""
    document = status_list(
        address=ADDRESS,
        issuer=DID,
        purpose="revocation",
        bits=bits,
        valid_from=START,
        valid_until=END,
    )
    document = {**document, **changes}
    signed = sign(document, PRIVATE, method=key_id(DID, PUBLIC), created=START)
    return read_json(as_json(signed), "1.json")


def read(document, now=START, purpose="revocation", public=PUBLIC):
    return read_status_list(document, public, purpose=purpose, now=now, name="1.json")


def refused(*arguments, **settings):
    with pytest.raises(CredentialError) as error:
        read(*arguments, **settings)
    return [finding.code for finding in error.value.findings]


def test_a_list_is_read_back():
    found = read(made(bits=(0, 9, SIZE - 1)))
    assert [index for index in range(SIZE) if found.is_set(index)] == [0, 9, SIZE - 1]


def test_the_same_list_is_the_same_file():
    assert as_json(made()) == as_json(made())


def test_the_first_bit_is_the_highest_of_the_first_byte():
    # The specification, 2.1: the index counts bits from the left.
    assert decode(encode([0, 10]))[:2] == bytes([0b1000_0000, 0b0010_0000])


def test_it_is_multibase_base64url_of_gzip_without_padding():
    written = encode([])
    assert written.startswith("uH4sI")
    assert "=" not in written
    padded = written[1:] + "=" * (-len(written[1:]) % 4)
    assert gzip.decompress(base64.urlsafe_b64decode(padded)) == bytes(SIZE // 8)


@settings(max_examples=20)
@given(st.sets(st.integers(0, SIZE - 1), max_size=20))
def test_every_set_of_bits_is_read_back(bits):
    found = StatusList("revocation", decode(encode(bits)))
    assert all(found.is_set(index) for index in bits)
    assert not any(found.is_set(index + 1) for index in bits if index + 1 not in bits | {SIZE})


def test_the_example_of_the_specification():
    # Bitstring Status List v1.0, example 3.
    encoded = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
    assert decode(encoded) == bytes(SIZE // 8)


def test_places_go_on_in_the_next_list():
    assert place_of(0) == (1, 0)
    assert place_of(SIZE - 1) == (1, SIZE - 1)
    assert place_of(SIZE) == (2, 0)


def test_a_credential_says_where_its_bit_is():
    assert status_entry(ADDRESS, "revocation", 94567) == {
        "id": f"{ADDRESS}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": ADDRESS,
    }


def test_a_list_counts_between_its_times():
    before, after = START - datetime.timedelta(seconds=1), END + datetime.timedelta(seconds=1)
    assert refused(made(), now=before) == ["STL-004"]
    assert refused(made(), now=after) == ["STL-005"]
    assert read(made(), now=END).purpose == "revocation"


def test_a_bit_that_somebody_changed_is_seen():
    document = made()
    subject = {**document["credentialSubject"], "encodedList": encode([])}
    assert refused({**document, "credentialSubject": subject}) == ["STL-002"]


def test_another_key_is_refused():
    other = Ed25519PrivateKey.from_private_bytes(bytes([7]) * 32).public_key()
    assert refused(made(), public=other) == ["STL-002"]


def test_the_list_of_another_purpose_is_refused():
    assert refused(made(), purpose="suspension") == ["STL-003"]


@pytest.mark.parametrize(
    "changes",
    [
        {"type": ["VerifiableCredential"]},
        {"type": "BitstringStatusListCredential"},
        {"@context": "https://www.w3.org/ns/credentials/v2"},
        {"validUntil": "soon"},
        {"validUntil": "0001-01-01T00:00:00+14:00"},
        {"validUntil": "2026-03-15T00:00:00"},
        {"validFrom": None},
        {"credentialSubject": None},
    ],
)
def test_what_is_no_status_list_is_refused(changes):
    assert set(refused(made(**changes))) == {"STL-003"}


@pytest.mark.parametrize(
    "encoded",
    [
        None,
        "",
        "z" + encode([])[1:],
        "u!!",
        "uAAAA",
        encode([])[:-8],
        "u" + base64.urlsafe_b64encode(gzip.compress(bytes(SIZE // 8 - 1), mtime=0)).decode(),
        "u" + base64.urlsafe_b64encode(gzip.compress(bytes(LARGEST + 1), mtime=0)).decode(),
    ],
)
def test_damaged_bits_are_refused(encoded):
    with pytest.raises(CredentialError) as error:
        decode(encoded)
    assert [one.code for one in error.value.findings] == ["STL-006"]


@pytest.mark.parametrize("index", [-1, SIZE])
def test_a_place_behind_the_end_is_refused(index):
    with pytest.raises(CredentialError) as error:
        read(made()).is_set(index)
    assert [one.code for one in error.value.findings] == ["STL-007"]


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'{"a":1,"a":2}', b'{"a":NaN}', b"\xff", b"[" * 100_000, b'{"a":' * 9999],
)
def test_what_is_no_document_is_refused(content):
    with pytest.raises(CredentialError) as error:
        read_json(content, "1.json")
    assert [one.code for one in error.value.findings] == ["STL-003"]
