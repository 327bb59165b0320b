"""Migrations: applied once whoever starts first, all or nothing, and never backwards."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, ForeignKeyConstraint, Inspector, UniqueConstraint, inspect, text

from coach.errors import StoreError
from coach.store import Store
from coach.store.engine import Database
from coach.store.migrations import MIGRATIONS, migrate
from coach.store.tables import Row
from tests.store.conftest import Open
from tests.store.payloads import STORY

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def m002_mood_of_a_case(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE cases ADD COLUMN mood VARCHAR"))
    connection.execute(text("UPDATE cases SET mood = 'tired'"))


def m003_breaks_half_way(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE half (n INTEGER)"))
    connection.execute(text("INSERT INTO half VALUES (1)"))
    connection.execute(text("INSERT INTO no_such_table VALUES (1)"))


@pytest.fixture
def url(untouched_url: str) -> str:
    return untouched_url


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.close()


def run(database: Database, *more: object) -> None:
    migrate(database._reader, database._writer, NOW, (*MIGRATIONS, *more))  # type: ignore[arg-type]


def test_the_migrations_make_the_tables_the_code_knows(database: Database) -> None:
    with database._reader.connect() as connection:
        made = inspect(connection)
        assert set(made.get_table_names()) == {*Row.metadata.tables, "applied_migrations"}
        for name, table in Row.metadata.tables.items():
            columns = {column["name"]: column for column in made.get_columns(name)}
            assert set(columns) == {column.name for column in table.columns}
            for column in table.columns:
                assert columns[column.name]["nullable"] == column.nullable, f"{name}.{column.name}"
                kind = columns[column.name]["type"].compile(connection.dialect)
                assert kind == column.type.compile(connection.dialect), f"{name}.{column.name}"
            assert _promises(made, name) == _declared(name)


def _promises(made: Inspector, name: str) -> set[tuple[str, ...]]:
    unique = {("unique", *one["column_names"]) for one in made.get_unique_constraints(name)}
    foreign = {("within", *one["constrained_columns"], one["referred_table"]) for one in made.get_foreign_keys(name)}
    assert all(one["options"] == {"ondelete": "CASCADE"} for one in made.get_foreign_keys(name))
    return unique | foreign  # type: ignore[return-value]


def _declared(name: str) -> set[tuple[str, ...]]:
    promises: set[tuple[str, ...]] = set()
    for constraint in Row.metadata.tables[name].constraints:
        columns = [column.name for column in constraint.columns]  # type: ignore[attr-defined]
        if isinstance(constraint, UniqueConstraint):
            promises.add(("unique", *columns))
        elif isinstance(constraint, ForeignKeyConstraint):
            promises.add(("within", *columns, constraint.referred_table.name))
    return promises


def test_a_later_migration_keeps_what_is_there_and_runs_once(database: Database, store: Store) -> None:
    case = store.create_case("Acme", STORY)
    run(database, m002_mood_of_a_case)
    run(database, m002_mood_of_a_case)
    with database._reader.connect() as connection:
        assert connection.execute(text("SELECT id, mood FROM cases")).all() == [(case.id, "tired")]


def test_a_database_of_a_newer_version_is_refused_and_left_alone(database: Database, open_store: Open) -> None:
    open_store().create_case("Acme", STORY)
    run(database, m002_mood_of_a_case)
    with pytest.raises(StoreError, match=r"newer version.*m002") as failure:
        open_store()
    assert "Update Good Terms" in failure.value.hint
    assert failure.value.retryable is False
    with database._reader.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM cases")) == 1


def test_a_migration_that_breaks_leaves_the_database_as_it_was(database: Database) -> None:
    with pytest.raises(Exception, match="no_such_table"):
        run(database, m002_mood_of_a_case, m003_breaks_half_way)
    with database._reader.connect() as connection:
        assert not inspect(connection).has_table("half")
        assert "mood" not in [column["name"] for column in inspect(connection).get_columns("cases")]
        assert connection.scalars(text("SELECT name FROM applied_migrations")).all() == ["m001_first_tables"]


OPEN_AND_SAVE = """
import sys, time
from coach.situation import Situation
from coach.store import Store
url, start, name = sys.argv[1], float(sys.argv[2]), sys.argv[3]
import coach.store.store
time.sleep(max(0.0, start - time.time()))
with Store(url) as store:
    store.create_case(name, Situation(text="A story."))
"""


def test_processes_that_start_at_once_agree_on_one_migration(url: str, open_store: Open) -> None:
    start = str(time.time() + 2.0)
    processes = [
        subprocess.Popen([sys.executable, "-c", OPEN_AND_SAVE, url, start, f"case {n}"], stderr=subprocess.PIPE)
        for n in range(3)
    ]
    for process in processes:
        _, complaint = process.communicate(timeout=60)
        assert process.returncode == 0, complaint.decode()
    store = open_store()
    assert sorted(case.name for case in store.cases()) == [f"case {n}" for n in range(3)]
    store.check()
    database = Database(url)
    with database._reader.connect() as connection:
        applied = connection.scalar(text("SELECT count(*) FROM applied_migrations"))
    database.close()
    assert applied == len(MIGRATIONS)
