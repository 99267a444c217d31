"""Makes the fields of the first page fit: smaller type first, then what is too long is cut."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.documents.certificate.entries import ANNEX, certifier, entries
from pvfootprint.documents.sheets.pages import ROOM, height_of, lines_of
from pvfootprint.documents.sheets.sheet import width_of

if TYPE_CHECKING:
    from pvfootprint.documents.certificate.entries import Entry, Said
    from pvfootprint.documents.sheets.pages import Line
    from pvfootprint.model.certificate_record import CertificateRecord

ABOUT = 118.0
"""Width of what fields are called [pt]."""

CERTIFIER = 262.0
"""Width of the certifier's texts [pt]."""

CAPTION = 12.0
"""Height of what stands above the certifier [pt]."""

LARGEST, LEAST = 1.1, 0.68
"""Sizes of type that are tried over the ordinary ones [-]; the least is of 5 points and more."""

STEPS = 22
"""Sizes that are tried."""

GAP, MOST_GAP = 4.4, 15.0
"""Between fields at least, in the largest type, and at most [pt]."""

CUTS = (99, 3, 2, 1)
"""Lines that a text may take: as many as it likes, then fewer."""

MORE = f" … （{ANNEX.zh} {ANNEX.en}）"


@dataclass(frozen=True, slots=True)
class Fitted:
    """The first page's fields as they fit.

    Parameters
    ----------
    scale : float
        Of the type [-].
    gap : float
        Between fields [pt].
    fields : tuple
        Each field with its lines.
    certifier : tuple of Line
        Lines of the certifier.
    cut : tuple of str
        Texts that stand in full only in the annex.
    """

    scale: float
    gap: float
    fields: tuple[tuple[Entry, tuple[Line, ...]], ...]
    certifier: tuple[Line, ...]
    cut: tuple[str, ...]


def fit(record: CertificateRecord, height: float, foot: float) -> Fitted:
    """Choose type and cuts so that the fields fill the page and no more.

    Parameters
    ----------
    record : CertificateRecord
        Of the certificate.
    height : float
        Room for fields and certifier together [pt].
    foot : float
        What the foot takes at least [pt].

    Returns
    -------
    Fitted
        The largest type with the fewest cuts that fits.
    """
    found, who = entries(record), certifier(record)
    for most in CUTS:
        for i in range(STEPS):
            scale = LARGEST - i * (LARGEST - LEAST) / (STEPS - 1)
            made = _lay(found, who, scale, most)
            rest = height - _height(made, foot)
            if rest >= 0:
                return replace(made, gap=min(MOST_GAP, made.gap + rest / len(found)))
    return made


def _height(made: Fitted, foot: float) -> float:
    """Return what fields and certifier take [pt]."""
    fields = sum(height_of(lines) + made.gap for _, lines in made.fields)
    return fields + max(foot, CAPTION + height_of(made.certifier))


def _lay(found: list[Entry], who: tuple[Said, ...], scale: float, most: int) -> Fitted:
    cut: list[str] = []
    fields = tuple(
        (entry, tuple(_lines(entry.texts, scale, ROOM - ABOUT, most, cut))) for entry in found
    )
    lines = tuple(_lines(who, scale, CERTIFIER, most, cut))
    return Fitted(scale, GAP * scale, fields, lines, tuple(dict.fromkeys(cut)))


def _lines(
    texts: tuple[Said, ...], scale: float, room: float, most: int, cut: list[str]
) -> list[Line]:
    lines: list[Line] = []
    for one in texts:
        size = one.size * scale
        found = lines_of(one.said, size, room, bold=one.bold, colour=one.colour)
        if len(found) > most:
            cut.append(one.said)
        lines += capped(found, most, room)
    return lines


def capped(lines: list[Line], most: int, room: float, more: str = MORE) -> list[Line]:
    """Return lines, no more than so many; the last says that there are more.

    Parameters
    ----------
    lines : list of Line
        All of them.
    most : int
        How many there is room for.
    room : float
        Width of a line [pt].
    more : str
        What the last one ends with if some are left out.

    Returns
    -------
    list of Line
        Those that there is room for.
    """
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    said = last.said
    while said and width_of(said + more, last.size, bold=last.bold) > room:
        said = said[:-1]
    return [*lines[: most - 1], replace(last, said=said + more)]
