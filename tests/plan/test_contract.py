"""Reading contracts: the whole set, the traps by name, and what a reader must never do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.plan.contract import read_contract
from coach.plan.parties import Side
from coach.vocabulary.plan import Contract
from tests.plan.cases import CONTRACTS, ENDING, agrees, contract

NOT_IN_THE_SET = {"cure_business_days", "term", "notice_address", "refund", "work_for_hire", "unfinished_work"}


def values(text: str) -> dict[str, object]:
    return {key: term["value"] if term else None for key, term in read_contract(text).model_dump().items()}


def share(part: str, keys: tuple[str, ...]) -> float:
    marks = [
        agrees(case["expected"].get(key), found[key])
        for case in CONTRACTS
        if case["part"] == part
        for found in [values(case["text"])]
        for key in keys
    ]
    return sum(marks) / len(marks)


def test_there_are_enough_contracts_and_half_were_held_out():
    assert len(CONTRACTS) >= 40
    assert sum(case["part"] == "held out" for case in CONTRACTS) == len(CONTRACTS) // 2
    assert len({case["text"] for case in CONTRACTS}) == len(CONTRACTS)


@pytest.mark.parametrize("part", ["written with", "held out"])
def test_the_ending_terms_are_read_right(part):
    assert share(part, ENDING) >= 0.97


@pytest.mark.parametrize("part", ["written with", "held out"])
def test_all_terms_are_read_right(part):
    asked = tuple(key for key in Contract.model_fields if key not in NOT_IN_THE_SET)
    assert share(part, asked) >= 0.97


@pytest.mark.parametrize("case", CONTRACTS, ids=lambda case: case["id"])
def test_no_period_is_invented_and_every_quote_is_verbatim(case):
    for key, term in read_contract(case["text"]):
        if term is None:
            continue
        assert case["text"][term.start : term.end] == term.quote
        if key.endswith("_days") and not key.endswith("_business_days"):
            assert term.value == case["expected"].get(key)


def test_a_right_that_only_the_client_has_is_not_ours():
    found = values(contract("us-client-only-convenience"))
    assert found["terminate_for_convenience"] is None
    assert found["notice_days"] is None
    assert found["terminate_for_cause"] is True


def test_the_same_contract_read_for_the_customer_shows_their_right():
    found = read_contract(contract("us-client-only-convenience"), Side.CUSTOMER)
    assert found.terminate_for_convenience is not None
    assert found.notice_days is not None
    assert found.notice_days.value == 30


def test_company_is_whoever_the_preamble_says():
    provider = values(contract("company-is-provider"))
    customer = values(contract("at-will-immediate"))
    assert provider["notice_days"] == 7
    assert customer["terminate_for_convenience"] is True


@pytest.mark.parametrize(
    ("sentence", "days", "business"),
    [
        ("Either party may terminate this Agreement upon thirty (30) days' prior written notice.", 30, False),
        ("Either party may terminate this agreement by giving 30 (thirty) days written notice.", 30, False),
        ("This Agreement may be terminated by either party on not less than one month's notice in writing.", 30, False),
        ("The Contractor may terminate this Agreement for convenience with two weeks’ notice.", 14, False),
        ("Contractor has the right to end this Agreement without cause on ten business days' notice.", 10, True),
        ("Either of us can stop at any time by giving the other a fortnight's notice.", 14, False),
        ("Notice period: 45 days, either side, to end this contract.", 45, False),
        ("A party wishing to end this contract must notify the other at least sixty days in advance.", 60, False),
        ("Each party may cancel this Agreement, for any reason, on 5 (five) Working Days' written notice.", 5, True),
    ],
)
def test_notice_is_read_in_many_wordings(sentence, days, business):
    found = values(f"Agreement between Client and Contractor.\n\n1. Ending\n{sentence}\n")
    assert found["terminate_for_convenience"] is True
    assert found["notice_days"] == days
    assert found["notice_business_days"] is business


@pytest.mark.parametrize(
    "sentence",
    [
        "Confidentiality obligations survive for thirty (30) days after termination.",
        "Client shall pay each invoice within thirty (30) days of receipt.",
        "Contractor shall give Client thirty (30) days' notice of any increase in its rates.",
        "A notice sent by post is deemed received two (2) business days after posting.",
        "Within thirty (30) days of termination Contractor shall return all materials.",
        "The insurer shall give thirty (30) days' notice of cancellation of the insurance policy.",
        "Client may terminate this Agreement at any time on thirty (30) days' written notice.",
        "If force majeure lasts longer than sixty (60) days, either party may terminate on ten (10) days' notice.",
        "This Agreement may be terminated by mutual written agreement of Client and Contractor.",
    ],
)
def test_other_periods_are_not_a_notice_of_ours(sentence):
    found = values(f"Agreement between Client and Contractor.\n\n1. General\n{sentence}\n")
    assert found["notice_days"] is None
    assert found["terminate_for_convenience"] is None
    assert found["cure_days"] is None


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "Contractor may end this contract with 20 days' written notice, or at once if Client does not pay.",
            {"terminate_for_convenience": True, "notice_days": 20, "terminate_for_cause": True},
        ),
        (
            "Contractor may terminate on written notice if:\nan invoice stays unpaid ten (10) days after a written reminder\nthe site is unsafe",
            {"terminate_for_convenience": None, "notice_days": None, "terminate_for_cause": True, "cure_days": 10},
        ),
        (
            "- **Client:** May end this agreement at any time.\n- **Contractor:** May end this agreement with **[21] days written notice**.",
            {"terminate_for_convenience": True, "notice_days": 21},
        ),
        (
            "The Ministry may terminate this contract at its discretion on 5 days' notice.",
            {"terminate_for_convenience": None, "notice_days": None},
        ),
        (
            "Client may end this contract on 10 days' written notice. Contractor enjoys the same right on 40 days' notice.",
            {"terminate_for_convenience": True, "notice_days": 40},
        ),
        (
            "Contractor may not terminate this contract except for Client's breach that is not put right within 12 days of a written warning.",
            {"terminate_for_convenience": False, "terminate_for_cause": True, "cure_days": 12},
        ),
        (
            "If either party wants to leave, it gives the other notice of at least three weeks in writing.",
            {"terminate_for_convenience": True, "notice_days": 21, "notice_in_writing": True},
        ),
    ],
)
def test_the_shape_of_a_clause_does_not_hide_its_meaning(clause, expected):
    found = values(f"Agreement between Client and Contractor.\n\n1. Ending\n{clause}\n")
    assert {key: found[key] for key in expected} == expected


def test_a_contract_broken_into_single_words_is_read_all_the_same():
    text = contract("us-freelance-design")
    broken = "\n".join(text.split())
    found = read_contract(broken)
    assert found.notice_days is not None
    assert found.notice_days.value == 14
    assert broken[found.notice_days.start : found.notice_days.end] == found.notice_days.quote


def test_curly_quotes_and_hard_spaces_change_nothing():
    text = contract("us-freelance-design")
    typeset = text.replace("'", "’").replace(" (", "\u00a0(")
    assert values(typeset) == values(text)


def test_an_empty_or_unrelated_text_has_no_terms():
    assert not any(values("The weather in Lisbon was mild, and we walked along the river for thirty days.").values())


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_text_is_read_without_an_error_and_quotes_stay_verbatim(text):
    for _, term in read_contract(text):
        assert term is None or text[term.start : term.end] == term.quote


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 120))
def test_the_number_of_days_is_the_one_in_the_clause(days):
    text = f"Between Client and Designer. Either party may terminate this Agreement on {days} days' written notice."
    assert values(text)["notice_days"] == days
