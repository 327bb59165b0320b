"""The index of a set of passages: their vectors in Chroma and their words beside them, in one folder of the cache."""

import weakref
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from coach.errors import CoachError, LibraryError
from coach.library.added import Vector
from coach.library.cache import Cache
from coach.library.scratch import Scratch
from coach.library.words import Words, WordsWriter
from coach.vocabulary.passage import Passage

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection as ChromaCollection

FORMAT = "2"  # part of every folder's name: change it with the layout of a folder or the making of its vectors
CHROMA_WRITES = frozenset({"chroma.sqlite3"})
Progress = Callable[[int, int], None]

_CHROMA, _WORDS, _COLLECTION = "chroma", "words.sqlite3", "passages"
_BATCH = 2500  # Chroma takes at most 5,461 records at once; `_batches` gives it fewer than twice this many


class Index:
    """An open index. Thread-safe; closes when nobody holds it any more."""

    def __init__(self, view: Scratch) -> None:
        self._view = view
        with told():
            self._words = Words(view.path / _WORDS)
            self._client = _client(view.path / _CHROMA)
            self._collection = self._client.get_collection(_COLLECTION, embedding_function=None)
        self._end = weakref.finalize(self, _close, self._client, self._words, view)

    @property
    def words(self) -> Words:
        """Which passages hold which words."""
        return self._words

    def nearest(self, vector: Vector, limit: int) -> dict[int, float]:
        """The `limit` rows nearest to `vector`, with their cosine.

        Raises:
            LibraryError: the index cannot be read.
        """
        wanted = min(limit, self._words.count)
        if wanted == 0:
            return {}
        with told():
            found = self._collection.query(query_embeddings=[vector], n_results=wanted, include=["distances"])
        distances = found["distances"] or [[]]
        return {int(row): 1.0 - distance for row, distance in zip(found["ids"][0], distances[0], strict=True)}

    def cosines(self, vector: Vector, rows: Collection[int]) -> dict[int, float]:
        """The cosine of `vector` with each of `rows`.

        Raises:
            LibraryError: the index cannot be read.
        """
        if not rows:
            return {}
        with told():
            found = self._collection.get(ids=[str(row) for row in rows], include=["embeddings"])
        vectors = np.asarray(found["embeddings"], dtype=np.float32)
        return {int(row): float(cosine) for row, cosine in zip(found["ids"], vectors @ vector, strict=True)}

    def close(self) -> None:
        """Let go of the files."""
        self._end()


def open_index(cache: Cache, name: str) -> Index | None:
    """The index in the folder `name` of the cache; None when it is not there or was damaged."""
    view = cache.view(name)
    return None if view is None else Index(view)


def build_index(
    cache: Cache, entries: Iterable[tuple[Passage, Vector]], total: int, progress: Progress | None = None
) -> Scratch:
    """A folder with an index of `entries`, still without a name. Vectors have length one; ids differ.

    Raises:
        LibraryError: it could not be written.
    """
    built = cache.scratch()
    try:
        with told():
            _write(built.path, entries, total, progress)
    except BaseException:
        built.close()
        raise
    return built


def _write(folder: Path, entries: Iterable[tuple[Passage, Vector]], total: int, progress: Progress | None) -> None:
    collection: ChromaCollection | None = None
    with closing(_client(folder / _CHROMA)) as client, closing(WordsWriter(folder / _WORDS)) as words:
        for batch in _batches(entries, _BATCH):
            collection = collection or _new_collection(client, len(batch))
            rows = words.add([passage for passage, _ in batch])
            collection.add(ids=[str(row) for row in rows], embeddings=np.stack([vector for _, vector in batch]))
            if progress is not None:
                progress(min(rows.stop - 1, total), total)
        if collection is None:
            _new_collection(client, 1)


def _new_collection(client: "ClientAPI", first: int) -> "ChromaCollection":
    """A collection that writes its graph to disk after every batch, so that opening it has nothing to make up for."""
    threshold = max(2, min(first, _BATCH))
    return client.create_collection(
        _COLLECTION,
        embedding_function=None,  # only our own vectors, ever
        configuration={"hnsw": {"space": "cosine", "sync_threshold": threshold, "batch_size": min(100, threshold)}},
    )


def _client(folder: Path) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(_env_file=None, anonymized_telemetry=False))


def _close(client: "ClientAPI", words: Words, view: Scratch) -> None:
    words.close()
    client.close()
    view.close()


def _batches(entries: Iterable[tuple[Passage, Vector]], size: int) -> Iterator[list[tuple[Passage, Vector]]]:
    """Lists of `size` up to `2 * size - 1`; a single shorter one when there are fewer entries."""
    rest = iter(entries)
    batch = list(islice(rest, size))
    while batch:
        following = list(islice(rest, size))
        if len(following) < size:
            yield batch + following
            return
        yield batch
        batch = following


@contextmanager
def told() -> Iterator[None]:
    """Whatever goes wrong inside a store of the index is told as a LibraryError."""
    try:
        yield
    except CoachError:
        raise
    except Exception as error:
        raise LibraryError(f"The search index could not be built or read: {error}") from error
