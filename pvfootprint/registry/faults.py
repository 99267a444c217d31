"""Places at which tests kill the process, to show that nothing is ever half done.

Each place calls :func:`fault` with its name. Nothing happens unless the environment variable
``PVFOOTPRINT_FAULT`` names it: ``before commit`` kills the process when it comes there first,
``before commit:3`` when it comes there for the third time. The registry's own places are
:data:`BEFORE_COMMIT`, :data:`AFTER_COMMIT`, :data:`BEFORE_RENAME` and :data:`AFTER_RENAME`.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

VARIABLE = "PVFOOTPRINT_FAULT"

BEFORE_COMMIT, AFTER_COMMIT = "before commit", "after commit"
BEFORE_RENAME, AFTER_RENAME = "before rename", "after rename"

_met: Counter[str] = Counter()


def fault(name: str) -> None:
    """Kill this process at once if a test asked for it here.

    Parameters
    ----------
    name : str
        Of the place.
    """
    wanted = os.environ.get(VARIABLE)
    if not wanted:
        return
    _met[name] += 1
    asked, _, count = wanted.partition(":")
    if asked == name and _met[name] == int(count or 1):
        os.kill(os.getpid(), signal.SIGKILL)
