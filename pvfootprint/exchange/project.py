"""Writes a Brightway project; run as a process of its own by ``write_project``."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from pvfootprint.exchange.brightway import DATABASE


def main(request: Path, archive: Path) -> None:
    """Write the project that a request describes, and archive it.

    Parameters
    ----------
    request : Path
        JSON with ``data`` (datasets) and ``methods``.
    archive : Path
        The archive to write (.tar.gz).
    """
    import bw2data  # noqa: PLC0415  (BRIGHTWAY2_DIR is set for this process)
    import bw2io  # noqa: PLC0415

    content = json.loads(request.read_text(encoding="utf-8"))
    bw2data.projects.set_current(DATABASE)
    database = bw2data.Database(DATABASE)
    database.register()
    database.write({(DATABASE, dataset["code"]): _linked(dataset) for dataset in content["data"]})
    for method in content["methods"]:
        target = bw2data.Method(tuple(method["name"]))
        target.register(unit="kgCO2e")
        target.write([((DATABASE, code), amount) for code, amount in method["factors"]])
    with tempfile.TemporaryDirectory() as folder:
        bw2io.backup_project_directory(DATABASE, dir_backup=folder)
        (made,) = Path(folder).iterdir()
        shutil.move(made, archive)


def _linked(dataset: dict[str, Any]) -> dict[str, Any]:
    exchanges = [
        {**exchange, "input": (DATABASE, exchange["input"])} for exchange in dataset["exchanges"]
    ]
    extra: dict[str, Any] = (
        {"categories": tuple(dataset["categories"])} if "categories" in dataset else {}
    )
    return {**dataset, **extra, "exchanges": exchanges}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
