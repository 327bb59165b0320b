"""The guided intake: questions that could change something, in their order, and what the answers change."""

import pytest

from coach.assess.cues import Cue
from coach.assess.detector import Reading
from coach.assess.intake import (
    checked,
    known_question,
    most_questions,
    next_questions,
    raised_by,
    settle,
    sign_question,
    told,
)
from coach.assess.verdict import Facts, decide
from coach.content import load_signs, read_yaml
from coach.errors import BadInput
from coach.situation import Relation
from coach.vocabulary.assessment import Action
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.intake import SKIP, Answer, Approach, Effect, Raised, Try
from coach.vocabulary.signs import SignId
from tests.assess.readings import reading

QUOTE = (Evidence(quote="x", start=0, end=1),)
S = SignId


def facts(found: Reading, *answers: Answer, **more) -> Facts:
    settled = settle(found.signs, answers, 5, 6)
    made = Facts(settled.clear, settled.possible, dict.fromkeys(Cue, ()), Relation.CLIENT, 120, **more)
    return told(made, answers, ())


def yes(sign: SignId, choice: str = "yes") -> Answer:
    return Answer(question=f"sign:{sign}", choice=choice)


def test_every_sign_has_its_question_with_the_same_three_answers():
    assert set(read_yaml("intake.yaml")["signs"]) == set(load_signs())
    for sign in SignId:
        question = sign_question(sign)
        assert question.text.endswith("?")
        assert [choice.id for choice in question.choices] == ["yes", "sometimes", "no"]


def test_possible_signs_are_asked_about_first_then_what_the_verdict_hangs_on():
    found = reading(time_drain=0.9, losing_money=0.3, pessimism=0.2)
    asked = [question.id for question in next_questions(found, facts(found), ())]
    assert asked[:3] == ["sign:losing_money", "sign:pessimism", "raised"]


def test_a_yes_promotes_a_no_drops_and_now_and_then_leaves_it_open():
    found = reading(losing_money=0.3, pessimism=0.3, disrespect=0.6)
    answers = (yes(S.LOSING_MONEY), yes(S.PESSIMISM, "no"), yes(S.DISRESPECT, "sometimes"))
    settled = settle(found.signs, answers, 5, 6)
    assert [(one.id, one.confirmed) for one in settled.clear] == [(S.LOSING_MONEY, True)]
    assert [one.id for one in settled.possible] == [S.DISRESPECT]


def test_nothing_is_asked_twice_and_at_most_eight_things_in_all():
    found = reading(**dict.fromkeys(SignId, 0.3))
    answers: tuple[Answer, ...] = ()
    asked: list[str] = []
    while questions := next_questions(found, facts(found, *answers), answers):
        asked.append(questions[0].id)
        answers = (*answers, Answer(question=questions[0].id, choice=SKIP))
    assert len(asked) == len(set(asked)) == most_questions() == 8


def test_a_question_whose_answer_changes_nothing_is_not_asked():
    found = reading(verbal_abuse=0.99)
    asked = {question.id for question in next_questions(found, facts(found, in_danger=True), ())}
    assert not asked & {"raised", "ethics", "habit", "danger"}


def test_a_quiet_account_leaves_nothing_to_ask():
    found = reading()
    assert next_questions(found, facts(found, fine=0.9, raised=Raised.MENDED), ()) == ()


@pytest.mark.parametrize(
    ("choice", "action"),
    [("no", Action.REPAIR), ("failed", Action.EXIT), ("mended", Action.KEEP), ("once", Action.REPAIR)],
)
def test_what_was_raised_changes_the_verdict(choice, action):
    found = reading(time_drain=0.9)
    assert decide(facts(found, Answer(question="raised", choice=choice))).action is action


def test_an_answer_stands_above_the_record_and_the_record_above_the_text():
    entry = Try(what="talked", effect=Effect.SAME, approach=Approach.TALK)
    found = reading(time_drain=0.9)
    base = facts(found, raised=Raised.NO)
    assert told(base, (), (entry,)).raised is Raised.FAILED
    assert told(base, (Answer(question="raised", choice="mended"),), (entry,)).raised is Raised.MENDED


@pytest.mark.parametrize(
    ("effects", "raised"),
    [
        ([], None),
        ([(Approach.PERSPECTIVE, Effect.BETTER)], None),
        ([(Approach.TALK, Effect.OPEN)], Raised.ONCE),
        ([(Approach.TALK, Effect.BETTER), (Approach.TALK, Effect.SAME)], Raised.FAILED),
        ([(Approach.TALK, Effect.SAME), (Approach.AGREEMENT, Effect.BETTER)], Raised.MENDED),
        ([(Approach.TALK, Effect.WORSE), (Approach.CHANNEL, Effect.OPEN)], Raised.FAILED),
    ],
)
def test_the_record_says_whether_it_was_raised_and_what_came_of_it(effects, raised):
    tries = tuple(Try(what="x", approach=approach, effect=effect) for approach, effect in effects)
    assert raised_by(tries) is raised


def test_unknown_questions_and_answers_are_named():
    with pytest.raises(BadInput, match="sign:nothing"):
        known_question("sign:nothing")
    with pytest.raises(BadInput, match="perhaps") as refused:
        checked(Answer(question="raised", choice="perhaps"))
    assert "failed" in refused.value.hint
    assert checked(Answer(question="raised", choice=SKIP)).choice == SKIP


def test_a_record_of_what_failed_never_makes_it_a_client_to_keep():
    found = reading(losing_money=0.3, disrespect=0.2)
    entry = Try(what="asked for one list a week", effect=Effect.SAME, approach=Approach.TALK)
    base = facts(found, fine=0.4)
    assert decide(told(base, (), (entry,))).action is Action.REPAIR
    assert decide(told(base, (Answer(question="raised", choice="failed"),), ())).action is Action.REPAIR


def test_the_record_counts_by_its_dates_not_by_the_order_of_telling():
    later = Try(what="call", effect=Effect.WORSE, approach=Approach.TALK, when="2026-10-01")
    earlier = Try(what="letter", effect=Effect.BETTER, approach=Approach.TALK, when="2026-09-01")
    assert raised_by((later, earlier)) is raised_by((earlier, later)) is Raised.FAILED


def test_that_nobody_is_in_danger_leaves_the_reading_of_the_whole():
    found = reading(losing_money=0.3, disrespect=0.2)
    leaning = dict.fromkeys(Action, 0.1) | {Action.REPAIR: 0.9}
    safe = facts(found, Answer(question="danger", choice="no"), fine=0.4, leanings=leaning)
    assert decide(safe).action is Action.REPAIR


def test_a_vendor_is_asked_in_words_that_fit_one():
    assert sign_question(S.LOSING_MONEY, Relation.VENDOR).text != sign_question(S.LOSING_MONEY).text
    assert sign_question(S.DISRESPECT, Relation.VENDOR).text == sign_question(S.DISRESPECT).text
    assert set(read_yaml("intake.yaml")["vendor_signs"]) <= set(SignId)


def test_a_request_to_do_wrong_is_asked_about_though_the_sign_is_only_possible():
    found = reading(culture_clash=0.3)
    base = facts(found, fine=0.4)
    hinted = base._replace(cues=base.cues | {Cue.ETHICS: QUOTE})
    assert "ethics" in {question.id for question in next_questions(found, hinted, ())}
