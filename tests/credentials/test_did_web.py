"""Issuers found by their web address; the examples are those of the method's specification."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pvfootprint.credentials.did_web import did_document, did_of, document_place, key_id
from pvfootprint.credentials.multikey import read_multikey

NEW, FORMER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32).public_key() for n in (1, 2))


@pytest.mark.parametrize(
    ("address", "did", "place"),
    [
        ("https://w3c-ccg.github.io", "did:web:w3c-ccg.github.io", ".well-known/did.json"),
        (
            "https://w3c-ccg.github.io/user/alice/",
            "did:web:w3c-ccg.github.io:user:alice",
            "did.json",
        ),
        ("https://Example.com:3000/user", "did:web:example.com%3A3000:user", "did.json"),
    ],
)
def test_an_address_becomes_a_did(address, did, place):
    assert did_of(address) == did
    assert document_place(address) == place


def test_its_document_names_the_keys_of_then_and_now():
    did = "did:web:register.example"
    document = did_document(did, [NEW, FORMER])
    names = [key_id(did, public) for public in (NEW, FORMER)]
    assert document["id"] == did
    assert document["assertionMethod"] == names
    assert [one["id"] for one in document["verificationMethod"]] == names
    for one, public in zip(document["verificationMethod"], (NEW, FORMER), strict=True):
        assert one["type"] == "Multikey"
        assert one["controller"] == did
        assert read_multikey(one["publicKeyMultibase"]) == public
