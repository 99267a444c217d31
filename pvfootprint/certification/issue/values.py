"""Values as certificates show them, and texts as the log keeps them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from pvfootprint.language.texts import Text
from pvfootprint.model.certificate_record import Said
from pvfootprint.rules.schemes.rounding import decimal


def shown_value(value: float, figures: int) -> str:
    """Return a footprint as certificate and label print it.

    Parameters
    ----------
    value : float
        Unrounded [kgCO2e per declared unit].
    figures : int
        Significant figures, as the scheme's ``decimals``.

    Returns
    -------
    str
        Rounded once, in decimal, a half away from zero: ``382.7``, ``1230``, ``0.0160``.
    """
    exact = decimal(value)
    if not exact:
        return "0"
    rounded = _to_figures(exact, figures)
    if rounded.adjusted() > exact.adjusted():
        rounded = _to_figures(rounded, figures)
    return f"{rounded:f}"


def _to_figures(exact: Decimal, figures: int) -> Decimal:
    last = exact.adjusted() - figures + 1
    return exact.quantize(Decimal(1).scaleb(last), ROUND_HALF_UP).quantize(
        Decimal(1).scaleb(min(last, 0))
    )


def as_said(words: str) -> Said:
    """Return a text in both languages, as the log keeps it."""
    known = words if isinstance(words, Text) else Text(words)
    return Said(en=known.en, zh=known.zh)
