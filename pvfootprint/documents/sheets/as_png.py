"""Draws a sheet in dots."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pvfootprint.documents.sheets.outlining import outlines

if TYPE_CHECKING:
    from pvfootprint.documents.sheets.sheet import Sheet


def png(sheet: Sheet, dpi: int, *, grey: bool = False) -> bytes:
    """Draw a sheet on white.

    Parameters
    ----------
    sheet : Sheet
        What is drawn.
    dpi : int
        Dots per inch.
    grey : bool
        Whether only black, white and what lies between is kept.

    Returns
    -------
    bytes
        A PNG file that knows its size on paper; the same sheet gives the same bytes.
    """
    from matplotlib.path import Path  # noqa: PLC0415
    from matplotlib.transforms import Affine2D  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    scale = dpi / 72
    width, height = round(sheet.width * scale), round(sheet.height * scale)
    renderer = _renderer(width, height, dpi)
    # Counted from below, as the renderer counts.
    flipped = Affine2D().scale(1, -1).translate(0, height)
    pen = renderer.new_gc()
    pen.set_linewidth(0)
    paper = Path([(0, 0), (width, 0), (width, height), (0, height), (0, 0)], closed=True)
    renderer.draw_path(pen, paper, Affine2D(), (1.0, 1.0, 1.0))
    for one in outlines(sheet, scale):
        pen.set_antialiased(not one.sharp)
        pen.set_snap(one.sharp)
        renderer.draw_path(pen, Path(one.points, one.codes), flipped, _colour(one.fill))
    picture = Image.frombuffer("RGBA", (width, height), renderer.buffer_rgba())
    file = io.BytesIO()
    # Stronger compression takes much longer and saves a few percent.
    picture.convert("L" if grey else "RGB").save(file, "PNG", dpi=(dpi, dpi), compress_level=3)
    return file.getvalue()


def _renderer(width: int, height: int, dpi: int) -> Any:  # noqa: ANN401
    from matplotlib.backends.backend_agg import RendererAgg  # noqa: PLC0415

    return RendererAgg(width, height, dpi)  # type: ignore[no-untyped-call]


def _colour(said: str) -> tuple[float, float, float]:
    """Return red, green and blue from 0 to 1."""
    red, green, blue = (int(said[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue
