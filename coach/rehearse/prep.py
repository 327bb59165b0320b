"""Prep: the card before the talk: rules, a weak and a strong opening of the user's own case, a goal to choose."""

from coach.errors import ContentError
from coach.rehearse.facts import date_in, facts_of
from coach.rehearse.feedback import is_firm
from coach.rehearse.listener import Listener
from coach.rehearse.personas import Profile
from coach.rehearse.wording import case_slots, coaching, first_that_fits
from coach.sentences import sentences
from coach.situation import FactKind, Situation
from coach.vocabulary.rehearsal import ActId, Goal, Heard, PrepCard

_UNNAMED = "the work"
_LONGEST_OPENING = 45  # words


def prep_card(
    profile: Profile,
    goal: Goal,
    situation: Situation | None = None,
    last_day: str | None = None,
    *,
    opening: str | None = None,
    own_goal: str = "",
) -> PrepCard:
    """Three rules, of which the last is about this client; the openings name the project and the date where they are known.

    The last day is the one given, else the one the situation names. `opening` is the user's own, such as `opening_of` finds
    in a draft, and takes the place of the strong one.

    Raises:
        ContentError: there is no rule for this persona.
    """
    content = coaching("prep")
    day = last_day or _last_day(situation)
    slots = {"project": _UNNAMED, **case_slots(facts_of(situation), day)}
    rule = content[goal]["by_persona"].get(profile.id)
    if rule is None:
        raise ContentError(f"The content file 'coaching/prep.yaml' has no rule for {profile.id!r}.")
    first, second = content[goal]["rules"]
    return PrepCard(
        rules=(first, second, rule),
        weak_opening=first_that_fits(content[goal]["weak"], slots) or "",
        strong_opening=opening or first_that_fits(content[goal]["strong"], slots) or "",
        goals=tuple(one["goal"] for one in content["goals"]),
        from_draft=opening is not None,
        own_goal=own_goal,
    )


def opening_of(body: str, goal: Goal, listener: Listener) -> str | None:
    """What a message says first of the decision, to be said aloud: that sentence, and the next if it names the day.

    None where no sentence of it says the decision firmly and briefly.
    """
    told = [" ".join(body[start:end].split()) for start, end in sentences(body)]
    for place, sentence in enumerate(told):
        heard = listener.hear(sentence) if sentence.strip(" .,:-") else None
        if heard is None or not is_firm(heard) or not _opens(heard, goal):
            continue
        after = told[place + 1] if place + 1 < len(told) else ""
        dated = bool(after) and not heard.has(ActId.NAME_DATE) and listener.hear(after).has(ActId.NAME_DATE)
        opening = f"{sentence} {after}" if dated else sentence
        if len(opening.split()) <= _LONGEST_OPENING:
            return opening
    return None


def _opens(heard: Heard, goal: Goal) -> bool:
    exits, resets = (ActId.STATE_DECISION, ActId.REPEAT_DECISION), (ActId.PROPOSE_RESET, ActId.NAME_NEW_TERMS)
    return heard.has(*(resets if goal is Goal.RESET else exits))


def _last_day(situation: Situation | None) -> str | None:
    """The day the situation names as the last, as it is said."""
    named = situation.first(FactKind.END_DATE) if situation else None
    return (date_in(named) or named) if named else None
