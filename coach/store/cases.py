"""Cases: creating, naming, archiving and deleting them, and the versions of their situation."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from coach.errors import BadInput, NotFound
from coach.situation import Situation
from coach.store.owned import OwnedRows
from coach.store.payload import dump, load, plain_text
from coach.store.tables import (
    AssessmentRow,
    CaseRow,
    DocumentRow,
    DraftRow,
    RehearsalRow,
    Row,
    SituationRow,
    WorkingTextRow,
)
from coach.store.values import PLAN, Case, CaseSummary, Version

MAX_NAME = 200


@dataclass(frozen=True)
class _Progress:
    """The ids of the owner's cases in which something was assessed, rehearsed to an end, written, or planned."""

    assessed: frozenset[str] = frozenset()
    rehearsed: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()
    planned: frozenset[str] = frozenset()

    def summary(self, row: CaseRow) -> CaseSummary:
        return CaseSummary(
            id=row.id,
            name=row.name,
            archived=row.archived,
            created_at=row.created_at,
            updated_at=row.updated_at,
            assessed=row.id in self.assessed,
            rehearsed=row.id in self.rehearsed,
            written=row.id in self.written,
            planned=row.id in self.planned,
        )


class Cases(OwnedRows):
    """The owner's cases."""

    def create_case(self, name: str, situation: Situation) -> CaseSummary:
        """A new case. Its name becomes one line; an empty one is refused.

        Raises:
            BadInput: there is no name, or it is longer than 200 characters.
        """
        name, now = checked_name(name), self._clock()
        row = CaseRow(owner=self._owner, id=self._new_id(), name=name, archived=False, created_at=now, updated_at=now)
        with self._writing() as session:
            session.add(row)
            session.flush()
            self._add_situation(session, row.id, 1, dump(situation))
            return _Progress().summary(row)

    def cases(self, archived: bool = False) -> tuple[CaseSummary, ...]:
        """The cases in use, or the archived ones; newest first."""
        with self._database.reading() as session:
            rows = session.scalars(
                self._mine(CaseRow).where(CaseRow.archived == archived).order_by(CaseRow.seq.desc())
            ).all()
            progress = self._progress(session)
            return tuple(progress.summary(row) for row in rows)

    def case(self, case_id: str) -> Case:
        """One case with its latest situation.

        Raises:
            NotFound: the owner has no such case.
        """
        with self._database.reading() as session:
            row = self._case_row(session, case_id)
            situation = self._latest_situation(session, case_id)
            read = session.scalar(
                select(func.max(AssessmentRow.situation_version)).where(
                    AssessmentRow.owner == self._owner, AssessmentRow.case_id == case_id
                )
            )
            summary = self._progress(session).summary(row)
        return Case(
            **summary.model_dump(),
            situation=load(situation.body, Situation),
            outdated=read is not None and read < situation.number,
        )

    def rename(self, case_id: str, name: str) -> None:
        """Give the case another name.

        Raises:
            BadInput: as `create_case`. NotFound: the owner has no such case.
        """
        name = checked_name(name)
        with self._changing(case_id) as session:
            self._case_row(session, case_id).name = name

    def archive(self, case_id: str) -> None:
        """Put the case away; nothing of it is lost."""
        with self._changing(case_id) as session:
            self._case_row(session, case_id).archived = True

    def unarchive(self, case_id: str) -> None:
        """Take the case back into use."""
        with self._changing(case_id) as session:
            self._case_row(session, case_id).archived = False

    def delete_case(self, case_id: str) -> None:
        """Delete the case and everything in it for good.

        Raises:
            NotFound: the owner has no such case.
        """
        with self._writing() as session:
            self._case_row(session, case_id)
            session.execute(delete(CaseRow).where(CaseRow.owner == self._owner, CaseRow.id == case_id))
        self._database.forget()

    def delete_everything(self) -> None:
        """Delete all cases and documents of the owner for good."""
        with self._writing() as session:
            session.execute(delete(CaseRow).where(CaseRow.owner == self._owner))
            session.execute(delete(DocumentRow).where(DocumentRow.owner == self._owner))
        self._database.forget(shrink=True)

    def save_situation(self, case_id: str, situation: Situation) -> int:
        """Keep `situation` as the latest version and return its number; the same as before makes no new one."""
        body = dump(situation)
        with self._changing(case_id) as session:
            latest = self._latest_situation(session, case_id)
            if latest.body == body:
                return latest.number
            self._add_situation(session, case_id, latest.number + 1, body)
            return latest.number + 1

    def situation_versions(self, case_id: str) -> tuple[Version, ...]:
        """The versions of the situation, oldest first."""
        with self._viewing(case_id) as session:
            rows = session.scalars(
                self._mine(SituationRow).where(SituationRow.case_id == case_id).order_by(SituationRow.number)
            )
            return tuple(Version(number=row.number, saved_at=row.saved_at) for row in rows)

    def situation(self, case_id: str, number: int) -> Situation:
        """The situation as it was in version `number`.

        Raises:
            NotFound: there is no such case or version.
        """
        with self._viewing(case_id) as session:
            row = session.scalar(
                self._mine(SituationRow).where(SituationRow.case_id == case_id, SituationRow.number == number)
            )
            if row is None:
                raise NotFound(f"The case {case_id!r} has no version {number} of its situation.")
            return load(row.body, Situation)

    def _add_situation(self, session: Session, case_id: str, number: int, body: str) -> None:
        session.add(SituationRow(owner=self._owner, case_id=case_id, number=number, body=body, saved_at=self._clock()))

    def _latest_situation(self, session: Session, case_id: str) -> SituationRow:
        return session.scalars(
            self._mine(SituationRow)
            .where(SituationRow.case_id == case_id)
            .order_by(SituationRow.number.desc())
            .limit(1)
        ).one()

    def _progress(self, session: Session) -> _Progress:
        def cases(
            column: InstrumentedAttribute[str], table: type[Row], *conditions: ColumnElement[bool]
        ) -> frozenset[str]:
            found = select(column).where(table.owner == self._owner, *conditions).distinct()
            return frozenset(session.scalars(found))

        return _Progress(
            assessed=cases(AssessmentRow.case_id, AssessmentRow),
            rehearsed=cases(RehearsalRow.case_id, RehearsalRow, RehearsalRow.finished_at.is_not(None)),
            written=cases(DraftRow.case_id, DraftRow),
            planned=cases(WorkingTextRow.case_id, WorkingTextRow, WorkingTextRow.kind.startswith(PLAN)),
        )


def checked_name(name: str) -> str:
    """`name` on one line.

    Raises:
        BadInput: there is nothing in it, or too much.
    """
    name = " ".join(plain_text(name).split())
    if not name:
        raise BadInput("The case has no name.", hint="Give it a name you will recognise, such as the client's.")
    if len(name) > MAX_NAME:
        raise BadInput(f"The name of the case has {len(name)} characters; the limit is {MAX_NAME}.")
    return name
