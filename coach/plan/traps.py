"""Traps: what in this contract costs people their exit, each with its clause and what it means."""

import re
from functools import cache
from typing import Any

from coach.content import read_yaml
from coach.plan.actors import Cast, Holder
from coach.plan.ending import Kind, Reading
from coach.plan.normal import normal
from coach.plan.wording import says
from coach.vocabulary.plan import Contract, Term, Trap

Span = tuple[int, int]

_PATTERNS = {
    "e_mail_not_enough": r"\be-?mail\b[^.;]{0,60}\b(?:not|insufficient|invalid|shall not)\b|\b(?:not|other than|excluding|except)\b[^.;]{0,30}\bby e-?mail\b|\bnot (?:be )?(?:given|served|sent)[^.;]{0,20}e-?mail",
    "to_an_address": r"\bnotices?\b[^.;]{0,160}\b(?:registered (?:office|address|mail|letter|post)|certified mail|recorded delivery|head office|address (?:set out|specified|stated|given|listed|below|above|shown)|attention of|to the address|by courier)\b|\bnotice\b[^.;]{0,60}\bto the attention\b",
    "deemed_received": r"\bdeemed\b[^.;]{0,60}\b(?:received|given|delivered|served|effective)\b[^.;]{0,120}",
    "minimum_term": r"\b(?:after|following|before the end of|not to expire before|during|prior to the end of)\b[^.;]{0,40}\b(?:minimum (?:term|period)|first (?:\w+ )?(?:\(\d+\) )?(?:months?|year)|initial (?:term|period))\b",
    "only_by_agreement": r"\bterminat\w+\b[^.;]{0,60}\bonly\b[^.;]{0,40}\b(?:mutual|joint)\b[^.;]{0,20}\b(?:agreement|consent)\b|\bonly\b[^.;]{0,40}\bterminat\w+\b[^.;]{0,40}\b(?:mutual|joint)\b[^.;]{0,20}\b(?:agreement|consent)\b",
    "month_end": r"\b(?:to|at|on|expir(?:e|ing) (?:on|at)|effective (?:on|at|as of))\b (?:the )?(?:end|last day) of (?:a|any|each|the following|the next|the) (?:calendar )?(?:month|quarter)\b",
}  # fmt: skip


@cache
def content() -> dict[str, Any]:
    """`knowledge/plan/traps.yaml`: traps, questions, labels and reasons."""
    found: dict[str, Any] = read_yaml("plan", "traps.yaml")
    return found


def trap(name: str, text: str = "", span: Span | None = None, **values: object) -> Trap:
    """The trap `name` with its clause, if it has one."""
    entry = content()["traps"][name]
    quote = text[slice(*span)] if span else None
    start, end = span or (None, None)
    said, title = str(entry["text"]).format(**values), str(entry["title"]).format(**values)
    return Trap(id=name, title=title, text=said, quote=quote, start=start, end=end, passage=str(entry["passage"]))


def find_traps(reading: Reading, contract: Contract, cast: Cast) -> tuple[Trap, ...]:
    """The traps of a contract, those about the way out first."""
    text = reading.text
    found: dict[str, Trap] = {}

    def add(name: str, span: Span | None, **values: object) -> None:
        if span is not None:
            found[name] = trap(name, text, span, **values)

    _door(reading, contract, add)
    if contract.cure_days:
        counted = f"{contract.cure_days.value} business" if contract.cure_business_days else contract.cure_days.value
        add("cure_first", _span(contract.cure_days), days=counted)
    renewal_only = next((r for r in reading.of(Kind.RENEWAL, Holder.OURS, Holder.BOTH, Holder.ANYBODY)), None)
    if renewal_only and not _true(contract.terminate_for_convenience) and contract.non_renewal_notice_days:
        add("renewal_date_only", (renewal_only.start, renewal_only.end), days=contract.non_renewal_notice_days.value)
    elif _true(contract.auto_renewal):
        add("renews_itself", _span(contract.auto_renewal))
    for name, term in (("in_writing", contract.notice_in_writing), ("business_days", contract.notice_business_days)):
        if _true(term):
            add(name, _span(term))
    for name in _PATTERNS:
        add(name, _says(reading, name))
    for name, term in (
        ("fee_for_ending", contract.kill_or_termination_fee),
        ("duty_to_help", contract.transition_duty),
        ("people_and_customers", _ours(reading, contract.non_solicitation, cast)),
        ("speak_no_ill", contract.non_disparagement),
    ):
        add(name, _span(term))
    return tuple(found.values())


def _door(reading: Reading, contract: Contract, add: Any) -> None:
    """Whether the way out without a reason is closed to us."""
    if _true(contract.terminate_for_convenience):
        return
    denied = contract.terminate_for_convenience
    theirs = next(iter(reading.of(Kind.CONVENIENCE, Holder.THEIRS)), None)
    if theirs:
        add("only_they_may", (theirs.start, theirs.end))
    elif denied:
        add("no_convenience", _span(denied))


def _ours(reading: Reading, term: Term | None, cast: Cast) -> Term | None:
    """The term, unless its sentence binds the other side alone."""
    holders = [mention.holder for mention in cast.mentions(normal(term.quote))] if term else []
    return None if holders and holders[0] is Holder.THEIRS else term


def _says(reading: Reading, name: str) -> Span | None:
    pattern = re.compile(_PATTERNS[name], re.IGNORECASE)
    for unit in reading.units:
        words = normal(reading.text[unit.start : unit.end])
        about = "notice" in f"{unit.heading} {words}".lower() or says("end_verb", words)
        if about and pattern.search(words):
            return unit.start, unit.end
    return None


def _span(term: Term | None) -> Span | None:
    return (term.start, term.end) if term else None


def _true(term: Term | None) -> bool:
    return term is not None and term.value is True
