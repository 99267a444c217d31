"""The cache holds what was compiled, and whatever else stands in it is compiled again."""

import hashlib
import json
import os
import subprocess
import sys
import time

import pytest

from pvfootprint.library import caching
from pvfootprint.library.caching import KEPT, open_library
from pvfootprint.library.compiling import compile_library
from pvfootprint.model.findings import LibraryError


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def cached(tiny_root, cache):
    """File that holds the compiled tiny library."""
    open_library(tiny_root, cache=cache)
    (path,) = cache.iterdir()
    return path


@pytest.fixture
def compiled(monkeypatch):
    """Count how often a library is compiled."""
    calls = []

    def compile_and_count(root):
        calls.append(root)
        return compile_library(root)

    monkeypatch.setattr(caching, "compile_library", compile_and_count)
    return calls


def with_checksum(body):
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def test_the_second_call_reads_what_the_first_has_compiled(tiny_root, cache, compiled):
    first, _ = open_library(tiny_root, cache=cache)
    second, findings = open_library(tiny_root, cache=cache)
    assert len(compiled) == 1
    assert second == first == compile_library(tiny_root)
    assert findings == []


def test_the_shipped_library_survives_the_cache(library, data_folder, session_cache):
    assert open_library(data_folder, cache=session_cache)[0] == library
    assert compile_library(data_folder) == library


def test_a_changed_file_is_compiled_anew(tiny_root, cached, cache, replace_once):
    replace_once(tiny_root / "inventories/foreground/chain.csv", ",2,,kilowatt", ",3,,kilowatt")
    library, _ = open_library(tiny_root, cache=cache)
    assert library.inventories["ingot-CN-2018"].inputs[0].amount == 3
    assert len(list(cache.iterdir())) == 2


def test_a_file_put_back_finds_its_compiled_library(tiny_root, cached, cache, compiled):
    path = tiny_root / "inventories/foreground/chain.csv"
    original = path.read_text(encoding="utf-8")
    path.write_text(original.replace(",2,,kilowatt", ",3,,kilowatt"), encoding="utf-8")
    open_library(tiny_root, cache=cache)
    path.write_text(original, encoding="utf-8")
    library, _ = open_library(tiny_root, cache=cache)
    assert library.inventories["ingot-CN-2018"].inputs[0].amount == 2
    assert len(compiled) == 1


def other_library(content):
    data = json.loads(content.partition(b"\n")[2])
    data["content_hash"] = "0" * 64
    return with_checksum(json.dumps(data).encode())


def same_hash_other_form(content):
    data = json.loads(content.partition(b"\n")[2])
    return with_checksum(json.dumps({"content_hash": data["content_hash"]}).encode())


def changed_amount(content):
    assert content.count(b'"amount":10.0') == 1
    return content.replace(b'"amount":10.0', b'"amount":11.0')


def flipped_bit(place):
    def flip(content):
        at = int(place * (len(content) - 1))
        return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]

    return flip


def cut(place):
    return lambda content: content[: int(place * len(content))]


DAMAGES = {
    "empty": lambda _: b"",
    "checksum only": lambda content: content[:65],
    "no checksum": lambda content: content.partition(b"\n")[2],
    "wrong checksum": lambda content: b"0" * 64 + content[64:],
    "half written": cut(0.5),
    "last byte missing": lambda content: content[:-1],
    "twice": lambda content: content * 2,
    "zeros": lambda content: bytes(len(content)),
    "not text": lambda content: b"\xff" * len(content),
    "another amount": changed_amount,
    "another library": other_library,
    "same hash, other form": same_hash_other_form,
    "JSON of no library": lambda _: with_checksum(b"[]"),
    "no JSON": lambda _: with_checksum(b"{"),
    "deep JSON": lambda _: with_checksum(b"[" * 100_000),
    **{f"bit flipped at {place}": flipped_bit(place) for place in (0, 0.01, 0.3, 0.7, 1)},
    **{f"cut at {place}": cut(place) for place in (0.001, 0.01, 0.99)},
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_is_damaged_is_never_trusted_and_made_again(
    tiny_root, cached, cache, compiled, damage
):
    sound = cached.read_bytes()
    cached.write_bytes(damage(sound))
    assert cached.read_bytes() != sound

    library, findings = open_library(tiny_root, cache=cache)

    assert library == compile_library(tiny_root)
    assert len(compiled) == 1
    assert findings == []
    assert cached.read_bytes() == sound
    assert list(cache.iterdir()) == [cached]


def test_a_folder_in_place_of_the_file_is_never_trusted(tiny_root, cached, cache):
    cached.unlink()
    cached.mkdir()
    library, (finding,) = open_library(tiny_root, cache=cache)
    assert library == compile_library(tiny_root)
    assert finding.code == "CAC-001"
    assert list(cache.iterdir()) == [cached]


def test_a_cache_folder_that_cannot_be_made_is_a_warning(tiny_root, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("mine", encoding="utf-8")
    for folder in (in_the_way, in_the_way / "cache"):
        library, (finding,) = open_library(tiny_root, cache=folder)
        assert library == compile_library(tiny_root)
        assert (finding.code, finding.severity) == ("CAC-001", "warning")
        assert str(folder) in finding.found
    assert in_the_way.read_text(encoding="utf-8") == "mine"


def test_a_full_disk_leaves_no_file_behind(tiny_root, cache, monkeypatch):
    def no_room(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", no_room)
    library, (finding,) = open_library(tiny_root, cache=cache)
    assert library == compile_library(tiny_root)
    assert (finding.code, finding.found) == ("CAC-001", f"{cache}: No space left on device")
    assert list(cache.iterdir()) == []


def test_a_library_that_is_wrong_leaves_no_file_behind(tiny_root, cache, replace_once):
    replace_once(tiny_root / "inventories/foreground/chain.csv", ",2,,kilowatt", ",nan,,kilowatt")
    with pytest.raises(LibraryError):
        open_library(tiny_root, cache=cache)
    assert not cache.exists()


def test_a_file_that_was_being_written_by_another_is_not_read(tiny_root, cached, cache):
    sound = cached.read_bytes()
    cached.unlink()
    (cache / ".library-abc.tmp").write_bytes(sound[: len(sound) // 2])
    library, _ = open_library(tiny_root, cache=cache)
    assert library == compile_library(tiny_root)
    assert cached.read_bytes() == sound


def test_only_the_newest_libraries_are_kept(tiny_root, cached, cache):
    os.utime(cached, (1, 1))
    path = tiny_root / "inventories/background/materials.csv"
    for _ in range(KEPT + 1):
        path.write_bytes(path.read_bytes() + b"\n")
        open_library(tiny_root, cache=cache)
    assert len(list(cache.iterdir())) == KEPT
    assert not cached.exists()


def test_nothing_else_in_the_cache_folder_is_removed(tiny_root, cache):
    cache.mkdir()
    mine = cache / "notes.json"
    mine.write_text("{}", encoding="utf-8")
    path = tiny_root / "inventories/background/materials.csv"
    for _ in range(KEPT + 1):
        path.write_bytes(path.read_bytes() + b"\n")
        open_library(tiny_root, cache=cache)
    assert mine.exists()


OPEN_AT = """
import sys, time
from pathlib import Path
from pvfootprint.library.caching import open_library
time.sleep(max(0, float(sys.argv[3]) - time.time()))
for _ in range(5):
    library, findings = open_library(Path(sys.argv[1]), cache=Path(sys.argv[2]))
    assert findings == []
    for path in Path(sys.argv[2]).glob("*.json"):
        path.unlink(missing_ok=True)
library, findings = open_library(Path(sys.argv[1]), cache=Path(sys.argv[2]))
print(library.content_hash)
"""


def test_two_processes_at_once_leave_a_sound_cache(tiny_root, cache, compiled):
    moment = str(time.time() + 1)
    command = [sys.executable, "-W", "error", "-c", OPEN_AT, str(tiny_root), str(cache), moment]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    printed = [process.communicate(timeout=60)[0].strip() for process in running]

    assert [process.returncode for process in running] == [0, 0]
    library, findings = open_library(tiny_root, cache=cache)
    assert printed == [library.content_hash] * 2
    assert library == compile_library(tiny_root)
    assert findings == []
    assert [path.suffix for path in cache.iterdir()] == [".json"]
