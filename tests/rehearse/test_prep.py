import pytest

from coach.rehearse.personas import load_profile, personas
from coach.rehearse.prep import opening_of, prep_card
from coach.rehearse.wording import coaching
from coach.situation import Fact, FactKind, Situation
from coach.vocabulary.rehearsal import ActId, Goal, ItemId


@pytest.mark.parametrize("goal", Goal)
def test_every_client_has_a_card_with_three_rules_and_two_openings(goal):
    for persona in personas():
        card = prep_card(load_profile(persona.id), goal)
        assert len(set(card.rules)) == 3
        assert card.goals
        assert "{" not in card.weak_opening + card.strong_opening


def test_the_openings_name_what_is_known(situation):
    card = prep_card(load_profile("bargainer"), Goal.EXIT, situation, "30 June")
    assert "the website relaunch" in card.strong_opening
    assert "30 June" in card.strong_opening
    assert "the website relaunch" in card.weak_opening


@pytest.mark.parametrize("goal", Goal)
def test_the_weak_opening_is_heard_as_weak_and_the_strong_one_as_strong(listener, goal):
    card = prep_card(load_profile("bargainer"), goal)
    assert listener.hear(card.weak_opening).has(ActId.HEDGE_DECISION)
    strong = listener.hear(card.strong_opening)
    assert strong.has(ActId.STATE_DECISION, ActId.PROPOSE_RESET)
    assert not strong.has(ActId.HEDGE_DECISION, ActId.BLAME)


@pytest.mark.parametrize("goal", Goal)
def test_every_client_has_a_rule_of_their_own(goal):
    rules = [prep_card(load_profile(persona.id), goal).rules[2] for persona in personas()]
    assert len(set(rules)) == len(rules)


def test_the_last_day_is_the_one_the_situation_names():
    told = Situation(text="-", facts=(Fact(kind=FactKind.END_DATE, value="by 30 June"),))
    assert "30 June" in prep_card(load_profile("bargainer"), Goal.EXIT, told).strong_opening
    assert "14 May" in prep_card(load_profile("bargainer"), Goal.EXIT, told, "14 May").strong_opening


def test_each_goal_to_choose_is_told_by_an_item_of_the_scorecard():
    assert all(ItemId(one["item"]) for one in coaching("prep")["goals"])
    assert len(prep_card(load_profile("bargainer"), Goal.EXIT).goals) >= 5


DRAFT = """Dear Dana,

Thank you for the eight months we have worked together. I have decided to end our work on the relaunch. My last day is 30 June.

I will hand over every file by the 20th.

Best regards
Sam"""


def test_the_opening_is_the_sentence_of_the_draft_that_says_the_decision(listener):
    opening = opening_of(DRAFT, Goal.EXIT, listener)
    assert opening == "I have decided to end our work on the relaunch. My last day is 30 June."
    card = prep_card(load_profile("bargainer"), Goal.EXIT, opening=opening, own_goal="One sorry.")
    assert (card.strong_opening, card.from_draft, card.own_goal) == (opening, True, "One sorry.")


def test_a_draft_that_does_not_say_it_firmly_gives_no_opening(listener):
    assert opening_of("Hi Dana,\n\nI think we might need to stop at some point, maybe.", Goal.EXIT, listener) is None
    assert opening_of("", Goal.EXIT, listener) is None
