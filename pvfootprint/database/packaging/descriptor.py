"""What a data package says of itself: ``datapackage.json``, a Frictionless Data Package.

The layout is that of Data Package v1 (profile ``data-package``), with one property of our own,
``pvfootprint``, and the signature as a Data Integrity proof.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from pvfootprint.model.canonical import CLOSED
from pvfootprint.model.certificate_record import Sha256

DESCRIPTOR, README, SOURCES = "datapackage.json", "README.md", "sources.csv"
"""Names of files of a package."""

Line = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""A text without control characters."""

SetName = Annotated[str, Field(pattern="^[a-z][a-z0-9-]{0,39}$")]
"""How the installed set is called: :data:`pvfootprint.model.product.SET_NAME`."""

FilePath = Annotated[
    str, Field(pattern=r"^(sources\.csv|README\.md|inventories/[a-z0-9][a-z0-9-]{0,99}\.csv)$")
]
"""Files that a package may hold beside its descriptor."""


class Resource(BaseModel):
    """A file: path, size [bytes], SHA-256 and kind."""

    model_config = CLOSED

    name: Annotated[str, Field(pattern="^[-a-z0-9._/]{1,120}$")]
    path: FilePath
    mediatype: Literal["text/csv", "text/markdown"]
    encoding: Literal["utf-8"] = "utf-8"
    bytes: Annotated[int, Field(ge=0)]
    hash: Annotated[str, Field(pattern="^sha256:[0-9a-f]{64}$")]


class PackageLicence(BaseModel):
    """A licence: SPDX identifier, text, title."""

    model_config = CLOSED

    name: Line
    path: Line
    title: Line


class PackageSource(BaseModel):
    """Where the numbers come from."""

    model_config = CLOSED

    title: Line


class Origin(BaseModel):
    """Who made a package, from what.

    Parameters
    ----------
    certifier, certifier_en : str
        Whose base database.
    registry : str
        Identity of the registry.
    public : str
        Public key of the data steward who signed, a Multikey.
    library : str
        Hash of the shipped library to which it is linked.
    content : str
        SHA-256 over the datasets' unit processes and the averages that it was made from.
    datasets, averages : tuple of str
        Their keys.
    notice, notice_zh : str
        What the licence means.
    test : bool
        Whether the certifier is invented.
    """

    model_config = CLOSED

    format: Literal["pvfootprint data package 1"] = "pvfootprint data package 1"
    certifier: Line
    certifier_en: Line
    registry: Line
    public: Annotated[str, Field(max_length=128)]
    library: Line
    content: Sha256
    datasets: tuple[Line, ...]
    averages: tuple[Line, ...]
    notice: Line
    notice_zh: Line
    test: bool


class Descriptor(BaseModel):
    """``datapackage.json``.

    Parameters
    ----------
    profile, name, title, description, version, created, licenses, sources, resources
        As Data Package v1 has them; the name is that of the set when it is installed.
    pvfootprint : Origin
        Who made it, from what.
    proof : dict
        Signature over all of it.
    """

    model_config = CLOSED

    profile: Literal["data-package"] = "data-package"
    name: SetName
    title: Line
    description: Line
    version: Line
    created: Line
    licenses: Annotated[tuple[PackageLicence, ...], Field(min_length=1, max_length=1)]
    sources: tuple[PackageSource, ...]
    resources: Annotated[tuple[Resource, ...], Field(min_length=1, max_length=1000)]
    pvfootprint: Origin
    proof: dict[str, Any] | None = None


def method_of(public: str) -> str:
    """Return the name of a key in a signature, from its Multikey (did:key, 3.1)."""
    return f"did:key:{public}#{public}"
