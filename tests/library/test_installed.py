from dataclasses import replace

import pytest

from pvfootprint.library import installed
from pvfootprint.library.installed import (
    find_installed,
    installed_names,
    libraries_folder,
    remove_installed,
)
from pvfootprint.library.installing import details_toml
from pvfootprint.model.findings import InstallError


def test_a_set_is_found_by_its_name_and_gone_when_removed(tiny_library, installed_sets):
    made = installed_sets.install(tiny_library)

    assert installed_names() == ["own"]
    assert (
        find_installed("own")
        == made
        == replace(installed_sets.DETAILS, content_hash=made.content_hash)
    )
    remove_installed("own")
    assert installed_names() == []


def test_the_hash_is_that_of_what_counts(tiny_library, installed_sets):
    made = installed_sets.install(tiny_library)
    folder = libraries_folder() / "own"
    (folder / "report.txt").write_text("a paper")
    assert find_installed("own").content_hash == made.content_hash

    sources = folder / "sources.csv"
    sources.write_text(sources.read_text().replace("numbers", "Numbers"))
    assert find_installed("own").content_hash != made.content_hash


def test_nothing_is_installed_where_there_is_no_folder():
    assert installed_names() == []
    with pytest.raises(InstallError) as caught:
        find_installed("own")
    (finding,) = caught.value.findings
    assert (finding.code, finding.found) == ("INS-001", "own")


def test_the_folder_of_the_user_is_the_default(monkeypatch):
    monkeypatch.delenv("PVFOOTPRINT_LIBRARIES")
    assert libraries_folder().parts[-2:] == ("pvfootprint", "libraries")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('format = "pvfootprint library set 1"', 'format = "pvfootprint library set 2"', "set 2"),
        ('name = "own"', 'name = "other"', "other"),
        ('title = "A set made up for the tests"\n', "", "title"),
        ("title = ", "title ", "line"),
    ],
)
def test_a_set_of_another_layout_is_refused(tiny_library, installed_sets, old, new, found):
    installed_sets.install(tiny_library)
    details = libraries_folder() / "own" / "set.toml"
    written = details.read_text(encoding="utf-8")
    assert old in written
    details.write_text(written.replace(old, new), encoding="utf-8")

    with pytest.raises(InstallError) as caught:
        find_installed("own")
    (finding,) = caught.value.findings
    assert finding.code == "INS-002"
    assert found in finding.found


def test_what_a_set_is_survives_being_written(installed_sets, tmp_path):
    odd = replace(installed_sets.DETAILS, title='"quoted" \\ 引号\nand a line', mended=())
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "set.toml").write_bytes(details_toml(odd))
    (folder / "sources.csv").write_text("key\n")
    read = installed.read_details(folder)
    assert replace(read, content_hash="") == odd


def test_a_set_that_cannot_be_removed_is_told(tiny_library, installed_sets, monkeypatch):
    installed_sets.install(tiny_library)

    def refuse(folder):
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(installed.shutil, "rmtree", refuse)
    with pytest.raises(InstallError) as caught:
        remove_installed("own")
    (finding,) = caught.value.findings
    assert finding.code == "INS-003"
    assert "Permission denied" in finding.found
