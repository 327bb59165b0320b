"""Numbers: what the client really pays and what leaving costs, from the figures of the text and assumptions in view."""

from collections.abc import Mapping
from math import isfinite

import numpy as np

from coach.errors import BadInput
from coach.plan import figures
from coach.plan.figures import WEEKS_A_MONTH, Figure, Hours
from coach.plan.simulation import HORIZON, RUNS, draw, influences, rounded, simulate, spread, wording
from coach.situation import Relation, Situation
from coach.vocabulary.leaving import KnownSums
from coach.vocabulary.plan import Assumption, Dates, Money, Numbers, Spread

Overrides = Mapping[str, tuple[float, float, float]]
_DAYS_A_MONTH = 30.4


def check_overrides(overrides: Overrides) -> None:
    """Refuse an assumption that does not exist or whose low, likeliest and high value are not in order.

    Raises:
        BadInput: names the assumption and what is wrong with it.
    """
    known = [name for name, entry in wording()["assumptions"].items() if "label" in entry]
    for name, values in overrides.items():
        if name not in known:
            raise BadInput(f"There is no assumption {name!r}.", hint=f"Choose one of {', '.join(known)}.")
        low, likeliest, high = values
        if not (isfinite(sum(values)) and 0 <= low <= likeliest <= high):
            raise BadInput(
                f"The values of {name!r} are not in order: {low:g}, {likeliest:g}, {high:g}.",
                hint="Write the lowest, the likeliest and the highest value, none below zero.",
            )


def read_numbers(
    situation: Situation,
    dates: Dates,
    overrides: Overrides | None = None,
    seed: int = 1,
    sums: KnownSums | None = None,
) -> Numbers:
    """The figures the text states or the user gives in `sums`, and the comparison of paths where a monthly fee is known.

    `overrides` replaces assumptions by id with (low, likeliest, high). A figure that nobody states is null and asked for.
    """
    text, given = situation.text, sums or KnownSums()
    if situation.relation is not Relation.CLIENT:
        return Numbers(caveat=wording()["caveat"])
    fee, project = _typed(given.monthly_fee, given, "month") or figures.monthly_fee(text), figures.project_fee(text)
    worked = _hours(figures.hours(text), given)
    charged, usual, real = figures.rates(text)
    usual = _typed(given.target_rate, given, "hour") or usual
    if given.monthly_fee is not None or given.hours is not None or given.uncounted_hours is not None or given.costs:
        real = None  # what the text works out no longer holds
    owed = _owed(given) if given.owed is not None else figures.open_invoices(situation)
    late = figures.late_days(text)
    currency = given.currency or next(
        (item.currency for item in (fee, project, charged, usual, real, *owed) if item and item.currency), None
    )
    told_costs = figures.costs(text)
    costs = given.costs if given.costs is not None else told_costs.amount if told_costs else 0.0
    assumptions = _assumptions(text, fee, worked, usual, owed, dates, overrides or {}, costs)
    effective = _effective(text, real, fee, project, worked, costs)
    known = "monthly_fee" in assumptions
    total = sum(item.amount for item in owed)
    return Numbers(
        currency=currency,
        fees_per_month=_money(fee, text, whole=fee is not None and fee.per != "month"),
        project_fee=_money(project, text),
        stated_rate=_money(charged, text),
        target_rate=_money(usual, text),
        hours=worked.spent if worked else None,
        hours_period=(worked.per or "in all") if worked else None,
        costs_per_month=_costs(costs, told_costs if given.costs is None else None, text, currency),
        effective_hourly_rate=effective,
        rate_gap=round(effective.amount / usual.amount - 1, 2) if effective and usual and usual.amount else None,
        open_invoices=owed,
        open_total=Money(amount=total, currency=currency) if owed else None,
        late_days=late,
        held_back=Money(amount=rounded(fee.amount * late / _DAYS_A_MONTH), currency=currency) if fee and late else None,
        notice_income=_notice_income(fee, dates, currency),
        cost_of_leaving=_cost(assumptions, total, seed) if known else None,
        horizon_months=HORIZON if known else None,
        assumptions=tuple(assumptions.values()),
        paths=simulate(assumptions, total, seed) if known else (),
        matters_most=influences(assumptions, total) if known else (),
        questions=_questions(fee, project, worked, usual, owed),
        caveat=wording()["caveat"],
    )


def _costs(costs: float, told: Figure | None, text: str, currency: str | None) -> Money | None:
    if not costs:
        return None
    quote = text[told.start : told.end] if told else None
    return Money(amount=costs, currency=currency or (told.currency if told else None), quote=quote)


def _typed(amount: float | None, given: KnownSums, per: str) -> Figure | None:
    """A figure the user gave; it stands nowhere in the text."""
    return None if amount is None else Figure(amount, given.currency, per, 0, 0, "")


def _hours(told: Hours | None, given: KnownSums) -> Hours | None:
    """The hours of a month as the user gives them; those not counted come on top of what the text says."""
    if given.hours is None and given.uncounted_hours is None:
        return told
    monthly = {"week": WEEKS_A_MONTH, "month": 1.0}.get(told.per) if told else None
    counted = given.hours if given.hours is not None else (told.spent * monthly if told and monthly else 0.0)
    return Hours(round(counted + (given.uncounted_hours or 0.0), 1), "month", 0, 0)


def _owed(given: KnownSums) -> tuple[Money, ...]:
    return (Money(amount=given.owed, currency=given.currency),) if given.owed else ()


def _money(figure: Figure | None, text: str, whole: bool = False) -> Money | None:
    if figure is None:
        return None
    money = figure.money(text)
    if not money.quote:
        return money.model_copy(update={"quote": None})
    return money.model_copy(update={"amount": float(round(money.amount))}) if whole else money


def _effective(
    text: str, real: Figure | None, fee: Figure | None, project: Figure | None, worked: Hours | None, costs: float
) -> Money | None:
    """What an hour comes to: as the text works it out, else fee less costs by hours where both are for the same time."""
    if real is not None:
        return real.money(text)
    if worked is None or not worked.spent:
        return None
    monthly = {"week": worked.spent * WEEKS_A_MONTH, "month": worked.spent}.get(worked.per)
    if fee is not None and monthly:
        return Money(amount=round((fee.amount - costs) / monthly, 1), currency=fee.currency)
    if project is not None and fee is None and not worked.per:
        return Money(amount=round(project.amount / worked.spent, 1), currency=project.currency)
    return None


def _notice_income(fee: Figure | None, dates: Dates, currency: str | None) -> Money | None:
    """What the notice period still brings, where fee and last day are known."""
    if fee is None or dates.last_day is None:
        return None
    months = (dates.last_day - dates.today).days / _DAYS_A_MONTH
    return Money(amount=rounded(fee.amount * months), currency=currency)


def _assumptions(
    text: str,
    fee: Figure | None,
    worked: Hours | None,
    usual: Figure | None,
    owed: tuple[Money, ...],
    dates: Dates,
    overrides: Overrides,
    costs: float,
) -> dict[str, Assumption]:
    """Every input of the comparison; those that are stated have no range."""
    entries = wording()["assumptions"]
    found: dict[str, Assumption] = {}
    if fee is not None:
        found["monthly_fee"] = _stated("monthly_fee", max(0.0, fee.amount - costs), text[fee.start : fee.end], costs)
    if fee is None and "monthly_fee" not in overrides:
        return {}
    ranges = {
        name: (entry["low"], entry["high"]) for name, entry in entries.items() if "low" in entry and "label" in entry
    }
    if owed:
        ranges["unpaid_share"] = (entries["unpaid_share"]["low_when_owed"], entries["unpaid_share"]["high_when_owed"])
    if dates.last_day is not None:
        months = round((dates.last_day - dates.today).days / _DAYS_A_MONTH, 1)
        ranges["notice_months"] = (months, months)
    ranges["replacement"] = _replacement(fee, worked, usual) or ranges["replacement"]
    for name, (low, high) in ranges.items():
        found[name] = Assumption(
            id=name,
            label=entries[name]["label"],
            value=round((low + high) / 2, 3),
            low=low,
            high=high,
            unit=entries[name]["unit"],
        )
    for name, (low, likeliest, high) in overrides.items():
        if name in entries and "label" in entries[name]:
            found[name] = Assumption(
                id=name,
                label=entries[name]["label"],
                value=likeliest,
                low=low,
                high=high,
                unit=entries[name]["unit"],
                from_user=True,
            )
    return found


def _stated(name: str, value: float, quote: str, costs: float = 0.0) -> Assumption:
    """An input that is known; an empty quote: the user gave it."""
    entry = wording()["assumptions"][name]
    return Assumption(
        id=name,
        label=entry["label_net" if costs else "label"],
        value=value,
        low=value,
        high=value,
        unit=entry["unit"],
        from_text=bool(quote),
        from_user=not quote,
        quote=quote or None,
    )


def _replacement(fee: Figure | None, worked: Hours | None, usual: Figure | None) -> tuple[float, float] | None:
    """What the same hours would bring at the usual rate, part of them sold, within what is prudent to hope for; None unless
    the text states hours and rate."""
    if not fee or not fee.amount or worked is None or usual is None or worked.per not in ("week", "month"):
        return None
    monthly = worked.spent * (WEEKS_A_MONTH if worked.per == "week" else 1)
    at_target = monthly * usual.amount / fee.amount
    entry = wording()["assumptions"]["replacement_at_target"]
    high = min(entry["high"] * at_target, entry["most"])
    return round(min(entry["low"] * at_target, high, 1.0), 1), round(high, 1)


def _cost(assumptions: Mapping[str, Assumption], owed: float, seed: int) -> Spread:
    """Income missing between the last paid day and the replacement, open invoices lost, and a fee, if any."""
    draws = draw(assumptions, seed, RUNS)
    gap = np.maximum(draws["months_to_replace"] - draws["notice_months"], 0)
    lost = owed * np.maximum(draws["collected_when_staying"] - draws["collected_after_leaving"], 0)
    return spread(gap * draws["monthly_fee"] * (1 - draws["unpaid_share"]) + lost + draws["fee_for_leaving"])


def _questions(
    fee: Figure | None, project: Figure | None, worked: Hours | None, usual: Figure | None, owed: tuple[Money, ...]
) -> tuple[str, ...]:
    asked = wording()["questions"]
    missing = {
        "fee": fee is None and project is None,
        "hours": worked is None,
        "target": usual is None,
        "owed": not owed,
        "months": True,
    }
    return tuple(asked[name] for name, is_missing in missing.items() if is_missing)
