"""The library as the desk shows it: search, what there is to read, and the user's own files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.coach import Progress
from coach.desk.base import Desk
from coach.errors import NotFound
from coach.vocabulary.assessment import Assessment
from coach.vocabulary.base import Value
from coach.vocabulary.passage import Citation
from coach.vocabulary.rehearsal import Turn

if TYPE_CHECKING:
    from coach.library.library import AddReport
    from coach.library.passages import Source
    from coach.store.values import CaseSummary
    from coach.vocabulary.document import Document
    from coach.vocabulary.passage import Passage

_RESULTS = 6


class Citing(Value):
    """A place that rests on a passage: the assessment of a case, or the feedback in one of its rehearsals."""

    case_id: str
    case: str
    rehearsal: str | None = None


class Shelves(Desk):
    """Everything there is to read and to cite."""

    def search(self, query: str, progress: Progress | None = None) -> "list[Passage]":
        """The passages that answer `query` best; the first search reports on the index it builds.

        Raises:
            EmptyInput: the query holds no word. LibraryError: the index can be neither read nor built.
        """
        return self.coach.library.search(query, _RESULTS, progress)

    def source_title(self, source: str) -> str:
        """The title of the article, chapter or document that passages with this source come from."""
        return self.coach.library.source_title(source)

    def citations(self, ids: Iterable[str]) -> "tuple[Citation, ...]":
        """The passages with these ids, each once, in order; an id that is no longer in the library is left out."""
        found = []
        for passage_id in dict.fromkeys(ids):
            with suppress(NotFound):
                found.append(Citation.of(self.coach.library.get(passage_id)))
        return tuple(found)

    def cited(self) -> Mapping[str, tuple[Citing, ...]]:
        """Where each passage was cited, by its id: the latest assessments and the rehearsals of the cases in use."""
        found: dict[str, dict[Citing, None]] = {}
        for case in self.store.cases():
            for passage_id, place in self._citing(case):
                found.setdefault(passage_id, {})[place] = None
        return {passage_id: tuple(places) for passage_id, places in found.items()}

    def _citing(self, case: "CaseSummary") -> Iterator[tuple[str, Citing]]:
        made = self.store.latest_assessment(case.id, Assessment)
        for citation in made.citations if made else ():
            yield citation.id, Citing(case_id=case.id, case=case.name)
        for talk in self.store.rehearsals(case.id):
            for turn in self.store.turns(talk.id, Turn):
                if turn.feedback and turn.feedback.passage:
                    yield turn.feedback.passage, Citing(case_id=case.id, case=case.name, rehearsal=talk.id)

    def sources(self) -> "tuple[tuple[str, tuple[Source, ...]], ...]":
        """What there is to read, in groups: articles, the playbook, the signs."""
        every = self.coach.library.sources()
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
