"""Export and import: a case survives the way out and back in, and a wrong file is named for what is wrong."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.errors import BadInput
from coach.situation import Fact, FactKind, Situation
from coach.store import Store
from tests.store.conftest import Open
from tests.store.payloads import AWKWARD, STORY, Line, Note

MODELS = {"assessment": Note, "setup": Note, "turn": Line, "debrief": Note, "draft": Note}


def fill(store: Store) -> str:
    """A case with two of everything, and a branch."""
    case = store.create_case("Zoë & Sons", STORY).id
    store.save_assessment(case, Note(text="ask"))
    store.save_situation(case, Situation(text=AWKWARD, facts=(Fact(kind=FactKind.AMOUNT, value="$4,200"),)))
    store.save_assessment(case, Note(text="exit", weight=1 / 3))
    store.save_answer(case, "time_drain", AWKWARD)
    store.save_answer(case, "losing_money", "no")
    talk = store.start_rehearsal(case, Note(text="bargainer"))
    store.append_turn(talk, 0, Line(who="you", text="Hello."), Line(who="client", text=AWKWARD))
    branch = store.start_rehearsal(case, Note(text="bargainer"), parent_id=talk, forked_at=1)
    store.append_turn(branch, 1, Line(who="client", text="Yes?"))
    store.finish_rehearsal(branch, "resolved", Note(text="good"))
    for text in ("one", "two", "one"):
        store.save_draft(case, "exit-email", Note(text=text))
    store.save_draft(case, "call-script", Note(text="Hello"))
    store.save_working_text(case, "exit-email", "one and a h")
    store.archive(case)
    return case


@pytest.fixture
def full_case(store: Store) -> str:
    return fill(store)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Such a case as the text of a file."""
    with Store(f"sqlite:///{tmp_path_factory.mktemp('exported') / 'store.db'}") as store:
        return json.dumps(store.export_case(fill(store)))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{tmp_path / 'empty.db'}") as store:
        yield store


def without_ids(exported: dict[str, Any]) -> dict[str, Any]:
    """The export with its rehearsals numbered, so that two exports can be compared."""
    plain = copy.deepcopy(exported) | {"exported_at": None}
    numbers = {one["id"]: str(n) for n, one in enumerate(plain["rehearsals"])}
    for one in plain["rehearsals"]:
        one["id"] = numbers[one["id"]]
        one["parent_id"] = one["parent_id"] and numbers[one["parent_id"]]
    return plain


def through_a_file(exported: dict[str, Any]) -> Any:
    return json.loads(json.dumps(exported, ensure_ascii=False, allow_nan=False))


def test_a_case_comes_back_whole_for_another_owner(store: Store, full_case: str, open_store: Open) -> None:
    exported = store.export_case(full_case)
    ben = open_store("ben")
    case = ben.import_case(through_a_file(exported), MODELS)
    assert without_ids(ben.export_case(case.id)) == without_ids(exported)
    assert (case.archived, case.assessed, case.rehearsed, case.written) == (True, True, True, True)
    assert case == ben.case(case.id)
    assert case.id == ben.cases(archived=True)[0].id
    assert case.created_at == store.case(full_case).created_at


def test_an_imported_case_is_another_case(store: Store, full_case: str) -> None:
    copied = store.import_case(store.export_case(full_case)).id
    talk, branch = store.rehearsals(copied)
    assert copied != full_case
    assert branch.parent_id == talk.id
    assert {talk.id, branch.id}.isdisjoint(one.id for one in store.rehearsals(full_case))
    store.append_turn(branch.id, 2, Line(who="you", text="On we go."))
    assert store.save_draft(copied, "exit-email", Note(text="new")) == 4
    store.delete_case(full_case)
    assert len(store.turns(branch.id, Line)) == 3
    assert [case.id for case in store.cases(archived=True)] == [copied]


def test_the_export_is_one_json_document_with_a_format_and_a_version(store: Store, full_case: str) -> None:
    exported = store.export_case(full_case)
    assert (exported["format"], exported["version"]) == ("good-terms/case", 1)
    assert list(exported) == [
        *("format", "version", "exported_at", "name", "archived", "created_at", "updated_at"),
        *("situations", "assessments", "answers", "rehearsals", "drafts", "working_texts"),
    ]
    assert exported["rehearsals"][0]["turns"][1]["body"] == {"who": "client", "text": AWKWARD}


Damage = Callable[[dict[str, Any]], object]
DAMAGES: dict[str, tuple[Damage, str]] = {
    "another format": (lambda d: d.update(format="something"), "not an exported case"),
    "a newer version": (lambda d: d.update(version=2), "newer version"),
    "a version that is no number": (lambda d: d.update(version="x"), "version"),
    "no situation": (lambda d: d.update(situations=[]), "situations"),
    "no name": (lambda d: d.pop("name"), "name"),
    "an empty name": (lambda d: d.update(name=" "), "no name"),
    "an unknown part": (lambda d: d.update(invoices=[]), "invoices"),
    "a time without a zone": (lambda d: d.update(created_at="2026-01-01T00:00:00"), "created_at"),
    "a part that is no list": (lambda d: d.update(drafts="x"), "drafts"),
    "a situation without text": (lambda d: d["situations"][1]["body"].pop("text"), r"situations\[1\]\.body\.text"),
    "an endless situation": (lambda d: d["situations"][0]["body"].update(text="x" * 200_001), "200,000"),
    "a turn without a time": (
        lambda d: d["rehearsals"][0]["turns"][1].pop("said_at"),
        r"rehearsals\[0\]\.turns\[1\]\.said_at",
    ),
    "a turn that is no turn": (
        lambda d: d["rehearsals"][0]["turns"][1].update(body={"who": 1}),
        r"rehearsals\[0\]\.turns\[1\]\.body\.who",
    ),
    "an assessment of nothing": (lambda d: d["assessments"][0].update(situation_version=9), "version of the situation"),
    "a rehearsal twice": (lambda d: d["rehearsals"].append(d["rehearsals"][0]), "twice"),
    "an unknown parent": (lambda d: d["rehearsals"][1].update(parent_id="gone"), "gone"),
    "its own parent": (lambda d: d["rehearsals"][0].update(parent_id=d["rehearsals"][0]["id"]), "not before it"),
    "an answer twice": (lambda d: d["answers"].append(d["answers"][0]), "twice"),
    "a character nobody can keep": (lambda d: d["answers"][0].update(answer="a\x00"), r"answers\[0\]\.answer"),
    "half a character": (lambda d: d["drafts"][0].update(body={"text": "\ud83d"}), "characters"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_refused_by_name_and_nothing_is_imported(empty: Store, exported: str, damage: str) -> None:
    spoil, named = DAMAGES[damage]
    data = json.loads(exported)
    spoil(data)
    with pytest.raises(BadInput, match=named) as refusal:
        empty.import_case(data, MODELS)
    assert refusal.value.hint
    assert empty.cases() == empty.cases(archived=True) == ()


@pytest.mark.parametrize("data", [None, [], "text", 7, {}, {"format": "good-terms/case"}, {"version": 1}])
def test_what_is_no_case_at_all_is_refused(empty: Store, data: Any) -> None:
    with pytest.raises(BadInput):
        empty.import_case(data)


def test_a_file_nested_without_end_is_refused(empty: Store, exported: str) -> None:
    data = json.loads(exported)
    deep: Any = {}
    for _ in range(5_000):
        deep = {"a": deep}
    data["drafts"][0]["body"] = deep
    with pytest.raises(BadInput):
        empty.import_case(data)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choice=st.randoms(use_true_random=False), junk=JUNK)
def test_whatever_stands_in_a_file_it_is_imported_whole_or_refused(
    empty: Store, exported: str, choice: random.Random, junk: Any
) -> None:
    data = json.loads(exported)
    _put_somewhere(data, choice, junk)
    before = len(empty.cases()) + len(empty.cases(archived=True))
    try:
        made = empty.import_case(data, MODELS)
    except BadInput:
        assert len(empty.cases()) + len(empty.cases(archived=True)) == before
    else:
        again = empty.import_case(empty.export_case(made.id), MODELS)
        assert without_ids(empty.export_case(again.id)) == without_ids(empty.export_case(made.id))


def _put_somewhere(data: Any, choice: random.Random, junk: Any) -> None:
    while True:
        key = choice.choice(sorted(data) if isinstance(data, dict) else range(len(data)))
        inner = data[key]
        if not isinstance(inner, dict | list) or not inner or choice.random() < 0.3:
            data[key] = junk
            return
        data = inner
