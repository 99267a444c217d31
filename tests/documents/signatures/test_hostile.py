"""Whatever the bytes are, checking answers: no error, no long wait, no trust."""

import datetime
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pvfootprint.documents.signatures import checking
from pvfootprint.documents.signatures.checking import SignatureState, check_signature
from pvfootprint.documents.signatures.ranges import find_signature, uncovered_bytes

FIXTURES = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)
NUMBERS = st.sampled_from([0, 1, -1, 2**31, 2**32 - 1, 2**63, 10**9, 10**30, 10**400])


@pytest.fixture(scope="module")
def refuses(demo, tools):
    """Check bytes that nobody signed, and say that they don't hold."""
    trusted = [made.authority for made in demo.values()]

    def check(content):
        state = check_signature(content, trusted, now=tools.NOW)
        assert isinstance(state, SignatureState)
        assert not state.holds
        assert state.problems
        assert all(str(finding) and finding.said("zh") for finding in state.problems)
        uncovered_bytes(content)
        return state

    return check


@pytest.fixture(scope="module")
def refilled(signed):
    """Put other contents into the place of a genuine signature."""
    pdf = signed["rsa"]
    found = find_signature(pdf)

    def fill(contents):
        digits = contents.hex().upper().encode()[: found.end - found.start - 2]
        digits = digits.ljust(found.end - found.start - 2, b"0")
        return pdf[: found.start + 1] + digits + pdf[found.end - 1 :]

    return fill


@settings(max_examples=200, suppress_health_check=FIXTURES)
@given(st.binary(max_size=2000))
def test_random_bytes(refuses, content):
    refuses(content)
    refuses(b"%PDF-1.7\n" + content)


@settings(max_examples=100, suppress_health_check=FIXTURES)
@given(st.data())
def test_files_that_were_cut_off(refuses, signed, data):
    pdf = signed["ecdsa"]
    refuses(pdf[: data.draw(st.integers(0, len(pdf) - 1))])
    refuses(pdf[data.draw(st.integers(1, len(pdf))) :])


@settings(max_examples=150, suppress_health_check=FIXTURES)
@given(st.data())
def test_files_with_pieces_overwritten_deleted_and_doubled(refuses, signed, data):
    pdf = signed[data.draw(st.sampled_from(["ecdsa", "rsa"]))]
    start = data.draw(st.integers(0, len(pdf) - 1))
    end = data.draw(st.integers(start + 1, min(len(pdf), start + 5000)))
    piece = data.draw(st.one_of(st.binary(max_size=50), st.just(pdf[start:end] * 2), st.just(b"")))
    changed = pdf[:start] + piece + pdf[end:]
    if changed != pdf:
        refuses(changed)


@settings(max_examples=100, suppress_health_check=FIXTURES)
@given(st.lists(NUMBERS, min_size=1, max_size=6))
def test_ranges_of_huge_numbers(refuses, signed, numbers):
    stated = b"/ByteRange [" + b" ".join(b"%d" % number for number in numbers) + b"]"
    refuses(re.sub(rb"/ByteRange \[[^]]*\]", stated, signed["ecdsa"]))
    refuses(re.sub(rb"/ByteRange \[[^]]*\] *", stated, signed["ecdsa"]))


@settings(max_examples=200, suppress_health_check=FIXTURES)
@given(st.binary(max_size=1500))
def test_random_signatures(refuses, refilled, contents):
    state = refuses(refilled(contents))
    assert state.covers_all


@settings(max_examples=300, suppress_health_check=FIXTURES)
@given(st.data())
def test_signatures_with_bytes_changed(refuses, refilled, signed, data):
    """Close to a signature: what a reader of its syntax gets to see."""
    signature = bytearray(find_signature(signed["rsa"]).signature)
    positions = st.integers(0, len(signature) - 1)
    changes = data.draw(st.lists(st.tuples(positions, st.integers(1, 255)), min_size=1, max_size=4))
    for position, number in dict(changes).items():
        signature[position] ^= number
    refuses(refilled(bytes(signature)))


@settings(max_examples=100, suppress_health_check=FIXTURES)
@given(st.data())
def test_signatures_with_pieces_deleted_and_doubled(refuses, refilled, signed, data):
    signature = find_signature(signed["rsa"]).signature
    start = data.draw(st.integers(0, len(signature) - 1))
    end = data.draw(st.integers(start + 1, len(signature)))
    refuses(refilled(signature[:start] + signature[end:]))
    refuses(refilled(signature[:start] + 2 * signature[start:end] + signature[end:]))


@pytest.mark.parametrize(
    "contents",
    [
        b"\x30\x82\x1f\x00" * 500,
        b"\x30\x80" * 2000,
        b"".join(b"\x30\x82" + (4 * n).to_bytes(2, "big") for n in range(800, 0, -1)),
        b"\x02\x82\x0f\xff" + b"\xff" * 4095,
    ],
)
def test_signatures_nested_as_deep_as_they_fit(refuses, refilled, contents):
    refuses(refilled(contents))


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + b"/ByteRange " * 100_000,
        b"%PDF-1.7\n/ByteRange" + b" " * 5_000_000 + b"[",
        b"%PDF-1.7\n/ByteRange [0 " + b" " * 5_000_000,
        b"%PDF-1.7\n1 0 obj" * 300_000 + b"/ByteRange [0 10 20 30]",
        b"%PDF-1.7\n" + b"1 0 obj\n[" * 500_000,
        b"%PDF-1.7\n" + b"<<" * 2_000_000 + b"/ByteRange [0 1 2 3]",
    ],
    ids=range(6),
)
def test_long_files_take_no_long_time(refuses, content):
    started = datetime.datetime.now(datetime.UTC)
    refuses(content)
    assert datetime.datetime.now(datetime.UTC) - started < datetime.timedelta(seconds=2)


@pytest.mark.parametrize("error", [ValueError, RecursionError, MemoryError, OverflowError])
def test_whatever_error_comes_is_an_answer(refuses, signed, monkeypatch, error):
    def fail(*_):
        raise error

    monkeypatch.setattr(checking, "read_container", fail)
    state = refuses(signed["ecdsa"])
    assert [finding.code for finding in state.problems] == ["SIG-015"]


def test_nothing_is_said_on_the_terminal(refuses, refilled, signed, capfd):
    signature = bytearray(find_signature(signed["rsa"]).signature)
    for position in range(0, len(signature), 40):
        changed = bytes(
            [*signature[:position], signature[position] ^ 1, *signature[position + 1 :]]
        )
        refuses(refilled(changed))
    assert capfd.readouterr() == ("", "")
