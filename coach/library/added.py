"""Added passages: what the library needs from whoever keeps the user's own documents."""

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from coach.vocabulary.document import Document
from coach.vocabulary.passage import Passage

__all__ = ["AddedPassages", "Document", "Vector"]

Vector = NDArray[np.float32]


class AddedPassages(Protocol):
    """The user's own documents: their passages and vectors, kept safe. Every method sees one owner's rows only.

    The library calls it from several threads. `tests/library/added_contract.py` holds the tests every implementation passes.
    """

    def version(self) -> str:
        """A short text that changes whenever the keys or editions of the documents change, and only then.

        Equal content has an equal version in every process and after a restart (a hash of the sorted `key`s and
        `edition`s, not a counter or a time); it is empty when there is no document. Read at every search: a few ms at most.
        """
        ...

    def documents(self) -> Sequence[Document]:
        """Every document, sorted by name and key."""
        ...

    def passages(self, key: str | None = None) -> Iterable[tuple[Passage, Vector]]:
        """The passages with their vectors, of all documents or of the one with `key`, in order; none for an unknown key.

        One consistent view of the data even while another process adds or removes. `Passage.source` is the document's key.
        """
        ...

    def passage(self, id: str) -> Passage | None:  # noqa: A002
        """The passage with this id."""
        ...

    def add_document(self, document: Document, passages: Sequence[tuple[Passage, Vector]]) -> None:
        """Store a document with its passages, all or nothing, in place of one with the same key."""
        ...

    def remove_document(self, key: str) -> bool:
        """Remove a document and its passages, all or nothing; False when there is none with this key."""
        ...
