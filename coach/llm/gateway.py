"""The gateway: asks a language model, as the settings name it, within a deadline and a budget, and raises our own errors."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from coach.errors import ModelRefused, ModelUnavailable
from coach.llm.client import load, price
from coach.llm.messages import Answer, Finish, Message, Request, Usage
from coach.llm.meter import Budget, Meter
from coach.llm.reply import Reply
from coach.llm.retry import TRIES, Patience
from coach.settings import Settings

__all__ = ["Answer", "Finish", "Gateway", "Message", "Meter", "Reply", "Usage"]


class Gateway:
    """The model and its fall-backs, as the settings name them. LiteLLM is loaded at the first question; nothing before
    that uses a network. May be shared by threads.
    """

    def __init__(self, settings: Settings, meter: Meter | None = None, patience: Patience | None = None) -> None:
        if not settings.models:
            raise ModelRefused("No model is set.", hint="Set COACH_MODEL, for example to ollama/llama3.1.")
        self.settings, self.meter, self._patience = settings, meter or Meter(), patience or Patience()
        self._whole = self.meter  # the one the budget looks at
        self._budget = Budget(tokens=settings.token_cap, cost=settings.cost_cap)
        self.rungs: dict[str, int] = {}  # what `structured` learnt of each model, for as long as this gateway lives

    @property
    def model(self) -> str:
        """The LiteLLM name of the model that is asked first."""
        return self.settings.models[0]

    @property
    def redacts(self) -> bool:
        """Whether names, addresses and amounts must be hidden in what is asked here."""
        return self.settings.redacts

    def ask(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int = 200,
        temperature: float = 0.7,
        response_format: Mapping[str, Any] | None = None,
        tries: int = TRIES,
    ) -> Answer:
        """One whole answer, within `model_timeout` seconds in all: tries of one model and fall-backs included.

        Its `finish` is STOP or LENGTH: an answer that breaks off is a failed try. `tries` is a model's most requests.

        Raises:
            ModelUnavailable, ModelRefused, ModelAnswerInvalid: and nothing of the request is in the message.
        """
        request = Request(
            messages=tuple(messages), max_tokens=max_tokens, temperature=temperature, response_format=response_format
        )
        asked = 0

        def attempt(model: str, deadline: float) -> Answer:
            nonlocal asked
            asked += 1
            reply = self._open(model, request, deadline)
            for _ in reply:
                pass
            answer = reply.answer
            if answer.finish is Finish.CUT:
                raise ModelUnavailable(answer.cut_because or "The answer broke off.", hint="Try again.")
            return answer

        found = self._patience.persist(attempt, self.settings.models, self._deadline(), tries)
        return found.model_copy(update={"requests": asked})

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int = 200, temperature: float = 0.7, tries: int = TRIES
    ) -> Reply:
        """An answer as it arrives; it has begun when this returns, and after that no other try is made.

        Raises:
            ModelUnavailable, ModelRefused, ModelAnswerInvalid: nothing arrived, from any of the models.
        """
        request = Request(messages=tuple(messages), max_tokens=max_tokens, temperature=temperature)
        asked = 0

        def attempt(model: str, deadline: float) -> Reply:
            nonlocal asked
            asked += 1
            return self._open(model, request, deadline)

        reply = self._patience.persist(attempt, self.settings.models, self._deadline(), tries)
        reply.requests = asked
        return reply

    def metered(self) -> "Gateway":
        """The same gateway with a meter of its own, for one rehearsal or step; this one's meter counts on."""
        own = Gateway(self.settings, Meter(self.meter), self._patience)
        own.rungs = self.rungs
        own._whole = self._whole
        return own

    def price(self, model: str, prompt_tokens: int, completion_tokens: int) -> float | None:
        """What so many tokens cost in US dollars; None where it is not known. A model on this machine costs nothing."""
        settings = self.settings
        if settings.is_local(model):
            return 0.0
        if settings.price_in is not None and settings.price_out is not None:
            return (prompt_tokens * settings.price_in + completion_tokens * settings.price_out) / 1_000_000
        return price(model, prompt_tokens, completion_tokens)

    def _open(self, model: str, request: Request, deadline: float) -> Reply:
        sent, received = request.prompt_tokens, request.max_tokens
        self._budget.allow(self._whole.total, sent + received, self.price(model, sent, received))
        return Reply(self, model, request, deadline)

    def _deadline(self) -> float:
        load()  # its two seconds are not the model's
        return time.monotonic() + self.settings.model_timeout
