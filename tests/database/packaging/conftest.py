"""Data packages of invented companies.

``sharing(**changes)``
    Who shares what, on which terms.
``package_of(datasets, averages=(), **changes)``
    Bytes of a package.
``steward``
    Key of the data steward who signs.
"""

import datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pvfootprint.database.packaging.choosing import Chosen
from pvfootprint.database.packaging.licences import licence_of
from pvfootprint.database.packaging.writing import Sharing, write_package
from pvfootprint.submission.keys import fingerprint


@pytest.fixture(scope="session")
def steward():
    return Ed25519PrivateKey.from_private_bytes(b"s" * 32)


@pytest.fixture(scope="session")
def signer(steward):
    return fingerprint(steward.public_key())


@pytest.fixture(scope="session")
def sharing():
    def make(**changes):
        given = {
            "name": "pilot-2025",
            "licence": licence_of("CC-BY-4.0"),
            "certifier": "示例认证中心",
            "certifier_en": "Sample Certification Centre",
            "registry": "tests",
            "created": datetime.datetime(2026, 3, 3, 9, tzinfo=datetime.UTC),
            "test": True,
        }
        return Sharing(**{**given, **changes})

    return make


@pytest.fixture(scope="session")
def package_of(sharing, library, steward):
    def make(datasets, averages=(), *, key=steward, **changes):
        chosen = Chosen(tuple(datasets), tuple(averages))
        return write_package(chosen, sharing(**changes), library, key)

    return make
