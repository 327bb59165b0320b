"""Assessment: the verdict in plain words, every quote marked in the text, hostile text shown as it is."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from coach.cases import CaseDesk
from coach.content import load_signs
from coach.errors import StoreError
from coach.ui import wording
from coach.ui.journey import Step
from coach.ui.parts.signs import bars
from coach.vocabulary.assessment import Dropped, SecondReading
from coach.vocabulary.intake import LONGEST_TRY, Approach
from coach.vocabulary.signs import SignId
from tests.accounts import PROGRAM_MANAGER
from tests.app.conftest import Stage, said

ACCOUNT = (
    "<script>alert(1)</script> My client Mr Dray shouts at my assistant nearly every week and called her *useless*. "
    "I asked him in March to stop, and nothing changed.\nHe has not paid the invoices for February and March, $3,850 in all."
)


@pytest.fixture
def case_id(desk: CaseDesk) -> str:
    made = desk.open(ACCOUNT)
    desk.assess(made)
    return made


def test_without_an_assessment_the_page_says_what_to_do(stage: Stage, desk: CaseDesk) -> None:
    page, visits = stage("assessment", case=desk.open(ACCOUNT))
    assert "Nothing has been read yet" in said(page)
    page.button(key="gt-empty-go").click().run()
    assert visits.seen[-1][0] == Step.SITUATION


def test_the_verdict_stands_in_plain_words_with_all_its_sides(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    found = desk.assessment(case_id)
    assert found is not None
    html = said(stage("assessment", case=case_id)[0])
    assert wording.VERDICTS[found.verdict.action].title in html
    for title in (
        "Why",
        "What speaks against it",
        "How it may look from their side",
        "Your own part",
        "What to do next",
    ):
        assert title in html


def test_every_quote_is_marked_and_every_sign_has_its_card(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    found = desk.assessment(case_id)
    assert found is not None
    html = said(stage("assessment", case=case_id)[0])
    assert found.signs
    for number, sign in enumerate(found.signs, 1):
        assert f'id="sign-{number}"' in html
        for quote in range(1, len(sign.evidence) + 1):
            assert f'id="quote-{number}-{quote}"' in html
            assert f'href="#quote-{number}-{quote}"' in html


def test_every_number_opens_a_passage(stage: Stage, case_id: str) -> None:
    html = said(stage("assessment", case=case_id)[0])
    wanted = set(re.findall(r'popovertarget="(source-\d+)"', html))
    assert wanted
    assert wanted <= set(re.findall(r'popover id="(source-\d+)"', html))


def test_no_reference_is_left_in_brackets(stage: Stage, case_id: str) -> None:
    assert not re.search(r"\[[a-z-]+#[a-z-]+\]", said(stage("assessment", case=case_id)[0]))


def test_hostile_text_is_shown_not_run(stage: Stage, case_id: str) -> None:
    html = said(stage("assessment", case=case_id)[0])
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_words_are_added_and_everything_is_read_again(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("assessment", case=case_id)
    page.text_area[0].input("It happens every single week, and it has for two years.")
    button(page, "Add and read again").click().run()
    assert desk.read_text(case_id).endswith("It happens every single week, and it has for two years.")
    assert not page.exception


def test_no_words_are_said_to_be_none(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("assessment", case=case_id)
    button(page, "Add and read again").click().run()
    assert "There is nothing to add." in said(page)
    assert len(desk.coach.store.assessments(case_id)) == 1


def test_a_question_is_answered_in_place(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("assessment", case=case_id)
    asked = desk.assessment(case_id).asks[0]
    radio = next(one for one in page.radio if one.label == asked.text)
    radio.set_value(asked.choices[-1].id).run()
    assert [(one.question, one.choice) for one in desk.answers(case_id)] == [(asked.id, asked.choices[-1].id)]
    assert asked.id not in {question.id for question in desk.assessment(case_id).asks}
    assert not page.exception


def test_what_was_tried_is_noted_and_can_be_removed(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("assessment", case=case_id)
    page.text_input[0].input("Asked for one list a week")
    button(page, "Add to the record").click().run()
    assert [one.what for one in desk.tries(case_id)] == ["Asked for one list a week"]
    assert "Asked for one list a week" in said(page)
    button(page, "Remove").click().run()
    assert desk.tries(case_id) == ()
    assert not page.exception
    page.button(key="gt-restore-try").click().run()
    assert [one.what for one in desk.tries(case_id)] == ["Asked for one list a week"]
    assert not [one for one in page.button if one.key == "gt-restore-try"]


def test_a_note_that_is_refused_stays_in_the_form(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("assessment", case=case_id)
    what = page.text_input(key=f"assessment:try:{case_id}:what")
    assert what.proto.max_chars == LONGEST_TRY
    page.selectbox(key=f"assessment:try:{case_id}:approach").set_value(Approach.CHANNEL)
    what.input("  ")
    button(page, "Add to the record").click().run()
    assert "There is nothing to note yet." in said(page)
    assert page.selectbox(key=f"assessment:try:{case_id}:approach").value is Approach.CHANNEL
    assert desk.tries(case_id) == ()


def test_words_that_are_refused_stay_in_their_box(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    class Failing(CaseDesk):
        def add_words(self, case_id: str, words: str):  # type: ignore[no-untyped-def]
            raise StoreError("The disk is full.")

    page, _ = stage("assessment", at=Failing(desk.coach), case=case_id)
    page.text_area[0].input("It happens every week.")
    button(page, "Add and read again").click().run()
    assert "The disk is full." in said(page)
    assert page.text_area[0].value == "It happens every week."


def test_an_answer_is_taken_back_and_asked_for_again(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("assessment", case=case_id)
    asked = desk.assessment(case_id).asks[0]
    next(one for one in page.radio if one.label == asked.text).set_value(asked.choices[-1].id).run()
    page.button(key=f"gt-take-back-{asked.id}").click().run()
    assert desk.answers(case_id) == ()
    again = next(one for one in page.radio if one.label == asked.text)
    assert again.value is None
    assert not page.exception


def test_what_weighs_most_is_said_and_the_bars_are_in_its_order(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    found = desk.assessment(case_id)
    names = {sign.id: sign.name for sign in load_signs().values()}
    rows = bars(found, names)
    assert [(-row["weight"], -row["value"]) for row in rows] == sorted((-row["weight"], -row["value"]) for row in rows)
    assert len(rows) == len(found.signs) + len(found.possible)
    assert f"What weighs most: {rows[0]['name'].lower()}" in said(stage("assessment", case=case_id)[0])


def test_every_marked_quote_has_its_panel(stage: Stage, case_id: str) -> None:
    html = said(stage("assessment", case=case_id)[0])
    wanted = set(re.findall(r'data-about="([^"]+)"', html))
    assert wanted
    assert wanted <= set(re.findall(r'popover id="([^"]+)"', html))


def button(page: AppTest, label: str):
    return next(one for one in page.button if one.label == label)


def test_an_account_changed_since_is_said_to_be_so(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    desk.keep_text(case_id, "All is well with my client now.")
    html = said(stage("assessment", case=case_id)[0])
    assert "You changed your account since" in html
    assert "shouts at my assistant" in html


def test_a_case_that_is_gone_is_a_sentence(stage: Stage) -> None:
    page, _ = stage("assessment", case="none")
    assert 'role="alert"' in said(page)
    assert not page.exception


def test_every_sentence_that_names_a_passage_opens_it(stage: Stage, desk: CaseDesk) -> None:
    case_id = desk.open("My client is sometimes slow to answer.")
    found = desk.assess(case_id)
    assert found.verdict.their_side or found.verdict.my_part
    assert not re.search(r"\[[a-z-]+#[a-z-]+\]", said(stage("assessment", case=case_id)[0]))


def test_a_second_reading_is_told_and_a_failed_one_can_be_asked_for_again(stage: Stage, desk: CaseDesk) -> None:
    case_id = desk.open(PROGRAM_MANAGER)
    made = desk.assess(case_id)
    second = SecondReading(engine="x/<b>y</b>", adds=(SignId.PESSIMISM,), dropped=Dropped(quotes=2))
    desk.store.save_assessment(case_id, made.model_copy(update={"second": second}))
    page, _ = stage("assessment", case=case_id)
    shown = said(page)
    assert "A second reading" in shown
    assert "adds one to ask you about" in shown
    assert "2 quotes that do not stand in your text" in shown
    assert "<b>y</b>" not in shown

    desk.store.save_assessment(case_id, made.model_copy(update={"degraded_because": "The model could not read it."}))
    page, _ = stage("assessment", case=case_id)
    assert "The model could not read it." in said(page)
    page.button(key="gt-ask-again").click().run()
    assert desk.assessment(case_id).degraded_because is None
