"""The guide: an account told question by question, kept as it is typed, and read at the end."""

from coach.cases import CaseDesk
from coach.desk.account import parts
from coach.ui.journey import Step
from tests.app.conftest import Stage, said

WHO = "My client Mr Dray runs a building firm. I keep his books."
LAST = "On Thursday he shouted at my assistant Amira and called her useless in front of his foreman."
TRIED = "I asked him twice to stop, and nothing changed."


def _begin(stage: Stage, **address: str):  # type: ignore[no-untyped-def]
    page, visits = stage("situation", **address)
    name = next(one.key for one in page.segmented_control if one.key.startswith("situation:way"))
    page.segmented_control(key=name).set_value("questions").run()
    return page, visits


def _answer(page, question: str, words: str) -> None:  # type: ignore[no-untyped-def]
    page.text_area(key=f"guide:answer:{question}").input(words).run()
    page.button(key="gt-guide-next").click().run()


def test_answers_become_the_account_and_are_read(stage: Stage, desk: CaseDesk) -> None:
    page, visits = _begin(stage)
    assert "Who is it, and what do you do for them?" in said(page)
    _answer(page, "who", WHO)
    _answer(page, "last", LAST)
    (case,) = desk.cases()
    assert desk.text(case.id) == f"{WHO}\n\n{LAST}"
    assert page.query_params["case"] == case.id
    page.button(key="gt-guide-enough").click().run()
    assert desk.case(case.id).assessed
    assert [slug for slug, _ in visits.seen] == [Step.ASSESSMENT]


def test_a_question_can_be_skipped_and_gone_back_to(stage: Stage, desk: CaseDesk) -> None:
    page, _ = _begin(stage)
    page.button(key="gt-guide-next").click().run()
    assert "What happened last?" in said(page)
    page.button(key="gt-guide-back").click().run()
    assert "Who is it" in said(page)
    assert desk.cases() == ()


def test_an_answer_that_is_changed_takes_its_own_place(desk: CaseDesk) -> None:
    case_id = desk.tell(None, "who", WHO)
    assert case_id
    desk.tell(case_id, "last", LAST)
    desk.tell(case_id, "who", "My client Mr Dray.")
    assert desk.text(case_id) == f"My client Mr Dray.\n\n{LAST}"
    desk.tell(case_id, "who", "")
    assert desk.text(case_id) == LAST
    assert set(desk.told(case_id)) == {"last"}


def test_what_was_changed_by_hand_since_is_left_alone(desk: CaseDesk) -> None:
    case_id = desk.tell(None, "who", WHO)
    assert case_id
    desk.keep_text(case_id, "He is a builder, and I keep his books.")
    desk.tell(case_id, "who", WHO)
    assert desk.text(case_id) == f"He is a builder, and I keep his books.\n\n{WHO}"


def test_an_answer_that_would_not_stand_alone_gets_its_lead_and_is_shown_without_it(desk: CaseDesk) -> None:
    case_id = desk.tell(None, "tried", "Nothing yet.")
    assert case_id
    assert desk.text(case_id) == "What I have tried: Nothing yet."
    assert desk.told(case_id)["tried"] == "Nothing yet."


def test_quick_answers_are_kept_and_count_when_the_account_is_read(stage: Stage, desk: CaseDesk) -> None:
    case_id = desk.tell(None, "who", WHO)
    assert case_id
    for question, words in (("last", LAST), ("tried", TRIED)):
        desk.tell(case_id, question, words)
    page, _ = stage("situation", case=case_id)
    for _ in desk.open_questions():
        if [button for button in page.button if button.key == "gt-guide-next"]:
            page.button(key="gt-guide-next").click().run()
    page.radio(key="guide:quick:danger").set_value("yes").run()
    page.button(key="gt-read").click().run()
    found = desk.assessment(case_id)
    assert found is not None
    assert found.verdict.action == "exit_now"


def test_a_half_told_account_goes_on_where_it_was_left(stage: Stage, desk: CaseDesk) -> None:
    case_id = desk.tell(None, "who", WHO)
    assert case_id
    page, _ = stage("situation", case=case_id)
    assert "What happened last?" in said(page)
    assert "Your account so far" in said(page)


def test_what_an_account_holds_is_told_part_by_part() -> None:
    there = {part.label for part in parts(f"{LAST} {TRIED}") if part.there}
    assert "What you tried" in there
    assert "What was agreed" not in there
    assert parts("") == ()
