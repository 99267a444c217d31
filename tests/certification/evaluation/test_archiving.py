"""The kept copy of inventories and methods."""

import shutil

import pytest

from pvfootprint.certification.evaluation.archiving import pack_data, unpacked_data
from pvfootprint.library.compiling import library_hash
from pvfootprint.model.findings import RegistryError, SubmissionError
from pvfootprint.submission.archives import pack, unpack


def test_the_same_files_give_the_same_archive_wherever_they_lie(data_folder, data_copy, data):
    assert pack_data(data_copy) == data.packed
    (data_copy / "inventories" / ".hidden").write_text("not mine")
    (data_copy / "notes.txt").write_text("beside")
    assert pack_data(data_copy) == data.packed
    names = unpack(data.packed, "").members
    there = [p for f in ("inventories", "methods") for p in (data_folder / f).rglob("*.*")]
    assert len(names) == len([path for path in there if not path.name.startswith(".")])


def test_what_is_unpacked_is_what_was_packed_and_goes_away(data, data_folder):
    with unpacked_data(data.packed) as root:
        assert library_hash(root) == library_hash(data_folder) == data.library.content_hash
        assert pack_data(root) == data.packed
    assert not root.exists()


def test_a_change_gives_another_archive(data_copy, data):
    path = data_copy / "methods" / "gwp" / "ar6.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    assert pack_data(data_copy) != data.packed


@pytest.mark.parametrize(
    "members",
    [{}, {"inventories/a.csv": b""}, {"inventories/a": b"", "methods/b": b"", "else/c": b""}],
)
def test_an_archive_of_something_else_is_refused(members):
    with pytest.raises(RegistryError) as refused, unpacked_data(pack(members)):
        pass
    assert [finding.code for finding in refused.value.findings] == ["REG-003"]


def test_a_damaged_archive_is_refused(data):
    damaged = data.packed.replace(b"Carbon dioxide", b"Carbon d1oxide", 1)
    with pytest.raises(RegistryError) as refused, unpacked_data(damaged):
        pass
    assert refused.value.findings[-1].code == "REG-003"


def test_a_file_that_could_not_be_unpacked_is_not_packed(data_copy):
    shutil.copy(data_copy / "inventories" / "sources.csv", data_copy / "methods" / "con.csv")
    with pytest.raises(SubmissionError) as refused:
        pack_data(data_copy)
    assert [finding.code for finding in refused.value.findings] == ["SUB-003"]
