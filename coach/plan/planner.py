"""Planner: one plan for leaving well, from the situation, the contract if there is one, and the day it is made."""

from collections.abc import Sequence
from datetime import date

from coach.errors import EmptyInput, InputTooLong, NotReadable
from coach.plan.contract import read_contract
from coach.plan.figures import owed_in
from coach.plan.numbers import Overrides, check_overrides, read_numbers
from coach.plan.talk import plan_talk
from coach.plan.timeline import Calendar
from coach.plan.wrap_up import wrap_up
from coach.situation import Fact, FactKind, Situation
from coach.vocabulary.leaving import KnownSums
from coach.vocabulary.plan import Contract, ExitPlan
from coach.vocabulary.signs import SignId

MAX_CHARACTERS = 300_000


def plan(
    situation: Situation,
    contract: str | None,
    today: date,
    signs: Sequence[SignId] = (),
    overrides: Overrides | None = None,
    seed: int = 1,
    sums: KnownSums | None = None,
    place: str | None = None,
    heard: Sequence[str] = (),
) -> ExitPlan:
    """The whole plan. What neither text states is null and asked for; the same arguments give the same plan.

    `overrides` replaces money assumptions by id with (low, likeliest, high); `sums` are the user's own figures, whose ranges
    do the same. `place` is where days are counted ("GB-ENG"): its public holidays are no business days;
    `heard` are the client's moves in rehearsals, which decide what to expect in the talk. Not legal advice.

    Raises:
        EmptyInput, InputTooLong, NotReadable: the contract holds no words, too many, or is not text.
        BadInput: there is no such assumption, its values are not in order, or there is no such place.
    """
    check_overrides(overrides or {})
    situation = _with_debts(situation)
    if contract is not None:
        check_contract(contract)
    terms = read_contract(contract) if contract is not None else Contract()
    dates = Calendar(situation, contract, today, place).dates(terms)
    items = wrap_up(situation, terms, dates, signs)
    return ExitPlan(
        contract=terms,
        dates=dates,
        wrap_up=items,
        numbers=read_numbers(situation, dates, {**(sums.ranges if sums else {}), **(overrides or {})}, seed, sums),
        talk=plan_talk(situation, terms if contract is not None else None, dates, items, signs, heard),
    )


def _with_debts(situation: Situation) -> Situation:
    """The situation with the sums its text says are owed, where no fact tells."""
    if situation.first(FactKind.OPEN_INVOICE) is not None:
        return situation
    owed = [money.quote for money in owed_in(situation.text) if money.quote]
    added = tuple(Fact(kind=FactKind.OPEN_INVOICE, value=quote) for quote in owed)
    return situation.model_copy(update={"facts": (*situation.facts, *added)})


def check_contract(contract: str) -> None:
    """Whether a text can be read as a contract at all.

    Raises:
        EmptyInput, InputTooLong, NotReadable: it holds no words, too many, or is not text.
    """
    if not contract.strip():
        raise EmptyInput(
            "The contract holds no words.", hint="Paste its text, or leave it out: the plan works without."
        )
    if len(contract) > MAX_CHARACTERS:
        raise InputTooLong(
            f"The contract has {len(contract):,} characters; the limit is {MAX_CHARACTERS:,}.",
            hint="Keep the agreement itself and leave out the annexes.",
        )
    if "\x00" in contract:
        raise NotReadable("The contract holds NUL bytes: it is a binary file, not words.")
