"""Tables of the registry. The log and the files are the truth; the others follow from the log.

A change here needs a migration in ``migrations/versions/``; a test holds both against each other.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

POSITION = BigInteger().with_variant(Integer, "sqlite")

ORDERED = String(200).with_variant(String(200, collation="C"), "postgresql")
"""Texts that are compared by their characters, whatever the language of the database."""

ENTRIES = Table(
    "entries",
    METADATA,
    Column("position", POSITION, primary_key=True, autoincrement=False),
    Column("previous", String(64), nullable=False),
    Column("time", String(32), nullable=False),
    Column("act", String(64), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("person", String(100), nullable=False),
    Column("body", Text, nullable=False),
    Column("signature", String(128), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Index(None, "subject", "position"),
    Index(None, "act", "position"),
)
"""The log; rows are added, never changed."""

NODES = Table(
    "nodes",
    METADATA,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("index", POSITION, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
)
"""Complete subtrees of the tree over the log."""

FILES = Table(
    "files",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("size", POSITION, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""Every file by its hash; rows are added, never changed."""

NUMBERS = Table(
    "numbers",
    METADATA,
    Column("number", ORDERED, primary_key=True),
    Column("series", String(200), nullable=False),
    Column("running", POSITION, nullable=False),
    Column("position", POSITION, nullable=False, unique=True),
    UniqueConstraint("series", "running"),
)
"""Numbers of applications and certificates, each with the entry that allotted it."""

GREEN = Table(
    "green_certificates",
    METADATA,
    Column("first", ORDERED, primary_key=True),
    Column("last", ORDERED, primary_key=True),
    Column("system", String(64), nullable=False),
    Column("stem", String(200), nullable=False),
    Column("application", String(200), nullable=False, index=True),
    Column("position", POSITION, nullable=False),
    Column("spent", POSITION),
    Index(None, "stem", "first"),
)
"""Ranges of green certificates that are taken, each with the entry that reserved it and the one
that spent it."""

TABLES = (ENTRIES, NODES, FILES, NUMBERS, GREEN)
"""All of them, the truth first."""
