"""What a talk costs: one request a line of the client, and a request at turn 40 that is no larger than one at turn 5."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.coach import Coach
from coach.library.tokens import open_tokenizer
from coach.settings import Settings
from coach.vocabulary.rehearsal import Role
from tests.faults.openai_server import Server, serving

pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.slow, pytest.mark.timeout(900)]
ACCOUNT = (
    "I keep the books for my client Bartholomew Dray of Kestrel Homes Ltd. He shouts at my assistant, and he has not paid the invoices for "
    "February and March, $3,850 in all. I have to turn down better clients for lack of time."
)
SAID = (
    "I hear what you say about point {n}. I am not sure yet how we go on with it, and I want to think it over before I answer. "
    "What would you need from me on point {n}, and what would it change for you if you had it by the end of the week?"
)
WORDS = "never tomorrow sadly again somehow maybe quietly loudly slowly rather".split()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def test_turn_forty_costs_what_turn_five_does_with_one_request_a_line(server: Server, tmp_path: Path):
    lines = iter(range(1_000))
    server.say = lambda asked: (
        "You " + " ".join(WORDS[int(digit)] for digit in f"{next(lines):03d}") + " do this to me!"
    )
    coach = Coach(
        Settings(model="openai/fine", api_base=server.base, data_dir=tmp_path, redact="always", model_timeout=120)
    )
    talk = coach.rehearse(ACCOUNT, persona="attacker", seed=3)
    while len(talk.turns) < 41:
        if talk.ended is not None:
            break
        talk.say(SAID.format(n=len(talk.turns)))
    client = [turn for turn in talk.turns if turn.role is Role.CLIENT]
    again = sum(turn.degraded_because is not None for turn in client)  # a line that was refused is asked for once more
    assert again <= len(client) // 4
    tokenizer = open_tokenizer()
    sizes = [
        len(
            tokenizer.encode(
                " ".join(message["content"] for message in asked["messages"]), add_special_tokens=False
            ).ids
        )
        for asked in server.asked
    ]
    assert len(client) <= len(sizes) <= len(client) + again
    # turns 1, 3, 5 … are the client's
    assert len(talk.turns) >= 39, f"the talk ended at turn {len(talk.turns)}: {talk.ended}"
    assert sizes[-1] <= 1.2 * sizes[2]
    assert max(sizes[2:]) <= 1.2 * sizes[2]
    assert not re.search(r"point 1\b", str(server.asked[-1]))
