"""The only door to LiteLLM: one request, as pieces of text; loaded at the first question, quiet, and without a network."""

import logging
import os
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from threading import Lock
from typing import Any

from pydantic import SecretStr

from coach.errors import ModelError, ModelRefused
from coach.llm.faults import as_model_error
from coach.llm.messages import Request
from coach.vocabulary.base import Value

_QUIET = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",  # no price map from the network
    "LITELLM_MODE": "PRODUCTION",  # no .env of the working folder
    "HF_HUB_OFFLINE": "1",  # no tokenizer from a hub
}
_ROOM_TO_THINK = 2_000  # tokens that a reasoning model uses up before its answer
_loading = Lock()


class Access(Value):
    """Where a model is asked and with which key."""

    base: str | None = None
    key: SecretStr | None = None


class Piece(Value):
    """A part of an answer as it arrives; the last one says how it ended and, where the server counted, what it took."""

    text: str = ""
    finish: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class Call:
    """One request to one model. `pieces` blocks and may be left by `close` from another thread.

    The server is asked once: tries, deadlines and caps are the gateway's.
    """

    def __init__(self, model: str, request: Request, access: Access, seconds: float) -> None:
        self._model, self._request, self._access, self._seconds = model, request, access, seconds
        self._stream: Any = None

    def pieces(self) -> Iterator[Piece]:
        """The answer as it arrives; a `finish` of None in the last piece means that it broke off.

        Raises:
            ModelUnavailable, ModelRefused, ModelAnswerInvalid: nothing of the request or the key is in the message.
        """
        failure: ModelError
        try:
            yield from self._pieces()
            return
        except ModelError as error:
            failure = error
        except Exception as error:
            failure = as_model_error(error, self._model)
        raise failure  # outside of `except`: what LiteLLM raised may hold the key or the user's words

    def _pieces(self) -> Iterator[Piece]:
        litellm, request = load(), self._request
        self._stream = litellm.completion(
            model=self._model,
            api_base=self._access.base,
            api_key=self._access.key.get_secret_value() if self._access.key else None,
            messages=[message.model_dump() for message in request.messages],
            max_tokens=request.max_tokens + (_ROOM_TO_THINK if _reasons(litellm, self._model) else 0),
            temperature=request.temperature,
            timeout=self._seconds,
            max_retries=0,
            drop_params=True,  # a model that takes no temperature gets none
            stream=True,
            stream_options={"include_usage": True},
            **({"response_format": dict(request.response_format)} if request.response_format else {}),
        )
        for chunk in self._stream:
            choices, usage = getattr(chunk, "choices", None) or (), getattr(chunk, "usage", None)
            text = getattr(getattr(choices[0], "delta", None), "content", None) if choices else None
            if text or usage:
                yield Piece(
                    text=text or "",
                    prompt_tokens=getattr(usage, "prompt_tokens", None),
                    completion_tokens=getattr(usage, "completion_tokens", None),
                )
        yield Piece(finish=getattr(self._stream, "received_finish_reason", None))

    def close(self) -> None:
        """Hang up, whatever still arrives."""
        inner = getattr(self._stream, "completion_stream", None)
        hang_up: Callable[[], object] | None = getattr(inner, "close", None)
        if hang_up is not None:
            try:
                hang_up()
            except Exception as error:  # it may be in use by the thread that reads it; that one ends at its time-out
                logging.getLogger(__name__).debug("hanging up: %s", type(error).__name__)


def load() -> Any:
    """LiteLLM, loaded once, without a look at the network or the working folder.

    Raises:
        ModelRefused: it is not installed or does not load.
    """
    with _loading:
        if "litellm" not in sys.modules:
            os.environ.update(_QUIET)
        try:
            litellm = import_module("litellm")
        except Exception as error:
            failure: ModelError | None = ModelRefused(
                f"LiteLLM could not be loaded ({type(error).__name__}).", hint="Install Good Terms again."
            )
        else:
            failure = None
    if failure is not None:
        raise failure
    litellm.suppress_debug_info = True  # type: ignore[attr-defined]
    litellm.disable_hf_tokenizer_download = True  # type: ignore[attr-defined]
    for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # its errors quote answers
    return litellm


def price(model: str, prompt_tokens: int, completion_tokens: int) -> float | None:
    """What so many tokens cost in US dollars; None where LiteLLM knows no price."""
    litellm = load()
    try:
        sent, received = litellm.cost_per_token(
            model=model, prompt_tokens=prompt_tokens, completion_tokens=completion_tokens
        )
    except Exception:  # one of several classes, by provider, for "not known"
        return None
    return float(sent) + float(received)


def missing_variables(model: str) -> tuple[str, ...]:
    """The environment variables, the key's among them, that LiteLLM would need for `model` and does not find.

    Raises:
        ModelRefused: the provider in the name is not known.
    """
    litellm = load()
    try:
        litellm.get_llm_provider(model)
    except Exception:  # one of several classes for "not known"
        known = False
    else:
        known = True
    if not known:
        raise ModelRefused(
            f"The provider in the model's name {model!r} is not known.",
            hint="Name it provider/model, such as openai/gpt-5-mini, anthropic/claude-sonnet-4-5 or ollama/llama3.1.",
        )
    return tuple(litellm.validate_environment(model)["missing_keys"])


def provider_of(model: str) -> str:
    """The provider in the model's name, as LiteLLM reads it; empty when it reads none."""
    litellm = load()
    try:
        return str(litellm.get_llm_provider(model)[1])
    except Exception:  # one of several classes for "not known"
        return ""


def _reasons(litellm: Any, model: str) -> bool:
    try:
        return bool(litellm.supports_reasoning(model))
    except Exception:  # one of several classes for "not known"
        return False
