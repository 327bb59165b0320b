"""A message against what was agreed: the notice, the payment, and the duties of the contract."""

from datetime import date

import pytest

from coach.vocabulary.draft import Finding
from coach.vocabulary.plan import Contract, Term
from coach.write.checks import check

TODAY = date(2026, 6, 14)


def term(value: bool | int, quote: str) -> Term:
    return Term(value=value, quote=quote, start=0, end=len(quote))


CONTRACT = Contract(
    notice_days=term(60, "Either party may terminate on sixty (60) days' notice."),
    payment_days=term(30, "Invoices are payable within 30 days."),
    transition_duty=term(True, "The Provider shall assist in the transition."),
    non_disparagement=term(True, "Neither party shall disparage the other."),
    exclusivity=term(True, "The Provider shall not work for a competitor during the term."),
    confidentiality=term(True, "All data of the Client is confidential."),
)


def conflicts(sentence: str, contract: Contract | None = CONTRACT, today: date | None = TODAY) -> list[Finding]:
    text = f"Hi Ana,\n\nI am ending our agreement. {sentence} The files come to you in a folder.\n\nBest,\nTom"
    found = check(text, "exit-email", contract=contract, today=today, closely=False).findings
    return [one for one in found if one.rule == "contract_conflict"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Friday is my last day.",
        "My last day is 20 June.",
        "Today is 14 June; my last day is 20 June.",
        "My last day is tomorrow.",
        "I give 30 days' notice.",
        "The final invoice is due on receipt.",
        "Please pay the final invoice within 10 days.",
        "I keep the source files.",
        "I will tell everyone in public how you treat suppliers.",
        "Since May I have been working for a competitor of yours.",
        "I will share your data with the new agency.",
    ],
)
def test_what_goes_against_a_term_is_found_with_the_words_of_the_contract(sentence: str) -> None:
    found = conflicts(sentence)
    assert [one.quote for one in found] == [sentence]
    assert "The contract says: “" in found[0].message
    assert found[0].suggestion is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "My last day is 13 August, sixty days from now.",
        "My last day is 31 August.",
        "I give 60 days' notice.",
        "The final invoice is due within 30 days.",
        "Please pay the overdue invoice today.",
        "I will hand over the source files on the last day.",
        "If you agree, Friday could be my last day.",
        "I keep nothing of yours.",
    ],
)
def test_what_keeps_to_the_terms_is_none(sentence: str) -> None:
    assert not conflicts(sentence)


def test_the_last_day_offered_instead_keeps_the_notice() -> None:
    assert "13 August 2026" in (conflicts("My last day is 20 June.")[0].suggestion or "")


def test_without_a_day_to_count_from_a_date_is_left_alone() -> None:
    assert not conflicts("My last day is 20 June.", today=None)


def test_without_a_contract_nothing_conflicts() -> None:
    assert not conflicts("Friday is my last day.", contract=None)
