"""Proofs in JSON, by the published test vectors of eddsa-jcs-2022."""

import datetime
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pvfootprint.credentials.integrity import check_proof, sign
from pvfootprint.credentials.multikey import from_base58, read_multikey

# Data Integrity EdDSA Cryptosuites v1.0, appendix "Representation: eddsa-jcs-2022";
# https://github.com/w3c/vc-di-eddsa, TestVectors/{keyPair,unsigned,eddsa-jcs-2022/signedJCS}.json
PUBLIC = read_multikey("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")
PRIVATE = Ed25519PrivateKey.from_private_bytes(
    from_base58("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")[2:]
)
METHOD = "https://vc.example/issuers/5678#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
CREATED = datetime.datetime(2023, 2, 24, 23, 36, 38, tzinfo=datetime.UTC)
UNSIGNED = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/examples/v2",
    ],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {
        "id": "did:example:abcdefgh",
        "alumniOf": "The School of Examples",
    },
}
PROOF_VALUE = (
    "z63t83Y53KfzJ5ZosfKTnqfMcKB2dmTrfjSaQjeNNjAD5srBowQfmWqeRb8rRjmeEuCBEsddF9LsVogtuTsijJKh4"
)


def signed():
    return sign(UNSIGNED, PRIVATE, method=METHOD, created=CREATED)


def test_the_published_signature():
    proof = signed()["proof"]
    assert proof["proofValue"] == PROOF_VALUE
    assert proof["created"] == "2023-02-24T23:36:38Z"


def test_the_published_document_holds():
    assert check_proof(json.loads(json.dumps(signed())), PUBLIC) == []


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("id", "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc34"),
        ("added", 1),
        ("@context", ["https://www.w3.org/ns/credentials/v2"]),
        ("big", 2**60),
    ],
)
def test_a_changed_document_is_refused(part, value):
    assert [one.code for one in check_proof({**signed(), part: value}, PUBLIC)] == ["STL-002"]


@pytest.mark.parametrize(
    ("part", "value", "code"),
    [
        ("created", "2023-02-24T23:36:39Z", "STL-002"),
        ("verificationMethod", "https://vc.example/issuers/5678#other", "STL-002"),
        ("proofValue", "z" + PROOF_VALUE[2:] + "1", "STL-002"),
        ("proofValue", None, "STL-002"),
        ("@context", None, "STL-002"),
        ("cryptosuite", "eddsa-rdfc-2022", "STL-003"),
        ("type", "Ed25519Signature2020", "STL-003"),
        ("proofPurpose", "authentication", "STL-003"),
    ],
)
def test_a_changed_proof_is_refused(part, value, code):
    document = signed()
    proof = {**document["proof"], part: value}
    assert [one.code for one in check_proof({**document, "proof": proof}, PUBLIC)] == [code]


@pytest.mark.parametrize("proof", [None, [], "proof", {}])
def test_a_document_without_a_proof_is_refused(proof):
    found = check_proof({**UNSIGNED, "proof": proof}, PUBLIC)
    assert [one.code for one in found] == ["STL-003"]


def test_another_key_is_refused():
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
    assert [one.code for one in check_proof(signed(), other)] == ["STL-002"]
