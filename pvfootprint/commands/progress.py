"""Shows how much of something long is done."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pvfootprint.commands.printing import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pvfootprint.language.texts import Text

WORTH_A_BAR = 20_000
"""How many there must be of what is counted: less is done before a bar can be read."""


@contextmanager
def progress_bar(
    what: Text, total: int | None = None, *, shown: bool = True, worth: int = WORTH_A_BAR
) -> Iterator[Callable[[int, int], None] | None]:
    """Show how much is done, where that takes a while and somebody looks.

    Parameters
    ----------
    what : Text
        What is counted.
    total : int, optional
        How many there are; what is told while it goes on by default.
    shown : bool
        Whether to show anything.
    worth : int
        How many there must be for a bar.

    Yields
    ------
    callable, optional
        To be told how much is done, and how much there is.
    """
    from rich.console import Console
    from rich.progress import Progress

    err = Console(stderr=True)
    if not (shown and err.is_terminal):
        yield None
        return
    with Progress(console=err, transient=True) as bar:
        task = bar.add_task(say(what), total=total, visible=False)

        def told(done: int, there: int) -> None:
            visible = (total or there) >= worth
            bar.update(task, completed=done, total=there, visible=visible)

        yield told
