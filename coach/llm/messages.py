"""What goes to a model and what comes back: messages, one request, one answer and what it took."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from coach.vocabulary.base import Value

_CHARACTERS_A_TOKEN = 4  # where the server counts nothing: an estimate, and marked as one


class Message(Value):
    """One message to the model; `role` is system, user or assistant."""

    role: str
    content: str


class Request(Value):
    """One question to a model. `response_format` is passed on as it is: see `structured` for who makes it."""

    messages: tuple[Message, ...]
    max_tokens: int = 200
    temperature: float = 0.7
    response_format: Mapping[str, Any] | None = None

    @property
    def prompt_tokens(self) -> int:
        """About how many tokens the messages are."""
        return estimated_tokens("".join(message.content for message in self.messages))


class Usage(Value):
    """What requests took. `cost` is in US dollars, None where a price is not known; `estimated` when a server did not count."""

    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    cost: float | None = 0.0
    estimated: bool = False

    @property
    def tokens(self) -> int:
        """Sent and received together."""
        return self.prompt_tokens + self.completion_tokens

    def __add__(self, other: "Usage") -> "Usage":
        known = self.cost is not None and other.cost is not None
        return Usage(
            requests=self.requests + other.requests,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            seconds=round(self.seconds + other.seconds, 3),
            cost=(self.cost or 0.0) + (other.cost or 0.0) if known else None,
            estimated=self.estimated or other.estimated,
        )


class Finish(StrEnum):
    """How an answer ended: as the model meant it, at the most it was allowed, or broken off on the way."""

    STOP = "stop"
    LENGTH = "length"
    CUT = "cut"


class Answer(Value):
    """What came back. `model` is the one that answered; `cut_because` is a sentence when `finish` is CUT.

    `requests` counts what it took to get it, failed tries among them; `usage` is that of the request that was answered.
    """

    text: str
    model: str
    finish: Finish = Finish.STOP
    cut_because: str | None = None
    requests: int = 1
    usage: Usage = Usage()


def estimated_tokens(text: str) -> int:
    """About how many tokens `text` is."""
    return -(-len(text) // _CHARACTERS_A_TOKEN)
