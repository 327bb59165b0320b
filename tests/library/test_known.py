"""Known vectors save time and change nothing."""

from pathlib import Path

import numpy as np
import pytest

from coach.errors import ContentError
from coach.library import known
from coach.library.embedding import Encoder
from coach.library.passages import Shelf
from coach.library.vectors import Kind, entry_vectors, texts_of


def test_a_known_vector_is_the_one_the_encoder_makes() -> None:
    texts = texts_of(Shelf.built_in().entries)[::40]
    rows, missing = known.look_up(texts)
    fresh = Encoder.shared().encode(texts)
    kept = [number for number in range(len(texts)) if number not in missing]
    assert np.linalg.norm(rows[kept], axis=1) == pytest.approx(1, abs=1e-5)
    assert (rows[kept] * fresh[kept]).sum(axis=1) == pytest.approx(1, abs=2e-4)


def test_most_built_in_texts_are_known() -> None:
    texts = texts_of(Shelf.built_in().entries)
    _, missing = known.look_up(texts)
    assert len(missing) < len(texts) / 5, "knowledge/ has changed a lot: run python -m coach.library.known"


def test_a_text_that_is_not_known_is_encoded() -> None:
    entry = Shelf.built_in().entries[0]
    changed = entry.model_copy(update={"asked": (*entry.asked, "a question nobody has written down before")})
    vectors = entry_vectors(Kind.ASKED, [entry, changed], Encoder.shared(), None)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert 0.9 < float(vectors[0] @ vectors[1]) < 0.9999


def test_a_damaged_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "known.npz").write_bytes(b"not vectors")
    monkeypatch.setattr(known, "FILE", tmp_path / "known.npz")
    with pytest.raises(ContentError, match=r"known\.npz"):
        known.known_vectors.__wrapped__()
    monkeypatch.setattr(known, "FILE", tmp_path / "gone.npz")
    assert known.known_vectors.__wrapped__() == {}
