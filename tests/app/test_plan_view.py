"""Plan: what the contract says is shown in its own words, what is absent is said; every change is kept and counted anew."""

import itertools
from datetime import date, timedelta

import pytest

from coach.cases import CaseDesk
from coach.errors import StoreError
from coach.plan.planner import plan
from coach.situation import Situation
from coach.ui.journey import Part, Step
from coach.ui.parts.plan.clauses import absent, clauses
from coach.ui.parts.plan.timeline import timeline
from coach.vocabulary.leaving import CheckIn, KnownDates, Reaction
from coach.vocabulary.plan import Contract, Dates, ExitPlan, Milestone, Route
from tests.app.conftest import Stage, said
from tests.plan.cases import contract

ACCOUNT = (
    "My client Dana at Northlight Foods pays us $4,000 a month for the packaging redesign, and I put about 60 hours a month into it. "
    "She owes us $2,300, six weeks overdue. I still have to finish the label set. I normally charge $95 an hour. "
    "She keeps adding work. Our agreement asks for 30 days' notice."
)
TEXT = contract("agency-retainer")
LATER = date.today() + timedelta(days=200)


@pytest.fixture
def case_id(desk: CaseDesk) -> str:
    return desk.open(ACCOUNT)


def submit(page, name: str) -> None:  # type: ignore[no-untyped-def]
    next(button for button in page.button if button.label == name).click().run()


def test_without_a_case_the_page_says_what_to_do(stage: Stage) -> None:
    page, visits = stage("plan")
    page.button(key="gt-empty-go").click().run()
    assert visits.seen[-1][0] == Step.SITUATION


@pytest.mark.parametrize("part", list(Part))
def test_every_part_is_drawn_with_and_without_a_contract(
    stage: Stage, desk: CaseDesk, case_id: str, part: Part
) -> None:
    for text in (None, TEXT):
        if text:
            desk.keep_contract(case_id, text)
        page, _ = stage("plan", case=case_id, part=part)
        assert not page.exception
        assert 'role="alert"' not in said(page)


@pytest.mark.parametrize("part", list(Part))
@pytest.mark.parametrize(
    "account",
    [
        "Our vendor, the print shop, delivers late every month. We told them twice and I want to cancel the contract with them.",
        "A prospect wants a logo for free and is rude already in the first call. We have not signed anything.",
    ],
)
def test_every_part_is_drawn_for_a_vendor_and_a_prospect(
    stage: Stage, desk: CaseDesk, part: Part, account: str
) -> None:
    page, _ = stage("plan", case=desk.open(account), part=part)
    assert not page.exception
    assert 'role="alert"' not in said(page)


def test_nothing_is_kept_by_looking(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    for part in Part:
        stage("plan", case=case_id, part=part)
    assert not desk.case(case_id).planned


def test_a_pasted_contract_is_kept_and_its_clauses_are_marked(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("plan", case=case_id)
    page.text_area(key=f"plan:pasted:{case_id}").input(TEXT)
    submit(page, "Read the contract")
    shown = said(page)
    assert desk.contract(case_id).text == TEXT  # type: ignore[union-attr]
    assert "You may leave with notice" in shown
    assert "Notice: 60 days" in shown
    assert 'href="#clause-1"' in shown
    assert "Watch out: There is a minimum term" in shown
    assert "not legal advice" in shown


def test_what_the_contract_does_not_say_is_said(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    desk.keep_contract(case_id, TEXT)
    page, _ = stage("plan", case=case_id)
    rest = said(page).partition("What it does not say")[2]
    assert "Exclusivity" in rest
    assert "Notice in writing" not in rest


def test_an_empty_contract_is_refused_and_the_page_goes_on(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("plan", case=case_id)
    submit(page, "Read the contract")
    assert "The contract holds no words." in said(page)
    assert desk.contract(case_id) is None


def test_a_hostile_contract_is_shown_and_does_nothing(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    desk.keep_contract(case_id, "<script>steal()</script> " + TEXT)
    page, _ = stage("plan", case=case_id)
    assert "<script>" not in said(page)
    assert "&lt;script&gt;steal()" in said(page)


def test_clauses_are_numbered_by_their_place_and_quote_the_text(desk: CaseDesk, case_id: str) -> None:
    desk.keep_contract(case_id, TEXT)
    plan = desk.plan(desk.plan_inputs(case_id))
    found = clauses(plan.contract, plan.dates.traps)
    assert [one.mark for one in found] == [str(n) for n in range(1, len(found) + 1)]
    assert all(TEXT[one.start : one.end] == one.quote for one in found)
    assert sum(len(one.traps) for one in found) == sum(trap.start is not None for trap in plan.dates.traps)
    assert len(absent(Contract())) == len(Contract.model_fields)


def test_the_way_to_a_part_stays_in_the_address(stage: Stage, case_id: str) -> None:
    page, _ = stage("plan", case=case_id, part="dates")
    assert "What you know yourself" in said(page)
    page.segmented_control(key=f"plan:part:{case_id}").set_value(Part.MONEY).run()
    assert "What this client really pays" in said(page)
    assert page.query_params["part"] == "money"


def test_a_last_day_of_the_users_own_is_kept_and_shown(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("plan", case=case_id, part="dates")
    page.date_input(key=f"dates:last:{case_id}").set_value(LATER)
    submit(page, "Count anew")
    assert desk.known_dates(case_id) == KnownDates(last_day=LATER)
    assert f"{LATER:%A, %-d %B %Y}" in said(page)


def test_a_day_that_is_over_is_refused(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("plan", case=case_id, part="dates")
    page.date_input(key=f"dates:last:{case_id}").set_value(date.today() - timedelta(days=30))
    submit(page, "Count anew")
    assert " is over." in said(page)
    assert desk.known_dates(case_id) == KnownDates()


def test_days_close_together_are_drawn_apart_and_in_order() -> None:
    stones = tuple(
        Milestone(id=f"d{day}", date=date(2026, 11, day), label=f"Day {day}", rests_on="today")
        for day in (21, 22, 23, 30)
    )
    drawn = timeline(Dates(today=date(2026, 11, 21), route=Route.AGREED, side="provider", timeline=stones))
    lefts = [float(part.partition("%")[0]) for part in drawn.split("left:")[1:]]
    assert lefts == sorted(lefts)
    assert all(later - earlier >= 8.9 for earlier, later in itertools.pairwise(lefts))
    assert lefts[0] >= 0
    assert lefts[-1] <= 100
    assert timeline(Dates(today=date(2026, 11, 21), route=Route.UNKNOWN, side="provider")) == ""


def test_a_tick_is_kept_and_counted(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("plan", case=case_id, part="list")
    page.checkbox[0].check().run()
    tasks = desk.tasks(case_id, desk.plan(desk.plan_inputs(case_id)))
    assert [task.done for task in tasks].count(True) == 1
    assert f"1 of {len(tasks)} closed" in said(page)


def test_a_thing_is_changed_in_its_place(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("plan", case=case_id, part="list")
    first = desk.tasks(case_id, desk.plan(desk.plan_inputs(case_id)))[0]
    page.button(key=f"gt-change-{first.id}").click().run()
    page.text_area(key=f"task:text:{case_id}:{first.id}").input("Finish the labels, no more")
    page.text_input(key=f"task:who:{case_id}:{first.id}").input("Noor")
    submit(page, "Keep it")
    assert any(box.label == "Finish the labels, no more" for box in page.checkbox)
    assert "Noor" in said(page)


def test_a_thing_is_taken_off_and_put_back(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("plan", case=case_id, part="list")
    before = len(page.checkbox)
    first = desk.tasks(case_id, desk.plan(desk.plan_inputs(case_id)))[0]
    page.button(key=f"gt-change-{first.id}").click().run()
    submit(page, "Take it off the list")
    assert len(page.checkbox) == before - 1
    page.button(key="gt-bring-back").click().run()
    assert len(page.checkbox) == before


def test_something_is_added(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("plan", case=case_id, part="list")
    page.text_input(key=f"plan:new:{case_id}").input("the spring catalogue")
    submit(page, "Add it")
    assert any(box.label == "the spring catalogue" for box in page.checkbox)


def test_the_sums_show_every_way_its_range_and_what_matters(stage: Stage, case_id: str) -> None:
    page, _ = stage("plan", case=case_id, part="money")
    shown = said(page)
    assert "$66.70" in shown
    assert "30% below your usual rate" in shown
    for way in ("Stay as it is", "Try a repair", "Leave now", "Give notice now"):
        assert way in shown
    assert "What matters most" in shown
    assert "Rough sums, not a forecast" in shown
    assert len(page.get("arrow_vega_lite_chart") or page.get("vega_lite_chart")) == 1


def test_an_assumption_is_changed_in_its_place(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("plan", case=case_id, part="money")
    page.button(key="gt-set-repair_works").click().run()
    page.number_input(key=f"range:At most:{case_id}:repair_works").set_value(40.0)
    submit(page, "Count with this")
    assert desk.known_sums(case_id).ranges["repair_works"] == (0.2, 0.35, 0.4)
    assert "20% to 40%" in said(page)


def test_figures_and_currency_of_the_users_own_are_counted_with(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, _ = stage("plan", case=case_id, part="money")
    page.selectbox(key=f"sums:currency:{case_id}").set_value("EUR")
    page.number_input(key=f"sums:monthly_fee:{case_id}").set_value(6000.0)
    submit(page, "Count with these")
    assert desk.known_sums(case_id).monthly_fee == 6000
    assert "€6,000" in said(page)
    assert "€100" in said(page)


def test_without_figures_the_page_asks_for_them(stage: Stage, desk: CaseDesk) -> None:
    page, _ = stage("plan", case=desk.open("My client shouts at us every week and I want to end it."), part="money")
    assert "Your account holds no figures." in said(page)


def test_the_talk_stands_on_one_page_and_asks_for_what_is_missing(stage: Stage, desk: CaseDesk) -> None:
    page, visits = stage("plan", case=desk.open("My client shouts at us every week and I want to end it."), part="talk")
    assert "Still to fill in: <b>last day</b>" in said(page)
    for heading in ("How", "When", "Open with", "Three points", "If they say", "Do not say", "Straight afterwards"):
        assert f"<h3>{heading}</h3>" in said(page)
    page.button(key="gt-to-rehearse").click().run()
    assert visits.seen[-1][0] == Step.REHEARSE


def test_the_check_in_is_kept_and_shows_the_next_step(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    page, visits = stage("plan", case=case_id, part="after")
    assert "What to do now" not in said(page)
    page.text_area(key=f"after:note:{case_id}").input("She laughed.")
    page.button_group(key=f"after:did:{case_id}").set_value([Reaction.WITHHELD_PAY])
    submit(page, "Keep it")
    assert desk.check_in(case_id) == CheckIn(reactions=(Reaction.WITHHELD_PAY,), note="She laughed.")
    assert "They withhold pay" in said(page)
    assert "Not legal advice" in said(page)
    page.button(key="gt-write-withheld_pay").click().run()
    assert visits.seen[-1][0] == Step.WRITE


class CountingDesk(CaseDesk):
    """A desk that counts how often a plan was made."""

    made = 0

    def plan(self, *args, **kwargs) -> ExitPlan:  # type: ignore[no-untyped-def]
        self.made += 1
        return super().plan(*args, **kwargs)


def test_the_same_plan_is_not_made_twice(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    counting = CountingDesk(desk.coach)
    page, _ = stage("plan", at=counting, case=case_id, part="list")
    page.checkbox[0].check().run()
    assert counting.made == 1


def test_a_plan_that_cannot_be_kept_is_said_and_the_page_goes_on(stage: Stage, desk: CaseDesk, case_id: str) -> None:
    class Failing(CaseDesk):
        def keep_contract(self, case_id: str, text: str, name: str = "") -> None:
            raise StoreError("The disk is full.")

    page, _ = stage("plan", at=Failing(desk.coach), case=case_id)
    page.text_area(key=f"plan:pasted:{case_id}").input(TEXT)
    submit(page, "Read the contract")
    assert "The disk is full." in said(page)
    assert page.text_area(key=f"plan:pasted:{case_id}").value == TEXT


def test_an_objection_shows_the_users_own_words_that_held_against_it():
    from coach.ui.parts.plan.talk import own_answers, plain
    from coach.vocabulary.rehearsal import Move, WorkedLine

    told = Situation(text="I build their website. They pay $3,000 a month.")
    talk = plan(told, None, date(2026, 11, 21), heard=(Move.THREATEN_LAWYER,)).talk
    lines = (
        WorkedLine(text="I hear that.", acts=(), answers=Move.THREATEN_LAWYER, change=1),
        WorkedLine(text="Please write to me with the clause.", acts=(), answers=Move.THREATEN_LAWYER, change=9),
        WorkedLine(text="It stands.", acts=(), answers=Move.AGREE_RESET, change=20),
    )
    own = own_answers(talk, lines)
    assert own == {"law": ("Please write to me with the clause.",)}
    assert "Please write to me with the clause." in plain(talk, (), own)
