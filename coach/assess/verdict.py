"""The verdict: readable rules from signs, severity, what was tried, money and safety.

Repair comes first (eight-reasons: amend before you end) unless it was tried and failed (seven-signs#failed-attempts), or
there is abuse, danger or a breach of ethics (eight-reasons#no-precedent, seven-signs#integrity). What has been put right
is kept. Where too little is said to tell, the verdict is `ask`. An account as a whole may still be one that fair readers clearly
answer otherwise than the rules do; then their answer stands, as far as the facts allow it (`_allowed`).
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple

from coach.assess.cues import Cue
from coach.situation import Relation
from coach.vocabulary.assessment import Action, PossibleSign, ReportedSign
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.intake import Raised, Try
from coach.vocabulary.signs import SignId

Cues = Mapping[Cue, tuple[Evidence, ...]]
Quotes = tuple[Evidence, ...]

BARELY_A_WORD = 25  # and below this no reading of the whole makes up for what is not told
ENOUGH_WORDS = 45  # below this an account without a clear sign says too little to judge
GRAVE = (SignId.VERBAL_ABUSE, SignId.CULTURE_CLASH)  # that are never friction
HEAVY = 2  # severity from which a sign weighs by itself
HEAVY_ENOUGH = 2  # so many signs that weigh are never answered with keep or ask
OWN_FAULTS = 2  # so many faults of the teller's own, told where no sign is clear, come first
MANY = 4  # clear signs that outweigh one talk, or none that is told of
AT_ONCE = 0.2  # likelihood that fair readers would accept leaving at once, below which abuse alone does not ask for it
AT_ALL = 0.04  # and below which words of danger are a figure of speech, or not meant for the teller: asked about
SURE_OF_ABUSE = 0.9  # below it, and without words that name it, abuse decides nothing by itself
MOSTLY_FINE = 0.3  # from this likelihood one light sign is ordinary friction
CLEARLY = 0.02  # how much likelier fair readers must accept another verdict than that of the rules before it stands
FINE = 0.22  # from this likelihood that nothing is wrong, an account without a clear sign is read as healthy


class Ground(StrEnum):
    """Why the verdict is what it is; `knowledge/verdict.yaml` words each."""

    DANGER = "danger"
    SELF_HARM = "self_harm"
    ETHICS = "ethics"
    VALUES = "values"
    ABUSE = "abuse"
    TRIED = "tried"
    TOLL = "toll"
    MANY = "many"
    ENDED = "ended"
    APART = "apart"
    BEYOND = "beyond"
    FRICTION = "friction"
    UNTRIED = "untried"
    OWN_PART = "own_part"
    REPAIRABLE = "repairable"
    ONCE = "once"
    HEALTHY = "healthy"
    SOLVED = "solved"
    TOO_LITTLE = "too_little"
    UNSETTLED = "unsettled"
    PROSPECT = "prospect"
    PROSPECT_AGREE = "prospect_agree"


class Decision(NamedTuple):
    """The action and its grounds, the weightiest first."""

    action: Action
    grounds: tuple[Ground, ...]


class Facts(NamedTuple):
    """All that the rules look at: read from the text, then settled by the user's answers and the fix-first record."""

    signs: tuple[ReportedSign, ...]
    possible: tuple[PossibleSign, ...]
    cues: Cues
    relation: Relation
    words: int
    raised: Raised = Raised.UNSAID
    fine: float = 0.2
    leanings: Mapping[Action, float] = {}
    tried: Quotes = ()
    goodwill: Quotes = ()
    own_part: Quotes = ()
    tries: tuple[Try, ...] = ()
    unsafe: Quotes = ()  # words that may mean danger; asked about, not assumed
    despair: Quotes = ()  # words that may mean that the teller cannot go on; spoken to, with care
    in_danger: bool | None = None  # what the user said when asked
    asked_to_do_wrong: bool = False
    habit: bool | None = None
    answered: bool = False  # whether the user answered a question that the verdict hangs on, or keeps a record

    def sign(self, sign: SignId) -> ReportedSign | None:
        return next((found for found in self.signs if found.id is sign), None)

    def has(self, *signs: SignId) -> bool:
        return any(found.id in signs for found in self.signs)

    def may(self, sign: SignId) -> bool:
        """Whether the sign is among the possible ones."""
        return any(found.id is sign for found in self.possible)

    def urgency(self) -> float:
        """How likely fair readers of the whole account would accept leaving at once; 1 where nothing was read of it."""
        return self.leanings.get(Action.EXIT_NOW, 1.0)

    def danger_named(self) -> bool:
        """Whether words of danger stand in the text that are likely meant so."""
        return bool(self.cues[Cue.DANGER]) and self.urgency() >= AT_ALL

    def heavy(self) -> int:
        """How many clear signs weigh by themselves."""
        return sum(found.severity >= HEAVY for found in self.signs)


def decide(facts: Facts) -> Decision:
    """The first rule that applies decides, unless fair readers would clearly answer this account otherwise."""
    return _weighed(next(found for rule in _rules() if (found := rule(facts)) is not None), facts)


def _rules() -> tuple[Callable[[Facts], Decision | None], ...]:
    """In the order of their weight; the last one always decides."""
    return (
        _safety,
        _abuse,
        _ethics,
        _prospect,
        _mended,
        _nothing_clear,
        _mostly_fine,
        _once_only,
        _tried_and_failed,
        _already_ended,
        _worn_out,
        _apart,
        _repair,
    )


def _weighed(decision: Decision, facts: Facts) -> Decision:
    """`decision`, or the verdict that the account as a whole is likelier to be answered with, among those the facts allow.

    What calls for leaving at once, and what the user answered or keeps a record of, stand above it.
    """
    if not facts.leanings or facts.answered or decision.action is Action.EXIT_NOW:
        return decision
    if Ground.TOO_LITTLE in decision.grounds and facts.words < BARELY_A_WORD:
        return decision
    allowed = (action for action in Action if _allowed(action, facts) and not _was_tried(action, decision, facts))
    likeliest = max(allowed, key=lambda action: facts.leanings[action])
    if facts.leanings[likeliest] < facts.leanings[decision.action] + CLEARLY:
        return decision
    return _as_read(likeliest, facts)


def _was_tried(action: Action, decision: Decision, facts: Facts) -> bool:
    """Whether it would send the user back to what they say, in words that can be quoted, they tried in vain."""
    failed = Ground.TRIED in decision.grounds and facts.has(SignId.FAILED_REPAIRS)
    return action is Action.REPAIR and failed


def _allowed(action: Action, facts: Facts) -> bool:
    """What no reading may overrule: leaving needs signs, leaving at once needs words that can be quoted for it (what is only
    implied is asked about), and weight is never brushed aside."""
    if action is Action.EXIT_NOW:
        return bool(facts.has(SignId.VERBAL_ABUSE) or facts.cues[Cue.ABUSE] or facts.cues[Cue.ETHICS])
    if action is Action.EXIT:
        unclear = bool(facts.possible) and len(facts.own_part) < OWN_FAULTS
        return bool(facts.signs or facts.cues[Cue.ENDED] or unclear)
    if action is Action.REPAIR:
        return bool(facts.signs or facts.possible)
    asked_to = facts.cues[Cue.ETHICS] and facts.may(SignId.CULTURE_CLASH)
    return facts.heavy() < HEAVY_ENOUGH and not facts.has(*GRAVE) and not asked_to


def _as_read(action: Action, facts: Facts) -> Decision:
    """The grounds of a verdict that rests on the account as a whole."""
    if action is Action.REPAIR:
        return _repair(facts)
    if action is Action.EXIT:
        ended = facts.cues[Cue.ENDED] and facts.signs
        return Decision(action, (Ground.ENDED,) if ended else (Ground.BEYOND,))
    if action is Action.EXIT_NOW:
        return Decision(action, (Ground.ETHICS,) if facts.cues[Cue.ETHICS] else (Ground.ABUSE,))
    if action is Action.ASK:
        return Decision(action, (Ground.TOO_LITTLE,) if facts.words < ENOUGH_WORDS else (Ground.UNSETTLED,))
    mended = facts.raised is Raised.MENDED
    return Decision(action, (Ground.SOLVED,) if mended else (Ground.FRICTION,) if facts.signs else (Ground.HEALTHY,))


def _safety(facts: Facts) -> Decision | None:
    """Named in plain words, or confirmed by the user, or abuse with words that may mean danger."""
    likely = bool(facts.unsafe) and facts.has(SignId.VERBAL_ABUSE) and facts.in_danger is not False
    if facts.in_danger or facts.danger_named() or (likely and facts.cues[Cue.ABUSE] and facts.urgency() >= AT_ONCE):
        return Decision(Action.EXIT_NOW, (Ground.DANGER,))
    return None


def _abuse(facts: Facts) -> Decision | None:
    """Abuse ends it at once, unless it was put right; where it is less sure, the other rules decide."""
    abuse = facts.sign(SignId.VERBAL_ABUSE)
    if abuse is None or facts.raised is Raised.MENDED or facts.urgency() < AT_ONCE:
        return None
    if abuse.confidence >= SURE_OF_ABUSE or facts.cues[Cue.ABUSE]:
        return Decision(Action.EXIT_NOW, (Ground.ABUSE,))
    return None


def _ethics(facts: Facts) -> Decision | None:
    """Asked to act against one's ethics: leave; at once where the words, or the user, say what was asked."""
    if facts.asked_to_do_wrong:
        return Decision(Action.EXIT_NOW, (Ground.ETHICS,))
    if facts.cues[Cue.ETHICS] and not facts.has(SignId.CULTURE_CLASH) and facts.may(SignId.CULTURE_CLASH):
        return Decision(Action.EXIT, (Ground.ETHICS,))
    if not facts.has(SignId.CULTURE_CLASH) or facts.raised is Raised.MENDED:
        return None
    if not facts.cues[Cue.ETHICS]:
        return Decision(Action.EXIT, (Ground.VALUES,))
    return Decision(Action.EXIT_NOW if facts.urgency() >= AT_ONCE else Action.EXIT, (Ground.ETHICS,))


def _prospect(facts: Facts) -> Decision | None:
    if facts.relation is not Relation.PROSPECT:
        return None
    if facts.heavy() >= 1 or len(facts.signs) >= 2:
        return Decision(Action.EXIT, (Ground.PROSPECT,))
    if facts.signs or (facts.possible and facts.fine < FINE):
        return Decision(Action.REPAIR, (Ground.PROSPECT_AGREE,))
    return None


def _mended(facts: Facts) -> Decision | None:
    """It was raised and it worked; a few leftovers do not change that."""
    if facts.raised is Raised.MENDED and len(facts.signs) < MANY:
        return Decision(Action.KEEP, (Ground.SOLVED, Ground.HEALTHY))
    return None


def _nothing_clear(facts: Facts) -> Decision | None:
    if facts.signs:
        return None
    spoken_of = facts.raised in (Raised.NO, Raised.ONCE, Raised.FAILED)
    if facts.answered and facts.possible and spoken_of:
        return _repair(facts)
    if facts.words < ENOUGH_WORDS and not facts.goodwill:
        return Decision(Action.ASK, (Ground.TOO_LITTLE,))
    if facts.fine >= FINE or not facts.possible:
        return Decision(Action.KEEP, (Ground.HEALTHY,))
    if spoken_of:
        return _repair(facts)
    return Decision(Action.ASK, (Ground.UNSETTLED,))


def _mostly_fine(facts: Facts) -> Decision | None:
    """One light sign in an account that is otherwise well: friction, not a case."""
    if facts.fine >= MOSTLY_FINE and len(facts.signs) == 1 and not facts.heavy():
        return Decision(Action.KEEP, (Ground.HEALTHY,))
    return None


def _once_only(facts: Facts) -> Decision | None:
    """One bad stretch, by the user's own word, with nothing that weighs by itself."""
    if facts.habit is False and not facts.heavy():
        return Decision(Action.KEEP, (Ground.ONCE,))
    return None


def _tried_and_failed(facts: Facts) -> Decision | None:
    """Raised more than once, and not mended."""
    others = [found for found in facts.signs if found.id is not SignId.FAILED_REPAIRS]
    told = facts.raised is Raised.FAILED
    said = facts.has(SignId.FAILED_REPAIRS) and facts.raised is not Raised.NO and (others or facts.tried)
    if not told and not said:
        return None
    harmed = facts.has(SignId.WELLBEING_TOLL, SignId.TEAM_TOLL)
    return Decision(Action.EXIT, (Ground.TRIED, Ground.TOLL) if harmed else (Ground.TRIED,))


def _already_ended(facts: Facts) -> Decision | None:
    """The teller has drawn the line already, and had reasons."""
    if facts.cues[Cue.ENDED] and facts.raised is not Raised.NO:
        return Decision(Action.EXIT, (Ground.ENDED,))
    return None


def _worn_out(facts: Facts) -> Decision | None:
    """Too much for another round: many signs, or some that hurt people, and a talk that changed nothing."""
    if facts.raised is Raised.NO:
        return None
    harmed = facts.has(SignId.WELLBEING_TOLL, SignId.TEAM_TOLL)
    if facts.raised is Raised.ONCE and harmed and len(facts.signs) >= MANY - 1:
        return Decision(Action.EXIT, (Ground.TOLL, Ground.TRIED))
    if len(facts.signs) >= MANY + (facts.raised is Raised.UNSAID):
        return Decision(Action.EXIT, (Ground.MANY,))
    return None


def _apart(facts: Facts) -> Decision | None:
    """Not a fault that can be mended: the wrong match, or better work waiting."""
    wrong = facts.has(SignId.POOR_FIT, SignId.OPPORTUNITY_COST)
    if wrong and facts.raised is not Raised.NO and len(facts.signs) >= 2:
        return Decision(Action.EXIT, (Ground.APART,))
    return None


def _repair(facts: Facts) -> Decision:
    raised = facts.raised in (Raised.ONCE, Raised.FAILED)
    if not facts.signs and len(facts.own_part) >= OWN_FAULTS:
        return Decision(Action.REPAIR, (Ground.OWN_PART, Ground.REPAIRABLE))
    return Decision(Action.REPAIR, (Ground.REPAIRABLE,) if raised else (Ground.UNTRIED, Ground.REPAIRABLE))
