"""The library: built-in and added passages behind one door. Search, cite by id, add, list and remove."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from coach.errors import BadInput, LibraryError, NotFound
from coach.library.added import AddedPassages, Document
from coach.library.cache import Cache
from coach.library.embedding import Encoder
from coach.library.files import Failure, Read, Upload, failure, listed, read_file, read_upload
from coach.library.index import CHROMA_WRITES, Progress
from coach.library.indexes import AddedIndex, BuiltInIndex
from coach.library.passages import Shelf, Source, searched
from coach.library.search import Searched, check, search
from coach.library.vectors import Kind, encode
from coach.settings import Settings
from coach.vocabulary.base import Value
from coach.vocabulary.passage import Passage

__all__ = ["AddReport", "Document", "Failure", "Library", "Upload"]

_HANDICAP = (
    0.045  # of built-in passages: their vectors know how people ask, which lifts every cosine by about this much
)
_STEPS = 100  # of progress a file is worth


class AddReport(Value):
    """What became of the files: the documents now in the library, and each file that was not added, with the reason."""

    added: tuple[Document, ...]
    failures: tuple[Failure, ...]


class Library:
    """Everything that can be searched and cited. Thread-safe; cheap to make, and to `get` from: indexes open when used."""

    def __init__(self, settings: Settings, added: AddedPassages, *, now: Callable[[], datetime] | None = None) -> None:
        self._added = added
        self._now = now or partial(datetime.now, UTC)
        self._encoder = Encoder.shared(settings.threads)
        cache = Cache(settings.index_dir, copied=CHROMA_WRITES)
        self._built_in = BuiltInIndex(cache, Shelf.built_in, self._encoder)
        self._plain = BuiltInIndex(cache, Shelf.built_in, self._encoder, Kind.PLAIN)
        self._own = AddedIndex(cache, added, self._encoder, f"{settings.owner}@{settings.database}")

    @property
    def shelf(self) -> Shelf:
        """The built-in passages and their sources."""
        return Shelf.built_in()

    def search(self, query: str, k: int = 5, progress: Progress | None = None) -> list[Passage]:
        """The `k` passages that answer `query` best, each with its score, best first.

        The first search builds the index it needs and reports on it (done, total). What another process added meanwhile
        is found.

        Raises:
            EmptyInput: the query holds no word.
            BadInput: `k` is not between 1 and 100.
            LibraryError: the index can be neither read nor built.
        """
        query = check(query, k)
        vector = self._encoder.encode([query])[0]
        try:
            return search(query, vector, k, self._indexes(progress))
        except LibraryError:  # a cache may be thrown away and built anew; once
            self._built_in.drop()
            self._own.drop()
            return search(query, vector, k, self._indexes(progress))

    def get(self, id: str) -> Passage:  # noqa: A002
        """The passage with this id, built-in or added; needs no index.

        Raises:
            NotFound: there is none.
        """
        if id in self.shelf:
            return self.shelf.get(id)
        passage = self._added.passage(id)
        if passage is None:
            raise NotFound(f"There is no passage {id!r} in the library.")
        return passage

    def search_plain(self, query: str, k: int = 5, progress: Progress | None = None) -> list[Passage]:
        """What Chroma alone finds among the texts of the built-in passages: the baseline that `search` is measured by."""
        query = check(query, k)
        index = self._plain.get(progress)
        nearest = index.nearest(self._encoder.encode([query])[0], k)
        passages = index.words.passages(nearest)
        return [passages[row].model_copy(update={"score": round(nearest[row], 4)}) for row in nearest]

    def sources(self) -> tuple[Source, ...]:
        """The articles, the chapters of the playbook and the list of signs."""
        return self.shelf.sources

    def source_title(self, key: str) -> str:
        """The title of the article, chapter or document that a passage's `source` names.

        Raises:
            NotFound: there is none.
        """
        names = {document.key: document.name for document in self._added.documents()}
        return names[key] if key in names else self.shelf.source(key).title

    def passages(self, source: str) -> tuple[Passage, ...]:
        """All passages of one article, chapter or document, in order.

        Raises:
            NotFound: there is none.
        """
        found = self.shelf.of(source) or tuple(passage for passage, _ in self._added.passages(source))
        if not found:
            raise NotFound(f"There is no article or document {source!r} in the library.")
        return found

    def prepare(self, progress: Progress | None = None) -> None:
        """Build now what a search would have to build.

        Raises:
            LibraryError: it could not be built.
        """
        self._indexes(progress)

    def add(self, paths: Iterable[Path], progress: Progress | None = None) -> AddReport:
        """Add files, and all files in folders; what cannot be read is named in the report and the rest is added.

        A file that is added again replaces its former self. Each file is added whole or not at all.

        Raises:
            StoreError: the database could not be written; files before that are in the library.
        """
        files, failures = listed(paths)
        named = [(str(file), partial(read_file, file, self._now())) for file in files]
        return self._add(named, failures, progress)

    def add_uploads(self, uploads: Iterable[Upload], progress: Progress | None = None) -> AddReport:
        """The same for files that came as bytes; one of the same name replaces the former."""
        named = [(upload.name, partial(read_upload, upload, self._now())) for upload in uploads]
        return self._add(named, [], progress)

    def documents(self) -> tuple[Document, ...]:
        """What was added, by name."""
        return tuple(self._added.documents())

    def remove(self, key: str) -> None:
        """Remove the document with this key, or with this name if only one has it.

        Raises:
            NotFound: there is none.
            BadInput: several have this name.
        """
        named = [document.key for document in self._added.documents() if document.name == key]
        if self._added.remove_document(key):
            self.forget_added()
            return
        if len(named) > 1:
            raise BadInput(f"There are {len(named)} documents named {key!r}.", hint=f"Give a key: {', '.join(named)}.")
        if not named or not self._added.remove_document(named[0]):
            raise NotFound(f"There is no document {key!r} in the library.")
        self.forget_added()

    def forget_added(self) -> None:
        """Throw away what the index keeps of own documents: its folders hold their words."""
        self._own.remove()

    def _indexes(self, progress: Progress | None) -> list[Searched]:
        indexes = [Searched(self._built_in.get(progress), _HANDICAP)]
        own = self._own.get(progress)
        return indexes if own is None else [*indexes, Searched(own)]

    def _add(
        self, files: Sequence[tuple[str, Callable[[], Read]]], failures: list[Failure], progress: Progress | None
    ) -> AddReport:
        report = progress or (lambda done, total: None)
        known = {document.key: document.edition for document in self._added.documents()}
        added: list[Document] = []
        for number, (name, read) in enumerate(files):
            try:
                file = read()
                if known.get(file.document.key) != file.document.edition:
                    self._store(file, partial(_part, report, number, len(files)))
                added.append(file.document)
            except BadInput as error:
                failures.append(failure(name, error))
            report((number + 1) * _STEPS, len(files) * _STEPS)
        return AddReport(added=tuple(added), failures=tuple(failures))

    def _store(self, file: Read, report: Progress) -> None:
        vectors = encode(self._encoder, [searched(passage) for passage in file.passages], report)
        self._added.add_document(file.document, list(zip(file.passages, vectors, strict=True)))


def _part(report: Progress, finished: int, files: int, done: int, total: int) -> None:
    """Report that `finished` of `files` are in the library, and `done` of `total` passages of the next are encoded."""
    report(finished * _STEPS + done * _STEPS // total, files * _STEPS)
