"""Writes the table of docs/levers.md from the files of methods/levers/."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from pvfootprint.library.folders import data_root
from pvfootprint.rules.levers.reading import read_levers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.model.lever import Lever, Number

PAGE = Path(__file__).parent / "levers.md"
START, END = "<!-- levers -->\n", "<!-- end of levers -->"
HEADS = ("lever", "who", "what is done", "excludes", "numbers", "what it leaves out")


def main() -> None:
    """Write the table."""
    content = PAGE.read_text(encoding="utf-8")
    pattern = re.escape(START) + ".*?" + re.escape(END)
    made = re.sub(pattern, lambda _: f"{START}\n{table()}\n\n{END}", content, flags=re.DOTALL)
    PAGE.write_text(made, encoding="utf-8")


def table() -> str:
    """Return the catalogue and its sources as tables; a lever for several stages is one row.

    Returns
    -------
    str
        Markdown.
    """
    files: dict[str, list[Lever]] = {}
    for lever in read_levers(data_root()):
        files.setdefault(lever.content_hash, []).append(lever)
    lines = [f"| {' | '.join(HEADS)} |", "|---" * len(HEADS) + "|"]
    cited = {(key, said) for levers in files.values() for key, said in levers[0].sources.items()}
    sources = ["", "| source | what it is |", "|---|---|"]
    sources += [f"| {key} | {said} |" for key, said in sorted(cited)]
    return "\n".join([*lines, *map(_row, files.values()), *sources])


def _row(levers: Sequence[Lever]) -> str:
    lever = levers[0]
    names = ", ".join(f"`{one.key}`" for one in levers)
    numbers = "; ".join(dict.fromkeys(map(_number, lever.numbers)))
    apart = ", ".join(part for part in (_group(lever), *lever.excludes) if part)
    cells = (
        f"{lever.en if len(levers) == 1 else ''} {names}".strip(),
        ", ".join(one.who for one in levers),
        lever.explanation_en,
        apart,
        numbers,
        lever.caution_en,
    )
    return f"| {' | '.join(cells)} |"


def _group(lever: Lever) -> str:
    if lever.group.startswith("electricity-"):
        return "other green power of the stage"
    return f"others of *{lever.group}*" if lever.group else ""


def _number(number: Number) -> str:
    unit = "" if number.unit == "-" else f" {number.unit}"
    field = number.of.rpartition(".")[2].split(":")[0]
    return (
        f"{field.replace('_um', '')} {number.value:g}{unit} ({number.certainty}, {number.source})"
    )


if __name__ == "__main__":
    main()
