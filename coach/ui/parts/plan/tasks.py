"""The list to close: ticked, changed and added to in place, kept with the case; and the hand-over document."""

from functools import partial
from itertools import groupby

import streamlit as st

from coach.ui import plan_wording as words
from coach.ui.citations import References
from coach.ui.markup import escape, label
from coach.ui.parts import frame
from coach.ui.place import Place
from coach.ui.session import forget, key, leave_notice
from coach.vocabulary.leaving import Task
from coach.vocabulary.plan import ExitPlan, Proposal

_OPEN = key("plan", "task")  # the task whose form is open
_WORK = "deliverables"
_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def draw(place: Place, case_id: str, plan: ExitPlan) -> None:
    """The part as the case has it."""
    tasks = place.desk.tasks(case_id, plan)
    done = sum(task.done for task in tasks)
    references = References(
        place.desk.citations(task.passage for task in tasks if task.passage), place.desk.source_title, prefix="task"
    )
    st.html(
        f'<h2 class="gt-title">{done} of {len(tasks)} closed</h2>'
        "<p>Proposed from your account and your contract. Change what does not fit; every tick is kept.</p>"
    )
    for group, members in groupby(tasks, key=lambda task: task.group):
        st.html(f"<h3>{words.GROUPS.get(group, group)}</h3>")
        for task in members:
            _task(place, case_id, task, references)
    _add(place, case_id)
    _take_away(place, case_id, plan)
    st.html(references.panels())


def _task(place: Place, case_id: str, task: Task, references: References) -> None:
    if st.session_state.get(_OPEN) == (case_id, task.id):
        _change(place, case_id, task)
        return
    name = key("plan", "done", case_id, task.id)
    st.session_state[name] = task.done
    with st.container(key=f"gt-task-{task.id}"):
        with st.container(horizontal=True, vertical_alignment="top", key=f"gt-row-{task.id}"):
            st.checkbox(label(task.text), key=name, on_change=_tick, args=(place, case_id, task, name), width="stretch")
            st.button(
                "Change", key=f"gt-change-{task.id}", type="tertiary", on_click=_open, args=(case_id, task.id),
                help=f"Change “{label(task.text[:80])}”",
            )  # fmt: skip
        st.html(f'<div class="gt-task">{_details(task, references)}</div>')


def _details(task: Task, references: References) -> str:
    """Who and by when, and why, on a line of their own."""
    what = f'<span class="gt-tag">{words.PROPOSALS[task.proposal]}</span> ' if task.own and task.item else ""
    facts = [escape(task.who), f"by {task.by:%-d %B %Y}" if task.by else "", "yours" if task.own else ""]
    why = f" {escape(task.why)}{references.button(task.passage or '')}" if task.why else ""
    return f'<p class="gt-quiet gt-small">{what}<b>{" · ".join(filter(None, facts))}</b>{why}</p>'


def _tick(place: Place, case_id: str, task: Task, name: str) -> None:
    done = bool(st.session_state[name])
    frame.kept(lambda: place.desk.tick(case_id, task, done), "Closed." if done else "Open again.")


def _open(case_id: str, task_id: str | None) -> None:
    st.session_state[_OPEN] = (case_id, task_id) if task_id else None


def _change(place: Place, case_id: str, task: Task) -> None:
    with st.form(f"gt-task-form-{task.id}"):
        text = st.text_area("What", value=task.text, key=key("task", "text", case_id, task.id), height=90)
        who, by, how = st.columns(3)
        person = who.text_input("Who", value=task.who, key=key("task", "who", case_id, task.id))
        day = by.date_input("By", value=task.by, key=key("task", "by", case_id, task.id), format="YYYY-MM-DD")
        proposal = None
        if task.item:
            ways = list(words.PROPOSALS)
            proposal = how.selectbox(
                "How", ways, index=ways.index(task.proposal) if task.proposal in ways else 0,
                format_func=words.PROPOSALS.__getitem__, key=key("task", "how", case_id, task.id),
            )  # fmt: skip
        with st.container(horizontal=True):
            keep = st.form_submit_button("Keep it", type="primary")
            leave = st.form_submit_button("Leave it as it was")
            drop = st.form_submit_button("Take it off the list")
    if not (keep or leave or drop):
        return
    with frame.refusals():
        if keep:
            place.desk.change_task(case_id, task, text=text or "", who=person or "", by=day, proposal=proposal)
        elif drop:
            place.desk.drop_task(case_id, task)
            leave_notice(st.session_state, "Taken off the list. It can be put back at its end.")
        _open(case_id, None)
        forget(st.session_state, "task")
        st.rerun()


def _add(place: Place, case_id: str) -> None:
    """A thing of the user's own; a piece of open work also goes into the messages."""
    with st.expander("Add something"), st.form("gt-new-task", border=False, clear_on_submit=True):
        text = st.text_input("What is to be closed?", placeholder="the March report", key=key("plan", "new", case_id))
        group, how = st.columns(2)
        where = group.selectbox("Where does it belong?", list(words.GROUPS), format_func=words.GROUPS.__getitem__)
        proposal = how.selectbox(
            "If it is open work: how?", list(words.PROPOSALS), format_func=words.PROPOSALS.__getitem__
        )
        who, by = st.columns(2)
        person = who.text_input("Who?", value="you")
        day = by.date_input("By when? (you may leave it empty)", value=None, format="YYYY-MM-DD")
        sent = st.form_submit_button("Add it")
    if sent:
        with frame.refusals():
            chosen = proposal if where == _WORK else Proposal.DO
            place.desk.add_task(case_id, where, text or "", person or "", day, chosen)
            leave_notice(st.session_state, "It is on the list.")
            st.rerun()


def _take_away(place: Place, case_id: str, plan: ExitPlan) -> None:
    st.html(
        "<h2>The hand-over document</h2><p>The part of this list that they should read, with room for what only you know. "
        "No reasons, no money to chase, no word to your own people.</p>"
    )
    with st.container(horizontal=True):
        st.download_button(
            "Download it as a Word document",
            data=partial(place.desk.handover, case_id, plan),
            file_name="hand-over.docx",
            mime=_MIME,
            key="gt-handover",
            on_click="ignore",
        )
        dropped = place.desk.dropped(case_id)
        if dropped:
            st.button(
                f"Put back what was taken off ({dropped})",
                key="gt-bring-back",
                on_click=lambda: frame.kept(lambda: place.desk.put_tasks_back(case_id), "It is on the list again."),
            )
