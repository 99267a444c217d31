"""What is shipped: the wheel, the source archive and the lock files."""

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import pvfootprint

ROOT = Path(__file__).parents[1]
DATA_FOLDERS = ["inventories", "methods", "templates"]
LOCK_FILES = ["requirements.lock", "requirements-dev.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the source archive, and the wheel built from that archive."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Iterator[zipfile.ZipFile]:
    """Give the wheel, opened."""
    (path,) = built.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


def checkout_files(folder: str) -> set[str]:
    paths = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    names = {path.relative_to(ROOT).as_posix() for path in paths}
    return {name for name in names if "__pycache__" not in name}


def pins(lock_file: str) -> dict[str, str]:
    """Version of each package in a lock file."""
    text = (ROOT / lock_file).read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ]+)", text, flags=re.MULTILINE))


@pytest.mark.parametrize("folder", DATA_FOLDERS)
def test_wheel_carries_data_folder(wheel: zipfile.ZipFile, folder: str) -> None:
    expected = {f"pvfootprint/_data/{name}" for name in checkout_files(folder)}
    assert expected
    assert expected <= set(wheel.namelist())


def test_wheel_carries_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    assert checkout_files("pvfootprint") <= set(wheel.namelist())
    assert {name.split("/")[0] for name in wheel.namelist()} == {
        "pvfootprint",
        f"pvfootprint-{pvfootprint.__version__}.dist-info",
    }


def test_wheel_says_it_is_typed_and_names_the_command(wheel: zipfile.ZipFile) -> None:
    assert "pvfootprint/py.typed" in wheel.namelist()
    entry_points = wheel.read(f"pvfootprint-{pvfootprint.__version__}.dist-info/entry_points.txt")
    assert b"pvfootprint = pvfootprint.commands.main:main" in entry_points


def test_version_is_the_package_version(wheel: zipfile.ZipFile) -> None:
    metadata = wheel.read(f"pvfootprint-{pvfootprint.__version__}.dist-info/METADATA").decode()
    assert f"\nVersion: {pvfootprint.__version__}\n" in metadata


def test_source_archive_carries_what_a_developer_needs(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    expected = {"pyproject.toml", "README.md", "LICENSE", "Makefile", "cli.py", *LOCK_FILES}
    for folder in [*DATA_FOLDERS, "pvfootprint", "tests"]:
        expected |= checkout_files(folder)
    assert expected <= names


@pytest.mark.parametrize("lock_file", LOCK_FILES)
def test_lock_file_has_a_hash_for_each_package(lock_file: str) -> None:
    text = (ROOT / lock_file).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert len(lines) > len(PROJECT["dependencies"])
    pinned = r"[A-Za-z0-9._-]+==\S+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+"
    assert [line for line in lines if not re.fullmatch(pinned, line)] == []


@pytest.mark.parametrize("lock_file", LOCK_FILES)
def test_lock_file_does_not_say_where_packages_came_from(lock_file: str) -> None:
    text = (ROOT / lock_file).read_text(encoding="utf-8")
    assert re.findall(r".*(?:://|-index|find-links).*", text) == []


@pytest.mark.parametrize(
    ("lock_file", "requirements"),
    [
        ("requirements.lock", PROJECT["dependencies"]),
        ("requirements-dev.lock", PROJECT["dependencies"]),
        ("requirements-dev.lock", PROJECT["optional-dependencies"]["dev"]),
    ],
)
def test_lock_file_answers_pyproject(lock_file: str, requirements: list[str]) -> None:
    pinned = pins(lock_file)
    for requirement in map(Requirement, requirements):
        version = pinned[canonicalize_name(requirement.name)]
        assert version in requirement.specifier, f"{requirement}: run `make lock`"


def test_lock_files_agree() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()
