"""One database a test, on SQLite and on PostgreSQL: every test that takes `url` runs on both."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

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
    if find_spec("psycopg") is None:
        skip_or_fail("psycopg is not installed")
    with postgres.server(programs) as url:
        yield url


_schemas = itertools.count(1)


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite3'}"
    return fresh_schema(request.getfixturevalue("postgres_url"))


def fresh_schema(server_url: str) -> str:
    """An empty database for one test: a schema of its own on the one server."""
    import psycopg

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
