"""Measures the issue of a certificate: how long one takes on one core, and of what that consists.

Each is a whole issue: number and record allotted in the log, certificate, licence and labels made,
certificate and licence signed, files kept and the issue entered, all written to a folder. What came
before, from the application to the grant, is written into the registry beforehand.

    python benchmarks/issuing.py                     500 certificates
    python benchmarks/issuing.py --certificates 50
    python benchmarks/issuing.py --all-forms         each label as SVG, PNG and PDF
    python benchmarks/issuing.py --json              for programs
"""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import json
import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pvfootprint.certification.issue import handouts, issuing
from pvfootprint.certification.issue.handouts import FORMS, USUAL_LABELS, Handouts
from pvfootprint.certification.issue.issuing import issue, write_out
from pvfootprint.documents.signatures.demo_authority import make_demo_authority
from pvfootprint.documents.signatures.signer import signer_from_pkcs12
from pvfootprint.library.folders import data_root
from pvfootprint.registry.checking import check
from pvfootprint.rules.certification.reading import read_scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

TESTS = Path(__file__).parents[1] / "tests"
STATM = Path("/proc/self/statm")
TARGET = 0.4
"""Time of one certificate with three labels that is aimed at, at most [s]."""

WARM = 20
"""Certificates after which the memory is taken as the beginning."""

PARTS = {
    "certificate": (handouts, "certificate_pdf"),
    "licence": (handouts, "licence_pdf"),
    "labels": (handouts, "_label"),
    "labels tried beforehand": (issuing, "try_labels"),
    "signatures": (handouts, "sign_pdf"),
    "files written": (sys.modules[__name__], "write_out"),
}
"""What is timed apart; the rest is registry and log."""


def beside(name: str) -> ModuleType:
    """Import a module of the tests."""
    path = TESTS / f"{name}.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def memory() -> float:
    """Return the memory that this process holds [MiB]; its peak where the system tells no more."""
    if STATM.exists():
        return int(STATM.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(function: Callable[..., Any], spent: dict[str, float], part: str) -> Callable[..., Any]:
    """Let a function add its time to a part."""

    def measured(*given: Any, **named: Any) -> Any:  # noqa: ANN401
        started = time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            spent[part] += time.perf_counter() - started

    return measured


def measure(count: int, forms: Sequence[str], folder: Path) -> dict[str, Any]:
    """Issue certificates, and return what was measured [s, MiB]."""
    certifier, records = beside("certification/house"), beside("certificate_records")
    scheme = read_scheme("yancheng-pilot", data_root())
    keys = {person: Ed25519PrivateKey.generate() for person in certifier.PEOPLE}
    house = certifier.furnish(str(folder / "registry.db"), scheme, records, keys)
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    made = make_demo_authority(b"nothing is secret here", start)
    signer = signer_from_pkcs12(made.pkcs12, b"nothing is secret here", now=start)
    asked = Handouts(labels=USUAL_LABELS, forms=tuple(form for form in FORMS if form in forms))
    spent: dict[str, float] = defaultdict(float)
    for part, (module, name) in PARTS.items():
        setattr(module, name, timed(getattr(module, name), spent, part))
    wall, cpu, held = [], [], []
    for number in house.granted(count + WARM):
        before, used = time.perf_counter(), time.process_time()
        issued = issue(house.registry, house.actor("signatory-a"), number, signer, asked)
        write_out(issued.files, folder / "out")
        wall.append(time.perf_counter() - before)
        cpu.append(time.process_time() - used)
        held.append(memory())
        if len(wall) == WARM:
            spent.clear()
    report = check(house.registry)
    house.registry.close()
    if not report.is_sound:
        raise RuntimeError(report.findings)
    total = sum(wall[WARM:])
    parts = {part: spent[part] / total for part in PARTS}
    return {
        "certificates": count,
        "labels": len(USUAL_LABELS),
        "forms": list(asked.forms),
        "seconds": percentiles(wall[WARM:]),
        "cpu_seconds": percentiles(cpu[WARM:]),
        "shares": {**parts, "registry and log": 1 - sum(parts.values())},
        "memory": {"after_warming": held[WARM - 1], "end": held[-1]},
    }


def percentiles(values: list[float]) -> dict[str, float]:
    """Return median, percentiles and the largest of times [s]."""
    cuts = quantiles(values, n=100, method="inclusive")
    return {"50": cuts[49], "90": cuts[89], "99": cuts[98], "most": max(values)}


def show(result: dict[str, Any]) -> None:
    """Print what was measured."""
    forms = ", ".join(result["forms"])
    print(f"{result['certificates']} certificates, {result['labels']} labels each as {forms}")
    for name, title in (("seconds", "time"), ("cpu_seconds", "processor time")):
        row = ", ".join(f"{key}: {value:.3f} s" for key, value in result[name].items())
        print(f"  {title:15} {row}")
    met = "met" if result["seconds"]["50"] <= TARGET else "not met"
    print(f"  target          at most {TARGET} s with three labels: {met}")
    for part, share in sorted(result["shares"].items(), key=lambda item: -item[1]):
        print(f"  {share:6.1%}  {part}")
    memory = result["memory"]
    print(
        f"  memory          {memory['after_warming']:.0f} MiB, {memory['end']:.0f} MiB at the end"
    )


def main() -> None:
    """Measure on one core and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--certificates", type=int, default=500)
    parser.add_argument("--all-forms", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.certificates < 2:
        parser.error("--certificates must be at least 2")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        result = measure(given.certificates, FORMS if given.all_forms else ("svg",), Path(folder))
    if given.json:
        print(json.dumps(result, indent=2))
    else:
        show(result)


if __name__ == "__main__":
    main()
