"""Dates: reading days, counting notice over weekends, month ends and leap years, and the timeline of a case."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import BadInput
from coach.plan.closed_days import closed_days
from coach.plan.contract import read_contract
from coach.plan.days import add_business_days, add_months, after, before, is_business_day, read_day
from coach.plan.durations import Duration
from coach.plan.planner import plan
from coach.plan.timeline import Calendar
from coach.situation import FactKind, Relation, Situation
from coach.ui.plan_wording import PLACES
from coach.vocabulary.plan import Dates, Route
from tests.plan.cases import contract

TODAY = date(2026, 11, 21)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def dates(
    text: str | None, *facts: tuple[FactKind, str], today: date = TODAY, relation: Relation = Relation.CLIENT
) -> Dates:
    situation = Situation(text="My client makes it hard.", relation=relation)
    for kind, value in facts:
        situation = situation.with_fact(kind, value)
    return Calendar(situation, text, today).dates(read_contract(text or ""))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("30 June", date(2027, 6, 30)),
        ("the 1st of December", date(2026, 12, 1)),
        ("December 31st, 2026", date(2026, 12, 31)),
        ("2027-02-28", date(2027, 2, 28)),
        ("31.12.2026", date(2026, 12, 31)),
        ("12/31/2026", date(2026, 12, 31)),
        ("end of this month", date(2026, 11, 30)),
        ("end of next month", date(2026, 12, 31)),
        ("the end of February", date(2027, 2, 28)),
        ("end of the quarter", date(2026, 12, 31)),
        ("29 February", date(2028, 2, 29)),
        ("29 February 2027", None),
        ("03/04/2027", None),
        ("soon", None),
    ],
)
def test_a_day_is_read_as_written_or_not_at_all(words, day):
    assert read_day(words, TODAY) == day


def test_months_end_where_the_month_ends():
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)


def test_business_days_leave_out_weekends():
    assert add_business_days(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert add_business_days(date(2026, 11, 23), -1) == date(2026, 11, 20)
    assert add_business_days(date(2026, 11, 21), 10) == date(2026, 12, 4)


@given(DAYS, st.integers(0, 60), st.booleans(), st.integers(0, 6))
def test_notice_sent_on_the_latest_day_is_still_in_time(day, length, business, months):
    period = Duration(length, business, 0, 0, 0 if business else months)
    assert after(before(day, period), period) <= day
    if not business and not months:
        assert after(before(day, period), period) == day


@given(DAYS, st.integers(1, 60))
def test_counting_business_days_ends_on_one(day, count):
    found = add_business_days(day, count)
    assert is_business_day(found)
    assert found >= day + timedelta(days=count)


def test_notice_runs_from_the_day_after_sending():
    found = dates(contract("immediate-non-payment"))
    assert found.route is Route.CONVENIENCE
    assert found.last_day == TODAY + timedelta(days=21)
    assert found.notice_given == found.latest_to_send == TODAY
    assert found.final_invoice == found.last_day
    assert found.final_invoice_due == found.last_day + timedelta(days=10)


def test_months_of_notice_are_calendar_months():
    assert dates(contract("uk-consultancy-months"), today=date(2026, 11, 30)).last_day == date(2027, 2, 28)


def test_business_days_of_notice_skip_weekends_and_ask_for_holidays():
    found = dates(contract("business-days-notice"))
    assert found.last_day == date(2026, 12, 4)
    assert found.business_days is True
    assert any("holiday" in question for question in found.questions)


def test_a_day_the_user_names_sets_the_latest_day_to_send():
    found = dates(contract("immediate-non-payment"), (FactKind.END_DATE, "31 January 2027"))
    assert found.last_day == date(2027, 1, 31)
    assert found.latest_to_send == date(2027, 1, 8)  # 21 days before is a Sunday: the Friday before
    assert found.notice_given is None


def test_a_day_that_comes_too_soon_is_said_to():
    found = dates(contract("immediate-non-payment"), (FactKind.END_DATE, "25 November 2026"))
    assert found.last_day == TODAY + timedelta(days=21)
    assert "named_day_too_early" in {trap.id for trap in found.traps}


def test_a_renewal_date_that_is_stated_gives_the_window():
    found = dates(contract("renewal-date-only"))
    assert found.route is Route.NON_RENEWAL
    assert found.renewal_date == date(2027, 4, 1)
    assert found.last_day == date(2027, 3, 31)
    assert found.renewal_window_closes == date(2027, 1, 29)  # 60 days before 31 March 2027 is a Saturday


def test_a_window_that_has_closed_moves_to_the_next_term():
    found = dates(contract("renewal-date-only"), today=date(2027, 2, 15))
    assert found.renewal_date == date(2028, 4, 1)
    assert found.renewal_window_closes == date(2028, 1, 31)


def test_a_renewal_without_a_start_date_is_asked_for():
    found = dates(contract("saas-vendor"))
    assert found.renewal_date is None
    assert found.last_day is None
    assert any("term end" in question for question in found.questions)


def test_only_for_cause_gives_a_cure_date_and_no_last_day():
    found = dates(contract("mutual-agreement-only"))
    assert found.route is Route.CAUSE
    assert found.cure_ends == TODAY + timedelta(days=21)
    assert found.last_day is None
    assert {"cure_first", "only_by_agreement"} <= {trap.id for trap in found.traps}


def test_without_a_contract_the_users_own_words_count():
    found = dates(None, (FactKind.NOTICE, "two weeks"))
    assert found.last_day == date(2026, 12, 5)
    assert found.route is Route.AGREED
    assert found.final_invoice_due is None
    assert found.not_legal_advice == ""


def test_nothing_known_means_nothing_said():
    found = dates(None)
    assert found.route is Route.UNKNOWN
    assert (found.last_day, found.latest_to_send, found.final_invoice, found.timeline) == (None, None, None, ())
    assert len(found.questions) >= 2


def test_the_customer_of_a_vendor_gets_the_customers_dates():
    found = dates(contract("us-client-only-convenience"), relation=Relation.VENDOR)
    assert found.side == "customer"
    assert found.last_day == TODAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("name", "traps"),
    [
        ("us-client-only-convenience", {"only_they_may", "cure_first"}),
        ("neither-may", {"no_convenience"}),
        ("renewal-date-only", {"renewal_date_only", "e_mail_not_enough", "to_an_address", "in_writing"}),
        ("business-days-notice", {"business_days", "deemed_received"}),
        ("agency-retainer", {"renews_itself", "fee_for_ending", "speak_no_ill", "minimum_term"}),
        ("client-two-rights", {"only_they_may", "duty_to_help"}),
    ],
)
def test_traps_are_named_with_their_clause(name, traps):
    text = contract(name)
    found = {trap.id: trap for trap in dates(text).traps}
    assert traps <= found.keys()
    assert all(text[trap.start : trap.end] == trap.quote for trap in found.values() if trap.quote)


def test_the_timeline_is_in_order_and_says_what_it_rests_on():
    found = dates(contract("agency-retainer"))
    assert [stone.date for stone in found.timeline] == sorted(stone.date for stone in found.timeline)
    assert all(stone.label and stone.rests_on for stone in found.timeline)
    assert found.not_legal_advice


CONTRACT_IN_BUSINESS_DAYS = (
    'AGREEMENT\n\nBetween Larkfield Ltd (the "Client") and Jo Bell (the "Contractor").\n\nTermination\n'
    "Either party may terminate this Agreement on ten (10) business days' written notice.\n"
)


def dates_of(today: date, place: str | None):
    return plan(Situation(text="I want to leave."), CONTRACT_IN_BUSINESS_DAYS, today, place=place).dates


def test_no_public_holiday_counts_until_a_country_is_chosen_and_that_is_asked():
    found = dates_of(date(2026, 12, 18), None)
    assert found.last_day == date(2027, 1, 1)
    assert found.holidays == ()
    assert any("country" in question for question in found.questions)


@pytest.mark.parametrize(
    ("place", "last_day"),
    [("GB-ENG", date(2027, 1, 6)), ("GB-SCT", date(2027, 1, 7)), ("US", date(2027, 1, 5)), ("DE", date(2027, 1, 5))],
)
def test_public_holidays_of_the_place_are_no_business_days(place, last_day):
    found = dates_of(date(2026, 12, 18), place)
    assert found.last_day == last_day
    assert any("Christmas" in day for day in found.holidays) or place == "DE"
    assert not any("country" in question for question in found.questions)
    assert any(place in stone.rests_on for stone in found.timeline)


def test_a_place_without_a_calendar_is_refused_with_the_next_step():
    with pytest.raises(BadInput, match="public holidays") as refused:
        dates_of(date(2026, 12, 18), "ATLANTIS")
    assert "two letters" in refused.value.hint


def test_a_last_day_on_a_weekend_or_a_holiday_is_flagged():
    told = Situation(text="I want to stop.").with_fact(FactKind.END_DATE, "31 January 2027")
    found = plan(told, None, date(2026, 11, 29)).dates
    assert next(stone.closed for stone in found.timeline if stone.id == "last_day") == "a Sunday"
    told = Situation(text="I want to stop.").with_fact(FactKind.END_DATE, "25 December 2026")
    found = plan(told, None, date(2026, 11, 29), place="US").dates
    assert next(stone.closed for stone in found.timeline if stone.id == "last_day") == "Christmas Day"


def test_every_place_offered_has_a_calendar():
    for place in PLACES:
        assert closed_days(place, 2027)
