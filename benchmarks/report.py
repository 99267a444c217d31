"""Measures the study report: how long one takes warm, and whether many in one process add up.

The rival of the time is WeasyPrint alone, setting the same page as a plain PDF: what is left is
composing, drawing, the workbook, the attachments, PDF/A and the check of the structure.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pikepdf
import weasyprint

from pvfootprint.analysis.schemes.comparing import compare
from pvfootprint.analysis.studying import study_of_companies
from pvfootprint.documents.pdf_structure import validation_words
from pvfootprint.documents.report.composing import compose
from pvfootprint.documents.report.writing import write_report
from pvfootprint.documents.webpage import webpage
from pvfootprint.library.caching import open_library
from pvfootprint.library.folders import data_root
from pvfootprint.rules.checking import check
from pvfootprint.rules.reading import read_rules
from pvfootprint.workbook.reading import read_workbook

if TYPE_CHECKING:
    from pvfootprint.model.study import Study

EXAMPLES = Path(__file__).parents[1] / "examples" / "pilot"
STATM = Path("/proc/self/statm")
PAGES = 30
"""Pages that the target speaks of."""


def example_study() -> Study:
    """Make the study of the example chain, judged."""
    root = data_root()
    library, _ = open_library(root)
    read = [
        read_workbook(EXAMPLES / f"{stage}.xlsx", library)
        for stage in ("module", "cell", "wafer", "polysilicon")
    ]
    sites = [site for site, _ in read if site]
    rules = read_rules("yancheng-pilot", root)
    study, _ = study_of_companies(sites[0], sites[1:], rules=rules, library=library, root=root)
    schemes = compare(study.system, root=root, library=library)
    return replace(study, verdicts=check(study, rules), schemes=schemes)


def memory() -> float:
    """Return the memory that this process holds [MiB]; its peak where the system tells no more."""
    if STATM.exists():
        return int(STATM.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timing(study: Study, repetitions: int, folder: Path) -> tuple[int, list[float], list[float]]:
    """Return pages, times of our report and times of WeasyPrint alone [s]."""
    page = webpage(compose(study, validation_words()), "report")
    path = write_report(study, folder)[0]
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
    own, rival = [], []
    for _ in range(repetitions):
        started = time.perf_counter()
        write_report(study, folder)
        own.append(time.perf_counter() - started)
        started = time.perf_counter()
        weasyprint.HTML(string=page).write_pdf()
        rival.append(time.perf_counter() - started)
    return pages, own, rival


def growth(study: Study, count: int, folder: Path) -> list[float]:
    """Return the memory after each of many reports [MiB]."""
    found = []
    for _ in range(count):
        write_report(study, folder)
        found.append(memory())
    return found


def main() -> None:
    """Run the benchmarks of the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repetitions", type=int, default=5, metavar="N")
    parser.add_argument("--reports", type=int, default=50, metavar="N", help="for the memory")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    study = example_study()
    result: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages, own, rival = timing(study, options.repetitions, folder)
        result |= {
            "pages": pages,
            "own_values": own,
            "rival": "WeasyPrint, the bare page",
            "rival_values": rival,
            "seconds": median(own),
            "seconds_of_30_pages": median(own) * PAGES / pages,
            "ratio": median(a / b for a, b in zip(own, rival, strict=True)),
        }
        if options.reports:
            held = growth(study, options.reports, folder)
            tenth = max(1, min(10, options.reports // 2))
            result |= {
                "reports": options.reports,
                "memory_first": median(held[:tenth]),
                "memory_last": median(held[-tenth:]),
                "memory_ratio": median(held[-tenth:]) / median(held[:tenth]),
            }
    if options.json:
        print(json.dumps(result, indent=2))
        return
    print(f"report of {pages} pages, warm: {median(own):.2f} s ({min(own):.2f} to {max(own):.2f})")
    print(f"per 30 pages: {median(own) * PAGES / pages:.2f} s (target: at most 4)")
    print(f"over WeasyPrint alone ({median(rival):.2f} s): {result['ratio']:.2f}")
    if options.reports:
        print(
            f"memory of {options.reports} reports: {result['memory_first']:.0f} MiB after the "
            f"first ones, {result['memory_last']:.0f} after the last ones, ratio "
            f"{result['memory_ratio']:.3f} (target: at most 1.05)"
        )


if __name__ == "__main__":
    main()
