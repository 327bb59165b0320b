"""Prep: the card before the talk: rules, a weak and a strong opening of the user's own case, goals to choose from."""

from coach.rehearse.facts import facts_of
from coach.rehearse.personas import Profile
from coach.rehearse.wording import case_slots, coaching, first_that_fits
from coach.situation import Situation
from coach.vocabulary.rehearsal import Goal, PrepCard

_UNNAMED = "the work"


def prep_card(
    profile: Profile, goal: Goal, situation: Situation | None = None, last_day: str | None = None
) -> PrepCard:
    """Three rules, of which the last is about this client; openings name the project and the date where they are known."""
    content = coaching("prep")
    slots = {"project": _UNNAMED, **case_slots(facts_of(situation), last_day)}
    first, second, third = content[goal]["rules"]
    about_them = content["by_persona"].get(profile.id, third)
    return PrepCard(
        rules=(first, second, about_them),
        weak_opening=first_that_fits(content[goal]["weak"], slots) or "",
        strong_opening=first_that_fits(content[goal]["strong"], slots) or "",
        goals=tuple(content["goals"]),
    )
