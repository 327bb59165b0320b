"""What each client must have before they give way, the same words again, and a goodbye without a yes."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.rehearse.difficulty import LEVELS, level
from coach.rehearse.director import direct, open_talk
from coach.rehearse.mind import hear
from coach.rehearse.needs import Need, missing, untried
from coach.rehearse.personas import Profile, load_profile, personas
from coach.rehearse.reading import read, same
from coach.vocabulary.rehearsal import Act, ActId, AgendaItem, ClientState, Ending, Goal, Heard, Move, Tone
from tests.rehearse.test_director import IDS, SKILLED, reading, talk

ACCEPTS = {Move.ACCEPT, Move.AGREE_RESET}
FIRM_ONLY = ClientState(
    trust=90, heat=5, resolve=0, knows_decision=True, knows_date=True, knows_terms=True, times_decision_held=9
)


@pytest.mark.parametrize("goal", Goal)
@pytest.mark.parametrize("persona", IDS)
def test_who_is_firm_and_nothing_else_leaves_two_needs_unmet(persona, goal):
    profile = load_profile(persona)
    state = FIRM_ONLY.model_copy(update={"open_agenda": profile.agenda})
    assert len(missing(profile.needs_for(goal), state)) > max(rules.needs_left for rules in LEVELS.values())


def test_a_need_that_could_never_be_met_is_refused():
    raw = load_profile("stonewaller").model_dump()
    raw["needs"] = {"exit": {"answers": ["was_it_me"]}}
    with pytest.raises(ValueError, match="was_it_me"):
        Profile.model_validate(raw)


def test_everything_given_nothing_is_missing():
    for persona in personas():
        profile = load_profile(persona.id)
        full = FIRM_ONLY.model_copy(
            update={
                "knows_reason": True,
                "knows_handover": True,
                "acknowledgements": 3,
                "limits": 2,
                "was_thanked": True,
            }
        )
        for goal in Goal:
            assert missing(profile.needs_for(goal), full) == frozenset()


def test_a_counter_offer_of_the_users_own_keeps_the_bargainer_going():
    needs = load_profile("bargainer").needs_for(Goal.EXIT)
    assert Need.NO_TRADE in missing(needs, FIRM_ONLY.model_copy(update={"trades": 1}))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(IDS), st.sampled_from(Goal), st.integers(1, 3), st.integers())
def test_nobody_accepts_before_they_have_tried_what_they_must(persona, goal, difficulty, seed):
    turns = [reading(*acts) for acts in SKILLED[:-1] * 2]
    profile = load_profile(persona)
    for step in talk(persona, turns, goal, difficulty, seed):
        if step.move in ACCEPTS:
            assert untried(profile.needs_for(goal), step.heard, (), level(difficulty).more_of_each) == ()


def test_the_bargainer_makes_the_three_offers_the_prep_card_promises():
    turns = [reading(*acts) for acts in SKILLED[:-1] * 2]
    for seed in range(20):
        steps = talk("bargainer", turns, difficulty=1, seed=seed)
        offers = [step for step in steps if step.move in (Move.BARGAIN, Move.OFFER_MONEY)]
        assert any(step.move is Move.ACCEPT for step in steps)
        assert len(offers) >= 3


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(IDS),
    st.sets(st.sampled_from([ActId.REPEAT_DECISION, ActId.NAME_DATE, ActId.ANSWER_QUESTION, ActId.THANK]), min_size=1),
    st.integers(0, 5),
    st.integers(1, 3),
)
def test_the_same_words_again_never_move_a_client_further(persona, acts, echoes, difficulty):
    profile = load_profile(persona)
    state = open_talk(profile, difficulty).model_copy(update={"knows_decision": True})
    once = hear(state, reading(*acts, addresses=()), profile, Goal.EXIT, level(difficulty))
    again = hear(state, reading(*acts, addresses=(), echoes=echoes), profile, Goal.EXIT, level(difficulty))
    assert again.resolve >= once.resolve
    assert again.trust <= once.trust
    assert again.times_decision_held <= once.times_decision_held


def test_a_sentence_said_for_the_fourth_time_is_no_holding_any_more():
    profile = load_profile("blindsided")
    state = open_talk(profile, 2).model_copy(update={"knows_decision": True})
    held = [
        hear(state, reading(ActId.REPEAT_DECISION, echoes=echoes), profile, Goal.EXIT, level(2)).times_decision_held
        for echoes in range(4)
    ]
    assert held == [1, 1, 1, 0]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("The decision stands.", "the decision stands!", True),
        ("Yes. My last day is 30 June.", "My last day is 30 June.", True),
        ("The decision stands.", "You get every file by the 20th.", False),
        ("", "", False),
    ],
)
def test_two_turns_of_nearly_the_same_words_say_the_same(one, other, alike):
    assert same(one, other) is alike
    assert same(other, one) is alike


@pytest.mark.parametrize(
    ("text", "acts", "item", "answered"),
    [
        ("No.", [ActId.ANSWER_QUESTION], AgendaItem.MONEY, False),
        ("The decision stands.", [ActId.ANSWER_QUESTION, ActId.REPEAT_DECISION], AgendaItem.WHO_TAKES_OVER, False),
        ("My last day is 30 June.", [ActId.REASON_FACTS, ActId.REPEAT_DECISION], AgendaItem.WHY, False),
        ("The terms stand.", [ActId.ANSWER_QUESTION], AgendaItem.WHY, False),
        ("We planned ten hours, it takes twenty.", [ActId.REASON_FACTS], AgendaItem.WHY, True),
        ("Yes.", [ActId.ANSWER_QUESTION], AgendaItem.IS_FINAL, True),
        ("Nothing on top of what was agreed.", [ActId.ANSWER_QUESTION], AgendaItem.MONEY, True),
    ],
)
def test_a_bare_word_answers_only_whether_it_is_final(text, acts, item, answered):
    heard = Heard(acts=tuple(Act(id=act, quote=text) for act in acts), tone=Tone.CALM)
    assert (item in read(text, heard, "And?", item).addresses) is answered


def test_words_that_were_said_before_answer_no_new_question():
    text = "It is all in the list you have got."
    heard = Heard(acts=(Act(id=ActId.ANSWER_QUESTION, quote=text),), tone=Tone.CALM)
    assert AgendaItem.MONEY in read(text, heard, "And?", AgendaItem.MONEY).addresses
    assert AgendaItem.MONEY not in read(text, heard, "And?", AgendaItem.MONEY, [text]).addresses


def test_how_bad_the_speaker_feels_is_no_acknowledgement_of_the_other():
    text = "I really hate doing this to you."
    heard = Heard(acts=(Act(id=ActId.ACKNOWLEDGE_FEELINGS, quote=text),), tone=Tone.ANXIOUS)
    assert not read(text, heard, "After eight months?").specific


def at(persona="attacker", **known) -> ClientState:
    return open_talk(load_profile(persona), 3).model_copy(update={"turns_heard": 6, "knows_decision": True, **known})


def after(state, *acts, persona="attacker", seed=1, **more):
    return direct(state, reading(*acts, **more), load_profile(persona), Goal.EXIT, 3, random.Random(seed))


@pytest.mark.parametrize("seed", range(10))
def test_a_goodbye_without_a_yes_ends_the_talk(seed):
    step = after(at(), ActId.GOODBYE, leaves=True, seed=seed)
    assert (step.move, step.ended) == (Move.CLOSE, Ending.STOPPED)


@pytest.mark.parametrize("seed", range(10))
def test_an_early_goodbye_is_held_back_once(seed):
    first = after(at(turns_heard=0), ActId.STATE_DECISION, ActId.GOODBYE, leaves=True, seed=seed)
    assert first.ended is None
    assert first.move in {Move.TEST_BOUNDARY, Move.GUILT, Move.PRESS, Move.BARGAIN}
    assert after(first.state, ActId.GOODBYE, leaves=True, seed=seed).ended is Ending.STOPPED


def test_a_goodbye_to_a_client_who_has_accepted_is_a_good_end():
    assert after(at(accepted=True), ActId.GOODBYE, leaves=True).ended is Ending.RESOLVED


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("You'll have it in writing. Thank you, and goodbye.", True),
        ("I wish you well with it.", True),
        ("Goodbye is a hard word. What do you need from me?", False),
        ("Is that goodbye?", False),
    ],
)
def test_a_turn_leaves_when_its_last_sentence_does(text, leaves):
    heard = Heard(acts=(Act(id=ActId.GOODBYE, quote=text),), tone=Tone.CALM)
    assert read(text, heard).leaves is leaves


def test_who_never_decided_cannot_give_in():
    vague = at("charmer", knows_decision=False, hedges=2)
    for seed in range(10):
        for state in (vague, at("charmer")):
            step = after(state, ActId.GIVE_IN, persona="charmer", seed=seed, retracts=False)
            assert step.ended is not Ending.GAVE_IN
    assert after(vague, ActId.GIVE_IN, persona="charmer", retracts=True).ended is Ending.GAVE_IN
    assert after(at("charmer"), ActId.GIVE_IN, persona="charmer", retracts=True).ended is Ending.GAVE_IN


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("Let's leave it at that, I'll send you everything in writing today. Goodbye, Mr Kranz.", False),
        ("are you ok with that", False),
        ("Okay, okay, I'll stay. Forget I said anything.", True),
        ("All right then, another month it is.", True),
        ("You're right, let's just carry on.", True),
    ],
)
def test_only_words_that_take_it_back_drop_the_decision(text, dropped):
    heard = Heard(acts=(Act(id=ActId.GIVE_IN, quote=text),), tone=Tone.CALM)
    assert read(text, heard).gives_in is dropped
