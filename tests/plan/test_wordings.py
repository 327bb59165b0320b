"""Clauses as lawyers and laymen write them, and periods that belong to something else."""

from datetime import date
from io import BytesIO

import pytest

from coach.documents import read_bytes
from coach.errors import BadInput
from coach.evaluate.contracts import ContractCase, evaluate_contracts, own_contracts
from coach.plan.contract import read_contract
from coach.plan.normal import normal
from coach.plan.parties import read_parties
from coach.plan.planner import plan
from coach.plan.timeline import Calendar
from coach.situation import Situation
from tests.test_documents import pdf_of

HEAD = 'SERVICES AGREEMENT\n\nBetween Larkfield Ltd (the "Client") and Jo Bell (the "Contractor").\n\nTermination\n'
TERMS = (
    "terminate_for_convenience",
    "notice_days",
    "terminate_for_cause",
    "cure_days",
    "non_renewal_notice_days",
)


def read(clause: str) -> tuple[object, ...]:
    contract = read_contract(HEAD + clause + "\n")
    return tuple(term.value if (term := getattr(contract, name)) else None for name in TERMS)


@pytest.mark.parametrize(
    ("clause", "days"),
    [
        ("Either party may by three months' notice in writing determine this Agreement.", 90),
        ("The notice period for termination by either party shall be 30 days.", 30),
        ("Client may terminate on 30 days' notice. Termination by the Contractor shall require 60 days' notice.", 60),
        ("Client may terminate for convenience on 30 days' notice; Contractor, on 45.", 45),
        ("This contract can be ended by you or by us with 30 days notice (e-mail is fine).", 30),
        ("You can cancel with 30 days' notice and so can I.", 30),
        ("I need 2 weeks heads-up if you want to stop working together, and you'll get the same from me.", 14),
        ("Contractor may terminate by giving no less than 30 and no more than 60 days' written notice.", 30),
        ("Either party may leave on 5 days' notice in the first 60 days; after that, 30 days' notice is needed.", 30),
        ("The retainer can be cancelled by either party, effective 30 days after written notice is received.", 30),
        ("Client agrees to give 60 days' notice to end this, and Contractor agrees to give 20 days' notice.", 20),
        ("Subject to 45 days' prior written intimation, either Party may exit the arrangement.", 45),
    ],
)
def test_a_notice_is_found_however_it_is_worded(clause, days):
    assert read(clause)[:2] == (True, days)


@pytest.mark.parametrize(
    ("clause", "days"),
    [
        ("Either party can end this if the other breaks an important promise and hasn't fixed it within 3 weeks.", 21),
        ("If you don't pay an invoice within 10 days of my reminder, I can end this contract at once.", 10),
        ("The breaching party has 15 days from notice of default to cure; failing which the other may terminate.", 15),
        (
            "Contractor may terminate if Client defaults in payment for two consecutive months, on 7 days' notice, "
            "if the default is not rectified within the said period.",
            7,
        ),
        (
            "Contractor may terminate if an invoice is not paid within 5 days of notice; either party may terminate for any "
            "other material breach not cured within thirty (30) days after notice.",
            30,
        ),
        (
            "Contractor may terminate if:\n\n(a) Client is insolvent; or\n(b) a breach is not cured in 12 days of notice.",
            12,
        ),
    ],
)
def test_the_time_to_cure_is_found_however_it_is_worded(clause, days):
    assert read(clause)[2:4] == (True, days)


@pytest.mark.parametrize(
    "clause",
    [
        "Contractor shall give 30 days' notice of any cancellation or non-renewal of such insurance.",
        "Upon mutual written agreement at least ninety (90) days prior to expiry, this Agreement may be renewed.",
        "Client shall give Contractor five days' notice of any site closure.",
        "Customer may, on 30 days' written notice, terminate any Purchase Order.",
        "During that month, either of us may stop from one day to the next.",
        "Contractor may terminate this Agreement only with Client's prior written consent.",
        "Termination of a particular SOW shall not terminate this Agreement.",
        "The Parties may terminate by mutual consent. Otherwise it ends on completion of the Services.",
    ],
)
def test_nothing_is_made_of_what_is_no_right_of_ours(clause):
    assert read(clause) == (None, None, None, None, None)


def test_a_cure_in_business_days_says_so_in_its_trap():
    text = HEAD + "Either party may terminate if a material breach is not cured within 20 business days after notice."
    contract = read_contract(text)
    assert contract.cure_business_days is not None
    traps = Calendar(Situation(text="Hard."), text, date(2026, 11, 30)).dates(contract).traps
    assert any("20 business days" in trap.title for trap in traps)


def test_the_last_day_to_object_is_the_nearer_end_of_a_window():
    clause = (
        "It renews each year unless a party objects no fewer than 45 (forty-five) nor more than 90 days before expiry."
    )
    assert read(clause)[4] == 45


def test_good_cause_that_stays_unaffected_is_a_right():
    assert read("The right of both parties to terminate for good cause remains unaffected.")[2] is True


def test_two_names_in_one_parenthesis_are_one_party():
    parties = read_parties(
        "Made by Contoso Corp. (“**Contoso**,” the “**Client**” or the “**Company**”) and Nova LLC (“Nova,” the “Vendor”).\n"
        "Nova may terminate this Agreement. Contoso shall pay Nova."
    )
    assert {"contoso", "client", "company"} <= parties.customer
    assert {"nova", "vendor"} <= parties.provider


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("it hasn’t, won't and can't", "it has not, will not and cannot"),
        ("a month and a half ahead", "45 days ahead"),
        ("between 30 and 60 days before", "30 days before"),
    ],
)
def test_wordings_are_brought_to_one_form(written, meant):
    assert normal(written) == meant


def test_notice_to_the_end_of_a_quarter_ends_with_one():
    text = HEAD + "Either party may terminate on six weeks' notice to the end of a calendar quarter."
    dates = Calendar(Situation(text="Hard."), text, date(2026, 11, 30)).dates(read_contract(text))
    assert dates.last_day == date(2027, 3, 31)


def test_an_assumption_of_the_users_own_is_used_and_a_wrong_one_refused():
    told = Situation(text="They pay us $4,000 a month.")
    today = date(2026, 11, 21)
    numbers = plan(told, None, today, overrides={"months_to_replace": (2, 2, 2)}).numbers
    assert next(item.value for item in numbers.assumptions if item.id == "months_to_replace") == 2
    with pytest.raises(BadInput, match="no assumption"):
        plan(told, None, today, overrides={"luck": (0, 1, 2)})
    with pytest.raises(BadInput, match="not in order"):
        plan(told, None, today, overrides={"months_to_replace": (3, 1, 2)})


def test_a_fee_stands_beside_what_is_owed():
    numbers = plan(Situation(text="They pay us $4,000 a month and owe us $2,300."), None, date(2026, 11, 21)).numbers
    assert numbers.fees_per_month is not None
    assert numbers.fees_per_month.amount == 4000


def test_a_contract_is_read_from_a_real_pdf_and_a_real_docx():
    from docx import Document

    clause = "Either party may terminate this Agreement on 40 days written notice."
    document, out = Document(), BytesIO()
    for line in (*HEAD.split("\n"), clause):
        document.add_paragraph(line)
    document.save(out)
    for text in (read_bytes(pdf_of(clause), "contract.pdf"), read_bytes(out.getvalue(), "contract.docx")):
        found = read_contract(text).notice_days
        assert found is not None
        assert found.value == 40
        assert text[found.start : found.end] == found.quote


def test_the_suite_counts_what_is_found_and_what_is_invented():
    cases = [
        ContractCase(
            id="a", text=HEAD + "Either party may terminate on 30 days' notice.", expected={"notice_days": 30}
        ),
        ContractCase(
            id="b", text=HEAD + "Either party may terminate on 30 days' notice.", expected={"notice_days": 20}
        ),
    ]
    figures = evaluate_contracts(cases)
    assert figures["by term"]["notice_days"] == "1 of 2"
    assert "b notice_days" in figures["wrong"]


def test_the_projects_own_contracts_are_enough_and_differ():
    cases = own_contracts()
    assert len(cases) >= 15
    assert len({case.text for case in cases}) == len(cases)
