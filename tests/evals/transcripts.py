"""Writes ten whole rehearsals to docs/transcripts/, to be read by a person: `make transcripts`.

The users of `tests/rehearse/users/` and `scripts/` talk to ten of the personas about the cases in `tests/evals/rehearsal.yaml`.
"""

import tempfile
from pathlib import Path

from coach import Coach, Settings
from coach.evaluate.rehearsals import converse
from coach.evaluate.users import User, own_cases, users
from coach.rehearse.rehearsal import Rehearsal
from coach.vocabulary.rehearsal import Role

FOLDER = Path(__file__).parents[2] / "docs" / "transcripts"
TALKS = (
    ("skilled-exit", "bargainer", 1, "meeting"),
    ("skilled-exit", "blindsided", 2, "phone"),
    ("skilled-exit", "attacker", 3, "phone"),
    ("skilled-reset", "controller", 2, "meeting"),
    ("skilled-reset", "minimiser", 2, "chat"),
    ("vague-exit", "charmer", 2, "chat"),
    ("hostile-exit", "reputation_threatener", 2, "email"),
    ("pushover-exit", "guilt_tripper", 2, "phone"),
    ("rambling-exit", "stonewaller", 2, "meeting"),
    ("skilled-exit", "legalist", 2, "email"),
)


def main() -> None:
    known = {user.name: user for user in users()}
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        coach = Coach(Settings(engine="builtin", data_dir=Path(data)))
        for number, (name, persona, difficulty, channel) in enumerate(TALKS, 1):
            talk = _played(coach, known[name], persona, difficulty, channel, number)
            page = FOLDER / f"{number:02d}-{name}-{persona.replace('_', '-')}.md"
            page.write_text(_page(talk, known[name], difficulty, channel), encoding="utf-8")
            print(page.name, talk.outcome)


def _played(coach: Coach, user: User, persona: str, difficulty: int, channel: str, number: int) -> Rehearsal:
    cases = own_cases()
    case = cases[(number - 1) % len(cases)]
    talk = coach.rehearse(case.situation, persona, user.goal, difficulty, seed=1, channel=channel)
    return converse(talk, user, case)


def _page(talk: Rehearsal, user: User, difficulty: int, channel: str) -> str:
    debrief = talk.debrief()
    lines = [
        f"# {user.name}: {talk.profile.name}, difficulty {difficulty}, by {channel}",
        "",
        f"Ended: {talk.outcome or 'not yet'}. Score {debrief.score:.0%}.",
        "",
    ]
    for turn in talk.turns:
        who = "**You**" if turn.role is Role.YOU else "**Client**"
        did = ", ".join(act.id for act in turn.acts or ()) if turn.role is Role.YOU else str(turn.move)
        lines += [f"{who}: {' '.join(turn.text.split())}  ", f"<sub>{did}</sub>", ""]
    lines += ["## Debrief", ""]
    lines += [f"- {item.id}: {item.answer}" + (f" (“{item.quote}”)" if item.quote else "") for item in debrief.items]
    for point in (debrief.turning_for_better, debrief.turning_for_worse):
        if point:
            moved = ", ".join(
                f"{name} {getattr(point.before, name):.0f} → {getattr(point.after, name):.0f}"
                for name in ("trust", "heat", "resolve")
            )
            lines += ["", f"{point.note} “{point.line}” ({moved})"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
