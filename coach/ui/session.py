"""What the pages remember between clicks: keys with their scope as prefix, and transitions on a plain mapping."""

from collections.abc import Mapping, MutableMapping
from typing import Any, NamedTuple

NOTICE = "app:notice"  # one message to show on the next run


class Address(NamedTuple):
    """Where the user is, as the URL says it: everything else comes back from the store."""

    case: str | None = None
    rehearsal: str | None = None
    part: str | None = None  # of the plan

    def params(self) -> dict[str, str]:
        """The address as query parameters."""
        return {name: value for name, value in self._asdict().items() if value}


def read_address(params: Mapping[str, str]) -> Address:
    """The address in the query parameters of a URL; empty values count as none."""
    return Address(**{name: params.get(name) or None for name in Address._fields})


def key(scope: str, *names: object) -> str:
    """A key of session state: `key("write", "body", case)` is “write:body:<case>”."""
    return ":".join((scope, *(str(name) for name in names)))


def forget(state: MutableMapping[Any, Any], scope: str) -> None:
    """Drop every key of a scope, so that its inputs start from what is stored."""
    for name in [name for name in state if isinstance(name, str) and name.startswith(scope + ":")]:
        del state[name]


def leave_notice(state: MutableMapping[Any, Any], message: str) -> None:
    """Keep a message for the next run."""
    state[NOTICE] = message


def take_notice(state: MutableMapping[Any, Any]) -> str | None:
    """The message kept for this run, once."""
    message: str | None = state.pop(NOTICE, None)
    return message
