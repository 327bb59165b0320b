"""Line vectors: shipped for every line, so that the first reply encodes nothing but what the user said."""

import random

import numpy as np
import pytest

from coach.errors import ContentError
from coach.library.embedding import Encoder
from coach.rehearse import line_vectors
from coach.rehearse.actor import Cue, Scene, ScriptedActor
from coach.rehearse.line_vectors import neutral, vector_of, written_lines
from coach.rehearse.personas import load_profile
from coach.rehearse.relevance import Relevance
from coach.vocabulary.rehearsal import ClientState, Goal, Move


class Counting:
    """An encoder that keeps what it was asked to encode."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts):
        self.asked += texts
        return np.ones((len(texts), 384), dtype=np.float32) / np.sqrt(384)


def test_every_written_line_has_its_vector():
    missing = [text for text in written_lines() if vector_of(text) is None]
    assert not missing, f"{len(missing)} lines have changed: run python -m coach.rehearse.line_vectors ({missing[:3]})"


def test_a_stored_vector_points_where_the_encoder_points():
    texts = list(written_lines())[::900]
    rows = Encoder.shared(2).encode([neutral(text) for text in texts])
    for text, row in zip(texts, rows, strict=True):
        stored = vector_of(text)
        assert stored is not None
        assert float(stored @ row) > 0.99, text


def test_a_line_is_encoded_without_its_slots():
    assert neutral("Is {project} done, {you}?") == "Is the project done, ?"


def test_a_reply_encodes_only_what_was_heard():
    encoder = Counting()
    actor = ScriptedActor(Relevance(encoder))
    scene = Scene(profile=load_profile("attacker"), goal=Goal.EXIT)
    state = ClientState(trust=40, heat=40, resolve=60)
    for number, move in enumerate((Move.DENY, Move.MINIMISE, Move.BARGAIN, Move.ANSWER)):
        actor.speak(Cue(scene=scene, state=state, move=move, heard="It is over."), random.Random(number))
    assert encoder.asked == ["It is over."] * 4


def test_a_new_line_is_encoded_when_it_is_needed():
    encoder = Counting()
    Relevance(encoder).of(["A line nobody has written yet."], "It is over.")
    assert encoder.asked == ["A line nobody has written yet.", "It is over."]


def test_without_the_file_nothing_is_known_and_a_damaged_one_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(line_vectors, "FILE", tmp_path / "lines.npz")
    line_vectors._stored.cache_clear()
    assert vector_of("Anything at all.") is None
    (tmp_path / "lines.npz").write_bytes(b"not vectors")
    line_vectors._stored.cache_clear()
    with pytest.raises(ContentError, match=r"lines\.npz"):
        vector_of("Anything at all.")
    line_vectors._stored.cache_clear()
