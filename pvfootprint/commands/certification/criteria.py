"""How the criteria of a scheme stand, for who reviews and who decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.commands.printing import console, say, table
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.certification.acts import Checked


def print_criteria(checked: Iterable[Checked]) -> None:
    """Print each criterion, whether it holds, and what was found."""
    lines = table(text("criterion"), text("holds"), text("found"), left=3)
    for one in checked:
        holds = text("yes") if one.outcome == "passes" else text("no")
        lines.add_row(say(one.title.text), say(holds), say(one.found.text))
    console().print(lines)
