"""Drafts: every version of every kind of message, and the text being typed."""

from pydantic import BaseModel
from sqlalchemy.orm import Session

from coach.errors import NotFound
from coach.store.owned import OwnedRows
from coach.store.payload import Model, dump, load, plain_text
from coach.store.tables import DraftRow, WorkingTextRow
from coach.store.values import Version


class Drafts(OwnedRows):
    """The drafts of the owner's cases. Every method raises NotFound for a case the owner has not."""

    def save_draft(self, case_id: str, kind: str, draft: BaseModel) -> int:
        """Keep `draft` as the latest version of its kind and return its number; the same as before makes no new one."""
        kind, body = plain_text(kind), dump(draft)
        with self._changing(case_id) as session:
            latest = self._latest_draft(session, case_id, kind)
            if latest is not None and latest.body == body:
                return latest.number
            number = latest.number + 1 if latest else 1
            session.add(
                DraftRow(
                    owner=self._owner, case_id=case_id, kind=kind, number=number, body=body, saved_at=self._clock()
                )
            )
            return number

    def draft_kinds(self, case_id: str) -> tuple[str, ...]:
        """The kinds of message the case has drafts of, in the order they were begun."""
        with self._viewing(case_id) as session:
            rows = session.scalars(self._mine(DraftRow).where(DraftRow.case_id == case_id).order_by(DraftRow.seq))
            return tuple(dict.fromkeys(row.kind for row in rows))

    def draft_versions(self, case_id: str, kind: str) -> tuple[Version, ...]:
        """The versions of one kind, oldest first."""
        with self._viewing(case_id) as session:
            rows = session.scalars(
                self._mine(DraftRow).where(DraftRow.case_id == case_id, DraftRow.kind == kind).order_by(DraftRow.number)
            )
            return tuple(Version(number=row.number, saved_at=row.saved_at) for row in rows)

    def draft(self, case_id: str, kind: str, number: int, model: type[Model]) -> Model:
        """Version `number` of one kind.

        Raises:
            NotFound: there is no such version. StoreError: this version of Good Terms cannot read it.
        """
        with self._viewing(case_id) as session:
            row = session.scalar(
                self._mine(DraftRow).where(
                    DraftRow.case_id == case_id, DraftRow.kind == kind, DraftRow.number == number
                )
            )
            if row is None:
                raise NotFound(f"The case {case_id!r} has no version {number} of {kind!r}.")
            return load(row.body, model)

    def latest_draft(self, case_id: str, kind: str, model: type[Model]) -> Model | None:
        """The latest version of one kind, if there is one.

        Raises:
            StoreError: this version of Good Terms cannot read it.
        """
        with self._viewing(case_id) as session:
            row = self._latest_draft(session, case_id, kind)
            return None if row is None else load(row.body, model)

    def save_working_text(self, case_id: str, kind: str, text: str) -> None:
        """Keep the text as it stands in the editor of `kind`, in place of the one before."""
        kind, text = plain_text(kind), plain_text(text)
        with self._changing(case_id) as session:
            row = self._working_text_row(session, case_id, kind)
            if row is None:
                row = WorkingTextRow(owner=self._owner, case_id=case_id, kind=kind)
                session.add(row)
            row.text, row.saved_at = text, self._clock()

    def working_text(self, case_id: str, kind: str) -> str | None:
        """The text last typed into the editor of `kind`; None when nothing was, or it was dropped."""
        with self._viewing(case_id) as session:
            row = self._working_text_row(session, case_id, kind)
            return None if row is None else row.text

    def drop_working_text(self, case_id: str, kind: str) -> None:
        """Let go of the text being typed, as when it became a version; nothing happens when there is none."""
        with self._changing(case_id) as session:
            row = self._working_text_row(session, case_id, kind)
            if row is not None:
                session.delete(row)

    def _latest_draft(self, session: Session, case_id: str, kind: str) -> DraftRow | None:
        return session.scalar(
            self._mine(DraftRow)
            .where(DraftRow.case_id == case_id, DraftRow.kind == kind)
            .order_by(DraftRow.number.desc())
            .limit(1)
        )

    def _working_text_row(self, session: Session, case_id: str, kind: str) -> WorkingTextRow | None:
        return session.scalar(
            self._mine(WorkingTextRow).where(WorkingTextRow.case_id == case_id, WorkingTextRow.kind == kind)
        )
