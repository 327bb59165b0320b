"""The gateway: asks a language model through LiteLLM, with a deadline, and raises our own errors."""

import os
import time
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from coach.errors import ModelAnswerInvalid, ModelRefused, ModelUnavailable
from coach.llm.faults import as_model_error
from coach.settings import Settings
from coach.vocabulary.base import Value

TRIES = 2
_QUIET = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",  # no price map from the network
    "LITELLM_MODE": "PRODUCTION",  # no .env of the working folder
    "HF_HUB_OFFLINE": "1",  # no tokenizer from a hub
}


class Message(Value):
    """One message to the model; `role` is system, user or assistant."""

    role: str
    content: str


class Answer(Value):
    """What came back, and what it took."""

    text: str
    model: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0


class Gateway:
    """One model, as the settings name it. LiteLLM is loaded at the first question, and no network is used before."""

    def __init__(self, settings: Settings) -> None:
        if settings.model is None:
            raise ModelRefused("No model is set.", hint="Set COACH_MODEL, for example to ollama/llama3.1.")
        self._settings, self._model = settings, settings.model

    @property
    def model(self) -> str:
        """The model's LiteLLM name."""
        return self._model

    def ask(self, messages: Sequence[Message], *, max_tokens: int = 200, temperature: float = 0.7) -> Answer:
        """One answer, within the settings' `model_timeout` in all; tries again once on faults that may pass.

        Raises:
            ModelUnavailable, ModelRefused, ModelAnswerInvalid: and nothing of the request is in the message.
        """
        deadline = time.monotonic() + self._settings.model_timeout
        for attempt in range(1, TRIES + 1):
            try:
                return self._ask_once(messages, max_tokens, temperature, deadline - time.monotonic())
            except (ModelUnavailable, ModelAnswerInvalid):
                if attempt == TRIES or deadline - time.monotonic() < 1:
                    raise
        raise AssertionError("the last try returns or raises")

    def _ask_once(self, messages: Sequence[Message], max_tokens: int, temperature: float, seconds: float) -> Answer:
        litellm = _litellm()
        key = self._settings.api_key
        started = time.monotonic()
        try:
            response = litellm.completion(
                model=self._model,
                api_base=self._settings.api_base,
                api_key=key.get_secret_value() if key else None,
                messages=[message.model_dump() for message in messages],
                max_tokens=max_tokens,
                temperature=temperature,
                timeout=max(seconds, 0.5),
                max_retries=0,
            )
        except Exception as error:
            raise as_model_error(error, self._model) from None
        text = _text_of(response)
        if not text:
            raise ModelAnswerInvalid(f"The model {self._model!r} gave an empty answer.")
        usage = getattr(response, "usage", None)
        return Answer(
            text=text,
            model=self._model,
            prompt_tokens=getattr(usage, "prompt_tokens", 0) or 0,
            completion_tokens=getattr(usage, "completion_tokens", 0) or 0,
            seconds=round(time.monotonic() - started, 3),
        )


def _text_of(response: object) -> str:
    choices = getattr(response, "choices", None) or ()
    message = getattr(choices[0], "message", None) if choices else None
    return (getattr(message, "content", None) or "").strip()


def _litellm() -> ModuleType:
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    litellm = import_module("litellm")
    litellm.suppress_debug_info = True  # type: ignore[attr-defined]
    return litellm
