"""Columns of a fast calculation that have no sound solution, and what to say about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pvfootprint.language.texts import text
from pvfootprint.model.findings import CalculationError, Finding

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with the columns of a block.

    Parameters
    ----------
    singular, backwards : ndarray of bool, shape (columns,)
        Columns without a solution; columns in which a process would have to run backwards.
    """

    singular: Mask
    backwards: Mask

    @classmethod
    def none(cls, width: int) -> Faults:
        """Begin a block without any."""
        return cls(np.zeros(width, dtype=np.bool_), np.zeros(width, dtype=np.bool_))

    def of(self, columns: slice) -> Faults:
        """Return the part for some columns, a view."""
        return Faults(self.singular[columns], self.backwards[columns])

    def check(self, values: NDArray[np.float64], first: int) -> None:
        """Stop if any column is not sound.

        Parameters
        ----------
        values : ndarray, shape (targets, columns)
            Results.
        first : int
            Number of the first column, counted from 0.

        Raises
        ------
        CalculationError
            CAL-001, CAL-002, CAL-003; with the number of columns and the first of them.
        """
        infinite = ~np.isfinite(values).all(axis=0) & ~self.singular
        singular = text("the product system has no solution: a loop of processes feeds on itself")
        backwards = text("processes would have to run backwards")
        findings = [
            _finding(code, message, mask, first)
            for code, message, mask in (
                ("CAL-001", singular, self.singular),
                ("CAL-002", text("the footprint is not a finite number"), infinite),
                ("CAL-003", backwards, self.backwards & ~self.singular & ~infinite),
            )
            if mask.any()
        ]
        if findings:
            raise CalculationError(findings)


def _finding(code: str, message: str, mask: Mask, first: int) -> Finding:
    return Finding(
        code,
        message,
        found=text(
            "{count} of the columns {first} to {last}, the first of them column {column}",
            count=int(mask.sum()),
            first=first + 1,
            last=first + len(mask),
            column=first + int(np.argmax(mask)) + 1,
        ),
        hint=text("a column is a draw or a variant; look at the amounts that change in it"),
    )
