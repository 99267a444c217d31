"""The first tables: log, tree, files, numbers, green certificates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

POSITION = sa.BigInteger().with_variant(sa.Integer, "sqlite")
ORDERED = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")

KEPT = ("entries", "files")
"""Tables whose rows are never changed; the database refuses it, against slips of the pen."""

REFUSED = "rows of the registry are never changed"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "entries",
        sa.Column("position", POSITION, autoincrement=False, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("time", sa.String(32), nullable=False),
        sa.Column("act", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_entries"),
        sa.UniqueConstraint("hash", name="uq_entries_hash"),
    )
    op.create_index("ix_entries_subject_position", "entries", ["subject", "position"])
    op.create_index("ix_entries_act_position", "entries", ["act", "position"])
    op.create_table(
        "nodes",
        sa.Column("level", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("index", POSITION, autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("level", "index", name="pk_nodes"),
    )
    op.create_table(
        "files",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", POSITION, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_files"),
    )
    op.create_table(
        "numbers",
        sa.Column("number", ORDERED, nullable=False),
        sa.Column("series", sa.String(200), nullable=False),
        sa.Column("running", POSITION, nullable=False),
        sa.Column("position", POSITION, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_numbers"),
        sa.UniqueConstraint("series", "running", name="uq_numbers_series_running"),
        sa.UniqueConstraint("position", name="uq_numbers_position"),
    )
    op.create_table(
        "green_certificates",
        sa.Column("first", ORDERED, nullable=False),
        sa.Column("last", ORDERED, nullable=False),
        sa.Column("system", sa.String(64), nullable=False),
        sa.Column("stem", sa.String(200), nullable=False),
        sa.Column("application", sa.String(200), nullable=False),
        sa.Column("position", POSITION, nullable=False),
        sa.Column("spent", POSITION, nullable=True),
        sa.PrimaryKeyConstraint("first", "last", name="pk_green_certificates"),
    )
    op.create_index("ix_green_certificates_stem_first", "green_certificates", ["stem", "first"])
    op.create_index("ix_green_certificates_application", "green_certificates", ["application"])
    if op.get_bind().dialect.name == "sqlite":
        _keep_in_sqlite()
    else:
        _keep_in_postgresql()


def _keep_in_sqlite() -> None:
    for table in KEPT:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )


def _keep_in_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION registry_row_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN RAISE EXCEPTION '{REFUSED}'; END$$"
    )
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION registry_row_is_kept()"
        )
