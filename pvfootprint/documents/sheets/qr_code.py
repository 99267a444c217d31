"""QR codes as shapes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, OutputError

LEAST_MODULE = 3 / 300 * 25.4
"""The smallest module: three dots of a printer with 300 dots per inch [mm]."""

QUIET = 4
"""Light modules around a QR code (ISO/IEC 18004:2015, 9.1; to be confirmed)."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code in modules, with its quiet zone.

    Parameters
    ----------
    modules : int
        Along one side, quiet zone included.
    bars : tuple of (int, int, int)
        Dark runs: column, row, length.
    """

    modules: int
    bars: tuple[tuple[int, int, int], ...]

    def boxes(self, x: float, y: float, side: float) -> list[tuple[float, float, float, float]]:
        """Return the dark boxes.

        Parameters
        ----------
        x, y : float
            Top left of the quiet zone.
        side : float
            Of the code with its quiet zone, in the unit of `x`.

        Returns
        -------
        list of (float, float, float, float)
            Left, top, width and height; dark modules above each other touch.
        """
        module = side / self.modules
        return [
            (x + column * module, y + row * module, length * module, module)
            for column, row, length in self.bars
        ]


def readable_code(said: str, side_mm: float) -> QrCode:
    """Return the QR code of an address, if it can be read from paper.

    Parameters
    ----------
    said : str
        What it holds.
    side_mm : float
        Side at which it is printed, with its quiet zone [mm].

    Returns
    -------
    QrCode
        The smallest one with error correction M; a higher one where it needs no more room.

    Raises
    ------
    OutputError
        OUT-006 if its modules would be smaller than three dots of a printer with 300 dots per
        inch, or if no QR code can hold it.
    """
    code = _code(said)
    module = side_mm / code.modules if code else 0.0
    if code is None or module < LEAST_MODULE:
        finding = Finding(
            "OUT-006",
            text("the QR code would be too fine to be read from paper"),
            found=text(
                "modules of {module:.3f} mm for {count:d} characters",
                module=module,
                count=len(said),
            ),
            expected=text("modules of {module:.3f} mm or more", module=LEAST_MODULE),
            hint=text("let the scheme's status address be shorter, or the label larger"),
        )
        raise OutputError([finding])
    return code


@lru_cache(maxsize=64)
def _code(said: str) -> QrCode | None:
    """Return the code in modules; None if there is none that large."""
    import segno  # noqa: PLC0415

    try:
        code = segno.make_qr(said, error="m")
    except segno.DataOverflowError:
        return None
    bars = []
    rows = [bytes(row) for row in code.matrix]
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                bars.append((x + QUIET, y + QUIET, end - x))
            x = end + 1
    return QrCode(len(rows) + 2 * QUIET, tuple(bars))
