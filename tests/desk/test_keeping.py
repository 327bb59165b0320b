"""Keeping: cases go away and come back, out as files and in again; a bad file changes nothing; everything can be deleted."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from coach.cases import CaseDesk
from coach.coach import Coach
from coach.content import read_yaml
from coach.desk.keeping import CASE_FORMS
from coach.desk.rehearsals import Setup
from coach.errors import BadInput, NotFound, UnknownName
from coach.settings import Settings
from coach.vocabulary.assessment import Action
from coach.vocabulary.draft import DraftKind, DraftTone
from coach.vocabulary.intake import Approach, Effect, Try
from coach.vocabulary.rehearsal import Ending, Goal
from tests.desk.conftest import ACCOUNT

LINE = "I have decided to end our agreement. My last day is 30 June."


@pytest.fixture
def full(desk: CaseDesk, case_id: str) -> str:
    """A case that was read, rehearsed and written."""
    desk.assess(case_id)
    desk.answer(case_id, "raised", "failed")
    tried = Try(what="Asked for one list", effect=Effect.SAME, approach=Approach.TALK, when=date(2026, 3, 2))
    desk.record_try(case_id, tried)
    talk = desk.start_rehearsal(case_id, Setup(persona="bargainer", seed=3))
    desk.say(talk, LINE)
    desk.finish(talk)
    desk.draft(case_id, DraftKind.EXIT_EMAIL, DraftTone.NEUTRAL)
    desk.keep_draft(case_id, DraftKind.EXIT_EMAIL, body="My own words.\n# no heading of ours")
    return case_id


@pytest.fixture
def other(tmp_path: Path):  # type: ignore[no-untyped-def]
    """The desk of another machine."""
    coach = Coach(Settings(engine="builtin", data_dir=tmp_path / "other"))
    made = CaseDesk(coach)
    made.prepare()
    yield made
    coach.store.close()


def test_a_case_put_away_is_out_of_the_list_and_comes_back_whole(desk: CaseDesk, full: str) -> None:
    before = desk.assessment(full)
    desk.archive(full)
    assert desk.cases() == ()
    assert [case.id for case in desk.cases(archived=True)] == [full]
    desk.bring_back(full)
    assert [case.id for case in desk.cases()] == [full]
    assert desk.assessment(full) == before


def test_an_exported_case_is_the_same_on_another_machine(desk: CaseDesk, full: str, other: CaseDesk) -> None:
    taken = other.take_in("dray.json", desk.case_file(full, "json"))
    assert taken.cases == (desk.case(full).name,)
    here = taken.first
    assert here is not None
    assert other.text(here) == desk.text(full)
    assert other.assessment(here) == desk.assessment(full)
    assert other.tries(here) == desk.tries(full)
    assert other.editing(here, DraftKind.EXIT_EMAIL) == desk.editing(full, DraftKind.EXIT_EMAIL)
    (talk,), (kept,) = other.rehearsals(here), desk.rehearsals(full)
    assert other.talk(talk.id).turns == desk.talk(kept.id).turns


def test_the_readable_file_tells_the_whole_case(desk: CaseDesk, full: str) -> None:
    text = desk.case_file(full, "md").decode()
    assert text.startswith(f"# {desk.case(full).name}\n")
    assert f"> {ACCOUNT}" in text
    for words in (
        "Asked for one list",
        f"> {LINE}",
        "> My own words.",
        "## Rehearsals",
        "## Messages",
        "## Assessment",
    ):
        assert words in text
    assert "\n# no heading of ours" not in text, "a user's words must not become a heading"
    found = desk.assessment(full)
    assert found is not None
    assert all(reason in text for reason in found.verdict.reasons)


def test_a_case_nobody_has_read_yet_can_be_exported_too(desk: CaseDesk) -> None:
    case_id = desk.open("My client never pays.")
    text = desk.case_file(case_id, "md").decode()
    assert "> My client never pays." in text
    assert "not been read" in text


def test_a_form_we_do_not_write_is_refused(desk: CaseDesk, case_id: str) -> None:
    with pytest.raises(UnknownName):
        desk.case_file(case_id, "pdf")


def test_the_words_of_a_readable_file_name_every_value() -> None:
    words = read_yaml("readable.yaml")
    assert set(words["actions"]) == set(Action)
    assert set(words["endings"]) == {*Ending, "open", "drill"}
    assert set(words["goals"]) == set(Goal)
    assert set(words["effects"]) == set(Effect)


def test_everything_goes_out_in_one_file_and_comes_back(desk: CaseDesk, full: str, other: CaseDesk) -> None:
    desk.archive(desk.open("My other client shouts at my team.", "Other / one"))
    desk.add_documents([("terms.txt", b"Payment is due within thirty days. Notice is sixty days.")])
    packed = desk.everything()
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert len([name for name in names if name.startswith("cases/")]) == 2 * len(CASE_FORMS)
    taken = other.take_in("good-terms.zip", packed)
    assert len(taken.cases) == 2
    assert {case.name for case in other.cases(archived=True)} == {"Other / one"}
    (document,) = other.documents()
    assert "sixty days" in other.passages(document.key)[0].text
    again = desk.take_in("good-terms.zip", packed)
    assert again.known == ("terms.txt.md",)
    assert len(desk.documents()) == 1


def _zip(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/") + ".json", text)
    return packed.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG",
        b"not json",
        b"[]",
        b"{}",
        b'{"format": "good-terms/case", "version": 1}',
        b'{"format": "good-terms/case", "version": 2}',
        b"PK\x03\x04 broken",
        b"[" * 100_000,
        _zip(elsewhere="{}"),
        _zip(cases__a="{}"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_changes_nothing(desk: CaseDesk, full: str, data: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        desk.take_in("x.json", data)
    assert refused.value.hint
    assert [case.id for case in desk.cases()] == [full]


def test_one_bad_case_keeps_the_whole_archive_out(desk: CaseDesk, full: str, other: CaseDesk) -> None:
    good = desk.case_file(full, "json").decode()
    bad = json.loads(good)
    bad["drafts"][0]["body"].pop("body")
    with pytest.raises(BadInput, match="drafts"):
        other.take_in("x.zip", _zip(cases__a=good, cases__b=json.dumps(bad)))
    assert other.cases() == ()


def test_deleting_everything_leaves_no_case_no_document_and_no_word_in_the_index(desk: CaseDesk, full: str) -> None:
    desk.add_documents([("terms.txt", b"Payment is due within thirty days. Notice is sixty days.")])
    desk.search("notice")
    assert any(desk.index_dir.glob("added-*"))
    desk.delete_everything()
    assert desk.cases() == desk.cases(archived=True) == ()
    assert desk.documents() == ()
    assert not any(desk.index_dir.glob("added-*"))
    with pytest.raises(NotFound):
        desk.case(full)
    assert desk.search("notice"), "the library itself stays"
