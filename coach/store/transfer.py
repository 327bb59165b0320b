"""Export and import: a case out of the database as one JSON document, and back in as a new case."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from coach.errors import BadInput
from coach.situation import Situation
from coach.store.casefile import (
    EXPORT_AGAIN,
    AnswerEntry,
    AssessmentEntry,
    Body,
    CaseFile,
    DraftEntry,
    RehearsalEntry,
    SituationEntry,
    TurnEntry,
    WorkingTextEntry,
    told,
)
from coach.store.cases import Cases, checked_name
from coach.store.owned import AnyRow
from coach.store.payload import dump, load, load_object
from coach.store.tables import (
    AnswerRow,
    AssessmentRow,
    CaseRow,
    DraftRow,
    RehearsalRow,
    Row,
    SituationRow,
    TurnRow,
    WorkingTextRow,
)
from coach.store.values import Case

Models = Mapping[str, type[BaseModel]]


class Transfer(Cases):
    """Cases as documents a user can keep, read and carry elsewhere."""

    def export_case(self, case_id: str) -> dict[str, Any]:
        """The whole case at one moment, ready for `json.dump`.

        Raises:
            NotFound: the owner has no such case.
        """
        with self._database.reading() as session:
            case = self._case_row(session, case_id)

            def rows(table: type[AnyRow], of_case: ColumnElement[bool]) -> list[AnyRow]:
                return list(session.scalars(self._mine(table).where(of_case).order_by(table.seq)))

            file = CaseFile(
                exported_at=self._clock(),
                name=case.name,
                archived=case.archived,
                created_at=case.created_at,
                updated_at=case.updated_at,
                situations=tuple(
                    SituationEntry(saved_at=row.saved_at, body=load(row.body, Situation))
                    for row in rows(SituationRow, SituationRow.case_id == case_id)
                ),
                assessments=tuple(
                    AssessmentEntry(
                        made_at=row.made_at, situation_version=row.situation_version, body=load_object(row.body)
                    )
                    for row in rows(AssessmentRow, AssessmentRow.case_id == case_id)
                ),
                answers=tuple(
                    AnswerEntry(question=row.question, answer=row.answer, answered_at=row.answered_at)
                    for row in rows(AnswerRow, AnswerRow.case_id == case_id)
                ),
                rehearsals=tuple(
                    _rehearsal_entry(row, rows(TurnRow, TurnRow.rehearsal_id == row.id))
                    for row in rows(RehearsalRow, RehearsalRow.case_id == case_id)
                ),
                drafts=tuple(
                    DraftEntry(kind=row.kind, saved_at=row.saved_at, body=load_object(row.body))
                    for row in rows(DraftRow, DraftRow.case_id == case_id)
                ),
                working_texts=tuple(
                    WorkingTextEntry(kind=row.kind, text=row.text, saved_at=row.saved_at)
                    for row in rows(WorkingTextRow, WorkingTextRow.case_id == case_id)
                ),
            )
        return file.model_dump(mode="json")

    def import_case(self, data: Any, models: Models | None = None) -> Case:
        """A new case with everything in `data`, times included, under new ids.

        `models` says which value each payload must be: keys `assessment`, `setup`, `turn`, `debrief`, `draft`; what has
        no model is kept as it is.

        Raises:
            BadInput: names what is missing or wrong; nothing was imported.
        """
        return self.import_cases([data], models)[0]

    def import_cases(self, data: Sequence[Any], models: Models | None = None) -> tuple[Case, ...]:
        """The same for several cases: all of them, or none.

        Raises:
            BadInput: as `import_case`.
        """
        files = [CaseFile.read(one) for one in data]
        names = [checked_name(file.name) for file in files]
        for file in files:
            _check_payloads(file, models or {})
        with self._writing() as session:
            made = [self._add(session, file, name) for file, name in zip(files, names, strict=True)]
        return tuple(self.case(case_id) for case_id in made)

    def _add(self, session: Session, file: CaseFile, name: str) -> str:
        row = CaseRow(
            owner=self._owner,
            id=self._new_id(),
            name=name,
            archived=file.archived,
            created_at=file.created_at,
            updated_at=file.updated_at,
        )
        session.add(row)
        session.flush()
        for entry in self._rows(file, row.id):
            session.add(entry)
            session.flush()
        return row.id

    def _rows(self, file: CaseFile, case_id: str) -> Iterator[Row]:
        """The rows of everything in `file`, in the order it was saved."""
        mine = {"owner": self._owner, "case_id": case_id}
        for number, situation in enumerate(file.situations, start=1):
            yield SituationRow(**mine, number=number, body=dump(situation.body), saved_at=situation.saved_at)
        for made in file.assessments:
            yield AssessmentRow(
                **mine,
                id=self._new_id(),
                situation_version=made.situation_version,
                body=dump(made.body),
                made_at=made.made_at,
            )
        for given in file.answers:
            yield AnswerRow(**mine, question=given.question, answer=given.answer, answered_at=given.answered_at)
        yield from self._rehearsal_rows(file, case_id)
        numbers: Counter[str] = Counter()
        for draft in file.drafts:
            numbers[draft.kind] += 1
            yield DraftRow(
                **mine, kind=draft.kind, number=numbers[draft.kind], body=dump(draft.body), saved_at=draft.saved_at
            )
        for typed in file.working_texts:
            yield WorkingTextRow(**mine, kind=typed.kind, text=typed.text, saved_at=typed.saved_at)

    def _rehearsal_rows(self, file: CaseFile, case_id: str) -> Iterator[Row]:
        new_ids = {entry.id: self._new_id() for entry in file.rehearsals}
        for entry in file.rehearsals:
            yield RehearsalRow(
                owner=self._owner,
                id=new_ids[entry.id],
                case_id=case_id,
                setup=dump(entry.setup),
                started_at=entry.started_at,
                finished_at=entry.finished_at,
                ended=entry.ended,
                debrief=None if entry.debrief is None else dump(entry.debrief),
                parent_id=None if entry.parent_id is None else new_ids[entry.parent_id],
                forked_at=entry.forked_at,
            )
            for position, turn in enumerate(entry.turns):
                yield TurnRow(
                    owner=self._owner,
                    rehearsal_id=new_ids[entry.id],
                    position=position,
                    body=dump(turn.body),
                    said_at=turn.said_at,
                )


def _rehearsal_entry(row: RehearsalRow, turns: list[TurnRow]) -> RehearsalEntry:
    return RehearsalEntry(
        id=row.id,
        setup=load_object(row.setup),
        started_at=row.started_at,
        turns=tuple(TurnEntry(said_at=turn.said_at, body=load_object(turn.body)) for turn in turns),
        finished_at=row.finished_at,
        ended=row.ended,
        debrief=None if row.debrief is None else load_object(row.debrief),
        parent_id=row.parent_id,
        forked_at=row.forked_at,
    )


def _check_payloads(file: CaseFile, models: Models) -> None:
    for kind, place, body in _payloads(file):
        if kind in models:
            try:
                models[kind].model_validate_json(dump(body))
            except ValidationError as error:
                raise BadInput(f"The exported case is damaged: {told(error, place)}.", hint=EXPORT_AGAIN) from error


def _payloads(file: CaseFile) -> Iterator[tuple[str, str, Body]]:
    """Every payload of a step: its kind, its place in the document, and itself."""
    for i, assessment in enumerate(file.assessments):
        yield "assessment", f"assessments[{i}].body", assessment.body
    for i, rehearsal in enumerate(file.rehearsals):
        yield "setup", f"rehearsals[{i}].setup", rehearsal.setup
        for j, turn in enumerate(rehearsal.turns):
            yield "turn", f"rehearsals[{i}].turns[{j}].body", turn.body
        if rehearsal.debrief is not None:
            yield "debrief", f"rehearsals[{i}].debrief", rehearsal.debrief
    for i, draft in enumerate(file.drafts):
        yield "draft", f"drafts[{i}].body", draft.body
