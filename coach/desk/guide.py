"""The guide: an account told by answering questions; each answer is a paragraph of the account the moment it is given."""

from functools import cache

from pydantic import TypeAdapter, ValidationError

from coach.assess.intake import checked, known_question
from coach.content import read_yaml
from coach.desk.accounts import Accounts
from coach.errors import BadInput, ContentError
from coach.vocabulary.base import Value
from coach.vocabulary.intake import Answer, Question

_TOLD = "guide"  # the working text that says which paragraph answers which question
_PARAGRAPHS = TypeAdapter(dict[str, str])


class OpenQuestion(Value):
    """A question answered in the user's own words; `lead` goes before an answer that would not stand by itself."""

    id: str
    ask: str
    help: str
    example: str
    lead: str = ""

    def paragraph(self, words: str) -> str:
        """`words` as a paragraph of the account; empty where there are none."""
        said = words.strip()
        return f"{self.lead} {said}" if said and self.lead else said


@cache
def open_questions() -> tuple[OpenQuestion, ...]:
    """The questions of `knowledge/guide.yaml` that are answered in words, in their order.

    Raises:
        ContentError: one of them is damaged.
    """
    try:
        return tuple(OpenQuestion.model_validate(one) for one in read_yaml("guide.yaml")["questions"])
    except ValidationError as error:
        raise ContentError(f"A question of the guide is damaged: {error}") from error


class Guide(Accounts):
    """An account told question by question."""

    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """The questions that are answered in the user's own words, in order."""
        return open_questions()

    def quick_questions(self) -> tuple[Question, ...]:
        """The questions that take one touch, in order."""
        return tuple(known_question(name) for name in read_yaml("guide.yaml")["quick"])

    def told(self, case_id: str | None) -> dict[str, str]:
        """What was answered, by the question: the user's words without the lead; what was changed in the account since is left out."""
        leads = {question.id: question.lead for question in open_questions()}
        return {
            name: said.removeprefix(leads.get(name, "")).strip() for name, said in self._paragraphs(case_id).items()
        }

    def tell(self, case_id: str | None, question: str, words: str) -> str | None:
        """Put an answer into the account: in place of the one before, else at its end. Returns the case, a new one if need be.

        No words take the answer out again; without a case there is then none.

        Raises:
            BadInput: there is no such question.
        """
        asked = next((one for one in open_questions() if one.id == question), None)
        if asked is None:
            raise BadInput(f"There is no question {question!r}.")
        said = asked.paragraph(words)
        if case_id is None:
            if not said:
                return None
            case_id = self.open(said)
        else:
            self.keep_text(case_id, _retold(self.text(case_id), self._paragraphs(case_id).get(question, ""), said))
        kept = {name: old for name, old in self._paragraphs(case_id).items() if name != question}
        kept |= {question: said} if said else {}
        self.store.save_working_text(case_id, _TOLD, _PARAGRAPHS.dump_json(kept).decode())
        return case_id

    def note_answer(self, case_id: str, question: str, choice: str) -> None:
        """Keep the answer to a quick question for when the account is read.

        Raises:
            BadInput: there is no such question, or no such answer to it.
        """
        answer = checked(Answer(question=question, choice=choice))
        self.store.save_answer(case_id, answer.question, answer.choice)

    def _paragraphs(self, case_id: str | None) -> dict[str, str]:
        """The paragraphs that answer a question and still stand in the account as they were given."""
        kept = self.store.working_text(case_id, _TOLD) if case_id else None
        if not case_id or not kept:
            return {}
        try:
            found = _PARAGRAPHS.validate_json(kept)
        except ValidationError:  # a case file that was written by hand
            return {}
        text = self.text(case_id)
        return {name: said for name, said in found.items() if said in text}


def _retold(text: str, old: str, new: str) -> str:
    """The account with a paragraph in place of another one; at the end where there was none, gone where there is none now."""
    if not old:
        return "\n\n".join(part for part in (text.rstrip(), new) if part)
    before, _, after = text.partition(old)
    if new:
        return before + new + after
    return "\n\n".join(part for part in (before.strip(), after.strip()) if part)
