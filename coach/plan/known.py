"""Known: what the user says about the ending, and what the contract says of it, as facts of the situation."""

from collections.abc import Sequence

from coach.situation import Fact, FactKind, Situation
from coach.vocabulary.leaving import KnownDates, KnownSums, Task
from coach.vocabulary.plan import Contract, Proposal

_SIGNS = {"$": "$", "GBP": "£", "EUR": "€"}


def with_dates(situation: Situation, known: KnownDates) -> Situation:
    """The situation with the days the user named in the plan, in place of what the account says of them."""
    if known.last_day:
        situation = situation.with_fact(FactKind.END_DATE, f"{known.last_day:%-d %B %Y}")
    if known.notice_days:
        situation = situation.with_fact(FactKind.NOTICE, _days(known.notice_days))
    if known.payment_days is not None:
        situation = situation.with_fact(FactKind.PAYMENT_TERMS, f"net {known.payment_days}")
    return situation


def for_messages(
    situation: Situation, dates: KnownDates, sums: KnownSums, contract: Contract, tasks: Sequence[Task]
) -> Situation:
    """The situation a message is written from: with the last day, the notice, the open work and the debt of the plan.

    The contract's notice stands before the one the account remembers; a day that was only worked out is not put into it.
    """
    situation = with_dates(situation, dates)
    notice = contract.notice_days
    if notice is not None and contract.terminate_for_convenience is not None:
        counted = bool(contract.notice_business_days and contract.notice_business_days.value)
        situation = situation.with_fact(FactKind.NOTICE, _days(int(notice.value), business=counted))
    if sums.owed is not None:
        situation = _with_debt(situation, sums.owed, sums.currency)
    return _with_work(situation, tasks)


def _days(count: int, business: bool = False) -> str:
    return f"{count} {'business ' if business else ''}day{'s' if count != 1 else ''}"


def _with_debt(situation: Situation, owed: float, currency: str | None) -> Situation:
    kept = tuple(fact for fact in situation.facts if fact.kind is not FactKind.OPEN_INVOICE)
    if not owed:
        return situation.model_copy(update={"facts": kept})
    sign = _SIGNS.get(currency or "$", f"{currency} ")
    return situation.with_fact(FactKind.OPEN_INVOICE, f"{sign}{owed:,.10g}")


def _with_work(situation: Situation, tasks: Sequence[Task]) -> Situation:
    """The open work as the list has it: without what is done or not begun, with the pieces the user added."""
    listed = {task.item: task for task in tasks if task.item}
    closed = {name for name, task in listed.items() if task.done or task.proposal is Proposal.DROP}
    told = set(situation.all(FactKind.PENDING))
    kept = tuple(fact for fact in situation.facts if fact.kind is not FactKind.PENDING or fact.value not in closed)
    added = tuple(Fact(kind=FactKind.PENDING, value=name) for name in listed if name not in told and name not in closed)
    return situation.model_copy(update={"facts": (*kept, *added)})
