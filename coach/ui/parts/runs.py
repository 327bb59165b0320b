"""Runs of a talk beside one another: the branches of one talk as a tree, and two talks line by line of the scorecard."""

from collections.abc import Iterator, Sequence

import streamlit as st

from coach.desk.rehearsals import Practice, Talk
from coach.ui import wording
from coach.ui.journey import Step
from coach.ui.markup import escape, shortened
from coach.ui.parts.in_browser import curve
from coach.ui.place import Place
from coach.ui.session import key
from coach.vocabulary.rehearsal import Answer, Debrief, Role

_SIGNS = {Answer.YES: "✓", Answer.NO: "→", Answer.NOT_RELEVANT: "·"}


def branches(place: Place, here: str) -> None:
    """Every version of a talk under the one it was branched off from; nothing where there is only one."""
    family = place.desk.branches(here)
    if len(family) < 2:
        return
    st.html("<h2>The same talk, said differently</h2>")
    numbers = {one.id: number for number, one in enumerate(family, 1)}
    for depth, one in _as_tree(family):
        with st.container(horizontal=True, vertical_alignment="center", key=f"gt-branch-{depth}-{one.id}"):
            st.html(_version(one, numbers, here))
            if one.id != here and st.button(
                "Look at it" if one.ended else "Go on", key=f"gt-to-{one.id}", help=f"Version {numbers[one.id]}"
            ):
                place.go(Step.REHEARSE, rehearsal=one.id)
    _wills({f"version {numbers[one.id]}": one for one in family if one.ended}, f"gt-branches-{here}")


def _as_tree(family: Sequence[Talk], parent: str | None = None, depth: int = 0) -> Iterator[tuple[int, Talk]]:
    """Each talk after the one it was branched off from, with how deep it stands."""
    known = {one.id for one in family}
    for one in family:
        if (one.parent if one.parent in known else None) == parent:
            yield min(depth, 4), one
            yield from _as_tree(family, one.id, depth + 1)


def _version(one: Talk, numbers: dict[str, int], here: str) -> str:
    mine = " (this one)" if one.id == here else ""
    how = wording.ENDINGS[one.ended].title if one.ended else "Still open"
    score = f" · {one.debrief.score:.0%} of what it called for" if one.debrief else ""
    said = [
        turn.text for index, turn in enumerate(one.turns) if turn.role is Role.YOU and index >= (one.forked_at or 0)
    ]
    first = f"<br>“{escape(shortened(said[0], 90))}”" if said else ""
    line = sum(turn.role is Role.YOU for turn in one.turns[: one.forked_at or 0]) + 1
    off = f", from your line {line} of version {numbers[one.parent]} on" if one.parent in numbers else ""
    return f'<p><b>version {numbers[one.id]}{mine}</b>{off}{first}<br><span class="gt-quiet gt-small">{how}{score}</span></p>'


def compare(place: Place, talk: Talk, debrief: Debrief) -> None:
    """This talk beside an earlier or later one of the case with the same aim: what was done in which, and the client's will."""
    others = [
        one
        for one in place.desk.practice(talk.case_id)
        if not one.drill and one.id != talk.id and one.goal is talk.setup.goal
    ]
    if not others:
        return
    with st.expander("Compare it with another run"):
        names = {one.id: _named(one) for one in reversed(others)}
        chosen = st.selectbox(
            "With which one?", list(names), format_func=names.__getitem__, key=key("compare", talk.id)
        )
        other = place.desk.talk(chosen)
        if other.debrief is not None:
            _side_by_side(place, debrief, other.debrief)
            _wills({"this one": talk, "the other one": other}, f"gt-compare-{talk.id}")


def _named(one: Practice) -> str:
    return f"{one.when:%-d %B, %H:%M} · {one.title} · {wording.ENDINGS[one.ended].title}"


def _side_by_side(place: Place, this: Debrief, other: Debrief) -> None:
    """What each of the two did, what differs first."""
    there = {item.id: item.answer for item in other.items}
    pairs = [(item.id, item.answer, there[item.id]) for item in this.items if item.id in there]
    pairs.sort(key=lambda pair: (pair[1] is pair[2], pair[1] is Answer.NOT_RELEVANT))
    rows = "".join(
        f'<tr><th scope="row">{escape(place.desk.item_label(item))}</th><td data-of="This one">{_answer(mine)}</td>'
        f'<td data-of="The other one">{_answer(before)}</td></tr>'
        for item, mine, before in pairs
    )
    differ = sum(mine is not before for _, mine, before in pairs)
    st.html(
        f"<p>{wording.counted(differ, 'thing')} went differently. In all: {this.score:.0%} of what it called for here, "
        f"{other.score:.0%} there.</p>"
        '<table class="gt-table"><thead><tr><th scope="col">What it looks at</th><th scope="col">This one</th>'
        f'<th scope="col">The other one</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _answer(answer: Answer) -> str:
    return f'<span aria-hidden="true">{_SIGNS[answer]}</span> {wording.ANSWERS[answer]}'


def _wills(talks: dict[str, Talk], name: str) -> None:
    """The client's will to keep things as they were over the lines of each talk."""
    drawn = {
        title: [turn.state.resolve for turn in one.turns if turn.role is Role.CLIENT and turn.state]
        for title, one in talks.items()
    }
    drawn = {title: values for title, values in drawn.items() if len(values) > 1}
    if len(drawn) < 2:
        return
    told = "; ".join(f"{title} from {values[0]:.0f} to {values[-1]:.0f}" for title, values in drawn.items())
    st.html('<p class="gt-quiet gt-small">Their will to keep things as they were, line by line:</p>')
    curve(drawn, f"Their will to keep things as they were, of 100: {told}.", key=name)
