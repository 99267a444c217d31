from pathlib import Path

import platformdirs
import pytest

from pvfootprint.library import folders
from pvfootprint.library.folders import cache_folder, data_root
from pvfootprint.model.findings import LibraryError


def test_the_checkout_holds_the_data(data_folder):
    assert data_root() == data_folder


def test_an_installed_package_uses_the_copy_it_carries(tiny_root, tmp_path, monkeypatch):
    tiny_root.rename(tmp_path / "_data")
    monkeypatch.setattr(folders, "PACKAGE", tmp_path)
    assert data_root() == tmp_path / "_data"


def test_the_environment_names_another_folder(tiny_root, monkeypatch):
    monkeypatch.setenv("PVFOOTPRINT_DATA", str(tiny_root))
    assert data_root() == tiny_root


def test_a_named_folder_without_the_data_is_never_substituted(tmp_path, monkeypatch):
    monkeypatch.setenv("PVFOOTPRINT_DATA", str(tmp_path))
    with pytest.raises(LibraryError) as caught:
        data_root()
    (finding,) = caught.value.findings
    assert (finding.code, finding.found) == ("LIB-014", str(tmp_path))


def test_the_environment_names_the_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("PVFOOTPRINT_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path


def test_without_it_the_cache_is_the_users(monkeypatch):
    monkeypatch.delenv("PVFOOTPRINT_CACHE")
    assert cache_folder() == Path(platformdirs.user_cache_dir("pvfootprint", appauthor=False))
