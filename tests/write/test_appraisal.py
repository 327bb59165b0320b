"""The appraisal of a whole message: finite on anything, fair in order, damage named."""

from pathlib import Path

import numpy as np
import pytest

from coach.errors import ContentError
from coach.write.checks import check
from coach.write.checks.appraisal import load_appraisal

KIND_AND_CLEAR = (
    "Dear Ms Adeyemi,\n\nI have decided to end our agreement; my last day is 31 May. I will finish the spring list and hand "
    "over the keys that week. Thank you for three good seasons.\n\nHana"
)
CLEAR_AND_CUTTING = (
    "Ms Adeyemi,\n\nMy last day is 31 May. Anyone with half a brain would have seen it coming, but then you never read "
    "anything. Collect your keys yourself.\n\nHana"
)
KIND_AND_VAGUE = (
    "Dear Ms Adeyemi,\n\nI hope you are well! I was wondering whether we might perhaps think about how things are going, "
    "maybe at some point, if it suits you. Thank you so much for everything.\n\nHana"
)


def test_respect_and_directness_are_seen_apart():
    kind, cutting, vague = (check(text, "exit-email") for text in (KIND_AND_CLEAR, CLEAR_AND_CUTTING, KIND_AND_VAGUE))
    assert kind.respect > cutting.respect + 0.2
    assert vague.respect > cutting.respect + 0.2
    assert kind.direct > vague.direct + 0.2
    assert cutting.direct > vague.direct
    assert kind.sendable > max(cutting.sendable, vague.sendable)


@pytest.mark.parametrize("text", ["Ok.", "🙂", "[date]", "NO!!!" * 50, "so " * 3000])
def test_odd_messages_have_scores(text):
    found = check(text)
    assert all(0 <= score <= 1 for score in (found.sendable, found.respect, found.direct))


def test_a_damaged_appraisal_is_named(tmp_path: Path):
    np.savez(tmp_path / "appraisal.npz", centre=np.zeros(3))
    with pytest.raises(ContentError, match="lack"):
        load_appraisal(tmp_path / "appraisal.npz")


def test_kind_words_around_them_do_not_hide_attacks():
    attacks = "You are an idiot, and you are a fraud.\n\nIf you do not pay by Friday, I will tell everyone what you are like.\n\n"
    vague = KIND_AND_VAGUE.split("\n\n", 1)[1] * 4
    found = check(f"Dear Ms Adeyemi,\n\n{vague}\n\n{attacks}{vague}", "exit-email")
    assert found.respect < 0.5
    assert found.sendable < 0.2
