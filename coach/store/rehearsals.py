"""Rehearsals: set-up, turns kept as they are said, branches, endings and debriefs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from coach.errors import BadInput, NotFound, StoreError
from coach.store.owned import OwnedRows
from coach.store.payload import Model, dump, load, load_object
from coach.store.tables import RehearsalRow, TurnRow
from coach.store.values import RehearsalSummary

_RELOAD = "Reload the page to see it as it is kept; to try something else, rewind and branch."


class Rehearsals(OwnedRows):
    """The rehearsals of the owner's cases. Every method raises NotFound for a case or rehearsal the owner has not."""

    def start_rehearsal(
        self,
        case_id: str,
        setup: BaseModel | Mapping[str, Any],
        parent_id: str | None = None,
        forked_at: int | None = None,
    ) -> str:
        """A new rehearsal, and its id. With `parent_id` it is a branch: the parent's turns before `forked_at` are its own
        first turns, whatever becomes of the parent.

        Raises:
            BadInput: only one of `parent_id` and `forked_at` is given, or the parent has fewer turns.
        """
        body, rehearsal_id, now = dump(setup), self._new_id(), self._clock()
        if (parent_id is None) != (forked_at is None):
            raise BadInput("A branch needs both the rehearsal it leaves and the turn where it leaves it.")
        with self._changing(case_id) as session:
            session.add(
                RehearsalRow(
                    owner=self._owner,
                    id=rehearsal_id,
                    case_id=case_id,
                    setup=body,
                    started_at=now,
                    parent_id=parent_id,
                    forked_at=forked_at,
                )
            )
            session.flush()
            if parent_id is not None and forked_at is not None:
                self._copy_turns(session, case_id, parent_id, forked_at, rehearsal_id)
        return rehearsal_id

    def append_turn(self, rehearsal_id: str, index: int, *turns: BaseModel) -> None:
        """Keep `turns` at `index` and after it, all or none. Saying the same again changes nothing.

        Raises:
            StoreError: turns before `index` are missing, or another turn stands there already (it went on elsewhere).
        """
        bodies = [dump(turn) for turn in turns]
        with self._changing_rehearsal(rehearsal_id) as session:
            count = self._turn_count(session, rehearsal_id)
            rows = session.scalars(self._turn_rows(rehearsal_id).where(TurnRow.position >= index)).all()
            kept = {row.position: row.body for row in rows}
            for position, body in enumerate(bodies, start=index):
                if position > count:
                    raise StoreError(f"Turn {count} is missing before turn {position}.", hint=_RELOAD)
                if position == count:
                    self._add_turn(session, rehearsal_id, position, body)
                    count += 1
                elif kept.get(position) != body:
                    raise StoreError("This rehearsal went on elsewhere, perhaps in another tab.", hint=_RELOAD)

    def replace_turn(self, rehearsal_id: str, index: int, turn: BaseModel) -> None:
        """Keep `turn` in place of the one at `index`: a line that grew while it was streamed, feedback that came later.

        Raises:
            NotFound: there is no turn at `index`.
        """
        body = dump(turn)
        with self._changing_rehearsal(rehearsal_id) as session:
            row = session.scalar(self._turn_rows(rehearsal_id).where(TurnRow.position == index))
            if row is None:
                raise NotFound(f"The rehearsal {rehearsal_id!r} has no turn {index}.")
            row.body = body

    def finish_rehearsal(self, rehearsal_id: str, ended: str, debrief: BaseModel | None = None) -> None:
        """Say how it ended and keep its debrief; doing it again changes both, not when it was finished first."""
        body = None if debrief is None else dump(debrief)
        with self._changing_rehearsal(rehearsal_id) as session:
            row = self._rehearsal_row(session, rehearsal_id)
            row.ended = str(ended)
            row.finished_at = row.finished_at or self._clock()
            row.debrief = body or row.debrief

    def rehearsals(self, case_id: str) -> tuple[RehearsalSummary, ...]:
        """The rehearsals of a case, oldest first; branches among them."""
        with self._viewing(case_id) as session:
            rows = session.scalars(
                self._mine(RehearsalRow).where(RehearsalRow.case_id == case_id).order_by(RehearsalRow.seq)
            ).all()
            return tuple(_summary(row, self._turn_count(session, row.id)) for row in rows)

    def rehearsal(self, rehearsal_id: str) -> RehearsalSummary:
        """One rehearsal, with the case it belongs to."""
        with self._database.reading() as session:
            return _summary(self._rehearsal_row(session, rehearsal_id), self._turn_count(session, rehearsal_id))

    def setup(self, rehearsal_id: str, model: type[Model]) -> Model:
        """What the rehearsal was started with, as a value; `rehearsal(id).setup` is the same as a plain dict.

        Raises:
            StoreError: this version of Good Terms cannot read it.
        """
        with self._database.reading() as session:
            return load(self._rehearsal_row(session, rehearsal_id).setup, model)

    def turns(self, rehearsal_id: str, model: type[Model]) -> tuple[Model, ...]:
        """The turns in order.

        Raises:
            StoreError: this version of Good Terms cannot read them.
        """
        with self._database.reading() as session:
            self._rehearsal_row(session, rehearsal_id)
            rows = session.scalars(self._turn_rows(rehearsal_id)).all()
        return tuple(load(row.body, model) for row in rows)

    def debrief(self, rehearsal_id: str, model: type[Model]) -> Model | None:
        """The debrief, once there is one.

        Raises:
            StoreError: this version of Good Terms cannot read it.
        """
        with self._database.reading() as session:
            body = self._rehearsal_row(session, rehearsal_id).debrief
        return None if body is None else load(body, model)

    def _turn_rows(self, rehearsal_id: str) -> Select[TurnRow]:
        return self._mine(TurnRow).where(TurnRow.rehearsal_id == rehearsal_id).order_by(TurnRow.position)

    def _turn_count(self, session: Session, rehearsal_id: str) -> int:
        mine = TurnRow.owner == self._owner, TurnRow.rehearsal_id == rehearsal_id
        return session.scalar(select(func.count()).select_from(TurnRow).where(*mine)) or 0

    def _add_turn(self, session: Session, rehearsal_id: str, position: int, body: str) -> None:
        row = TurnRow(owner=self._owner, rehearsal_id=rehearsal_id, position=position, body=body, said_at=self._clock())
        session.add(row)

    def _copy_turns(self, session: Session, case_id: str, parent_id: str, forked_at: int, branch_id: str) -> None:
        parent = self._rehearsal_row(session, parent_id)
        if parent.case_id != case_id:
            raise NotFound(f"The case {case_id!r} has no rehearsal {parent_id!r}.")
        rows = session.scalars(self._turn_rows(parent_id).where(TurnRow.position < forked_at)).all()
        if not 0 <= forked_at == len(rows):
            raise BadInput(f"The rehearsal {parent_id!r} has only {len(rows)} turns before turn {forked_at}.")
        session.add_all(
            TurnRow(
                owner=self._owner, rehearsal_id=branch_id, position=row.position, body=row.body, said_at=row.said_at
            )
            for row in rows
        )

    @contextmanager
    def _changing_rehearsal(self, rehearsal_id: str) -> Iterator[Session]:
        with self._writing() as session:
            row = self._rehearsal_row(session, rehearsal_id)
            self._case_row(session, row.case_id).updated_at = self._clock()
            yield session


def _summary(row: RehearsalRow, turns: int) -> RehearsalSummary:
    return RehearsalSummary(
        id=row.id,
        case_id=row.case_id,
        setup=load_object(row.setup),
        started_at=row.started_at,
        turns=turns,
        finished_at=row.finished_at,
        ended=row.ended,
        debriefed=row.debrief is not None,
        parent_id=row.parent_id,
        forked_at=row.forked_at,
    )
