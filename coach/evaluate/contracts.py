"""Contracts: how many termination, notice and cure clauses of unseen contracts are read with the right number of days."""

from typing import Any

from pydantic import Field

from coach.evaluate.cases import evals_folder, read_cases
from coach.plan.contract import read_contract
from coach.vocabulary.base import Value

TERMS = (
    "terminate_for_convenience",
    "notice_days",
    "terminate_for_cause",
    "cure_days",
    "non_renewal_notice_days",
)


class ContractCase(Value):
    """A contract and what a careful reader finds in it for the provider; null is a term that it does not hold."""

    id: str
    text: str = Field(min_length=1)
    expected: dict[str, bool | int | None]


def own_contracts() -> list[ContractCase]:
    """The project's own contracts, written after the reader and not tuned on."""
    return read_cases(evals_folder() / "contracts.jsonl", ContractCase, "Each line has id, text and expected.")


def evaluate_contracts(cases: list[ContractCase]) -> dict[str, Any]:
    """Terms found with the right value among those stated, and terms invented or given a wrong value, in all and by term."""
    stated = dict.fromkeys(TERMS, 0)
    right = dict.fromkeys(TERMS, 0)
    wrong: list[str] = []
    for case in cases:
        contract = read_contract(case.text)
        for name in TERMS:
            term = getattr(contract, name)
            expected, found = case.expected.get(name), term.value if term else None
            stated[name] += bool(expected)
            right[name] += bool(expected) and found == expected
            if found and found != expected:
                wrong.append(f"{case.id} {name}")
    return {
        "contracts": len(cases),
        "terms found right": f"{sum(right.values())} of {sum(stated.values())}",
        "share found right": round(sum(right.values()) / max(1, sum(stated.values())), 3),
        "invented or wrong": len(wrong),
        "by term": {name: f"{right[name]} of {stated[name]}" for name in TERMS},
        "wrong": ", ".join(wrong) or "none",
    }
