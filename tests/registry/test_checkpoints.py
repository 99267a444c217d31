"""Signed heads: by the reference note of Go's sumdb, and what is wrong with others."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pvfootprint.model.findings import RegistryError
from pvfootprint.registry.checkpoints import (
    Checkpoint,
    open_note,
    origin_of,
    read_checkpoint,
    sign_note,
    write_checkpoint,
)

# golang.org/x/mod/sumdb/note, note_test.go: keys, text and signature of the reference.
SIGNER = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
NOTE = (
    f"{TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvq"
    "fqdngotpRZb6KE6RyyBwJnAM=\n"
).encode()
PETER = Ed25519PrivateKey.from_private_bytes(base64.b64decode(SIGNER)[1:])

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC = PRIVATE.public_key()
ORIGIN = "register.example/log"
ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
GOOD = write_checkpoint(ORIGIN, 8, ROOT, PRIVATE)


def refused(content, origin=ORIGIN, public=PUBLIC):
    with pytest.raises(RegistryError) as error:
        read_checkpoint(content, origin, public)
    return [finding.code for finding in error.value.findings]


def test_the_reference_note():
    assert sign_note(TEXT, "PeterNeumann", PETER) == NOTE
    assert open_note(NOTE, "PeterNeumann", PETER.public_key()) == TEXT


def test_a_head_is_read_back():
    assert read_checkpoint(GOOD, ORIGIN, PUBLIC) == Checkpoint(ORIGIN, 8, ROOT)
    lines = GOOD.decode().split("\n")
    assert lines[:4] == [ORIGIN, "8", "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=", ""]


def test_the_log_is_named_by_its_address():
    assert origin_of("https://Register.example/pcf/") == "register.example/pcf/log"


def test_signatures_of_others_are_passed_over():
    theirs = b"\xe2\x80\x94 witness.example AAAAAAAA\n"
    assert read_checkpoint(GOOD + theirs, ORIGIN, PUBLIC).size == 8


def test_lines_for_others_are_passed_over():
    note = sign_note(GOOD.decode().split("\n\n")[0] + "\nmore\n", ORIGIN, PRIVATE)
    assert read_checkpoint(note, ORIGIN, PUBLIC).size == 8


def test_another_key_is_refused():
    other = Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32)
    assert refused(GOOD, public=other.public_key()) == ["STL-011"]
    assert refused(write_checkpoint(ORIGIN, 8, ROOT, other)) == ["STL-011"]


def test_another_log_is_refused():
    assert refused(GOOD, origin="other.example/log") == ["STL-011"]
    named_so = sign_note(f"other.example/log\n8\n{'A' * 43}=\n", ORIGIN, PRIVATE)
    assert refused(named_so) == ["STL-011"]


def test_a_changed_head_is_refused():
    assert refused(GOOD.replace(b"\n8\n", b"\n9\n")) == ["STL-011"]


def test_a_bad_signature_beside_a_good_one_is_refused():
    key = base64.b64decode(GOOD.split()[-1])[:4]
    bad = base64.b64encode(key + bytes(64)).decode()
    assert refused(GOOD + f"— {ORIGIN} {bad}\n".encode()) == ["STL-011"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        GOOD[:-1],
        GOOD.split(b"\n\n")[0],
        GOOD.replace(b"\n\n", b"\n\r\n"),
        GOOD + b"more\n",
        GOOD * 1000,
        sign_note(f"{ORIGIN}\n08\n{'A' * 43}=\n", ORIGIN, PRIVATE),
        sign_note(f"{ORIGIN}\n-8\n{'A' * 43}=\n", ORIGIN, PRIVATE),
        sign_note(f"{ORIGIN}\n8\nAAAA\n", ORIGIN, PRIVATE),
        sign_note(f"{ORIGIN}\n8\n", ORIGIN, PRIVATE),
    ],
)
def test_what_is_no_head_is_refused(content):
    assert refused(content) == ["STL-010"]
