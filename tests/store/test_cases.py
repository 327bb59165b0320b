"""Cases: the same on SQLite and on PostgreSQL."""

import re
from datetime import UTC, timedelta

import pytest

from coach.errors import BadInput, NotFound
from coach.situation import Fact, FactKind, Situation
from coach.store import Store
from tests.store.conftest import START, Open
from tests.store.payloads import AWKWARD, STORY, Line, Note


def test_a_new_case_comes_back_as_it_was_made(store: Store, open_store: Open) -> None:
    situation = Situation(text=AWKWARD, facts=(Fact(kind=FactKind.CLIENT, value="Zoë"),))
    made = store.create_case("Zoë & Sons", situation)
    case = open_store().case(made.id)
    assert (case.name, case.situation, case.archived) == ("Zoë & Sons", situation, False)
    assert case.created_at == case.updated_at == START + timedelta(minutes=1)
    assert case.created_at.tzinfo is UTC


def test_ids_are_short_readable_and_fit_for_a_url(store: Store) -> None:
    ids = {store.create_case(f"case {i}", STORY).id for i in range(20)}
    assert len(ids) == 20
    assert all(re.fullmatch(r"[2-9b-z]{4}(-[2-9b-z]{4}){2}", one) for one in ids)


def test_cases_are_listed_newest_first_and_without_the_archived(store: Store) -> None:
    first, second, third = (store.create_case(name, STORY) for name in ("one", "two", "three"))
    store.archive(second.id)
    assert [case.name for case in store.cases()] == ["three", "one"]
    assert [case.name for case in store.cases(archived=True)] == ["two"]
    store.unarchive(second.id)
    assert [case.id for case in store.cases()] == [third.id, second.id, first.id]


def test_a_case_tells_how_far_the_journey_went(store: Store) -> None:
    case = store.create_case("Acme", STORY).id
    other = store.create_case("Other", STORY).id

    def progress() -> tuple[bool, bool, bool]:
        found = store.case(case)
        assert next(one for one in store.cases() if one.id == case).assessed == found.assessed
        return found.assessed, found.rehearsed, found.written

    assert progress() == (False, False, False)
    store.save_assessment(case, Note(text="ask"))
    assert progress() == (True, False, False)
    rehearsal = store.start_rehearsal(case, {})
    store.append_turn(rehearsal, 0, Line(who="you", text="Hello."))
    assert progress() == (True, False, False)
    store.finish_rehearsal(rehearsal, "resolved", Note(text="well done"))
    assert progress() == (True, True, False)
    store.save_draft(case, "exit-email", Note(text="Dear …"))
    assert progress() == (True, True, True)
    untouched = store.case(other)
    assert (untouched.assessed, untouched.rehearsed, untouched.written) == (False, False, False)


def test_any_change_to_a_case_moves_its_time_and_no_other(store: Store) -> None:
    case, other = store.create_case("Acme", STORY), store.create_case("Other", STORY)
    rehearsal = store.start_rehearsal(case.id, {})
    changes = [
        lambda: store.rename(case.id, "Acme Ltd"),
        lambda: store.save_situation(case.id, Situation(text="Another account of the client.")),
        lambda: store.save_assessment(case.id, Note(text="keep")),
        lambda: store.save_answer(case.id, "time_drain", "yes"),
        lambda: store.append_turn(rehearsal, 0, Line(who="you", text="Hello.")),
        lambda: store.save_draft(case.id, "exit-email", Note(text="Dear …")),
        lambda: store.save_working_text(case.id, "exit-email", "Dea"),
    ]
    last = store.case(case.id).updated_at
    for change in changes:
        change()
        now = store.case(case.id).updated_at
        assert now > last
        last = now
    assert store.case(other.id).updated_at == other.updated_at


def test_a_name_becomes_one_line(store: Store) -> None:
    case = store.create_case("  Acme\n  Corp\t", STORY)
    assert case.name == "Acme Corp"
    store.rename(case.id, "Acme\r\nLtd")
    assert store.case(case.id).name == "Acme Ltd"


@pytest.mark.parametrize("name", ["", "  \n ", "x" * 201, "a\x00b", "half \ud83d pair"])
def test_a_name_nobody_can_read_is_refused(store: Store, name: str) -> None:
    with pytest.raises(BadInput) as refusal:
        store.create_case(name, STORY)
    assert refusal.value.hint
    assert store.cases() == ()


def test_earlier_versions_of_the_situation_are_kept(store: Store) -> None:
    case = store.create_case("Acme", STORY).id
    longer = STORY.with_fact(FactKind.CLIENT, "Ms Ruiz")
    assert store.save_situation(case, STORY) == 1
    assert store.save_situation(case, longer) == 2
    assert store.case(case).situation == longer
    assert store.situation(case, 1) == STORY
    assert [version.number for version in store.situation_versions(case)] == [1, 2]
    assert store.save_situation(case, STORY) == 3


def test_an_assessment_of_an_earlier_situation_is_outdated(store: Store) -> None:
    case = store.create_case("Acme", STORY).id
    assert not store.case(case).outdated
    store.save_assessment(case, Note(text="keep"))
    assert not store.case(case).outdated
    store.save_situation(case, Situation(text="It got worse."))
    assert store.case(case).outdated
    store.save_assessment(case, Note(text="exit"))
    assert not store.case(case).outdated


def test_a_deleted_case_is_gone_with_all_that_was_in_it(store: Store) -> None:
    case, other = store.create_case("Acme", STORY).id, store.create_case("Other", STORY).id
    rehearsal = store.start_rehearsal(case, {})
    store.append_turn(rehearsal, 0, Line(who="you", text="Hello."))
    store.save_draft(case, "exit-email", Note(text="Dear …"))
    store.delete_case(case)
    for look in (lambda: store.case(case), lambda: store.turns(rehearsal, Line), lambda: store.delete_case(case)):
        with pytest.raises(NotFound):
            look()
    assert [one.id for one in store.cases()] == [other]


def test_what_is_not_there_is_said_to_be_not_there(store: Store) -> None:
    case = store.create_case("Acme", STORY).id
    looks = [
        lambda: store.case("none"),
        lambda: store.rename("none", "x"),
        lambda: store.archive("none"),
        lambda: store.save_situation("none", STORY),
        lambda: store.situation(case, 2),
        lambda: store.save_assessment("none", Note(text="")),
        lambda: store.assessment(case, "none", Note),
        lambda: store.latest_assessment("none", Note),
        lambda: store.answers("none"),
        lambda: store.start_rehearsal("none", {}),
        lambda: store.append_turn("none", 0, Note(text="")),
        lambda: store.rehearsal("none"),
        lambda: store.rehearsals("none"),
        lambda: store.draft(case, "exit-email", 1, Note),
        lambda: store.working_text("none", "exit-email"),
        lambda: store.export_case("none"),
    ]
    for look in looks:
        with pytest.raises(NotFound) as refusal:
            look()
        assert refusal.value.exit_code == 2


def test_delete_everything_leaves_nothing(store: Store) -> None:
    for name in ("one", "two"):
        case = store.create_case(name, STORY).id
        store.save_draft(case, "exit-email", Note(text="Dear …"))
    store.archive(case)
    store.delete_everything()
    assert store.cases() == store.cases(archived=True) == ()
    assert store.library.documents() == ()
    assert store.create_case("a fresh start", STORY).name == "a fresh start"


@pytest.mark.parametrize("odd", ["half \ud83d", "nul \x00", "' OR 1=1 --", "", "x" * 10_000])
def test_an_odd_id_in_the_address_is_bad_input_and_no_crash(store: Store, odd: str) -> None:
    store.create_case("Acme", STORY)
    with pytest.raises(BadInput):
        store.case(odd)
    with pytest.raises(BadInput):
        store.turns(odd, Line)
