"""The smallest keeper of added passages: a dictionary."""

import hashlib
from collections.abc import Iterable, Sequence

from coach.library.added import Vector
from coach.vocabulary.document import Document
from coach.vocabulary.passage import Passage

Pairs = Sequence[tuple[Passage, Vector]]


class MemoryAdded:
    def __init__(self) -> None:
        self._kept: dict[str, tuple[Document, Pairs]] = {}

    def version(self) -> str:
        editions = sorted((document.key, document.edition) for document, _ in self._kept.values())
        return hashlib.sha256(repr(editions).encode()).hexdigest() if editions else ""

    def documents(self) -> Sequence[Document]:
        return sorted((document for document, _ in self._kept.values()), key=lambda one: (one.name, one.key))

    def passages(self, key: str | None = None) -> Iterable[tuple[Passage, Vector]]:
        return [pair for document, pairs in list(self._kept.values()) if key in (None, document.key) for pair in pairs]

    def passage(self, id: str) -> Passage | None:  # noqa: A002
        return next((passage for passage, _ in self.passages() if passage.id == id), None)

    def add_document(self, document: Document, passages: Pairs) -> None:
        self._kept[document.key] = (document, tuple(passages))

    def remove_document(self, key: str) -> bool:
        return self._kept.pop(key, None) is not None
