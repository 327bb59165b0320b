"""Accounts: whatever is typed is kept, and what was read stays beside the words it was read from."""

from datetime import date

import pytest

from coach.cases import CaseDesk
from coach.desk.account import gaps, worked_examples
from coach.desk.accounts import case_name, new_try
from coach.errors import BadInput, EmptyInput, InputTooLong, NotEnglish, NotFound, NotReadable
from coach.vocabulary.assessment import Action
from coach.vocabulary.intake import Approach, Effect, Try
from tests.desk.conftest import ACCOUNT


def test_an_opened_case_holds_its_text_to_the_letter(desk: CaseDesk) -> None:
    text = "  My client\r\n\tshouts.  \n"
    assert desk.text(desk.open(text)) == text


def test_nothing_makes_no_case(desk: CaseDesk) -> None:
    with pytest.raises(EmptyInput):
        desk.open(" \n ")
    assert desk.cases() == ()


def test_what_is_typed_is_kept_before_it_is_read(desk: CaseDesk, case_id: str) -> None:
    desk.keep_text(case_id, ACCOUNT + " And then")
    assert desk.text(case_id).endswith("And then")
    assert desk.assessment(case_id) is None


def test_reading_keeps_the_assessment_and_its_text(desk: CaseDesk, case_id: str) -> None:
    made = desk.assess(case_id)
    assert desk.assessment(case_id) == made
    assert desk.is_read(case_id)
    text = desk.read_text(case_id)
    assert all(quote.is_in(text) for sign in made.signs for quote in sign.evidence)


def test_a_changed_account_is_not_read_but_its_assessment_keeps_its_words(desk: CaseDesk, case_id: str) -> None:
    desk.assess(case_id)
    desk.keep_text(case_id, "It is all different now. My client apologised.")
    assert not desk.is_read(case_id)
    assert desk.read_text(case_id) == ACCOUNT


def test_a_refused_account_is_not_lost(desk: CaseDesk) -> None:
    german = "Mein Kunde zahlt seine Rechnungen nie und schreit mich jeden Tag am Telefon an, ich kann nicht mehr."
    case_id = desk.open(german)
    with pytest.raises(NotEnglish):
        desk.assess(case_id)
    assert desk.text(case_id) == german


def test_words_are_put_at_the_end_and_everything_is_read_again(desk: CaseDesk, case_id: str) -> None:
    first = desk.assess(case_id)
    desk.add_words(case_id, " It happens every week. ")
    assert desk.text(case_id) == f"{ACCOUNT}\n\nIt happens every week."
    assert len(desk.coach.store.assessments(case_id)) == 2
    assert first.signs[0].evidence[0].is_in(desk.text(case_id))
    with pytest.raises(EmptyInput):
        desk.add_words(case_id, "  ")


def test_an_answer_settles_its_sign_and_can_be_taken_back(desk: CaseDesk, case_id: str) -> None:
    sign = desk.assess(case_id).signs[0]
    without = desk.answer(case_id, f"sign:{sign.id}", "no")
    assert sign.id not in {one.id for one in (*without.signs, *without.possible)}
    assert [(one.question, one.choice) for one in desk.answers(case_id)] == [(f"sign:{sign.id}", "no")]
    assert f"sign:{sign.id}" not in {question.id for question in without.asks}
    again = desk.take_back(case_id, f"sign:{sign.id}")
    assert sign.id in {one.id for one in again.signs}


def test_answers_outlast_a_change_of_the_account(desk: CaseDesk, case_id: str) -> None:
    desk.answer(case_id, "raised", "failed")
    desk.keep_text(case_id, ACCOUNT + " And she did it again today.")
    assert desk.assess(case_id).verdict.action in {Action.EXIT, Action.EXIT_NOW}


@pytest.mark.parametrize(("question", "choice"), [("sign:none", "yes"), ("raised", "perhaps"), ("weather", "yes")])
def test_an_unknown_answer_is_refused_by_name(desk: CaseDesk, case_id: str, question: str, choice: str) -> None:
    with pytest.raises(BadInput, match=f"{question}|{choice}") as refused:
        desk.answer(case_id, question, choice)
    assert refused.value.hint
    assert desk.answers(case_id) == ()


def test_the_fix_first_record_is_kept_and_the_verdict_reads_it(desk: CaseDesk, case_id: str) -> None:
    desk.assess(case_id)
    entry = Try(what="asked for one list a week", effect=Effect.SAME, approach=Approach.TALK, when=date(2026, 3, 2))
    after = desk.record_try(case_id, entry)
    assert desk.tries(case_id) == (entry,)
    assert after.verdict.action in {Action.EXIT, Action.EXIT_NOW}
    assert "raised" not in {question.id for question in after.asks}
    desk.drop_try(case_id, 0)
    assert desk.tries(case_id) == ()
    with pytest.raises(NotFound):
        desk.drop_try(case_id, 0)


def test_an_entry_of_the_record_goes_back_where_it_stood(desk: CaseDesk, case_id: str) -> None:
    for what in ("first", "second", "third"):
        desk.record_try(case_id, new_try(what, Effect.SAME, Approach.TALK, None))
    taken = desk.tries(case_id)[1]
    desk.drop_try(case_id, 1)
    desk.restore_try(case_id, 1, taken)
    assert [one.what for one in desk.tries(case_id)] == ["first", "second", "third"]


@pytest.mark.parametrize(("what", "refusal"), [(" \n", EmptyInput), ("x" * 501, InputTooLong)])
def test_a_note_that_says_nothing_or_too_much_is_refused_not_cut(what: str, refusal: type[BadInput]) -> None:
    with pytest.raises(refusal) as refused:
        new_try(what, Effect.SAME, Approach.TALK, None)
    assert refused.value.hint


def test_a_thread_asks_who_the_user_is(desk: CaseDesk) -> None:
    chat = (
        "Marco: where is my logo\nLuca: it is in your inbox since Monday\nMarco: you are useless, a child would do better\n"
        "Luca: please talk to me with respect\nMarco: fix it or I call your boss"
    )
    case_id = desk.open(chat)
    desk.assess(case_id)
    assert desk.speakers(case_id) == ("Marco", "Luca")
    desk.i_am(case_id, "Luca")
    assert desk.speakers(case_id) == ()


def test_a_file_opens_a_case_or_is_put_behind_the_account(desk: CaseDesk) -> None:
    case_id = desk.take_file(None, "notes.txt", b"My client never pays.")
    assert desk.take_file(case_id, "more.md", "He also shouts – often.".encode()) == case_id
    assert desk.text(case_id) == "My client never pays.\n\nHe also shouts – often."


def test_a_file_that_cannot_be_read_changes_nothing(desk: CaseDesk, case_id: str) -> None:
    with pytest.raises(NotReadable):
        desk.take_file(case_id, "photo.png", b"\x89PNG")
    assert desk.text(case_id) == ACCOUNT


def test_a_case_named_by_its_text_is_named_anew_when_the_text_was_read(desk: CaseDesk) -> None:
    case_id = desk.open("Something is wrong")
    desk.keep_text(case_id, ACCOUNT)
    desk.assess(case_id)
    assert desk.case(case_id).name == case_name(ACCOUNT) != "Something is wrong"


def test_a_name_the_user_gave_stays(desk: CaseDesk) -> None:
    case_id = desk.open(ACCOUNT, "The builder")
    desk.assess(case_id)
    assert desk.case(case_id).name == "The builder"


def test_a_deleted_case_is_gone(desk: CaseDesk, case_id: str) -> None:
    desk.delete(case_id)
    with pytest.raises(NotFound):
        desk.case(case_id)


def test_a_name_is_short_and_never_empty() -> None:
    assert case_name("?!") == "A case"
    assert len(case_name("Well " * 100)) <= 60


def test_an_empty_name_is_refused(desk: CaseDesk, case_id: str) -> None:
    with pytest.raises(BadInput):
        desk.rename(case_id, "  ")


def test_a_thin_account_is_asked_for_more_and_a_full_one_for_less() -> None:
    assert gaps("") == ()
    assert len(gaps("My client is rude.")) == 3
    assert all(len(gaps(example.text)) <= 1 for example in worked_examples())


def test_a_very_long_account_is_not_called_thin() -> None:
    assert gaps("My client is rude. " * 500) == ()


def test_three_worked_examples_of_different_trades_are_ready_to_read(desk: CaseDesk) -> None:
    examples = worked_examples()
    assert len(examples) == 3
    assert len({example.teller for example in examples}) == 3
    for example in examples:
        assert 150 <= len(example.text.split()) <= 230
        assert desk.coach.situation(example.text).text == example.text
