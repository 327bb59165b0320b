import json

import pytest

from coach.errors import BadInput, EmptyInput, InputTooLong
from coach.rehearse.rehearsal import MAX_TURN_CHARACTERS
from coach.vocabulary.rehearsal import Debrief, Ending, Goal, Move, Role, Turn
from tests.rehearse.conftest import FACTS, play, script

PERSONAS = ("attacker", "bargainer", "blindsided", "stonewaller")
GOOD = {Ending.RESOLVED, Ending.AGREED_TO_RESET}


def test_the_client_speaks_first(rehearse):
    talk = rehearse()
    assert talk.opening.role is Role.CLIENT
    assert talk.opening.move is Move.OPEN
    assert talk.turns == (talk.opening,)
    assert talk.ended is None


def test_each_turn_holds_what_was_read_and_felt(rehearse):
    talk = rehearse()
    answer = talk.say("I've decided to end our contract; my last day is 30 June.")
    mine = talk.turns[1]
    assert mine.role is Role.YOU
    assert mine.acts
    assert mine.tone
    assert mine.feedback.good
    assert mine.state.knows_decision
    assert answer is talk.turns[2]
    assert answer.move
    assert answer.state.moves[-1] is answer.move


@pytest.mark.parametrize("name", ["skilled-exit", "skilled-reset"])
def test_a_skilled_user_gets_there_at_the_first_level(rehearse, name):
    goal, lines = script(name)
    ends = [play(rehearse(one, goal=goal, difficulty=1, seed=seed), lines).outcome for one in PERSONAS for seed in (1,)]
    assert sum(end in GOOD for end in ends) >= 0.8 * len(ends)


@pytest.mark.parametrize("difficulty", [1, 3])
@pytest.mark.parametrize("name", ["vague-exit", "pushover-exit", "hostile-exit"])
def test_a_vague_a_weak_and_a_hostile_user_do_not(rehearse, name, difficulty):
    goal, lines = script(name)
    for persona in ("blindsided", "bargainer"):
        talk = play(rehearse(persona, goal=goal, difficulty=difficulty), lines)
        assert talk.outcome not in GOOD
        if name == "pushover-exit":
            assert talk.ended in (Ending.GAVE_IN, Ending.WALKED_OUT)
        if name == "hostile-exit":
            assert talk.ended in (Ending.WALKED_OUT, Ending.STOPPED)


def test_the_same_seed_and_words_give_the_same_talk_and_another_seed_another(rehearse):
    _goal, lines = script("skilled-exit")
    once, again, other = (play(rehearse(seed=seed), lines[:5]) for seed in (3, 3, 4))
    assert once.turns == again.turns
    assert [turn.text for turn in once.turns] != [turn.text for turn in other.turns]


def test_an_empty_turn_loses_nothing(rehearse):
    talk = rehearse()
    with pytest.raises(EmptyInput):
        talk.say("  ")
    with pytest.raises(InputTooLong):
        talk.say("word " * MAX_TURN_CHARACTERS)
    assert len(talk.turns) == 1
    talk.say("Hello.")
    assert len(talk.turns) == 3


def test_after_the_end_nothing_more_can_be_said(rehearse):
    talk = rehearse()
    talk.say("Go to hell, you piece of shit.")
    assert talk.ended is Ending.STOPPED
    assert "break" in talk.closing_note
    with pytest.raises(BadInput, match="over"):
        talk.say("Sorry.")


def test_every_turn_is_handed_over_before_it_is_returned(rehearse):
    stored = []
    talk = rehearse(on_turn=lambda index, turn: stored.append((index, turn)))
    talk.say("I'm ending our contract on 30 June.")
    assert [index for index, _ in stored] == [0, 1, 2]
    assert tuple(turn for _, turn in stored) == talk.turns


def test_a_turn_that_could_not_be_stored_was_not_said(rehearse):
    def refuse(index, turn):
        if index == 1:
            raise OSError("disk full")

    talk = rehearse(on_turn=refuse)
    with pytest.raises(OSError, match="disk full"):
        talk.say("I'm ending our contract.")
    assert len(talk.turns) == 1


def test_a_talk_goes_on_from_its_stored_turns(rehearse):
    _, lines = script("skilled-exit")
    whole = play(rehearse(seed=5, difficulty=3), lines[:6])
    stored = [Turn.model_validate(turn.model_dump(mode="json")) for turn in whole.turns[:7]]
    again = rehearse(seed=5, difficulty=3, turns=stored)
    play(again, lines[3:6])
    assert again.turns == whole.turns


def test_an_answer_that_was_never_given_is_given_when_the_talk_is_taken_up(rehearse):
    talk = rehearse(seed=7)
    talk.say("I'm ending our contract on 30 June.")
    taken_up = rehearse(seed=7, turns=talk.turns[:2])
    assert taken_up.turns == talk.turns


def test_an_answer_that_failed_comes_when_the_line_is_sent_again(rehearse):
    failures = [OSError("disk full")]

    def refuse_once(index, turn):
        if index == 2 and failures:
            raise failures.pop()

    talk = rehearse(on_turn=refuse_once)
    with pytest.raises(OSError, match="disk full"):
        talk.say("I'm ending our contract.")
    assert len(talk.turns) == 2
    assert talk.say("I'm ending our contract.") is talk.turns[2]
    assert len(talk.turns) == 3


def test_rewinding_gives_a_branch_and_keeps_the_first(rehearse):
    _, lines = script("skilled-exit")
    talk = play(rehearse(difficulty=3), lines[:3])
    before = talk.turns
    branch = talk.rewind(3)
    assert branch.turns == before[:3]
    branch.say("Maybe we could, perhaps, see how it goes for now?")
    assert branch.turns[3].text != before[3].text
    assert branch.turns[4].move is Move.POUNCE_ON_HEDGE
    assert talk.turns == before
    same = talk.rewind(3)
    same.say(before[3].text)
    assert same.turns == before[:5]


@pytest.mark.parametrize("turn", [0, 2, 99, -1])
def test_only_ones_own_turns_can_be_taken_back(rehearse, turn):
    talk = rehearse()
    talk.say("Hello.")
    with pytest.raises(BadInput, match="not one of yours"):
        talk.rewind(turn)


def test_the_cap_ends_the_talk(rehearse):
    talk = rehearse(max_user_turns=3, difficulty=3)
    for line in ("I'm ending our contract.", "It stays that way.", "It stays that way, as I said."):
        talk.say(line)
    assert talk.ended is Ending.AT_CAP


def test_the_user_may_stop(rehearse):
    talk = rehearse()
    talk.say("Hello.")
    assert talk.stop() is Ending.STOPPED
    assert talk.closing_note


def test_the_record_is_the_json_of_the_command_line(rehearse):
    talk = rehearse(difficulty=1)
    talk.say("I'm ending our contract on 30 June.")
    record = json.loads(json.dumps(talk.record()))
    assert set(record) == {"turns", "ended", "debrief"}
    client, mine = record["turns"][:2]
    assert {"role", "text", "move", "state"} <= set(client)
    assert {"role", "text", "acts", "state", "feedback"} <= set(mine)
    assert Debrief.model_validate(record["debrief"])


def test_no_line_comes_twice_in_a_long_talk(rehearse):
    talk = rehearse("bargainer", difficulty=3, goal=Goal.EXIT)
    for number in range(19):
        if talk.ended:
            break
        talk.say(f"I've said it, and it stays: my last day is 30 June. That is point {number}.")
    said = [turn.text for turn in talk.turns if turn.role is Role.CLIENT]
    assert len(said) == len(set(said))


def test_the_client_uses_the_facts_of_the_case(rehearse):
    _, lines = script("skilled-exit")
    values = [value.split()[0] if kind.value == "you" else value for kind, value in FACTS.items()] + ["30 June"]
    said = [
        turn.text
        for persona in PERSONAS
        for turn in play(rehearse(persona, difficulty=3, seed=2), lines).turns
        if turn.role is Role.CLIENT
    ]
    assert sum(any(value in text for value in values) for text in said) >= 0.4 * len(said)


def test_a_hint_names_the_goal_first_and_fits_what_the_client_did(rehearse):
    talk = rehearse()
    first = talk.hint()
    assert "decision" in first.goal
    talk.say("Maybe we could perhaps take a break for now?")
    assert talk.turns[-1].move is Move.POUNCE_ON_HEDGE
    assert talk.hint().goal != first.goal
    assert talk.hint().wording


def test_a_persona_can_only_be_rehearsed_for_its_goals(rehearse, monkeypatch):
    from coach.rehearse.personas import load_profile
    from coach.rehearse.rehearsal import Rehearsal

    profile = load_profile("bargainer").model_copy(update={"goals": (Goal.EXIT,)})
    with pytest.raises(BadInput, match="reset"):
        Rehearsal(profile, listener=None, goal=Goal.RESET)
