"""A real, small language model through LiteLLM: plain, streamed and structured, and in a rehearsal. Its sense is not asserted."""

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field

from coach.coach import Coach
from coach.llm.gateway import Finish, Gateway, Message
from coach.llm.structured import ask_for
from coach.settings import Settings

pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.slow, pytest.mark.timeout(900)]
ASKED = [
    Message(role="system", content="You are a client who does not want to lose a supplier."),
    Message(role="user", content="I have decided to end our contract. My last day is 30 June."),
]
Short = Annotated[str, Field(max_length=60)]


class Sign(BaseModel):
    name: Literal["late_payment", "shouting", "ghosting"]
    present: bool
    quotes: Annotated[list[Short], Field(max_length=2)]


class Reading(BaseModel):
    mood: Literal["calm", "angry"]
    signs: Annotated[list[Sign], Field(max_length=3)]


@pytest.fixture(scope="module")
def gateway(small_model) -> Gateway:
    return Gateway(Settings(**small_model))


def test_it_answers_and_its_tokens_are_counted(gateway):
    answer = gateway.ask(ASKED, max_tokens=40)
    assert answer.text
    assert 0 < answer.usage.completion_tokens <= 41
    assert answer.usage.prompt_tokens > 20
    assert (answer.usage.estimated, answer.usage.cost) == (False, 0.0)


def test_it_streams(gateway):
    reply = gateway.stream(ASKED, max_tokens=40, temperature=0.0)
    pieces = list(reply)
    assert len(pieces) > 5
    assert "".join(pieces).strip() == reply.answer.text
    assert reply.answer.finish in (Finish.STOP, Finish.LENGTH)


def test_a_length_that_is_reached_is_marked(gateway):
    assert gateway.ask(ASKED, max_tokens=5).finish is Finish.LENGTH


def test_it_keeps_a_json_schema(gateway):
    for _ in range(2):
        reading = ask_for(gateway, ASKED, Reading, max_tokens=400, temperature=0.7)
        assert reading.mood in ("calm", "angry")
    assert gateway.rungs == {"openai/smollm2": 0}


def test_a_rehearsal_goes_through_it_and_every_line_is_a_clients(small_model, tmp_path):
    coach = Coach(Settings(**small_model, data_dir=tmp_path))
    rehearsal = coach.rehearse(
        "My client, Dana Holt, pays every invoice late and shouts at me on the phone. She owes me $4,200.",
        persona="attacker",
        seed=2,
    )
    for line in ("I have decided to end our contract.", "The decision is made. My last day is 30 June."):
        answer = rehearsal.say(line)
        assert answer.text
        assert answer.engine in ("builtin", "openai/smollm2")
        assert (answer.engine == "builtin") is (answer.degraded_because is not None)
    usage = coach.usage
    assert usage is not None
    assert 3 <= usage.requests <= 6  # one a line, two where its words could not be used
