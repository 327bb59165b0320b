"""What a check found in a message: in words whether it may go out, and each finding with its replacement."""

from collections.abc import Iterable, Sequence

import streamlit as st

from coach.ui import wording
from coach.ui.citations import References
from coach.ui.markup import escape, lines
from coach.ui.parts import frame
from coach.ui.place import Place
from coach.ui.session import forget, key
from coach.vocabulary.draft import Check, Draft, Finding
from coach.write.diff import Change, Op

_CHECKED = key("write", "checked")  # what was checked last, and what was found


def findings(place: Place, case_id: str, draft: Draft, blanks: Sequence[str]) -> None:
    """Everything to look at before the message goes out, but for the blanks, which are asked for above."""
    with frame.refusals():
        check = _check(place, case_id, draft)
        found = sorted(
            (one for one in check.findings if one.quote not in blanks), key=lambda one: (-one.severity, one.start)
        )
        references = References(
            place.desk.citations(one.passage for one in found if one.passage), place.desk.source_title
        )
        st.html(f"<h2>Before you send it</h2><p>{wording.sendable(found, len(blanks))}</p>{_scores(check)}")
        for number, finding in enumerate(found):
            _finding(place, case_id, draft, number, finding, references)
        if references:
            st.html(references.panels())


def _check(place: Place, case_id: str, draft: Draft) -> Check:
    text, found = st.session_state.get(_CHECKED) or (None, None)
    if found is None or text != (case_id, draft.kind, draft.subject, draft.body):
        text = (case_id, draft.kind, draft.subject, draft.body)
        with st.spinner("Reading it as they would …"):
            found = place.desk.check(case_id, draft.kind, draft.body, draft.subject)
        st.session_state[_CHECKED] = (text, found)
    return found


def _scores(check: Check) -> str:
    """Respect and directness, each with its reason, as HTML."""
    rows = "".join(
        f"<dt>{label} {share:.0%}</dt><dd>{escape(reason)}</dd>" for label, share, reason in wording.scores(check)
    )
    return f'<dl class="gt-scores">{rows}</dl>'


def _finding(place: Place, case_id: str, draft: Draft, number: int, finding: Finding, references: References) -> None:
    quote = f"<blockquote><p>“{lines(finding.quote)}”</p></blockquote>" if finding.quote else ""
    way = "Instead" if finding.quote else "For example"
    instead = (
        f'<p class="gt-eyebrow">{way}</p><p class="gt-better">“{lines(finding.suggestion)}”</p>'
        if finding.suggestion
        else ""
    )
    with st.container(border=True):
        st.html(
            f'<div class="gt-finding"><p><span class="gt-tag gt-w{finding.severity}">'
            f"{wording.FINDING_WEIGHTS[finding.severity]}</span></p>{quote}<p>{escape(finding.message)}{references.button(finding.passage or '')}</p>{instead}</div>"
        )
        if finding.suggestion is not None and st.button(wording.use(finding), key=f"gt-apply-{number}"):
            with frame.refusals():
                place.desk.apply(case_id, draft.kind, draft.body, finding)
                forget(st.session_state, "draft")
                st.rerun()


def difference(changes: Iterable[Change]) -> str:
    """What was taken out and what was put in, as HTML."""
    tags = {Op.SAME: "span", Op.REMOVED: "del", Op.ADDED: "ins"}
    shown = "".join(f"<{tags[one.op]}>{lines(one.text)}</{tags[one.op]}>" for one in changes)
    return f'<div class="gt-account gt-difference" tabindex="0" role="region" aria-label="What changed">{shown}</div>'
