"""The verdict: readable rules from signs, severity, what was tried, money and safety.

Repair comes first (eight-reasons: amend before you end) unless it was tried and failed (seven-signs#failed-attempts), or
there is abuse, danger or a breach of ethics (eight-reasons#no-precedent, seven-signs#integrity). Where too little is said
to tell, the verdict is `ask`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from coach.assess.cues import Cue
from coach.situation import Relation
from coach.vocabulary.assessment import Action, PossibleSign, ReportedSign
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.signs import SignId

Cues = Mapping[Cue, tuple[Evidence, ...]]

ENOUGH_WORDS = 30  # below this an account without a sign says too little to judge
HEAVY = 2  # severity from which a sign weighs by itself
MANY = 5  # clear signs that are hard to repair one by one
SURE_OF_ABUSE = 0.75


class Ground(StrEnum):
    """Why the verdict is what it is; `knowledge/verdict.yaml` words each."""

    DANGER = "danger"
    SELF_HARM = "self_harm"
    ETHICS = "ethics"
    ABUSE = "abuse"
    TRIED = "tried"
    TOLL = "toll"
    MANY = "many"
    UNTRIED = "untried"
    REPAIRABLE = "repairable"
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
    """All that the rules look at."""

    signs: tuple[ReportedSign, ...]
    possible: tuple[PossibleSign, ...]
    cues: Cues
    relation: Relation
    words: int

    def sign(self, sign: SignId) -> ReportedSign | None:
        return next((found for found in self.signs if found.id is sign), None)

    def has(self, *signs: SignId) -> bool:
        return any(found.id in signs for found in self.signs)

    def heavy(self) -> int:
        """How many clear signs weigh by themselves."""
        return sum(found.severity >= HEAVY for found in self.signs)


def decide(facts: Facts) -> Decision:
    """The first rule that applies decides."""
    for rule in (
        _safety,
        _ethics,
        _abuse,
        _prospect,
        _tried_and_failed,
        _toll,
        _nothing_clear,
        _repair,
    ):
        decision = rule(facts)
        if decision is not None:
            return decision
    raise AssertionError("the last rule always decides")


def _safety(facts: Facts) -> Decision | None:
    if facts.cues[Cue.DANGER]:
        return Decision(Action.EXIT_NOW, (Ground.DANGER,))
    return None


def _ethics(facts: Facts) -> Decision | None:
    """Asked to act against one's ethics: leave; at once where the words say what was asked."""
    if not facts.has(SignId.CULTURE_CLASH):
        return None
    action = Action.EXIT_NOW if facts.cues[Cue.ETHICS] else Action.EXIT
    return Decision(action, (Ground.ETHICS,))


def _abuse(facts: Facts) -> Decision | None:
    """Abuse ends it at once, unless it was put right; where it is less sure, properly."""
    abuse = facts.sign(SignId.VERBAL_ABUSE)
    if abuse is None or (facts.cues[Cue.SOLVED] and len(facts.signs) == 1):
        return None
    sure = abuse.confidence >= SURE_OF_ABUSE or bool(facts.cues[Cue.ABUSE])
    return Decision(Action.EXIT_NOW if sure else Action.EXIT, (Ground.ABUSE,))


def _prospect(facts: Facts) -> Decision | None:
    if facts.relation is not Relation.PROSPECT:
        return None
    if facts.heavy() >= 1 or len(facts.signs) >= 2:
        return Decision(Action.EXIT, (Ground.PROSPECT,))
    if facts.signs or facts.possible:
        return Decision(Action.REPAIR, (Ground.PROSPECT_AGREE,))
    return None


def _tried_and_failed(facts: Facts) -> Decision | None:
    """Raised and not mended: said clearly, or likely and told as tried beside other signs."""
    others = [found for found in facts.signs if found.id is not SignId.FAILED_REPAIRS]
    said = facts.has(SignId.FAILED_REPAIRS) and (others or facts.cues[Cue.TRIED])
    likely = any(found.id is SignId.FAILED_REPAIRS for found in facts.possible)
    implied = likely and facts.cues[Cue.TRIED] and len(others) >= 2 and not facts.cues[Cue.UNTRIED]
    if not said and not implied:
        return None
    harmed = facts.has(SignId.WELLBEING_TOLL, SignId.TEAM_TOLL)
    return Decision(Action.EXIT, (Ground.TRIED, Ground.TOLL) if harmed else (Ground.TRIED,))


def _toll(facts: Facts) -> Decision | None:
    harmed = facts.has(SignId.WELLBEING_TOLL, SignId.TEAM_TOLL)
    tried = bool(facts.cues[Cue.TRIED]) and not facts.cues[Cue.UNTRIED]
    if harmed and facts.heavy() >= 3 and tried:
        return Decision(Action.EXIT, (Ground.TOLL, Ground.TRIED))
    if len(facts.signs) >= MANY and not facts.cues[Cue.UNTRIED]:
        return Decision(Action.EXIT, (Ground.MANY,))
    return None


def _nothing_clear(facts: Facts) -> Decision | None:
    if facts.signs:
        return None
    if facts.cues[Cue.SOLVED]:
        return Decision(Action.KEEP, (Ground.SOLVED, Ground.HEALTHY))
    if facts.words < ENOUGH_WORDS and not facts.cues[Cue.PRAISE]:
        return Decision(Action.ASK, (Ground.TOO_LITTLE,))
    if len(facts.possible) >= 2 and not facts.cues[Cue.PRAISE]:
        return Decision(Action.ASK, (Ground.UNSETTLED,))
    return Decision(Action.KEEP, (Ground.HEALTHY,))


def _repair(facts: Facts) -> Decision | None:
    grounds = (Ground.REPAIRABLE,) if facts.cues[Cue.TRIED] else (Ground.UNTRIED, Ground.REPAIRABLE)
    return Decision(Action.REPAIR, grounds)
