"""Calendar file: the timeline of a plan as an .ics file with all-day entries that calendar programs take."""

import hashlib
from datetime import UTC, datetime, timedelta

from coach.vocabulary.plan import Dates, Milestone

_WARNINGS = {"renewal_window_closes": 14, "send_notice": 3, "cure_ends": 1, "last_day": 3}  # days before


def calendar_file(dates: Dates, title: str = "Leaving well") -> bytes:
    """An iCalendar file (UTF-8) with one all-day entry a milestone, and a reminder before those that must not be missed.

    Days carry no time and no zone, so they are the same day everywhere. The same plan gives the same bytes.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Good Terms//Exit plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    for stone in dates.timeline:
        calendar.add_component(_event(stone, dates, title))
    return bytes(calendar.to_ical())


def _event(stone: Milestone, dates: Dates, title: str):  # type: ignore[no-untyped-def]
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", hashlib.sha256(f"{title}|{stone.id}|{stone.date}".encode()).hexdigest()[:32] + "@good-terms")
    event.add("dtstamp", datetime(dates.today.year, dates.today.month, dates.today.day, tzinfo=UTC))
    event.add("summary", f"{stone.label} ({title})")
    event.add("description", "\n".join(filter(None, (stone.rests_on, dates.not_legal_advice))))
    event.add("dtstart", stone.date)
    event.add("dtend", stone.date + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    if stone.id in _WARNINGS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", stone.label)
        alarm.add("trigger", timedelta(days=-_WARNINGS[stone.id]))
        event.add_component(alarm)
    return event
