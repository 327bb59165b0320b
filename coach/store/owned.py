"""What every part of the store shares: one database seen by one owner, a clock, and ids made for a URL."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from coach.errors import NotFound
from coach.store.engine import Database
from coach.store.tables import CaseRow, RehearsalRow, Row

Clock = Callable[[], datetime]
NewId = Callable[[], str]
AnyRow = TypeVar("AnyRow", bound=Row)

_LETTERS = "23456789bcdfghjkmnpqrstvwxyz"  # none that are mistaken for one another, no vowels: no words


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


def short_id() -> str:
    """A new id such as `k7m2-q9xd-3fhb`: 57 random bits, fit for a URL and for reading aloud."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


class OwnedRows:
    """The rows of one owner. Every query starts from `_mine`."""

    def __init__(self, database: Database, owner: str, clock: Clock, new_id: NewId) -> None:
        self._database = database
        self._owner = owner
        self._clock = clock
        self._new_id = new_id

    def _mine(self, table: type[AnyRow]) -> Select[AnyRow]:
        """The owner's rows of `table`."""
        return select(table).where(table.owner == self._owner)

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with self._database.writing(self._owner) as session:
            yield session

    @contextmanager
    def _changing(self, case_id: str) -> Iterator[Session]:
        """A writing session on a case of the owner's, which counts as changed now."""
        with self._writing() as session:
            self._case_row(session, case_id).updated_at = self._clock()
            yield session

    @contextmanager
    def _viewing(self, case_id: str) -> Iterator[Session]:
        """A reading session on a case of the owner's."""
        with self._database.reading() as session:
            self._case_row(session, case_id)
            yield session

    def _case_row(self, session: Session, case_id: str) -> CaseRow:
        row = session.scalar(self._mine(CaseRow).where(CaseRow.id == case_id))
        if row is None:
            raise NotFound(f"There is no case {case_id!r}.")
        return row

    def _rehearsal_row(self, session: Session, rehearsal_id: str) -> RehearsalRow:
        row = session.scalar(self._mine(RehearsalRow).where(RehearsalRow.id == rehearsal_id))
        if row is None:
            raise NotFound(f"There is no rehearsal {rehearsal_id!r}.")
        return row
