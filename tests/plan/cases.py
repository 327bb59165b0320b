"""The contracts of `contracts.jsonl`, and how an answer is held against what a careful reader expects."""

import json
from pathlib import Path
from typing import Any

CONTRACTS = [json.loads(line) for line in (Path(__file__).parent / "contracts.jsonl").read_text("utf-8").splitlines()]
ENDING = (
    "terminate_for_convenience",
    "notice_days",
    "notice_business_days",
    "notice_in_writing",
    "terminate_for_cause",
    "cure_days",
    "non_renewal_notice_days",
)


def agrees(expected: Any, found: Any) -> bool:
    """Whether a value is what was expected: words must be held, an expected nothing may be an explicit no."""
    if expected is None or expected is False:
        return found is None or found is False
    if isinstance(expected, str):
        return isinstance(found, str) and expected.lower() in found.lower()
    return bool(found == expected) and type(found) is type(expected)


def contract(name: str) -> str:
    """The text of one contract by its id."""
    return str(next(case["text"] for case in CONTRACTS if case["id"] == name))
