"""Trained arrays on disk: every way a file can be broken is one clear error."""

from pathlib import Path

import numpy as np
import pytest

from coach.errors import ContentError
from coach.weights import read_weights


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "some.npz"
    np.savez_compressed(path, bias=np.ones(3), names=np.array(["a", "b"]))
    return path


def test_the_fields_asked_for_are_read(weights: Path) -> None:
    found = read_weights(weights, "bias", "names")
    assert found["bias"].tolist() == [1, 1, 1]
    assert found["names"].tolist() == ["a", "b"]


def test_a_missing_file_and_a_missing_field_are_named(weights: Path) -> None:
    with pytest.raises(ContentError, match=r"other\.npz"):
        read_weights(weights.with_name("other.npz"), "bias")
    with pytest.raises(ContentError, match="slope"):
        read_weights(weights, "bias", "slope")


@pytest.mark.parametrize("keep", [0, 10, 200])
def test_a_file_that_was_cut_short_is_a_content_error(weights: Path, keep: int) -> None:
    weights.write_bytes(weights.read_bytes()[:keep])
    with pytest.raises(ContentError, match="could not be read"):
        read_weights(weights, "bias")


def test_pickled_objects_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.npz"
    np.savez(path, bias=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ContentError, match="could not be read"):
        read_weights(path, "bias")
