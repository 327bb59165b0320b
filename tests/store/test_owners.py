"""Owners: nobody sees, changes or deletes what another one has, and every statement says whose rows it means."""

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest
from sqlalchemy import Engine, event

from coach.errors import NotFound
from coach.store import Store
from coach.store.tables import Row
from coach.vocabulary.document import Document
from coach.vocabulary.passage import Passage
from tests.store.conftest import Open
from tests.store.payloads import STORY, Line, Note

DOCUMENT = Document(key="notes", name="notes.md", added_at=datetime(2026, 1, 1, tzinfo=UTC), passages=1, edition="e/1")
PASSAGES = [(Passage(id="notes#1", title="Notes", source="notes", text="Say no."), np.ones(4, dtype=np.float32))]


def fill(store: Store) -> tuple[str, str, str]:
    """A case with something of everything; returns the ids of the case, its rehearsal and its assessment."""
    case = store.create_case(f"Acme of {store.owner}", STORY).id
    assessment = store.save_assessment(case, Note(text=store.owner))
    store.save_answer(case, "time_drain", "yes")
    rehearsal = store.start_rehearsal(case, {"owner": store.owner})
    store.append_turn(rehearsal, 0, Line(who="you", text="Hello."))
    store.finish_rehearsal(rehearsal, "resolved", Note(text="well done"))
    store.save_draft(case, "exit-email", Note(text="Dear"))
    store.save_working_text(case, "exit-email", "De")
    store.library.add_document(DOCUMENT, PASSAGES)
    return case, rehearsal, assessment


def everything_about(store: Store, case: str, rehearsal: str, assessment: str) -> dict[str, Callable[[], object]]:
    """Every method that takes an id, called on these ids."""
    return {
        "case": lambda: store.case(case),
        "rename": lambda: store.rename(case, "Mine now"),
        "archive": lambda: store.archive(case),
        "unarchive": lambda: store.unarchive(case),
        "save_situation": lambda: store.save_situation(case, STORY),
        "situation": lambda: store.situation(case, 1),
        "situation_versions": lambda: store.situation_versions(case),
        "save_assessment": lambda: store.save_assessment(case, Note(text="mine")),
        "assessment": lambda: store.assessment(case, assessment, Note),
        "assessments": lambda: store.assessments(case),
        "latest_assessment": lambda: store.latest_assessment(case, Note),
        "save_answer": lambda: store.save_answer(case, "time_drain", "no"),
        "drop_answer": lambda: store.drop_answer(case, "time_drain"),
        "answers": lambda: store.answers(case),
        "start_rehearsal": lambda: store.start_rehearsal(case, {}),
        "append_turn": lambda: store.append_turn(rehearsal, 1, Line(who="you", text="mine")),
        "replace_turn": lambda: store.replace_turn(rehearsal, 0, Line(who="you", text="mine")),
        "finish_rehearsal": lambda: store.finish_rehearsal(rehearsal, "stopped"),
        "rehearsals": lambda: store.rehearsals(case),
        "rehearsal": lambda: store.rehearsal(rehearsal),
        "setup": lambda: store.setup(rehearsal, Note),
        "turns": lambda: store.turns(rehearsal, Line),
        "debrief": lambda: store.debrief(rehearsal, Note),
        "save_draft": lambda: store.save_draft(case, "exit-email", Note(text="mine")),
        "draft": lambda: store.draft(case, "exit-email", 1, Note),
        "draft_kinds": lambda: store.draft_kinds(case),
        "draft_versions": lambda: store.draft_versions(case, "exit-email"),
        "latest_draft": lambda: store.latest_draft(case, "exit-email", Note),
        "save_working_text": lambda: store.save_working_text(case, "exit-email", "mine"),
        "working_text": lambda: store.working_text(case, "exit-email"),
        "drop_working_text": lambda: store.drop_working_text(case, "exit-email"),
        "export_case": lambda: store.export_case(case),
        "delete_case": lambda: store.delete_case(case),
    }


NOT_ABOUT_ONE_ID = {
    *("create_case", "cases", "delete_everything", "import_case", "import_cases"),
    *("now", "owner", "location", "size", "check", "close", "library"),
}


def test_no_method_reaches_what_another_owner_has(open_store: Open) -> None:
    anna, ben = open_store("anna"), open_store("ben")
    ids = fill(anna)
    before = anna.export_case(ids[0]) | {"exported_at": None}
    attempts = everything_about(ben, *ids)
    public = {name for name in dir(ben) if not name.startswith("_")}
    assert set(attempts) == public - NOT_ABOUT_ONE_ID, "a method is missing from this test"
    for attempt in attempts.values():
        with pytest.raises(NotFound):
            attempt()
    assert ben.cases() == ben.cases(archived=True) == ()
    assert anna.export_case(ids[0]) | {"exported_at": None} == before


def test_owners_may_have_documents_with_the_same_key(open_store: Open) -> None:
    anna, ben = open_store("anna").library, open_store("ben").library
    anna.add_document(DOCUMENT, PASSAGES)
    assert (ben.documents(), list(ben.passages()), ben.passage("notes#1"), ben.version()) == ((), [], None, "")
    assert ben.remove_document("notes") is False
    ben.add_document(DOCUMENT, PASSAGES)
    assert anna.version() == ben.version() != ""
    assert ben.remove_document("notes") is True
    assert anna.documents() == (DOCUMENT,)
    assert len(list(anna.passages())) == 1


def test_delete_everything_spares_the_other_owners(open_store: Open) -> None:
    anna, ben = open_store("anna"), open_store("ben")
    case, _, _ = fill(anna)
    fill(ben)
    before = anna.export_case(case) | {"exported_at": None}
    ben.delete_everything()
    assert ben.cases() == ()
    assert anna.export_case(case) | {"exported_at": None} == before
    assert anna.library.documents() == (DOCUMENT,)


def test_every_statement_on_our_tables_names_the_owner(store: Store) -> None:
    tables = {mapper.local_table.name for mapper in Row.registry.mappers if mapper.local_table is not None}
    statements: list[str] = []

    def record(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", record)
    try:
        case, rehearsal, assessment = fill(store)
        for call in everything_about(store, case, rehearsal, assessment).values():
            try:
                call()
            except Exception:
                assert "delete" not in statements[-1].lower()
        store.delete_everything()
    finally:
        event.remove(Engine, "before_cursor_execute", record)
    touched = [sql for sql in statements if tables & set(sql.replace("(", " ").split())]
    assert len(touched) > 60
    for sql in touched:
        # an UPDATE or DELETE of one row by its `seq` changes a row that was found through its owner just before
        by_number = sql.startswith(("UPDATE", "DELETE")) and ".seq = " in sql
        assert by_number or "owner" in sql.partition("WHERE")[2] or sql.startswith("INSERT"), sql
