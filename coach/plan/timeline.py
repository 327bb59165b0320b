"""Timeline: the dates of leaving - last day to send notice, last day of work, cure, renewal, final invoice; none is guessed."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from coach.plan.closed_days import closed_days
from coach.plan.contract import ending_terms, read
from coach.plan.days import add_business_days, add_months, after, before, last_business_day, month_end, read_day
from coach.plan.durations import Duration, durations
from coach.plan.ending import Reading
from coach.plan.normal import normal
from coach.plan.parties import Side
from coach.plan.periods import is_renewal_notice
from coach.plan.term_length import term_dates
from coach.plan.traps import content, find_traps, trap
from coach.situation import Fact, FactKind, Relation, Situation
from coach.vocabulary.plan import Contract, Dates, Milestone, Route, Term, Trap


class _Period(NamedTuple):
    """A notice with where it was read: `told` by the user, or stated by the contract."""

    length: Duration
    words: str
    told: bool


class Calendar:
    """Works out the dates of one case; every date carries what it rests on."""

    def __init__(self, situation: Situation, contract: str | None, today: date, place: str | None = None) -> None:
        self.situation, self.today, self.place = situation, today, place
        self.closed: Mapping[date, str] = closed_days(place, today.year) if place else {}
        self.side = Side.CUSTOMER if situation.relation is Relation.VENDOR else Side.PROVIDER
        self.reading: Reading | None = None
        self.terms = Contract()
        if contract:
            self.reading, self._cast = read(contract, self.side)
            self.terms = Contract(**ending_terms(self.reading, self._cast))
        self._questions: list[str] = []
        self._traps: list[Trap] = []
        self._stones: list[Milestone] = []

    def dates(self, contract: Contract) -> Dates:
        """The dates, given the contract's other terms (renewal, payment)."""
        notice, wanted = self._notice(), self._wanted()
        route = self._route(contract, notice, wanted)
        last, latest = self._last_day(route, notice, wanted)
        renewal, closes = self._renewal(contract)
        if route is Route.NON_RENEWAL and renewal:
            last, latest = renewal - timedelta(days=1), closes
            self._mark("last_day", last, "term")
        cure = self._cure(route)
        invoice, due = self._invoice(contract, last)
        if self.reading is not None:
            merged = contract.model_copy(
                update={
                    name: getattr(self.terms, name)
                    for name in type(self.terms).model_fields
                    if getattr(self.terms, name)
                }
            )
            own = self.terms if self.side is Side.CUSTOMER else merged
            self._traps = [*self._traps, *find_traps(self.reading, own, self._cast)]
            if self.side is Side.CUSTOMER:
                self._traps.append(trap("other_side"))
        counted = notice if route in (Route.CONVENIENCE, Route.AGREED) else None
        return Dates(
            today=self.today, route=route, side=str(self.side), place=self.place, holidays=self._left_out(),
            notice_days=counted.length.days if counted else None,
            business_days=counted.length.business if counted else None,
            notice_given=self.today if any(stone.id == "send_today" for stone in self._stones) else None,
            latest_to_send=latest, last_day=last, cure_ends=cure, renewal_date=renewal, renewal_window_closes=closes,
            final_invoice=invoice, final_invoice_due=due,
            timeline=tuple(sorted(self._stones, key=lambda stone: (stone.date, _ORDER.index(stone.id)))),
            traps=tuple(self._traps), questions=tuple(dict.fromkeys(self._questions)),
            not_legal_advice=content()["not_legal_advice"] if self.reading is not None else "",
        )  # fmt: skip

    # -- what is known -------------------------------------------------------------------------------------------

    def _notice(self) -> _Period | None:
        """The notice: the contract's, else the user's own words."""
        term = self.terms.notice_days
        if term is not None:
            length = _period(term)
            if _is_true(self.terms.notice_business_days):
                length = length._replace(business=True)
            return _Period(length, _worded(length), told=False)
        for value in self.situation.all(FactKind.NOTICE):
            length_ = next(durations(value), None)
            if length_:
                return _Period(length_, _worded(length_), told=True)
        return None

    def _wanted(self) -> tuple[date, Fact] | None:
        """The last day the user names, if it is one day and not over."""
        for fact in self.situation.facts:
            if fact.kind is not FactKind.END_DATE:
                continue
            day = read_day(fact.value, self.today)
            if day is None:
                self._ask("ambiguous_day", quote=fact.value)
            elif day < self.today:
                self._ask("named_day_past", quote=fact.value)
            else:
                return day, fact
        return None

    def _route(self, contract: Contract, notice: _Period | None, wanted: tuple[date, Fact] | None) -> Route:
        if self.reading is None and self.situation.relation is Relation.PROSPECT:
            return Route.NOTHING_SIGNED
        if self.reading is None:
            self._ask("which_contract")
            return Route.AGREED if notice or wanted else Route.UNKNOWN
        if _is_true(self.terms.terminate_for_convenience):
            return Route.CONVENIENCE
        if (
            (contract.auto_renewal and contract.auto_renewal.value)
            or self.terms.non_renewal_notice_days
            or contract.non_renewal_notice_days
        ):
            return Route.NON_RENEWAL
        if self.terms.terminate_for_cause:
            self._ask("breach")
            self._ask("agreement")
            return Route.CAUSE
        return Route.AGREED if wanted else Route.UNKNOWN

    # -- what follows --------------------------------------------------------------------------------------------

    def _last_day(
        self, route: Route, notice: _Period | None, wanted: tuple[date, Fact] | None
    ) -> tuple[date | None, date | None]:
        """The last day of work, and the latest day to send notice for it where the user named a day."""
        if route not in (Route.CONVENIENCE, Route.AGREED):
            if route is Route.UNKNOWN and self.situation.relation is not Relation.PROSPECT:
                self._ask("agreement" if self.reading else "notice")
            return None, None
        earliest = self._earliest(notice) if notice else None
        if wanted and (earliest is None or wanted[0] >= earliest):
            return self._named(wanted, notice)
        if wanted and earliest:
            self._traps.append(trap("named_day_too_early", day=f"{earliest:%-d %B %Y}"))
        if earliest is None or notice is None:
            self._ask("last_day" if _is_true(self.terms.terminate_for_convenience) else "notice")
            return None, None
        self._mark("send_today", self.today, "today")
        key = (
            "month_end"
            if self._to_period_end()
            else "business"
            if notice.length.business
            else "told_notice"
            if notice.told
            else "contract_notice"
        )
        self._mark("last_day", earliest, key, period=notice.words)
        return earliest, self.today

    def _named(self, wanted: tuple[date, Fact], notice: _Period | None) -> tuple[date, date | None]:
        day, fact = wanted
        self._mark("last_day", day, "named", quote=fact.value)
        if notice is None:
            return day, None
        latest = last_business_day(before(day, notice.length, self.closed), self.closed)
        if latest < self.today:
            latest = self.today
        self._mark(
            "send_notice",
            latest,
            "business" if notice.length.business else "told_notice" if notice.told else "contract_notice",
            period=notice.words,
        )
        return day, latest

    def _earliest(self, notice: _Period) -> date:
        """The last day if notice goes out today, moved to the end of the month where the clause says so."""
        if notice.length.business and not self.place:
            self._ask("holidays")
        day = after(self.today, notice.length, self.closed)
        months = self._to_period_end()
        if months == 0:
            return day
        ends = month_end(day)
        return ends if months == 1 else month_end(add_months(ends.replace(day=1), -ends.month % months))

    def _to_period_end(self) -> int:
        """Months of the calendar period at whose end alone the notice works: 1, 3 or 12; 0 for any day."""
        quote = normal(self.terms.notice_days.quote) if self.terms.notice_days is not None else ""
        match = re.search(
            r"\b(?:end|last day|close) of (?:a|an|any|each|every|the following|the next|the then current|the)? ?(?:calendar |running |current |following |next )*(?P<unit>month|quarter|(?<=calendar )year)\b",
            quote,
            re.I,
        )
        return {"m": 1, "q": 3, "y": 12}[match["unit"][0].lower()] if match else 0

    def _cure(self, route: Route) -> date | None:
        term = self.terms.cure_days
        if term is None:
            return None
        length = _period(term)
        ends = after(self.today, length, self.closed)
        if route is Route.CAUSE:
            self._mark("send_warning", self.today, "today")
            self._mark("cure_ends", ends, "cure", period=_worded(length))
            self._mark("earliest_end", ends + timedelta(days=1), "after_cure")
        return ends

    def _renewal(self, contract: Contract) -> tuple[date | None, date | None]:
        """The day the next term begins, and the last day to object, the next ones from today on."""
        if self.reading is None or not (_is_true(contract.auto_renewal) or contract.non_renewal_notice_days):
            return None, None
        found = term_dates(self.reading, self.today)
        if found is None:
            self._ask("renewal_date")
            return None, None
        begins, again = found
        term = contract.non_renewal_notice_days
        length = _period(term, renewal=True) if term else None
        closes = self._closes(begins, length)
        while again and (closes or begins) < self.today:
            begins = add_months(begins, again)
            closes = self._closes(begins, length)
        if (closes or begins) < self.today:
            self._ask("renewal_date")
            return None, None
        self._mark("renewal", begins, "term")
        if closes and length:
            self._mark("renewal_window_closes", closes, "window", period=_worded(length))
        return begins, closes

    def _closes(self, begins: date, length: Duration | None) -> date | None:
        if length is None:
            return None
        return last_business_day(before(begins - timedelta(days=1), length, self.closed), self.closed)

    def _invoice(self, contract: Contract, last: date | None) -> tuple[date | None, date | None]:
        """When the final invoice goes out (the last day) and when it is due."""
        if last is None or self.side is Side.CUSTOMER:
            return None, None
        self._mark("handover", max(self.today, add_business_days(last, -2, self.closed)), "two_before")
        self._mark("final_invoice", last, "same_as_last")
        length = self._payment_period(contract)
        if length is None:
            self._ask("payment_terms")
            return last, None
        due = after(last, length, self.closed) if length.days else last
        self._mark("final_invoice_due", due, "payment" if length.days else "on_receipt", period=_worded(length))
        return last, due

    def _payment_period(self, contract: Contract) -> Duration | None:
        if contract.payment_days is not None:
            return _period(contract.payment_days)
        for value in self.situation.all(FactKind.PAYMENT_TERMS):
            match = re.search(r"net[- ]?(\d{1,3})", value, re.I)
            found = Duration(int(match[1]), False, 0, 0) if match else next(durations(value), None)
            if found:
                return found
        return None

    def _mark(self, name: str, day: date, reason: str, **values: object) -> None:
        self._stones.append(
            Milestone(
                id=name,
                date=day,
                label=content()["labels"][name],
                closed=self._why_closed(day),
                rests_on=content()["rests_on"][self._worded(reason)].format(**values, place=self.place),
            )
        )

    def _worded(self, reason: str) -> str:
        return "business_at" if reason == "business" and self.place else reason

    def _why_closed(self, day: date) -> str:
        """Why a day is no business day, or nothing."""
        return self.closed.get(day, "") or (f"a {day:%A}" if day.weekday() > 4 else "")

    def _left_out(self) -> tuple[str, ...]:
        """The public holidays on working days from today to the last milestone."""
        until = max((stone.date for stone in self._stones), default=self.today)
        days = sorted(day for day in self.closed if self.today <= day <= until and day.weekday() < 5)
        return tuple(f"{day:%-d %B %Y}, {self.closed[day]}" for day in days)

    def _ask(self, name: str, **values: object) -> None:
        self._questions.append(content()["questions"][name].format(**values))


_ORDER = ["send_today", "send_warning", "send_notice", "talk", "cure_ends", "earliest_end", "renewal_window_closes", "handover", "last_day", "final_invoice", "renewal", "final_invoice_due"]  # fmt: skip


def _period(term: Term, renewal: bool = False) -> Duration:
    """The period a term states, with its unit as the quote words it."""
    words = normal(term.quote)
    matching = [d for d in durations(words) if d.days == term.value]
    chosen = [d for d in matching if is_renewal_notice(words, d)] if renewal else matching
    return next(iter(chosen or matching), Duration(int(term.value), False, 0, 0))


def _worded(length: Duration) -> str:
    if length.months and length.months % 12 == 0:
        years = length.months // 12
        return f"{years} year{'s' * (years > 1)}"
    if length.months:
        return f"{length.months} month{'s' * (length.months > 1)}"
    return f"{length.days} {'business ' if length.business else ''}day{'s' * (length.days != 1)}"


def _is_true(term: Term | None) -> bool:
    return term is not None and term.value is True
