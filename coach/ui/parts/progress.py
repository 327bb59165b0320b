"""Progress: each skill over one's own talks and drills, as a chart and in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from coach.desk.rehearsals import Practice
from coach.ui import wording
from coach.ui.markup import escape
from coach.ui.parts.plan.chart import TEXT
from coach.vocabulary.drill import SkillProgress

_LINE = {False: "#1c6758", True: "#7fc8b6"}  # of the chart, by whether the ground is dark
_GRID = {False: "#ddd6c9", True: "#36413f"}
_CHANGE = 0.1  # below this a skill is steady


def numbered(skills: Sequence[SkillProgress]) -> dict[datetime, int]:
    """The talks by when they ended, counted over all skills: one number is the same talk for each of them."""
    return {
        when: number for number, when in enumerate(sorted({point.when for one in skills for point in one.points}), 1)
    }


def in_words(one: SkillProgress) -> str:
    """How a skill went: the last talk, the first, and how many there were."""
    last, first = one.points[-1].share, one.points[0].share
    if len(one.points) == 1:
        return f"{last:.0%} in your only talk so far that called for it."
    return f"{last:.0%} in the last, {first:.0%} in the first of {wording.counted(len(one.points), 'talk')}."


def trend(one: SkillProgress) -> str:
    """Where a skill is going, in two or three words; against one's own past only."""
    if one.slipped:
        return "slipping"
    if len(one.points) < 2:
        return "just begun"
    change = one.points[-1].share - one.points[0].share
    return "better than at first" if change >= _CHANGE else "below the first" if change <= -_CHANGE else "steady"


def skill(one: SkillProgress, numbers: dict[datetime, int], names: dict[datetime, str]) -> None:
    """A skill as a heading, a chart and a sentence."""
    st.html(
        f'<div class="gt-head"><h3>{escape(one.skill.label)}</h3><span class="gt-tag">{trend(one)}</span></div>'
        f'<p class="gt-small">{in_words(one)}</p>'
    )
    st.altair_chart(_chart(one, numbers, names, dark=st.context.theme.type == "dark"))


def _chart(one: SkillProgress, numbers: dict[datetime, int], names: dict[datetime, str], dark: bool) -> Any:
    import altair as alt

    rows = [
        {
            "talk": numbers[point.when],
            "done": point.share,
            "what": names.get(point.when, ""),
            "when": f"{point.when:%-d %B %Y}",
        }
        for point in one.points
    ]
    looks: dict[str, Any] = {
        "labelColor": TEXT[dark],
        "titleColor": TEXT[dark],
        "labelFontSize": 12,
        "titleFontSize": 12,
    }
    return (
        alt.Chart(alt.InlineData(values=rows), description=f"{one.skill.label}: {in_words(one)}")
        .mark_line(color=_LINE[dark], strokeWidth=2.5, point=alt.OverlayMarkDef(color=_LINE[dark], size=70))
        .encode(
            x=alt.X(
                "talk:Q",
                title="talk or drill",
                scale=alt.Scale(domain=[1, max(2, *numbers.values())]),
                axis=alt.Axis(tickMinStep=1, format="d", grid=False, **looks),
            ),
            y=alt.Y(
                "done:Q",
                title=None,
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format="%", values=[0, 0.5, 1], gridColor=_GRID[dark], **looks),
            ),
            tooltip=[
                alt.Tooltip("what:N", title="What"),
                alt.Tooltip("when:N", title="When"),
                alt.Tooltip("done:Q", title="Done", format=".0%"),
            ],
        )
        .properties(height=150)
    )


def figures(kept: Sequence[Practice]) -> str:
    """How much was practised, as HTML."""
    talks = [one for one in kept if not one.drill]
    shown = {
        "Talks": f"{len(talks)}",
        "Drills": f"{len(kept) - len(talks)}",
        "Lines you said": f"{sum(one.lines for one in kept):,}",
        "Last practised": f"{kept[-1].when:%-d %B}",
    }
    return f'<dl class="gt-figures">{"".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in shown.items())}</dl>'
