"""What a change comes to in a product system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pvfootprint.language.texts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.analysis.scenarios.steps import Step

NOTHING = Text("")


@dataclass(frozen=True, slots=True)
class Made:
    """The steps of a change, and what to say of it.

    Parameters
    ----------
    steps : sequence of Step
        None where it finds nothing to change.
    absent : Text
        Why it finds nothing, for that case.
    pulled : Text
        Why it makes no difference, for that case.
    note : Text
        What it assumes.
    near : Text
        Names near to what it looked for in vain.
    already : bool
        Whether it is without steps because it is made already.
    """

    steps: Sequence[Step] = ()
    absent: Text = NOTHING
    pulled: Text = NOTHING
    note: Text = NOTHING
    near: Text = NOTHING
    already: bool = False


class Maker(Protocol):
    """Finds what a change changes, once all that changes bring in is there."""

    def __call__(self) -> Made:
        """Return the steps."""
