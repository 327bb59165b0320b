"""The dates: the way out, a timeline, the calendar file, and what the user knows about days and the texts do not say."""

from functools import partial

import streamlit as st

from coach.ui import plan_wording as words
from coach.ui.markup import bullets, escape
from coach.ui.parts import frame
from coach.ui.parts.plan.timeline import timeline
from coach.ui.place import Place
from coach.ui.session import forget, key, leave_notice
from coach.vocabulary.leaving import KnownDates
from coach.vocabulary.plan import ExitPlan


def draw(place: Place, case_id: str, plan: ExitPlan) -> None:
    """The part as the case has it."""
    dates, route = plan.dates, words.ROUTES[plan.dates.route]
    st.html(f'<h2 class="gt-title">{route.title}</h2><p>{words.notice(dates)}{route.meaning}</p>')
    if dates.timeline:
        st.html(f'{timeline(dates)}<p class="gt-quiet gt-small">{escape(words.holidays(dates))}</p>')
        st.download_button(
            "Put them into your calendar (.ics)",
            data=partial(place.desk.calendar, case_id, dates),
            file_name="leaving-well.ics",
            mime="text/calendar",
            key="gt-ics",
            on_click="ignore",
        )
    else:
        st.html(
            '<p class="gt-note">No day can be worked out yet. What is missing is asked below; nothing is guessed.</p>'
        )
    if dates.questions:
        st.html(f"<h2>What would settle more</h2>{bullets(map(escape, dates.questions), style='gt-list')}")
    _known(place, case_id)
    st.html(f'<p class="gt-note">{escape(words.NOT_LEGAL)}</p>')


def _known(place: Place, case_id: str) -> None:
    """The days only the user knows; they stand before what the account says."""
    known = place.desk.known_dates(case_id)
    st.html(
        "<h2>What you know yourself</h2><p>Leave empty what you do not know. A last day goes into your messages as well.</p>"
    )
    with st.form("gt-dates"):
        last, notice, pay = st.columns(3)
        last_day = last.date_input(
            "Last day of work", value=known.last_day, key=key("dates", "last", case_id), format="YYYY-MM-DD"
        )
        notice_days = notice.number_input(
            "Days of notice", 1, 1000, known.notice_days, key=key("dates", "notice", case_id),
            help="Only used where no contract says it.",
        )  # fmt: skip
        payment_days = pay.number_input(
            "Days they have to pay", 0, 400, known.payment_days, key=key("dates", "pay", case_id),
            help="Only used where no contract says it.",
        )  # fmt: skip
        place_chosen = st.selectbox(
            "Public holidays of",
            list(words.PLACES),
            index=list(words.PLACES).index(known.place) if known.place in words.PLACES else None,
            format_func=words.PLACES.__getitem__,
            placeholder="No country: only weekends are left out",
            key=key("dates", "place", case_id),
        )
        sent = st.form_submit_button("Count anew")
    if sent:
        with frame.refusals():
            place.desk.keep_dates(
                case_id,
                KnownDates(last_day=last_day, notice_days=notice_days, payment_days=payment_days, place=place_chosen),
            )
            forget(st.session_state, "dates")
            leave_notice(st.session_state, "Kept, and counted anew.")
            st.rerun()
