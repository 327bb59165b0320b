"""Wording: the patterns of `knowledge/plan/clauses.yaml` and `terms.yaml`, compiled once and asked for by name."""

import re
from functools import cache

from coach.content import read_yaml
from coach.errors import ContentError


@cache
def _fragments() -> dict[str, str]:
    found: dict[str, str] = read_yaml("plan", "clauses.yaml") | read_yaml("plan", "terms.yaml")
    return {name: "".join(line.strip() for line in fragment.splitlines()) for name, fragment in found.items()}


def fragment(name: str) -> str:
    """The pattern `name` as a group, to build larger ones with.

    Raises:
        ContentError: the file has no such pattern.
    """
    try:
        return f"(?:{_fragments()[name]})"
    except KeyError as error:
        raise ContentError(f"The content file 'plan/clauses.yaml' or 'plan/terms.yaml' lacks {name!r}.") from error


@cache
def wording(name: str) -> re.Pattern[str]:
    """The compiled pattern `name`, blind to case.

    Raises:
        ContentError: it is missing or is no pattern.
    """
    try:
        return re.compile(rf"(?:(?<!\w)|(?=\W)){fragment(name)}", re.IGNORECASE)
    except re.error as error:
        raise ContentError(
            f"The pattern {name!r} of 'plan/clauses.yaml' or 'plan/terms.yaml' is damaged: {error}"
        ) from error


def says(name: str, text: str) -> bool:
    """Whether `text` holds the wording `name`."""
    return wording(name).search(text) is not None
