"""How an exit plan looks in a terminal: the way out first, then dates, clauses, what to close, money and the talk."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from coach.cli.show import console

if TYPE_CHECKING:
    from rich.console import Console

    from coach.vocabulary.plan import (
        Advice,
        Assumption,
        Contract,
        Dates,
        ExitPlan,
        Money,
        Numbers,
        Spread,
        Talk,
        Term,
        WrapUpItem,
    )

_MOST_HOLIDAYS = 6
_ROUTES = {
    "convenience": "You may end it with notice and without a reason.",
    "non_renewal": "You may let the term run out, if you object in time.",
    "cause": "You may end it only for their breach, after a warning.",
    "agreed": "Nothing here says what the contract asks for; these dates follow your own words.",
    "nothing_signed": "Nothing is signed, so there is nothing to end: a short, clear no is enough.",
    "unknown": "No way out is stated; you need their agreement, or a look at the contract.",
}


def show_plan(plan: "ExitPlan") -> None:
    """The whole plan on standard output."""
    out = console()
    _show_dates(out, plan.dates)
    if plan.dates.not_legal_advice:  # a contract was given
        _show_contract(out, plan.contract)
    _show_wrap_up(out, plan.wrap_up)
    _show_numbers(out, plan.numbers)
    _show_talk(out, plan.talk)
    _list(out, "Questions that would change this plan", (*plan.dates.questions, *plan.numbers.questions))
    if plan.dates.not_legal_advice:
        out.print(f"\n{plan.dates.not_legal_advice}", style="dim")


def _show_dates(out: "Console", dates: "Dates") -> None:
    out.print(_ROUTES[dates.route], style="bold")
    if dates.timeline:
        out.print("\nDates", style="bold")
    for stone in dates.timeline:
        closed = f"; mind: {stone.closed}" if stone.closed and not stone.id.startswith("send_") else ""
        out.print(f"  {stone.date:%a %d %b %Y}  {stone.label} ({stone.rests_on}{closed})")
    if dates.timeline:
        out.print(f"  {_holidays(dates)}", style="dim")
    if dates.traps:
        out.print("\nTraps", style="bold")
    for trap in dates.traps:
        out.print(f"  {trap.title}. {trap.text}")
        if trap.quote:
            out.print(f"      “{_short(trap.quote)}”", style="italic")


def _holidays(dates: "Dates") -> str:
    if not dates.place:
        return "No public holidays are left out; name a country with --holidays to have them."
    listed = "; ".join(dates.holidays[:_MOST_HOLIDAYS]) or "none in this time"
    listed += f"; and {len(dates.holidays) - _MOST_HOLIDAYS} more" if len(dates.holidays) > _MOST_HOLIDAYS else ""
    return f"Public holidays of {dates.place}: {listed}."


def _show_contract(out: "Console", contract: "Contract") -> None:
    terms: dict[str, Term | None] = {name: getattr(contract, name) for name in type(contract).model_fields}
    found = {name: term for name, term in terms.items() if term is not None}
    out.print("\nYour contract", style="bold")
    if not found:
        out.print("  None of the terms looked for was found in it; read it yourself before you rely on that.")
    places: dict[tuple[int, int], list[str]] = {}
    for name, term in found.items():
        places.setdefault((term.start, term.end), []).append(f"{_label(name)}: {_value(name, term.value)}")
    for (start, end), said in sorted(places.items()):
        quote = next(term.quote for term in found.values() if (term.start, term.end) == (start, end))
        out.print(f"  {'; '.join(said)}")
        out.print(f"      “{_short(quote)}”", style="italic")
    missing = [_label(name) for name in terms if name not in found]
    if missing:
        out.print(f"  Not found: {', '.join(missing)}.")


def _show_wrap_up(out: "Console", items: "Iterable[WrapUpItem]") -> None:
    out.print("\nTo close", style="bold")
    for item in items:
        by = f", by {item.by:%d %b %Y}" if item.by else ""
        out.print(f"  [ ] {item.text}{by}")


def _show_numbers(out: "Console", numbers: "Numbers") -> None:
    stated = {
        "Paid a month": numbers.fees_per_month,
        "Price of the project": numbers.project_fee,
        "Rate": numbers.stated_rate,
        "Usual rate": numbers.target_rate,
        _an_hour(numbers): numbers.effective_hourly_rate,
        "Your costs a month": numbers.costs_per_month,
        "Unpaid": numbers.open_total,
        "The notice still brings": numbers.notice_income,
    }
    known = {label: money for label, money in stated.items() if money is not None}
    if not known and not numbers.paths:
        return
    out.print("\nMoney", style="bold")
    for label, money in known.items():
        out.print(f"  {label}: {_money(money)}")
    if numbers.late_days is not None:
        held = f"; so they hold about {_money(numbers.held_back)} of yours at any time" if numbers.held_back else ""
        out.print(f"  Late by: {numbers.late_days} days{held}")
    if numbers.cost_of_leaving is not None:
        out.print(f"  Leaving costs: {_range(numbers.cost_of_leaving, numbers.currency)}")
    for path in numbers.paths:
        back = f", level with staying from month {path.pays_back_month}" if path.pays_back_month else ""
        out.print(f"  {path.label}: {_range(path.total, numbers.currency)} in {numbers.horizon_months} months{back}")
    if numbers.matters_most:
        out.print(f"  What matters most: {'; '.join(item.label for item in numbers.matters_most)}.")
    assumed = [item for item in numbers.assumptions if not item.from_text]
    if assumed:
        out.print("  Assumed:")
    for item in assumed:
        out.print(f"      {item.label}: {_assumed(item, numbers.currency)}")
    out.print(f"  {numbers.caveat}", style="dim")


def _show_talk(out: "Console", talk: "Talk") -> None:
    out.print("\nThe talk", style="bold")
    out.print(f"  How: {talk.channel}. {talk.why.text}")
    out.print(f"  When: {talk.when.text}")
    out.print(f"  Open with: “{talk.opening.text}”")
    for number, point in enumerate(talk.points, start=1):
        out.print(f"  {number}. {point.text}")
    out.print("  If they say")
    for objection in talk.objections:
        out.print(f"      “{objection.they_say}”")
        out.print(f"        → “{objection.you_say}”")
    _list(out, "Do not say", (advice.text for advice in talk.do_not_say))
    out.print(f"\n  Afterwards: {talk.afterwards.text}")
    if talk.blanks:
        out.print(f"  Still to fill in: {', '.join(talk.blanks)}")
    out.print(f"  Rests on: {', '.join(_passages(talk))} (read one with: coach library read ID)", style="dim")


def _passages(talk: "Talk") -> list[str]:
    advice: list[Advice] = [talk.why, talk.when, talk.opening, *talk.points, *talk.do_not_say, talk.afterwards]
    cited = [item.passages for item in advice] + [item.passages for item in talk.objections]
    return list(dict.fromkeys(passage for passages in cited for passage in passages))


def _list(out: "Console", title: str, lines: "Iterable[str]") -> None:
    lines = list(lines)
    if lines:
        out.print(f"\n{title}", style="bold")
    for line in lines:
        out.print(f"  • {line}")


_SIGNS = {"$": "$", "EUR": "€", "GBP": "£", "INR": "₹"}
_LABELS = {
    "terminate_for_convenience": "ending it without a reason",
    "notice_days": "notice",
    "notice_business_days": "counted in business days",
    "notice_in_writing": "notice in writing",
    "notice_address": "where notices go",
    "terminate_for_cause": "ending it for a breach",
    "cure_days": "time to put a breach right",
    "cure_business_days": "that time is counted in business days",
    "auto_renewal": "renews by itself",
    "non_renewal_notice_days": "objecting to the renewal",
    "term": "how long it runs",
    "payment_days": "time to pay",
    "kill_or_termination_fee": "fee for ending early",
    "ip_until_paid": "ownership stays with you until paid",
    "work_for_hire": "theirs from the start, paid or not",
    "refund": "refunds",
    "non_disparagement": "speaking no ill",
    "non_solicitation": "not taking people or customers",
    "transition_duty": "duties after the end",
}


def _label(name: str) -> str:
    return _LABELS.get(name, name.replace("_", " "))


def _value(name: str, value: bool | int | str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "payment_days" and not value:
        return "on receipt"
    return f"{value} day{'s' if value != 1 else ''}" if isinstance(value, int) else value


def _an_hour(numbers: "Numbers") -> str:
    gap = numbers.rate_gap
    if gap is None or abs(gap) < 0.01:
        return "What an hour comes to"
    return f"What an hour comes to ({abs(gap):.0%} {'below' if gap < 0 else 'above'} your usual rate)"


def _assumed(item: "Assumption", currency: str | None) -> str:
    """An assumption as a person says it: "5 to 25 %", "2.1 months", "none"."""
    low, high, unit = item.low, item.high, item.unit
    if unit in ("share", "chance"):
        return f"{low:.0%}" if low == high else f"{low * 100:.0f} to {high:.0%}"
    if unit in ("a month", "once"):
        if not high:
            return "none"
        said = _amount(low, currency) if low == high else f"{_amount(low, currency)} to {_amount(high, currency)}"
        return f"{said} {unit}".removesuffix(" once")
    return f"{low:g} {unit}" if low == high else f"{low:g} to {high:g} {unit}"


def _money(money: "Money") -> str:
    return _amount(money.amount, money.currency)


def _amount(value: float, currency: str | None) -> str:
    return f"{_currency(currency)}{value:,.0f}" if value == round(value) else f"{_currency(currency)}{value:,.2f}"


def _range(spread: "Spread", currency: str | None) -> str:
    sign = _currency(currency)
    return f"{sign}{spread.low:,.10g} to {sign}{spread.high:,.10g}"


def _currency(currency: str | None) -> str:
    return _SIGNS.get(currency or "", f"{currency} " if currency else "")


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= 220 else words[:220].rsplit(" ", 1)[0] + " …"
