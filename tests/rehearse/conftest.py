"""What the rehearsal's tests share: the real listener and encoder, a case with facts, and users who follow a script."""

from pathlib import Path

import pytest
import yaml

from coach.library.embedding import Encoder
from coach.rehearse.actor import ScriptedActor
from coach.rehearse.listener import TrainedListener
from coach.rehearse.personas import load_profile
from coach.rehearse.rehearsal import Rehearsal
from coach.situation import Fact, FactKind, Situation
from coach.vocabulary.rehearsal import Goal

SCRIPTS = Path(__file__).parent / "scripts"
FACTS = {
    FactKind.YOU: "Marta Ruiz",
    FactKind.PROJECT: "the website relaunch",
    FactKind.PENDING: "the March report",
    FactKind.AMOUNT: "$4,200",
    FactKind.COMPANY: "Holt & Sons",
    FactKind.BOSS: "your director",
    FactKind.DURATION: "eight months",
}


def script(name: str) -> tuple[Goal, list[str]]:
    """The goal and the lines of a scripted user."""
    content = yaml.safe_load((SCRIPTS / f"{name}.yaml").read_text(encoding="utf-8"))
    return Goal(content["goal"]), content["lines"]


@pytest.fixture(scope="session")
def listener() -> TrainedListener:
    return TrainedListener(Encoder.shared(2))


@pytest.fixture(scope="session")
def situation() -> Situation:
    return Situation(text="-", facts=tuple(Fact(kind=kind, value=value) for kind, value in FACTS.items()))


@pytest.fixture
def rehearse(listener, situation):
    """Starts a rehearsal; `play` lets a scripted user talk until it ends."""

    def start(persona="bargainer", **more) -> Rehearsal:
        more.setdefault("situation", situation)
        return Rehearsal(load_profile(persona), listener, ScriptedActor(), **more)

    return start


def play(rehearsal: Rehearsal, lines: list[str]) -> Rehearsal:
    for line in lines:
        if rehearsal.ended is None:
            rehearsal.say(line)
    return rehearsal
