import random

import pytest

from coach.rehearse.director import open_talk
from coach.rehearse.feedback import Moment, feedback_on
from coach.rehearse.personas import load_profile
from coach.rehearse.reading import read
from coach.rehearse.rewrite import dehedged, factual, is_sentence
from coach.vocabulary.rehearsal import ActId, AgendaItem, Goal

SLOTS = {
    "what": "our work on the relaunch",
    "project": "the relaunch",
    "date": "30 June",
    "last_day": "my last day is 30 June",
    "from_date": "from 30 June",
}


@pytest.fixture
def feedback(listener):
    def give(text, client="Why?", goal=Goal.EXIT, asked=None, decided=True, turns_heard=1, slots=SLOTS):
        heard = listener.hear(text, client, decision_said=decided)
        before = open_talk(load_profile("bargainer"), 2)
        before = before.model_copy(update={"knows_decision": decided, "turns_heard": turns_heard})
        moment = Moment(text, read(text, heard, client, asked), before, goal, asked, slots)
        return feedback_on(moment, lambda words: listener.hear(words, client), random.Random(1))

    return give


@pytest.mark.parametrize(
    "text",
    [
        "I've decided to end our contract; my last day is 30 June.",
        "My decision stands, and I'll hand over all the files by Friday.",
        "Thank you for the offer. It doesn't change my decision.",
        "You counted on me for the opening, and I can see this frightens you. The date stays.",
        "I won't discuss that. The 30th is my last day.",
    ],
)
def test_a_good_turn_is_left_alone_and_its_strength_is_named(feedback, text):
    given = feedback(text)
    assert given.good
    assert given.strength
    assert (given.goal, given.quote, given.better) == (None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "I think we might need to end the contract on 30 June.",
        "Maybe I could perhaps stop working on it, at least for now?",
        "I'm thinking of leaving the project after the launch, probably.",
    ],
)
def test_a_hedge_is_reworded_so_that_nothing_soft_is_left(feedback, listener, text):
    given = feedback(text)
    assert not given.good
    assert given.quote in text
    heard = listener.hear(given.better, "Why?")
    assert not heard.has(ActId.HEDGE_DECISION)
    assert heard.has(ActId.STATE_DECISION, ActId.REPEAT_DECISION)


def test_the_date_of_the_hedged_sentence_is_kept(feedback):
    assert "30 June" in feedback("I think we might need to end the contract by 30 June.").better


@pytest.mark.parametrize(
    ("quote", "kept"),
    [
        ("You never pay your invoices on time.", "Invoices"),
        ("You keep calling me at midnight, always.", "outside working hours"),
        ("You sent eleven versions and ignored the brief.", "eleven versions"),
        ("You yelled at my team again.", "raised"),
    ],
)
def test_blame_becomes_the_fact_behind_it(listener, quote, kept):
    better = factual(quote, Goal.EXIT)
    assert kept in better
    assert not listener.hear(better, "Why?").has(ActId.BLAME, ActId.INSULT)


def test_a_figure_that_belongs_to_something_else_is_not_moved():
    assert "eleven" not in factual("You sent eleven versions at midnight.", Goal.EXIT) or "versions" in factual(
        "You sent eleven versions at midnight.", Goal.EXIT
    ).split("outside")[0].replace("outside", "")


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("I'm so sorry, I feel terrible, I'm really, really sorry about all of this.", ActId.OVER_APOLOGISE),
        ("Okay, fine, I'll stay. Forget I said anything.", ActId.GIVE_IN),
        ("You never listen and you always ruin everything.", ActId.BLAME),
        ("You pathetic, greedy liar.", ActId.INSULT),
    ],
)
@pytest.mark.parametrize("goal", Goal)
def test_what_is_offered_instead_does_not_have_the_fault_any_more(feedback, listener, text, act, goal):
    given = feedback(text, goal=goal)
    assert not given.good
    assert given.point
    assert given.goal
    assert given.better
    assert not listener.hear(given.better, "Why?", decision_said=True).has(act)


def test_a_dodged_question_gets_a_straight_answer(feedback):
    given = feedback(
        "Oh, you know, it's complicated. Anyway, how was Lisbon?", "And my refund?", asked=AgendaItem.MONEY
    )
    assert not given.good
    assert "pay" in given.better


def test_a_long_run_up_without_the_decision_is_pointed_out(feedback):
    given = feedback("How was your holiday? Did the kids like it?", decided=False, turns_heard=1)
    assert not given.good
    assert "decided" in given.better


def test_what_is_not_known_is_not_made_up(feedback):
    given = feedback("Maybe, perhaps, who knows.", slots={"what": "our work together"})
    assert given.better
    assert "{" not in given.better
    assert "30 June" not in given.better


@pytest.mark.parametrize(
    ("hedged", "plain"),
    [
        ("I think we might need to end the project by 30 June", "We will end the project by 30 June."),
        ("I kind of need to stop doing the bookkeeping, if that's okay?", "I need to stop doing the bookkeeping."),
        ("I don't think I can keep doing this", "I can't keep doing this."),
        ("it might be best to end our contract in June", "I have decided to end our contract in June."),
    ],
)
def test_hedges_are_taken_out_of_the_users_own_sentence(hedged, plain):
    assert dehedged(hedged) == plain
    assert is_sentence(plain)


@pytest.mark.parametrize(
    "broken",
    ["I guess it might be better if somebody else did this, at least for now.", "maybe, I don't know", "perhaps?"],
)
def test_what_is_no_sentence_any_more_is_not_offered(broken):
    assert not is_sentence(dehedged(broken))
