"""Items of a batch, as blocks of consecutive rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

ITEM, INPUT, SCENARIO = "item", "input", "scenario"
STUDY_COLUMNS = ("per", "product", "electricity")
"""Columns of words that choose how a row's product is opened."""

DATA_COLUMNS = ("area", "efficiency", "power")
"""Columns of numbers about the actual product: [m2], [-], [W]."""

WORDS = (ITEM, INPUT, SCENARIO, *STUDY_COLUMNS)
"""Columns of words; every other column holds numbers."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What rows have in common that are evaluated at once.

    Parameters
    ----------
    input : str
        Workbook, folder or submission as the list names it; or a product of the library.
    scenario : str
        File of the scenario as the list names it; empty without one.
    per, product, electricity : str
        As the options of the same name; empty for the default.
    given : tuple of str
        Which of :data:`DATA_COLUMNS` the rows fill in.
    """

    input: str
    scenario: str = ""
    per: str = ""
    product: str = ""
    electricity: str = ""
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Consecutive items.

    Parameters
    ----------
    start : int
        Position of the window's first among all items of the batch, from 0.
    lines : tuple of int
        Line of each in the list; 0 for items of a folder.
    names : tuple of str
        Names of the items.
    kinds : tuple of Kind
        What each is.
    numbers : dict
        Values by column, one for each item; NaN where the cell is empty.
    """

    start: int
    lines: tuple[int, ...]
    names: tuple[str, ...]
    kinds: tuple[Kind, ...]
    numbers: dict[str, Vector]

    def __len__(self) -> int:
        """Return how many items there are."""
        return len(self.names)

    @property
    def inputs(self) -> tuple[str, ...]:
        """What the items name as their input, each once."""
        return tuple(dict.fromkeys(kind.input for kind in self.kinds))

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The scenarios that the items name, each once."""
        return tuple(dict.fromkeys(kind.scenario for kind in self.kinds if kind.scenario))

    def read(self) -> Rows:
        """Return the rows; they are read already."""
        return self

    def by_kind(self) -> dict[Kind, NDArray[np.intp]]:
        """Return the places of the rows of each kind, in the order of their first row."""
        places: dict[int, list[int]] = {}
        for i, kind in enumerate(map(id, self.kinds)):  # Equal ones are one object.
            places.setdefault(kind, []).append(i)
        return {self.kinds[found[0]]: np.array(found, dtype=np.intp) for found in places.values()}

    def columns_of(self, places: NDArray[np.intp]) -> dict[str, Vector]:
        """Return the values of some rows, of the columns that any of them fills in."""
        taken = {name: values[places] for name, values in self.numbers.items()}
        return {name: values for name, values in taken.items() if not np.isnan(values).all()}

    def part(self, first: int, count: int) -> Rows:
        """Return consecutive rows, as a window of their own."""
        taken = self.taken(np.arange(first, first + count))
        return replace(taken, start=self.start + first)

    def taken(self, places: NDArray[np.intp]) -> Rows:
        """Return the rows at these places."""
        return Rows(
            self.start,
            tuple(self.lines[i] for i in places),
            tuple(self.names[i] for i in places),
            tuple(self.kinds[i] for i in places),
            {name: values[places] for name, values in self.numbers.items()},
        )


def make_rows(
    start: int,
    lines: Iterable[int],
    words: Mapping[str, Sequence[str]],
    numbers: dict[str, Vector],
) -> Rows:
    """Put rows together.

    Parameters
    ----------
    start : int
        Position of the first.
    lines : iterable of int
        Lines of the list.
    words : mapping
        Texts by column, one for each row; `item` and `input` at least.
    numbers : dict
        Values by column.

    Returns
    -------
    Rows
        With equal kinds being one object, so that they stay small when they are sent.
    """
    names = tuple(words[ITEM])
    blank = [""] * len(names)
    filled = _filled(numbers, len(names))
    columns = [words.get(name, blank) for name in (INPUT, SCENARIO, *STUDY_COLUMNS)]
    kept: dict[tuple[object, ...], Kind] = {}
    kinds = []
    for key in zip(*columns, filled, strict=True):
        if key not in kept:
            kept[key] = Kind(*key)
        kinds.append(kept[key])
    return Rows(start, tuple(lines), names, tuple(kinds), numbers)


def _filled(numbers: Mapping[str, Vector], count: int) -> list[tuple[str, ...]]:
    """Return which of :data:`DATA_COLUMNS` each row fills in."""
    named = [name for name in DATA_COLUMNS if name in numbers]
    filled = np.zeros(count, dtype=np.intp)
    for place, name in enumerate(named):
        filled += ~np.isnan(numbers[name]) << place
    sets = [
        tuple(name for place, name in enumerate(named) if which >> place & 1)
        for which in range(1 << len(named))
    ]
    return [sets[which] for which in filled.tolist()]


@dataclass(frozen=True, slots=True)
class Written:
    """Consecutive items as the list writes them, to be read by whoever computes them.

    Parameters
    ----------
    count : int
        How many items there are.
    inputs, scenarios : tuple of str
        What they name, each once.
    reader : callable
        Reads them: ``reader(text)``.
    text : str
        Their lines.
    """

    count: int
    inputs: tuple[str, ...]
    scenarios: tuple[str, ...]
    reader: Callable[[str], Rows]
    text: str

    def __len__(self) -> int:
        """Return how many items there are."""
        return self.count

    def read(self) -> Rows:
        """Read them."""
        return self.reader(self.text)


def rows_of_names(names: Sequence[str], scenario: str = "") -> Rows:
    """Return items that are named as their input.

    Parameters
    ----------
    names : sequence of str
        Files and folders, as they are named in the folder of the batch.
    scenario : str
        Scenario of all of them.

    Returns
    -------
    Rows
        One for each, without numbers.
    """
    words = {ITEM: names, INPUT: names, SCENARIO: [scenario] * len(names)}
    return make_rows(0, [0] * len(names), words, {})
