"""Sets the texts of a label below each other; what does not fit is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.documents.measuring import readable, wrap
from pvfootprint.documents.sheets.sheet import INK, width_of
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, OutputError

if TYPE_CHECKING:
    from pvfootprint.documents.sheets.sheet import Sheet

LEAST = 5.0
"""The smallest type on a label [pt]."""

STEP = 0.1
"""By which type is made smaller until it fits [pt]."""

LEADING, HEIGHT = 1.24, 0.9
"""Distance between lines, and height of a line above its base, over the size of the type."""


@dataclass
class Column:
    """Texts below each other.

    Parameters
    ----------
    sheet : Sheet
        Where they stand.
    x, y : float
        Top left of the next one [pt].
    room : float
        Width [pt].
    """

    sheet: Sheet
    x: float
    y: float
    room: float

    def write(
        self,
        said: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        lines: int = 1,
    ) -> None:
        """Write a text, smaller if it must be.

        Parameters
        ----------
        said : str
            The text.
        size : float
            At which it is set if it fits [pt].
        bold, colour : bool, str
            How it looks.
        lines : int
            How many it may take; twice as many in the smallest type.

        Raises
        ------
        OutputError
            OUT-005 if it does not fit in the smallest type.
        """
        line = readable(said)
        size, parts = fitted(line, size, self.room, bold=bold, lines=lines)
        for part in parts:
            self.sheet.words(self.x, self.y + HEIGHT * size, part, size, bold=bold, colour=colour)
            self.y += LEADING * size

    def skip(self, room: float) -> None:
        """Leave room [pt]."""
        self.y += room


def fitted(
    said: str, size: float, room: float, *, bold: bool = False, lines: int = 1
) -> tuple[float, list[str]]:
    """Return the largest size at which a text fits, and its lines.

    Parameters
    ----------
    said : str
        The text.
    size : float
        The largest size [pt].
    room : float
        Width [pt].
    bold : bool
        Whether it is bold.
    lines : int
        How many lines it may take; twice as many in the smallest type.

    Returns
    -------
    float, list of str
        Size [pt] and lines.

    Raises
    ------
    OutputError
        OUT-005 if it does not fit in the smallest type.
    """
    steps = max(0, round((size - LEAST) / STEP))
    for i in range(steps + 1):
        now = size - i * STEP
        if lines == 1 and width_of(said, now, bold=bold) <= room:
            return now, [said]
        if lines > 1 and len(parts := wrap(said, now, room, bold=bold)) <= lines:
            return now, parts
    if len(parts := wrap(said, LEAST, room, bold=bold)) <= 2 * lines:
        return LEAST, parts
    raise OutputError(
        [
            Finding(
                "OUT-005",
                text("a text does not fit on the label"),
                found=said,
                expected=text(
                    "what fits into {lines:d} lines of {room:.0f} mm in type of {least:g} pt",
                    lines=2 * lines,
                    room=room / 72 * 25.4,
                    least=LEAST,
                ),
                hint=text("shorten it in the application, and ask for a new certificate"),
            )
        ]
    )
