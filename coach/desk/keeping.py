"""Keeping: cases put away and brought back, taken out as files and in again, and everything deleted."""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from coach.assess.intake import known_question
from coach.desk.accounts import Accounts
from coach.desk.messages import Messages
from coach.desk.readable import CaseStory, readable
from coach.desk.rehearsals import Rehearsals, Setup
from coach.desk.shelves import Shelves
from coach.errors import BadInput, EmptyInput, NotFound, NotReadable, UnknownName
from coach.vocabulary.assessment import Assessment
from coach.vocabulary.base import Value
from coach.vocabulary.draft import Draft
from coach.vocabulary.rehearsal import Debrief, Turn

if TYPE_CHECKING:
    from pydantic import BaseModel

    from coach.store.values import CaseSummary
    from coach.vocabulary.intake import Answer, Question

CASE_FORMS = {"json": "application/json", "md": "text/markdown"}
_MODELS: "Mapping[str, type[BaseModel]]" = {
    "assessment": Assessment,
    "setup": Setup,
    "turn": Turn,
    "debrief": Debrief,
    "draft": Draft,
}
_CASES, _DOCUMENTS = "cases/", "documents/"
_MOST_BYTES = 200_000_000  # that an archive may hold unpacked
_CHOOSE = "Choose a .json file of one case, or the .zip file of everything, as Good Terms exported it."


class TakenIn(Value):
    """What was imported: the cases by name, the id of the first, the own documents by name, and what is there already."""

    cases: tuple[str, ...] = ()
    first: str | None = None
    documents: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


class Keeping(Accounts, Rehearsals, Messages, Shelves):
    """What becomes of whole cases."""

    def archive(self, case_id: str) -> None:
        """Put a case away; nothing of it is lost."""
        self.store.archive(case_id)

    def bring_back(self, case_id: str) -> None:
        """Take an archived case back into use."""
        self.store.unarchive(case_id)

    def case_file(self, case_id: str, form: str) -> bytes:
        """The whole case as a file: `json` can be imported again, `md` is for reading.

        Raises:
            UnknownName: a form we do not write.
        """
        if form == "json":
            return json.dumps(self.store.export_case(case_id), ensure_ascii=False, indent=2).encode()
        if form == "md":
            return readable(self._story(case_id), self.item_label).encode()
        raise UnknownName(f"Cases cannot be saved as {form!r}.", hint=f"Use one of: {', '.join(CASE_FORMS)}.")

    def file_name(self, case_name: str, form: str) -> str:
        """A name for the file of a case that its owner will know again."""
        return f"{_slug(case_name)}.{form}"

    def everything(self) -> bytes:
        """All cases, archived ones too, each in both forms, and the text of all own documents, as one .zip file."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, case in enumerate(reversed(self._all_cases()), 1):
                for form in CASE_FORMS:
                    name = f"{_CASES}{number:03}-{_slug(case.name)}.{form}"
                    archive.writestr(name, self.case_file(case.id, form))
            for document in self.documents():
                archive.writestr(f"{_DOCUMENTS}{_inside(document.name)}.md", self._words_of(document.key))
        return packed.getvalue()

    def take_in(self, name: str, data: bytes) -> TakenIn:
        """Import an exported case, or everything, beside what is there; an own document that is there already stays as it is.

        Raises:
            BadInput: says what is wrong with the file; nothing of it was imported.
        """
        if not data:
            raise EmptyInput(f"The file {name!r} is empty.", hint=_CHOOSE)
        files = _unpacked(data) if zipfile.is_zipfile(io.BytesIO(data)) else {f"{_CASES}{name}": data}
        cases = [_parsed(path, content) for path, content in files.items() if path.startswith(_CASES)]
        texts = {path.removeprefix(_DOCUMENTS): words for path, words in files.items() if path.startswith(_DOCUMENTS)}
        made = self.store.import_cases(cases, _MODELS)
        here = {document.name for document in self.documents()}
        known = tuple(one for one in texts if one in here or one.removesuffix(".md") in here)
        added = self.add_documents([(one, words) for one, words in texts.items() if one not in known])
        return TakenIn(
            cases=tuple(case.name for case in made),
            first=made[0].id if made else None,
            documents=tuple(document.name for document in added.added),
            known=known,
        )

    def delete_everything(self) -> None:
        """Delete all cases and own documents for good, and what the search index keeps of them."""
        self.store.delete_everything()
        self.coach.library.forget_added()

    def _all_cases(self) -> "tuple[CaseSummary, ...]":
        every = (*self.store.cases(), *self.store.cases(archived=True))
        return tuple(sorted(every, key=lambda case: case.created_at, reverse=True))

    def _words_of(self, document: str) -> str:
        return "\n\n".join(f"## {passage.title}\n\n{passage.text}" for passage in self.passages(document)) + "\n"

    def _story(self, case_id: str) -> CaseStory:
        case, found = self.case(case_id), self.assessment(case_id)
        labels = {kind.id: kind.label for kind in self.kinds(case_id)}
        drafts = ((labels[kind], self.editing(case_id, kind)) for kind in labels)
        return CaseStory(
            name=case.name,
            written_at=self.store.now(),
            typed=self.text(case_id),
            read=self.read_text(case_id) if found else None,
            situation=case.situation,
            answers=tuple(self._answered(case_id)),
            assessment=found,
            talks=tuple(self.talk(one.id) for one in self.rehearsals(case_id)),
            drafts=tuple((label, draft) for label, draft in drafts if draft is not None),
        )

    def _answered(self, case_id: str) -> "Iterator[tuple[Question, Answer]]":
        for answer in self.answers(case_id):
            with suppress(BadInput):  # a question that another version asked
                yield known_question(answer.question), answer


def _parsed(path: str, content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        name = path.removeprefix(_CASES)
        raise NotReadable(f"The file {name!r} is not an exported case: it is no JSON.", hint=_CHOOSE) from error


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The cases and the own documents in an exported archive, by path."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            wanted = [one for one in archive.infolist() if _is_wanted(one.filename)]
            if sum(one.file_size for one in wanted) > _MOST_BYTES:
                raise BadInput("The archive is too large to be an export of Good Terms.", hint=_CHOOSE)
            found = {one.filename: archive.read(one) for one in wanted}
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise NotReadable(
            "The archive is damaged.", hint="Export it again, or unpack it and import its cases."
        ) from error
    if not found:
        raise NotFound("There is no exported case in this archive.", hint=_CHOOSE)
    return found


def _is_wanted(path: str) -> bool:
    return (path.startswith(_CASES) and path.endswith(".json")) or (
        path.startswith(_DOCUMENTS) and path.endswith(".md")
    )


def _slug(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name.lower()).strip("-_")[:60] or "case"


def _inside(name: str) -> str:
    """A document's name as a name inside an archive."""
    return re.sub(r"[\\/:\x00-\x1f]+", "-", name) or "document"
