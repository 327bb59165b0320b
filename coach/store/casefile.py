"""CaseFile: the one JSON document a case is exported to and imported from."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, AwareDatetime, Field, JsonValue, ValidationError, model_validator

from coach.errors import BadInput
from coach.situation import MAX_CHARACTERS, Situation
from coach.store.payload import plain_text
from coach.vocabulary.base import Value

FORMAT = "good-terms/case"
VERSION = 1


def _storable(text: str) -> str:
    try:
        return plain_text(text)
    except BadInput as error:
        raise ValueError(str(error)) from error


def _short_enough(situation: Situation) -> Situation:
    if len(situation.text) > MAX_CHARACTERS:
        raise ValueError(f"the text is longer than {MAX_CHARACTERS:,} characters")
    return situation


Plain = Annotated[str, AfterValidator(_storable)]
Body = dict[str, JsonValue]


class SituationEntry(Value):
    saved_at: AwareDatetime
    body: Annotated[Situation, AfterValidator(_short_enough)]


class AssessmentEntry(Value):
    made_at: AwareDatetime
    situation_version: int = Field(ge=1)
    body: Body


class AnswerEntry(Value):
    question: Plain
    answer: Plain
    answered_at: AwareDatetime


class TurnEntry(Value):
    said_at: AwareDatetime
    body: Body


class RehearsalEntry(Value):
    """`id` and `parent_id` hold inside the document only."""

    id: Plain
    setup: Body
    started_at: AwareDatetime
    turns: tuple[TurnEntry, ...]
    finished_at: AwareDatetime | None = None
    ended: Plain | None = None
    debrief: Body | None = None
    parent_id: Plain | None = None
    forked_at: int | None = Field(default=None, ge=0)


class DraftEntry(Value):
    kind: Plain
    saved_at: AwareDatetime
    body: Body


class WorkingTextEntry(Value):
    kind: Plain
    text: Plain
    saved_at: AwareDatetime


class CaseFile(Value):
    """A whole case. Lists are in the order of saving; versions of a situation or a kind of draft count along them."""

    format: Literal["good-terms/case"] = "good-terms/case"
    version: Literal[1] = 1
    exported_at: AwareDatetime
    name: Plain
    archived: bool = False
    created_at: AwareDatetime
    updated_at: AwareDatetime
    situations: tuple[SituationEntry, ...] = Field(min_length=1)
    assessments: tuple[AssessmentEntry, ...] = ()
    answers: tuple[AnswerEntry, ...] = ()
    rehearsals: tuple[RehearsalEntry, ...] = ()
    drafts: tuple[DraftEntry, ...] = ()
    working_texts: tuple[WorkingTextEntry, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        ids = [rehearsal.id for rehearsal in self.rehearsals]
        _each_once("rehearsals", ids)
        _each_once("answers", [entry.question for entry in self.answers])
        _each_once("working_texts", [entry.kind for entry in self.working_texts])
        for position, rehearsal in enumerate(self.rehearsals):
            if rehearsal.parent_id is not None and rehearsal.parent_id not in ids[:position]:
                raise ValueError(
                    f"rehearsal {rehearsal.id!r} branches from {rehearsal.parent_id!r}, which is not before it"
                )
        if any(entry.situation_version > len(self.situations) for entry in self.assessments):
            raise ValueError("an assessment is of a version of the situation that is not there")
        return self

    @classmethod
    def read(cls, data: Any) -> Self:
        """The case in `data`, as `json.load` gives it.

        Raises:
            BadInput: names the parts that are missing or wrong.
        """
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise BadInput("This is not an exported case.", hint="Choose a .json file that Good Terms exported.")
        if isinstance(data.get("version"), int) and data["version"] > VERSION:
            raise BadInput(
                "This case was exported by a newer version of Good Terms.",
                hint="Update Good Terms and import it again.",
            )
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise BadInput(f"The exported case is damaged: {told(error)}.", hint=EXPORT_AGAIN) from error


EXPORT_AGAIN = "Export it again; a file changed by hand must keep every part."


def told(error: ValidationError, within: str = "") -> str:
    """The first three faults of `error`, each with its place: `turns[2].text: Field required`."""
    faults = [f"{_place(within, fault['loc'])}: {fault['msg']}" for fault in error.errors(include_input=False)[:3]]
    more = error.error_count() - len(faults)
    return "; ".join(faults) + (f"; and {more} more" if more > 0 else "")


def _place(within: str, loc: tuple[int | str, ...]) -> str:
    place = within
    for part in loc:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else part
    return place or "the whole"


def _each_once(part: str, names: list[str]) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"{part} holds {twice!r} twice")
