"""Why a Brightway project cannot be read, between the process that reads it and who asked."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """A reason."""

    PROJECT = "project"
    DATABASE = "database"
    METHOD = "method"
    LOCKED = "locked"
    OLD = "old"
    UNPROCESSED = "unprocessed"
    NOT_FINITE = "not finite"


class Refused(Exception):  # noqa: N818  (an answer, not a fault)
    """It cannot be read.

    Parameters
    ----------
    why : Why
        The reason.
    there : list of str
        What is there instead.
    """

    def __init__(self, why: Why, there: list[str] | None = None) -> None:
        super().__init__(why)
        self.answer = {"refused": why, "there": there or []}
