"""Where in the file of a scheme something stands."""

from __future__ import annotations

Place = tuple[str | int, ...]
"""Keys and positions from the top of the file to a value."""


def column(place: Place) -> str:
    """Return a place as people write it: ``agreement[3].said_zh``."""
    return "".join(
        f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place
    ).lstrip(".")


def line_of(place: Place, lines: list[str]) -> int | None:
    """Return the line of a place.

    Parameters
    ----------
    place : tuple of str and int
        Such as ``("agreement", 2, "said_zh")``.
    lines : list of str
        The file.

    Returns
    -------
    int or None
        Counted from 1; that of its table if it has no line of its own, None if nothing is there.
    """
    begin, rest = _table(place, lines)
    found = begin
    for key in rest:
        for i in range(begin or 0, len(lines)):
            written = lines[i].lstrip()
            if written.startswith("["):
                break
            if isinstance(key, str) and written.partition("=")[0].strip() == key:
                return i + 1
    return found


def _table(place: Place, lines: list[str]) -> tuple[int | None, Place]:
    """Return the line of the innermost table with a heading, and what is left of the place."""
    name = str(place[0])
    heads = [i for i, line in enumerate(lines, 1) if line.strip() == f"[[{name}]]"]
    if len(place) > 1 and isinstance(place[1], int) and place[1] < len(heads):
        return heads[place[1]], place[2:]
    for depth in range(len(place), 0, -1):
        heading = f"[{'.'.join(map(str, place[:depth]))}]"
        for i, line in enumerate(lines, 1):
            if line.strip() == heading:
                return i, place[depth:]
    return (heads[0], ()) if heads else (None, place[:1])
