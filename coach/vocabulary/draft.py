"""Drafts: the kinds of message, what each must hold, the message itself, and what a check finds in a text."""

from enum import StrEnum

from pydantic import Field

from coach.vocabulary.base import Value


class DraftKind(StrEnum):
    EXIT_EMAIL = "exit-email"
    RESET_EMAIL = "reset-email"
    CALL_SCRIPT = "call-script"
    FORMAL_NOTICE = "formal-notice"
    TALKING_POINTS = "talking-points"
    CHAT_MESSAGE = "chat-message"
    RESET_AGENDA = "reset-agenda"
    FRESH_AGREEMENT = "fresh-agreement"
    PUSHBACK_ANSWERS = "pushback-answers"
    HANDOVER_NOTE = "handover-note"
    FINAL_INVOICE_NOTE = "final-invoice-note"
    REFERRAL = "referral"
    TEAM_NOTE = "team-note"
    DECLINE_PROSPECT = "decline-prospect"
    END_VENDOR = "end-vendor"


class DraftTone(StrEnum):
    WARM = "warm"
    NEUTRAL = "neutral"
    FIRM = "firm"


class DraftLength(StrEnum):
    SHORT = "short"
    NORMAL = "normal"
    LONG = "long"


class OutlineItem(Value):
    """One thing the message must hold: `value` from the case, or None and then `blank` names what is missing (`[end date]`).

    In a finished draft, an item that is said rather than known (the decision, the thanks) has the words that say it as its value.
    `source` is the quote of the user's text that a value was read from.
    """

    id: str
    label: str
    value: str | None = None
    blank: str | None = None
    source: str | None = None


class Finding(Value):
    """What a check reports: `quote == text[start:end]` (an absence has an empty quote at the end), why, and what to write instead."""

    rule: str
    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    message: str
    suggestion: str | None = None
    passage: str | None = None
    severity: int = Field(default=2, ge=1, le=3)


class Beside(Value):
    """A model's text that was not taken, as `wrong` says; it is shown beside the message, for the user to judge."""

    engine: str
    subject: str
    body: str
    wrong: tuple[str, ...]


class Draft(Value):
    """A message with the outline it was written from; `blanks` are the facts still to fill in.

    Where a model was to write it and its text was not taken, `degraded_because` says why, and `beside` holds what it wrote, if
    that may be shown.

    `to` and `sender` are whom it goes to and who writes it, as `name <address>` or the name alone; empty where unknown.
    """

    kind: DraftKind
    tone: DraftTone
    length: DraftLength = DraftLength.NORMAL
    subject: str
    body: str
    outline: tuple[OutlineItem, ...]
    findings: tuple[Finding, ...]
    blanks: tuple[str, ...] = ()
    to: str = ""
    sender: str = ""
    engine: str = "builtin"
    degraded_because: str | None = None
    beside: Beside | None = Field(default=None, exclude_if=lambda beside: beside is None)


class RehearsedLine(Value):
    """Words of the user's own that worked in a rehearsal, offered into a message.

    `does` says what they do; `role` names that in the message; `stands_for` and `follows` are the outline items whose words
    they may replace, or else come after.
    """

    line: str
    does: str
    role: str
    in_text: bool = False
    stands_for: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()


class Check(Value):
    """Scores 0-1: may it go out as it is, does it respect the reader, does it say what it is for; `reasons` are those of the scores."""

    sendable: float = Field(ge=0, le=1)
    respect: float = Field(ge=0, le=1)
    direct: float = Field(ge=0, le=1)
    findings: tuple[Finding, ...]
    reasons: tuple[str, ...] = ()
