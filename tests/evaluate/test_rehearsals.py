"""The realism suite's users, cases and figures."""

from itertools import product
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from coach.evaluate.rehearsals import Played, figures, seen
from coach.evaluate.users import ScriptedUser, SkilledUser, own_cases, users
from coach.rehearse.director import open_talk
from coach.rehearse.personas import load_profile
from coach.vocabulary.rehearsal import AgendaItem, Ending, Move, Role, Turn

KINDS = ("skilled", "vague", "hostile", "pushover", "rambling", "robotic", "asking")
if TYPE_CHECKING:
    from coach.rehearse.rehearsal import Rehearsal

STATE = open_talk(load_profile("bargainer"), 1)


def test_each_kind_of_user_talks_for_either_goal():
    assert {user.name for user in users()} == {f"{kind}-{goal}" for kind, goal in product(KINDS, ("exit", "reset"))}
    assert {user.goal for user in users()} == {"exit", "reset"}


def test_the_talks_are_about_more_than_one_case():
    cases = own_cases()
    assert len(cases) >= 5
    assert len({case.words["last_day"] for case in cases}) == len(cases)


def skilled(goal) -> SkilledUser:
    return next(user for user in users() if user.name == f"skilled-{goal}")


def after(move, item=None, state=STATE, text="Well?"):
    mine = Turn(role=Role.YOU, text="I've decided to end our work together.")
    return (mine, Turn(role=Role.CLIENT, text=text, move=move, agenda_item=item, state=state))


@pytest.mark.parametrize("goal", ["exit", "reset"])
@pytest.mark.parametrize("number", range(6))
def test_the_skilled_user_has_an_answer_to_every_move_and_question_of_every_case(goal, number):
    user, case = skilled(goal), own_cases()[number]
    for move in Move:
        for item in AgendaItem if move is Move.PRESS else (None,):
            reply = user.reply(after(move, item), case)
            assert reply
            assert "{" not in reply


def test_the_skilled_user_answers_what_was_asked():
    case, user = own_cases()[0], skilled("exit")
    assert case.words["money"] in user.reply(after(Move.PRESS, AgendaItem.MONEY), case)
    assert case.words["who"] == user.reply(after(Move.PRESS, AgendaItem.WHO_TAKES_OVER), case)
    assert "offer" in user.reply(after(Move.BARGAIN), case)
    files = user.reply(after(Move.ASK_LOGISTICS, text="Where do the files go?"), case)
    assert case.words["handover"] in files
    assert "offer" not in files


def test_the_skilled_user_closes_when_it_is_accepted_and_leaves_when_it_goes_round_in_circles():
    case, user = own_cases()[0], skilled("exit")
    accepted = user.reply(after(Move.ACCEPT, state=STATE.model_copy(update={"accepted": True})), case)
    assert "Goodbye" in accepted
    assert "Goodbye" in user.reply(after(Move.BARGAIN) * 20, case)


def test_a_scripted_user_says_its_lines_and_stops():
    user = ScriptedUser("short", "exit", ("One.",))
    case = own_cases()[0]
    assert user.reply((), case) == "One."
    assert user.reply(after(Move.PRESS, AgendaItem.WHY), case) is None


def played(outcome, *moves) -> Played:
    return Played("skilled-exit, difficulty 1", outcome, moves, (10,), 1, 0, 0, 0, 0)


def test_a_concession_that_never_came_is_not_counted_as_the_length_of_the_talk():
    talks = [
        played(Ending.RESOLVED, Move.OPEN, Move.BARGAIN, Move.SOFTEN),
        played(Ending.WALKED_OUT, Move.OPEN, *[Move.ATTACK] * 10, Move.WALK_OUT),
    ]
    found = figures(talks)
    name = "skilled-exit, difficulty 1"
    assert found["turns_to_first_concession"][name] == 2.0
    assert found["conceded"][name] == 0.5
    assert found["endings"][name] in ("resolved 0.50, walked_out 0.50", "walked_out 0.50, resolved 0.50")
    assert found["resolved"][name] == 0.5
    assert figures(talks[1:])["turns_to_first_concession"][name] is None


def talk(user, reply: str) -> "Rehearsal":
    question = Turn(role=Role.YOU, text=f"Well. {next(iter(user.wants))}")
    turns = (Turn(role=Role.CLIENT, text="Yes?", move=Move.OPEN), question, Turn(role=Role.CLIENT, text=reply))
    return SimpleNamespace(turns=turns, outcome=None)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("wants", "reply", "answered"),
    [
        ({"Thursday at ten?": "\\bthursday|that day\\b"}, "Thursday works.", 1),
        ({"Thursday at ten?": "\\bthursday|that day\\b"}, "One folder, one owner, one list.", 0),
        ({"Who pays?": "\\b(?:I|me)\\b"}, "I do.", 1),
    ],
)
def test_a_reply_answers_by_the_words_the_user_waits_for(wants, reply, answered):
    user = ScriptedUser("asking", "exit", (), wants)
    found = seen("asking", talk(user, reply), user, own_cases()[0])
    assert (found.asked, found.answered) == (1, answered)


def test_every_question_waited_for_is_asked():
    for user in users():
        said = " ".join(getattr(user, "lines", ()))
        assert all(question in said for question in user.wants) or user.name.startswith("skilled")
