"""Measures the publication of a register: whole, and after ten changes.

The certificates are invented: chains of four, from polysilicon to module, each with a whole record,
a small PDF and its entries in the log. Each publication runs in a process of its own, which tells
its time and its peak memory. The rival is a copy of the finished folder, file by file.

    python benchmarks/publishing.py                          5,000, 10,000 and 20,000 certificates
    python benchmarks/publishing.py --certificates 500 1000  less
    python benchmarks/publishing.py --json                   for programs
"""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import json
import resource
import shutil
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

TESTS = Path(__file__).parents[1] / "tests"
STATUS = Path("/proc/self/status")
CHAIN = 4
"""Certificates of a chain: polysilicon, wafer, cell, module."""

AT_ONCE = 500
"""Certificates per transaction."""

SHARE = 1 / 50
"""Time after ten changes, of the time of a whole publication, that is aimed at, at most [-]."""


def beside(name: str) -> ModuleType:
    """Import a module of the tests."""
    spec = importlib.util.spec_from_file_location(name, TESTS / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def peak_memory() -> float:
    """Return the peak memory of this process [MiB]."""
    if STATUS.exists():
        # The other count also holds the peak of the process that started this one.
        lines = STATUS.read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def issue(certifier: Any, numbers: list[str], count: int) -> None:  # noqa: ANN401
    """Issue so many certificates more, each on the one before it in its chain."""
    while count:
        now, count = min(count, AT_ONCE), count - min(count, AT_ONCE)
        with certifier.registry.writing() as transaction:
            for _ in range(now):
                upstream = (numbers[-1],) if len(numbers) % CHAIN else ()
                numbers.append(certifier.issue_in(transaction, upstream, days=3650))
                certifier.said = {numbers[-1]: certifier.said[numbers[-1]]}


def change(certifier: Any, numbers: list[str]) -> None:  # noqa: ANN401
    """Do ten things: new certificates, suspensions, and withdrawals with a chain below them."""
    middle = len(numbers) // 2 // CHAIN * CHAIN
    issue(certifier, numbers, 4)
    for place in (3, middle + 3, middle + CHAIN + 3, 2 * middle - 1):
        certifier.act("suspend", numbers[place])
    for place in (middle // 2, middle // 2 + CHAIN):
        certifier.act("withdraw", numbers[place])


def published(registry: str, folder: str, now: datetime.datetime, answer: Any) -> None:  # noqa: ANN401
    """Publish in a process of its own, and tell what that took."""
    from pvfootprint.registry.registry import Registry  # noqa: PLC0415
    from pvfootprint.web.publishing import publish  # noqa: PLC0415

    registries, registers = beside("registries"), beside("registers")
    opened = Registry.open(registry, lambda: now)
    actor = registries.actor(registers.PUBLISHER)
    started, used = time.perf_counter(), time.process_time()
    done = publish(opened, Path(folder), registers.BASE_URL, actor)
    seconds, used = time.perf_counter() - started, time.process_time() - used
    opened.close()
    answer.send(
        {
            "certificates": done.certificates,
            "looked_at": done.looked_at,
            "written": done.written,
            "seconds": seconds,
            "cpu_seconds": used,
            "peak_memory": peak_memory(),
        }
    )


def publication(certifier: Any, folder: Path) -> dict[str, Any]:  # noqa: ANN401
    """Publish, and return what that took [s, MiB]."""
    context = get_context("spawn")
    reading, writing = context.Pipe(duplex=False)
    now = certifier.clock()
    given = (certifier.registry.place, str(folder), now, writing)
    process = context.Process(target=published, args=given)
    process.start()
    writing.close()
    try:
        told: dict[str, Any] = reading.recv()
    finally:
        process.join()
    return told


def measure(counts: list[int], folder: Path) -> list[dict[str, Any]]:
    """Publish registers of growing size, each whole and after ten changes."""
    registries, records = beside("registries"), beside("certificate_records")
    certifier = beside("registers").make(str(folder / "registry.db"), registries, records)
    numbers: list[str] = []
    results = []
    for count in sorted(counts):
        issue(certifier, numbers, count - len(numbers))
        whole = publication(certifier, folder / "site")
        started = time.perf_counter()
        shutil.copytree(folder / "site", folder / "copy")
        whole["copied"] = time.perf_counter() - started
        shutil.rmtree(folder / "copy")
        change(certifier, numbers)
        results.append({"whole": whole, "changed": publication(certifier, folder / "site")})
        shutil.rmtree(folder / "site")
    certifier.registry.close()
    return results


def show(results: list[dict[str, Any]]) -> None:
    """Print what was measured."""
    for result in results:
        whole, changed = result["whole"], result["changed"]
        each = whole["cpu_seconds"] / whole["certificates"] * 1000
        by_time, by_cpu = (changed[one] / whole[one] for one in ("seconds", "cpu_seconds"))
        print(f"{whole['certificates']:,} certificates, {whole['written']:,} files: {_took(whole)}")
        print(f"  {each:.1f} ms each; copying the folder alone {whole['copied']:.1f} s")
        print(f"  ten changes, {changed['looked_at']} certificates: {_took(changed)}")
        print(
            f"  {by_time:.4f} of the whole's time, {by_cpu:.4f} of its processor time "
            f"(target: at most {SHARE:g})"
        )


def _took(one: dict[str, Any]) -> str:
    return (
        f"{one['seconds']:.2f} s, processor time {one['cpu_seconds']:.2f} s, "
        f"peak memory {one['peak_memory']:.0f} MiB"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--certificates", type=int, nargs="+", default=[5_000, 10_000, 20_000])
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    if min(given.certificates) < 4 * CHAIN:
        parser.error(f"--certificates must be at least {4 * CHAIN}")
    with tempfile.TemporaryDirectory() as folder:
        results = measure(given.certificates, Path(folder))
    if given.json:
        print(json.dumps(results, indent=2))
    else:
        show(results)


if __name__ == "__main__":
    main()
