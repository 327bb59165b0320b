"""Wording: everything the steps can say has words on the page."""

from enum import StrEnum

import pytest

from coach.ui import plan_wording, wording
from coach.ui.journey import Part
from coach.vocabulary.assessment import Action
from coach.vocabulary.draft import DraftTone, Finding
from coach.vocabulary.leaving import Reaction, Went
from coach.vocabulary.plan import Contract, Money, Route, Spread, Term
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
        (plan_wording.PARTS, Part),
        (plan_wording.ROUTES, Route),
        (plan_wording.WENT, Went),
        (plan_wording.REACTIONS, Reaction),
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


def test_every_term_of_a_contract_has_words() -> None:
    assert list(plan_wording.TERMS) == list(Contract.model_fields)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("notice_days", 1, "1 day"),
        ("payment_days", 0, "on receipt"),
        ("non_renewal_notice_days", 30, "at least 30 days before"),
        ("terminate_for_convenience", False, "ruled out"),
        ("notice_business_days", True, "as business days"),
        ("governing_law", "Ontario", "Ontario"),
    ],
)
def test_a_term_is_said_as_a_person_would(name: str, value: bool | int | str, words: str) -> None:
    assert plan_wording.term_value(name, Term(value=value, quote="x", start=0, end=1)) == words


def test_amounts_stand_in_their_currency() -> None:
    said = [plan_wording.amount(*one) for one in ((4000, "$"), (-12.5, "EUR"), (900, "CHF"), (7, None))]
    assert said == ["$4,000", "−€12.50", "CHF\u00a0900", "7"]
    assert plan_wording.money(Money(amount=3, currency="GBP"), None) == "£3"
    assert plan_wording.spread(Spread(low=0, middle=0, high=0), "$") == "$0"


def test_chances_promise_no_more_than_a_guess() -> None:
    assert len({plan_wording.chance(share) for share in (0.9, 0.7, 0.5, 0.2, 0.1)}) == 5
    assert plan_wording.gap(0.0) == "just what you usually charge"
    assert [plan_wording.days_later(days) for days in (1, 13, 21, 90)] == [
        "1 day later",
        "13 days later",
        "3 weeks later",
        "3 months later",
    ]
