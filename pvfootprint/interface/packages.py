"""Installs signed data packages as sets beside the shipped library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.database.packaging.reading import LARGEST, open_package
from pvfootprint.interface.installing import Installation, check_replaced
from pvfootprint.library.caching import open_library
from pvfootprint.library.installing import write_set
from pvfootprint.submission.archives import read_bytes

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from pvfootprint.database.packaging.reading import Package


def open_data_package(path: Path, signers: Collection[str]) -> Package:
    """Open a data package that somebody trusted has signed.

    Parameters
    ----------
    path : Path
        The zip file, from outside.
    signers : collection of str
        Fingerprints of keys whose packages are taken.

    Returns
    -------
    Package
        Complete, unchanged and signed.

    Raises
    ------
    SubmissionError, DatabaseError
        As :func:`pvfootprint.database.packaging.reading.open_package`.
    """
    return open_package(read_bytes(path, LARGEST), path.name, signers)


def install_package(package: Package, *, replacing: bool = False) -> Installation:
    """Install a data package as a set.

    Parameters
    ----------
    package : Package
        What was opened.
    replacing : bool
        Whether a set of its name from another file is replaced.

    Returns
    -------
    Installation
        Without a report: it is taken as it is.

    Raises
    ------
    InstallError
        INS-011 if a set of its name from another file is installed.
    LibraryError
        If its inventories are not sound.
    """
    details = package.details
    if not replacing:
        check_replaced(details.name, details.source_sha256)
    return Installation(write_set(details, package.files, open_library()[0]), None)
