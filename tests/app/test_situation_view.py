"""Situation: the box keeps what is typed, a refusal keeps the page alive, cases can be changed and deleted."""

import pytest

from coach.cases import CaseDesk
from coach.ui import wording
from coach.ui.journey import Step
from tests.app.conftest import Stage, said

ACCOUNT = (
    "My client Mr Dray shouts at my assistant nearly every week and called her useless. I asked him in March to stop, and "
    "nothing changed. He has not paid the invoices for February and March, $3,850 in all."
)


def test_an_empty_page_asks_what_is_going_on_and_makes_no_case(stage: Stage, desk: CaseDesk) -> None:
    page, visits = stage("situation")
    assert "What is going on?" in said(page)
    assert page.text_area(key="situation:text").value == ""
    assert desk.cases() == ()
    assert visits.seen == []


def test_typing_opens_a_case_at_once(stage: Stage, desk: CaseDesk) -> None:
    page, _ = stage("situation")
    page.text_area(key="situation:text").input(ACCOUNT).run()
    (case,) = desk.cases()
    assert desk.text(case.id) == ACCOUNT
    assert page.query_params["case"] == case.id


def test_typing_on_changes_the_same_case(stage: Stage, desk: CaseDesk) -> None:
    page, _ = stage("situation")
    page.text_area(key="situation:text").input(ACCOUNT).run()
    page.text_area(key="situation:text").input(ACCOUNT + " More.").run()
    (case,) = desk.cases()
    assert desk.text(case.id) == ACCOUNT + " More."


def test_reading_leads_to_the_assessment(stage: Stage, desk: CaseDesk) -> None:
    page, visits = stage("situation")
    page.text_area(key="situation:text").input(ACCOUNT).run()
    page.button(key="gt-read").click().run()
    (case,) = desk.cases()
    assert case.assessed
    assert [(slug, address.case) for slug, address in visits.seen] == [(Step.ASSESSMENT, case.id)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is no text to keep."),
        (
            "Mein Kunde zahlt seine Rechnungen nie und schreit mich jeden Tag am Telefon an, ich kann nicht mehr.",
            "German",
        ),
        (
            "Preheat the oven to 200 degrees, mix the flour with the butter and the sugar, and bake it for an hour.",
            "client",
        ),
        ("x" * 200_001, "200,000"),
    ],
)
def test_a_refusal_is_a_sentence_and_nothing_typed_is_lost(stage: Stage, text: str, words: str) -> None:
    page, visits = stage("situation")
    page.text_area(key="situation:text").input(text).run()
    page.button(key="gt-read").click().run()
    assert 'role="alert"' in said(page)
    assert words in said(page)
    assert page.text_area(key="situation:text").value == text
    assert visits.seen == []
    assert not page.exception


def test_what_was_typed_comes_back_by_the_address(stage: Stage, desk: CaseDesk) -> None:
    case_id = desk.open(ACCOUNT)
    desk.keep_text(case_id, ACCOUNT + " And then")
    page, _ = stage("situation", case=case_id)
    assert page.text_area(key="situation:text").value == ACCOUNT + " And then"


def test_a_thin_account_is_asked_for_more(stage: Stage, desk: CaseDesk) -> None:
    page, _ = stage("situation", case=desk.open("My client is rude."))
    assert "It will be read better with an answer to this" in said(page)


def test_a_worked_example_opens_a_case_of_its_own(stage: Stage, desk: CaseDesk) -> None:
    page, visits = stage("situation")
    page.button(key="gt-example-1").click().run()
    (case,) = desk.cases()
    assert case.name == desk.worked_examples()[0].title
    assert visits.seen[-1][1].case == case.id


def test_a_case_is_deleted_only_after_a_second_yes(stage: Stage, desk: CaseDesk) -> None:
    case_id = desk.open(ACCOUNT, "The builder")
    page, _ = stage("situation")
    assert page.button(key=f"gt-delete-{case_id}").disabled
    page.checkbox(key=f"gt-sure-{case_id}").check().run()
    page.button(key=f"gt-delete-{case_id}").click().run()
    assert desk.cases() == ()


def test_a_case_can_be_renamed(stage: Stage, desk: CaseDesk) -> None:
    case_id = desk.open(ACCOUNT, "The builder")
    page, _ = stage("situation")
    page.text_input(key=f"gt-name-{case_id}").input("Mr Dray")
    next(button for button in page.button if button.label == "Rename").click().run()
    assert desk.case(case_id).name == "Mr Dray"


def test_hostile_names_and_texts_show_as_they_are(stage: Stage, desk: CaseDesk) -> None:
    hostile = "<script>alert(1)</script> **x** :red[y]"
    desk.open(f"{hostile} my client", hostile)
    page, _ = stage("situation")
    assert "<script>alert" not in said(page)
    assert "&lt;script&gt;" in said(page)
    assert not page.exception


def test_a_case_that_is_gone_is_said_to_be_and_the_page_goes_on(stage: Stage, desk: CaseDesk) -> None:
    desk.open(ACCOUNT, "The builder")
    page, _ = stage("situation", case="none")
    assert 'role="alert"' in said(page)
    assert "The builder" in said(page)
    page.text_area(key="situation:text").input("My client never pays.").run()
    assert len(desk.cases()) == 2


def test_a_case_is_archived_and_comes_back(stage: Stage, desk: CaseDesk) -> None:
    case_id = desk.open(ACCOUNT, "The builder")
    page, _ = stage("situation")
    page.button(key=f"gt-archive-{case_id}").click().run()
    assert desk.cases() == ()
    assert "Archived cases (1)" in [expander.label for expander in page.expander]
    page.button(key=f"gt-archive-{case_id}").click().run()
    assert [case.id for case in desk.cases()] == [case_id]
    assert not page.exception


def test_a_case_can_be_taken_along_in_both_forms(stage: Stage, desk: CaseDesk) -> None:
    desk.open(ACCOUNT, "The builder")
    page, _ = stage("situation")
    labels = {button.proto.label for button in page.get("download_button")}
    assert set(wording.CASE_FILES.values()) <= labels


def test_an_exported_case_is_taken_in_again(stage: Stage, desk: CaseDesk) -> None:
    data = desk.case_file(desk.open(ACCOUNT, "The builder"), "json")
    page, visits = stage("situation")
    page.file_uploader(key="situation:import").set_value(("builder.json", data, "application/json")).run()
    page.button(key="gt-import-situation").click().run()
    assert [case.name for case in desk.cases()] == ["The builder"] * 2
    assert visits.seen[-1][1].case == desk.cases()[0].id


def test_a_file_that_is_no_case_is_refused_and_the_page_goes_on(stage: Stage, desk: CaseDesk) -> None:
    page, visits = stage("situation")
    page.file_uploader(key="situation:import").set_value(("x.json", b"{}", "application/json")).run()
    page.button(key="gt-import-situation").click().run()
    assert 'role="alert"' in said(page)
    assert "not an exported case" in said(page)
    assert desk.cases() == ()
    assert visits.seen == []


def test_the_words_of_a_file_go_behind_what_was_typed(stage: Stage, desk: CaseDesk) -> None:
    case_id = desk.open(ACCOUNT)
    page, visits = stage("situation", case=case_id)
    assert not page.file_uploader or not [one for one in page.file_uploader if one.key == "situation:file"]
    page.segmented_control(key=f"situation:way:{case_id}").set_value("file").run()
    words = b"On Friday he asked Amira to change the date on an invoice."
    page.file_uploader(key="situation:file").set_value(("notes.txt", words, "text/plain")).run()
    page.button(key="gt-use-file").click().run()
    assert desk.text(case_id) == f"{ACCOUNT}\n\n{words.decode()}"
    assert visits.seen[-1][1].case == case_id
