"""Exports that cannot be written say so and leave nothing behind."""

import shutil
import sys

import pytest

from pvfootprint.documents.writing import whole_file
from pvfootprint.exchange.brightway import write_project
from pvfootprint.model.findings import OutputError

FORMATS = ["brightway-xlsx", "brightway-project"]


@pytest.mark.parametrize("kind", FORMATS)
def test_folder_that_cannot_be_written_is_out_001(run, tmp_path, kind):
    (tmp_path / "a file").write_text("not a folder", encoding="utf-8")
    done = run("library", "export", "--format", kind, tmp_path / "a file" / "library.out")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("OUT-001: ")
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a file"]
    assert (tmp_path / "a file").read_text(encoding="utf-8") == "not a folder"


@pytest.mark.parametrize("kind", FORMATS)
def test_folder_in_place_of_the_file_is_refused(run, tmp_path, kind):
    done = run("library", "export", "--format", kind, tmp_path)
    assert done.returncode == 2
    assert "directory" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_unknown_format_is_refused(run, tmp_path):
    done = run("library", "export", "--format", "ecospold", tmp_path / "library.out")
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_earlier_export_outlives_a_failure_of_brightway(tiny_library, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    folder = tmp_path / "exports"
    folder.mkdir()
    archive = folder / "library.tar.gz"
    archive.write_bytes(b"earlier")
    with pytest.raises(OutputError, match="OUT-001"), whole_file(archive) as temporary:
        write_project(tiny_library, [], temporary)
    assert archive.read_bytes() == b"earlier"
    assert list(folder.iterdir()) == [archive]
