"""The word table and the readers' layers: one table for all, and damage named."""

from pathlib import Path

import numpy as np
import pytest

from coach.errors import ContentError
from coach.library.tokens import DIMENSIONS, TokenReader, WordTable, open_model


def test_a_word_has_the_same_vector_wherever_it_stands():
    table = WordTable.shared()
    rows = table.rows(np.array([[101, 7592, 102], [7592, 7592, 0]]))
    assert rows.shape == (2, 3, DIMENSIONS)
    assert (rows[0, 1] == rows[1, 0]).all()
    assert np.isfinite(rows).all()


def test_a_missing_word_table_is_named(tmp_path: Path):
    with pytest.raises(ContentError, match=r"words\.npz"):
        WordTable(tmp_path / "words.npz")


def test_a_missing_or_damaged_model_is_named_when_it_is_first_used(tmp_path: Path):
    reader = TokenReader(tmp_path / "reader.onnx", 1)
    with pytest.raises(ContentError, match=r"reader\.onnx"):
        reader.hidden([7592])
    (tmp_path / "reader.onnx").write_bytes(b"no model")
    with pytest.raises(ContentError, match=r"reader\.onnx"):
        open_model(tmp_path / "reader.onnx", 1)
