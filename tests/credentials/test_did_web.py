"""Issuers found by their web address; the examples are those of the method's specification."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pvfootprint.credentials.did_web import did_document, did_of, document_place, key_id, key_in
from pvfootprint.model.findings import CredentialError

NEW, FORMER, OTHER = (
    Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32).public_key() for n in (1, 2, 3)
)


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
    document = did_document("did:web:register.example", [NEW, FORMER])
    for public in (NEW, FORMER):
        assert key_in(document, key_id("did:web:register.example", public)) == public


@pytest.mark.parametrize("document", ["other key", {}, {"verificationMethod": [7]}])
def test_a_key_that_is_not_in_it_is_refused(document):
    if document == "other key":
        document = did_document("did:web:register.example", [NEW])
    with pytest.raises(CredentialError) as error:
        key_in(document, key_id("did:web:register.example", OTHER))
    assert [one.code for one in error.value.findings] == ["STL-001"]


def test_a_key_that_may_not_sign_is_refused():
    document = did_document("did:web:register.example", [NEW])
    with pytest.raises(CredentialError):
        key_in({**document, "assertionMethod": []}, key_id("did:web:register.example", NEW))
