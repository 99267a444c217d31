from dataclasses import replace

import pytest

from pvfootprint.library.installed import find_installed, installed_names, libraries_folder
from pvfootprint.library.installing import write_set
from pvfootprint.model.findings import InstallError, LibraryError


def test_a_set_takes_the_place_of_one_of_its_name(tiny_library, installed_sets):
    first = installed_sets.install(tiny_library)
    slurry = installed_sets.process("slurry", "kilogram", installed_sets.emits(2.0))
    second = installed_sets.install(tiny_library, slurry, installed_sets.WAFER)

    assert first.content_hash != second.content_hash
    assert find_installed("own") == second
    assert [path.name for path in libraries_folder().iterdir()] == ["own"]


def test_installing_twice_gives_the_same(tiny_library, installed_sets):
    assert installed_sets.install(tiny_library) == installed_sets.install(tiny_library)


def test_a_set_that_is_not_sound_leaves_the_old_one_as_it_was(tiny_library, installed_sets):
    made = installed_sets.install(tiny_library)
    with pytest.raises(LibraryError):
        installed_sets.install(tiny_library, installed_sets.WAFER)

    assert find_installed("own") == made
    assert [path.name for path in libraries_folder().iterdir()] == ["own"]


@pytest.mark.parametrize("name", ["", "2026", "..", "a/b", "Own", "a" * 41, "\uff41"])
def test_other_names_are_refused(tiny_library, installed_sets, name):
    details = replace(installed_sets.DETAILS, name=name)
    with pytest.raises(InstallError) as caught:
        installed_sets.install(tiny_library, details=details)
    assert [finding.code for finding in caught.value.findings] == ["INS-005"]
    assert not libraries_folder().exists()


def test_a_folder_that_cannot_be_written_is_told(tiny_library, installed_sets):
    libraries_folder().write_text("a file in the way")
    with pytest.raises(InstallError) as caught:
        installed_sets.install(tiny_library)
    (finding,) = caught.value.findings
    assert finding.code == "INS-003"
    assert "PVFOOTPRINT_LIBRARIES" in finding.hint
    assert installed_names() == []


def test_papers_are_kept_but_do_not_count(tiny_library, installed_sets):
    plain = installed_sets.install(tiny_library)
    files = {**installed_sets.files(), "report.json": b"{}"}
    assert write_set(installed_sets.DETAILS, files, tiny_library) == plain
    assert (libraries_folder() / "own" / "report.json").read_bytes() == b"{}"
