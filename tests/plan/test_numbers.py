"""Numbers: figures read from the text, nothing made up, and the comparison of paths."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.plan import figures
from coach.plan.numbers import read_numbers
from coach.plan.planner import plan
from coach.plan.simulation import RUNS, cumulative, draw, rounded
from coach.situation import Situation
from coach.vocabulary.plan import Dates, Numbers, Route

DATES = Dates(today=date(2026, 11, 21), route=Route.AGREED, side="provider", last_day=date(2026, 12, 21))
RETAINER = (
    "I do social media for a boutique, a client for three years. They pay $450 a month and I spend 38 hours a month on it. "
    "I normally charge $60 an hour."
)


def numbers(text: str, **more: object) -> Numbers:
    return read_numbers(Situation.from_text(text), DATES, **more)  # type: ignore[arg-type]


def test_fee_by_hours_is_the_real_rate():
    found = numbers(RETAINER)
    assert found.fees_per_month is not None
    assert found.fees_per_month.amount == 450
    assert found.effective_hourly_rate is not None
    assert found.effective_hourly_rate.amount == pytest.approx(11.8, abs=0.1)
    assert found.target_rate is not None
    assert found.target_rate.amount == 60


def test_a_rate_the_text_works_out_is_taken_as_it_says():
    found = numbers(
        "My client agreed on a flat $4,800 for the site. I added up 212 hours. That works out to about $22 an hour and I normally charge $85."
    )
    assert found.effective_hourly_rate is not None
    assert found.effective_hourly_rate.amount == 22
    assert found.target_rate is not None
    assert found.target_rate.amount == 85


def test_a_project_price_by_all_hours():
    found = numbers(
        "The client and I agreed on a fixed fee of £6,000 for the brochure. So far I have spent 150 hours on it."
    )
    assert found.currency == "GBP"
    assert found.effective_hourly_rate is not None
    assert found.effective_hourly_rate.amount == 40


@pytest.mark.parametrize(
    ("sentence", "monthly"),
    [
        ("The client pays a monthly retainer of €3,000.", 3000),
        ("My client pays us 2,400 euros per month.", 2400),
        ("The client pays me £500 a week.", 2167),
        ("The client's fee is $36,000 a year.", 3000),
        ("My client is on a $6k a month retainer.", 6000),
    ],
)
def test_fees_are_brought_to_a_month(sentence, monthly):
    found = numbers(f"{sentence} They are rude on every call.")
    assert found.fees_per_month is not None
    assert found.fees_per_month.amount == monthly


@pytest.mark.parametrize(
    "text",
    [
        "My client never answers, and the project drags on. I am tired of it.",
        "My last client paid me $4,000 a month; this client only argues and wants everything tomorrow.",
        "The client promised an answer within 48 hours and gave 30 days notice of nothing.",
    ],
)
def test_what_the_text_does_not_state_stays_null(text):
    found = numbers(text)
    assert found.fees_per_month is None
    assert found.effective_hourly_rate is None
    assert found.cost_of_leaving is None
    assert found.paths == ()
    assert found.assumptions == ()
    assert found.questions


def test_open_invoices_and_late_days_are_read():
    found = numbers(
        "My client still owes me $2,300; the invoice is six weeks overdue. They also want more work by Monday."
    )
    assert [money.amount for money in found.open_invoices] == [2300]
    assert found.open_total is not None
    assert found.open_total.amount == 2300
    assert found.late_days == 42


def test_ten_thousand_runs_repeat_with_their_seed():
    first = numbers(RETAINER, seed=3)
    assert RUNS == 10_000
    assert first == numbers(RETAINER, seed=3)
    assert first != numbers(RETAINER, seed=4)


def test_paths_are_ranges_over_twelve_months_with_assumptions_in_view():
    found = numbers(RETAINER)
    assert [path.id for path in found.paths] == ["stay", "repair", "exit_now", "exit_at_notice"]
    for path in found.paths:
        assert len(path.months) == found.horizon_months == 12
        assert path.total.low <= path.total.middle <= path.total.high
    assert {item.id for item in found.assumptions if item.from_text} == {"monthly_fee"}
    assert len(found.matters_most) == 3


def test_an_assumption_can_be_replaced():
    slow = numbers(RETAINER, overrides={"months_to_replace": (11, 12, 12), "replacement": (0.5, 0.5, 0.5)})
    quick = numbers(RETAINER, overrides={"months_to_replace": (0, 0, 0), "replacement": (2, 2, 2)})
    by = lambda found: {path.id: path for path in found.paths}  # noqa: E731
    assert by(slow)["exit_at_notice"].ahead_of_staying < 0.1
    assert by(slow)["exit_at_notice"].pays_back_month is None
    assert by(quick)["exit_at_notice"].ahead_of_staying > 0.9
    assert by(quick)["exit_at_notice"].pays_back_month is not None


def test_amounts_are_not_more_precise_than_the_guess():
    assert rounded(12_345) == 12_000
    assert rounded(-0.4) == 0
    assert rounded(987) == 990


@settings(max_examples=25, deadline=None)
@given(st.floats(100, 50_000), st.floats(0, 20_000), st.integers(1, 9))
def test_money_never_appears_from_nowhere(fee, owed, seed):
    base = {item.id: item for item in numbers(RETAINER).assumptions}
    base["monthly_fee"] = base["monthly_fee"].model_copy(update={"value": fee, "low": fee, "high": fee})
    months = cumulative(draw(base, seed, 200), owed, 12)
    assert np.all(months["stay"] <= fee * np.arange(1, 13) + owed + 0.01)
    assert all(np.all(np.diff(path, axis=1) >= -0.01) for path in months.values())
    assert np.all(months["exit_now"][:, 0] <= months["exit_at_notice"][:, 0] + fee * base["replacement"].high)


def test_a_vendor_has_no_fees_of_ours():
    found = numbers("Our vendor, the hosting provider, charges us $380 a month and the vendor never answers tickets.")
    assert found.fees_per_month is None
    assert found.paths == ()


@pytest.mark.parametrize(
    ("words", "amount", "currency"),
    [
        ("They pay €1.200,50 a month.", 1200.5, "EUR"),
        ("They pay CHF 1'200 per month.", 1200, "CHF"),
        ("They pay ₹1,20,000 a month.", 120_000, "INR"),
        ("We agreed on 85 000 SEK.", 85_000, "SEK"),
        ("They pay 9 000 zł a month.", 9_000, "PLN"),
        ("They pay R$ 4.500 a month.", 4_500, "BRL"),
        ("They pay HK$12,000 a month.", 12_000, "HKD"),
        ("They pay 12 000 kr a month.", 12_000, None),
        ("They pay £6k.", 6_000, "GBP"),
        ("They owe 1 lakh rupees.", 100_000, "INR"),
        ("It is 2,5 k euros.", 2_500, "EUR"),
        ("In 2026 500 dollars were paid.", 500, "$"),
    ],
)
def test_amounts_are_read_in_many_currencies_and_ways_of_setting_thousands_apart(words, amount, currency):
    assert [(one.amount, one.currency) for one in figures.amounts(words)] == [(amount, currency)]


@given(st.integers(1, 9_999_999), st.sampled_from([",", ".", " ", "'", "\u00a0"]))
def test_a_sum_is_the_same_however_its_thousands_are_set_apart(value, mark):
    written = f"{value:,}".replace(",", mark)
    assert [one.amount for one in figures.amounts(f"They pay EUR {written} now.")] == [value]


def test_the_hours_really_worked_stand_before_those_that_are_paid():
    text = "They pay $3,200 a month for 20 hours a week. In reality I work 30 hours, because things are added."
    found = numbers(text)
    assert (found.hours, found.hours_period) == (30, "week")
    assert found.effective_hourly_rate is not None
    assert found.effective_hourly_rate.amount == pytest.approx(24.6)


def test_costs_the_text_states_are_taken_off_before_an_hour_is_counted():
    text = "They pay $3,000 a month for 40 hours a month. The tools cost me $120 a month and I pay a freelancer $400 a month."
    found = numbers(text)
    assert found.costs_per_month is not None
    assert found.costs_per_month.amount == 520
    assert found.effective_hourly_rate is not None
    assert found.effective_hourly_rate.amount == 62


def test_late_payment_says_how_much_of_yours_they_hold():
    text = "They pay $3,000 a month. The invoices are always paid 45 days late."
    found = numbers(text)
    assert found.late_days == 45
    assert found.held_back is not None
    assert found.held_back.amount == 4_400


def test_what_is_owed_is_found_in_any_currency():
    made = plan(Situation(text="They pay 45 000 SEK a month and owe me 90 000 SEK since September."), None, DATES.today)
    assert made.numbers.open_total is not None
    assert (made.numbers.open_total.amount, made.numbers.open_total.currency) == (90_000, "SEK")
    assert any("90 000 SEK" in item.text for item in made.wrap_up)
