"""Write: nothing is written before the click; every edit is stored; a finding is put right with one click."""

import pytest

from coach.cases import CaseDesk
from coach.desk.rehearsals import Setup
from coach.errors import StoreError
from coach.ui.journey import Step
from coach.vocabulary.draft import Beside, Check, DraftKind, DraftLength, DraftTone, Finding
from tests.app.conftest import Stage, said

ACCOUNT = (
    "My client Mr Dray shouts at my assistant nearly every week. I asked him to stop twice, and nothing changed. "
    "Our agreement asks for 30 days' notice in writing. I want to end it."
)
VENDOR = (
    "Our vendor, the print shop, delivers late every month. We told them twice, nothing changed, and I want to cancel the "
    "contract with them."
)
EXIT = DraftKind.EXIT_EMAIL


@pytest.fixture
def case_id(desk: CaseDesk) -> str:
    return desk.open(ACCOUNT)


def _choose_exit(page) -> None:  # type: ignore[no-untyped-def]
    page.selectbox[0].set_value(EXIT).run()


def test_without_a_case_the_page_says_what_to_do(stage: Stage) -> None:
    page, visits = stage("write")
    page.button(key="gt-empty-go").click().run()
    assert visits.seen[-1][0] == Step.SITUATION


def test_nothing_is_written_before_the_click(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    stage("write", case=case_id)
    assert all(desk.editing(case_id, kind.id) is None for kind in desk.kinds(case_id))


def test_the_message_stands_in_the_editor_and_is_stored(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("write", case=case_id)
    _choose_exit(page)
    page.button(key="gt-write").click().run()
    draft = desk.editing(case_id, EXIT)
    assert draft is not None
    assert page.text_area(key=f"draft:body:{case_id}:{EXIT}").value == draft.body
    assert page.text_input(key=f"draft:subject:{case_id}:{EXIT}").value == draft.subject


def test_the_length_is_chosen_before_it_is_written(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("write", case=case_id)
    _choose_exit(page)
    page.button_group(key=f"write:length:{case_id}:exit-email").set_value(DraftLength.LONG).run()
    page.button(key="gt-write").click().run()
    draft = desk.editing(case_id, EXIT)
    assert draft is not None
    assert draft.length is DraftLength.LONG


def test_every_edit_is_stored(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    desk.draft(case_id, EXIT, DraftTone.NEUTRAL)
    page, _ = stage("write", case=case_id)
    _choose_exit(page)
    page.text_area(key=f"draft:body:{case_id}:{EXIT}").input("My own words.").run()
    assert desk.editing(case_id, EXIT).body == "My own words."  # type: ignore[union-attr]


def test_what_is_missing_is_asked_for_and_put_in(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    desk.draft(case_id, EXIT, DraftTone.NEUTRAL)
    desk.keep_draft(case_id, EXIT, body="My last day is [end date].")
    page, _ = stage("write", case=case_id)
    _choose_exit(page)
    page.text_input(key=f"draft:blank:{case_id}:{EXIT}:[end date]").input("30 June")
    next(button for button in page.button if button.label == "Put it into the message").click().run()
    assert desk.editing(case_id, EXIT).body == "My last day is 30 June."  # type: ignore[union-attr]
    assert page.text_area(key=f"draft:body:{case_id}:{EXIT}").value == "My last day is 30 June."


class CheckingDesk(CaseDesk):
    """A desk whose check finds one thing and counts how often it was asked."""

    checked = 0

    def check(self, case_id: str, kind: DraftKind, body: str, subject: str = "") -> Check:
        self.checked += 1
        if "so sorry" not in body:
            return Check(sendable=1, respect=1, direct=1, findings=(), reasons=("Go.", "It is kind.", "It is plain."))
        at = body.index("so sorry")
        found = Finding(
            rule="r", quote="so sorry", start=at, end=at + 8, message="Once is <enough>.", suggestion="sorry"
        )
        return Check(sendable=0.5, respect=1, direct=1, findings=(found,))


def test_a_finding_is_put_right_with_one_click(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    desk.draft(case_id, EXIT, DraftTone.NEUTRAL)
    desk.keep_draft(case_id, EXIT, body="I am so sorry.")
    checking = CheckingDesk(desk.coach)
    page, _ = stage("write", at=checking, case=case_id)
    _choose_exit(page)
    assert "Once is &lt;enough&gt;." in said(page)
    page.button(key="gt-apply-0").click().run()
    assert page.text_area(key=f"draft:body:{case_id}:{EXIT}").value == "I am sorry."
    assert "Once is" not in said(page)
    assert "It is kind." in said(page)
    assert "It is plain." in said(page)


def test_the_same_text_is_not_checked_twice(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    desk.draft(case_id, EXIT, DraftTone.NEUTRAL)
    checking = CheckingDesk(desk.coach)
    page, _ = stage("write", at=checking, case=case_id)
    _choose_exit(page)
    before = checking.checked
    page.run()
    assert checking.checked == before == 1


def test_a_check_that_fails_is_not_shown_as_nothing_found(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    class Failing(CaseDesk):
        def check(self, case_id: str, kind: DraftKind, body: str, subject: str = "") -> Check:
            raise StoreError("The disk is full.")

    desk.draft(case_id, EXIT, DraftTone.NEUTRAL)
    page, _ = stage("write", at=Failing(desk.coach), case=case_id)
    _choose_exit(page)
    assert "The disk is full." in said(page)
    assert "may go out" not in said(page)
    assert page.text_area(key=f"draft:body:{case_id}:{EXIT}").value


def test_an_earlier_version_shows_what_changed_and_comes_back(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    first = desk.draft(case_id, EXIT, DraftTone.NEUTRAL).body
    desk.keep_draft(case_id, EXIT, body="My own words.")
    page, _ = stage("write", case=case_id)
    _choose_exit(page)
    page.button(key="gt-keep-version").click().run()
    page.selectbox(key="gt-version").set_value(1).run()
    assert "<ins>" in said(page)
    page.button(key="gt-restore").click().run()
    assert page.text_area(key=f"draft:body:{case_id}:{EXIT}").value == first
    assert desk.version(case_id, EXIT, 2).body == "My own words."


def test_a_rehearsed_line_is_put_in_with_one_click_and_undone_with_one(
    stage: Stage, desk: CaseDesk, case_id: str
) -> None:
    before = desk.draft(case_id, EXIT, DraftTone.NEUTRAL).body
    talk = desk.start_rehearsal(case_id, Setup(persona="bargainer", seed=3))
    desk.say(talk, "I have decided to end our <agreement>. My last day is 30 June.")
    page, _ = stage("write", case=case_id)
    _choose_exit(page)
    assert "Says what is decided" in said(page)
    assert "our &lt;agreement&gt;" in said(page)
    page.button(key="gt-put-in-0").click().run()
    body = page.text_area(key=f"draft:body:{case_id}:{EXIT}")
    assert "I have decided to end our <agreement>. My last day is 30 June." in body.value
    assert "It is in the message." in said(page)
    page.button(key="gt-undo").click().run()
    assert page.text_area(key=f"draft:body:{case_id}:{EXIT}").value == before
    assert not [button for button in page.button if button.key == "gt-undo"]


def test_without_a_rehearsal_there_is_no_word_of_one(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    desk.draft(case_id, EXIT, DraftTone.NEUTRAL)
    page, _ = stage("write", case=case_id)
    _choose_exit(page)
    assert "rehearsed" not in said(page)


def test_a_kind_that_no_longer_fits_the_account_is_not_chosen(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("write", case=case_id)
    page.selectbox[0].set_value(DraftKind.REFERRAL).run()
    desk.keep_text(case_id, VENDOR)
    desk.assess(case_id)
    page.run()
    assert not page.exception
    assert page.selectbox[0].value == desk.fitting_kind(case_id)


def test_a_models_text_that_was_not_taken_stands_beside_the_message(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    made = desk.draft(case_id, EXIT, DraftTone.NEUTRAL)
    beside = Beside(
        engine="x/y",
        subject="The end",
        body="It ends <today>.",
        wrong=("“today” is a day that the case does not name.",),
    )
    desk.store.save_draft(
        case_id, EXIT, made.model_copy(update={"beside": beside, "degraded_because": "The model's is beside it."})
    )
    page, _ = stage("write", case=case_id)
    _choose_exit(page)
    shown = said(page)
    assert "is beside it." in shown
    assert "is a day that the case does not name" in shown
    assert "It ends &lt;today&gt;." in shown
    page.button(key="gt-take-beside").click().run()
    assert desk.editing(case_id, EXIT).body == "It ends <today>."


def test_another_tone_is_one_click_away_and_the_message_before_is_kept(
    stage: Stage, desk: CaseDesk, case_id: str
) -> None:
    desk.draft(case_id, DraftKind.EXIT_EMAIL, DraftTone.NEUTRAL)
    page, _ = stage("write", case=case_id)
    _choose_exit(page)
    assert not [button for button in page.button if button.key == "gt-write-so"]
    page.button_group(key=f"write:tone:{case_id}:exit-email").set_value(DraftTone.FIRM).run()
    page.button(key="gt-write-so").click().run()
    draft = desk.editing(case_id, DraftKind.EXIT_EMAIL)
    assert draft is not None
    assert draft.tone is DraftTone.FIRM
    assert len(desk.versions(case_id, DraftKind.EXIT_EMAIL)) == 2
    assert not [button for button in page.button if button.key == "gt-write-so"]
