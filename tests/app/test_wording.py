"""Wording: everything the steps can say has words on the page."""

from enum import StrEnum

import pytest

from coach.ui import wording
from coach.vocabulary.assessment import Action
from coach.vocabulary.draft import DraftTone, Finding
from coach.vocabulary.rehearsal import Answer, Channel, Ending, Goal


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (wording.VERDICTS, Action),
        (wording.ENDINGS, Ending),
        (wording.GOALS, Goal),
        (wording.CHANNELS, Channel),
        (wording.ANSWERS, Answer),
        (wording.TONES, DraftTone),
    ],
)
def test_every_value_has_words(words: dict[StrEnum, object], kind: type[StrEnum]) -> None:
    assert set(words) == set(kind)


def test_confidence_is_said_in_ever_weaker_words() -> None:
    said = [wording.confidence(value) for value in (0.9, 0.7, 0.5, 0.2)]
    assert len(set(said)) == 4


def test_counts_agree_with_their_nouns() -> None:
    assert [wording.counted(n, "sign") for n in (0, 1, 1200)] == ["0 signs", "1 sign", "1,200 signs"]


@pytest.mark.parametrize(
    ("severities", "opening"), [([], "It may go out"), ([1, 2], "Nearly. 2 places"), ([3, 1], "Not yet: 1 thing")]
)
def test_whether_a_message_may_go_out_follows_from_its_findings(severities: list[int], opening: str) -> None:
    findings = tuple(Finding(rule="r", quote="", start=0, end=0, message="m", severity=s) for s in severities)
    assert wording.sendable(findings).startswith(opening)


def test_open_blanks_keep_a_message_back() -> None:
    assert "Fill in what is missing" in wording.sendable((), blanks=1)
