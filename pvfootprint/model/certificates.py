"""Numbers of green certificates, single or in ranges: how many they are, and which are the same.

A Chinese green certificate (绿证) stands for 1 MWh and has a code of 32 characters. As published by
the Chinese carbon trading network (2025-03-26, to be confirmed with the issuing body), the first 17
name the project, and the other 15 the date of generation, the running number, the class of the
electricity and that of the trade, in this order; how many characters each has is not said. The
running number is thus not the end of the code. Between the two ends of a range it is therefore
read as what differs: that is never more than the range holds.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

RUNNING = "running"
"""Name of the group of a form that is the running number, where the form says which it is."""

LARGEST = 10**9
"""Certificates in one range beyond which it is a slip: more than a country's in a year [-]."""

SEPARATOR = re.compile(r"\s*(?:~|至|到|\bto\b|-{1,2}|–|—)\s*", re.IGNORECASE)
"""Stands between the ends of a range."""


@dataclass(frozen=True, slots=True)
class CertificateNumbers:
    """Certificates with running numbers, or a single one.

    Parameters
    ----------
    first, last : str
        Numbers of the first and the last.
    start, stop : int
        Where the running number stands in them; the same place for a single certificate.
    """

    first: str
    last: str
    start: int = 0
    stop: int = 0

    @property
    def count(self) -> int:
        """How many they are."""
        low, high = self.first[self.start : self.stop], self.last[self.start : self.stop]
        return int(high or 0) - int(low or 0) + 1

    def shared_with(self, other: CertificateNumbers) -> range:
        """Return which of these certificates are among others.

        Parameters
        ----------
        other : CertificateNumbers
            The others.

        Returns
        -------
        range
            Their positions among these, counted from 0.
        """
        windows = [(n.start, n.stop) for n in (self, other) if n.count > 1]
        start = min((low for low, _ in windows), default=0)
        stop = max((high for _, high in windows), default=0)
        outside = [(n.first[:start], n.first[stop:], len(n.first)) for n in (self, other)]
        if outside[0] != outside[1]:
            return range(0)
        if not windows:
            return range(1)
        inside = [n.first[start:stop] for n in (self, other)]
        if not all(digits.isdigit() for digits in inside):
            return range(0)
        mine, theirs = (int(digits) for digits in inside)
        step, stride = (10 ** (stop - n.stop) if n.count > 1 else 1 for n in (self, other))
        return _common(mine, step, self.count, theirs, stride, other.count)

    def number(self, position: int) -> str:
        """Return the number of one of them, by its position counted from 0."""
        digits = self.first[self.start : self.stop]
        if not digits:
            return self.first
        made = str(int(digits) + position).zfill(len(digits))
        return self.first[: self.start] + made + self.first[self.stop :]


def _common(mine: int, step: int, count: int, theirs: int, stride: int, others: int) -> range:
    """Return the positions of an arithmetic series that are in another; steps are powers of 10."""
    if count == 1:
        step = stride
    if others == 1:
        stride = step
    if (theirs - mine) % min(step, stride):
        return range(0)
    end = theirs + (others - 1) * stride
    low = max(0, -((mine - theirs) // step))
    high = min(count - 1, (end - mine) // step)
    every = max(1, stride // step)
    low += ((theirs - mine) // step - low) % every
    return range(low, high + 1, every)


def ends_of(written: str) -> tuple[str, ...]:
    """Cut what is written into the number, or the ends of a range.

    Parameters
    ----------
    written : str
        Such as ``FIRST~LAST``, ``FIRST-LAST`` or ``FIRST 至 LAST``.

    Returns
    -------
    tuple of str
        One end or more, in half-width capitals without spaces.
    """
    normal = unicodedata.normalize("NFKC", written).strip()
    return tuple("".join(part.split()).upper() for part in SEPARATOR.split(normal))


def numbers_between(ends: tuple[str, ...], form: str = "") -> CertificateNumbers | None:
    """Return the certificates of a range.

    Parameters
    ----------
    ends : tuple of str
        As :func:`ends_of` gives them: one number, or two.
    form : str
        Regular expression of a number; its group ``running``, if it has one, is the running
        number.

    Returns
    -------
    CertificateNumbers, optional
        None if there are more than two ends, or the second does not follow the first: of the same
        length, different in digits only, higher, and by less than :data:`LARGEST`.
    """
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or len(first) != len(last):
        return None
    if first == last:
        return CertificateNumbers(first, last)
    differing = [i for i, (low, high) in enumerate(zip(first, last, strict=True)) if low != high]
    start, stop = differing[0], differing[-1] + 1
    named = re.fullmatch(form, first, re.IGNORECASE) if RUNNING in form else None
    if named:
        if start < named.start(RUNNING) or stop > named.end(RUNNING):
            return None
        start, stop = named.span(RUNNING)
    low, high = first[start:stop], last[start:stop]
    if not (low.isdecimal() and high.isdecimal() and 0 < int(high) - int(low) < LARGEST):
        return None
    return CertificateNumbers(first, last, start, stop)
