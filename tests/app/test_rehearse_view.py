"""Rehearse: every line is stored before it is shown, and the address brings the talk back."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.cases import CaseDesk
from coach.desk.rehearsals import Setup
from coach.ui import portraits
from coach.ui.journey import Step
from coach.ui.markup import escape
from coach.ui.parts.progress import numbered
from coach.ui.parts.talk import waiting
from coach.vocabulary.drill import Skill, SkillPoint, SkillProgress
from coach.vocabulary.rehearsal import Ending, Goal
from tests.app.conftest import Stage, said

BROWSER = Path(portraits.__file__).parent / "browser"
ACCOUNT = "My client Mr Dray shouts at my assistant nearly every week. I asked him to stop, and nothing changed since."
DECISION = "I have decided to end our work together. My last day is 30 June."


@pytest.fixture
def case_id(desk: CaseDesk) -> str:
    return desk.open(ACCOUNT)


@pytest.fixture
def talk_id(desk: CaseDesk, case_id: str) -> str:
    return desk.start_rehearsal(case_id, Setup(persona="bargainer", seed=3))


def _say(page, talk_id: str, line: str) -> None:  # type: ignore[no-untyped-def]
    next(box for box in page.chat_input if box.key == f"rehearse:say:{talk_id}").set_value(line).run()


def test_without_a_case_the_page_says_what_to_do(stage: Stage) -> None:
    page, visits = stage("rehearse")
    assert "Whom do you want to rehearse with?" in said(page)
    page.button(key="gt-empty-go").click().run()
    assert visits.seen[-1][0] == Step.SITUATION


def test_nothing_is_started_before_the_click(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    stage("rehearse", case=case_id)
    assert desk.rehearsals(case_id) == ()


def test_the_rules_and_a_first_sentence_stand_before_the_talk(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    html = said(stage("rehearse", case=case_id)[0])
    card = desk.prep_card(case_id, desk.fitting_persona(case_id, Goal.RESET), Goal.RESET)
    assert all(escape(rule) in html for rule in card.rules)


def test_the_set_up_chosen_is_the_one_started(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, visits = stage("rehearse", case=case_id)
    page.radio[0].set_value("stonewaller").run()
    page.button(key="gt-start").click().run()
    (kept,) = desk.rehearsals(case_id)
    assert desk.talk(kept.id).setup.persona == "stonewaller"
    assert visits.seen[-1][1].rehearsal == kept.id


def test_a_line_and_its_answer_are_shown_and_stored(stage: Stage, desk: CaseDesk, case_id: str, talk_id: str) -> None:
    page, _ = stage("rehearse", case=case_id, rehearsal=talk_id)
    _say(page, talk_id, DECISION)
    turns = desk.talk(talk_id).turns
    assert [turn.role for turn in turns] == ["client", "you", "client"]
    assert DECISION in said(page)
    assert said(page).count("gt-turn gt-client") == 2


def test_feedback_is_shown_after_each_line_when_it_was_asked_for(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    for each in (True, False):
        talk_id = desk.start_rehearsal(case_id, Setup(persona="bargainer", seed=3, feedback_each=each))
        desk.say(talk_id, DECISION)
        page, _ = stage("rehearse", case=case_id, rehearsal=talk_id)
        assert ("gt-feedback" in said(page)) is each


def test_the_address_brings_the_talk_back(stage: Stage, desk: CaseDesk, case_id: str, talk_id: str) -> None:
    desk.say(talk_id, DECISION)
    page, _ = stage("rehearse", case=case_id, rehearsal=talk_id)
    assert DECISION in said(page)


def test_a_line_said_in_another_tab_is_not_lost(stage: Stage, desk: CaseDesk, case_id: str, talk_id: str) -> None:
    page, _ = stage("rehearse", case=case_id, rehearsal=talk_id)
    desk.say(talk_id, "Said in the other tab: I am ending this.")
    _say(page, talk_id, DECISION)
    texts = [turn.text for turn in desk.talk(talk_id).turns if turn.role == "you"]
    assert texts == ["Said in the other tab: I am ending this.", DECISION]
    assert "Said in the other tab" in said(page)


def test_a_hint_says_what_to_aim_for_first(stage: Stage, desk: CaseDesk, case_id: str, talk_id: str) -> None:
    page, _ = stage("rehearse", case=case_id, rehearsal=talk_id)
    assert "Aim for this" not in said(page)
    page.button(key="gt-hint").click().run()
    assert "Aim for this" in said(page)


def test_taking_a_line_back_leads_to_a_branch(stage: Stage, desk: CaseDesk, case_id: str, talk_id: str) -> None:
    desk.say(talk_id, DECISION)
    page, visits = stage("rehearse", case=case_id, rehearsal=talk_id)
    page.button(key="gt-rewind-1").click().run()
    branch = visits.seen[-1][1].rehearsal
    assert branch not in (None, talk_id)
    assert len(desk.talk(branch).turns) == 1


def test_ending_it_shows_the_look_back_with_quotes(stage: Stage, desk: CaseDesk, case_id: str, talk_id: str) -> None:
    desk.say(talk_id, DECISION)
    page, _ = stage("rehearse", case=case_id, rehearsal=talk_id)
    page.button(key="gt-finish").click().run()
    assert desk.talk(talk_id).ended is not None
    html = said(page)
    assert "What you did" in html
    assert desk.item_label(desk.talk(talk_id).debrief.items[0].id) in html  # type: ignore[union-attr]


def test_hostile_lines_show_as_they_are(stage: Stage, desk: CaseDesk, case_id: str, talk_id: str) -> None:
    desk.say(talk_id, "<script>alert(1)</script> I am ending our work.")
    page, _ = stage("rehearse", case=case_id, rehearsal=talk_id)
    assert "<script>" not in said(page)
    assert "&lt;script&gt;" in said(page)


def test_a_rehearsal_that_is_gone_is_a_sentence(stage: Stage, case_id: str) -> None:
    page, _ = stage("rehearse", case=case_id, rehearsal="none")
    assert 'role="alert"' in said(page)
    assert not page.exception


def test_a_failed_reply_keeps_what_was_said(stage: Stage, desk: CaseDesk, case_id: str, talk_id: str) -> None:
    from coach.errors import StoreError

    class Failing(CaseDesk):
        def say(self, rehearsal_id: str, text: str):  # type: ignore[no-untyped-def]
            raise StoreError("The disk is full.")

    page, _ = stage("rehearse", at=Failing(desk.coach), case=case_id, rehearsal=talk_id)
    _say(page, talk_id, DECISION)
    assert "The disk is full." in said(page)
    assert DECISION in said(page), "the line that could not be said must not be lost"
    assert not page.exception


def test_a_drill_is_done_in_three_lines_and_shows_what_holds(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _place = stage("rehearse", case=case_id)
    assert "Two minutes on one thing" in said(page)
    drill = desk.start_drill(case_id, "one_sentence")
    page, _ = stage("rehearse", case=case_id, rehearsal=drill)
    assert "Say it in one sentence" in said(page)
    for _ in range(3):
        desk.say(drill, "I have decided to end our agreement; my last day is 30 June.")
    page, _ = stage("rehearse", case=case_id, rehearsal=drill)
    assert not page.exception
    assert "hold" in said(page)


def test_a_skill_that_slips_brings_its_drill_and_the_progress_is_shown(
    stage: Stage, desk: CaseDesk, case_id: str
) -> None:
    drill = desk.start_drill(case_id, "three_offers")
    for _ in range(3):
        desk.say(drill, "All right, for ten per cent more I will stay until the summer.")
    page, _ = stage("rehearse", case=case_id)
    assert not page.exception
    assert "would help you now" in said(page)
    assert [one for one in page.button if one.key == "gt-to-progress"]


def test_two_versions_of_a_talk_are_laid_side_by_side(stage: Stage, desk: CaseDesk, case_id: str, talk_id: str) -> None:
    desk.say(talk_id, "I might maybe want to stop for now?")
    branch = desk.rewind(talk_id, 1)
    desk.say(branch, "I have decided to end our contract; my last day is 30 June.")
    desk.finish(talk_id)
    desk.finish(branch)
    page, _ = stage("rehearse", case=case_id, rehearsal=branch)
    assert not page.exception
    assert "The same talk, said differently" in said(page)
    assert "version 2 (this one)" in said(page)


def test_a_drill_can_be_ended_early_and_says_so(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    drill = desk.start_drill(case_id, "one_sentence")
    page, visits = stage("rehearse", case=case_id, rehearsal=drill)
    page.button(key="gt-set-up").click().run()
    assert visits.seen[-1][1].rehearsal is None, "with nothing said there is a way back"
    desk.say(drill, "I have decided to end our agreement; my last day is 30 June.")
    page, _ = stage("rehearse", case=case_id, rehearsal=drill)
    page.button(key="gt-finish").click().run()
    assert desk.talk(drill).ended is Ending.STOPPED
    assert "1 of 1 hold" in said(page)
    assert "You ended it early." in said(page)


def test_an_answer_is_written_word_by_word_once(stage: Stage, case_id: str, talk_id: str) -> None:
    page, _ = stage("rehearse", case=case_id, rehearsal=talk_id)
    assert "gt-word" not in said(page)
    _say(page, talk_id, DECISION)
    assert said(page).count('class="gt-bubble" role="status"') == 1
    page.button(key="gt-hint").click().run()
    assert "gt-word" not in said(page)


def test_the_line_stands_there_while_the_client_thinks(
    stage: Stage, desk: CaseDesk, case_id: str, talk_id: str
) -> None:
    html = waiting("Is this <final>?", "Mr Dray")
    assert "Is this &lt;final&gt;?" in html
    assert "Mr Dray is thinking" in html


def test_the_fitting_persona_is_the_large_card(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("rehearse", case=case_id)
    assert "fits your account best" in said(page)
    page.radio[0].set_value("stonewaller").run()
    assert "fits your account best" not in said(page)
    assert portraits.described("stonewaller") in said(page)


def test_the_talks_of_all_skills_are_counted_together() -> None:
    days = [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2, 3)]
    skills = [
        SkillProgress(
            skill=Skill(id=name, label=name, items=()), points=tuple(SkillPoint(when=day, share=1) for day in some)
        )
        for name, some in (("a", days), ("b", days[2:]))
    ]
    assert numbered(skills) == dict(zip(days, (1, 2, 3), strict=True))


def test_each_of_many_versions_can_be_told_from_the_others() -> None:
    styled = set(re.findall(r"\.l(\d)\b", (BROWSER / "curve.css").read_text(encoding="utf-8")))
    manners = int(re.search(r"MANNERS = (\d+)", (BROWSER / "curve.js").read_text(encoding="utf-8"))[1])  # type: ignore[index]
    assert styled == {str(number) for number in range(manners)}
    assert manners >= 4


def test_a_line_the_model_failed_at_says_so_and_is_said_anew(
    stage: Stage, desk: CaseDesk, case_id: str, talk_id: str
) -> None:
    desk.say(talk_id, DECISION)
    failed = desk.talk(talk_id).turns[-1].model_copy(update={"degraded_because": "The model 'x' did not answer: <no>."})
    desk.store.replace_turn(talk_id, 2, failed)
    page, _ = stage("rehearse", case=case_id, rehearsal=talk_id)
    assert "Said by the built-in engine." in said(page)
    assert "&lt;no&gt;" in said(page)
    page.button(key="gt-try-again").click().run()
    assert [turn.degraded_because for turn in desk.talk(talk_id).turns] == [None, None, None]
    assert "gt-try-again" not in [button.key for button in page.button]
