"""Keys as Multikeys, by the key pair of the test vectors of Data Integrity EdDSA."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.credentials.multikey import (
    as_multikey,
    from_base58,
    read_multikey,
    to_base58,
)
from pvfootprint.model.findings import CredentialError

# https://github.com/w3c/vc-di-eddsa, TestVectors/keyPair.json
PUBLIC = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
PRIVATE = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"


def test_the_published_key_pair():
    private = Ed25519PrivateKey.from_private_bytes(from_base58(PRIVATE)[2:])
    assert as_multikey(private.public_key()) == PUBLIC
    assert as_multikey(read_multikey(PUBLIC)) == PUBLIC


@given(st.binary(max_size=64))
def test_what_is_written_is_read_back(content):
    assert from_base58(to_base58(content)) == content


@pytest.mark.parametrize(
    "written",
    [
        None,
        7,
        "",
        "z",
        PRIVATE,
        PUBLIC[1:],
        PUBLIC[:-1],
        f"{PUBLIC}0",
        "z6Mk" + "1" * 10_000,
        "zDnaeTHfhmSaQKBc7CmdL3K7oYg3D6SC7yowe2eBeVd2DH32r",
    ],
)
def test_what_is_no_such_key_is_refused(written):
    with pytest.raises(CredentialError) as error:
        read_multikey(written)
    assert [one.code for one in error.value.findings] == ["STL-001"]
