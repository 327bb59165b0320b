"""A model as a function of the request: what it was asked for, and answers in the forms of the steps."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

Asked = dict[str, Any]
Part = tuple[str, str]


def form_of(asked: Asked) -> str:
    """The form of the answer that is asked for; empty for plain words."""
    wanted = asked.get("response_format") or {}
    return str(wanted.get("json_schema", {}).get("name", ""))


def user_text(asked: Asked) -> str:
    """What stands in the first message of the user's part."""
    return next(message["content"] for message in asked["messages"] if message["role"] == "user")


def block(asked: Asked, kind: str) -> str:
    """The words between the marks of one kind of data."""
    found = re.search(rf"<<<(\w+) {kind}\n(.*?)\n>>>\1", user_text(asked), re.S)
    return found[2] if found else ""


def signs_asked(asked: Asked) -> list[str]:
    """The ids of the signs that a request of the reader is about."""
    return [one.strip(" .") for one in user_text(asked).rsplit("Answer once for each of:", 1)[1].split(",")]


def parts_asked(asked: Asked) -> list[Part]:
    """The parts that a request of the writer is about, with what they say."""
    found = []
    for entry in re.split(r"\n\n(?=\w+: )", block(asked, "outline")):
        name, rest = entry.split(":", 1)
        content = rest.split("content: ", 1)[1].rsplit("\nholds: ", 1)[0]
        found.append((name, content))
    return found


def opinions(asked: Asked, **said: Mapping[str, Any]) -> str:
    """An answer to the reader: no to all it asks for, but for what is `said` of a sign."""
    empty = {"quotes_for": [], "quotes_against": [], "answer": "no", "passages": []}
    return json.dumps({"signs": [{"id": sign, **empty, **said.get(sign, {})} for sign in signs_asked(asked)]})


def message(
    asked: Asked, change: Callable[[str, str], str] = lambda name, words: words, subject: str | None = None
) -> str:
    """An answer to the writer: the content of each part as it is, but for the `change` that is made to it."""
    parts = [{"id": name, "words": change(name, words)} for name, words in parts_asked(asked)]
    return json.dumps({"subject": block(asked, "subject") if subject is None else subject, "parts": parts})
