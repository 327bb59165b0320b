"""The words of the plan's page: clauses, routes, the list, the sums and the check-in; nothing here knows Streamlit."""

from coach.ui.journey import Part
from coach.ui.wording import Headline
from coach.vocabulary.leaving import Reaction, Went
from coach.vocabulary.plan import Dates, Money, Proposal, Route, Spread, Term

PARTS = {
    Part.CONTRACT: "Contract",
    Part.DATES: "Dates",
    Part.LIST: "To close",
    Part.MONEY: "Money",
    Part.TALK: "The talk",
    Part.AFTER: "Afterwards",
}
NOT_LEGAL = (
    "A reading by a program, not legal advice. Before you act on a clause, show it to somebody who knows the law."
)
NOT_LEGAL_STEP = "Not legal advice. Before you act on it, ask somebody who knows the law where you are."

ROUTES = {
    Route.CONVENIENCE: Headline("You may leave with notice, and need no reason", "Count from the day you send it."),
    Route.NON_RENEWAL: Headline("You may let the term run out", "It works only if you object in time."),
    Route.CAUSE: Headline(
        "You may leave only for their breach", "Warn them in writing first, and let the time to put it right run."
    ),
    Route.AGREED: Headline(
        "These dates follow your own words",
        "Nothing here says what a contract asks for. Add it, and they are counted anew.",
    ),
    Route.NOTHING_SIGNED: Headline("Nothing is signed, so there is nothing to end", "A short, clear no is enough."),
    Route.UNKNOWN: Headline("No way out is stated yet", "You need their agreement, or a look at the contract."),
}

TERMS = {
    "terminate_for_convenience": "Ending it without a reason",
    "notice_days": "Notice",
    "notice_business_days": "Days are counted",
    "notice_in_writing": "Notice in writing",
    "terminate_for_cause": "Ending it for a breach",
    "cure_days": "Time to put a breach right",
    "cure_business_days": "Days to put it right are counted",
    "auto_renewal": "Renews by itself",
    "non_renewal_notice_days": "Objecting to the renewal",
    "payment_days": "Time to pay",
    "late_fee": "Late fee",
    "kill_or_termination_fee": "Fee for ending early",
    "ip_until_paid": "Ownership until paid",
    "confidentiality": "Confidentiality",
    "non_disparagement": "Speaking no ill",
    "non_solicitation": "Not taking people or customers",
    "exclusivity": "Exclusivity",
    "transition_duty": "Duties after the end",
    "governing_law": "Governing law",
    "term": "How long it runs",
    "notice_address": "Where notices go",
    "refund": "Refunds",
    "work_for_hire": "Theirs from the start, paid or not",
    "unfinished_work": "Unfinished work",
}
THE_WAY_OUT = frozenset(
    "terminate_for_convenience notice_days notice_business_days notice_in_writing terminate_for_cause cure_days "
    "cure_business_days auto_renewal non_renewal_notice_days".split()
)
_YES_NO = {
    "terminate_for_convenience": ("allowed", "ruled out"),
    "notice_business_days": ("as business days", "as calendar days"),
    "cure_business_days": ("as business days", "as calendar days"),
    "notice_in_writing": ("required", "not required"),
    "terminate_for_cause": ("allowed", "ruled out"),
    "auto_renewal": ("yes", "no"),
    "ip_until_paid": ("stays with whoever did the work", "passes at once"),
    "work_for_hire": ("agreed", "not agreed"),
    "confidentiality": ("agreed", "not agreed"),
    "non_disparagement": ("agreed", "not agreed"),
    "non_solicitation": ("agreed", "not agreed"),
    "exclusivity": ("agreed", "ruled out"),
    "transition_duty": ("agreed", "none"),
}


def term_value(name: str, term: Term) -> str:
    """What the contract says about a term, in words."""
    value = term.value
    if isinstance(value, bool):
        return _YES_NO.get(name, ("yes", "no"))[not value]
    if isinstance(value, int):
        if name == "payment_days" and value == 0:
            return "on receipt"
        counted = f"{value} day{'s' if value != 1 else ''}"
        return f"at least {counted} before" if name == "non_renewal_notice_days" else counted
    return value


HELD = "Your own words that held when you rehearsed it"
ON_A_WEEKEND = "It falls on a weekend: ask which working day counts, or name one."
NO_HOLIDAYS = "No public holidays are left out. Choose a country below, and they are no business days."
PLACES = {
    "AR": "Argentina", "AU-ACT": "Australia: Capital Territory", "AU-NSW": "Australia: New South Wales", "AU-QLD": "Australia: Queensland",
    "AU-VIC": "Australia: Victoria", "AU-WA": "Australia: Western Australia", "AT": "Austria", "BE": "Belgium", "BR": "Brazil",
    "CA-AB": "Canada: Alberta", "CA-BC": "Canada: British Columbia", "CA-ON": "Canada: Ontario", "CA-QC": "Canada: Quebec",
    "CN": "China", "CZ": "Czechia", "DK": "Denmark", "FI": "Finland", "FR": "France", "DE": "Germany (all states)",
    "DE-BE": "Germany: Berlin", "DE-BW": "Germany: Baden-Württemberg", "DE-BY": "Germany: Bavaria", "DE-HH": "Germany: Hamburg",
    "DE-HE": "Germany: Hesse", "DE-NW": "Germany: North Rhine-Westphalia", "DE-SN": "Germany: Saxony", "GR": "Greece", "HK": "Hong Kong",
    "HU": "Hungary", "IN": "India", "IE": "Ireland", "IL": "Israel", "IT": "Italy", "JP": "Japan", "KE": "Kenya", "LU": "Luxembourg",
    "MX": "Mexico", "NL": "Netherlands", "NZ": "New Zealand", "NG": "Nigeria", "NO": "Norway", "PH": "Philippines", "PL": "Poland",
    "PT": "Portugal", "RO": "Romania", "SG": "Singapore", "ZA": "South Africa", "ES": "Spain", "SE": "Sweden", "CH": "Switzerland",
    "CH-BE": "Switzerland: Bern", "CH-GE": "Switzerland: Geneva", "CH-ZH": "Switzerland: Zurich", "TR": "Turkey",
    "AE": "United Arab Emirates", "GB-ENG": "United Kingdom: England", "GB-NIR": "United Kingdom: Northern Ireland",
    "GB-SCT": "United Kingdom: Scotland", "GB-WLS": "United Kingdom: Wales", "US": "United States (federal)",
    "US-CA": "United States: California", "US-NY": "United States: New York", "US-TX": "United States: Texas",
}  # fmt: skip


def holidays(dates: Dates) -> str:
    """Which public holidays the dates leave out."""
    if not dates.place:
        return NO_HOLIDAYS
    named = PLACES.get(dates.place, dates.place)
    return f"Public holidays left out ({named}): {'; '.join(dates.holidays) or 'none in this time'}."


GROUPS = {
    "deliverables": "Open work",
    "files": "Files",
    "credentials": "Passwords and accounts",
    "licences": "Subscriptions and licences",
    "data": "Data and records",
    "access": "Access",
    "client_needs": "What they need not to be left hanging",
    "announcement": "Your own people",
    "invoices": "Invoices",
    "duties": "Duties from the contract",
    "close": "The last message",
}
PROPOSALS = {
    Proposal.FINISH: "Finish it",
    Proposal.HAND_OVER: "Hand it over as it is",
    Proposal.DROP: "Do not begin it",
}
ASSUMED, FROM_TEXT, FROM_USER, FROM_DATES = "assumed", "from your words", "yours", "from the dates"

PATHS = {
    "stay": "Stay",
    "repair": "Try a repair",
    "exit_now": "Leave now",
    "exit_at_notice": "Leave with notice",
}
CURRENCIES = (
    "$", "USD", "EUR", "GBP", "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "HKD", "ILS", "INR", "JPY", "KES", "MXN",
    "NGN", "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "TRY", "ZAR",
)  # fmt: skip
_SIGNS = {"$": "$", "USD": "$", "EUR": "€", "GBP": "£", "INR": "₹", "NGN": "₦", "ILS": "₪", "PHP": "₱", "TRY": "₺"}

WENT = {Went.WELL: "Better than I feared", Went.MIXED: "So-so", Went.BADLY: "Badly"}
REACTIONS = {
    Reaction.ACCEPTED: "Accepted it",
    Reaction.BEGGED: "Begged me to stay",
    Reaction.BARGAINED: "Bargained",
    Reaction.THREATENED: "Threatened",
    Reaction.WITHHELD_PAY: "Withheld pay",
    Reaction.SILENT: "Said nothing",
}


def amount(value: float, currency: str | None) -> str:
    """An amount in a currency: “$4,000”, “CHF 4,000”, “−€12.50”."""
    sign = _SIGNS.get(currency or "", f"{currency}\u00a0" if currency else "")
    digits = f"{abs(value):,.0f}" if value == round(value) else f"{abs(value):,.2f}"
    return f"{'−' if value < 0 else ''}{sign}{digits}"


def notice(dates: Dates) -> str:
    """The notice in words, or nothing where none is known: “60 days’ notice.”"""
    if not dates.notice_days:
        return ""
    one = dates.notice_days == 1
    return f"{dates.notice_days} {'business ' if dates.business_days else ''}day{'’s' if one else 's’'} notice. "


def money(found: Money, currency: str | None) -> str:
    """An amount of the sums, in their currency where it has none of its own."""
    return amount(found.amount, currency or found.currency)


def spread(found: Spread, currency: str | None) -> str:
    """A range: “$20,000 to $48,000”."""
    if found.low == found.high:
        return amount(found.low, currency)
    return f"{amount(found.low, currency)} to {amount(found.high, currency)}"


def chance(share: float) -> str:
    """How often a path ends ahead of staying, in words that promise no more than the guess behind it."""
    if share >= 0.85:
        return "nearly always"
    if share >= 0.6:
        return "more often than not"
    if share >= 0.4:
        return "about as often as not"
    return "less often than not" if share >= 0.15 else "hardly ever"


def gap(share: float) -> str:
    """How far an hour here lies from the usual rate: “18% below your usual rate”."""
    if abs(share) < 0.01:
        return "just what you usually charge"
    return f"{abs(share):.0%} {'below' if share < 0 else 'above'} your usual rate"


def days_later(days: int) -> str:
    """The time between two dates of the timeline: “9 days later”, “5 weeks later”."""
    if days < 14:
        return f"{days} day{'s' if days != 1 else ''} later"
    return f"{round(days / 7)} weeks later" if days < 70 else f"{round(days / 30.4)} months later"
