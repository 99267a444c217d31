"""What the log keeps of a data package."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pvfootprint.certification.acts import Body

PACKAGE = "data-package"
"""Act: share a data package."""


class SharePackage(Body):
    """Body of ``data-package``: its `files` hold the package, ``NAME.zip``.

    Parameters
    ----------
    name : str
        Of the package.
    licence : str
        SPDX identifier.
    datasets, averages : tuple of str
        Keys of what it holds: who is to be told if a consent is lowered later.
    """

    name: Annotated[str, Field(pattern="^[a-z][a-z0-9-]{0,39}$")]
    licence: str
    datasets: tuple[str, ...]
    averages: tuple[str, ...]

    @property
    def subject(self) -> str:
        """Subject of its entry: ``package/pilot-2026``."""
        return f"package/{self.name}"

    @property
    def file(self) -> str:
        """Name of the package among the files."""
        return f"{self.name}.zip"
