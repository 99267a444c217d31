"""``pvfootprint doctor``: what is installed, what is missing, how to get it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import console, print_json, table

if TYPE_CHECKING:
    from collections.abc import Iterator

DISTRIBUTIONS = (
    "pvfootprint",
    "bw2calc",
    "bw2data",
    "bw2io",
    "bw_processing",
    "numpy",
    "scipy",
    "pandas",
    "openpyxl",
    "matplotlib",
    "weasyprint",
)
PROGRAMS = {
    "libreoffice": "apt-get install libreoffice-calc",
    "pdftoppm": "apt-get install poppler-utils",
    "chromium": "apt-get install chromium",
}
"""Programs that only some commands and tests need."""

OK, MISSING, OPTIONAL = "ok", "missing", "not installed (optional)"


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def command(ctx: click.Context, *, as_json: bool) -> None:
    """Say what is installed, which data and cache are used, and how to get what is missing.

    Ends with 1 if something that pvfootprint needs is missing or wrong.
    """
    checks = [*_versions(), *_font(), *_data(), *_cache(), *_programs()]
    if as_json:
        print_json({"checks": checks})
    else:
        _show(checks)
    if any(check["state"] == MISSING for check in checks):
        ctx.exit(1)


def _show(checks: list[dict[str, Any]]) -> None:
    out = console()
    lines = table("what", "state", "detail", left=3)
    for check in checks:
        detail = check["detail"]
        if check["mend"]:
            detail = f"{detail}; {check['mend']}" if detail else check["mend"]
        lines.add_row(check["what"], check["state"], detail)
    out.print(lines)
    missing = [check["what"] for check in checks if check["state"] == MISSING]
    out.print(f"missing: {', '.join(missing)}" if missing else "everything needed is there")


def _check(what: str, state: str, detail: str = "", mend: str = "") -> dict[str, Any]:
    return {"what": what, "state": state, "detail": detail, "mend": mend}


def _versions() -> Iterator[dict[str, Any]]:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    system = f"{platform.system()} {platform.machine()}"
    yield _check("python", OK, f"{platform.python_version()} on {system}")
    for name in DISTRIBUTIONS:
        try:
            yield _check(name, OK, version(name))
        except PackageNotFoundError:
            yield _check(name, MISSING, "", "make setup")


def _font() -> Iterator[dict[str, Any]]:
    from pvfootprint.documents.fonts import FAMILY, INSTALL, chinese_font

    if chinese_font():
        yield _check("font", OK, FAMILY)
    else:
        yield _check("font", MISSING, FAMILY, INSTALL)


def _data() -> Iterator[dict[str, Any]]:
    from pvfootprint.library.caching import open_library
    from pvfootprint.library.folders import data_root
    from pvfootprint.library.gwp import available_sets, read_set
    from pvfootprint.model.findings import PvfootprintError

    try:
        root = data_root()
        library, _ = open_library(root)
        yield _check("data", OK, f"{root}, {len(library.inventories)} datasets")
        yield _check("library", OK, library.content_hash)
        for key in available_sets(root):
            yield _check(f"GWP set {key}", OK, read_set(root, key, library).content_hash)
    except PvfootprintError as error:
        first = error.findings[0]
        detail = f"{len(error.findings)} findings, first {first.code} at {first.place}"
        yield _check("library", MISSING, detail, "pvfootprint library check shows all")


def _cache() -> Iterator[dict[str, Any]]:
    import os

    from pvfootprint.library.folders import cache_folder

    folder = cache_folder()
    nearest = next((p for p in (folder, *folder.parents) if p.exists()), folder)
    if os.access(nearest, os.W_OK) and nearest.is_dir():
        kept = sorted(path.name for path in folder.glob("*.json")) if folder.is_dir() else []
        yield _check("cache", OK, f"{folder}, {len(kept)} compiled libraries")
    else:
        hint = "let PVFOOTPRINT_CACHE name a folder that can be written"
        yield _check("cache", "cannot be written (slower, not wrong)", str(folder), hint)


def _programs() -> Iterator[dict[str, Any]]:
    import shutil

    for name, install in PROGRAMS.items():
        found = shutil.which(name)
        yield _check(name, OK if found else OPTIONAL, found or "", "" if found else install)
