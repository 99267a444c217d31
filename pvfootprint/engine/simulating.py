"""What a process of a simulation does; loads no solver, so that it begins quickly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pvfootprint.engine.drawing_blocks import Simulation

_simulation: list[Simulation] = []
"""What this process computes, sent once when it begins."""


def begin(simulation: Simulation) -> None:
    """Take what is to be computed."""
    _simulation[:] = [simulation]


def scores(first: int, last: int) -> NDArray[np.float64]:
    """Compute some draws; as :meth:`pvfootprint.engine.drawing_blocks.Simulation.scores`."""
    return _simulation[0].scores(first, last)
