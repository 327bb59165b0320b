"""One database a test, on SQLite and on PostgreSQL: every test that takes `url` runs on both."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from coach.store import Store
from tests.conftest import skip_or_fail
from tests.store import postgres

START = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


class TickingClock:
    """One minute later at every look."""

    def __init__(self) -> None:
        self._now = START

    def __call__(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    programs = postgres.programs()
    if programs is None:
        skip_or_fail("PostgreSQL is not installed (apt-get install postgresql)")
    with postgres.server(programs) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_tables(postgres_url: str) -> str:
    """The address of one migrated schema that the tests share, one after the other."""
    address = _new_schema(postgres_url)
    Store(address).close()
    return address


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without a row in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite3'}"
    address: str = request.getfixturevalue("postgres_tables")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DELETE FROM cases")
        connection.execute("DELETE FROM documents")
    return address


@pytest.fixture(params=["sqlite", "postgres"])
def untouched_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without a table in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite3'}"
    return _new_schema(request.getfixturevalue("postgres_url"))


_schemas = itertools.count(1)


def _new_schema(server_url: str) -> str:
    name = f"test_{next(_schemas)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")  # type: ignore[arg-type]
    return f"{server_url}?options=-csearch_path%3D{name}"


Open = Callable[..., Store]


@pytest.fixture
def open_store(url: str) -> Iterator[Open]:
    """Opens the test's database again: as another owner, after a restart, with another clock."""
    opened: list[Store] = []

    def open_again(owner: str = "local") -> Store:
        store = Store(url, owner=owner, clock=TickingClock())
        opened.append(store)
        return store

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Open) -> Store:
    return open_store()
