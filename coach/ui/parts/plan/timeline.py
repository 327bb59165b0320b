"""The timeline: a line drawn to scale with a numbered dot for each day, and the days below it in words."""

from itertools import groupby

from coach.ui import plan_wording as words
from coach.ui.markup import escape
from coach.vocabulary.plan import Dates, Milestone

_MIND = frozenset({"last_day", "final_invoice_due", "renewal"})  # days that a weekend may move
_NEAR = 9.0  # per cent of the line that two dots must be apart to be told from each other


def timeline(dates: Dates) -> str:
    """The picture and the list; nothing where no day is known."""
    days = [(day, tuple(stones)) for day, stones in groupby(dates.timeline, key=lambda stone: stone.date)]
    if not days:
        return ""
    first, last = dates.today, days[-1][0]
    whole = max(1, (last - first).days)
    places = _apart([100 * max(0, (day - first).days) / whole for day, _ in days])
    dots = "".join(
        f'<span class="gt-dot" style="left:{place:.1f}%">{number}</span>' for number, place in enumerate(places, 1)
    )
    summary = f"Timeline from {first:%-d %B %Y} to {last:%-d %B %Y} with {len(days)} days to keep, listed below."
    line = (
        f'<div class="gt-line" role="img" aria-label="{summary}"><div class="gt-track">{dots}</div>'
        f"<div class=gt-ends><span>{first:%-d %b %Y}</span><span>{last:%-d %b %Y}</span></div></div>"
    )
    rows, before = [], first
    for number, (day, stones) in enumerate(days, 1):
        rows.append(f"<li>{_day(number, stones, (day - before).days)}</li>")
        before = day
    return f'{line}<ol class="gt-days">{"".join(rows)}</ol>'


def _day(number: int, stones: tuple[Milestone, ...], later: int) -> str:
    said = "".join(
        f'<p>{escape(stone.label)} <span class="gt-quiet gt-small">({escape(stone.rests_on)})</span></p>'
        for stone in stones
    )
    if stones[0].closed and not stones[0].closed.startswith("a "):
        said += f'<p class="gt-quiet gt-small">A public holiday: {escape(stones[0].closed)}.</p>'
    elif stones[0].closed and any(stone.id in _MIND for stone in stones):
        said += f'<p class="gt-quiet gt-small">{words.ON_A_WEEKEND}</p>'
    gap = f' <span class="gt-quiet gt-small">{words.days_later(later)}</span>' if later > 0 else ""
    return (
        f'<span class="gt-dot" aria-hidden="true">{number}</span>'
        f"<p><b>{stones[0].date:%A, %-d %B %Y}</b>{gap}</p>{said}"
    )


def _apart(places: list[float]) -> list[float]:
    """The places moved just so far that no two dots lie upon each other, none beyond the end."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + _NEAR) if moved else place)
    limit = 100.0
    for i in range(len(moved) - 1, -1, -1):
        moved[i] = min(moved[i], limit)
        limit = moved[i] - _NEAR
    return [max(0.0, place) for place in moved]
