"""``pvfootprint doctor``: what is installed, what is missing, how to get it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import console, print_json, say, table
from pvfootprint.language.texts import joined, text

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

OK, MISSING, OPTIONAL = text("ok"), text("missing"), text("not installed (optional)")


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
    lines = table(text("what"), text("state"), text("detail"), left=3)
    for check in checks:
        detail = joined("; ", [check["detail"], check["mend"]])
        lines.add_row(*map(say, (check["what"], check["state"], detail)))
    out.print(lines)
    missing = [check["what"] for check in checks if check["state"] == MISSING]
    verdict = text("everything needed is there")
    if missing:
        verdict = text("missing: {names}", names=joined(", ", missing))
    out.print(say(verdict))


def _check(what: str, state: str, detail: str = "", mend: str = "") -> dict[str, Any]:
    return {"what": what, "state": state, "detail": detail, "mend": mend}


def _versions() -> Iterator[dict[str, Any]]:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    system = f"{platform.system()} {platform.machine()}"
    on_system = text("{version} on {system}", version=platform.python_version(), system=system)
    yield _check("python", OK, on_system)
    for name in DISTRIBUTIONS:
        try:
            yield _check(name, OK, version(name))
        except PackageNotFoundError:
            yield _check(name, MISSING, "", "make setup")


def _font() -> Iterator[dict[str, Any]]:
    from pvfootprint.documents.fonts import FAMILY, INSTALL, chinese_font

    if chinese_font():
        yield _check(text("font"), OK, FAMILY)
    else:
        yield _check(text("font"), MISSING, FAMILY, INSTALL)


def _data() -> Iterator[dict[str, Any]]:
    from pvfootprint.library.caching import open_library
    from pvfootprint.library.folders import data_root
    from pvfootprint.library.gwp import available_sets, read_set
    from pvfootprint.model.findings import PvfootprintError

    try:
        root = data_root()
        library, _ = open_library(root)
        datasets = text("{root}, {count} datasets", root=root, count=len(library.inventories))
        yield _check(text("data"), OK, datasets)
        yield _check(text("library"), OK, library.content_hash)
        for key in available_sets(root):
            yield _check(
                text("GWP set {key}", key=key), OK, read_set(root, key, library).content_hash
            )
    except PvfootprintError as error:
        first = error.findings[0]
        detail = text(
            "{count} findings, first {code} at {place}",
            count=len(error.findings),
            code=first.code,
            place=first.place,
        )
        shown = text("{command} shows all", command="pvfootprint library check")
        yield _check(text("library"), MISSING, detail, shown)


def _cache() -> Iterator[dict[str, Any]]:
    import os

    from pvfootprint.library.folders import cache_folder

    folder = cache_folder()
    nearest = next((p for p in (folder, *folder.parents) if p.exists()), folder)
    if os.access(nearest, os.W_OK) and nearest.is_dir():
        kept = sorted(path.name for path in folder.glob("*.json")) if folder.is_dir() else []
        libraries = text("{folder}, {count} compiled libraries", folder=folder, count=len(kept))
        yield _check(text("cache"), OK, libraries)
    else:
        hint = text("let PVFOOTPRINT_CACHE name a folder that can be written")
        slower = text("cannot be written (slower, not wrong)")
        yield _check(text("cache"), slower, str(folder), hint)


def _programs() -> Iterator[dict[str, Any]]:
    import shutil

    for name, install in PROGRAMS.items():
        found = shutil.which(name)
        yield _check(name, OK if found else OPTIONAL, found or "", "" if found else install)
