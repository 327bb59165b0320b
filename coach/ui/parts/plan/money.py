"""The money: what the client really pays, what each path adds up to, what matters most, and every assumption to be changed."""

import streamlit as st

from coach.ui import plan_wording as words
from coach.ui.markup import bullets, escape, label
from coach.ui.parts import frame
from coach.ui.parts.plan.chart import legend, paths_chart
from coach.ui.place import Place
from coach.ui.session import forget, key, leave_notice
from coach.vocabulary.leaving import KnownSums
from coach.vocabulary.plan import Assumption, ExitPlan, Numbers

_OPEN = key("plan", "assumption")  # the assumption whose form is open
_SHARES = {"share", "chance"}  # shown as per cent
_FIELDS = {
    "monthly_fee": "They pay a month",
    "hours": "Hours a month you count",
    "uncounted_hours": "Hours a month nobody counts",
    "costs": "Your costs a month",
    "target_rate": "Your usual hourly rate",
    "owed": "Unpaid today",
}


def draw(place: Place, case_id: str, plan: ExitPlan) -> None:
    """The part as the case has it."""
    numbers = plan.numbers
    if plan.dates.side != "provider":
        st.html('<p class="gt-note">The sums are made for those who are paid. You are the one who pays here.</p>')
        return
    _pays(numbers)
    if numbers.paths:
        _paths(case_id, numbers)
        _matters(numbers)
        _assumptions(place, case_id, numbers)
    _figures(place, case_id, numbers)
    if numbers.questions:
        st.html(f"<h2>What would make it truer</h2>{bullets(map(escape, numbers.questions), style='gt-list')}")
    st.html(f'<p class="gt-note">{escape(numbers.caveat)}</p>')


def _pays(numbers: Numbers) -> None:
    """What is known, as a list of figures."""
    currency = numbers.currency
    known = {
        "They pay a month": numbers.fees_per_month,
        "They pay for the project": numbers.project_fee,
        "Your costs a month": numbers.costs_per_month,
        "An hour comes to": numbers.effective_hourly_rate,
        "Your usual rate": numbers.target_rate,
        "Unpaid today": numbers.open_total,
        "The notice still brings": numbers.notice_income,
    }
    rows = [(name, words.money(found, currency)) for name, found in known.items() if found]
    if numbers.hours:
        rows.insert(
            2, ("Hours", f"{numbers.hours:g} {'a ' if numbers.hours_period != 'in all' else ''}{numbers.hours_period}")
        )
    if numbers.late_days:
        rows.append(("Late by", f"{numbers.late_days} days"))
    if numbers.held_back:
        rows.append(("Theirs to pay, in their hands", words.money(numbers.held_back, numbers.currency)))
    if numbers.cost_of_leaving:
        rows.append(("Leaving costs", words.spread(numbers.cost_of_leaving, currency)))
    if not rows:
        st.html(
            '<h2 class="gt-title">What this client really pays</h2><p>Your account holds no figures. Give a few below, and '
            "the sums follow.</p>"
        )
        return
    shown = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)
    gap = f"<p>An hour here is {words.gap(numbers.rate_gap)}.</p>" if numbers.rate_gap is not None else ""
    st.html(f'<h2 class="gt-title">What this client really pays</h2><dl class="gt-figures">{shown}</dl>{gap}')


def _paths(case_id: str, numbers: Numbers) -> None:
    st.html(
        f"<h2>What each way adds up to in {numbers.horizon_months} months</h2>"
        "<p>The line is the middle of 10,000 runs; eight of ten lie in the band.</p>"
    )
    ids = [path.id for path in numbers.paths]
    chosen = st.pills(
        "Show the range of",
        ids,
        selection_mode="multi",
        default=[one for one in ("stay", "exit_at_notice") if one in ids],
        format_func=words.PATHS.__getitem__,
        key=key("plan", "bands", case_id),
    )
    st.html(legend(numbers))
    dark = st.context.theme.type == "dark"
    st.altair_chart(paths_chart(numbers, frozenset(chosen or ()), dark), width="stretch", key="gt-paths")
    rows = "".join(_row(path.id, path.label, numbers) for path in numbers.paths)
    st.html(
        f'<div class="gt-scroll" tabindex="0" role="region" aria-label="The sums as a table"><table class="gt-table">'
        "<thead><tr><th scope=col>Way</th><th scope=col>Middle</th><th scope=col>Eight of ten runs</th>"
        f"<th scope=col>Ahead of staying</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(path_id: str, title: str, numbers: Numbers) -> str:
    path = next(one for one in numbers.paths if one.id == path_id)
    ahead = "–" if path_id == "stay" else words.chance(path.ahead_of_staying)
    if path_id != "stay" and path.pays_back_month:
        ahead += f", level from month {path.pays_back_month}"
    return (
        f"<tr><th scope=row>{escape(title)}</th><td data-of=Middle>{words.amount(path.total.middle, numbers.currency)}</td>"
        f'<td data-of="Eight of ten runs">{words.spread(path.total, numbers.currency)}</td>'
        f'<td data-of="Ahead of staying">{ahead}</td></tr>'
    )


def _matters(numbers: Numbers) -> None:
    if not numbers.matters_most:
        return
    most = max(one.swing for one in numbers.matters_most)
    rows = "".join(
        f"<li>{escape(one.label)}<span class=gt-bar style='width:{100 * one.swing / most:.0f}%'></span>"
        f'<span class="gt-quiet gt-small">moves the result by up to {words.amount(one.swing, numbers.currency)}</span></li>'
        for one in numbers.matters_most
    )
    st.html(
        "<h2>What matters most</h2><p>How far leaving with notice, against staying, moves when one assumption goes from its "
        f'low to its high. Find out about these first.</p><ol class="gt-matters">{rows}</ol>'
    )


def _assumptions(place: Place, case_id: str, numbers: Numbers) -> None:
    st.html("<h2>What the sums assume</h2><p>Guesses of ours until you put in your own.</p>")
    for one in numbers.assumptions:
        if st.session_state.get(_OPEN) == (case_id, one.id):
            _change(place, case_id, one, numbers.currency)
            continue
        source = _source(one)
        with st.container(horizontal=True, vertical_alignment="center", key=f"gt-assume-{one.id}"):
            st.html(
                f'<p>{escape(one.label)}<br><b>{_range(one, numbers.currency)}</b> <span class="gt-tag">{source}</span></p>'
            )
            st.button(
                "Change", key=f"gt-set-{one.id}", type="tertiary", on_click=_open, args=(case_id, one.id),
                help=f"Change “{label(one.label)}”",
            )  # fmt: skip


def _source(one: Assumption) -> str:
    """Where an assumption comes from; a notice without a range was counted from the dates."""
    if one.from_text or one.from_user:
        return words.FROM_TEXT if one.from_text else words.FROM_USER
    return words.FROM_DATES if one.id == "notice_months" and one.low == one.high else words.ASSUMED


def _range(one: Assumption, currency: str | None) -> str:
    def said(value: float) -> str:
        if one.unit in _SHARES:
            return f"{value:.0%}"
        if one.unit in ("a month", "once"):
            return words.amount(value, currency)
        return f"{value:g}"

    unit = {"months": " months", "times the fee": " times what they pay", "a month": " a month"}.get(one.unit, "")
    return f"{said(one.low)}{'' if one.low == one.high else f' to {said(one.high)}'}{unit}"


def _open(case_id: str, name: str | None) -> None:
    st.session_state[_OPEN] = (case_id, name) if name else None


def _change(place: Place, case_id: str, one: Assumption, currency: str | None) -> None:
    scale = 100.0 if one.unit in _SHARES else 1.0
    unit = "%" if scale == 100.0 else currency or "" if one.unit in ("a month", "once") else one.unit
    with st.form(f"gt-range-{one.id}"):
        st.html(f"<p><b>{escape(one.label)}</b>{f' ({escape(unit)})' if unit else ''}</p>")
        columns = st.columns(3)
        values = [
            column.number_input(
                name, 0.0, 100.0 if scale == 100.0 else None, round(value * scale, 3),
                key=key("range", name, case_id, one.id), format="%0.10g" if scale == 1.0 else "%0.0f",
            )
            for column, name, value in zip(
                columns, ("At least", "Most likely", "At most"), (one.low, one.value, one.high), strict=True
            )
        ]  # fmt: skip
        with st.container(horizontal=True):
            keep = st.form_submit_button("Count with this", type="primary")
            back = st.form_submit_button("Back to what is assumed") if one.from_user else False
            leave = st.form_submit_button("Leave it as it was")
    if not (keep or back or leave):
        return
    with frame.refusals():
        if keep:
            low, likeliest, high = (float(value or 0) / scale for value in values)
            place.desk.keep_range(case_id, one, low, likeliest, high)
        elif back:
            place.desk.drop_range(case_id, one.id)
        _open(case_id, None)
        forget(st.session_state, "range")
        st.rerun()


def _figures(place: Place, case_id: str, numbers: Numbers) -> None:
    """The user's own figures; empty ones are read from the account."""
    known = place.desk.known_sums(case_id)
    with st.expander("Your own figures", expanded=not numbers.paths), st.form("gt-sums", border=False):
        st.html("<p>What you leave empty is read from your account. All of it stays with the case.</p>")
        choices = list(words.CURRENCIES)
        shown = known.currency or numbers.currency
        currency = st.selectbox(
            "Currency",
            choices,
            index=choices.index(shown) if shown in choices else None,
            placeholder="Which one?",
            key=key("sums", "currency", case_id),
        )
        left, right = st.columns(2)
        values = {
            name: (left if number % 2 == 0 else right).number_input(
                title, 0.0, None, getattr(known, name), key=key("sums", name, case_id), format="%0.10g"
            )
            for number, (name, title) in enumerate(_FIELDS.items())
        }
        sent = st.form_submit_button("Count with these")
    if sent:
        with frame.refusals():
            chosen = currency if currency != numbers.currency or known.currency else None
            place.desk.keep_sums(case_id, KnownSums(currency=chosen, **values))
            forget(st.session_state, "sums")
            leave_notice(st.session_state, "Kept, and counted anew.")
            st.rerun()
