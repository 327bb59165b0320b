"""The words of the pages: labels, badges and messages; nothing here knows Streamlit."""

from collections.abc import Sequence
from typing import NamedTuple

from coach.llm.messages import Usage
from coach.settings import Engine, Redact
from coach.vocabulary.assessment import Action
from coach.vocabulary.draft import Check, DraftLength, DraftTone, Finding
from coach.vocabulary.intake import Approach, Effect
from coach.vocabulary.rehearsal import Answer, Channel, Ending, Goal

APP_NAME = "Good Terms"
TAGLINE = "Decide what to do about a difficult client, practise it, and say it well."


class Headline(NamedTuple):
    """A verdict in plain words: the sentence, and what it means for the next days."""

    title: str
    meaning: str


VERDICTS = {
    Action.KEEP: Headline(
        "Keep them, with your eyes open", "Nothing here calls for an ending. Name the small thing early."
    ),
    Action.REPAIR: Headline(
        "Try to repair it first", "There is something to mend, and it has not had a fair chance yet."
    ),
    Action.EXIT: Headline("It is time to leave, and to leave well", "Staying is likely to cost you more than going."),
    Action.EXIT_NOW: Headline("Leave now, and safely", "This is past repairing. Your safety and your name come first."),
    Action.ASK: Headline("It is too early to say", "A few answers would decide it. They are asked below."),
}

SEVERITIES = {3: "Serious", 2: "Weighs heavily", 1: "Wears you down"}
POSSIBLE = "Not settled"


def confidence(value: float) -> str:
    """A confidence of 0-1 in words."""
    if value >= 0.85:
        return "very clear in your words"
    if value >= 0.65:
        return "clear in your words"
    if value >= 0.45:
        return "fairly clear in your words"
    return "hinted at in your words"


def counted(number: int, one: str, many: str | None = None) -> str:
    """“1 sign”, “3 signs”."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


GOALS = {Goal.EXIT: "End it", Goal.RESET: "Put it right"}
CHANNELS = {Channel.MEETING: "Meeting", Channel.PHONE: "Phone call", Channel.CHAT: "Chat", Channel.EMAIL: "E-mail"}
DIFFICULTIES = {1: "Reasonable", 2: "Difficult", 3: "At their worst"}
DIFFICULTY_MEANINGS = {
    1: "They are hurt, but they listen.",
    2: "They push back and return to what you leave open.",
    3: "They take every opening you give them.",
}
FEEDBACK_TIMES = {"each": "After each of my lines", "end": "Only at the end"}

ENDINGS = {
    Ending.RESOLVED: Headline("It is settled", "They have taken it in, and both of you know what happens next."),
    Ending.AGREED_TO_RESET: Headline("They agreed to your terms", "Confirm it in writing the same day."),
    Ending.AT_CAP: Headline("Time ran out", "You talked for as long as such a talk lasts, and it stayed open."),
    Ending.WALKED_OUT: Headline("They walked out", "It happens in real life too. See which line it turned on."),
    Ending.GAVE_IN: Headline("You gave way", "That is what practice is for: go back to that line and hold it."),
    Ending.STOPPED: Headline("You stopped here", "What you said so far is looked at below."),
}

ANSWERS = {Answer.YES: "Yes", Answer.NO: "Not yet", Answer.NOT_RELEVANT: "Did not come up"}
KIND_GOALS = {"exit": "to end it", "reset": "to put it right", "other": "around it"}
TONES = {DraftTone.WARM: "Warm", DraftTone.NEUTRAL: "Neutral", DraftTone.FIRM: "Firm"}
LENGTHS = {DraftLength.SHORT: "Short", DraftLength.NORMAL: "Normal", DraftLength.LONG: "Long"}
FILES = {
    "md": "Markdown",
    "txt": "Plain text",
    "docx": "Word document",
    "eml": "E-mail draft, opens in your mail program",
}
CASE_FILES = {"json": "Export it, to be imported again (.json)", "md": "Export it, to be read (.md)"}
WAYS = {"words": "Write or paste", "questions": "Answer questions", "file": "Upload a file"}
LOOKS = {"System": "As my system has it", "Light": "Light", "Dark": "Dark"}
ENGINES = {Engine.BUILTIN: "The built-in engine", Engine.MODEL: "A language model"}
REDACTION = {
    Redact.AUTO: "From any model that is not on this machine",
    Redact.ALWAYS: "From every model",
    Redact.NEVER: "From none",
}
PRIVACY = (
    "What you write is stored in one place, named below. There is no account, and nobody counts what you do.",
    "With the built-in engine, nothing you write leaves this machine, and no connection is opened to anywhere.",
    "With a language model, only what the model needs for the next line is sent. Names, addresses, phone numbers and amounts "
    "are replaced first, unless the model runs on this machine or you say otherwise.",
    "Logs hold no word of yours.",
    "What you delete is gone: it is overwritten, not only hidden.",
    "Whoever can use this computer under your name can open the file. Lock your screen.",
)
DELETE_ALL = "delete everything"  # what is typed to mean it
FINDING_WEIGHTS = {3: "Fix this first", 2: "Worth changing", 1: "A small thing"}

MAYBE_LOST = "The page changed before your last words were stored. Please look whether they are there."
FAULT = "Something went wrong on our side."
FAULT_HINT = "What you had saved is still there. Reload the page; if it happens again, run `coach doctor`."


def sendable(findings: Sequence[Finding], blanks: int = 0) -> str:
    """Whether a message with these findings and open blanks may go out, in words."""
    heavy = sum(finding.severity == 3 for finding in findings)
    if heavy:
        return f"Not yet: {counted(heavy, 'thing')} should be put right first."
    if findings:
        return f"Nearly. {counted(len(findings), 'place')} could be better."
    if blanks:
        return "Nothing speaks against it. Fill in what is missing, and it may go out."
    return "It may go out as it is. Sleep on it if you can."


def taken_in(cases: int, documents: int = 0, known: int = 0) -> str:
    """What an import brought, in words."""
    parts = [counted(cases, "case")] if cases or not documents else []
    parts += [counted(documents, "file of yours", "files of yours")] if documents else []
    there = f" {counted(known, 'file')} of yours {'was' if known == 1 else 'were'} there already." if known else ""
    return f"{' and '.join(parts)} imported.{there}"


def scores(check: Check) -> tuple[tuple[str, float, str], ...]:
    """Respect and directness: the name, the score 0-1 and the reason."""
    reasons = (*check.reasons, "", "", "")
    return (("Respect", check.respect, reasons[1]), ("Directness", check.direct, reasons[2]))


def use(finding: Finding) -> str:
    """What the button beside a finding says."""
    if not finding.suggestion:
        return "Leave it out"
    return "Use it" if finding.quote else "Add it"


APPROACHES = {
    Approach.TALK: "Told them plainly",
    Approach.AGREEMENT: "Agreed anew how we work",
    Approach.CHANNEL: "Changed how and when we talk",
    Approach.PERSPECTIVE: "Looked at my own part",
    Approach.OTHER: "Something else",
}
EFFECTS = {
    Effect.SAME: "Nothing changed",
    Effect.WORSE: "It got worse",
    Effect.BETTER: "It got better",
    Effect.OPEN: "Too early to tell",
}


def used(usage: Usage) -> str:
    """What the model took since the app was started, in a line."""
    cost = "at a price that is not known" if usage.cost is None else f"${usage.cost:,.4f}"
    wait = f", {usage.seconds / usage.requests:.1f} s each" if usage.requests else ""
    about = "about " if usage.estimated else ""
    return f"The model so far: {counted(usage.requests, 'request')}, {about}{usage.tokens:,} tokens, {cost}{wait}."
