"""The talk on one page: when and how, the first sentence, three points, answers, what not to say; to print or to copy."""

import streamlit as st

from coach.ui import plan_wording as words
from coach.ui.citations import References
from coach.ui.journey import Part, Step
from coach.ui.markup import bullets, escape
from coach.ui.parts.in_browser import copy_button, print_button
from coach.ui.place import Place
from coach.vocabulary.plan import Advice, ExitPlan, Objection, Talk
from coach.vocabulary.rehearsal import Goal, WorkedLine

_MOST_LINES = 3
Own = dict[str, tuple[str, ...]]  # the user's own answers by objection


def draw(place: Place, case_id: str, plan: ExitPlan) -> None:
    """The part as the case has it."""
    talk = plan.talk
    lines = tuple(place.desk.worked(case_id, Goal.EXIT))
    own = own_answers(talk, lines)
    used = {line for answers in own.values() for line in answers}
    worked = tuple(dict.fromkeys(line.text for line in lines if line.text not in used))[:_MOST_LINES]
    references = References(place.desk.citations(_passages(talk)), place.desk.source_title, prefix="talk")
    if talk.blanks:
        missing = ", ".join(blank.strip("[]") for blank in talk.blanks)
        st.html(
            f'<p class="gt-note">Still to fill in: <b>{escape(missing)}</b>. A last day is set under “{words.PARTS[Part.DATES]}”.</p>'
        )
    st.html(f'<section class="gt-card gt-sheet">{sheet(talk, worked, own, references)}</section>')
    with st.container(horizontal=True, vertical_alignment="center"):
        print_button(f"<h1>The talk</h1>{sheet(talk, worked, own)}", "Print this page", key="gt-print")
        copy_button(plain(talk, worked, own), "Copy it", key="gt-copy-talk")
        if st.button("Rehearse it", key="gt-to-rehearse"):
            place.go(Step.REHEARSE)
    st.html(references.panels())


def own_answers(talk: Talk, lines: tuple[WorkedLine, ...]) -> Own:
    """The user's own words that held against each objection in a rehearsal, by its id: the best of them first."""
    found: Own = {}
    for objection in talk.objections:
        held = [line for line in lines if line.answers is not None and line.answers in objection.moves]
        best = sorted(held, key=lambda line: -line.change)
        if best:
            found[objection.id] = tuple(dict.fromkeys(line.text for line in best))[:1]
    return found


def sheet(talk: Talk, worked: tuple[str, ...], own: Own | None = None, references: References | None = None) -> str:
    """The page as HTML, with its sources where they are given."""

    def said(advice: Advice, quoted: bool = False) -> str:
        text = f"“{escape(advice.text)}”" if quoted else escape(advice.text)
        return text + ("".join(map(references.button, advice.passages)) if references else "")

    def answer(one: Objection) -> str:
        sources = "".join(map(references.button, one.passages)) if references else ""
        held = "".join(f"<dd>{words.HELD}: “{escape(line)}”</dd>" for line in (own or {}).get(one.id, ()))
        return f"<div><dt>“{escape(one.they_say)}”</dt><dd>“{escape(one.you_say)}”{sources}</dd>{held}</div>"

    held = (
        f"<h3>What held when you rehearsed it</h3>{bullets(f'“{escape(line)}”' for line in worked)}" if worked else ""
    )
    return (  # in the order of the page, which numbers the sources
        f"<h3>How</h3><p><b>{escape(talk.channel[:1].upper() + talk.channel[1:])}.</b> {said(talk.why)}</p>"
        f"<h3>When</h3><p>{said(talk.when)}</p>"
        f'<h3>Open with</h3><p class="gt-better">{said(talk.opening, quoted=True)}</p>'
        f"<h3>Three points</h3>{bullets(map(said, talk.points), kind='ol')}"
        f'<h3>If they say</h3><dl class="gt-answers">{"".join(map(answer, talk.objections))}</dl>{held}'
        f"<h3>Do not say</h3>{bullets(map(said, talk.do_not_say))}"
        f"<h3>Straight afterwards</h3><p>{said(talk.afterwards)}</p>"
    )


def plain(talk: Talk, worked: tuple[str, ...], own: Own | None = None) -> str:
    """The page as text, for a message to oneself."""

    def answer(one: Objection) -> str:
        held = "".join(f"\n  – {words.HELD}: “{line}”" for line in (own or {}).get(one.id, ()))
        return f"“{one.they_say}”\n  – “{one.you_say}”{held}"

    parts = [
        ("How", f"{talk.channel}. {talk.why.text}"),
        ("When", talk.when.text),
        ("Open with", f"“{talk.opening.text}”"),
        ("Three points", "\n".join(f"{n}. {point.text}" for n, point in enumerate(talk.points, 1))),
        ("If they say", "\n".join(map(answer, talk.objections))),
        ("What held when you rehearsed it", "\n".join(f"– “{line}”" for line in worked)),
        ("Do not say", "\n".join(f"– {one.text}" for one in talk.do_not_say)),
        ("Straight afterwards", talk.afterwards.text),
    ]
    return "\n\n".join(f"{title}\n{text}" for title, text in parts if text)


def _passages(talk: Talk) -> list[str]:
    advice = [talk.why, talk.when, talk.opening, *talk.points, *talk.do_not_say, talk.afterwards]
    found = [item.passages for item in advice] + [item.passages for item in talk.objections]
    return [passage for passages in found for passage in passages]
