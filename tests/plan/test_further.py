"""The terms beside the way out: how long it runs, refunds, where notices go, and whose the work is."""

import pytest

from coach.plan.contract import read_contract

HEAD = 'SERVICES AGREEMENT\n\nBetween Larkfield Ltd (the "Client") and Jo Bell (the "Contractor").\n\n'
CLAUSES = [
    ("1. Term\nThis Agreement begins on 1 March 2026 and runs for twelve (12) months.", "term", "twelve (12) months"),
    (
        "1. Term\nThis Agreement commences on the Effective Date and continues until 31 December 2026 unless terminated earlier.",
        "term",
        "until 31 December 2026",
    ),
    (
        "1. Term. The initial term is two years from the Effective Date. It renews for successive one-year periods.",
        "term",
        "two years",
    ),
    ("Duration\nThis agreement is month-to-month.", "term", "month"),
    ("1. Term. This Agreement shall remain in force until the Services are completed.", "term", "until"),
    ("Term: 6 months, starting 1 May", "term", "6 months"),
    ("1. Engagement. The Consultant is engaged for a fixed period of eighteen months.", "term", "eighteen months"),
    ("The confidentiality obligations survive for a period of two years.", "term", None),
    ("5. Refunds. Deposits are non-refundable once work has begun.", "refund", "non-refundable"),
    ("5. On termination Contractor shall refund any fees paid in advance for work not performed.", "refund", "refund"),
    ("The Client is entitled to a pro-rata refund of the monthly fee.", "refund", "refund"),
    ("The Client shall reimburse reasonable expenses.", "refund", None),
    (
        "12. Notices. All notices must be in writing and sent by registered mail to the registered office of the other party.",
        "notice_address",
        "registered office",
    ),
    (
        "Notices may be emailed to legal@larkfield.example and take effect on receipt.",
        "notice_address",
        "legal@larkfield.example",
    ),
    (
        "12. Notices shall be delivered by hand or by courier to the address set out above, marked for the attention of the Finance Director.",
        "notice_address",
        "address set out above",
    ),
    ("Either party may terminate on 30 days' written notice.", "notice_address", None),
    ("All work product shall be deemed a work made for hire and belongs to Client.", "work_for_hire", True),
    (
        "All rights vest in the Client immediately upon creation, whether or not payment has been made.",
        "work_for_hire",
        True,
    ),
    (
        "Contractor hereby irrevocably assigns all right, title and interest in the deliverables to Client.",
        "work_for_hire",
        True,
    ),
    ("Title passes to Client upon payment in full.", "work_for_hire", None),
    ("On termination, unfinished work remains the property of Contractor.", "unfinished_work", "yours"),
    ("Upon termination Contractor shall deliver all work in progress to Client.", "unfinished_work", "theirs"),
    ("If the project is cancelled, Contractor retains all drafts and incomplete work.", "unfinished_work", "yours"),
    (
        "Upon termination, all work completed to date is transferred to the Client upon payment of all sums due.",
        "unfinished_work",
        "theirs once paid",
    ),
    ("Contractor shall return Client materials within 10 days of termination.", "unfinished_work", None),
]


@pytest.mark.parametrize(("clause", "key", "expected"), CLAUSES)
def test_a_further_term_is_found_in_its_words_or_said_to_be_absent(clause, key, expected):
    text = HEAD + clause + "\n"
    term = getattr(read_contract(text), key)
    if expected is None:
        assert term is None
        return
    assert text[term.start : term.end] == term.quote
    assert term.value is True if expected is True else expected.lower() in term.value.lower()
