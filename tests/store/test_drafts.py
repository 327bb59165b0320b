"""Drafts and the text being typed: the same on SQLite and on PostgreSQL."""

from coach.store import Store
from tests.store.conftest import Open
from tests.store.payloads import AWKWARD, STORY, Note


def test_every_edit_is_a_version(store: Store) -> None:
    case = store.create_case("Acme", STORY).id
    texts = ["Dear Ms Ruiz,", "Dear Ms Ruiz, I am writing", "Dear Ms Ruiz,"]
    assert [store.save_draft(case, "exit-email", Note(text=text)) for text in texts] == [1, 2, 3]
    assert store.latest_draft(case, "exit-email", Note) == Note(text=texts[2])
    assert [store.draft(case, "exit-email", n, Note).text for n in (1, 2, 3)] == texts
    times = [version.saved_at for version in store.draft_versions(case, "exit-email")]
    assert times == sorted(set(times))


def test_saving_the_same_again_makes_no_version(store: Store) -> None:
    case = store.create_case("Acme", STORY).id
    assert [store.save_draft(case, "exit-email", Note(text="Dear")) for _ in range(3)] == [1, 1, 1]
    assert len(store.draft_versions(case, "exit-email")) == 1


def test_each_kind_has_versions_of_its_own(store: Store) -> None:
    case, other = store.create_case("Acme", STORY).id, store.create_case("Other", STORY).id
    store.save_draft(case, "reset-email", Note(text="Let us talk."))
    store.save_draft(case, "exit-email", Note(text="Goodbye."))
    assert store.save_draft(other, "exit-email", Note(text="Farewell.")) == 1
    assert store.draft_kinds(case) == ("reset-email", "exit-email")
    assert store.latest_draft(case, "exit-email", Note) == Note(text="Goodbye.")
    assert store.latest_draft(case, "call-script", Note) is None
    assert store.draft_versions(case, "call-script") == ()


def test_what_is_typed_is_there_after_a_restart(store: Store, open_store: Open) -> None:
    case = store.create_case("Acme", STORY).id
    assert store.working_text(case, "exit-email") is None
    for length in range(1, len(AWKWARD) + 1):
        store.save_working_text(case, "exit-email", AWKWARD[:length])
    assert open_store().working_text(case, "exit-email") == AWKWARD
    store.save_working_text(case, "exit-email", "")
    assert store.working_text(case, "exit-email") == ""
    store.drop_working_text(case, "exit-email")
    assert store.working_text(case, "exit-email") is None
