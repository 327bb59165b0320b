import random
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import BadInput
from coach.rehearse.difficulty import level
from coach.rehearse.director import Step, direct, open_talk
from coach.rehearse.mind import hear
from coach.rehearse.personas import load_profile, personas
from coach.rehearse.reading import Reading
from coach.vocabulary.rehearsal import (
    Act,
    ActId,
    AgendaItem,
    ClientState,
    Ending,
    Goal,
    Heard,
    Move,
    Stage,
    Tone,
)

IDS = [persona.id for persona in personas()]
SKILLED = (
    (ActId.STATE_DECISION, ActId.NAME_DATE),
    (ActId.REASON_FACTS, ActId.ANSWER_QUESTION),
    (ActId.ACKNOWLEDGE_FEELINGS, ActId.REPEAT_DECISION),
    (ActId.OFFER_HANDOVER, ActId.ANSWER_QUESTION),
    (ActId.REPEAT_DECISION, ActId.NAME_NEW_TERMS),
    (ActId.ANSWER_QUESTION, ActId.REPEAT_DECISION),
    (ActId.SET_BOUNDARY, ActId.REPEAT_DECISION),
    (ActId.REPEAT_DECISION,),
    (ActId.ANSWER_QUESTION, ActId.REPEAT_DECISION),
    (ActId.REPEAT_DECISION, ActId.THANK, ActId.GOODBYE),
)


def reading(*acts: ActId, tone=Tone.CALM, **more) -> Reading:
    more.setdefault("addresses", tuple(AgendaItem) if ActId.ANSWER_QUESTION in acts else ())
    more.setdefault("specific", ActId.ACKNOWLEDGE_FEELINGS in acts)
    more.setdefault("retracts", ActId.GIVE_IN in acts)
    heard = Heard(acts=tuple(Act(id=act, quote="x") for act in acts), tone=tone)
    return Reading(heard=heard, words=12, **more)


def talk(persona, turns, goal=Goal.EXIT, difficulty=2, seed=1) -> list[Step]:
    profile, steps = load_profile(persona), []
    state = open_talk(profile, difficulty)
    for number, turn in enumerate(turns):
        step = direct(state, turn, profile, goal, difficulty, random.Random(f"{seed}/{number}"))
        steps.append(step)
        state = step.state
        if step.ended:
            break
    return steps


act_sets = st.sets(st.sampled_from(ActId), max_size=5)
readings = st.builds(
    lambda acts, tone, specific, items: reading(*acts, tone=tone, specific=specific, addresses=tuple(items)),
    act_sets,
    st.sampled_from(Tone),
    st.booleans(),
    st.lists(st.sampled_from(AgendaItem), unique=True),
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(IDS),
    st.sampled_from(Goal),
    st.integers(1, 3),
    st.integers(),
    st.lists(readings, min_size=1, max_size=12),
)
def test_whatever_is_said_the_state_stays_within_bounds_and_the_talk_can_be_replayed(
    persona, goal, difficulty, seed, turns
):
    steps = talk(persona, turns, goal, difficulty, seed)
    assert steps == talk(persona, turns, goal, difficulty, seed)
    for step in steps:
        for points in (step.state.trust, step.state.heat, step.state.resolve):
            assert 0 <= points <= 100
        assert set(step.state.open_agenda) <= set(load_profile(persona).agenda)
        assert step.state.tests_held <= step.state.tests
        assert (step.item is not None) == (step.move is Move.PRESS)
        assert step.move is not Move.OPEN


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(IDS), st.integers(1, 3), st.integers(), st.lists(act_sets, min_size=1, max_size=20))
def test_a_user_who_always_hedges_never_gets_the_client_to_accept(persona, difficulty, seed, turns):
    hedged = [reading(*(acts - {ActId.GIVE_IN}), ActId.HEDGE_DECISION) for acts in turns]
    ends = {step.ended for step in talk(persona, hedged, difficulty=difficulty, seed=seed)}
    assert not ends & {Ending.RESOLVED, Ending.AGREED_TO_RESET}


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(IDS), st.sampled_from(Goal), st.integers(1, 3), st.integers())
def test_a_user_who_drops_the_decision_has_given_in(persona, goal, difficulty, seed):
    turns = [reading(ActId.STATE_DECISION), reading(ActId.OVER_APOLOGISE), reading(ActId.GIVE_IN)]
    last = talk(persona, turns, goal, difficulty, seed)[-1]
    assert (last.ended, last.move) == (Ending.GAVE_IN, Move.TAKE_WIN)


def outcomes(difficulty, goal):
    talks = [
        talk(persona, [reading(*acts) for acts in SKILLED], goal, difficulty, seed)
        for persona in IDS
        for seed in range(20)
    ]
    good = {Ending.RESOLVED, Ending.AGREED_TO_RESET}
    return mean(steps[-1].ended in good for steps in talks), mean(len(steps) for steps in talks)


@pytest.mark.parametrize("goal", Goal)
def test_a_flawless_user_gets_there_at_level_one_and_each_level_takes_longer(goal):
    (easy, quick), (middle, slower), (hard, slowest) = (outcomes(difficulty, goal) for difficulty in (1, 2, 3))
    assert easy >= 0.95
    assert easy >= middle >= hard
    assert quick + 1 < slower < slowest - 0.5


def test_even_at_level_one_nobody_accepts_at_once():
    for persona in IDS:
        for seed in range(10):
            steps = talk(persona, [reading(*acts) for acts in SKILLED], difficulty=1, seed=seed)
            assert all(step.move is not Move.ACCEPT for step in steps[:3])


def test_insults_and_blame_make_the_client_walk_out():
    hostile = [reading(ActId.STATE_DECISION, ActId.BLAME, tone=Tone.HOSTILE)] * 2
    hostile += [reading(ActId.BLAME, ActId.INSULT, tone=Tone.HOSTILE)] * 6
    for persona in IDS:
        last = talk(persona, hostile)[-1]
        assert last.ended in (Ending.WALKED_OUT, Ending.STOPPED)
        assert last.move is Move.WALK_OUT


def test_abuse_stops_the_rehearsal_at_once():
    assert talk("blindsided", [reading(ActId.INSULT, tone=Tone.HOSTILE, abusive=True)])[-1].ended is Ending.STOPPED


def test_a_hedge_is_pounced_on():
    steps = talk("minimiser", [reading(ActId.STATE_DECISION, ActId.HEDGE_DECISION, hedge="maybe")])
    assert steps[0].move is Move.POUNCE_ON_HEDGE


def test_a_hedge_after_the_acceptance_reopens_the_matter():
    state = open_talk(load_profile("blindsided"), 1).model_copy(
        update={"accepted": True, "knows_decision": True, "stage": Stage.CLOSING}
    )
    step = direct(state, reading(ActId.HEDGE_DECISION), load_profile("blindsided"), Goal.EXIT, 1, random.Random(1))
    assert (step.move, step.state.accepted, step.ended) == (Move.POUNCE_ON_HEDGE, False, None)


def test_the_user_has_the_last_word_after_an_acceptance():
    state = open_talk(load_profile("blindsided"), 1).model_copy(update={"accepted": True, "knows_decision": True})
    step = direct(state, reading(ActId.GOODBYE), load_profile("blindsided"), Goal.EXIT, 1, random.Random(1))
    assert step.ended is Ending.RESOLVED
    assert step.move in (Move.THANK, Move.CLOSE)


def test_an_unanswered_question_comes_back():
    asked = open_talk(load_profile("attacker"), 2).model_copy(
        update={"knows_decision": True, "asked": AgendaItem.MONEY, "stage": Stage.PRESSING}
    )
    moves = [
        direct(asked, reading(ActId.THANK), load_profile("attacker"), Goal.EXIT, 2, random.Random(seed))
        for seed in range(40)
    ]
    assert sum(step.item is AgendaItem.MONEY for step in moves) >= 20


def test_the_turn_cap_ends_the_talk():
    state = open_talk(load_profile("bargainer"), 2)
    step = direct(
        state, reading(ActId.GREET), load_profile("bargainer"), Goal.EXIT, 2, random.Random(1), last_turn=True
    )
    assert (step.ended, step.move) == (Ending.AT_CAP, Move.CLOSE)


def test_moves_with_nothing_left_to_say_are_not_chosen():
    state = open_talk(load_profile("bargainer"), 2).model_copy(update={"knows_decision": True})
    spent = frozenset({Move.BARGAIN, Move.OFFER_MONEY, Move.PRESS})
    for seed in range(60):
        step = direct(
            state,
            reading(ActId.REPEAT_DECISION),
            load_profile("bargainer"),
            Goal.EXIT,
            2,
            random.Random(seed),
            spent=spent,
        )
        assert step.move not in spent


class TestMind:
    profile = load_profile("blindsided")

    def after(self, *acts, before=None, **more) -> ClientState:
        start = before or open_talk(self.profile, 2).model_copy(update={"knows_decision": True})
        return hear(start, reading(*acts, **more), self.profile, Goal.EXIT, level(2))

    def test_calm_repetition_wears_resolve_down(self):
        once = self.after(ActId.REPEAT_DECISION)
        twice = self.after(ActId.REPEAT_DECISION, before=once)
        assert open_talk(self.profile, 2).resolve > once.resolve > twice.resolve
        assert twice.times_decision_held == 2

    def test_empty_empathy_does_nothing_that_a_specific_one_does(self):
        silent, empty = self.after(), self.after(ActId.ACKNOWLEDGE_FEELINGS, specific=False)
        specific = self.after(ActId.ACKNOWLEDGE_FEELINGS, specific=True)
        assert empty.trust <= silent.trust + 3
        assert specific.trust >= empty.trust + 5

    def test_blame_raises_heat_and_a_trigger_raises_it_more(self):
        assert self.after(ActId.BLAME).heat > self.after().heat + 8
        assert self.after(ActId.BLAME).heat > self.after(ActId.LECTURE).heat

    @pytest.mark.parametrize("act", [ActId.HEDGE_DECISION, ActId.BARGAIN, ActId.OVER_APOLOGISE, ActId.GIVE_IN])
    def test_softness_feeds_resolve(self, act):
        assert self.after(act).resolve > self.after().resolve

    def test_old_news_moves_less_than_news(self):
        first = self.after(ActId.NAME_DATE)
        again = self.after(ActId.NAME_DATE, before=first)
        start = open_talk(self.profile, 2)
        assert start.resolve - first.resolve > first.resolve - again.resolve

    def test_an_answer_closes_the_question(self):
        asked = open_talk(self.profile, 2).model_copy(update={"asked": AgendaItem.WHY})
        after = self.after(ActId.ANSWER_QUESTION, before=asked, addresses=(AgendaItem.WHY,))
        assert after.asked is None
        assert AgendaItem.WHY not in after.open_agenda

    def test_turns_that_bring_nothing_use_up_patience(self):
        assert self.after(ActId.DODGE).idle_turns == 1
        assert self.after(ActId.REPEAT_DECISION).idle_turns == 0


def test_there_are_three_levels():
    with pytest.raises(BadInput, match="4"):
        open_talk(load_profile("bargainer"), 4)
