"""Kills a batch again and again, as a power cut would, and says whether it came out right.

Run as a program: it forks, and pytest's own process has threads.
"""

import contextlib
import os
import random
import signal
import sys
import time
from pathlib import Path

from pvfootprint.analysis.batches import windows
from pvfootprint.interface.batches import batch


def main() -> None:
    """Compute ``FOLDER/list.csv`` after so many kills, and compare it with an undisturbed run."""
    folder, kills = Path(sys.argv[1]), int(sys.argv[2])
    windows.MOST_ROWS = 2
    source, whole = folder / "list.csv", folder / "whole.parquet"
    batch(source, whole, processes=0)
    began = time.monotonic()
    results = folder / "probe.parquet"
    batch(source, results, processes=0)
    usual = time.monotonic() - began
    rng = random.Random(5)
    killed = ended = 0
    while killed < kills:
        results = folder / f"r{ended}.parquet"
        child = os.fork()
        if not child:
            with contextlib.suppress(BaseException):
                batch(source, results, processes=0)
            os._exit(0)
        time.sleep(rng.uniform(0, 1.2 * usual))
        os.kill(child, signal.SIGKILL)
        killed += 1
        os.waitpid(child, 0)
        if rng.random() < 0.3 or killed == kills:
            assert not results.exists() or results.read_bytes() == whole.read_bytes()
            batch(source, results, processes=0)
            assert results.read_bytes() == whole.read_bytes(), "other bytes"
            ended += 1
    left = sorted(p.name for p in folder.iterdir() if not p.name.endswith(".parquet"))
    assert left == ["list.csv"], left
    print(f"{killed} kills, {ended} batches")  # noqa: T201


if __name__ == "__main__":
    main()
