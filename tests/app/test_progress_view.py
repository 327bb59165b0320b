"""Progress: one's own talks over all cases, skill by skill, and the runs of a talk beside one another."""

from datetime import UTC, datetime, timedelta

import pytest

from coach.cases import CaseDesk
from coach.desk.rehearsals import Setup
from coach.ui.journey import Step
from coach.ui.parts.progress import in_words, trend
from coach.vocabulary.drill import Skill, SkillPoint, SkillProgress
from tests.app.conftest import Stage, said

ACCOUNT = "My client Mr Dray shouts at my assistant nearly every week. I asked him twice to stop, and nothing changed."
OTHER = "My client Petra keeps asking for free extra work every month, and I do it."
CLEAR = "I have decided to end our contract; my last day is 30 June."
SOFT = "I might maybe want to stop for now? I'm so sorry, so sorry."


def _talk(desk: CaseDesk, case_id: str, *lines: str) -> str:
    talk = desk.start_rehearsal(case_id, Setup(persona="bargainer"))
    for line in lines:
        desk.say(talk, line)
    desk.finish(talk)
    return talk


def _skill(*shares: float, slipped: bool = False) -> SkillProgress:
    day = datetime(2026, 11, 1, tzinfo=UTC)
    points = tuple(SkillPoint(when=day + timedelta(days=n), share=share) for n, share in enumerate(shares))
    return SkillProgress(skill=Skill(id="clarity", label="Clear", items=()), points=points, slipped=slipped)


def test_without_a_talk_the_page_says_what_it_will_show(stage: Stage, desk: CaseDesk) -> None:
    page, visits = stage("progress", case=desk.open(ACCOUNT))
    assert "Nothing to show yet" in said(page)
    page.button(key="gt-empty-go").click().run()
    assert visits.seen[-1][0] == Step.REHEARSE


def test_talks_of_all_cases_are_counted_and_one_case_can_be_looked_at(stage: Stage, desk: CaseDesk) -> None:
    dray, petra = desk.open(ACCOUNT, "Dray"), desk.open(OTHER, "Petra")
    _talk(desk, dray, SOFT)
    last = _talk(desk, petra, CLEAR)
    desk.archive(dray)
    page, visits = stage("progress")
    assert not page.exception
    assert "<dt>Talks</dt><dd>2</dd>" in said(page)
    assert "Skill by skill" in said(page)
    assert len(page.get("arrow_vega_lite_chart") or page.get("vega_lite_chart")) >= 1
    page.button(key=f"gt-practice-{last}").click().run()
    assert visits.seen[-1] == (Step.REHEARSE, visits.seen[-1][1]._replace(case=petra, rehearsal=last))
    page, _ = stage("progress")
    page.selectbox(key="progress:case").select(petra).run()
    assert "<dt>Talks</dt><dd>1</dd>" in said(page)


def test_a_weak_skill_leads_to_its_drill(stage: Stage, desk: CaseDesk) -> None:
    case_id = desk.open(ACCOUNT)
    _talk(desk, case_id, SOFT, "All right, you win, I will stay.")
    page, visits = stage("progress", case=case_id)
    due = [button for button in page.button if (button.key or "").startswith("gt-due-")]
    assert due
    due[0].click().run()
    slug, address = visits.seen[-1]
    assert slug == Step.REHEARSE
    assert address.rehearsal is not None
    assert desk.talk(address.rehearsal).setup.drill == due[0].key.removeprefix("gt-due-")


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (_skill(0.5), "just begun"),
        (_skill(0.2, 0.8), "better than at first"),
        (_skill(0.8, 0.5), "below the first"),
        (_skill(0.8, 0.8), "steady"),
        (_skill(0.8, 0.4, slipped=True), "slipping"),
    ],
)
def test_a_skill_is_told_in_words(one: SkillProgress, words: str) -> None:
    assert trend(one) == words
    assert f"{one.points[-1].share:.0%}" in in_words(one)


def test_two_runs_are_laid_beside_each_other(stage: Stage, desk: CaseDesk) -> None:
    case_id = desk.open(ACCOUNT)
    _talk(desk, case_id, SOFT)
    later = _talk(desk, case_id, CLEAR)
    page, _ = stage("rehearse", case=case_id, rehearsal=later)
    assert "Compare it with another run" in [one.label for one in page.expander]
    table = said(page)
    assert "went differently" in table
    assert 'data-of="The other one"' in table


def test_every_version_of_a_talk_stands_under_the_one_it_came_from(stage: Stage, desk: CaseDesk) -> None:
    case_id = desk.open(ACCOUNT)
    first = _talk(desk, case_id, SOFT, SOFT)
    second = desk.rewind(first, 3)
    desk.say(second, CLEAR)
    third = desk.rewind(second, 3)
    page, visits = stage("rehearse", case=case_id, rehearsal=first)
    html = said(page)
    assert "from your line 2 of version 1 on" in html
    assert "from your line 2 of version 2 on" in html
    assert "Still open" in html
    page.button(key=f"gt-to-{third}").click().run()
    assert visits.seen[-1][1].rehearsal == third
