"""Rehearsals: the same on SQLite and on PostgreSQL."""

import pytest

from coach.errors import BadInput, NotFound, StoreError
from coach.store import Store
from tests.store.conftest import Open
from tests.store.payloads import STORY, Line, Note

TALK = (
    Line(who="client", text="You wanted to talk?"),
    Line(who="you", text="Yes. I have decided to end our work."),
    Line(who="client", text="You cannot be serious."),
    Line(who="you", text="I am."),
)


@pytest.fixture
def case(store: Store) -> str:
    return store.create_case("Acme", STORY).id


@pytest.fixture
def talk(store: Store, case: str) -> str:
    rehearsal = store.start_rehearsal(case, Note(text="bargainer"))
    for index, line in enumerate(TALK):
        store.append_turn(rehearsal, index, line)
    return rehearsal


def test_turns_come_back_in_order_after_a_restart(talk: str, open_store: Open) -> None:
    store = open_store()
    assert store.turns(talk, Line) == TALK
    assert store.setup(talk, Note) == Note(text="bargainer")
    assert store.rehearsal(talk).setup == {"text": "bargainer", "weight": 0.5}


def test_saying_the_same_turn_again_changes_nothing(store: Store, talk: str) -> None:
    for index, line in enumerate(TALK):
        store.append_turn(talk, index, line)
    store.append_turn(talk, 2, *TALK[2:], Line(who="client", text="Fine."))
    assert store.turns(talk, Line) == (*TALK, Line(who="client", text="Fine."))


def test_a_turn_is_never_written_over_by_another_tab(store: Store, talk: str) -> None:
    with pytest.raises(StoreError, match="elsewhere") as failure:
        store.append_turn(talk, 3, Line(who="you", text="Maybe not."))
    assert "reload" in failure.value.hint.lower()
    assert store.turns(talk, Line) == TALK


def test_several_turns_are_kept_all_or_none(store: Store, talk: str) -> None:
    with pytest.raises(StoreError, match="elsewhere"):
        store.append_turn(talk, 3, Line(who="you", text="Maybe not."), Line(who="client", text="Good."))
    with pytest.raises(StoreError, match="missing"):
        store.append_turn(talk, 5, Line(who="client", text="Good."))
    with pytest.raises(BadInput):
        store.append_turn(talk, 4, Line(who="you", text="ok"), Line(who="client", text="half \ud83d"))
    assert store.turns(talk, Line) == TALK


def test_a_turn_may_grow_while_it_is_streamed(store: Store, talk: str) -> None:
    for text in ("Well", "Well then", "Well then, goodbye."):
        if text == "Well":
            store.append_turn(talk, 4, Line(who="client", text=text))
        else:
            store.replace_turn(talk, 4, Line(who="client", text=text))
    assert store.turns(talk, Line)[4:] == (Line(who="client", text="Well then, goodbye."),)
    with pytest.raises(NotFound, match="no turn 5"):
        store.replace_turn(talk, 5, Line(who="you", text="Goodbye."))


def test_a_branch_begins_with_the_turns_before_the_fork(store: Store, case: str, talk: str) -> None:
    branch = store.start_rehearsal(case, Note(text="bargainer"), parent_id=talk, forked_at=3)
    store.append_turn(branch, 3, Line(who="you", text="I understand this is sudden. It is decided."))
    twig = store.start_rehearsal(case, Note(text="bargainer"), parent_id=branch, forked_at=0)
    assert store.turns(talk, Line) == TALK
    assert store.turns(branch, Line)[:3] == TALK[:3]
    assert store.turns(branch, Line)[3].text.startswith("I understand")
    assert store.turns(twig, Line) == ()
    tree = [(one.id, one.parent_id, one.forked_at, one.turns) for one in store.rehearsals(case)]
    assert tree == [(talk, None, None, 4), (branch, talk, 3, 4), (twig, branch, 0, 0)]


def test_a_branch_must_leave_a_turn_that_is_there(store: Store, case: str, talk: str) -> None:
    other = store.create_case("Other", STORY).id
    for parent, fork in ((talk, 5), (talk, -1), (talk, None), (None, 1)):
        with pytest.raises(BadInput):
            store.start_rehearsal(case, {}, parent_id=parent, forked_at=fork)
    for case_id, parent in ((case, "none"), (other, talk)):
        with pytest.raises(NotFound):
            store.start_rehearsal(case_id, {}, parent_id=parent, forked_at=1)
    assert [one.id for one in store.rehearsals(case)] == [talk]
    assert store.rehearsals(other) == ()


def test_a_finished_rehearsal_says_how_it_ended(store: Store, case: str, talk: str) -> None:
    running = store.rehearsal(talk)
    assert (running.ended, running.finished_at, running.debriefed, running.case_id) == (None, None, False, case)
    assert store.debrief(talk, Note) is None
    store.finish_rehearsal(talk, "walked_out")
    first = store.rehearsal(talk)
    assert (first.ended, first.debriefed) == ("walked_out", False)
    store.finish_rehearsal(talk, "walked_out", Note(text="Hold the line."))
    again = store.rehearsal(talk)
    assert again.finished_at == first.finished_at
    assert store.debrief(talk, Note) == Note(text="Hold the line.")
