"""Migrations: the steps that made the tables, each applied once, whoever starts first."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    inspect,
    select,
    text,
)
from sqlalchemy.schema import SchemaItem

from coach.errors import StoreError

Migration = Callable[[Connection], None]

_LOCK = 7_460_231_118  # the advisory lock under which PostgreSQL migrates

_APPLIED = Table(
    "applied_migrations",
    MetaData(),
    Column("name", String, primary_key=True),
    Column("applied_at", DateTime(timezone=True), nullable=False),
)


def migrate(reader: Engine, writer: Engine, now: datetime, migrations: Sequence[Migration] | None = None) -> None:
    """Bring the database to the tables this code knows. Safe when several processes start at once.

    A step that fails, or is killed, leaves the database as it was.

    Raises:
        StoreError: the database was already used by a newer version.
    """
    steps = {step.__name__: step for step in (MIGRATIONS if migrations is None else migrations)}
    with reader.connect() as connection:
        if _missing(connection, steps) == []:
            return
    with writer.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        _APPLIED.create(connection, checkfirst=True)
        for name in _missing(connection, steps):
            steps[name](connection)
            connection.execute(_APPLIED.insert().values(name=name, applied_at=now))


def _missing(connection: Connection, steps: dict[str, Migration]) -> list[str]:
    """The names of `steps` not yet applied, in order."""
    if not inspect(connection).has_table(_APPLIED.name):
        return list(steps)
    applied = set(connection.scalars(select(_APPLIED.c.name)))
    unknown = sorted(applied - steps.keys())
    if unknown:
        error = StoreError(
            f"The database was made by a newer version of Good Terms ({unknown[-1]}).",
            hint="Update Good Terms, or set COACH_DATA_DIR to another folder to start afresh beside it.",
        )
        error.retryable = False
        raise error
    return [name for name in steps if name not in applied]


def m001_first_tables(connection: Connection) -> None:
    """Cases with what belongs to them, and the documents the user added. Written once: later changes are later steps."""
    tables = MetaData()

    def table(name: str, *rest: SchemaItem) -> None:
        Table(name, tables, Column("seq", Integer, primary_key=True), _text("owner"), *rest)

    table(
        "cases",
        _text("id"),
        _text("name"),
        Column("archived", Boolean, nullable=False),
        _time("created_at"),
        _time("updated_at"),
        UniqueConstraint("id"),
        UniqueConstraint("owner", "id"),
    )
    table(
        "situations",
        _text("case_id"),
        _count("number"),
        _long("body"),
        _time("saved_at"),
        _within("cases", "case_id"),
        UniqueConstraint("case_id", "number"),
    )
    table(
        "assessments",
        _text("id"),
        _text("case_id"),
        _count("situation_version"),
        _long("body"),
        _time("made_at"),
        _within("cases", "case_id"),
        UniqueConstraint("id"),
        Index("assessments_of_case", "case_id"),
    )
    table(
        "answers",
        _text("case_id"),
        _text("question"),
        _long("answer"),
        _time("answered_at"),
        _within("cases", "case_id"),
        UniqueConstraint("case_id", "question"),
    )
    table(
        "rehearsals",
        _text("id"),
        _text("case_id"),
        _long("setup"),
        _time("started_at"),
        Column("finished_at", DateTime(timezone=True)),
        Column("ended", String),
        Column("debrief", Text),
        Column("parent_id", String),
        Column("forked_at", Integer),
        _within("cases", "case_id"),
        UniqueConstraint("id"),
        UniqueConstraint("owner", "id"),
        Index("rehearsals_of_case", "case_id"),
    )
    table(
        "turns",
        _text("rehearsal_id"),
        _count("position"),
        _long("body"),
        _time("said_at"),
        _within("rehearsals", "rehearsal_id"),
        UniqueConstraint("rehearsal_id", "position"),
    )
    table(
        "drafts",
        _text("case_id"),
        _text("kind"),
        _count("number"),
        _long("body"),
        _time("saved_at"),
        _within("cases", "case_id"),
        UniqueConstraint("case_id", "kind", "number"),
    )
    table(
        "working_texts",
        _text("case_id"),
        _text("kind"),
        _long("text"),
        _time("saved_at"),
        _within("cases", "case_id"),
        UniqueConstraint("case_id", "kind"),
    )
    table(
        "documents",
        _text("id"),
        _text("name"),
        _time("added_at"),
        _count("passages"),
        _text("edition"),
        UniqueConstraint("owner", "id"),
    )
    table(
        "passages",
        _text("id"),
        _text("document_id"),
        _count("position"),
        _text("title"),
        _long("text"),
        Column("vector", LargeBinary, nullable=False),
        _within("documents", "document_id"),
        UniqueConstraint("owner", "id"),
        UniqueConstraint("owner", "document_id", "position"),
    )
    tables.create_all(connection, checkfirst=False)


def _text(name: str) -> Column[str]:
    return Column(name, String, nullable=False)


def _long(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _time(name: str) -> Column[datetime]:
    return Column(name, DateTime(timezone=True), nullable=False)


def _within(parent: str, column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["owner", column], [f"{parent}.owner", f"{parent}.id"], ondelete="CASCADE")


MIGRATIONS: tuple[Migration, ...] = (m001_first_tables,)
