"""Payloads: pydantic values to the text that is stored, and back."""

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticSerializationError, to_json

from coach.errors import BadInput, StoreError

Model = TypeVar("Model", bound=BaseModel)

_UNSTORABLE = "The text holds characters that cannot be stored."
_UNSTORABLE_HINT = "Copy it again from its source, or type that part."


def dump(value: BaseModel | Mapping[str, Any]) -> str:
    """`value` as JSON text; equal values give equal text.

    Raises:
        BadInput: half a surrogate pair stands in it, or it is nested without end.
    """
    try:
        if isinstance(value, BaseModel):
            return value.model_dump_json()
        return to_json(value, inf_nan_mode="constants").decode()
    except (PydanticSerializationError, RecursionError) as error:
        raise BadInput(_UNSTORABLE, hint=_UNSTORABLE_HINT) from error


def load(text: str, model: type[Model]) -> Model:
    """The stored `text` as a `model`.

    Raises:
        StoreError: this version of Good Terms cannot read it.
    """
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise StoreError(
            f"A stored {model.__name__.lower()} cannot be read by this version of Good Terms.",
            hint="It was saved by another version: update Good Terms, or make it anew.",
        ) from error


def load_object(text: str) -> dict[str, Any]:
    """The stored `text` as a plain JSON object."""
    value: dict[str, Any] = json.loads(text)
    return value


def plain_text(text: str) -> str:
    """`text` itself, when every database can keep it character for character.

    Raises:
        BadInput: it holds NUL or half a surrogate pair.
    """
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise BadInput(_UNSTORABLE, hint=_UNSTORABLE_HINT)
    return text
