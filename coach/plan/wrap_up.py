"""Wrap-up: the open work of the case with a proposal for each, and the steps of a clean hand-over that belong to it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from coach.content import read_yaml
from coach.plan.days import add_business_days
from coach.situation import Fact, FactKind, Relation, Situation
from coach.vocabulary.plan import Contract, Dates, Proposal, WrapUpItem
from coach.vocabulary.signs import SignId

_VAGUE = re.compile(
    r"(?:the |all (?:of )?)?(?:rest|remainder|balance|others?|it|this|that|everything)", re.I
)  # names no work
_QUOTE = 160  # characters of a clause that are repeated in a step


@cache
def _content() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml("plan", "wrap_up.yaml")
    return found


def wrap_up(situation: Situation, contract: Contract, dates: Dates, signs: Sequence[SignId]) -> tuple[WrapUpItem, ...]:
    """Everything to close, in the order in which to do it; days are null where the last day is not known."""
    items: list[WrapUpItem] = []
    if situation.relation is Relation.CLIENT:
        items += _deliverables(situation, dates, signs)
        items += _money_first(situation, dates)
    items += _steps(situation, dates)
    if situation.relation is Relation.CLIENT:
        items += _duties(contract, dates)
        items += _money_last(dates)
    return tuple(item.model_copy(update={"id": f"{item.group}-{number}"}) for number, item in enumerate(items, start=1))


def worded(item: str, proposal: Proposal) -> str:
    """What to do with a piece of open work, in words."""
    entry = _content()["deliverables"].get(str(proposal))
    return str(entry["text"]).format(item=item) if entry else item


def _item(group: str, entry: dict[str, Any], proposal: Proposal = Proposal.DO, **details: Any) -> WrapUpItem:
    return WrapUpItem(
        id=group,
        group=group,
        proposal=proposal,
        why=entry["why"],
        passage=entry["passage"],
        **{"text": entry["text"], "for_them": entry.get("for_them"), **details},
    )


def _deliverables(situation: Situation, dates: Dates, signs: Sequence[SignId]) -> Iterator[WrapUpItem]:
    pending = [
        fact
        for fact in situation.facts
        if fact.kind is FactKind.PENDING and not fact.value.endswith(("'s", "’s")) and not _VAGUE.fullmatch(fact.value)
    ]
    if not pending:
        yield _item("deliverables", _content()["deliverables"]["unknown"])
    for fact in pending:
        proposal = _proposal(situation, fact, signs)
        entry = _content()["deliverables"][str(proposal)]
        text = worded(fact.value, proposal)
        by = _days_before(dates, 3) if proposal is Proposal.FINISH else _days_before(dates, 1)
        source = fact.evidence.quote if fact.evidence else None
        yield _item(
            "deliverables", entry, proposal, text=text, by=by, source=source, item=fact.value, for_them=fact.value
        )


def _proposal(situation: Situation, fact: Fact, signs: Sequence[SignId]) -> Proposal:
    """Drop what has not begun; hand over as it is where there is harm or unpaid money; else finish. The user decides."""
    if re.search(_content()["not_begun"], fact.value, re.I):
        return Proposal.DROP
    harmful = SignId.VERBAL_ABUSE in signs or situation.first(FactKind.OPEN_INVOICE) is not None
    return Proposal.HAND_OVER if harmful else Proposal.FINISH


def _money_first(situation: Situation, dates: Dates) -> Iterator[WrapUpItem]:
    words = _content()["invoices"]
    owed = [fact for fact in situation.facts if fact.kind is FactKind.OPEN_INVOICE]
    if owed:
        amounts = " and ".join(fact.value.strip(" ,.;") for fact in owed[:3])
        source = owed[0].evidence.quote if owed[0].evidence else None
        entry = {
            "text": words["open"].format(amount=amounts),
            "why": words["open_why"],
            "passage": words["open_passage"],
        }
        yield _item("invoices", entry, by=dates.today, source=source)
    entry = {"text": words["unbilled"], "why": words["unbilled_why"], "passage": words["unbilled_passage"]}
    yield _item("invoices", entry, by=dates.today)


def _steps(situation: Situation, dates: Dates) -> Iterator[WrapUpItem]:
    for entry in _content()["steps"][str(situation.relation)]:
        if "for" not in entry or re.search(entry["for"], situation.text, re.I):
            by = _days_before(dates, 0 if entry["group"] == "access" else 2)
            yield _item(entry["group"], entry, who=entry.get("who", "you"), by=by)


def _duties(contract: Contract, dates: Dates) -> Iterator[WrapUpItem]:
    if contract.transition_duty is not None:
        entry, quote = _content()["duty"], " ".join(contract.transition_duty.quote.split())
        short = quote if len(quote) <= _QUOTE else quote[:_QUOTE].rsplit(" ", 1)[0] + " …"
        yield _item("duties", entry, text=entry["text"].format(quote=short), by=dates.last_day)
    if contract.confidentiality is not None:
        yield _item("duties", _content()["confidential"], by=dates.last_day)


def _money_last(dates: Dates) -> Iterator[WrapUpItem]:
    words = _content()["invoices"]
    entry = {"text": words["final"], "why": words["final_why"], "passage": words["final_passage"]}
    yield _item("invoices", entry, by=dates.final_invoice)
    yield _item("close", _content()["close"], by=dates.last_day)


def _days_before(dates: Dates, count: int) -> date | None:
    """So many business days before the last day, but not before today."""
    if dates.last_day is None:
        return None
    return max(dates.today, add_business_days(dates.last_day, -count)) if count else dates.last_day
