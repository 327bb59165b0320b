"""The account reader: every sentence once, whatever the length, and damage named."""

from pathlib import Path

import numpy as np
import pytest

from coach.assess.reader import COLUMNS, FEWEST_WORDS, WHOLE, WINDOW, AccountReader, load_heads, windows
from coach.errors import ContentError
from coach.library.tokens import open_tokenizer
from coach.sentences import sentences
from tests.accounts import PROGRAM_MANAGER


@pytest.fixture(scope="module")
def reader() -> AccountReader:
    return AccountReader.shared(1)


def test_every_sentence_of_three_words_is_scored_once(reader):
    scores = reader.read(PROGRAM_MANAGER)
    long_enough = [
        s for s in sentences(PROGRAM_MANAGER) if len(PROGRAM_MANAGER[s.start : s.end].split()) >= FEWEST_WORDS
    ]
    assert scores.spans == long_enough
    assert scores.sentence.shape == (len(long_enough), len(COLUMNS))
    assert scores.whole.shape == (len(COLUMNS + WHOLE),)
    assert np.isfinite(scores.sentence).all()


def test_a_long_text_is_read_in_windows_of_whole_sentences():
    text = (PROGRAM_MANAGER + "\n\n") * 12
    found = list(windows(text, open_tokenizer()))
    assert len(found) > 1
    assert all(len(window.ids) <= WINDOW for window in found)
    assert [span for window in found for span in window.spans] == sentences(text)


def test_a_sentence_is_read_in_the_light_of_its_neighbours(reader):
    line = "It happened again on Friday."
    calm = reader.read(f"The delivery van was early. {line} Everybody was pleased.")
    loud = reader.read(f"He screamed at my assistant and called her a cow. {line} She cried.")
    assert abs(calm.sentence[1] - loud.sentence[1]).max() > 0.5


@pytest.mark.parametrize("text", ["", "  \n ", "…", "Ok.", "?!", "word " * 900, "🙈" * 50])
def test_odd_texts_are_read_without_an_error(reader, text):
    scores = reader.read(text)
    assert scores.sentence.shape[0] == len(scores.spans)
    assert scores.whole.shape == (len(COLUMNS + WHOLE),)


def test_heads_of_other_signs_are_refused(tmp_path: Path):
    path = tmp_path / "reader-1.npz"
    ones = {name: np.ones((2, 1)) for name in ("sentence", "whole", "query")}
    np.savez(path, columns=np.array(["a"]), whole_columns=np.array(["a"]), **ones)
    with pytest.raises(ContentError, match="other signs"):
        load_heads(1, tmp_path)
    np.savez(path, columns=np.array(["a"]))
    with pytest.raises(ContentError, match="lack"):
        load_heads(1, tmp_path)
