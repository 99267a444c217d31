"""Compares what was stated with what comes out when it is computed again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from pvfootprint.language.texts import joined, text
from pvfootprint.model.canonical import CLOSED
from pvfootprint.model.findings import Finding
from pvfootprint.submission.archives import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pvfootprint.language.texts import Text

TOLERANCE = 1e-12
"""How far numbers of other machines may differ, over the larger of value and total [-]."""

LISTED = 5
"""How many differences one finding names."""

WORDS = {"message", "message_zh", "why", "why_zh", "warnings", "scope", "title", "assumptions"}
"""Fields of a footprint that are for people, and may read otherwise in another version."""

ORIGINS = {
    "computed_with",
    "hashes",
    "library_hash",
    "method_hash",
    "origins",
    "product_system_hash",
}
"""Fields that say what computed it; :func:`other_origins` compares them."""

DATA = {"library": text("library"), "method": text("method"), "software": text("software")}


class Origins(BaseModel):
    """What something was computed with.

    Parameters
    ----------
    library, method, software : str
        SHA-256 of the library, of the GWP set and of the code.
    versions : dict
        Versions of programs, and the platform, by name.
    """

    model_config = CLOSED

    library: str
    method: str
    software: str
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A place at which two results differ."""

    place: str
    stated: object
    found: object

    def __str__(self) -> str:
        """Say where, and what stands there."""
        return f"{self.place}: {_short(self.stated)} / {_short(self.found)}"


def origins_of(result: Mapping[str, Any]) -> Origins:
    """Return what a footprint says it was computed with.

    Parameters
    ----------
    result : mapping
        From :meth:`pvfootprint.model.footprint.Footprint.to_dict`.

    Returns
    -------
    Origins
        Its hashes and versions.
    """
    hashes = result["hashes"]
    return Origins(
        library=hashes["library"],
        method=hashes["method"],
        software=hashes["software"],
        versions=dict(result["computed_with"]),
    )


def other_origins(stated: Origins, found: Origins, file: str) -> list[Finding]:
    """Say what was computed with other data or software.

    Parameters
    ----------
    stated, found : Origins
        Of the file, and of this computer.
    file : str
        Its name, for findings.

    Returns
    -------
    list of Finding
        SUB-011: errors for another library or method, warnings for other software.
    """
    findings = []
    for name, word in DATA.items():
        said, is_here = getattr(stated, name), getattr(found, name)
        if said != is_here:
            severity = "warning" if name == "software" else "error"
            findings.append(_other(word, said, is_here, file, severity))
    names = sorted(stated.versions.keys() | found.versions.keys())
    for name in names:
        said, is_here = stated.versions.get(name, "-"), found.versions.get(name, "-")
        if said != is_here:
            findings.append(_other(text("{name}", name=shown(name)), said, is_here, file))
    return findings


def _other(word: Text, stated: str, found: str, file: str, severity: str = "warning") -> Finding:
    return Finding(
        "SUB-011",
        text("it was computed with another {what} than is installed here", what=word),
        file,
        found=shown(stated),
        expected=shown(found),
        hint=text("compute it again with what it was made with, or have it made again"),
        severity=severity,
    )


def compare(
    stated: Any,  # noqa: ANN401
    found: Any,  # noqa: ANN401
    *,
    total: float,
    same: bool,
    file: str,
    code: str = "SUB-010",
) -> list[Finding]:
    """Compare a stated result with its recomputation.

    Parameters
    ----------
    stated, found : Any
        JSON values.
    total : float
        The footprint, to which small parts are held [kgCO2e].
    same : bool
        Whether both were computed with the same data, software and platform.
    file : str
        Its name, for findings.
    code : str
        SUB-010, or SUB-016 for a summary and its inventory.

    Returns
    -------
    list of Finding
        An error beyond :data:`TOLERANCE`, and a warning for differences within it where
        there should be none.
    """
    far = list(differences(stated, found, total, words=same))
    if far:
        message = text("the recomputed result is another than the stated one")
        return [_differs(far, message, code, file, "error")]
    close = list(differences(stated, found, 0.0, words=True, tolerance=0.0)) if same else []
    if close:
        message = text("the recomputed result agrees within 1e-12, but not to the last bit")
        return [_differs(close, message, code, file, "warning")]
    return []


def _differs(
    found: list[Difference], message: Text, code: str, file: str, severity: str
) -> Finding:
    more = text("{count} more", count=len(found) - LISTED) if len(found) > LISTED else ""
    listed = joined("; ", [*(str(difference) for difference in found[:LISTED]), more])
    return Finding(
        code,
        message,
        file,
        found=listed,
        expected=text("the same numbers: stated / recomputed"),
        severity=severity,
    )


def differences(
    stated: Any,  # noqa: ANN401
    found: Any,  # noqa: ANN401
    total: float,
    *,
    words: bool,
    tolerance: float = TOLERANCE,
    place: str = "",
) -> Iterator[Difference]:
    """Find where two JSON values differ.

    Parameters
    ----------
    stated, found : Any
        JSON values.
    total : float
        Value to which small numbers are held.
    words : bool
        Whether texts for people, versions and hashes count.
    tolerance : float
        How far numbers may differ, over the larger of them and `total` [-].
    place : str
        Where they stand.

    Yields
    ------
    Difference
        Each place where they do.
    """
    options: dict[str, Any] = {"words": words, "tolerance": tolerance}
    if isinstance(stated, dict) and isinstance(found, dict):
        for key in sorted(stated.keys() | found.keys()):
            if words or key not in WORDS | ORIGINS:
                inside = (stated.get(key), found.get(key), total)
                yield from differences(*inside, place=f"{place}/{key}", **options)
    elif isinstance(stated, list) and isinstance(found, list) and len(stated) == len(found):
        for i, (one, other) in enumerate(zip(stated, found, strict=True)):
            yield from differences(one, other, total, place=f"{place}/{i}", **options)
    elif not _agree(stated, found, total, tolerance):
        yield Difference(place, stated, found)


def _agree(stated: object, found: object, total: float, tolerance: float) -> bool:
    if isinstance(stated, float) and isinstance(found, float):
        largest = max(abs(stated), abs(found), abs(total))
        return abs(stated - found) <= tolerance * largest
    return type(stated) is type(found) and stated == found


def _short(value: object) -> str:
    if isinstance(value, dict | list):
        return f"{len(value)}"
    return shown(repr(value))
