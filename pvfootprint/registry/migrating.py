"""Brings a registry's tables to the version of this software, and says which version they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect
from sqlalchemy import text as sql

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, RegistryError

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCRIPTS = "pvfootprint.registry:migrations"
"""Where the steps are, as Alembic names places."""

VERSION_TABLE = "registry_version"
"""Where Alembic keeps the revision."""

REVISIONS = ("0001",)
"""Revisions of the tables, oldest first; a test holds them against ``migrations/versions/``."""


def revision_of(connection: Connection) -> str:
    """Return the revision of a registry's tables; empty if there is no registry."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return ""
    found = connection.execute(sql(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
    return str(found or "")


def upgrade(connection: Connection) -> None:
    """Make a registry's tables, or bring them to the newest revision.

    Parameters
    ----------
    connection : Connection
        In a transaction that writes; all of it is done, or nothing.
    """
    from alembic import command  # noqa: PLC0415  (takes a third of a second, and is rarely needed)
    from alembic.config import Config  # noqa: PLC0415

    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", SCRIPTS)
    command.upgrade(settings, "head")


def check_revision(connection: Connection, place: str) -> None:
    """Refuse a registry of another revision than this software's.

    Parameters
    ----------
    connection : Connection
        To the database.
    place : str
        The registry's address without a password.

    Raises
    ------
    RegistryError
        REG-001 if there is no registry, REG-005 if it is older, REG-006 if it is newer.
    """
    revision = revision_of(connection)
    if revision == REVISIONS[-1]:
        return
    if not revision:
        raise RegistryError([absent(place)])
    if revision in REVISIONS:
        code, message = "REG-005", text("the registry was made by an older version")
        hint = text("make a backup, then run: {command}", command="pvfootprint registry migrate")
    else:
        code, message = "REG-006", text("the registry was made by a newer version")
        hint = text("install the newest pvfootprint")
    raise RegistryError(
        [Finding(code, message, place, found=revision, expected=REVISIONS[-1], hint=hint)]
    )


def bring_up(connection: Connection, place: str) -> bool:
    """Bring a registry's tables to the newest revision.

    Parameters
    ----------
    connection : Connection
        In a transaction that writes; all of it is done, or nothing.
    place : str
        The registry's address without a password.

    Returns
    -------
    bool
        Whether there was anything to do.

    Raises
    ------
    RegistryError
        REG-001 if there is no registry, REG-006 if it is newer.
    """
    if revision_of(connection) in REVISIONS[:-1]:
        upgrade(connection)
        return True
    check_revision(connection, place)
    return False


def absent(place: str) -> Finding:
    """Say that there is no registry at an address: REG-001."""
    message = text("there is no registry here")
    hint = text(
        "look at {option}; a new one is made with {command}",
        option="--registry",
        command="pvfootprint registry init",
    )
    return Finding("REG-001", message, place, hint=hint)
