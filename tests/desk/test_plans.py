"""Plans: what the user keeps of a plan is kept with the case, changes the plan, and reaches the messages."""

from datetime import date
from io import BytesIO

import docx
import pytest

from coach.cases import CaseDesk
from coach.errors import BadInput, EmptyInput, NotReadable, StoreError
from coach.store.casefile import CaseFile
from coach.vocabulary.draft import DraftKind, DraftTone
from coach.vocabulary.leaving import CheckIn, KnownDates, KnownSums, Reaction, Task, Went
from coach.vocabulary.plan import ExitPlan, Proposal, Route
from tests.plan.cases import contract

TODAY = date(2026, 11, 21)
ACCOUNT = (
    "My client Dana at Northlight Foods pays us $4,000 a month for the packaging redesign, and I put about 60 hours a month into it. "
    "She owes us $2,300, six weeks overdue. I still have to finish the label set. I normally charge $95 an hour. "
    "She keeps adding work and shouts at my colleague. Our agreement asks for 30 days' notice."
)
TEXT = contract("agency-retainer")


@pytest.fixture
def planned(desk: CaseDesk) -> str:
    case_id = desk.open(ACCOUNT)
    desk.assess(case_id)
    return case_id


def made(desk: CaseDesk, case_id: str) -> ExitPlan:
    return desk.plan(desk.plan_inputs(case_id, TODAY))


def task(desk: CaseDesk, case_id: str, words: str) -> Task:
    return next(one for one in desk.tasks(case_id, made(desk, case_id)) if words in one.text)


def word_file(text: str) -> bytes:
    document, stream = docx.Document(), BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(stream)
    return stream.getvalue()


def read_table(data: bytes) -> list[list[str]]:
    document = docx.Document(BytesIO(data))
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def test_a_contract_is_kept_with_the_case_and_opens_the_way_out(desk: CaseDesk, planned: str) -> None:
    assert made(desk, planned).dates.route is Route.AGREED
    assert not desk.case(planned).planned
    desk.keep_contract(planned, TEXT)
    plan = made(desk, planned)
    assert plan.dates.route is Route.CONVENIENCE
    assert plan.contract.notice_days is not None
    assert TEXT[plan.contract.notice_days.start : plan.contract.notice_days.end] == plan.contract.notice_days.quote
    assert desk.case(planned).planned
    desk.drop_contract(planned)
    assert desk.contract(planned) is None
    assert not desk.case(planned).planned


def test_an_uploaded_contract_keeps_its_name(desk: CaseDesk, planned: str) -> None:
    desk.take_contract(planned, "retainer.docx", word_file(TEXT))
    kept = desk.contract(planned)
    assert kept is not None
    assert kept.name == "retainer.docx"
    assert made(desk, planned).dates.notice_days == 60


@pytest.mark.parametrize(("name", "data"), [("scan.pdf", b"%PDF-1.4\n%%EOF"), ("empty.txt", b"  "), ("x.png", b"\x89")])
def test_a_file_that_holds_no_contract_changes_nothing(desk: CaseDesk, planned: str, name: str, data: bytes) -> None:
    desk.keep_contract(planned, TEXT)
    with pytest.raises((NotReadable, EmptyInput)):
        desk.take_contract(planned, name, data)
    kept = desk.contract(planned)
    assert kept is not None
    assert kept.text == TEXT


def test_a_last_day_of_the_users_own_moves_the_dates_and_one_that_is_over_is_refused(
    desk: CaseDesk, planned: str
) -> None:
    desk.keep_contract(planned, TEXT)
    desk.keep_dates(planned, KnownDates(last_day=date(2027, 3, 31)), TODAY)
    assert made(desk, planned).dates.last_day == date(2027, 3, 31)
    with pytest.raises(BadInput):
        desk.keep_dates(planned, KnownDates(last_day=date(2026, 3, 31)), TODAY)
    assert desk.known_dates(planned).last_day == date(2027, 3, 31)


def test_the_calendar_file_holds_every_day(desk: CaseDesk, planned: str) -> None:
    desk.keep_contract(planned, TEXT)
    dates = made(desk, planned).dates
    assert desk.calendar(planned, dates).count(b"BEGIN:VEVENT") == len(dates.timeline)


def test_a_tick_is_kept_when_the_plan_is_made_anew(desk: CaseDesk, planned: str) -> None:
    desk.tick(planned, task(desk, planned, "passwords"), done=True)
    desk.keep_contract(planned, TEXT)
    assert task(desk, planned, "passwords").done
    desk.tick(planned, task(desk, planned, "passwords"), done=False)
    assert not task(desk, planned, "passwords").done


def test_a_changed_thing_keeps_the_users_words_and_day(desk: CaseDesk, planned: str) -> None:
    wanted = date(2026, 12, 1)
    desk.change_task(planned, task(desk, planned, "passwords"), text="Send the keys", who="Noor", by=wanted)
    desk.keep_dates(planned, KnownDates(last_day=date(2027, 3, 31)), TODAY)
    changed = task(desk, planned, "Send the keys")
    assert (changed.who, changed.by) == ("Noor", wanted)
    assert not any("passwords" in one.text for one in desk.tasks(planned, made(desk, planned)))


def test_a_day_that_was_not_changed_follows_the_plan(desk: CaseDesk, planned: str) -> None:
    before = task(desk, planned, "passwords")
    desk.change_task(planned, before, text="Send the keys", who="you", by=before.by)
    desk.keep_dates(planned, KnownDates(last_day=date(2027, 3, 31)), TODAY)
    assert task(desk, planned, "Send the keys").by != before.by


def test_another_way_with_open_work_is_worded_anew(desk: CaseDesk, planned: str) -> None:
    open_work = task(desk, planned, "the label set")
    desk.change_task(planned, open_work, text=open_work.text, who="you", by=None, proposal=Proposal.DROP)
    assert task(desk, planned, "the label set").text == "Say in writing that you will not begin the label set"


def test_what_is_taken_off_the_list_can_be_put_back(desk: CaseDesk, planned: str) -> None:
    before = desk.tasks(planned, made(desk, planned))
    desk.drop_task(planned, before[0])
    assert len(desk.tasks(planned, made(desk, planned))) == len(before) - 1
    assert desk.dropped(planned) == 1
    desk.put_tasks_back(planned)
    assert [one.text for one in desk.tasks(planned, made(desk, planned))] == [one.text for one in before]


def test_an_empty_thing_is_refused(desk: CaseDesk, planned: str) -> None:
    with pytest.raises(EmptyInput):
        desk.add_task(planned, "files", "  ")
    with pytest.raises(BadInput):
        desk.add_task(planned, "files", "x" * 501)


def test_the_hand_over_document_holds_their_part_of_the_list_and_no_more(desk: CaseDesk, planned: str) -> None:
    desk.keep_contract(planned, TEXT)
    desk.add_task(planned, "deliverables", "the spring catalogue", proposal=Proposal.FINISH)
    desk.tick(planned, task(desk, planned, "final files"), done=True)
    rows = read_table(desk.handover(planned, made(desk, planned)))
    states = {row[0]: row[1] for row in rows}
    assert states["the spring catalogue"] == "will be finished"
    assert states["Final files and working files, in one place"] == "done"
    everything = " ".join(cell for row in rows for cell in row)
    assert "2,300" not in everything
    assert "Tell your own people" not in everything
    assert "unpaid" not in everything


def test_the_users_own_figures_stand_before_those_of_the_text(desk: CaseDesk, planned: str) -> None:
    desk.keep_sums(
        planned, KnownSums(currency="CAD", monthly_fee=5000, hours=50, uncounted_hours=30, costs=200, owed=0)
    )
    numbers = made(desk, planned).numbers
    assert numbers.currency == "CAD"
    assert numbers.effective_hourly_rate is not None
    assert numbers.effective_hourly_rate.amount == 60
    assert numbers.rate_gap == -0.37
    assert numbers.open_invoices == ()
    assert numbers.assumptions[0].value == 4800
    assert numbers.assumptions[0].from_user


def test_figures_open_the_sums_where_the_text_has_none(desk: CaseDesk) -> None:
    case_id = desk.open("My client shouts at my assistant every week and I want to end it.")
    assert made(desk, case_id).numbers.paths == ()
    desk.keep_sums(case_id, KnownSums(currency="EUR", monthly_fee=3000))
    assert len(made(desk, case_id).numbers.paths) == 4


def test_a_range_of_the_users_own_is_used_and_can_be_given_back(desk: CaseDesk, planned: str) -> None:
    def months() -> tuple[float, float, bool]:
        found = next(one for one in made(desk, planned).numbers.assumptions if one.id == "months_to_replace")
        return found.low, found.high, found.from_user

    before, assumption = (
        months(),
        next(one for one in made(desk, planned).numbers.assumptions if one.id == "months_to_replace"),
    )
    desk.keep_range(planned, assumption, 2, 3, 4)
    desk.keep_sums(planned, KnownSums(monthly_fee=5000))
    assert months() == (2, 4, True)
    desk.drop_range(planned, "months_to_replace")
    assert months() == before


@pytest.mark.parametrize("values", [(3, 2, 4), (-1, 0, 1), (0.1, 0.2, 1.5)])
def test_a_range_out_of_order_or_out_of_bounds_is_refused(
    desk: CaseDesk, planned: str, values: tuple[float, float, float]
) -> None:
    assumption = next(one for one in made(desk, planned).numbers.assumptions if one.id == "repair_works")
    with pytest.raises(BadInput):
        desk.keep_range(planned, assumption, *values)
    assert desk.known_sums(planned).ranges == {}


def test_the_check_in_is_kept_and_answers_what_they_did(desk: CaseDesk, planned: str) -> None:
    said = CheckIn(
        talk_on=date(2026, 12, 1),
        went=Went.BADLY,
        reactions=(Reaction.BARGAINED, Reaction.THREATENED),
        note="She laughed.",
    )
    desk.keep_check_in(planned, said)
    assert desk.check_in(planned) == said
    moves = desk.next_moves(planned, date(2027, 1, 20))
    assert [move.id for move in moves] == [Reaction.THREATENED, Reaction.BARGAINED]
    assert "20 January 2027" in moves[1].message


def test_the_next_agreement_learns_from_the_signs_of_the_case(desk: CaseDesk, planned: str) -> None:
    bare = desk.open(ACCOUNT)
    assert len(desk.next_time(bare)) == 5
    assert len(desk.next_time(planned)) > 5


def test_last_day_notice_and_open_work_reach_the_message(desk: CaseDesk, planned: str) -> None:
    desk.keep_contract(planned, TEXT)
    desk.keep_dates(planned, KnownDates(last_day=date(2037, 3, 31)), TODAY)
    desk.add_task(planned, "deliverables", "the spring catalogue", proposal=Proposal.FINISH)
    draft = desk.draft(planned, DraftKind.EXIT_EMAIL, DraftTone.NEUTRAL)
    values = {item.id: item.value for item in draft.outline}
    assert "31 March 2037" in draft.body
    assert "spring catalogue" in draft.body
    assert values["end"] == "31 March 2037"
    assert "30 days" not in draft.body  # the contract asks for 60


def test_a_day_that_was_only_worked_out_stays_a_blank(desk: CaseDesk, planned: str) -> None:
    desk.keep_contract(planned, TEXT)
    assert made(desk, planned).dates.last_day is not None
    assert any(
        "day" in blank or "date" in blank
        for blank in desk.draft(planned, DraftKind.EXIT_EMAIL, DraftTone.NEUTRAL).blanks
    )


def test_the_plan_goes_along_when_a_case_is_carried_elsewhere(desk: CaseDesk, planned: str) -> None:
    desk.keep_contract(planned, TEXT, "retainer.pdf")
    desk.tick(planned, task(desk, planned, "passwords"), done=True)
    CaseFile.read(desk.store.export_case(planned))
    copy = desk.store.import_case(desk.store.export_case(planned)).id
    assert desk.contract(copy) == desk.contract(planned)
    assert task(desk, copy, "passwords").done


def test_a_damaged_record_is_said_to_be_one(desk: CaseDesk, planned: str) -> None:
    desk.store.save_working_text(planned, "plan/tasks", "{}")
    with pytest.raises(StoreError):
        desk.tasks(planned, made(desk, planned))
