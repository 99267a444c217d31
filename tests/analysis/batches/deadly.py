"""Opens items that kill the process that computes them; imported by workers, too."""

import os
import signal
from pathlib import Path

from pvfootprint.interface.batches import open_item

ALWAYS, ONCE, HUNGRY = "module:perc:CN@2018", "module:topcon:CN", "module:shj:CN"


def open_deadly(source, kind, setup, data, library):
    """Open an item; some kill their process always, one the first time, one has no memory."""
    mark = Path(os.environ["PVFOOTPRINT_TEST_MARK"])
    if source.written == ALWAYS or (source.written == ONCE and not mark.exists()):
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if source.written == HUNGRY:
        raise MemoryError
    return open_item(source, kind, setup, data, library)


def open_faulty(source, kind, setup, data, library):
    """Fail as only a fault of the program can."""
    if source.written == ALWAYS:
        msg = "a fault"
        raise ZeroDivisionError(msg)
    return open_item(source, kind, setup, data, library)
