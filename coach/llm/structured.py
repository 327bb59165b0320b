"""Structured answers: a pydantic value from a model, by a ladder of ways to ask for one, with one repair."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from coach.errors import ContentError, ModelAnswerInvalid, RequestRefused
from coach.llm.gateway import Answer, Finish, Gateway, Message

JSON_SCHEMA, JSON_OBJECT, IN_PROMPT = range(3)  # the rungs, from the firmest hold to the loosest
_MOST_ERRORS = 8  # that a repair names
_LONGEST_ECHO = 4_000  # characters of a bad answer that are sent back
_BOUNDS = ("maxLength", "minLength", "pattern", "default", "title", "format")  # that strict providers do not take

Value = TypeVar("Value", bound=BaseModel)


def ask_for(
    gateway: Gateway,
    messages: Sequence[Message],
    model: type[Value],
    *,
    max_tokens: int = 800,
    temperature: float = 0.0,
    tries: int = 2,
) -> Value:
    """What the model answers, as a value of `model`, which must bound every string and list.

    Asks with a JSON schema; where the server takes none, for a JSON object; else with the schema in the prompt. The rung
    that worked is remembered for the gateway's life. An answer that does not fit is sent back once with what is wrong.

    Raises:
        ModelAnswerInvalid: it did not fit the second time either.
        ModelUnavailable, ModelRefused: as the gateway.
        ContentError: `model` leaves a string or a list unbounded.
    """
    schema = schema_of(model)
    ask = _Ladder(gateway, schema, model.__name__, max_tokens, temperature, tries)
    answer = ask(messages)
    value, wrong = _read(answer, model)
    if value is not None:
        return value
    if not _holds_object(answer.text):
        ask.slipped(answer.model)  # what it was asked with did not hold it
    repair = (
        *messages,
        Message(role="assistant", content=answer.text[:_LONGEST_ECHO]),
        Message(
            role="user",
            content=f"That was not usable: {wrong}\nAnswer again, with one JSON object that fits the schema and nothing else.",
        ),
    )
    value, wrong = _read(ask(repair), model)
    if value is None:
        raise ModelAnswerInvalid(f"The model {answer.model!r} did not keep to the form it was asked for, twice.")
    return value


class _Ladder:
    """Asks on the highest rung that the model is not known to refuse, and goes down when it does."""

    def __init__(
        self, gateway: Gateway, schema: Mapping[str, Any], name: str, max_tokens: int, temperature: float, tries: int
    ) -> None:
        self._gateway, self._schema, self._name = gateway, schema, name
        self._max_tokens, self._temperature, self._tries = max_tokens, temperature, tries

    def __call__(self, messages: Sequence[Message]) -> Answer:
        rungs = self._gateway.rungs
        for rung in range(rungs.get(self._gateway.model, JSON_SCHEMA), IN_PROMPT + 1):
            try:
                answer = self._ask(messages, rung)
            except RequestRefused:
                if rung == IN_PROMPT:
                    raise
                continue
            rungs[self._gateway.model] = rung
            return answer
        raise AssertionError("the last rung returns or raises")

    def slipped(self, model: str) -> None:
        """The rung in use was taken by the server, and the answer was no object all the same."""
        if model == self._gateway.model:
            self._gateway.rungs[model] = min(IN_PROMPT, self._gateway.rungs.get(model, JSON_SCHEMA) + 1)

    def _ask(self, messages: Sequence[Message], rung: int) -> Answer:
        if rung != JSON_SCHEMA:
            messages = _with_schema(messages, self._schema)
        return self._gateway.ask(
            messages,
            max_tokens=self._max_tokens,
            temperature=self._temperature,
            response_format=self._format(rung),
            tries=self._tries,
        )

    def _format(self, rung: int) -> dict[str, Any] | None:
        if rung == JSON_OBJECT:
            return {"type": "json_object"}
        if rung == IN_PROMPT:
            return None
        local = all(self._gateway.settings.is_local(model) for model in self._gateway.settings.models)
        schema = self._schema if local else _lean(self._schema)  # a local grammar needs the bounds, or it may run on
        return {"type": "json_schema", "json_schema": {"name": self._name, "schema": schema, "strict": True}}


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The model's JSON schema, strict: no further fields, all of them required.

    Raises:
        ContentError: a string without `max_length`, or a list without `max_length`: an answer could run on for ever.
    """
    schema = model.model_json_schema()
    loose = sorted(_unbounded(schema, model.__name__))
    if loose:
        raise ContentError(f"The answer form {model.__name__!r} does not bound {', '.join(loose)}.")
    _tighten(schema)
    return schema


def _unbounded(part: Any, name: str) -> set[str]:
    found: set[str] = set()
    if isinstance(part, dict):
        free = part.get("type") == "string" and not part.keys() & {"maxLength", "enum", "const", "format"}
        if free or (part.get("type") == "array" and "maxItems" not in part):
            found.add(name)
        for key, value in part.items():
            found |= _unbounded(value, f"{name}.{key}" if key not in ("properties", "items", "$defs") else name)
    elif isinstance(part, list):
        for value in part:
            found |= _unbounded(value, name)
    return found


def _tighten(part: Any) -> None:
    if isinstance(part, dict):
        if isinstance(part.get("properties"), dict):
            part["additionalProperties"], part["required"] = False, list(part["properties"])
        for value in part.values():
            _tighten(value)
    elif isinstance(part, list):
        for value in part:
            _tighten(value)


def _lean(part: Any, *, named: bool = False) -> Any:
    """The schema without the keywords that strict providers refuse; `named` says that the keys are field names."""
    if isinstance(part, dict):
        return {
            key: _lean(value, named=not named and key in ("properties", "$defs"))
            for key, value in part.items()
            if named or key not in _BOUNDS
        }
    return [_lean(value) for value in part] if isinstance(part, list) else part


def _with_schema(messages: Sequence[Message], schema: Mapping[str, Any]) -> tuple[Message, ...]:
    """The same messages, with the schema at the end of the first one."""
    form = f"Answer with one JSON object and nothing else. It fits this JSON schema:\n{json.dumps(schema)}"
    if messages and messages[0].role == "system":
        first = messages[0].model_copy(update={"content": f"{messages[0].content}\n\n{form}"})
        return (first, *messages[1:])
    return (Message(role="system", content=form), *messages)


_FENCE = re.compile(r"```(?:json)?\s*(.*?)(?:```|\Z)", re.S | re.I)


def _read(answer: Answer, model: type[Value]) -> tuple[Value | None, str]:
    """The value in the answer, or None and what is wrong with it."""
    try:
        return model.model_validate_json(_object_in(answer.text)), ""
    except ValidationError as error:
        if answer.finish is Finish.LENGTH:
            return None, "it was cut at its longest length; say less."
        errors = error.errors(include_url=False, include_input=False, include_context=False)[:_MOST_ERRORS]
        return None, "; ".join(f"{'.'.join(map(str, one['loc'])) or 'the whole'}: {one['msg']}" for one in errors)


def _object_in(text: str) -> str:
    """The JSON object in `text`: without a fence around it or words before and after it."""
    fenced = _FENCE.search(text)
    text = fenced[1] if fenced else text
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else text


def _holds_object(text: str) -> bool:
    try:
        return isinstance(json.loads(_object_in(text)), dict)
    except ValueError:
        return False
