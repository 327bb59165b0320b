"""The tables as they are now; how a database came to them is in `migrations`."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, ForeignKeyConstraint, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A moment, UTC in every database; refuses a time without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Row(DeclarativeBase):
    """Any row of ours: `seq` counts up in the order of saving, `owner` says whose it is."""

    type_annotation_map = {str: String(), datetime: UtcTime()}

    seq: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]


def _within(parent: str, column: str) -> ForeignKeyConstraint:
    """The row belongs to a row of the same owner in `parent`, and goes with it."""
    return ForeignKeyConstraint(["owner", column], [f"{parent}.owner", f"{parent}.id"], ondelete="CASCADE")


class CaseRow(Row):
    __tablename__ = "cases"
    __table_args__ = (UniqueConstraint("id"), UniqueConstraint("owner", "id"))

    id: Mapped[str]
    name: Mapped[str]
    archived: Mapped[bool]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class SituationRow(Row):
    __tablename__ = "situations"
    __table_args__ = (_within("cases", "case_id"), UniqueConstraint("case_id", "number"))

    case_id: Mapped[str]
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text())
    saved_at: Mapped[datetime]


class AssessmentRow(Row):
    __tablename__ = "assessments"
    __table_args__ = (_within("cases", "case_id"), UniqueConstraint("id"), Index("assessments_of_case", "case_id"))

    id: Mapped[str]
    case_id: Mapped[str]
    situation_version: Mapped[int]
    body: Mapped[str] = mapped_column(Text())
    made_at: Mapped[datetime]


class AnswerRow(Row):
    __tablename__ = "answers"
    __table_args__ = (_within("cases", "case_id"), UniqueConstraint("case_id", "question"))

    case_id: Mapped[str]
    question: Mapped[str]
    answer: Mapped[str] = mapped_column(Text())
    answered_at: Mapped[datetime]


class RehearsalRow(Row):
    __tablename__ = "rehearsals"
    __table_args__ = (
        _within("cases", "case_id"),
        UniqueConstraint("id"),
        UniqueConstraint("owner", "id"),
        Index("rehearsals_of_case", "case_id"),
    )

    id: Mapped[str]
    case_id: Mapped[str]
    setup: Mapped[str] = mapped_column(Text())
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    ended: Mapped[str | None]
    debrief: Mapped[str | None] = mapped_column(Text())
    parent_id: Mapped[str | None]
    forked_at: Mapped[int | None]


class TurnRow(Row):
    __tablename__ = "turns"
    __table_args__ = (_within("rehearsals", "rehearsal_id"), UniqueConstraint("rehearsal_id", "position"))

    rehearsal_id: Mapped[str]
    position: Mapped[int]
    body: Mapped[str] = mapped_column(Text())
    said_at: Mapped[datetime]


class DraftRow(Row):
    __tablename__ = "drafts"
    __table_args__ = (_within("cases", "case_id"), UniqueConstraint("case_id", "kind", "number"))

    case_id: Mapped[str]
    kind: Mapped[str]
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text())
    saved_at: Mapped[datetime]


class WorkingTextRow(Row):
    __tablename__ = "working_texts"
    __table_args__ = (_within("cases", "case_id"), UniqueConstraint("case_id", "kind"))

    case_id: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(Text())
    saved_at: Mapped[datetime]


class DocumentRow(Row):
    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("owner", "id"),)

    id: Mapped[str]
    name: Mapped[str]
    added_at: Mapped[datetime]
    passages: Mapped[int]
    edition: Mapped[str]


class PassageRow(Row):
    __tablename__ = "passages"
    __table_args__ = (
        _within("documents", "document_id"),
        UniqueConstraint("owner", "id"),
        UniqueConstraint("owner", "document_id", "position"),
    )

    id: Mapped[str]
    document_id: Mapped[str]
    position: Mapped[int]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Text())
    vector: Mapped[bytes] = mapped_column(LargeBinary())
