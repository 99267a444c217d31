import pytest

from pvfootprint.documents.writing import check_folder, whole_file, write_files, write_text
from pvfootprint.model.findings import OutputError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "out.txt"


def test_text_is_written_in_utf_8_with_line_feeds(path):
    write_text(path, "硅片\n2\n")
    assert path.read_bytes() == "硅片\n2\n".encode()


def test_folders_are_made(tmp_path):
    write_text(tmp_path / "a/b/out.txt", "text")
    assert (tmp_path / "a/b/out.txt").read_text(encoding="utf-8") == "text"


def test_the_temporary_file_ends_like_the_one_it_becomes(tmp_path):
    with whole_file(tmp_path / "out.svg") as temporary:
        assert temporary.suffix == ".svg"
        temporary.touch()


def test_an_earlier_file_is_there_until_the_new_one_is_whole(path):
    path.write_text("earlier", encoding="utf-8")
    with whole_file(path) as temporary:
        temporary.write_text("half", encoding="utf-8")
        assert path.read_text(encoding="utf-8") == "earlier"
        temporary.write_text("whole", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "whole"


def test_who_is_reading_the_earlier_file_reads_it_to_the_end(path):
    path.write_text("earlier", encoding="utf-8")
    with path.open(encoding="utf-8") as reader:
        write_text(path, "new")
        assert reader.read() == "earlier"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, OutputError([])])
@pytest.mark.parametrize("earlier", [True, False])
def test_what_fails_half_way_leaves_nothing_behind(tmp_path, path, error, earlier):
    if earlier:
        path.write_text("earlier", encoding="utf-8")
    before = list(tmp_path.iterdir())
    kind = error if isinstance(error, type) else type(error)

    def write():
        with whole_file(path) as temporary:
            temporary.write_text("half", encoding="utf-8")
            raise error

    with pytest.raises(kind):
        write()
    assert list(tmp_path.iterdir()) == before
    assert not earlier or path.read_text(encoding="utf-8") == "earlier"


def test_a_full_disk_leaves_nothing_behind(tmp_path, path):
    def write():
        with whole_file(path) as temporary:
            temporary.write_text("half", encoding="utf-8")
            raise OSError(28, "No space left on device")

    with pytest.raises(OutputError) as caught:
        write()
    (finding,) = caught.value.findings
    assert (finding.code, finding.found) == ("OUT-001", f"{path}: No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_that_name_stays(tmp_path, path):
    path.mkdir()
    with pytest.raises(OutputError):
        write_text(path, "text")
    assert list(tmp_path.iterdir()) == [path]
    assert path.is_dir()


def test_a_writer_that_writes_nothing_is_an_error(tmp_path, path):
    with pytest.raises(OutputError), whole_file(path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_can_be_written_is_left_as_it_was(tmp_path):
    (tmp_path / "file").write_text("earlier", encoding="utf-8")
    check_folder(tmp_path)
    check_folder(tmp_path / "a" / "b")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "earlier"


def test_a_folder_with_a_file_in_its_place_is_refused_before_anything_is_made(path):
    path.write_text("in the way", encoding="utf-8")
    for folder in (path, path / "below"):
        with pytest.raises(OutputError) as caught:
            check_folder(folder)
        assert [finding.code for finding in caught.value.findings] == ["OUT-001"]


def test_files_of_a_folder_are_written_in_order_and_checked_by_their_ending(tmp_path):
    seen = []
    written = write_files(tmp_path / "new", {"a.pdf": b"1", "b.xlsx": b"2"}, {".pdf": seen.append})
    assert written == (tmp_path / "new/a.pdf", tmp_path / "new/b.xlsx")
    assert [path.read_bytes() for path in written] == [b"1", b"2"]
    assert [file.name for file in seen] == ["a.pdf"]


def test_what_a_check_refuses_does_not_take_its_place(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"earlier")

    def refuse(_):
        raise OutputError([])

    with pytest.raises(OutputError):
        write_files(tmp_path, {"a.pdf": b"new"}, {".pdf": refuse})
    assert (tmp_path / "a.pdf").read_bytes() == b"earlier"
