"""Rehearsals: every turn is stored as it is said, and a talk goes on from what is stored."""

import pytest

from coach.cases import CaseDesk
from coach.coach import Coach
from coach.desk.rehearsals import Setup, new_seed
from coach.errors import BadInput, EmptyInput, NotFound
from coach.settings import Settings
from coach.vocabulary.draft import DraftKind, DraftTone
from coach.vocabulary.rehearsal import Answer, Ending, Goal, Role

DECISION = "Thank you for making time. I have decided to end our work together. My last day is 30 June."


@pytest.fixture
def talk_id(desk: CaseDesk, case_id: str) -> str:
    return desk.start_rehearsal(case_id, Setup(persona="bargainer", seed=3))


def test_the_client_opens_and_the_opening_is_stored(desk: CaseDesk, talk_id: str) -> None:
    talk = desk.talk(talk_id)
    assert [turn.role for turn in talk.turns] == [Role.CLIENT]
    assert talk.ended is None
    assert talk.persona.id == "bargainer"


def test_both_lines_are_stored_when_the_answer_is_there(desk: CaseDesk, talk_id: str) -> None:
    answer = desk.say(talk_id, DECISION)
    said = desk.talk(talk_id).turns
    assert (said[1].text, said[2]) == (DECISION, answer)
    assert said[1].feedback is not None


def test_an_empty_line_is_refused_and_nothing_is_stored(desk: CaseDesk, talk_id: str) -> None:
    with pytest.raises(EmptyInput):
        desk.say(talk_id, "  ")
    assert len(desk.talk(talk_id).turns) == 1


def test_another_process_takes_the_talk_up_and_it_goes_on_as_it_would_have(desk: CaseDesk, case_id: str) -> None:
    setup = Setup(persona="stonewaller", seed=11)
    here, there = desk.start_rehearsal(case_id, setup), desk.start_rehearsal(case_id, setup)
    other = CaseDesk(Coach(Settings(engine="builtin", data_dir=desk.coach.settings.data_dir)))
    for line in (DECISION, "It stays at 30 June."):
        desk.say(here, line)
        other.say(there, line)
    assert [turn.text for turn in desk.talk(here).turns] == [turn.text for turn in desk.talk(there).turns]
    other.coach.store.close()


def test_rewinding_makes_a_branch_and_keeps_the_talk(desk: CaseDesk, talk_id: str) -> None:
    desk.say(talk_id, DECISION)
    branch = desk.rewind(talk_id, 1)
    assert len(desk.talk(branch).turns) == 1
    desk.say(branch, "Maybe we could pause for now?")
    assert desk.talk(talk_id).turns[1].text == DECISION
    assert desk.talk(branch).turns[1].text == "Maybe we could pause for now?"


@pytest.mark.parametrize("turn", [0, 2, 9, -1])
def test_only_an_own_line_can_be_taken_back(desk: CaseDesk, talk_id: str, turn: int) -> None:
    desk.say(talk_id, DECISION)
    with pytest.raises(NotFound):
        desk.rewind(talk_id, turn)


def test_ending_it_keeps_the_debrief(desk: CaseDesk, talk_id: str) -> None:
    desk.say(talk_id, DECISION)
    debrief = desk.finish(talk_id)
    talk = desk.talk(talk_id)
    assert talk.debrief == debrief
    assert talk.ended in (Ending.STOPPED, Ending.RESOLVED)
    assert all(desk.item_label(item.id) for item in debrief.items)


def test_the_goal_of_ones_own_is_kept_and_answered_in_the_debrief(desk: CaseDesk, case_id: str) -> None:
    chosen = desk.prep_card(case_id, "bargainer", Goal.EXIT).goals[0]
    talk = desk.start_rehearsal(case_id, Setup(persona="bargainer", seed=3, own_goal=chosen))
    desk.say(talk, DECISION)
    found = desk.finish(talk).own_goal
    assert found is not None
    assert (found.text, found.answer) == (chosen, Answer.YES)
    assert desk.talk(desk.start_again(talk)).setup.own_goal == chosen


def test_the_card_opens_in_the_words_of_the_latest_draft(desk: CaseDesk, case_id: str) -> None:
    plain = desk.prep_card(case_id, "bargainer", Goal.EXIT)
    assert not plain.from_draft
    draft = desk.draft(case_id, DraftKind.EXIT_EMAIL, DraftTone.NEUTRAL)
    card = desk.prep_card(case_id, "bargainer", Goal.EXIT)
    assert card.from_draft
    assert card.strong_opening.split(".")[0] in " ".join(draft.body.split())
    assert not desk.prep_card(case_id, "bargainer", Goal.RESET).from_draft


def test_a_hint_changes_nothing(desk: CaseDesk, talk_id: str) -> None:
    before = desk.talk(talk_id)
    assert desk.hint(talk_id).goal
    assert desk.talk(talk_id) == before


def test_starting_again_is_another_talk_of_the_same_set_up(desk: CaseDesk, talk_id: str) -> None:
    again = desk.talk(desk.start_again(talk_id))
    assert again.setup.persona == "bargainer"
    assert again.setup.seed != 3
    assert len(desk.rehearsals(again.case_id)) == 2


def test_the_fitting_persona_can_be_rehearsed_for_the_goal(desk: CaseDesk, case_id: str) -> None:
    desk.assess(case_id)
    for goal in Goal:
        assert desk.fitting_persona(case_id, goal) in {persona.id for persona in desk.personas(goal)}


def test_seeds_differ() -> None:
    assert len({new_seed() for _ in range(20)}) > 15


def test_the_clients_last_line_can_be_said_anew_and_no_other(desk: CaseDesk, talk_id: str) -> None:
    desk.say(talk_id, DECISION)
    before = desk.talk(talk_id).turns
    assert desk.say_again(talk_id) == before[-1]  # the built-in engine says the same from the same seed
    assert desk.talk(talk_id).turns == before
    desk.finish(talk_id)
    with pytest.raises(BadInput):
        desk.say_again(talk_id)


def test_without_a_model_nothing_is_sent_or_counted(desk: CaseDesk, talk_id: str) -> None:
    assert desk.preview(talk_id, DECISION) == ()
    assert desk.usage() is None
