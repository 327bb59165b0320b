"""The chart of the sums: what each path adds up to month by month, its middle as a line and eight of ten runs as a band."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from coach.ui import plan_wording as words
from coach.vocabulary.plan import Numbers

# Seen on the light and the dark ground alike (3:1 and more); no path is told by its colour alone.
COLOURS = {"stay": "#76807c", "repair": "#3f82b8", "exit_now": "#c9583f", "exit_at_notice": "#2a8c77"}
DASHES = {"stay": [], "repair": [8, 4], "exit_now": [2, 3], "exit_at_notice": [10, 3, 2, 3]}
TEXT = {False: "#5a6664", True: "#a9b4b1"}  # of the axes, by whether the ground is dark
_GRID = {False: "#ddd6c9", True: "#36413f"}


def legend(numbers: Numbers) -> str:
    """The paths, each with its line as it is drawn in the chart."""
    return f'<ul class="gt-legend">{"".join(_sample(path.id) for path in numbers.paths)}</ul>'


def _sample(path: str) -> str:
    dashes = " ".join(map(str, DASHES[path]))
    line = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 8" width="44" height="8"><path d="M0 4H44" fill="none" '
        f'stroke="{COLOURS[path]}" stroke-width="3" stroke-dasharray="{dashes}"/></svg>'
    )
    drawn = b64encode(line.encode()).decode("ascii")
    return f'<li><img alt="" src="data:image/svg+xml;base64,{drawn}"> {words.PATHS[path]}</li>'


def paths_chart(numbers: Numbers, with_ranges: frozenset[str], dark: bool = False) -> Any:
    """The chart as Altair has it; `with_ranges` names the paths whose bands are drawn."""
    import altair as alt

    ids = [path.id for path in numbers.paths]
    base = alt.Chart(alt.InlineData(values=list(_rows(numbers, with_ranges))))
    looks: dict[str, Any] = {
        "labelColor": TEXT[dark],
        "titleColor": TEXT[dark],
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
    }
    x = alt.X("month:Q", title="Months from now", axis=alt.Axis(tickMinStep=2, format="d", grid=False, **looks))
    scale = alt.Scale(domain=[words.PATHS[one] for one in ids], range=[COLOURS[one] for one in ids])
    colour = alt.Color("path:N", scale=scale, legend=None)
    dash = alt.StrokeDash(
        "path:N", scale=alt.Scale(domain=scale.domain, range=[DASHES[one] or [1, 0] for one in ids]), legend=None
    )
    unit = f"In all, {numbers.currency}" if numbers.currency else "In all"
    axis = alt.Axis(title=unit, gridColor=_GRID[dark], format="~s", **looks)
    tooltip = [
        alt.Tooltip("path:N", title="Way"),
        alt.Tooltip("month:Q", title="Month"),
        alt.Tooltip("said:N", title="Middle"),
        alt.Tooltip("range:N", title="Eight of ten"),
    ]
    bands = (
        base.transform_filter("datum.band")
        .mark_area(opacity=0.2)
        .encode(x=x, y=alt.Y("low:Q", axis=axis), y2="high:Q", color=colour)
    )
    lines = base.mark_line(strokeWidth=2.8).encode(
        x=x, y=alt.Y("middle:Q", axis=axis), color=colour, strokeDash=dash, tooltip=tooltip
    )
    points = base.mark_point(opacity=0, size=250).encode(x=x, y=alt.Y("middle:Q", axis=axis), tooltip=tooltip)
    return (bands + lines + points).properties(height=360)


def _rows(numbers: Numbers, with_ranges: frozenset[str]) -> Iterator[dict[str, Any]]:
    for path in numbers.paths:
        for month, one in enumerate(path.months, 1):
            yield {
                "path": words.PATHS[path.id],
                "month": month,
                "low": one.low,
                "middle": one.middle,
                "high": one.high,
                "said": words.amount(one.middle, numbers.currency),
                "range": words.spread(one, numbers.currency),
                "band": path.id in with_ranges,
            }
