"""What every keeper of added passages must do: subclass it and provide the fixture `added`."""

from datetime import UTC, datetime

import numpy as np

from coach.library.added import AddedPassages, Vector
from coach.vocabulary.document import Document
from coach.vocabulary.passage import Passage


def made(
    key: str, count: int, edition: str = "e/1/a", name: str | None = None
) -> tuple[Document, list[tuple[Passage, Vector]]]:
    random = np.random.default_rng(len(key) + count)
    when = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    document = Document(key=key, name=name or f"{key}.md", added_at=when, passages=count, edition=edition)
    passages = [
        Passage(id=f"{key}#{n}", title=f"Title {n}", source=key, text=f"Text {n} ‘é’") for n in range(1, count + 1)
    ]
    return document, [(one, random.standard_normal(384).astype(np.float32)) for one in passages]


class AddedContract:
    def test_nothing_added_has_an_empty_version(self, added: AddedPassages) -> None:
        assert added.version() == ""
        assert list(added.documents()) == []
        assert list(added.passages()) == []
        assert added.passage("a#1") is None
        assert added.remove_document("a") is False

    def test_what_is_added_comes_back_exactly(self, added: AddedPassages) -> None:
        document, pairs = made("a", 3)
        added.add_document(document, pairs)
        assert list(added.documents()) == [document]
        for (passage, vector), (kept, kept_vector) in zip(pairs, added.passages("a"), strict=True):
            assert kept == passage
            assert kept_vector.dtype == np.float32
            assert np.array_equal(kept_vector, vector)
        assert added.passage("a#2") == pairs[1][0]
        assert list(added.passages("b")) == []

    def test_a_document_of_the_same_key_is_replaced_whole(self, added: AddedPassages) -> None:
        added.add_document(*made("a", 5))
        document, pairs = made("a", 2, edition="e/1/b")
        added.add_document(document, pairs)
        assert list(added.documents()) == [document]
        assert [passage.id for passage, _ in added.passages()] == ["a#1", "a#2"]
        assert added.passage("a#5") is None

    def test_the_version_follows_the_content_and_nothing_else(self, added: AddedPassages) -> None:
        versions = [added.version()]
        added.add_document(*made("a", 2))
        versions.append(added.version())
        added.add_document(*made("b", 2))
        versions.append(added.version())
        added.add_document(*made("b", 2, edition="e/1/b"))
        versions.append(added.version())
        assert len(set(versions)) == 4
        assert added.remove_document("b") is True
        assert added.version() == versions[1]
        assert added.remove_document("a") is True
        assert added.version() == ""

    def test_documents_are_sorted_by_name(self, added: AddedPassages) -> None:
        for key, name in (("x", "b.md"), ("y", "a.md"), ("z", "a.md")):
            added.add_document(*made(key, 1, name=name))
        assert [document.key for document in added.documents()] == ["y", "z", "x"]
