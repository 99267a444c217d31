"""Schemes that judge a footprint by thresholds, and their results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pvfootprint.model.footprint import Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A limit or grade of a scheme.

    Parameters
    ----------
    key, en, zh : str
        Identity, and what people read: ``Grade 1``.
    above, below : float, optional
        The judged value lies above `above` and at most at `below`, unless `below_itself` is false
        [unit of the scheme].
    below_itself : bool
        Whether `below` itself still passes.
    source, certainty : str
        Key of the source; how sure it is: ``read``, ``secondary``, ``draft`` or
        ``to be confirmed``.
    note_en, note_zh : str
        What a reader must know.
    """

    key: str
    en: str
    zh: str
    above: float | None = None
    below: float | None = None
    below_itself: bool = True
    source: str = ""
    certainty: str = "read"
    note_en: str = ""
    note_zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeResult:
    """How a product stands under one scheme.

    Parameters
    ----------
    scheme, version : str
        Key of the scheme's file, and its version.
    title, title_zh : str
        Name for people.
    value : Amount, optional
        Under the scheme's own boundary, unrounded; None where it cannot be computed.
    judged : float, optional
        After the scheme's rounding rule [unit of `value`].
    rounding : str
        The rounding rule in words, both languages alike: ``to the nearest 50``.
    boundary, boundary_zh : str
        What the scheme counts.
    thresholds : tuple of Threshold
        All limits or grades.
    met : tuple of str
        Keys of the thresholds that the judged value meets.
    next_threshold : Threshold, optional
        The next better one that it does not meet.
    margin : float, optional
        Limit of the best threshold met minus the judged value; of the next one where none is met,
        then negative [unit of `value`].
    verdict, verdict_zh : str
        In words: the grade, "meets ...", "does not meet ...", or why there is no verdict.
    missing : tuple of (str, str)
        What the user must give for a verdict, English and Chinese.
    changes : tuple of (str, str)
        What would change the verdict, English and Chinese: how much less is needed, and which
        parts of the value are that large.
    cautions : tuple of (str, str)
        What a reader must know: unverified thresholds, boundaries that only approximate.
    """

    scheme: str
    version: str
    title: str
    title_zh: str
    value: Amount | None
    judged: float | None
    rounding: str
    boundary: str
    boundary_zh: str
    thresholds: tuple[Threshold, ...]
    met: tuple[str, ...]
    next_threshold: Threshold | None
    margin: float | None
    verdict: str
    verdict_zh: str
    missing: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, str], ...]
    cautions: tuple[tuple[str, str], ...]
