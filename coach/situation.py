"""Situation: what the user told us, checked, with the facts read from it; nothing in it is guessed."""

from enum import StrEnum
from pathlib import Path
from typing import Self

from coach.documents import read_document
from coach.errors import EmptyInput, InputTooLong, NotReadable
from coach.language import check_english
from coach.thread import Thread, read_thread
from coach.vocabulary.base import Value
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.intake import Answer, Try

MAX_CHARACTERS = 200_000


class Relation(StrEnum):
    CLIENT = "client"
    VENDOR = "vendor"
    PROSPECT = "prospect"


class FactKind(StrEnum):
    YOU = "you"  # the teller's own name
    CLIENT = "client"  # the person on the other side
    COMPANY = "company"  # their firm
    PROJECT = "project"  # noun phrase with article: "the website relaunch"
    PENDING = "pending"  # unfinished work: "the March report"
    AMOUNT = "amount"  # "$4,200"
    DATE = "date"  # "30 June"
    END_DATE = "end_date"  # a date the teller names as the last day
    OPEN_INVOICE = "open_invoice"  # an amount said to be owed or unpaid
    DURATION = "duration"  # how long it has lasted: "eight months"
    BOSS = "boss"  # whom the client could go to: "your director"
    NOTICE = "notice"  # "30 days"
    PAYMENT_TERMS = "payment_terms"  # "net 30"
    HELD = "held"  # a thing of theirs that the teller holds: "the spare lead"
    WANTED = "wanted"  # a thing of the teller's that they hold: "the shaft drawings"


class Fact(Value):
    """One fact with the words it was read from; a fact the user typed into a form has no evidence."""

    kind: FactKind
    value: str
    evidence: Evidence | None = None


class Party(Value):
    """A person or firm of the story, as the text names them."""

    name: str
    role: FactKind


class Situation(Value):
    """What the user described. `text` is kept character for character: all offsets point into it.

    `thread` says who said what where the text holds e-mails or a chat; `answers` are those of the guided intake, `tries`
    is the fix-first record.
    """

    text: str
    relation: Relation = Relation.CLIENT
    facts: tuple[Fact, ...] = ()
    thread: Thread | None = None
    answers: tuple[Answer, ...] = ()
    tries: tuple[Try, ...] = ()

    @classmethod
    def from_text(cls, text: str, me: str = "") -> Self:
        """Check `text` and read its facts; `me` names the user in a thread that does not show who they are.

        Raises:
            EmptyInput, InputTooLong, NotReadable, NotEnglish: what is wrong and what to change.
        """
        from coach.facts import read_facts, read_relation

        _check_size(text)
        check_english(text)
        facts = read_facts(text)
        thread = read_thread(text, me, _names(facts, FactKind.YOU), _names(facts, FactKind.CLIENT))
        return cls(text=text, relation=read_relation(text), facts=facts, thread=thread)

    @classmethod
    def read(cls, path: Path, me: str = "") -> Self:
        """The situation in a .txt, .md, .html, .eml, .mbox, .pdf or .docx file."""
        return cls.from_text(read_document(path), me)

    def all(self, kind: FactKind) -> tuple[str, ...]:
        """Every value known of `kind`, in the order of the text."""
        return tuple(fact.value for fact in self.facts if fact.kind is kind)

    def first(self, kind: FactKind) -> str | None:
        """The first value known of `kind`."""
        return next(iter(self.all(kind)), None)

    @property
    def parties(self) -> tuple[Party, ...]:
        """The people and firms the text names."""
        named = (FactKind.YOU, FactKind.CLIENT, FactKind.COMPANY, FactKind.BOSS)
        return tuple(Party(name=fact.value, role=fact.kind) for fact in self.facts if fact.kind in named)

    def with_fact(self, kind: FactKind, value: str) -> Self:
        """The same situation with `value` as the only fact of `kind`, as the user typed it."""
        kept = tuple(fact for fact in self.facts if fact.kind is not kind)
        return self.model_copy(update={"facts": (Fact(kind=kind, value=value), *kept)})

    def with_answers(self, *answers: Answer) -> Self:
        """The same situation with `answers` added; a later answer to a question replaces the earlier one."""
        said = {answer.question: answer for answer in (*self.answers, *answers)}
        return self.model_copy(update={"answers": tuple(said.values())})

    def with_tries(self, *tries: Try) -> Self:
        """The same situation with these entries at the end of the fix-first record."""
        return self.model_copy(update={"tries": (*self.tries, *tries)})


def _names(facts: tuple[Fact, ...], kind: FactKind) -> tuple[str, ...]:
    return tuple(fact.value for fact in facts if fact.kind is kind)


def _check_size(text: str) -> None:
    if not text.strip():
        raise EmptyInput("There is no text to read.")
    if len(text) > MAX_CHARACTERS:
        raise InputTooLong(f"The text has {len(text):,} characters; the limit is {MAX_CHARACTERS:,}.")
    if "\x00" in text:
        raise NotReadable("The text holds NUL bytes: it is a binary file, not words.")
