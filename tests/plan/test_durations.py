"""Periods in words and digits."""

import pytest

from coach.plan.durations import durations, number


@pytest.mark.parametrize(
    ("words", "days", "business", "months"),
    [
        ("thirty (30) days", 30, False, 0),
        ("30 (thirty) days", 30, False, 0),
        ("one hundred and twenty days", 120, False, 0),
        ("ten (10) Business Days", 10, True, 0),
        ("5 weekdays", 5, True, 0),
        ("a fortnight", 14, False, 0),
        ("three calendar months", 90, False, 3),
        ("one (1) year", 365, False, 12),
        ("48 hours", 2, False, 0),
        ("ninety-day", 90, False, 0),
    ],
)
def test_a_period_is_counted_in_days(words, days, business, months):
    (found,) = durations(f"upon {words} of notice")
    assert (found.days, found.business, found.months) == (days, business, months)


@pytest.mark.parametrize("words", ["1.5% per month", "section 30", "$30 days", "the day after", "0 days"])
def test_what_is_no_period_is_none(words):
    assert list(durations(words)) == []


def test_numbers_in_words():
    assert number("forty-five") == 45
    assert number("one hundred and eighty") == 180
    assert number("several") is None
