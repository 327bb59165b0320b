"""An open database, SQLite or PostgreSQL: short transactions to read or to write, durable when they end."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session

from coach.errors import StoreError
from coach.store.failures import explained
from coach.store.migrations import migrate

BUSY_SECONDS = 10.0
_FORGET_MILLISECONDS = 200
_POSTGRES_NAMES = ("postgres", "postgresql", "postgresql+psycopg")


class Database:
    """One database, migrated and ready. Threads and processes may share it.

    SQLite runs in WAL mode with `synchronous=FULL`: a commit has reached the disk before it returns, so what was shown
    as saved outlives a kill and a power cut; NORMAL would lose the last commits in a power cut, and FULL costs a
    millisecond or two at the pace of a person. Deleted text is overwritten (`secure_delete`).
    """

    def __init__(self, url: str) -> None:
        """Open the database at `url`, creating file and tables where they are missing.

        Raises:
            StoreError: it cannot be opened or written, is damaged, or was made by a newer version.
        """
        with explained("COACH_DATABASE_URL"):
            self._url = _known(make_url(url))
        self._file = Path(self._url.database or "") if self._url.get_backend_name() == "sqlite" else None
        with explained(self.location):
            self._engine = _sqlite(self._url, self._file) if self._file else _postgres(self._url)
            self._reader, self._writer = self._engine, self._engine.execution_options(writes=True)
            if not self._file:
                self._reader = self._engine.execution_options(isolation_level="REPEATABLE READ")
                self._writer = self._engine.execution_options(isolation_level="READ COMMITTED")
            try:
                if self._file:
                    _use_wal(self._engine)
                migrate(self._reader, self._writer, datetime.now(UTC))
                self._inode = self._file.stat().st_ino if self._file else 0
                self.forget()
            except BaseException:
                self._engine.dispose()
                raise

    @property
    def location(self) -> str:
        """Where the data lies, without a password: the path of the file, or the server and database."""
        if self._file:
            return str(self._file)
        return f"{self._url.host or 'localhost'}:{self._url.port or 5432}/{self._url.database or ''}"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the data from its first query on."""
        with explained(self.location), Session(self._reader) as session:
            self._expect_file()
            yield session

    @contextmanager
    def writing(self, owner: str) -> Iterator[Session]:
        """A session whose changes are all kept, on the disk, when the block ends, or none if it raises.

        Writers of one owner take turns, so what is read inside stays true until the end.
        """
        with explained(self.location), Session(self._writer, expire_on_commit=False) as session, session.begin():
            self._expect_file()
            if not self._file:
                session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:owner, 0))"), {"owner": owner})
            yield session

    def forget(self, shrink: bool = False) -> None:
        """After a deletion: leave no copy of the deleted text in the log; `shrink` also gives the space back.

        The deletion itself stands already; while another process is reading, this is left to the next deletion or start.
        PostgreSQL does the same by itself in its own time.
        """
        if self._file is None:
            return
        with explained(self.location):
            raw = self._engine.raw_connection()
            try:
                raw.cursor().execute(f"PRAGMA busy_timeout={_FORGET_MILLISECONDS}")
                with suppress(sqlite3.OperationalError):
                    if shrink:
                        raw.cursor().execute("VACUUM")
                    raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                raw.cursor().execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000:.0f}")
                raw.close()

    def size(self) -> int:
        """Bytes on disk."""
        with explained(self.location):
            if self._file:
                return sum(path.stat().st_size for path in self._parts() if path.exists())
            with self._reader.connect() as connection:
                return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)

    def check(self) -> None:
        """Read the whole database and compare it with itself.

        Raises:
            StoreError: it is damaged.
        """
        if self._file is None:
            return
        with explained(self.location), self._reader.connect() as connection:
            damage = [str(line) for line in connection.scalars(text("PRAGMA integrity_check")) if line != "ok"]
            if damage or connection.execute(text("PRAGMA foreign_key_check")).first():
                raise StoreError(
                    f"The database {self.location} is damaged.",
                    hint="Export the cases that still open, move the file aside, and import them again.",
                )

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def _expect_file(self) -> None:
        """SQLite goes on writing to a file that was removed, and all of it would be lost."""
        if self._file and not (self._file.exists() and self._file.stat().st_ino == self._inode):
            raise StoreError(
                f"The database {self._file} was moved or removed while it was open.",
                hint="Put it back, then start Good Terms again.",
            )

    def _parts(self) -> tuple[Path, ...]:
        return tuple(Path(f"{self._file}{suffix}") for suffix in ("", "-wal", "-shm"))


def _known(url: URL) -> URL:
    name = url.drivername
    if name in ("sqlite", "sqlite+pysqlite"):
        if url.database in (None, "", ":memory:"):
            raise StoreError("A database in memory keeps nothing.", hint="Name a file: sqlite:///FILE.")
        return url
    if name in _POSTGRES_NAMES:
        return url.set(drivername="postgresql+psycopg")
    raise StoreError(
        f"Databases of the kind {name!r} are not supported.",
        hint="Set COACH_DATABASE_URL to sqlite:///FILE or postgresql://USER@HOST/DATABASE, or leave it out.",
    )


def _sqlite(url: URL, file: Path) -> Engine:
    """The engine of a file that only its user may read."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say, see _begin_sqlite
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the write lock first: upgrading a reader later fails at once, without waiting its turn."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _use_wal(engine: Engine) -> None:
    """Switch the file to WAL, for good; SQLite does not wait by itself when two processes do this at once."""
    deadline = time.monotonic() + BUSY_SECONDS
    raw = engine.raw_connection()
    try:
        while True:
            try:
                raw.cursor().execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
    finally:
        raw.close()


def _postgres(url: URL) -> Engine:
    try:
        return create_engine(
            url, hide_parameters=True, pool_pre_ping=True, connect_args={"connect_timeout": int(BUSY_SECONDS)}
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL needs a driver that is not installed.", hint="Run: pip install 'good-terms[postgres]'"
        ) from error
