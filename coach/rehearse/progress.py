"""Progress: each skill over the talks that called for it, measured against one's own past only."""

from collections.abc import Iterable
from datetime import datetime

from coach.rehearse.drills import drills, skills
from coach.vocabulary.drill import Skill, SkillPoint, SkillProgress
from coach.vocabulary.rehearsal import Answer, Debrief

LATEST = 2  # talks looked at for whether a skill is slipping
WEAK = 0.7  # below this share of yes a drill is due
SLIP = 0.15  # so far below one's own earlier talks, a skill is slipping


def progress(talks: Iterable[tuple[datetime, Debrief]]) -> tuple[SkillProgress, ...]:
    """All skills, those that need a drill most first."""
    history = sorted(talks, key=lambda talk: talk[0])
    found = [_of(skill, history) for skill in skills().values()]
    return tuple(sorted(found, key=lambda one: (one.due is None, not one.slipped, _latest(one))))


def _of(skill: Skill, history: list[tuple[datetime, Debrief]]) -> SkillProgress:
    points = []
    for when, debrief in history:
        share = _share(skill, debrief)
        if share is not None:
            points.append(SkillPoint(when=when, share=share))
    made = SkillProgress(skill=skill, points=tuple(points))
    slipped = _earlier(made) - _latest(made) >= SLIP
    due = slipped or _latest(made) < WEAK
    return made.model_copy(update={"due": _drill_for(skill) if due else None, "slipped": slipped})


def _share(skill: Skill, debrief: Debrief) -> float | None:
    """Share of the skill's items that were answered yes; None where the talk called for none of them."""
    answers = [
        item.answer for item in debrief.items if item.id in skill.items and item.answer is not Answer.NOT_RELEVANT
    ]
    return sum(answer is Answer.YES for answer in answers) / len(answers) if answers else None


def _latest(one: SkillProgress) -> float:
    last = [point.share for point in one.points[-LATEST:]]
    return sum(last) / len(last) if last else 1.0


def _earlier(one: SkillProgress) -> float:
    """The share over all talks before the latest; where there are none, nothing can have slipped."""
    before = [point.share for point in one.points[:-LATEST]]
    return sum(before) / len(before) if before else _latest(one)


def _drill_for(skill: Skill) -> str | None:
    return next((drill.id for drill in drills().values() if drill.skill == skill.id), None)
