"""A model that misbehaves, in a rehearsal as a user has it: each fault with its stated outcome.

Whatever happens, the user's line is kept, the client answers, and once the model is repaired "try again" works.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from coach.cases import CaseDesk
from coach.coach import Coach
from coach.desk.rehearsals import Setup
from coach.settings import Settings
from coach.vocabulary.rehearsal import Role
from tests.faults.openai_server import GOOD, KEY, SECRET, Server, serving

pytestmark = pytest.mark.filterwarnings("ignore")
ACCOUNT = (
    "I do the books for a builder called Bartholomew Dray of Kestrel Homes Ltd. He shouts at my assistant and called her useless "
    "twice last month. He has not paid the invoices for February and March, $3,850 in all. Write him at dray@kestrel.example."
)
LINE = "Bartholomew, I have decided to end our work together. My last day is 30 June."
PRIVATE = ("Bartholomew", "Dray", "Kestrel", "3,850", "dray@")


class Outcome(NamedTuple):
    """What the user sees: why the built-in engine spoke, or None where the model did; and how often it was asked."""

    because: str | None
    requests: int


FAULTS: dict[str, Outcome] = {
    "status-401": Outcome("the key was not accepted", 1),
    "status-402": Outcome("no credit", 1),
    "status-403": Outcome("may not use this model", 1),
    "status-404": Outcome("no such model", 1),
    "status-400": Outcome("the request was not accepted", 1),
    "status-429": Outcome("too many requests", 2),
    "busy": Outcome("too many requests", 1),  # asks to be left alone longer than a person waits
    "retry-429-0.2": Outcome(None, 2),  # asks to be left alone for a moment
    "quota": Outcome("the quota is used up", 1),
    "status-500": Outcome("the server failed", 2),
    "status-503": Outcome("not available", 2),
    "status-529": Outcome("overloaded", 2),
    "once-500": Outcome(None, 2),
    "hang": Outcome("no answer in time", 1),
    "drip": Outcome("no answer in time", 1),
    "trickle": Outcome("no answer in time", 1),
    "cut": Outcome("broke off", 2),
    "early": Outcome("broke off", 2),
    "trouble": Outcome("did not answer|broke off", 2),
    "reset": Outcome("could not be reached|failed", 2),
    "empty": Outcome("empty answer", 2),
    "nochoices": Outcome("empty answer", 2),
    "malformed": Outcome("did not answer|empty answer", 2),
    "html": Outcome("did not answer|empty answer", 2),
    "german": Outcome("not in English", 2),
    "refusal": Outcome("not the client's words", 2),
    "filter": Outcome("policy", 1),
    "big": Outcome("left its part", 2),
    "leak": Outcome("left its part", 2),
    "role": Outcome(None, 1),  # the wrong role beside the right words
    "think": Outcome(None, 1),
    "fenced": Outcome("left its part", 2),
    "schema": Outcome("left its part", 2),
    "quotes": Outcome("left its part", 2),
    "citations": Outcome("left its part", 2),
}


@pytest.fixture(scope="module")
def ready() -> Coach:
    """What every desk below shares, loaded once."""
    coach = Coach(Settings(engine="builtin"))
    assert coach.listener
    assert coach.subject
    return coach


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def desk_on(server: Server, tmp_path: Path, ready: Coach):
    """Makes a desk whose model is the server's model of that name."""
    made: list[CaseDesk] = []

    def make(model: str, **more) -> CaseDesk:
        more = {"api_base": server.base, "api_key": KEY, "model_timeout": 60, "redact": "always"} | more
        coach = Coach(Settings(model=f"openai/{model}", data_dir=tmp_path, **more))
        coach.listener, coach.subject, coach.encoder = ready.listener, ready.subject, ready.encoder
        desk = CaseDesk(coach)
        desk.prepare()
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.store.close()


def start(desk: CaseDesk) -> str:
    return desk.start_rehearsal(desk.open(ACCOUNT), Setup(persona="attacker", seed=3))


def test_there_are_enough_faults():
    assert len(FAULTS) >= 20


@pytest.mark.parametrize("how", FAULTS)
def test_a_fault_has_its_stated_outcome(server: Server, desk_on, how: str):
    outcome = FAULTS[how]
    slow = how in ("hang", "drip", "trickle")
    server.repaired = True
    desk = desk_on(how, model_timeout=2.5 if slow else 60)
    talk_id = start(desk)
    server.repaired = False
    server.asked.clear()
    server.say = "So you walk out on me, after all I did for you?"

    answer = desk.say(talk_id, LINE)

    turns = desk.talk(talk_id).turns
    assert [turn.role for turn in turns] == [Role.CLIENT, Role.YOU, Role.CLIENT]
    assert (turns[1].text, turns[2]) == (LINE, answer)
    assert answer.text
    assert len(server.asked) == outcome.requests
    if outcome.because is None:
        assert (answer.degraded_because, answer.engine) == (None, f"openai/{how}")
        return
    assert answer.engine == "builtin"
    because = answer.degraded_because or ""
    assert any(part in because for part in outcome.because.split("|")), because
    assert "\n" not in because
    assert not [private for private in (KEY, SECRET, *PRIVATE) if private in because]

    server.repaired = True
    again = desk.say_again(talk_id)
    assert (again.text, again.degraded_because) == (server.say, None)
    assert [turn.text for turn in desk.talk(talk_id).turns[1:]] == [LINE, server.say]


def test_nobody_listening_has_the_same_outcome(desk_on):
    desk = desk_on("fine", api_base="http://127.0.0.1:9/v1", model_timeout=5)
    answer = desk.say(start(desk), LINE)
    assert answer.engine == "builtin"
    assert "could not be reached" in (answer.degraded_because or "")


def test_no_key_is_said_and_nothing_is_sent(server: Server, desk_on, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    desk = desk_on("fine", api_base=None, api_key=None)
    answer = desk.say(start(desk), LINE)
    assert "There is no key" in (answer.degraded_because or "")
    assert server.asked == []


def test_a_cap_that_is_reached_goes_on_with_the_built_in_engine(server: Server, desk_on):
    desk = desk_on("fine", token_cap=100)
    answer = desk.say(start(desk), LINE)
    assert "cap of 100 tokens" in (answer.degraded_because or "")
    assert server.asked == []


def test_what_is_sent_holds_no_name_address_or_amount_and_the_preview_is_what_is_sent(server: Server, desk_on):
    desk = desk_on("fine")
    talk_id = start(desk)
    shown = desk.preview(talk_id, LINE)
    before = len(server.asked)
    desk.say(talk_id, LINE)
    assert server.asked[before]["messages"] == [message.model_dump() for message in shown]
    for asked in server.asked:
        assert not [private for private in PRIVATE if private in str(asked)]


def test_a_name_the_model_gives_back_is_shown_as_it_is(server: Server, desk_on):
    def say(asked) -> str:
        addressed = re.search(r"their line\n(\w+_1),", asked["messages"][-1]["content"])
        return f"And who told {addressed[1]} that, you?" if addressed else GOOD

    server.say = say
    desk = desk_on("fine")
    assert desk.say(start(desk), LINE).text == "And who told Bartholomew that, you?"


def test_forty_turns_cost_what_five_do_and_one_request_each(server: Server, desk_on):
    said = iter(range(1_000))
    words = ("never", "tomorrow", "sadly", "again", "somehow", "maybe", "quietly", "loudly", "slowly", "rather")
    server.say = lambda asked: "You " + " ".join(words[int(digit)] for digit in f"{next(said):03d}") + " do this to me!"
    desk = desk_on("fine")
    talk_id = start(desk)
    for number in range(19):
        if desk.talk(talk_id).ended is not None:
            break
        desk.say(talk_id, f"I hear you. I am not sure yet, let me think about point {number}.")
    sizes = [sum(len(message["content"]) for message in asked["messages"]) for asked in server.asked]
    turns = desk.talk(talk_id).turns
    assert len(sizes) == sum(turn.role is Role.CLIENT for turn in turns)
    assert all(turn.degraded_because is None for turn in turns)
    assert sizes[-1] <= 1.2 * sizes[min(3, len(sizes) - 1)]
