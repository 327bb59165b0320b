"""Assessments and answers: the same on SQLite and on PostgreSQL."""

import pytest

from coach.errors import BadInput, StoreError
from coach.store import Store
from tests.store.payloads import AWKWARD, STORY, Note, OtherNote


def test_the_latest_assessment_is_the_one_made_last_and_the_others_are_kept(store: Store) -> None:
    case = store.create_case("Acme", STORY).id
    assert store.latest_assessment(case, Note) is None
    first = store.save_assessment(case, Note(text="keep", weight=0.1 + 0.2))
    second = store.save_assessment(case, Note(text=AWKWARD))
    assert store.latest_assessment(case, Note) == Note(text=AWKWARD)
    assert store.assessment(case, first, Note) == Note(text="keep", weight=0.1 + 0.2)
    entries = store.assessments(case)
    assert [entry.id for entry in entries] == [first, second]
    assert entries[0].made_at < entries[1].made_at


def test_an_assessment_this_version_cannot_read_is_a_store_error_with_a_hint(store: Store) -> None:
    case = store.create_case("Acme", STORY).id
    store.save_assessment(case, Note(text="keep"))
    with pytest.raises(StoreError, match="cannot be read") as failure:
        store.latest_assessment(case, OtherNote)
    assert "update" in failure.value.hint.lower()


def test_an_answer_takes_the_place_of_the_one_before(store: Store) -> None:
    case = store.create_case("Acme", STORY).id
    store.save_answer(case, "time_drain", "Once.")
    store.save_answer(case, "back_channel", AWKWARD)
    store.save_answer(case, "time_drain", "Every week.")
    assert store.answers(case) == {"time_drain": "Every week.", "back_channel": AWKWARD}
    store.drop_answer(case, "time_drain")
    store.drop_answer(case, "never asked")
    assert store.answers(case) == {"back_channel": AWKWARD}


def test_text_no_database_can_keep_is_refused_and_changes_nothing(store: Store) -> None:
    case = store.create_case("Acme", STORY).id
    store.save_answer(case, "time_drain", "Once.")
    for text in ("a\x00b", "half \ud83d pair"):
        with pytest.raises(BadInput, match="characters"):
            store.save_answer(case, "time_drain", text)
    with pytest.raises(BadInput, match="characters"):
        store.save_assessment(case, Note(text="half \ud83d pair"))
    assert store.answers(case) == {"time_drain": "Once."}
    assert store.latest_assessment(case, Note) is None


def test_a_payload_may_hold_any_character_of_unicode(store: Store) -> None:
    case = store.create_case("Acme", STORY).id
    odd = Note(text="\x00\x01\x7f\ufffe\U0010ffff" + AWKWARD)
    store.save_assessment(case, odd)
    assert store.latest_assessment(case, Note) == odd
