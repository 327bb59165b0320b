"""ExitPlan: the contract's terms, the dates, what to wrap up, the numbers and the talk of leaving well."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from coach.vocabulary.base import Value


class Term(Value):
    """One term of a contract: `quote == contract[start:end]`.

    `value` by key: true or false for a right, duty or form; a whole number of days (a week is 7, a month 30) for a period; the
    words for a fee or a law. False means that the contract says no in so many words; a term it does not mention is null.
    """

    value: bool | int | str
    quote: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int


class Contract(Value):
    """What a contract says about ending it; the rights are those of the service provider, absent terms are null."""

    terminate_for_convenience: Term | None = None  # true | false
    notice_days: Term | None = None  # days; business days if the next says so
    notice_business_days: Term | None = None  # true | false
    notice_in_writing: Term | None = None  # true | false
    terminate_for_cause: Term | None = None  # true
    cure_days: Term | None = None  # days
    cure_business_days: Term | None = None  # true: those days are business days
    auto_renewal: Term | None = None  # true | false
    non_renewal_notice_days: Term | None = None  # days
    payment_days: Term | None = None  # days; 0 is due on receipt
    late_fee: Term | None = None  # words: "1.5% per month"
    kill_or_termination_fee: Term | None = None  # words: "50% of the fees not yet invoiced"
    ip_until_paid: Term | None = None  # true
    confidentiality: Term | None = None  # true
    non_disparagement: Term | None = None  # true
    non_solicitation: Term | None = None  # true
    exclusivity: Term | None = None  # true | false
    transition_duty: Term | None = None  # true
    governing_law: Term | None = None  # words: "England and Wales"
    term: Term | None = None  # words: "twelve (12) months", "until 31 December 2026", "month-to-month"
    notice_address: Term | None = None  # words: "by registered mail to the registered office"
    refund: Term | None = None  # words: "deposit is non-refundable"
    work_for_hire: Term | None = None  # true: the customer's from the start
    unfinished_work: Term | None = None  # words: "yours", "theirs", "theirs once paid"


class Trap(Value):
    """Something in the contract that costs people their exit: what it says, what it means, and the passage about it."""

    id: str
    title: str
    text: str
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    passage: str


class Route(StrEnum):
    """By which door the contract ends."""

    CONVENIENCE = "convenience"  # with notice and no reason
    NON_RENEWAL = "non_renewal"  # by letting the term run out
    CAUSE = "cause"  # for breach, after a warning
    AGREED = "agreed"  # a last day the user names, no clause known
    UNKNOWN = "unknown"
    NOTHING_SIGNED = "nothing_signed"  # a prospect: there is nothing to end


class Milestone(Value):
    """One day of the timeline; `rests_on` says what it was counted from, in words."""

    id: str
    date: date
    label: str
    rests_on: str
    closed: str = ""  # why it is no business day: "a Sunday", "New Year's Day"; empty where it is one


class Dates(Value):
    """The calendar of leaving, plain dates without a time of day; what cannot be known is null and asked in `questions`.

    `notice_given` is the day the calculation starts from; `latest_to_send` the last day to send notice for the last day wanted
    or before the renewal; `renewal_window_closes` the last day to object to a renewal; `cure_ends` the last day of a cure period
    if the warning is sent on `notice_given`.
    """

    today: date
    route: Route
    side: str
    place: str | None = None  # whose public holidays are left out: "GB-ENG"; null: none are
    holidays: tuple[
        str, ...
    ] = ()  # those that fall between today and the last milestone: "25 December 2026, Christmas Day"
    notice_days: int | None = None
    business_days: bool | None = None
    notice_given: date | None = None
    latest_to_send: date | None = None
    last_day: date | None = None
    cure_ends: date | None = None
    renewal_date: date | None = None
    renewal_window_closes: date | None = None
    final_invoice: date | None = None
    final_invoice_due: date | None = None
    timeline: tuple[Milestone, ...] = ()
    traps: tuple[Trap, ...] = ()
    questions: tuple[str, ...] = ()
    not_legal_advice: str = ""


class Proposal(StrEnum):
    FINISH = "finish"
    HAND_OVER = "hand_over"
    DROP = "drop"
    DO = "do"  # a step of the hand-over itself


class WrapUpItem(Value):
    """One thing to close: a deliverable with a proposal, or a step of the hand-over; `source` is the user's own words, if any.

    `item` is the name of a piece of work; `for_them` how it stands in the hand-over document, null where it is not theirs to read.
    """

    id: str
    group: str
    text: str
    proposal: Proposal
    why: str
    who: str = "you"
    by: date | None = None
    source: str | None = None
    item: str | None = None
    for_them: str | None = None
    passage: str


class Money(Value):
    """An amount in the currency the text names: an ISO code, "$" where it does not say which dollar, null where it names none."""

    amount: float
    currency: str | None = None
    quote: str | None = None


class Spread(Value):
    """A range that eight of ten runs fall into, and its middle; amounts are rounded to what the guess behind them bears."""

    low: float
    middle: float
    high: float


class Assumption(Value):
    """One input of the calculation: stated in the user's words (`from_text`), given by the user (`from_user`), or assumed."""

    id: str
    label: str
    value: float
    low: float
    high: float
    unit: str
    from_text: bool = False
    from_user: bool = False
    quote: str | None = None


class Path(Value):
    """One choice with its cumulative result at the end of each month (low, middle, high), from month 1."""

    id: str
    label: str
    total: Spread
    months: tuple[Spread, ...]
    ahead_of_staying: float = Field(ge=0, le=1)
    pays_back_month: int | None = None


class Influence(Value):
    """How much the answer moves when one assumption goes from its low to its high value."""

    assumption: str
    label: str
    swing: float


class Numbers(Value):
    """What the client pays and what leaving costs; every figure neither text nor user states is null, and asked for.

    `rate_gap` says how far an hour here lies from the usual rate: -0.2 is a fifth below it.
    """

    currency: str | None = None
    fees_per_month: Money | None = None
    project_fee: Money | None = None
    stated_rate: Money | None = None
    target_rate: Money | None = None
    hours: float | None = None
    hours_period: str | None = None
    costs_per_month: Money | None = None
    effective_hourly_rate: Money | None = None
    rate_gap: float | None = None
    open_invoices: tuple[Money, ...] = ()
    open_total: Money | None = None
    late_days: int | None = None
    held_back: Money | None = None  # what they hold of the user's at any time by paying late
    notice_income: Money | None = None
    cost_of_leaving: Spread | None = None
    horizon_months: int | None = None
    assumptions: tuple[Assumption, ...] = ()
    paths: tuple[Path, ...] = ()
    matters_most: tuple[Influence, ...] = ()
    questions: tuple[str, ...] = ()
    caveat: str = ""


class Advice(Value):
    """A sentence with the passages it rests on."""

    text: str
    passages: tuple[str, ...] = Field(min_length=1)


class Objection(Value):
    """What they are likely to say, and an answer that holds; `moves` are those of a rehearsal that say the same."""

    id: str
    moves: tuple[str, ...] = ()
    they_say: str
    you_say: str
    passages: tuple[str, ...] = Field(min_length=1)


class Talk(Value):
    """The talk on one page: channel and moment with reasons, opening line, three points, objections, what not to say."""

    channel: str
    why: Advice
    when: Advice
    opening: Advice
    points: tuple[Advice, ...]
    objections: tuple[Objection, ...]
    do_not_say: tuple[Advice, ...]
    afterwards: Advice
    blanks: tuple[str, ...] = ()


class ExitPlan(Value):
    """Leaving well; `model_dump(mode="json")` is what `coach plan --json` prints."""

    contract: Contract
    dates: Dates
    wrap_up: tuple[WrapUpItem, ...]
    numbers: Numbers
    talk: Talk
