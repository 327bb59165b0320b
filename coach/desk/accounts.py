"""Cases and accounts: opening, naming and deleting a case, the account as it is typed, and its assessments."""

import re
from datetime import date
from typing import TYPE_CHECKING

from coach.assess.intake import checked
from coach.desk.account import AccountPart, WorkedExample, gaps, parts, worked_examples
from coach.desk.base import Desk
from coach.documents import read_bytes
from coach.errors import BadInput, EmptyInput, InputTooLong, NotFound
from coach.situation import FactKind, Situation
from coach.vocabulary.assessment import Assessment
from coach.vocabulary.intake import LONGEST_TRY, Answer, Approach, Effect, Try

if TYPE_CHECKING:
    from coach.llm.preview import Preview
    from coach.store.values import Case, CaseSummary

_ACCOUNT = "situation"  # the working text of the account itself
_ME = "me"  # the answer to which of the speakers of a thread the user is
_LONGEST_NAME = 48


class Accounts(Desk):
    """The cases of one owner, each with its account and what was found in it."""

    def cases(self, archived: bool = False) -> "tuple[CaseSummary, ...]":
        """The cases in use, or the archived ones, newest first."""
        return self.store.cases(archived)

    def case(self, case_id: str) -> "Case":
        """One case with its latest situation."""
        return self.store.case(case_id)

    def open(self, text: str, name: str | None = None) -> str:
        """Keep `text` as a new case, read or not, and return its id; without a name it gets one from the text.

        Raises:
            EmptyInput, BadInput: there is nothing in it, or it cannot be stored.
        """
        if not text.strip():
            raise EmptyInput("There is no text to keep.")
        return self.store.create_case(name or case_name(text), unchecked(text)).id

    def take_file(self, case_id: str | None, name: str, data: bytes) -> str:
        """Put the words of an uploaded file at the end of the account, or open a case with them; returns the case's id.

        Raises:
            BadInput: the file cannot be read, or holds no words.
        """
        words = read_bytes(data, name)
        if case_id is None:
            return self.open(words)
        self.keep_text(case_id, "\n\n".join(part for part in (self.text(case_id).rstrip(), words) if part))
        return case_id

    def rename(self, case_id: str, name: str) -> None:
        """Give a case another name."""
        self.store.rename(case_id, name)

    def delete(self, case_id: str) -> None:
        """Delete a case for good."""
        self.store.delete_case(case_id)

    def worked_examples(self) -> tuple[WorkedExample, ...]:
        """Accounts somebody could have written, to try the app with."""
        return worked_examples()

    def gaps(self, text: str) -> tuple[str, ...]:
        """Up to three questions whose answers the account does not hold yet."""
        return gaps(text)

    def parts(self, text: str) -> tuple[AccountPart, ...]:
        """What makes an account easier to read, and whether this one has it."""
        return parts(text)

    def text(self, case_id: str) -> str:
        """The account as it was last typed."""
        working = self.store.working_text(case_id, _ACCOUNT)
        return self.case(case_id).situation.text if working is None else working

    def keep_text(self, case_id: str, text: str) -> None:
        """Keep the account as it stands in the box, before it is read."""
        self.store.save_working_text(case_id, _ACCOUNT, text)

    def is_read(self, case_id: str) -> bool:
        """Whether the account as it stands is the one the latest assessment was made of."""
        case = self.case(case_id)
        return case.assessed and not case.outdated and self.text(case_id) == case.situation.text

    def assess(self, case_id: str, again: bool = True) -> Assessment:
        """Read the account as it stands, keep it and what was found.

        Without `again`, a model that failed on this very text before is not asked anew.

        Raises:
            BadInput: the text cannot be read as an account of a client, vendor or prospect; nothing is lost.
        """
        before, text = self.case(case_id), self.text(case_id)
        situation = self.coach.situation(text, self.store.answers(case_id).get(_ME, ""))
        situation = situation.with_answers(*self.answers(case_id)).with_tries(*before.situation.tries)
        assessment = self.coach.assess(situation, again)
        self.store.save_situation(case_id, situation)
        self.store.save_assessment(case_id, assessment)
        self.store.drop_working_text(case_id, _ACCOUNT)
        if before.name == case_name(before.situation.text):
            self.store.rename(case_id, case_name(text))
        return assessment

    def previews(self, case_id: str) -> "dict[str, Preview]":
        """Exactly what each step would send to the model about this case, by the name of its command; nothing is sent.

        Empty where no model is in use.

        Raises:
            BadInput: the text cannot be read as an account of a client, vendor or prospect.
        """
        return self.coach.previews(self.coach.situation(self.text(case_id)))

    def assessment(self, case_id: str) -> Assessment | None:
        """The latest assessment, if there is one."""
        return self.store.latest_assessment(case_id, Assessment)

    def read_text(self, case_id: str) -> str:
        """The account as it was when the latest assessment was made: the text its quotes stand in.

        Raises:
            NotFound: nothing was assessed yet.
        """
        made = self.store.assessments(case_id)
        if not made:
            raise NotFound(f"The case {case_id!r} has no assessment yet.")
        return self.store.situation(case_id, made[-1].situation_version).text

    def answers(self, case_id: str) -> tuple[Answer, ...]:
        """What the user answered to the intake's questions, in the order they were first answered."""
        return tuple(
            Answer(question=question, choice=choice)
            for question, choice in self.store.answers(case_id).items()
            if question != _ME
        )

    def answer(self, case_id: str, question: str, choice: str) -> Assessment:
        """Keep the answer to one of the intake's questions, and read the account again in its light.

        Raises:
            BadInput: there is no such question, or no such answer to it.
        """
        answer = checked(Answer(question=question, choice=choice))
        self.store.save_answer(case_id, answer.question, answer.choice)
        return self.assess(case_id, again=False)

    def take_back(self, case_id: str, question: str) -> Assessment:
        """Forget the answer to a question, and read the account again without it."""
        self.store.drop_answer(case_id, question)
        return self.assess(case_id, again=False)

    def add_words(self, case_id: str, words: str) -> Assessment:
        """Put `words` at the end of the account and read it again.

        Raises:
            EmptyInput: there are no words.
        """
        if not words.strip():
            raise EmptyInput("There is nothing to add.", hint="Write a sentence or two first.")
        self.keep_text(case_id, "\n\n".join([self.text(case_id).rstrip(), words.strip()]))
        return self.assess(case_id)

    def tries(self, case_id: str) -> tuple[Try, ...]:
        """The fix-first record: what was tried, and what came of it."""
        return self.case(case_id).situation.tries

    def record_try(self, case_id: str, entry: Try) -> Assessment:
        """Put an entry at the end of the fix-first record, and read the account again in its light."""
        return self._retell(case_id, (*self.tries(case_id), entry))

    def drop_try(self, case_id: str, number: int) -> Assessment:
        """Take the entry with this number, counted from 0, out of the fix-first record.

        Raises:
            NotFound: there is no such entry.
        """
        kept = self.tries(case_id)
        if not 0 <= number < len(kept):
            raise NotFound(f"The fix-first record has no entry {number}.")
        return self._retell(case_id, kept[:number] + kept[number + 1 :])

    def restore_try(self, case_id: str, number: int, entry: Try) -> Assessment:
        """Put an entry that was taken out back where it stood, or at the end of a record that is shorter now."""
        kept = self.tries(case_id)
        return self._retell(case_id, (*kept[:number], entry, *kept[number:]))

    def _retell(self, case_id: str, tries: tuple[Try, ...]) -> Assessment:
        situation = self.case(case_id).situation
        self.store.save_situation(case_id, situation.model_copy(update={"tries": tries}))
        return self.assess(case_id, again=False)

    def speakers(self, case_id: str) -> tuple[str, ...]:
        """The people of the thread in the account, where it must still be said which of them the user is."""
        thread = self.case(case_id).situation.thread
        return thread.speakers if thread and thread.unsettled else ()

    def i_am(self, case_id: str, name: str) -> Assessment:
        """Say which of the speakers of the thread the user is, and read it again."""
        self.store.save_answer(case_id, _ME, name)
        return self.assess(case_id)


def new_try(what: str, effect: Effect | None, approach: Approach | None, when: date | None) -> Try:
    """An entry of the fix-first record.

    Raises:
        EmptyInput: it does not say what was done. InputTooLong: it says so at too great a length.
    """
    what = " ".join(what.split())
    if not what:
        raise EmptyInput("There is nothing to note yet.", hint="Say in a few words what you did.")
    if len(what) > LONGEST_TRY:
        raise InputTooLong(
            f"The note has {len(what)} characters; the limit is {LONGEST_TRY}.", hint="Say it in fewer words."
        )
    return Try(what=what, effect=effect or Effect.OPEN, approach=approach or Approach.OTHER, when=when)


def case_name(text: str) -> str:
    """A name for the case by which its owner will know it: whom it is about, or how it begins."""
    situation = unchecked(text)
    person, firm = situation.first(FactKind.CLIENT), situation.first(FactKind.COMPANY)
    if person and firm and person != firm:
        return f"{person}, {firm}"
    return person or firm or _beginning(text)


def _beginning(text: str) -> str:
    words = re.split(r"[.!?\n]", text.strip(), maxsplit=1)[0].strip() or "A case"
    return words if len(words) <= _LONGEST_NAME else words[:_LONGEST_NAME].rsplit(" ", 1)[0] + "…"


def unchecked(text: str) -> Situation:
    """The situation in a text that may still be half-written, or in another language."""
    try:
        return Situation.from_text(text)
    except BadInput:
        return Situation(text=text)
