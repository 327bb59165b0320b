import pytest

from coach.rehearse.personas import load_profile, personas
from coach.rehearse.prep import prep_card
from coach.vocabulary.rehearsal import ActId, Goal


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
