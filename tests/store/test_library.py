"""The user's own documents: the same on SQLite and on PostgreSQL, in the shape the library asks for."""

import inspect
from datetime import UTC, datetime

import numpy as np
import pytest

from coach.errors import BadInput, StoreError
from coach.library.added import AddedPassages, Vector
from coach.store import Store
from coach.store.library import AddedDocuments
from coach.vocabulary.document import Document
from coach.vocabulary.passage import Passage
from tests.library.added_contract import AddedContract
from tests.store.conftest import Open
from tests.store.payloads import AWKWARD

WHEN = datetime(2026, 11, 21, 10, 0, 0, 123456, tzinfo=UTC)


class TestTheContractOfTheLibrary(AddedContract):
    @pytest.fixture
    def added(self, store: Store) -> AddedPassages:
        return store.library


def document(key: str, passages: int, edition: str = "minilm/1/aa", name: str | None = None) -> Document:
    return Document(key=key, name=name or f"{key}.md", added_at=WHEN, passages=passages, edition=edition)


def pieces(key: str, count: int, said: str = "text") -> list[tuple[Passage, Vector]]:
    random = np.random.default_rng(len(key) + count)
    return [
        (
            Passage(id=f"{key}#{n}", title=f"Part {n}", source=key, text=f"{said} {n}"),
            random.standard_normal(384).astype(np.float32),
        )
        for n in range(count)
    ]


def listed(store: Store, key: str | None = None) -> list[str]:
    return [passage.id for passage, _ in store.library.passages(key)]


def test_it_has_the_shape_the_library_asks_for() -> None:
    for name, asked in inspect.getmembers(AddedPassages, inspect.isfunction):
        if not name.startswith("_"):
            given = inspect.signature(getattr(AddedDocuments, name))
            assert list(given.parameters) == list(inspect.signature(asked).parameters), name


def test_passages_and_vectors_come_back_to_the_last_bit(store: Store, open_store: Open) -> None:
    kept = [*pieces("b", 3, AWKWARD), *pieces("a", 12)]
    store.library.add_document(document("b", 3), kept[:3])
    store.library.add_document(document("a", 12), kept[3:])
    found = {passage.id: (passage, vector) for passage, vector in open_store().library.passages()}
    assert len(found) == 15
    for passage, vector in kept:
        assert found[passage.id][0] == passage
        assert found[passage.id][1].dtype == np.float32
        assert np.array_equal(found[passage.id][1], vector)
    assert listed(store, "a") == [f"a#{n}" for n in range(12)]
    assert listed(store, "none") == []
    assert store.library.passage("b#1") == kept[1][0]
    assert store.library.passage("b#9") is None


def test_documents_are_sorted_by_name_and_key(store: Store) -> None:
    for key, name in (("k2", "b.md"), ("k3", "B.md"), ("k1", "b.md"), ("k0", "é.md")):
        store.library.add_document(document(key, 1, name=name), pieces(key, 1))
    assert [one.key for one in store.library.documents()] == ["k3", "k1", "k2", "k0"]
    assert store.library.documents()[1] == document("k1", 1, name="b.md")


def test_a_document_takes_the_place_of_the_one_with_its_key(store: Store) -> None:
    store.library.add_document(document("a", 3), pieces("a", 3))
    store.library.add_document(document("a", 1, edition="minilm/1/bb"), pieces("a", 1, "newer"))
    assert [one.edition for one in store.library.documents()] == ["minilm/1/bb"]
    assert [passage.text for passage, _ in store.library.passages()] == ["newer 0"]


def test_the_version_follows_the_content_and_nothing_else(store: Store, open_store: Open) -> None:
    library, elsewhere = store.library, open_store().library
    assert library.version() == ""
    library.add_document(document("a", 1), pieces("a", 1))
    one = library.version()
    library.add_document(document("b", 1), pieces("b", 1))
    two = library.version()
    assert len({"", one, two}) == 3
    assert elsewhere.version() == two
    library.remove_document("a")
    library.remove_document("b")
    assert library.version() == ""
    library.add_document(document("b", 1), pieces("b", 1))
    library.add_document(document("a", 1), pieces("a", 1))
    assert library.version() == two
    library.add_document(document("a", 1, edition="minilm/1/bb"), pieces("a", 1))
    assert library.version() not in ("", one, two)


def test_a_removed_document_is_gone_with_its_passages(store: Store) -> None:
    store.library.add_document(document("a", 2), pieces("a", 2))
    store.library.add_document(document("b", 1), pieces("b", 1))
    assert store.library.remove_document("a") is True
    assert store.library.remove_document("a") is False
    assert listed(store) == ["b#0"]


def test_a_document_that_cannot_be_kept_whole_is_not_kept_at_all(store: Store) -> None:
    store.library.add_document(document("a", 1), pieces("a", 1, "old"))
    with pytest.raises(BadInput):
        store.library.add_document(document("a", 2), [*pieces("a", 1, "new"), *pieces("x", 1, "half \ud83d")])
    with pytest.raises(StoreError):
        store.library.add_document(document("a", 2), [*pieces("a", 1, "new"), *pieces("a", 1, "twice")])
    assert [passage.text for passage, _ in store.library.passages()] == ["old 0"]


def test_a_reader_keeps_its_view_while_another_process_adds_and_removes(store: Store, open_store: Open) -> None:
    for key in ("a", "b", "c"):
        store.library.add_document(document(key, 600), pieces(key, 600))
    reading = iter(store.library.passages())
    seen = [next(reading)[0].id]
    writer = open_store().library
    writer.remove_document("c")
    writer.add_document(document("aa", 5), pieces("aa", 5))
    seen += [passage.id for passage, _ in reading]
    assert len(seen) == 1800
    assert sum(one.startswith("c#") for one in seen) == 600
    assert len(listed(store)) == 1205
