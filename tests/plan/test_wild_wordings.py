"""Clauses of many trades and styles: letters, key terms, tables, half-sentences, translations, and periods that are none of it."""

import json
from pathlib import Path

import pytest

from coach.plan.contract import read_contract
from coach.plan.durations import durations
from coach.plan.normal import normal

CLAUSES = [json.loads(line) for line in (Path(__file__).parent / "wordings.jsonl").read_text("utf-8").splitlines()]
TERMS = ("terminate_for_convenience", "notice_days", "terminate_for_cause", "cure_days", "non_renewal_notice_days")
HEAD = 'AGREEMENT\n\nThis agreement is made between Orrin Holdings (the "Client") and Dana Voss (the "Contractor").\n\nTermination\n'


def found(text: str) -> dict[str, object]:
    contract = read_contract(text)
    return {name: term.value for name in TERMS if (term := getattr(contract, name)) is not None and term.value}


def test_nearly_all_of_what_is_stated_is_read_right():
    stated = [(case["id"], name, value) for case in CLAUSES for name, value in case["expected"].items() if value]
    read = {case["id"]: found(case["text"]) for case in CLAUSES}
    right = [one for one in stated if read[one[0]].get(one[1]) == one[2]]
    assert len(stated) > 200
    assert len(right) / len(stated) >= 0.95, sorted(set(stated) - set(right))


@pytest.mark.parametrize("case", CLAUSES, ids=lambda case: case["id"])
def test_nothing_is_read_that_is_not_stated(case):
    assert set(found(case["text"])) <= {name for name, value in case["expected"].items() if value}


def test_every_quote_stands_in_the_text():
    for case in CLAUSES:
        for _, term in read_contract(case["text"]):
            assert term is None or case["text"][term.start : term.end] == term.quote


@pytest.mark.parametrize(
    ("row", "notice"),
    [
        ("Notice | 60 days, either party", 60),
        ("Notice to end: 7 days (client) / 14 days (contractor)", 14),
        ("Exit: Client - 10 days; Contractor - 30 days", 30),
        ("Cancellation:\t21 days, both", 21),
        ("Notice for holidays: 14 days", None),
        ("Payment: 30 days", None),
        ("Termination: none", None),
    ],
)
def test_a_row_of_key_terms_gives_its_notice(row, notice):
    assert found(HEAD + row + "\n").get("notice_days") == notice


def test_an_ordinal_day_counts_as_days():
    assert next(durations(normal("effective on the tenth (10th) day after delivery"))).days == 10


def test_a_day_of_a_month_is_no_period_of_a_month():
    assert list(durations("by the 15th of a month")) == []
