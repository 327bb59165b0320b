"""The user's own documents with their passages and vectors, in the shape `coach.library.added.AddedPassages` asks for."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from coach.store.owned import OwnedRows
from coach.store.payload import plain_text
from coach.store.tables import DocumentRow, PassageRow
from coach.vocabulary.document import Document
from coach.vocabulary.passage import Passage

Vector = NDArray[np.float32]

_STORED = np.dtype("<f4")  # float32, little-endian, whatever the machine
_AT_ONCE = 500


class AddedDocuments(OwnedRows):
    """The owner's added documents; safe to use from several threads and processes."""

    def version(self) -> str:
        """A hash of the sorted keys and editions; empty when there is no document."""
        with self._database.reading() as session:
            rows = session.execute(select(DocumentRow.id, DocumentRow.edition).where(DocumentRow.owner == self._owner))
            editions = sorted((row.id, row.edition) for row in rows)
        return hashlib.sha256(repr(editions).encode()).hexdigest()[:32] if editions else ""

    def documents(self) -> tuple[Document, ...]:
        """Every document, sorted by name and key."""
        with self._database.reading() as session:
            documents = [_document(row) for row in session.scalars(self._mine(DocumentRow))]
        return tuple(sorted(documents, key=lambda document: (document.name, document.key)))

    def passages(self, key: str | None = None) -> Iterator[tuple[Passage, Vector]]:
        """The passages with their vectors, of all documents or of the one with `key`, as they stood at the first one."""
        chosen = self._mine(PassageRow).order_by(PassageRow.document_id, PassageRow.position)
        if key is not None:
            chosen = chosen.where(PassageRow.document_id == key)
        with self._database.reading() as session:
            columns = chosen.with_only_columns(
                PassageRow.id, PassageRow.title, PassageRow.document_id, PassageRow.text, PassageRow.vector
            )
            for passage_id, title, source, text, vector in session.execute(
                columns.execution_options(yield_per=_AT_ONCE)
            ):
                yield Passage(id=passage_id, title=title, source=source, text=text), _vector(vector)

    def passage(self, id: str) -> Passage | None:  # noqa: A002 - the protocol's name
        """The passage with this id."""
        with self._database.reading() as session:
            row = session.scalar(self._mine(PassageRow).where(PassageRow.id == id))
            if row is None:
                return None
            return Passage(id=row.id, title=row.title, source=row.document_id, text=row.text)

    def add_document(self, document: Document, passages: Sequence[tuple[Passage, Vector]]) -> None:
        """Keep a document with its passages, all or nothing, in place of one with the same key.

        Raises:
            BadInput: a text in it cannot be stored.
        """
        document_row = DocumentRow(
            owner=self._owner,
            id=plain_text(document.key),
            name=plain_text(document.name),
            added_at=document.added_at,
            passages=document.passages,
            edition=plain_text(document.edition),
        )
        rows = list(self._passage_rows(document.key, passages))
        with self._writing() as session:
            replaced = self._remove(session, document.key)
            session.add(document_row)
            session.flush()
            if rows:
                session.execute(insert(PassageRow), rows)
        if replaced:
            self._database.forget()

    def remove_document(self, key: str) -> bool:
        """Remove a document and its passages for good; False when there is none with this key."""
        with self._writing() as session:
            removed = self._remove(session, key)
        if removed:
            self._database.forget()
        return removed

    def _passage_rows(
        self, key: str, passages: Iterable[tuple[Passage, Vector]]
    ) -> Iterator[dict[str, str | int | bytes]]:
        for position, (passage, vector) in enumerate(passages):
            yield {
                "owner": self._owner,
                "id": plain_text(passage.id),
                "document_id": key,
                "position": position,
                "title": plain_text(passage.title),
                "text": plain_text(passage.text),
                "vector": np.asarray(vector, dtype=_STORED).tobytes(),
            }

    def _remove(self, session: Session, key: str) -> bool:
        mine = DocumentRow.owner == self._owner, DocumentRow.id == key
        found = session.scalar(select(DocumentRow.seq).where(*mine)) is not None
        session.execute(delete(DocumentRow).where(*mine))
        return found


def _document(row: DocumentRow) -> Document:
    return Document(key=row.id, name=row.name, added_at=row.added_at, passages=row.passages, edition=row.edition)


def _vector(stored: bytes) -> Vector:
    return np.frombuffer(stored, dtype=_STORED).astype(np.float32)
