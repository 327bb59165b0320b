"""The chart of the sums: what each path adds up to month by month, its middle as a line and eight of ten runs as a band."""

from typing import Any

from coach.ui import plan_wording as words
from coach.vocabulary.plan import Numbers

# Seen on the light and the dark ground alike (3:1 and more); no path is told by its colour alone.
COLOURS = {"stay": "#76807c", "repair": "#3f82b8", "exit_now": "#c9583f", "exit_at_notice": "#2a8c77"}
_DASHES = {"stay": [1, 0], "repair": [8, 4], "exit_now": [2, 3], "exit_at_notice": [10, 3, 2, 3]}


def paths_chart(numbers: Numbers, with_ranges: frozenset[str]) -> Any:
    """The chart as Altair has it; `with_ranges` names the paths whose bands are drawn."""
    import altair as alt

    shown = [path for path in numbers.paths if path.id in words.PATHS]
    rows = [
        {
            "path": words.PATHS[path.id], "month": month, "low": one.low, "middle": one.middle, "high": one.high,
            "said": words.amount(one.middle, numbers.currency), "range": words.spread(one, numbers.currency),
            "band": path.id in with_ranges,
        }
        for path in shown
        for month, one in enumerate(path.months, 1)
    ]  # fmt: skip
    names = [words.PATHS[path.id] for path in shown]
    colour = alt.Color(
        "path:N", title=None, sort=names, scale=alt.Scale(domain=names, range=[COLOURS[path.id] for path in shown]),
        legend=alt.Legend(orient="top", columns=2, symbolSize=420, symbolStrokeWidth=2.5, labelLimit=0),
    )  # fmt: skip
    dash = alt.StrokeDash(
        "path:N", title=None, sort=names, scale=alt.Scale(domain=names, range=[_DASHES[path.id] for path in shown])
    )
    month = alt.X("month:Q", title="Months from now", axis=alt.Axis(tickMinStep=2, format="d", grid=False))
    base = alt.Chart(alt.InlineData(values=rows))
    bands = (
        base.transform_filter("datum.band")
        .mark_area(opacity=0.2)
        .encode(x=month, y=alt.Y("low:Q", title=_title(numbers.currency)), y2="high:Q", color=colour)
    )
    tooltip = [
        alt.Tooltip("path:N", title="Path"), alt.Tooltip("month:Q", title="Month"),
        alt.Tooltip("said:N", title="Middle"), alt.Tooltip("range:N", title="Eight of ten"),
    ]  # fmt: skip
    lines = base.mark_line(strokeWidth=2.6).encode(
        x=month, y=alt.Y("middle:Q", title=_title(numbers.currency)), color=colour, strokeDash=dash, tooltip=tooltip
    )
    points = base.mark_point(opacity=0, size=200).encode(x=month, y="middle:Q", tooltip=tooltip)
    return (bands + lines + points).properties(height=340)


def _title(currency: str | None) -> str:
    return f"In all, {currency}" if currency else "In all"
