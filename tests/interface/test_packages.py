"""Data packages from outside, installed through the command line."""

import datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pvfootprint.database.packaging.choosing import Chosen
from pvfootprint.database.packaging.licences import licence_of
from pvfootprint.database.packaging.writing import Sharing, write_package
from pvfootprint.interface.packages import install_package, open_data_package
from pvfootprint.library.installed import find_installed, installed_names, remove_installed
from pvfootprint.model.findings import DatabaseError, InstallError, SubmissionError
from pvfootprint.submission.keys import fingerprint

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
SIGNER = fingerprint(KEY.public_key())


@pytest.fixture
def package(tmp_path, base_datasets, library):
    """Write a package of some companies."""

    def write(*numbers, name="package.zip"):
        sharing = Sharing(
            name="pilot-2025",
            licence=licence_of("CC-BY-4.0"),
            certifier="示例认证中心",
            certifier_en="Sample Certification Centre",
            registry="tests",
            created=datetime.datetime(2026, 3, 3, 9, tzinfo=datetime.UTC),
            test=True,
        )
        chosen = Chosen(tuple(base_datasets.dataset(number) for number in numbers), ())
        path = tmp_path / name
        path.write_bytes(write_package(chosen, sharing, library, KEY))
        return path

    return write


def test_a_package_of_a_trusted_signer_is_a_set(package):
    opened = open_data_package(package(1), [SIGNER])
    assert opened.fingerprint == SIGNER
    assert install_package(opened).details == find_installed("pilot-2025")
    assert install_package(opened).report is None


def test_another_package_of_its_name_asks_before_it_replaces(package):
    install_package(open_data_package(package(1), [SIGNER]))
    other = open_data_package(package(1, 2), [SIGNER])
    with pytest.raises(InstallError) as caught:
        install_package(other)
    assert [finding.code for finding in caught.value.findings] == ["INS-011"]
    assert install_package(other, replacing=True).details == find_installed("pilot-2025")
    remove_installed("pilot-2025")


def test_nothing_is_installed_from_somebody_else_or_from_no_package(package, tmp_path):
    with pytest.raises(DatabaseError) as caught:
        open_data_package(package(1), [])
    assert [finding.code for finding in caught.value.findings] == ["DAT-053"]
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 and no more")
    for path in (broken, tmp_path / "absent.zip"):
        with pytest.raises(SubmissionError):
            open_data_package(path, [SIGNER])
    assert installed_names() == []
