"""The words of the pages: labels, badges and messages; nothing here knows Streamlit."""

from typing import NamedTuple

from coach.vocabulary.assessment import Action
from coach.vocabulary.draft import DraftKind, DraftTone
from coach.vocabulary.rehearsal import Answer, Channel, Ending, Goal, ItemId, Stage

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

STAGES = {
    Stage.OPENING: "opening",
    Stage.REACTION: "first reaction",
    Stage.PRESSING: "pressing you",
    Stage.BARGAINING: "bargaining",
    Stage.LOGISTICS: "practical questions",
    Stage.CLOSING: "closing",
}

ANSWERS = {Answer.YES: "Yes", Answer.NO: "Not yet", Answer.NOT_RELEVANT: "Did not come up"}
ITEMS = {
    ItemId.DECISION_CLEAR_BY_TURN_2: "The decision was clear by your second line",
    ItemId.STATED_AS_MADE: "You stated it as made, not as a question",
    ItemId.REASON_FACTUAL_OR_NONE: "Your reason was factual, or you gave none",
    ItemId.NO_BLAME: "You did not blame them as a person",
    ItemId.FEELINGS_ACKNOWLEDGED_SPECIFICALLY: "You acknowledged what they felt, in particular",
    ItemId.DATE_NAMED: "You named a date",
    ItemId.CONTRACT_NAMED: "You named the contract or its notice",
    ItemId.HANDOVER_OFFERED: "You said how the work will be handed over",
    ItemId.CLIENT_QUESTIONS_ANSWERED: "You answered what they asked",
    ItemId.BOUNDARY_HELD: "You held your boundary when they tested it",
    ItemId.NO_GIVING_IN: "You did not give in",
    ItemId.NO_OVER_APOLOGY: "You apologised once at most",
    ItemId.BRIEF: "You were brief",
    ItemId.CLOSED_PROPERLY: "You closed it properly",
}

KINDS = {
    DraftKind.EXIT_EMAIL: "E-mail that ends it",
    DraftKind.RESET_EMAIL: "E-mail that resets it",
    DraftKind.CALL_SCRIPT: "Script for a call",
}
TONES = {DraftTone.WARM: "Warm", DraftTone.NEUTRAL: "Neutral", DraftTone.FIRM: "Firm"}
FINDING_WEIGHTS = {3: "Fix this first", 2: "Worth changing", 1: "A small thing"}

FAULT = "Something went wrong on our side."
FAULT_HINT = "What you had saved is still there. Reload the page; if it happens again, run `coach doctor`."
