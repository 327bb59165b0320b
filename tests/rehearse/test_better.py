"""A better wording passes when it is put back, holds nothing the user has not said, or is not offered."""

import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.rehearse.better import put_back, touches
from coach.rehearse.director import open_talk
from coach.rehearse.feedback import feedback_on, issue_of
from coach.rehearse.moment import Moment
from coach.rehearse.personas import load_profile
from coach.rehearse.reading import read
from coach.rehearse.wording import coaching
from coach.vocabulary.rehearsal import ActId, AgendaItem, Goal
from coach.write.checks import check

SLOTS = {"what": "our work together"}
LINE = "Wait, what? And who is going to pay for that?"
OPENINGS = ("Hi Helen, ", "", "Thank you for the coffee. ")
FAULTS = (
    "Maybe we should stop at some point.",
    "I think we might need to end the contract on 30 June, if that's okay?",
    "I'm so sorry, I feel terrible, I'm really, really sorry.",
    "You never answer and you always call at midnight.",
    "You sent eleven versions and you ignored the brief.",
    "Okay, okay, I'll stay then. Forget I said anything.",
    "You people are pathetic.",
    "Oh, you know, it's complicated, anyway, lots of things.",
    "If you paid me double I could stay until August.",
    "I understand.",
    "You should learn how to treat people.",
)
ENDINGS = ("", " The spring report is on your desk.", " My last day is 30 June.", " Maybe, I don't know.")


def faults(text):
    return [one.quote for one in check(text, closely=False).findings if one.quote and one.rule != "blank_left_open"]


@pytest.fixture(scope="module")
def given_feedback(listener):
    def give(text, goal=Goal.EXIT, asked=None, decided=True, earlier=(), slots=SLOTS):
        def hear(words):
            return listener.hear(words, LINE, decision_said=decided)

        before = open_talk(load_profile("bargainer"), 2).model_copy(update={"knows_decision": decided})
        moment = Moment(text, read(text, hear(text), LINE, asked, earlier), before, goal, asked, slots, LINE)
        return moment, feedback_on(moment, hear, random.Random(1), faults), hear

    return give


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(lambda a, b, c: a + b + c, st.sampled_from(OPENINGS), st.sampled_from(FAULTS), st.sampled_from(ENDINGS)),
    st.sampled_from(Goal),
    st.sampled_from([None, AgendaItem.MONEY, AgendaItem.WHY]),
    st.booleans(),
)
def test_what_is_offered_passes_when_it_is_put_back(given_feedback, text, goal, asked, decided):
    moment, feedback, hear = given_feedback(text, goal, asked, decided)
    if feedback.better is None:
        return
    assert feedback.quote in text
    turn = put_back(text, feedback.quote, feedback.better)
    issue, _ = issue_of(moment)
    again = read(turn, hear(turn), LINE, asked)
    left, quote = issue_of(Moment(turn, again, moment.before, goal, asked, SLOTS, LINE))
    assert left != issue
    assert left is None or not touches(quote or turn, feedback.better)
    assert not any(touches(fault, feedback.better) for fault in faults(turn))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(lambda a, b, c: a + b + c, st.sampled_from(OPENINGS), st.sampled_from(FAULTS), st.sampled_from(ENDINGS)),
    st.sampled_from(Goal),
    st.sampled_from([None, *AgendaItem]),
)
def test_no_figure_date_or_name_is_made_up(given_feedback, text, goal, asked):
    _, feedback, _ = given_feedback(text, goal, asked)
    better = feedback.better or ""
    assert "{" not in better
    known = text + " I I'm I've I'll I'd"
    for token in re.findall(r"\d[\d.,]*|(?<=[a-z,] )[A-Z]\w+", better):
        assert token in known
    for number in re.findall(r"\b(?:two|three|four|five|eleven|twenty|double)\b", better):
        assert number in text


def templates():
    rules = coaching("rewrites")
    for key in ("hold", "keep", "sorry", "person", "insult", "threaten", "lecture", "over_explain", "no_decision"):
        for wordings in rules[key].values():
            yield from wordings
    for answers in rules["answers"].values():
        for wordings in answers.values():
            yield from wordings
    for wordings in rules["add"].values():
        yield from wordings


@pytest.mark.parametrize("wording", sorted(set(templates())))
def test_a_ready_wording_asserts_no_reason_sum_or_person_of_its_own(wording):
    outside = re.sub(r"\[[^\]]*\]|\{\w+\}", "", wording)
    assert not re.search(r"\d|\b(?:hours|double|overdue|unpaid|two names|three|in proportion|grown)\b", outside)


def test_an_unanswered_why_is_answered_by_a_blank_and_not_by_a_made_up_reason(given_feedback):
    _, feedback, _ = given_feedback("And the print files, where do they go?", asked=AgendaItem.WHY)
    assert "[your one reason]" in feedback.better
    assert "hours" not in feedback.better


def test_the_greeting_and_the_date_of_ones_own_sentence_are_kept(given_feedback):
    text = "Hi Helen, I think we might need to end the contract on 30 June."
    _, feedback, _ = given_feedback(text, decided=False)
    assert feedback.better.startswith("Hi Helen, ")
    _, feedback, _ = given_feedback("I think we might need to end the contract on 30 June.", decided=False)
    assert "end the contract on 30 June" in feedback.better


def test_the_same_words_for_the_third_time_are_pointed_out_with_what_is_still_missing(given_feedback):
    said = "The decision stands."
    assert given_feedback(said, earlier=[said])[1].good
    feedback = given_feedback(said, earlier=[said, said])[1]
    assert not feedback.good
    assert feedback.better == "The decision stands. The reason is [your one reason]."


def test_one_word_to_a_question_is_pointed_out(given_feedback):
    feedback = given_feedback("No.", asked=AgendaItem.WHO_TAKES_OVER)[1]
    assert not feedback.good
    assert "does not answer" in feedback.point


def test_a_wording_that_never_passes_is_not_offered(listener):
    def hear(words):
        return listener.hear(words, LINE, decision_said=True)

    text = "Maybe we should stop at some point."
    before = open_talk(load_profile("bargainer"), 2)
    moment = Moment(text, read(text, hear(text), LINE), before, Goal.EXIT, None, SLOTS, LINE)
    feedback = feedback_on(moment, hear, random.Random(1), lambda turn: [turn])
    assert moment.heard.has(ActId.HEDGE_DECISION)
    assert (feedback.good, feedback.better) == (False, None)
    assert feedback.quote in text
