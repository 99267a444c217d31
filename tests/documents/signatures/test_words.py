import datetime

import pytest

from pvfootprint.documents.signatures.words import LARGEST, LONGEST, Words, read


def test_words_are_read_from_either_kind_of_string():
    found = read(
        b"<</Contents<>/M(D:20260302093000+08'00')/Reason(a\\(b\\))/Location<FEFF76D057CE>/Name(A)>>"
    )
    zone = datetime.timezone(datetime.timedelta(hours=8))
    assert found.time == datetime.datetime(2026, 3, 2, 9, 30, tzinfo=zone)
    assert (found.reason, found.location, found.name) == ("a(b)", "盐城", "A")


@pytest.mark.parametrize(
    "dictionary",
    [
        b"",
        b"<<",
        b"<<>>",
        b"[]",
        b"5",
        b"null",
        b"<</M 5>>",
        b"<</M 5 0 R>>",
        b"<</M (D:99999999999999Z)>>",
        b"<</M (D:20260302093000)>>",
        b"<</M (yesterday)>>",
        b"[" * 5000,
        b"<<" + b" " * LARGEST + b"/M(D:20260302093000Z)>>",
    ],
)
def test_what_says_no_time_says_none(dictionary):
    assert read(dictionary).time is None


def test_words_do_nothing_to_a_terminal_and_do_not_fill_it():
    found = read(b"<</Reason<FEFF001B005B0032004A0078>/Name(" + b"n" * 5000 + b")>>")
    assert found.reason == "?[2Jx"
    assert found.name == "n" * LONGEST
    assert read(b"<</Reason 5>>") == Words(reason="5")
