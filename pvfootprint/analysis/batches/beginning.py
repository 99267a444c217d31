"""What a worker does first; imports nothing that takes time, as it is imported before anything."""

from __future__ import annotations

import os
import signal
import sys
import threading
from multiprocessing import parent_process
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def begin() -> None:
    """Let a worker end with its parent, and leave interruptions to the parent.

    Like the command line, a worker keeps Brightway's projects out of its process: bw2calc takes
    bw2data as optional, and its import makes folders and a third of the start-up.
    """
    sys.modules.setdefault("bw2data", None)  # type: ignore[arg-type]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.join,), daemon=True).start()


def _end_with(joined: Callable[[], None]) -> None:
    joined()
    os._exit(1)
