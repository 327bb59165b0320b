"""Assessments of a case, all kept, and the user's answers to the open questions."""

from pydantic import BaseModel
from sqlalchemy import func, select

from coach.errors import NotFound
from coach.store.owned import OwnedRows
from coach.store.payload import Model, dump, load, plain_text
from coach.store.tables import AnswerRow, AssessmentRow, SituationRow
from coach.store.values import AssessmentEntry


class Assessments(OwnedRows):
    """The assessments and answers of the owner's cases. Every method raises NotFound for a case the owner has not."""

    def save_assessment(self, case_id: str, assessment: BaseModel) -> str:
        """Keep an assessment of the latest situation and return its id."""
        body, assessment_id = dump(assessment), self._new_id()
        with self._changing(case_id) as session:
            version = session.scalar(
                select(func.max(SituationRow.number)).where(
                    SituationRow.owner == self._owner, SituationRow.case_id == case_id
                )
            )
            session.add(
                AssessmentRow(
                    owner=self._owner,
                    id=assessment_id,
                    case_id=case_id,
                    situation_version=version,
                    body=body,
                    made_at=self._clock(),
                )
            )
        return assessment_id

    def assessments(self, case_id: str) -> tuple[AssessmentEntry, ...]:
        """What was assessed and when, oldest first."""
        with self._viewing(case_id) as session:
            rows = session.scalars(
                self._mine(AssessmentRow).where(AssessmentRow.case_id == case_id).order_by(AssessmentRow.seq)
            )
            return tuple(
                AssessmentEntry(id=row.id, made_at=row.made_at, situation_version=row.situation_version) for row in rows
            )

    def assessment(self, case_id: str, assessment_id: str, model: type[Model]) -> Model:
        """One assessment by its id.

        Raises:
            NotFound: the case has none with this id. StoreError: this version cannot read it.
        """
        with self._viewing(case_id) as session:
            row = session.scalar(
                self._mine(AssessmentRow).where(AssessmentRow.case_id == case_id, AssessmentRow.id == assessment_id)
            )
            if row is None:
                raise NotFound(f"The case {case_id!r} has no assessment {assessment_id!r}.")
            return load(row.body, model)

    def latest_assessment(self, case_id: str, model: type[Model]) -> Model | None:
        """The assessment made last, if there is one.

        Raises:
            StoreError: this version cannot read it.
        """
        with self._viewing(case_id) as session:
            row = session.scalar(
                self._mine(AssessmentRow)
                .where(AssessmentRow.case_id == case_id)
                .order_by(AssessmentRow.seq.desc())
                .limit(1)
            )
            return None if row is None else load(row.body, model)

    def save_answer(self, case_id: str, question: str, answer: str) -> None:
        """Keep the user's answer to a question, named by the sign or the question it is about; it takes the place of an
        earlier one."""
        question, answer = plain_text(question), plain_text(answer)
        with self._changing(case_id) as session:
            row = session.scalar(
                self._mine(AnswerRow).where(AnswerRow.case_id == case_id, AnswerRow.question == question)
            )
            if row is None:
                row = AnswerRow(owner=self._owner, case_id=case_id, question=question)
                session.add(row)
            row.answer, row.answered_at = answer, self._clock()

    def drop_answer(self, case_id: str, question: str) -> None:
        """Take an answer back; nothing happens when there is none."""
        with self._changing(case_id) as session:
            row = session.scalar(
                self._mine(AnswerRow).where(AnswerRow.case_id == case_id, AnswerRow.question == question)
            )
            if row is not None:
                session.delete(row)

    def answers(self, case_id: str) -> dict[str, str]:
        """The answers by question, in the order the questions were first answered."""
        with self._viewing(case_id) as session:
            rows = session.scalars(self._mine(AnswerRow).where(AnswerRow.case_id == case_id).order_by(AnswerRow.seq))
            return {row.question: row.answer for row in rows}
