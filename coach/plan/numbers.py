"""Numbers: what the client really pays and what leaving costs, from the figures of the text and assumptions in view."""

from collections.abc import Mapping
from math import isfinite

import numpy as np

from coach.errors import BadInput
from coach.plan import figures
from coach.plan.figures import WEEKS_A_MONTH, Figure, Hours
from coach.plan.simulation import HORIZON, RUNS, draw, influences, rounded, simulate, spread, wording
from coach.situation import Relation, Situation
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


def read_numbers(situation: Situation, dates: Dates, overrides: Overrides | None = None, seed: int = 1) -> Numbers:
    """The figures the text states, and the comparison of paths where a monthly fee is known.

    `overrides` replaces assumptions by id with (low, likeliest, high). A figure the text does not state is null and asked for.
    """
    text = situation.text
    if situation.relation is not Relation.CLIENT:
        return Numbers(caveat=wording()["caveat"])
    fee, project, worked = figures.monthly_fee(text), figures.project_fee(text), figures.hours(text)
    charged, usual, real = figures.rates(text)
    owed = figures.open_invoices(situation)
    late = figures.late_days(text)
    currency = next(
        (item.currency for item in (fee, project, charged, usual, real, *owed) if item and item.currency), None
    )
    assumptions = _assumptions(text, fee, worked, usual, owed, dates, overrides or {})
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
        effective_hourly_rate=_effective(text, real, fee, project, worked),
        open_invoices=owed,
        open_total=Money(amount=total, currency=currency) if owed else None,
        late_days=late,
        notice_income=_notice_income(fee, dates, currency),
        cost_of_leaving=_cost(assumptions, total, seed) if known else None,
        horizon_months=HORIZON if known else None,
        assumptions=tuple(assumptions.values()),
        paths=simulate(assumptions, total, seed) if known else (),
        matters_most=influences(assumptions, total) if known else (),
        questions=_questions(fee, project, worked, usual, owed),
        caveat=wording()["caveat"],
    )


def _money(figure: Figure | None, text: str, whole: bool = False) -> Money | None:
    if figure is None:
        return None
    money = figure.money(text)
    return money.model_copy(update={"amount": float(round(money.amount))}) if whole else money


def _effective(
    text: str, real: Figure | None, fee: Figure | None, project: Figure | None, worked: Hours | None
) -> Money | None:
    """What an hour comes to: as the text works it out, else fee by hours where both are stated for the same time."""
    if real is not None:
        return real.money(text)
    if worked is None:
        return None
    monthly = {"week": worked.spent * WEEKS_A_MONTH, "month": worked.spent}.get(worked.per)
    if fee is not None and monthly:
        return Money(amount=round(fee.amount / monthly, 1), currency=fee.currency)
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
) -> dict[str, Assumption]:
    """Every input of the comparison; those the text states have no range."""
    entries = wording()["assumptions"]
    found: dict[str, Assumption] = {}
    if fee is not None:
        found["monthly_fee"] = _stated("monthly_fee", fee.amount, text[fee.start : fee.end])
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
                id=name, label=entries[name]["label"], value=likeliest, low=low, high=high, unit=entries[name]["unit"]
            )
    return found


def _stated(name: str, value: float, quote: str) -> Assumption:
    entry = wording()["assumptions"][name]
    return Assumption(
        id=name,
        label=entry["label"],
        value=value,
        low=value,
        high=value,
        unit=entry["unit"],
        from_text=True,
        quote=quote,
    )


def _replacement(fee: Figure | None, worked: Hours | None, usual: Figure | None) -> tuple[float, float] | None:
    """What the same hours would bring at the usual rate, part of them sold; None unless the text states hours and rate."""
    if fee is None or worked is None or usual is None or worked.per not in ("week", "month"):
        return None
    monthly = worked.spent * (WEEKS_A_MONTH if worked.per == "week" else 1)
    at_target = monthly * usual.amount / fee.amount
    entry = wording()["assumptions"]["replacement_at_target"]
    return round(entry["low"] * at_target, 2), round(entry["high"] * at_target, 2)


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
