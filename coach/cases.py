"""The case desk: ties the steps and the store together, so that whatever is made is kept the moment it is made."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from coach.account import WorkedExample, gaps, worked_examples
from coach.coach import Coach, Progress
from coach.documents import read_bytes
from coach.errors import BadInput, EmptyInput, NotFound
from coach.situation import FactKind, Situation
from coach.vocabulary.assessment import Assessment
from coach.vocabulary.base import Value
from coach.vocabulary.draft import Check, Draft, DraftKind, DraftTone, Finding

if TYPE_CHECKING:
    from coach.library.library import AddReport
    from coach.library.passages import Source
    from coach.store.values import Case, CaseSummary, Version
    from coach.vocabulary.document import Document
    from coach.vocabulary.passage import Passage

_ACCOUNT = "situation"  # the working text of the account itself
_LONGEST_NAME = 48


class Reader(Value):
    """Who puts things into words: its name, what that means, and what leaves the machine."""

    name: str
    meaning: str
    leaves: str

    @classmethod
    def of(cls, model: str | None, api_base: str | None) -> Self:
        """The reader in force: a model, or the built-in engine."""
        if model is None:
            return cls(
                name="The built-in engine",
                meaning="It works on this machine, without a key and without a network.",
                leaves="Nothing. What you write is read here and kept here.",
            )
        where = api_base or "its provider"
        return cls(
            name=f"{model}, and the built-in engine where the model fails",
            meaning="The plans and checks stay in code; the model finds the words.",
            leaves=f"What you write is sent to {where}, so that the model can read it.",
        )


class CaseDesk:
    """The cases of one owner. Every method that makes or changes something has stored it when it returns.

    Methods that take a case id raise NotFound when there is no such case.
    """

    def __init__(self, coach: Coach) -> None:
        self.coach = coach

    # -- cases ---------------------------------------------------------------------------------------------------

    def cases(self, archived: bool = False) -> "tuple[CaseSummary, ...]":
        """The cases in use, or the archived ones, newest first."""
        return self.coach.store.cases(archived)

    def case(self, case_id: str) -> "Case":
        """One case with its latest situation."""
        return self.coach.store.case(case_id)

    def open(self, text: str, name: str | None = None) -> str:
        """Keep `text` as a new case, read or not, and return its id; without a name it gets one from the text.

        Raises:
            EmptyInput, BadInput: there is nothing in it, or it cannot be stored.
        """
        if not text.strip():
            raise EmptyInput("There is no text to keep.")
        return self.coach.store.create_case(name or case_name(text), _unchecked(text)).id

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

    def worked_examples(self) -> tuple[WorkedExample, ...]:
        """Accounts somebody could have written, to try the app with."""
        return worked_examples()

    def gaps(self, text: str) -> tuple[str, ...]:
        """Up to three questions whose answers the account does not hold yet."""
        return gaps(text)

    def rename(self, case_id: str, name: str) -> None:
        self.coach.store.rename(case_id, name)

    def delete(self, case_id: str) -> None:
        """Delete a case for good."""
        self.coach.store.delete_case(case_id)

    # -- situation and assessment --------------------------------------------------------------------------------

    def text(self, case_id: str) -> str:
        """The account as it was last typed."""
        working = self.coach.store.working_text(case_id, _ACCOUNT)
        return self.case(case_id).situation.text if working is None else working

    def keep_text(self, case_id: str, text: str) -> None:
        """Keep the account as it stands in the box, before it is read."""
        self.coach.store.save_working_text(case_id, _ACCOUNT, text)

    def is_read(self, case_id: str) -> bool:
        """Whether the account as it stands is the one the latest assessment was made of."""
        case = self.case(case_id)
        return case.assessed and not case.outdated and self.text(case_id) == case.situation.text

    def assess(self, case_id: str) -> Assessment:
        """Read the account as it stands, keep it and what was found.

        Raises:
            BadInput: the text cannot be read as an account of a client, vendor or prospect; nothing is lost.
        """
        before, text = self.case(case_id), self.text(case_id)
        situation = self.coach.situation(text)
        assessment = self.coach.assess(situation)
        self.coach.store.save_situation(case_id, situation)
        self.coach.store.save_assessment(case_id, assessment)
        self.coach.store.drop_working_text(case_id, _ACCOUNT)
        if before.name == case_name(before.situation.text):
            self.coach.store.rename(case_id, case_name(text))
        return assessment

    def assessment(self, case_id: str) -> Assessment | None:
        """The latest assessment, if there is one."""
        return self.coach.store.latest_assessment(case_id, Assessment)

    def read_text(self, case_id: str) -> str:
        """The account as it was when the latest assessment was made: the text its quotes stand in.

        Raises:
            NotFound: nothing was assessed yet.
        """
        made = self.coach.store.assessments(case_id)
        if not made:
            raise NotFound(f"The case {case_id!r} has no assessment yet.")
        return self.coach.store.situation(case_id, made[-1].situation_version).text

    def add_to_account(self, case_id: str, answers: Sequence[str]) -> Assessment:
        """Put the answers to open questions at the end of the account, and read it again."""
        said = [answer.strip() for answer in answers if answer.strip()]
        if not said:
            raise EmptyInput("There is no answer to add.", hint="Answer at least one of the questions.")
        self.keep_text(case_id, "\n\n".join([self.text(case_id).rstrip(), *said]))
        return self.assess(case_id)

    # -- messages ------------------------------------------------------------------------------------------------

    def draft(self, case_id: str, kind: DraftKind, tone: DraftTone) -> Draft:
        """Write a message of `kind` from the case, as its latest version."""
        draft = self.coach.draft(self.case(case_id).situation, kind, tone)
        self._save(case_id, draft)
        return draft

    def editing(self, case_id: str, kind: DraftKind) -> Draft | None:
        """The message as it stands in the editor: the latest version with what was typed since."""
        draft = self.coach.store.latest_draft(case_id, kind, Draft)
        if draft is None:
            return None
        subject = self.coach.store.working_text(case_id, _part(kind, "subject"))
        body = self.coach.store.working_text(case_id, _part(kind, "body"))
        typed = {"subject": subject, "body": body}
        return draft.model_copy(update={part: text for part, text in typed.items() if text is not None})

    def keep_draft(self, case_id: str, kind: DraftKind, *, subject: str | None = None, body: str | None = None) -> None:
        """Keep what was just typed into the editor."""
        for part, text in (("subject", subject), ("body", body)):
            if text is not None:
                self.coach.store.save_working_text(case_id, _part(kind, part), text)

    def save_version(self, case_id: str, kind: DraftKind) -> int:
        """Make the message as it stands a version of its own, and return its number.

        Raises:
            EmptyInput: nothing was written yet.
        """
        draft = self.editing(case_id, kind)
        if draft is None:
            raise EmptyInput("There is no message to keep yet.", hint="Have one written first.")
        findings = self.check(case_id, kind, draft.body).findings
        return self._save(case_id, draft.model_copy(update={"findings": findings}))

    def versions(self, case_id: str, kind: DraftKind) -> "tuple[Version, ...]":
        """The versions of one kind of message, oldest first."""
        return self.coach.store.draft_versions(case_id, kind)

    def restore(self, case_id: str, kind: DraftKind, number: int) -> Draft:
        """Put an earlier version back into the editor; what stood there is kept as a version first."""
        wanted = self.coach.store.draft(case_id, kind, number, Draft)
        self.save_version(case_id, kind)
        self.keep_draft(case_id, kind, subject=wanted.subject, body=wanted.body)
        return wanted

    def check(self, case_id: str, kind: DraftKind, body: str) -> Check:
        """What the message as it stands does well and badly."""
        return self.coach.check(body, kind, self.case(case_id).situation)

    def apply(self, case_id: str, kind: DraftKind, body: str, finding: Finding) -> str:
        """The message with the words of `finding` replaced by its suggestion; it is kept.

        Raises:
            BadInput: the message was changed and those words are no longer there.
        """
        changed = applied(body, finding)
        self.keep_draft(case_id, kind, body=changed)
        return changed

    def _save(self, case_id: str, draft: Draft) -> int:
        number = self.coach.store.save_draft(case_id, draft.kind, draft)
        for part in ("subject", "body"):
            self.coach.store.drop_working_text(case_id, _part(draft.kind, part))
        return number

    # -- library -------------------------------------------------------------------------------------------------

    def search(self, query: str, progress: Progress | None = None) -> "list[Passage]":
        """The passages that answer `query` best; the first search reports on the index it builds.

        Raises:
            EmptyInput: the query holds no word. LibraryError: the index can be neither read nor built.
        """
        return self.coach.library.search(query, 6, progress)

    def source_title(self, source: str) -> str:
        """The title of the article, chapter or document that passages with this source come from."""
        return self.coach.library.source(source)

    def sources(self) -> "tuple[tuple[str, tuple[Source, ...]], ...]":
        """What there is to read, in groups: articles, the playbook, the signs."""
        every = self.coach.library.shelf.sources
        playbook = tuple(one for one in every if one.key.startswith("playbook-"))
        signs = tuple(one for one in every if one.key == "signs")
        articles = tuple(one for one in every if one not in playbook and one not in signs)
        return (("Articles", articles), ("Playbook", playbook), ("Warning signs", signs))

    def passages(self, source: str) -> "tuple[Passage, ...]":
        """All passages of an article, chapter or document, in order."""
        return self.coach.library.passages(source)

    def documents(self) -> "tuple[Document, ...]":
        """What the user added, by name."""
        return self.coach.library.documents()

    def add_documents(self, files: Sequence[tuple[str, bytes]], progress: Progress | None = None) -> "AddReport":
        """Take uploaded files into the library; what cannot be read is named in the report."""
        from coach.library.files import Upload

        return self.coach.library.add_uploads([Upload(name, data) for name, data in files], progress)

    def remove_document(self, key: str) -> None:
        """Take a file out of the library."""
        self.coach.library.remove(key)

    # -- the machine ---------------------------------------------------------------------------------------------

    def reader(self) -> Reader:
        """Who puts things into words, and what leaves the machine for it."""
        settings = self.coach.settings
        return Reader.of(settings.model if settings.uses_model else None, settings.api_base)

    @property
    def location(self) -> str:
        """Where everything the user made lies."""
        return self.coach.store.location

    @property
    def index_dir(self) -> Path:
        """Where the search index lies."""
        return self.coach.settings.index_dir

    def prepare(self) -> None:
        """Load what the first click would have to wait for."""
        self.coach.settings.data_dir.mkdir(parents=True, exist_ok=True)
        self.coach.encoder.encode(["ready"])
        for part in (self.coach.detector, self.coach.subject, self.coach.store):
            assert part is not None


def applied(body: str, finding: Finding) -> str:
    """`body` with the quote of `finding` replaced; for something that is missing, the suggestion as a paragraph at the end.

    Raises:
        BadInput: there is no suggestion, or the words are no longer where they were found.
    """
    if finding.suggestion is None:
        raise BadInput("There is no replacement for this.", hint="Change the words yourself.")
    if not finding.quote:
        return f"{body.rstrip()}\n\n{finding.suggestion}"
    if body[finding.start : finding.end] != finding.quote:
        raise BadInput("Those words were changed in the meantime.", hint="Look at the findings again.")
    return body[: finding.start] + finding.suggestion + body[finding.end :]


def case_name(text: str) -> str:
    """A name for the case by which its owner will know it: whom it is about, or how it begins."""
    situation = _unchecked(text)
    person, firm = situation.first(FactKind.CLIENT), situation.first(FactKind.COMPANY)
    if person and firm:
        return f"{person}, {firm}"
    return person or firm or _beginning(text)


def _beginning(text: str) -> str:
    words = re.split(r"[.!?\n]", " ".join(text.split()), maxsplit=1)[0] or "A case"
    return words if len(words) <= _LONGEST_NAME else words[:_LONGEST_NAME].rsplit(" ", 1)[0] + "…"


def _unchecked(text: str) -> Situation:
    """The situation in a text that may still be half-written, or in another language."""
    try:
        return Situation.from_text(text)
    except BadInput:
        return Situation(text=text)


def _part(kind: DraftKind, part: str) -> str:
    return f"{kind}/{part}"
