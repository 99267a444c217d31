"""The tables that a registry is made with are those that the software reads and writes."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from pvfootprint.registry import migrating
from pvfootprint.registry.migrating import REVISIONS, VERSION_TABLE, revision_of
from pvfootprint.registry.registry import Registry
from pvfootprint.registry.tables import METADATA


def test_the_steps_make_the_tables_that_are_used(registry):
    with registry.connected() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "version_table": VERSION_TABLE}
        )
        assert compare_metadata(context, METADATA) == []
        assert revision_of(connection) == REVISIONS[-1]


def test_the_revisions_are_those_of_the_steps():
    settings = Config()
    settings.set_main_option("script_location", "pvfootprint.registry:migrations")
    steps = ScriptDirectory.from_config(settings)
    assert [step.revision for step in steps.walk_revisions()][::-1] == list(REVISIONS)


def test_an_older_registry_is_refused_and_can_be_brought_up(
    registry, address, refused, monkeypatch
):
    monkeypatch.setattr(migrating, "REVISIONS", (*REVISIONS, "9999"))
    with refused("REG-005") as error:
        Registry.open(address)
    assert "pvfootprint registry migrate" in error.value.findings[0].hint


def test_a_newer_registry_is_refused(registry, address, refused):
    with registry.connected(writing=True) as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))  # noqa: S608
    with refused("REG-006") as error:
        Registry.open(address)
    assert error.value.findings[0].found == "9999"


@pytest.mark.parametrize("table", ["entries", "files"])
def test_the_database_itself_keeps_what_is_never_changed(registry, refused, table):
    registry.keep([b"x"])
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET size = 1"):  # noqa: S608
        changed = statement if table == "files" else statement.replace("size = 1", "act = 'x'")
        with refused("REG-008") as error, registry.connected(writing=True) as connection:
            connection.execute(text(changed))
        assert "never changed" in error.value.findings[0].found
