"""The indexes in force: the built-in one and the one of what the user added, opened or built when they are needed."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence

from coach.errors import LibraryError
from coach.library.added import AddedPassages, Vector
from coach.library.cache import Cache
from coach.library.embedding import NAME, Encoder
from coach.library.index import FORMAT, Index, Progress, build_index, open_index
from coach.library.passages import Entry, Shelf, searched
from coach.library.scratch import Scratch
from coach.library.vectors import Kind, encode, entry_vectors
from coach.vocabulary.passage import Passage

_ATTEMPTS = 3


class BuiltInIndex:
    """The index of the shelf: built once for each content and encoder."""

    def __init__(self, cache: Cache, shelf: Callable[[], Shelf], encoder: Encoder, kind: Kind = Kind.ASKED) -> None:
        self._kind = kind
        self._cache = cache
        self._shelf = shelf
        self._encoder = encoder
        self._lock = threading.Lock()
        self._index: Index | None = None

    def get(self, progress: Progress | None = None) -> Index:
        """The index, built now if it has to be.

        Raises:
            LibraryError: it can be neither read nor built.
        """
        with self._lock:
            if self._index is None:
                self._index = self._obtain(progress)
            return self._index

    def drop(self) -> None:
        """Forget the open index, so that the next `get` checks its folder and opens it again."""
        with self._lock:
            self._index = None

    def _obtain(self, progress: Progress | None) -> Index:
        entries = self._shelf().entries
        name = _name(self._kind, *(entry.model_dump_json() for entry in entries))
        for _ in range(_ATTEMPTS):
            index = open_index(self._cache, name)
            if index is not None:
                return index
            built = build_index(self._cache, self._encoded(entries, progress), len(entries))
            self._cache.publish(built, name)
            self._cache.keep_only(name, f"{self._kind}-")
        raise LibraryError("The search index is damaged again as soon as it is built.")

    def _encoded(self, entries: Sequence[Entry], progress: Progress | None) -> Iterator[tuple[Passage, Vector]]:
        vectors = entry_vectors(self._kind, entries, self._encoder, progress)
        yield from ((entry.passage, vector) for entry, vector in zip(entries, vectors, strict=True))


class AddedIndex:
    """The index of what one owner added. Follows the newest version, whichever process wrote it."""

    def __init__(self, cache: Cache, added: AddedPassages, encoder: Encoder, scope: str) -> None:
        self._cache = cache
        self._added = added
        self._encoder = encoder
        self._family = f"added-{hashlib.sha256(scope.encode()).hexdigest()[:8]}"
        self._lock = threading.Lock()
        self._open: tuple[str, Index] | None = None

    def get(self, progress: Progress | None = None) -> Index | None:
        """The index of the newest version, built now if it has to be; None when nothing has been added.

        Raises:
            LibraryError: it can be neither read nor built.
        """
        with self._lock:
            version = self._added.version()
            if not version:
                self._open = None
                return None
            if self._open is None or self._open[0] != version:
                self._open = self._obtain(progress)
            return self._open[1] if self._open is not None else None

    def drop(self) -> None:
        """Forget the open index, so that the next `get` checks its folder and opens it again."""
        with self._lock:
            self._open = None

    def remove(self) -> None:
        """Remove what is kept of the index, on disk too; while a document is left, the next `get` builds it anew."""
        with self._lock:
            self._open = None
            self._cache.remove(f"{self._family}-")

    def _obtain(self, progress: Progress | None) -> tuple[str, Index] | None:
        built: Scratch | None = None
        for _ in range(_ATTEMPTS):
            self._encode_again()
            version = self._added.version()
            if not version:
                return None
            name = _name(self._family, version)
            index = open_index(self._cache, name)
            if index is not None:
                return version, index
            built = self._build(progress)
            if self._added.version() == version:
                self._cache.publish(built, name)
                self._cache.keep_only(name, f"{self._family}-")
        if built is None or not built.path.exists():
            raise LibraryError("The search index is damaged again as soon as it is built.")
        return "", Index(built)  # somebody is adding all the time: good for this once, never published

    def _build(self, progress: Progress | None) -> Scratch:
        total = sum(document.passages for document in self._added.documents())
        return build_index(self._cache, self._added.passages(), total, progress)

    def _encode_again(self) -> None:
        """Give the documents of an older encoder the vectors of this one."""
        for document in self._added.documents():
            encoder, _, rest = document.edition.partition("/")
            if encoder != NAME:
                passages = [passage for passage, _ in self._added.passages(document.key)]
                vectors = encode(self._encoder, [searched(passage) for passage in passages])
                current = document.model_copy(update={"edition": f"{NAME}/{rest}"})
                self._added.add_document(current, list(zip(passages, vectors, strict=True)))


def _name(family: str, *parts: str) -> str:
    """The name of a folder: equal for equal content, layout and encoder."""
    digest = hashlib.sha256("\x00".join((FORMAT, NAME, *parts)).encode())
    return f"{family}-{digest.hexdigest()[:16]}"
