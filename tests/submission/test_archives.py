"""The container: the same bytes for the same members, and nothing else is read."""

import io
import os
import stat
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.model.findings import SubmissionError
from pvfootprint.submission import archives
from pvfootprint.submission.archives import is_safe_name, pack, read_bytes, same_names, unpack

MEMBERS = {"a.txt": b"one", "folder/硅片.xlsx": b"two" * 100, "folder/empty": b""}
NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(is_safe_name)


def zip_of(*entries, comment=b"", compression=zipfile.ZIP_STORED):
    """Write a zip file as another program would."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        archive.comment = comment
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def codes(content):
    try:
        return {finding.code for finding in unpack(content, "a.pvf").findings}
    except SubmissionError as error:
        return {finding.code for finding in error.findings}


def test_members_come_back():
    contents = unpack(pack(MEMBERS), "a.pvf")
    assert contents.members == MEMBERS
    assert contents.findings == ()


def test_the_order_of_members_does_not_count():
    assert pack(dict(reversed(MEMBERS.items()))) == pack(MEMBERS)


@given(st.dictionaries(NAMES, st.binary(max_size=30), max_size=5))
def test_any_members_come_back(members):
    contents = unpack(pack(members), "a.pvf")
    assert contents.members == members
    assert contents.findings == ()


def test_any_flipped_bit_is_found():
    whole = pack(MEMBERS)
    for place in range(len(whole)):
        for bit in (0, 7):
            damaged = bytearray(whole)
            damaged[place] ^= 1 << bit
            assert codes(bytes(damaged)), f"bit {bit} of byte {place}"


@pytest.mark.parametrize("cut", [0, 1, 21, 22, 100])
def test_a_file_cut_short_is_found(cut):
    assert codes(pack(MEMBERS)[:cut]) == {"SUB-001"}


def test_bytes_before_between_and_behind_are_found():
    whole = pack(MEMBERS)
    second = whole.index(b"PK\x03\x04", 4)
    for damaged in (b"#!" + whole, whole + b"\0", whole[:second] + b"hidden" + whole[second:]):
        assert codes(damaged)
    assert codes(zip_of(("a.txt", b"one"), comment=b"hidden")) == {"SUB-003"}


def link():
    info = zipfile.ZipInfo("a.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


REFUSED = {
    "a link": zip_of((link(), b"/etc/passwd")),
    "a folder": zip_of(("folder/", b"")),
    "a folder above": zip_of(("../a.txt", b"")),
    "an absolute name": zip_of(("/a.txt", b"")),
    "a drive": zip_of(("C:a.txt", b"")),
    "a backslash": zip_of(("..\\a.txt", b"")),
    "a control character": zip_of(("a\nb.txt", b"")),
    "a hidden file": zip_of((".a", b"")),
    "a device": zip_of(("NUL.txt", b"")),
    "too deep": zip_of(("a/b/c/d", b"")),
    "too long": zip_of(("a" * 200, b"")),
    "right to left": zip_of(("a\u202etxt.exe", b"")),
    "a decomposed name": zip_of(("u\u0308.txt", b"")),
    "compressed": zip_of(("a.txt", b"one"), compression=zipfile.ZIP_DEFLATED),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_member_that_may_not_be_there_is_refused(what):
    contents = unpack(REFUSED[what], "a.pvf")
    assert contents.members == {}
    assert {finding.code for finding in contents.findings} == {"SUB-003"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_twice_is_refused():
    assert codes(zip_of(("a.txt", b"one"), ("a.txt", b"two"))) == {"SUB-009"}


def test_an_encrypted_member_is_refused():
    whole = bytearray(pack({"a.txt": b"one"}))
    whole[6] |= 1
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    assert codes(bytes(whole)) == {"SUB-003"}


def test_a_bomb_is_refused_before_it_is_read():
    bomb = zip_of(("a.txt", b"\0" * 10_000_000), compression=zipfile.ZIP_DEFLATED)
    assert codes(bomb) == {"SUB-002"}


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST", 2)
    assert codes(pack(MEMBERS)) == {"SUB-002"}


def test_too_large_a_file_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "a.pvf"
    path.write_bytes(pack(MEMBERS))
    monkeypatch.setattr(archives, "LARGEST", 10)
    assert codes(path.read_bytes()) == {"SUB-002"}
    with pytest.raises(SubmissionError, match="SUB-002"):
        read_bytes(path, 10)


def test_what_is_no_file_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "absent", "."):
        with pytest.raises(SubmissionError, match="SUB-006"):
            read_bytes(tmp_path / name)


def test_names_that_differ_in_case_are_the_same():
    assert list(same_names(["a/B", "A/b", "a/c"])) == ["A/b"]
